/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.bench.line;

import java.util.concurrent.TimeUnit;
import org.fabtwin.core.line.Line;
import org.fabtwin.core.twin.Twin;
import org.fabtwin.fold.FoldedTwin;
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

/** Whole lines on code of their own, ns a log record, against the code of all lines. Set-up checks that both write the same log. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(3)
@Warmup(iterations = 4, time = 1)
@Measurement(iterations = 4, time = 1)
@State(Scope.Thread)
public class FoldedLineBenchmark {
    private static final int RECORDS = 4096;
    private static final long DAY_US = 86_400_000_000L;

    @Param({"minifab", "line2nm-pilot", "line2nm-pilot detailed", "line2nm-25k"})
    public String scenario;

    @Benchmark
    @OperationsPerInvocation(RECORDS)
    public long folded(Folded line) {
        return line.advance();
    }

    @Benchmark
    @OperationsPerInvocation(RECORDS)
    public long controlPlain(Plain line) {
        return line.advance();
    }

    /** A line that has filled for some days. */
    @State(Scope.Thread)
    public abstract static class Filled {
        private RunningLine running;

        abstract void prepare(Twin twin);

        @Setup
        public void fill(FoldedLineBenchmark benchmark) {
            Line line = RunningLine.readForm(benchmark.scenario);
            int expected;
            try (RunningLine other = RunningLine.of(line)) {
                other.advanceTo(DAY_US / 4);
                expected = other.log().hash();
            }
            running = RunningLine.of(line);
            prepare(running.twin());
            running.advanceTo(DAY_US / 4);
            if (running.log().hash() != expected || running.records() == 0) {
                throw new IllegalStateException(benchmark.scenario + " wrote another log on the other code");
            }
            running.advanceTo(benchmark.scenario.equals("minifab") ? 60 * DAY_US : 4 * DAY_US);
        }

        long advance() {
            return running.advance(RECORDS);
        }

        @TearDown
        public void close() {
            running.close();
        }
    }

    /** On code of its own. */
    public static class Folded extends Filled {
        @Override
        void prepare(Twin twin) {
            FoldedTwin.fold(twin);
        }
    }

    /** On the code of all lines. */
    public static class Plain extends Filled {
        @Override
        void prepare(Twin twin) {
            // As it was made.
        }
    }
}
