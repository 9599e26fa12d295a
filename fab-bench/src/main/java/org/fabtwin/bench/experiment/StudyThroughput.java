/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.bench.experiment;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.fabtwin.core.line.LineCompiler;
import org.fabtwin.sim.experiment.Point;
import org.fabtwin.sim.experiment.ResultFile;
import org.fabtwin.sim.experiment.StoppingRule;
import org.fabtwin.sim.experiment.Study;
import org.fabtwin.sim.experiment.StudyRunner;
import org.fabtwin.sim.scenario.Scenario;
import org.fabtwin.sim.scenario.ScenarioReader;

/**
 * Replications per hour of a study with one thread and with two, in one JVM, turn by turn: what else the machine does hits both. Arguments:
 * scenario, simulated days, replications of a study, rounds. The first round warms up and is not counted. Prints a line of JSON a
 * study, then the medians.
 */
public final class StudyThroughput {
    private static final long DAY_US = 86_400_000_000L;
    private static final double NANOS_PER_HOUR = 3.6e12;

    private StudyThroughput() {}

    /** Runs the rounds. */
    public static void main(String[] args) throws IOException, InterruptedException {
        final Point point = point(args[0], Long.parseLong(args[1]) * DAY_US);
        final int replications = Integer.parseInt(args[2]);
        final int rounds = Integer.parseInt(args[3]);
        final double[][] perHour = new double[2][rounds];
        final double[] ratios = new double[rounds];
        for (int round = 0; round <= rounds; round++) {
            for (int threads = 1; threads <= 2; threads++) {
                final double rate = run(point, replications, threads, round);
                if (round > 0) {
                    perHour[threads - 1][round - 1] = rate;
                }
            }
            if (round > 0) {
                ratios[round - 1] = perHour[1][round - 1] / perHour[0][round - 1];
            }
        }
        System.out.printf(
                Locale.ROOT,
                "{\"perHour1\": %.0f, \"perHour2\": %.0f, \"medianOfRatios\": %.3f, \"best1\": %.0f, \"best2\": %.0f, "
                        + "\"ratioOfBest\": %.3f}%n",
                median(perHour[0]),
                median(perHour[1]),
                median(ratios),
                best(perHour[0]),
                best(perHour[1]),
                best(perHour[1]) / best(perHour[0]));
    }

    private static Point point(String name, long endUs) {
        final Scenario scenario = ScenarioReader.read(name, List.of());
        return new Point(
                0,
                "A",
                name,
                scenario.name(),
                scenario.text(),
                LineCompiler.compile(scenario.definition()),
                scenario.seed(),
                0,
                "none",
                endUs);
    }

    private static double run(Point point, int replications, int threads, int round)
            throws IOException, InterruptedException {
        final Study study = new Study("replicate", List.of(point), 1);
        try (ResultFile results = ResultFile.open(null, study, "bench", "bench")) {
            final long start = System.nanoTime();
            new StudyRunner(study, results, threads, () -> false, System::nanoTime)
                    .run(StoppingRule.after(replications), (done, expected, precision) -> {});
            final double rate = replications / ((System.nanoTime() - start) / NANOS_PER_HOUR);
            System.out.printf(
                    Locale.ROOT,
                    "{\"round\": %d, \"threads\": %d, \"replicationsPerHour\": %.0f, \"digest\": \"%s\"}%n",
                    round,
                    threads,
                    rate,
                    results.digest());
            return rate;
        }
    }

    private static double best(double[] values) {
        return Arrays.stream(values).max().orElseThrow();
    }

    private static double median(double[] values) {
        final double[] sorted = values.clone();
        Arrays.sort(sorted);
        final int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }
}
