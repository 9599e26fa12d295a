/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.bench.equipment;

import java.util.concurrent.TimeUnit;
import org.fabtwin.bench.line.BareLine;
import org.fabtwin.bench.line.BareLineControl;
import org.fabtwin.bench.line.RunningLine;
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

/** A cluster tool with four chambers, a two-armed robot and two locks that is never idle, ns a record; in each form. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(3)
@Warmup(iterations = 4, time = 1)
@Measurement(iterations = 4, time = 1)
@State(Scope.Thread)
public class ClusterToolBenchmark {
    private static final int RECORDS = 4096;
    private static final int PENDING_EVENTS = 8;

    @Param({"flow-line", "detailed"})
    public String form;

    private RunningLine running;

    @Setup
    public void fill() {
        Line line = LineCompiler.compile(RunningLine.text("""
                line: {form: FORM, eventDetail: robot, days: 1 d}
                products: {p: {}}
                tools: {T: {kind: cluster, chambers: 4, robot: {arms: 2, action: 5 s}}}
                steps: {s: {tool: T, time: 100 s}}
                releases: {o: {product: p, every: 12 min}}
                """.replace("FORM", form)));
        running = RunningLine.of(line);
        running.advance(200_000);
        if (running.records() < 200_000) {
            throw new IllegalStateException("the tool has stopped after " + running.records() + " records");
        }
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
