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
 * What a fab asks of the calendar, an event at a time: every subject (tool, chamber) has one event pending; four in five
 * delays are of seconds to minutes, on a grid of tenths of a second in half of them, one in fifty is the next shift (all
 * of them at one time), the rest is days to months ahead; one event in twenty moves another one, one in twenty cancels
 * another one and schedules it anew. {@link #changes} measures moving and cancelling alone.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(3)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@State(Scope.Thread)
@AllocationFree
public class FabMixBenchmark {
    private static final int EVENTS = 1_000;
    private static final int DRAWS = 1 << 16;
    private static final long SECOND_US = 1_000_000;
    private static final long DAY_US = 86_400 * SECOND_US;
    private static final long SHIFT_US = 12 * 3_600 * SECOND_US;
    private static final long TO_NEXT_SHIFT = -1;

    @Param
    public CalendarStructure structure;

    @Param({"10000", "50000"})
    public int pending;

    private final long[] delays = new long[DRAWS];
    private final int[] others = new int[DRAWS];
    private int[] handleOfSubject;
    private FutureEventList calendar;
    private int draw;

    @Setup(Level.Trial)
    public void fill() {
        SplittableRandom random = new SplittableRandom(7);
        for (int i = 0; i < DRAWS; i++) {
            delays[i] = delay(random);
            // The lowest bits say what is done: 0 moves, 1 cancels and schedules, of 20.
            others[i] = random.nextInt(pending) * 20 + random.nextInt(20);
        }
        long expected = checksum(filled(CalendarStructure.PRIORITY_QUEUE));
        long found = checksum(filled(structure));
        if (found != expected) {
            throw new IllegalStateException(structure + " gives another order: " + found + ", expected " + expected);
        }
        calendar = filled(structure);
    }

    private static long delay(SplittableRandom random) {
        int cause = random.nextInt(100);
        if (cause < 40) {
            return SECOND_US / 10 * random.nextInt(20, 3_000);
        }
        if (cause < 80) {
            return random.nextLong(2 * SECOND_US, 600 * SECOND_US);
        }
        return cause < 82 ? TO_NEXT_SHIFT : random.nextLong(DAY_US, 90 * DAY_US);
    }

    private FutureEventList filled(CalendarStructure which) {
        FutureEventList filled = which.make(pending);
        handleOfSubject = new int[pending];
        draw = 0;
        for (int subject = 0; subject < pending; subject++) {
            handleOfSubject[subject] = filled.schedule(nextTimeUs(0), subject & 0xff, subject);
        }
        return filled;
    }

    private long nextTimeUs(long nowUs) {
        long delayUs = delays[draw++ & DRAWS - 1];
        return delayUs == TO_NEXT_SHIFT ? (nowUs / SHIFT_US + 1) * SHIFT_US : nowUs + delayUs;
    }

    private long checksum(FutureEventList list) {
        long sum = 0;
        for (int i = 0; i < 3 * pending; i++) {
            sum = 31 * sum + event(list);
        }
        return sum;
    }

    private long event(FutureEventList list) {
        list.poll();
        long nowUs = list.polledTimeUs();
        int subject = list.polledSubject();
        handleOfSubject[subject] = list.schedule(nextTimeUs(nowUs), list.polledKind(), subject);
        int change = others[draw & DRAWS - 1];
        if (change % 20 < 2) {
            change(list, nowUs, change);
        }
        return nowUs + subject;
    }

    private void change(FutureEventList list, long nowUs, int change) {
        int other = change / 20;
        if (change % 2 == 0) {
            list.reschedule(handleOfSubject[other], nextTimeUs(nowUs));
        } else {
            list.cancel(handleOfSubject[other]);
            handleOfSubject[other] = list.schedule(nextTimeUs(nowUs), 0, other);
        }
    }

    @Benchmark
    @OperationsPerInvocation(EVENTS)
    public long mix() {
        long sum = 0;
        for (int i = 0; i < EVENTS; i++) {
            sum += event(calendar);
        }
        return sum;
    }

    /** Reschedules only, time standing still. */
    @Benchmark
    @OperationsPerInvocation(EVENTS)
    public long changes() {
        long nowUs = calendar.polledTimeUs();
        for (int i = 0; i < EVENTS; i++) {
            calendar.reschedule(handleOfSubject[others[draw & DRAWS - 1] / 20], nextTimeUs(nowUs));
        }
        return nowUs;
    }

    /** The loop and the draws without a calendar: to be taken off. */
    @Benchmark
    @OperationsPerInvocation(EVENTS)
    public long baseline() {
        long nowUs = 0;
        long sum = 0;
        for (int i = 0; i < EVENTS; i++) {
            nowUs = Math.min(nextTimeUs(nowUs), nowUs + SECOND_US);
            sum += others[draw & DRAWS - 1] % 20 < 2 ? nowUs : 1;
        }
        return sum;
    }
}
