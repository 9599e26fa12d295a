/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.bench.random;

import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.fabtwin.bench.AllocationFree;
import org.fabtwin.bench.alternatives.random.Philox4x32;
import org.fabtwin.bench.alternatives.random.Squares;
import org.fabtwin.core.random.Cause;
import org.fabtwin.core.random.Draws;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * 64 bits at an address, by the generator taken and those not taken. Controls: a sequential generator, which can't be
 * addressed, and the loop's own cost (a subject counted up). Draws are independent of each other, as in the model, so that
 * the processor overlaps neighbouring ones; the chained form measures latency.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(3)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@AllocationFree
public class DrawsBenchmark {
    private static final long SQUARES_KEY = 0x548C9DECBCE65297L;

    private final Draws draws = new Draws(42, 0);
    private final Philox4x32 philox4x32 = new Philox4x32(42);
    private final Squares squares = new Squares(SQUARES_KEY);
    private final SplittableRandom splitMix = new SplittableRandom(42);
    private long subject;
    private long chain;

    /** Refuses to measure draws that are not a function of their address. */
    @Setup
    public void verify() {
        if (draws.bits(1, 2, 3, 4) != new Draws(42, 0).bits(1, 2, 3, 4)
                || draws.bits(1, 2, 3, 4) == draws.bits(1, 2, 3, 5)) {
            throw new IllegalStateException("draws are not a function of their address");
        }
    }

    @Benchmark
    public long baselineCounter() {
        return subject++;
    }

    @Benchmark
    public long baselineSplitMixSequential() {
        return splitMix.nextLong();
    }

    @Benchmark
    public long philox2x64() {
        return draws.bits(Cause.PROCESS_TIME, subject++, 1, 0);
    }

    @Benchmark
    public long philox2x64Chained() {
        chain = draws.bits(Cause.PROCESS_TIME, chain, 1, 0);
        return chain;
    }

    @Benchmark
    public long philox4x32() {
        return philox4x32.bits(Cause.PROCESS_TIME, subject++, 1, 0);
    }

    @Benchmark
    public long squares() {
        return squares.bits(Cause.PROCESS_TIME, subject++, 1, 0);
    }

    @Benchmark
    public double uniform() {
        return draws.uniform(Cause.PROCESS_TIME, subject++, 1, 0);
    }

    /** What a draw costs where its subject is combined first. */
    @Benchmark
    public long philox2x64WithSubject() {
        return draws.bits(Cause.PROCESS_TIME, Draws.subject(subject++, 17), 1, 0);
    }
}
