/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.bench.line;

import java.util.concurrent.TimeUnit;
import org.fabtwin.core.line.Line;
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
 * Whole lines, ns a log record: calendar, dispatching, tools, process, control, yield and log of a line that has filled for some days. Set-up
 * checks that two runs write the same log.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(3)
@Warmup(iterations = 4, time = 1)
@Measurement(iterations = 4, time = 1)
@State(Scope.Thread)
public class LineBenchmark {
    private static final int RECORDS = 4096;
    private static final int PENDING_EVENTS = 10_000;
    private static final long DAY_US = 86_400_000_000L;

    @Param({"minifab", "line2nm-pilot", "line2nm-pilot detailed", "line2nm-6k", "line2nm-25k", "line2nm-25k detailed"})
    public String scenario;

    private RunningLine running;

    @Setup
    public void fill() {
        Line line = RunningLine.readForm(scenario);
        int expected;
        try (RunningLine other = RunningLine.of(line)) {
            other.advanceTo(DAY_US / 4);
            expected = other.log().hash();
        }
        running = RunningLine.of(line);
        running.advanceTo(DAY_US / 4);
        if (running.log().hash() != expected || running.records() == 0) {
            throw new IllegalStateException(scenario + " wrote another log the second time");
        }
        running.advanceTo(scenario.equals("minifab") ? 60 * DAY_US : 4 * DAY_US);
    }

    @TearDown
    public void close() {
        running.close();
    }

    @Benchmark
    @OperationsPerInvocation(RECORDS)
    public long records() {
        return running.advance(RECORDS);
    }

    /** Calendar and log alone, with as many records: see {@link BareLine}. */
    @Benchmark
    @OperationsPerInvocation(RECORDS)
    public long controlCalendarAndLog(Control control) {
        return control.advance(RECORDS);
    }

    /** The control, with as many events waiting. */
    public static class Control extends BareLineControl {
        public Control() {
            super(PENDING_EVENTS);
        }
    }
}
