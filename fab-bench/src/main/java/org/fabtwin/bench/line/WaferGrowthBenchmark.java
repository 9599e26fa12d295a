/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.bench.line;

import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.fabtwin.core.event.LotCompletedDecoder;
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
 * Cost of a record over the wafers that are at work: ten families of cluster tools with four chambers, with as many tools each as bring so
 * many wafers into tools and queues; each tool is busy 87 % of its time. Set-up checks the number of wafers.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(3)
@Warmup(iterations = 4, time = 1)
@Measurement(iterations = 4, time = 1)
@State(Scope.Thread)
public class WaferGrowthBenchmark {
    private static final int RECORDS = 4096;
    private static final int FAMILIES = 10;
    private static final int LOT_WAFERS = 25;
    private static final long MINUTE_US = 60_000_000;

    @Param({"250", "2500", "25000", "250000"})
    public int wafers;

    @Param({"flow-line", "detailed"})
    public String form;

    private RunningLine running;

    @Setup
    public void fill() {
        final int tools = wafers / FAMILIES / LOT_WAFERS;
        final StringBuilder groups = new StringBuilder();
        final StringBuilder steps = new StringBuilder();
        for (int i = 0; i < FAMILIES; i++) {
            groups.append(String.format(
                    Locale.ROOT,
                    "  T%d: {kind: cluster, count: %d, chambers: 4, robot: {arms: 2, action: 5 s}}%n",
                    i,
                    tools));
            steps.append(String.format(Locale.ROOT, "  s%d: {tool: T%d, time: 100 s}%n", i, i));
        }
        running = RunningLine.of(LineCompiler.compile(RunningLine.text(String.format(
                Locale.ROOT,
                "line: {form: %s, eventDetail: chamber, days: 1 d}%nproducts: {p: {}}%ntools:%n%ssteps:%n%s"
                        + "releases: {o: {product: p, every: {mean: %s min, distribution: exponential}}}%n",
                form,
                groups,
                steps,
                12.0 / tools))));
        running.advanceTo(400 * MINUTE_US);
        final int found = running.twin().lotsInLine() * LOT_WAFERS;
        if (found < wafers / 2 || found > 4 * wafers) {
            throw new IllegalStateException(found + " wafers in the line instead of about " + wafers);
        }
        final long minutes = Math.max(40, 500_000 / wafers);
        final double expected = tools / 12.0 * minutes;
        final long through =
                RecordCount.of(running, LotCompletedDecoder.TEMPLATE_ID, 400 * MINUTE_US, (400 + minutes) * MINUTE_US);
        if (Math.abs(through - expected) > 5 * Math.sqrt(expected)) {
            throw new IllegalStateException(through + " lots are through instead of " + expected);
        }
    }

    @TearDown
    public void close() {
        running.close();
    }

    @Benchmark
    @OperationsPerInvocation(RECORDS)
    public long overWafers() {
        return running.advance(RECORDS);
    }

    /** Calendar and log alone, with as many events waiting as chambers: see {@link BareLine}. */
    @Benchmark
    @OperationsPerInvocation(RECORDS)
    public long controlOverWafers(Control control) {
        return control.advance(RECORDS);
    }

    /** The control. */
    public static class Control extends BareLineControl {
        public Control() {
            super("wafers", 4.0 / LOT_WAFERS);
        }
    }
}
