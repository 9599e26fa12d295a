/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.bench.line;

import java.util.Locale;
import java.util.concurrent.TimeUnit;
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
        // A queue of M/M/1 at 70 % keeps 2.33 lots; transport as many as the rate times its duration.
        double transport = Math.max(0.1, (lots - 2.33 * FEW_TOOLS) / RATE_PER_MINUTE / FEW_TOOLS);
        ofLots = RunningLine.of(line(FEW_TOOLS, transport));
        ofLots.advanceTo((long) (4 * FEW_TOOLS * (transport + 4) * 60e6));
        int found = ofLots.twin().lotsInLine();
        if (Math.abs(found - lots) > 0.5 * lots + 20) {
            throw new IllegalStateException(found + " lots in the line instead of " + lots);
        }
        ofTools = RunningLine.of(line(tools, 0.1));
        ofTools.advanceTo((long) (1.5 * tools * 4 * 60e6));
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
}
