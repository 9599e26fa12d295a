/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.bench.random;

import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.fabtwin.bench.AllocationFree;
import org.fabtwin.core.random.Cause;
import org.fabtwin.core.random.Distribution;
import org.fabtwin.core.random.Draws;
import org.fabtwin.core.random.Samplers;
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
 * One sample of each law. Baselines: the JDK's own exponential and normal on the sequential SplitMix64, and inversion with
 * Math.log in place of StrictMath.log, which shows what the same bits on every machine cost.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(3)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@AllocationFree
public class SamplersBenchmark {
    private static final int CAUSE = Cause.PROCESS_TIME;

    private final Draws draws = new Draws(42, 0);
    private final SplittableRandom splitMix = new SplittableRandom(42);
    private long subject;

    /** Refuses to measure samplers whose means are off. */
    @Setup
    public void verify() {
        double normals = 0.0;
        double exponentials = 0.0;
        for (int i = 0; i < 100_000; i++) {
            normals += Samplers.normal(draws, CAUSE, i, 0) / 100_000;
            exponentials += Samplers.exponential(draws, CAUSE, i, 0) / 100_000;
        }
        if (Math.abs(normals) > 0.02 || Math.abs(exponentials - 1.0) > 0.02) {
            throw new IllegalStateException("means are off: normal " + normals + ", exponential " + exponentials);
        }
    }

    @Benchmark
    public double baselineSplitMixNormal() {
        return splitMix.nextGaussian();
    }

    @Benchmark
    public double baselineSplitMixExponential() {
        return splitMix.nextExponential();
    }

    @Benchmark
    public double baselineSplitMixExponentialByMathLog() {
        return -Math.log(1.0 - splitMix.nextDouble());
    }

    @Benchmark
    public double uniform() {
        return draws.uniform(CAUSE, subject++, 0, 0);
    }

    @Benchmark
    public double exponential() {
        return Samplers.exponential(draws, CAUSE, subject++, 0);
    }

    @Benchmark
    public double normal() {
        return Samplers.normal(draws, CAUSE, subject++, 0);
    }

    @Benchmark
    public double gammaShapeHalf() {
        return Samplers.gamma(draws, CAUSE, subject++, 0, 0.5);
    }

    @Benchmark
    public double gammaShapeTwo() {
        return Samplers.gamma(draws, CAUSE, subject++, 0, 2.0);
    }

    @Benchmark
    public long poissonMean0p3() {
        return Samplers.poisson(draws, CAUSE, subject++, 0, 0.3);
    }

    @Benchmark
    public long poissonMean8() {
        return Samplers.poisson(draws, CAUSE, subject++, 0, 8.0);
    }

    @Benchmark
    public long poissonMean200() {
        return Samplers.poisson(draws, CAUSE, subject++, 0, 200.0);
    }

    @Benchmark
    public double lognormal() {
        return Samplers.lognormalMeanCv(draws, CAUSE, subject++, 0, 30.0, 1.2);
    }

    @Benchmark
    public double weibull() {
        return Samplers.weibullMean(draws, CAUSE, subject++, 0, 30.0, 1.4);
    }

    @Benchmark
    public double triangular() {
        return Samplers.triangular(draws, CAUSE, subject++, 0, 1.0, 2.0, 6.0);
    }

    /** As the model calls it: the kind known at run time only. */
    @Benchmark
    public double distributionOfMixedKinds() {
        long s = subject++;
        return Distribution.sample((int) s & 3, 1e6, 0.1, 0.0, draws, CAUSE, s, 0);
    }
}
