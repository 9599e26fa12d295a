/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.core.state;

import java.lang.invoke.CallSite;
import java.lang.invoke.MutableCallSite;
import java.util.Arrays;

/** Mutable {@code int} per entity, of entities that come and go. Single-threaded: the twin's thread only. Made by {@link StateArena#growingInts}. */
public final class GrowingInts implements Column {
    private final String name;
    private int[] values;
    /** Null until somebody asks for it. */
    private MutableCallSite place;

    GrowingInts(String name, int capacity, int initial) {
        this.name = name;
        this.values = IntColumn.of(name, capacity, initial).array();
    }

    @Override
    public String name() {
        return name;
    }

    public int get(int index) {
        return values[index];
    }

    public void set(int index, int value) {
        values[index] = value;
    }

    public int add(int index, int delta) {
        return values[index] += delta;
    }

    /** The values, valid until the next {@link #ensureCapacity}: hot loops keep it in a local. */
    @Override
    public int[] array() {
        return values;
    }

    @Override
    public int capacity() {
        return values.length;
    }

    /** Grows by doubling, new places hold {@code fill}. Allocates: outside steady state only. */
    public void ensureCapacity(int capacity, int fill) {
        int old = values.length;
        if (capacity > old) {
            values = Arrays.copyOf(values, Math.max(capacity, 2 * old));
            Arrays.fill(values, old, values.length, fill);
            ArrayPlace.move(place, values);
        }
    }

    /** {@link #array} for code that has it as a constant: it is compiled anew when the values get another array, which is seldom. */
    public CallSite place() {
        if (place == null) {
            place = ArrayPlace.of(values);
        }
        return place;
    }

    void replace(int[] newValues) {
        values = newValues;
        ArrayPlace.move(place, values);
    }
}
