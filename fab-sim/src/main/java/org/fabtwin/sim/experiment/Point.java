/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.sim.experiment;

import org.fabtwin.core.line.Line;

/**
 * One setting of a study: a scenario with its changes, ready to run. Its line is compiled once and shared by all replications: it
 * never changes.
 *
 * @param number from 0, in the order of the study.
 * @param label how reports call it: {@code A}, {@code B}.
 * @param scenario as it was asked for, changes included: {@code minifab --set recipes.S1.time=200}.
 * @param name of the scenario, for the log's header.
 * @param text the scenario as the log's header holds it: reading it gives the same line.
 * @param seed of all its replications. Points of one seed share random numbers.
 * @param warmupUs simulated time that the figures leave out.
 * @param warmupFrom in words, where the warm-up comes from.
 * @param endUs simulated time at which a run ends.
 */
public record Point(
        int number,
        String label,
        String scenario,
        String name,
        String text,
        Line line,
        long seed,
        long warmupUs,
        String warmupFrom,
        long endUs) {
    /** Checks the times. */
    public Point {
        if (warmupUs < 0 || warmupUs >= endUs) {
            throw new IllegalArgumentException(
                    "the warm-up leaves nothing of the run, warmupUs=" + warmupUs + ", endUs=" + endUs);
        }
    }

    /** The same with another warm-up. */
    public Point withWarmup(long us, String from) {
        return new Point(number, label, scenario, name, text, line, seed, us, from, endUs);
    }
}
