/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.core.state;

import java.util.Arrays;

/**
 * Mutable {@code long} per entity, for a number of entities that the line sets. Single-threaded: the twin's thread only. Made by
 * {@link StateArena#longs}. A record, because the JVM takes the fields of a record that is a constant for constants too: in folded code the
 * place and length of these values are in the instructions.
 *
 * @param array the values: hot loops keep it in a local.
 */
public record LongColumn(String name, long[] array) implements Column {
    static LongColumn of(String name, int capacity, long initial) {
        long[] values = new long[capacity];
        if (initial != 0) {
            Arrays.fill(values, initial);
        }
        return new LongColumn(name, values);
    }

    public long get(int index) {
        return array[index];
    }

    public void set(int index, long value) {
        array[index] = value;
    }

    public long add(int index, long delta) {
        return array[index] += delta;
    }

    @Override
    public int capacity() {
        return array.length;
    }
}
