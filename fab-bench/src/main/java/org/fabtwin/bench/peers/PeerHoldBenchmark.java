/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.bench.peers;

import java.util.concurrent.TimeUnit;
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
 * The hold model (Jones, CACM 29(4), 1986) over the number of pending events, beside the libraries and a plain 4-ary heap. All draw the
 * same times, and the setup refuses a library whose events come in another order than those of a {@link java.util.PriorityQueue}. The
 * draws of 65,536 times are made beforehand and come round.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(3)
@Warmup(iterations = 4, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 4, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@State(Scope.Thread)
public class PeerHoldBenchmark {
    /** The peers, and what ours is to be faster than without a library. */
    public enum Contender {
        EVENT_CALENDAR,
        QUATERNARY_HEAP,
        PRIORITY_QUEUE,
        SSJ_SPLAY_TREE,
        SSJ_HENRIKSEN,
        SSJ_RED_BLACK_TREE;

        Hold make(int pending) {
            Increments increments = new Increments(42);
            switch (this) {
                case EVENT_CALENDAR:
                    return new CalendarHold(pending, increments);
                case QUATERNARY_HEAP:
                    return new HeapHold(pending, increments);
                case PRIORITY_QUEUE:
                    return new PriorityQueueHold(pending, increments);
                default:
                    return new SsjHold(Library.valueOf(name()), pending, increments);
            }
        }
    }

    private static final int HOLDS = 1_000;

    @Param
    public Contender contender;

    @Param({"100", "1000", "10000", "100000", "1000000"})
    public int pending;

    private Hold model;

    @Setup(Level.Trial)
    public void fill() {
        int holds = Math.min(2 * pending, 200_000);
        long expected = Contender.PRIORITY_QUEUE.make(pending).hold(holds);
        model = contender.make(pending);
        long found = model.hold(holds);
        if (found != expected) {
            throw new IllegalStateException(contender + " gives another order: " + found + ", expected " + expected);
        }
    }

    @Benchmark
    @OperationsPerInvocation(HOLDS)
    public long hold() {
        return model.hold(HOLDS);
    }
}
