/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.sim.run;

import java.util.Locale;

/** Simulated times in words. */
public final class SimulatedDays {
    private static final double DAY_US = 86_400e6;

    private SimulatedDays() {}

    /** Such as {@code 12.50 days}. */
    public static String text(long us) {
        return String.format(Locale.ROOT, "%.2f days", us / DAY_US);
    }
}
