/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.sim.kpi;

import java.util.Arrays;

/**
 * A number for each serial. Serials count up from 0 without gaps, so an array is the densest map there is; it doubles when
 * a serial lies beyond it. Serials never written, and negative ones, have {@link #NONE}.
 */
public final class SerialLongs {
    /** Of a serial that was never written. */
    public static final long NONE = Long.MIN_VALUE;

    private long[] values;

    public SerialLongs(int expected) {
        values = new long[Math.max(16, expected)];
        Arrays.fill(values, NONE);
    }

    public long get(int serial) {
        return serial >= 0 && serial < values.length ? values[serial] : NONE;
    }

    public void put(int serial, long value) {
        if (serial >= values.length) {
            growTo(serial);
        }
        values[serial] = value;
    }

    private void growTo(int serial) {
        final int filled = values.length;
        values = Arrays.copyOf(values, Math.max(2 * filled, serial + 1));
        Arrays.fill(values, filled, values.length, NONE);
    }
}
