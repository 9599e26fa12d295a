/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.bench.line;

import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.fabtwin.core.event.LotCompletedDecoder;
import org.fabtwin.core.line.Line;
import org.fabtwin.core.line.LineCompiler;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Cost of a record over the size of a line: as many single tools as steps, or lots on their way between ten tools. Exponential process
 * times at 70 % load. Set-up checks the number of lots by Little's law.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(3)
@Warmup(iterations = 4, time = 1)
@Measurement(iterations = 4, time = 1)
@State(Scope.Thread)
public class GrowthBenchmark {
    private static final int RECORDS = 4096;
    private static final double RATE_PER_MINUTE = 0.7;
    private static final int FEW_TOOLS = 10;
    /** Lots at an M/M/1 station at 70 % load, and their variance. */
    private static final double QUEUE_LOTS = 0.7 / 0.3;

    private static final double QUEUE_VARIANCE = 0.7 / 0.3 / 0.3;
    private static final double CHECKED_MINUTES = 500;

    @Param({"10", "100", "1000", "5000"})
    public int tools;

    @Param({"100", "1000", "10000", "100000"})
    public int lots;

    private RunningLine ofTools;
    private RunningLine ofLots;

    private static Line line(int tools, double transportMinutes) {
        StringBuilder groups = new StringBuilder();
        StringBuilder steps = new StringBuilder();
        for (int i = 0; i < tools; i++) {
            groups.append("  T").append(i).append(": {kind: single}\n");
            steps.append(String.format(
                    Locale.ROOT, "  s%d: {tool: T%d, time: {mean: 1 min, distribution: exponential}}%n", i, i));
        }
        return LineCompiler.compile(RunningLine.text(String.format(
                Locale.ROOT,
                "line: {mode: lot, eventDetail: lot, days: 1 d}%nproducts: {p: {}}%ntools:%n%ssteps:%n%s"
                        + "transport: {mean: %s min, distribution: exponential}%n"
                        + "releases: {o: {product: p, every: {mean: %s min, distribution: exponential}}}%n",
                groups,
                steps,
                transportMinutes,
                1 / RATE_PER_MINUTE)));
    }

    @Setup
    public void fill() {
        // Transport, one between two tools each, keeps as many lots as the rate times its duration.
        double transport = Math.max(0.1, (lots - QUEUE_LOTS * FEW_TOOLS) / RATE_PER_MINUTE / (FEW_TOOLS - 1));
        ofLots = RunningLine.of(line(FEW_TOOLS, transport));
        long lotsUs = (long) (4 * FEW_TOOLS * (transport + 4) * 60e6);
        ofLots.advanceTo(lotsUs);
        check(ofLots.twin().lotsInLine(), lots, lots + FEW_TOOLS * QUEUE_VARIANCE);
        checkThroughput(ofLots, lotsUs);
        ofTools = RunningLine.of(line(tools, 0.1));
        long toolsUs = (long) ((2 * tools + 100) * 4 * 60e6);
        ofTools.advanceTo(toolsUs);
        check(
                ofTools.twin().lotsInLine(),
                tools * (QUEUE_LOTS + RATE_PER_MINUTE * 0.1),
                tools * (QUEUE_VARIANCE + 0.07));
        checkThroughput(ofTools, toolsUs);
    }

    /** What comes goes: lots leave such a line as a Poisson process (Burke), at the rate of their release. */
    private static void checkThroughput(RunningLine line, long fromUs) {
        double expected = RATE_PER_MINUTE * CHECKED_MINUTES;
        long found =
                RecordCount.of(line, LotCompletedDecoder.TEMPLATE_ID, fromUs, fromUs + (long) (CHECKED_MINUTES * 60e6));
        if (Math.abs(found - expected) > 5 * Math.sqrt(expected)) {
            throw new IllegalStateException(found + " lots are through instead of " + expected);
        }
    }

    /** Queues of a line with exponential times are independent (Jackson), so their lots' numbers and variances add up. */
    private static void check(int found, double expected, double variance) {
        if (Math.abs(found - expected) > 5 * Math.sqrt(variance)) {
            throw new IllegalStateException(found + " lots in the line instead of " + expected);
        }
    }

    @TearDown
    public void close() {
        ofLots.close();
        ofTools.close();
    }

    @Benchmark
    @OperationsPerInvocation(RECORDS)
    public long overTools() {
        return ofTools.advance(RECORDS);
    }

    @Benchmark
    @OperationsPerInvocation(RECORDS)
    public long overLots() {
        return ofLots.advance(RECORDS);
    }

    /** Calendar and log alone, with as many events waiting as tools at work: see {@link BareLine}. */
    @Benchmark
    @OperationsPerInvocation(RECORDS)
    public long controlOverTools(ToolsControl control) {
        return control.advance(RECORDS);
    }

    /** The same with as many as lots. */
    @Benchmark
    @OperationsPerInvocation(RECORDS)
    public long controlOverLots(LotsControl control) {
        return control.advance(RECORDS);
    }

    /** The control over tools. */
    public static class ToolsControl extends BareLineControl {
        public ToolsControl() {
            super("tools", RATE_PER_MINUTE * 1.1);
        }
    }

    /** The control over lots. */
    public static class LotsControl extends BareLineControl {
        public LotsControl() {
            super("lots", 1);
        }
    }
}
