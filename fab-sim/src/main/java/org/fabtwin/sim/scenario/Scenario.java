/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.sim.scenario;

import org.fabtwin.core.line.definition.LineDefinition;

/**
 * A scenario that is ready to run.
 *
 * @param name the line's name, by default that of the file.
 * @param text everything that was read, merged and overridden, as one file without {@code extends} and {@code data}: what the
 *     log's header holds. Reading it gives the same definition.
 * @param daysUs simulated time in all, and what of it is warm-up.
 * @param warmStartUs simulated time after which the line, from empty, is taken to be in its steady state; 0: runs start empty.
 * @param eventDetail code of {@code EventDetail}.
 */
public record Scenario(
        String name,
        String text,
        long seed,
        long daysUs,
        long warmupUs,
        long warmStartUs,
        int eventDetail,
        LineDefinition definition) {

    /** Simulated days in all, warm-up included. */
    public double days() {
        return daysUs / 86400e6;
    }

    public double warmupDays() {
        return warmupUs / 86400e6;
    }
}
