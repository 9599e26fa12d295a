/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.core.state;

import java.util.Arrays;

/**
 * Mutable {@code double} per entity, for a number of entities that the line sets. Single-threaded: the twin's thread only. Made by
 * {@link StateArena#doubles}. A record, because the JVM takes the fields of a record that is a constant for constants too: in folded code the
 * place and length of these values are in the instructions.
 *
 * @param array the values: hot loops keep it in a local.
 */
public record DoubleColumn(String name, double[] array) implements Column {
    static DoubleColumn of(String name, int capacity, double initial) {
        double[] values = new double[capacity];
        if (initial != 0) {
            Arrays.fill(values, initial);
        }
        return new DoubleColumn(name, values);
    }

    public double get(int index) {
        return array[index];
    }

    public void set(int index, double value) {
        array[index] = value;
    }

    public double add(int index, double delta) {
        return array[index] += delta;
    }

    @Override
    public int capacity() {
        return array.length;
    }
}
