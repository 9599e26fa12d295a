/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.core.state;

import java.lang.invoke.CallSite;
import java.lang.invoke.MutableCallSite;
import java.util.Arrays;

/** Mutable {@code long} per entity, of entities that come and go. Single-threaded: the twin's thread only. Made by {@link StateArena#growingLongs}. */
public final class GrowingLongs implements Column {
    private final String name;
    private long[] values;
    /** Null until somebody asks for it. */
    private MutableCallSite place;

    GrowingLongs(String name, int capacity, long initial) {
        this.name = name;
        this.values = LongColumn.of(name, capacity, initial).array();
    }

    @Override
    public String name() {
        return name;
    }

    public long get(int index) {
        return values[index];
    }

    public void set(int index, long value) {
        values[index] = value;
    }

    public long add(int index, long delta) {
        return values[index] += delta;
    }

    /** The values, valid until the next {@link #ensureCapacity}: hot loops keep it in a local. */
    @Override
    public long[] array() {
        return values;
    }

    @Override
    public int capacity() {
        return values.length;
    }

    /** Grows by doubling, new places hold {@code fill}. Allocates: outside steady state only. */
    public void ensureCapacity(int capacity, long fill) {
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

    void replace(long[] newValues) {
        values = newValues;
        ArrayPlace.move(place, values);
    }
}
