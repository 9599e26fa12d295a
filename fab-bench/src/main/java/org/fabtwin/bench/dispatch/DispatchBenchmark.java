/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.bench.dispatch;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.concurrent.TimeUnit;
import org.fabtwin.bench.line.RunningLine;
import org.fabtwin.core.event.TrackInDecoder;
import org.fabtwin.core.line.Line;
import org.fabtwin.core.line.LineCompiler;
import org.fabtwin.core.line.definition.LineDefinition;
import org.fabtwin.core.line.definition.LineDefinition.InitialLotDefinition;
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

/**
 * A lot's start, end and release at one tool whose queue keeps its length, ns a lot: lots come at constant intervals as long as the process
 * time, behind a queue that is there from the origin.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(3)
@Warmup(iterations = 4, time = 1)
@Measurement(iterations = 4, time = 1)
@State(Scope.Thread)
public class DispatchBenchmark {
    private static final int LOTS = 1000;
    private static final long MINUTE_US = 60_000_000;

    @Param({"1", "10", "1000"})
    public int queue;

    @Param({"fifo", "dueDate", "criticalRatio"})
    public String rule;

    private final PriorityQueue<Waiting> waiting = new PriorityQueue<>(Comparator.comparingLong(Waiting::rank));
    private RunningLine running;
    private long nowUs;

    @Setup
    public void fill() {
        checkChoice(Math.max(queue, 10));
        Line line = line(queue);
        running = RunningLine.of(line);
        nowUs = 10_000 * MINUTE_US;
        running.advanceTo(nowUs);
        int found = running.twin().lotsInLine();
        if (Math.abs(found - queue) > 2) {
            throw new IllegalStateException(found + " lots in the line instead of " + queue);
        }
        for (int i = 0; i < queue; i++) {
            waiting.add(new Waiting(i));
        }
        if (controlPriorityQueue() != LOTS * (LOTS - 1L) / 2) {
            throw new IllegalStateException("the control does not take the first of its queue");
        }
    }

    /** So many lots wait from the origin; the last comes due first. */
    private Line line(int waitingLots) {
        LineDefinition definition = RunningLine.text("""
                line: {mode: lot, eventDetail: lot, days: 1 d}
                products: {p: {}}
                tools: {T: {kind: single}}
                steps: {s: {tool: T, time: 1 min}}
                dispatch: {default: [RULE]}
                releases: {o: {product: p, every: 1 min, dueAfter: 30 d}}
                """.replace("RULE", rule));
        for (int i = 0; i < waitingLots; i++) {
            definition.initialLots.add(new InitialLotDefinition(
                    "o", "p", "o", 0, 1, definition.products.get(0).route.get(0).name, (waitingLots - i) * MINUTE_US));
        }
        return LineCompiler.compile(definition);
    }

    /** Lots that wait from the origin start one after the other as the rule says: as they came, or the last first. */
    private void checkChoice(int lots) {
        TrackInDecoder decoder = new TrackInDecoder();
        List<Integer> started = new ArrayList<>();
        try (RunningLine other = RunningLine.of(line(lots));
                EventLogReader reader = other.log().inlineReader()) {
            other.advanceTo((lots - 1) * MINUTE_US);
            reader.poll(
                    (buffer, offset, length, templateId, position) -> {
                        if (templateId == TrackInDecoder.TEMPLATE_ID) {
                            int block = offset + RecordHandler.BLOCK_OFFSET;
                            decoder.wrap(buffer, block, TrackInDecoder.BLOCK_LENGTH, TrackInDecoder.SCHEMA_VERSION);
                            started.add(decoder.lot());
                        }
                    },
                    Integer.MAX_VALUE);
        }
        List<Integer> expected = new ArrayList<>();
        for (int i = 0; i < lots; i++) {
            expected.add(rule.equals("fifo") ? i : lots - 1 - i);
        }
        if (!started.equals(expected)) {
            throw new IllegalStateException(rule + " has started " + started + ", expected " + expected);
        }
    }

    @TearDown
    public void close() {
        running.close();
    }

    @Benchmark
    @OperationsPerInvocation(LOTS)
    public long lots() {
        nowUs += LOTS * MINUTE_US;
        running.advanceTo(nowUs);
        return running.records();
    }

    /** Taking the next of so many from a {@link PriorityQueue} of objects and putting one in, by a rank that does not change in the queue. */
    @Benchmark
    @OperationsPerInvocation(LOTS)
    public long controlPriorityQueue() {
        long sum = 0;
        for (int i = 0; i < LOTS; i++) {
            Waiting first = waiting.poll();
            sum += first.rank;
            waiting.add(new Waiting(first.rank + queue));
        }
        return sum;
    }

    private record Waiting(long rank) {}
}
