/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.bench.experiment;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
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
import org.openjdk.jmh.util.ListStatistics;

/**
 * Replications per hour of a study with one thread and with two, in one JVM, turn by turn: what else the machine does hits both. Arguments:
 * scenario, simulated days, replications of a study, rounds. The first round warms up and is not counted. Each round has a control: a
 * computation in registers alone, on one thread and on two, which says how much of a second processor there was to be had. Prints a
 * line of JSON a study, then the medians.
 */
public final class StudyThroughput {
    private static final long DAY_US = 86_400_000_000L;
    private static final double NANOS_PER_HOUR = 3.6e12;
    private static final long SPINS = 400_000_000L;

    private static final OperatingSystemMXBean PROCESS =
            (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

    private StudyThroughput() {}

    /** Runs the rounds. */
    public static void main(String[] args) throws IOException, InterruptedException {
        final Point point = point(args[0], Long.parseLong(args[1]) * DAY_US);
        final int replications = Integer.parseInt(args[2]);
        final int rounds = Integer.parseInt(args[3]);
        final double[][] perHour = new double[2][rounds];
        final double[] ratios = new double[rounds];
        final double[] controls = new double[rounds];
        for (int round = 0; round <= rounds; round++) {
            for (int threads = 1; threads <= 2; threads++) {
                final double rate = run(point, replications, threads, round);
                if (round > 0) {
                    perHour[threads - 1][round - 1] = rate;
                }
            }
            final double control = control();
            if (round > 0) {
                controls[round - 1] = control;
                ratios[round - 1] = perHour[1][round - 1] / perHour[0][round - 1];
            }
        }
        System.out.printf(
                Locale.ROOT,
                "{\"perHour1\": %.0f, \"perHour2\": %.0f, \"medianOfRatios\": %.3f, \"medianOfControls\": %.3f, \"best1\": %.0f, \"best2\": %.0f, "
                        + "\"ratioOfBest\": %.3f}%n",
                median(perHour[0]),
                median(perHour[1]),
                median(ratios),
                median(controls),
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
                endUs,
                null);
    }

    private static double run(Point point, int replications, int threads, int round)
            throws IOException, InterruptedException {
        final Study study = new Study("replicate", List.of(point), 1);
        try (ResultFile results = ResultFile.open(null, study, "bench", "bench")) {
            final long startCpu = PROCESS.getProcessCpuTime();
            final long start = System.nanoTime();
            new StudyRunner(study, results, threads, () -> false, System::nanoTime)
                    .run(StoppingRule.after(replications), (done, expected, precision) -> {});
            final double rate = replications / ((System.nanoTime() - start) / NANOS_PER_HOUR);
            System.out.printf(
                    Locale.ROOT,
                    "{\"round\": %d, \"threads\": %d, \"replicationsPerHour\": %.0f, \"processorMsAReplication\": %.4f, "
                            + "\"digest\": \"%s\"}%n",
                    round,
                    threads,
                    rate,
                    (PROCESS.getProcessCpuTime() - startCpu) / 1e6 / replications,
                    results.digest());
            return rate;
        }
    }

    /** How many times as much two threads get done as one does, of work that shares nothing and needs no memory. */
    private static double control() throws InterruptedException {
        final double one = spinNanos(1);
        final double two = spinNanos(2);
        System.out.printf(Locale.ROOT, "{\"control\": %.3f}%n", 2 * one / two);
        return 2 * one / two;
    }

    private static double spinNanos(int threads) throws InterruptedException {
        final long[] results = new long[threads];
        final Thread[] spinning = new Thread[threads];
        final long start = System.nanoTime();
        for (int i = 0; i < threads; i++) {
            final int slot = i;
            spinning[i] = new Thread(() -> results[slot] = spin(slot));
            spinning[i].start();
        }
        for (final Thread thread : spinning) {
            thread.join();
        }
        final long nanos = System.nanoTime() - start;
        if (Arrays.stream(results).anyMatch(result -> result == 0)) {
            throw new IllegalStateException("nothing was computed");
        }
        return nanos;
    }

    private static long spin(long seed) {
        long x = seed + 88172645463325252L;
        for (long i = 0; i < SPINS; i++) {
            x ^= x << 13;
            x ^= x >>> 7;
            x ^= x << 17;
        }
        return x;
    }

    private static double best(double[] values) {
        return Arrays.stream(values).max().orElseThrow();
    }

    private static double median(double[] values) {
        return new ListStatistics(values).getPercentile(50);
    }
}
