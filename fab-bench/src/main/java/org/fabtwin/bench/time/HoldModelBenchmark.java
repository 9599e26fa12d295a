/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.bench.time;

import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.fabtwin.bench.AllocationFree;
import org.fabtwin.bench.alternatives.calendar.CalendarStructure;
import org.fabtwin.bench.alternatives.calendar.FutureEventList;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * The hold model: take the next event, schedule one an exponential time later, with a steady number pending (Jones, An
 * empirical comparison of priority-queue and event-set implementations, CACM 29(4), 1986). The exponential draws are made
 * beforehand; {@link #baseline} is what reading one costs. Setup compares the order of the first events with that of
 * {@link CalendarStructure#PRIORITY_QUEUE}.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(3)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@State(Scope.Thread)
@AllocationFree
public class HoldModelBenchmark {
    private static final int HOLDS = 1_000;
    private static final int DRAWS = 1 << 16;
    private static final double MEAN_US = 60_000_000;

    @Param
    public CalendarStructure structure;

    @Param({"100", "10000", "1000000"})
    public int pending;

    private final long[] increments = new long[DRAWS];
    private FutureEventList calendar;
    private int draw;

    @Setup(Level.Trial)
    public void fill() {
        SplittableRandom random = new SplittableRandom(42);
        for (int i = 0; i < DRAWS; i++) {
            increments[i] = (long) (-MEAN_US * StrictMath.log(1 - random.nextDouble()));
        }
        long expected = checksum(filled(CalendarStructure.PRIORITY_QUEUE));
        long found = checksum(filled(structure));
        if (found != expected) {
            throw new IllegalStateException(structure + " gives another order: " + found + ", expected " + expected);
        }
        calendar = filled(structure);
    }

    private FutureEventList filled(CalendarStructure which) {
        FutureEventList filled = which.make(pending);
        SplittableRandom random = new SplittableRandom(43);
        for (int i = 0; i < pending; i++) {
            filled.schedule((long) (-MEAN_US * StrictMath.log(1 - random.nextDouble())), i & 0xff, i);
        }
        draw = 0;
        return filled;
    }

    private long checksum(FutureEventList list) {
        long sum = 0;
        for (int i = 0; i < 2 * pending; i++) {
            sum = 31 * sum + hold(list);
        }
        return sum;
    }

    private long hold(FutureEventList list) {
        list.poll();
        long timeUs = list.polledTimeUs();
        list.schedule(timeUs + increments[draw++ & DRAWS - 1], list.polledKind(), list.polledSubject());
        return timeUs + list.polledSubject();
    }

    @Benchmark
    @OperationsPerInvocation(HOLDS)
    public long hold() {
        long sum = 0;
        for (int i = 0; i < HOLDS; i++) {
            sum += hold(calendar);
        }
        return sum;
    }

    /** The loop and the draws without a calendar: to be taken off. */
    @Benchmark
    @OperationsPerInvocation(HOLDS)
    public long baseline() {
        long timeUs = 0;
        for (int i = 0; i < HOLDS; i++) {
            timeUs += increments[draw++ & DRAWS - 1];
        }
        return timeUs;
    }
}
