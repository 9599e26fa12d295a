/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.sim.experiment;

import org.fabtwin.core.line.Line;
import org.fabtwin.sim.run.WarmStart;

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
 * @param endUs simulated time that a run lasts.
 * @param warmStart snapshot of the line from which all replications start; null: from an empty line.
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
        long endUs,
        WarmStart warmStart) {
    /** Checks the times. */
    public Point {
        if (warmupUs < 0 || warmupUs >= endUs) {
            throw new IllegalArgumentException(
                    "the warm-up leaves nothing of the run, warmupUs=" + warmupUs + ", endUs=" + endUs);
        }
    }

    /** Simulated time at which a run starts. */
    public long startUs() {
        return warmStart == null ? 0 : warmStart.startUs();
    }

    /** Hash of the snapshot, empty without. */
    public String startedFrom() {
        return warmStart == null ? "" : warmStart.hash();
    }

    /** The same with another warm-up. */
    public Point withWarmup(long us, String from) {
        return new Point(number, label, scenario, name, text, line, seed, us, from, endUs, warmStart);
    }
}
