/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.bench.equipment;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.fabtwin.bench.line.BareLine;
import org.fabtwin.bench.line.BareLineControl;
import org.fabtwin.bench.line.RunningLine;
import org.fabtwin.core.event.TrackInDecoder;
import org.fabtwin.core.event.TrackOutDecoder;
import org.fabtwin.core.line.Line;
import org.fabtwin.core.line.LineCompiler;
import org.fabtwin.core.log.EventLogReader;
import org.fabtwin.core.log.RecordHandler;
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
    private static final int LOTS = 500;
    private static final long INTERVAL_US = 12 * 60_000_000L;
    /** 25 wafers of 100 s in four chambers: at least 7 one after the other in one of them. */
    private static final long LEAST_US = 700_000_000;

    /** And no longer than if robot and locks took as long again. */
    private static final long MOST_US = 2 * LEAST_US;

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
        checkThroughput(line);
    }

    /** What comes goes: a lot each 12 minutes, each as long after its start as four chambers need at least, and little longer. */
    private static void checkThroughput(Line line) {
        TrackInDecoder in = new TrackInDecoder();
        TrackOutDecoder out = new TrackOutDecoder();
        long[] lots = new long[2];
        Map<Integer, Long> startedUs = new HashMap<>();
        try (RunningLine other = RunningLine.of(line);
                EventLogReader reader = other.log().inlineReader()) {
            RecordHandler handler = (buffer, offset, length, templateId, position) -> {
                if (templateId == TrackInDecoder.TEMPLATE_ID) {
                    in.wrap(
                            buffer,
                            offset + RecordHandler.BLOCK_OFFSET,
                            TrackInDecoder.BLOCK_LENGTH,
                            TrackInDecoder.SCHEMA_VERSION);
                    startedUs.put(in.lot(), in.timeUs());
                } else if (templateId == TrackOutDecoder.TEMPLATE_ID) {
                    out.wrap(
                            buffer,
                            offset + RecordHandler.BLOCK_OFFSET,
                            TrackOutDecoder.BLOCK_LENGTH,
                            TrackOutDecoder.SCHEMA_VERSION);
                    lots[0]++;
                    long took = out.timeUs() - startedUs.remove(out.lot());
                    lots[1] += took >= LEAST_US && took <= MOST_US ? 1 : 0;
                }
            };
            for (int lot = 1; lot <= LOTS; lot++) {
                other.advanceTo(lot * INTERVAL_US);
                reader.poll(handler, Integer.MAX_VALUE);
            }
        }
        if (lots[0] < LOTS - 3 || lots[0] > LOTS || lots[1] != lots[0]) {
            throw new IllegalStateException(lots[0] + " lots of " + LOTS + " are through, " + lots[1] + " in due time");
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
