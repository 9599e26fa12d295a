/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.core.state;

import java.util.Arrays;

/**
 * Mutable {@code int} per entity, for a number of entities that the line sets. Single-threaded: the twin's thread only. Made by
 * {@link StateArena#ints}. A record, because the JVM takes the fields of a record that is a constant for constants too: in folded code the
 * place and length of these values are in the instructions.
 *
 * @param array the values: hot loops keep it in a local.
 */
public record IntColumn(String name, int[] array) implements Column {
    static IntColumn of(String name, int capacity, int initial) {
        int[] values = new int[capacity];
        if (initial != 0) {
            Arrays.fill(values, initial);
        }
        return new IntColumn(name, values);
    }

    public int get(int index) {
        return array[index];
    }

    public void set(int index, int value) {
        array[index] = value;
    }

    public int add(int index, int delta) {
        return array[index] += delta;
    }

    @Override
    public int capacity() {
        return array.length;
    }
}
