/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.core.state;

/**
 * Current values of all tunables, in the twin's own terms (times in microseconds). Single-threaded: the twin's thread only;
 * changed between two instants, by command.
 */
public final class Parameters {
    /** No time is longer, some 285 years, so that sums and products of a few of them never overflow. */
    public static final long MOST_US = 1L << 53;

    private final DoubleColumn values;
    /** The same as times: rounded once, read at every start. */
    private final LongColumn timesUs;

    private final LongColumn changes;

    /** Starts with the line's defaults; ids are places in {@code defaults}. */
    public Parameters(StateArena arena, double[] defaults) {
        values = arena.doubles("parameters", Math.max(1, defaults.length), 0);
        timesUs = arena.longs("parameters.timesUs", Math.max(1, defaults.length), 0);
        changes = arena.longs("parameters.changes", 1, 0);
        for (int id = 0; id < defaults.length; id++) {
            set(id, defaults[id]);
        }
    }

    /** The value, 0 for the id -1 (no parameter). */
    public double value(int id) {
        return id < 0 ? 0 : values.get(id);
    }

    /** The value of a parameter that there is. */
    public double valueOf(int id) {
        return values.get(id);
    }

    /** A time parameter, rounded to microseconds, {@link #MOST_US} at most. */
    public long us(int id) {
        return id < 0 ? 0 : timesUs.get(id);
    }

    /** Sets a value; the caller has checked its range. */
    public void set(int id, double value) {
        values.set(id, value);
        timesUs.set(id, Math.min(MOST_US, Math.round(value)));
        changes.add(0, 1);
    }

    /** Another number after each change: what was worked out from values at the same number still holds. */
    public long changes() {
        return changes.get(0);
    }
}
