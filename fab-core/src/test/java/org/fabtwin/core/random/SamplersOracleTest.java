/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.core.random;

import static org.assertj.core.api.Assertions.assertThat;
import static org.fabtwin.core.random.Goodness.LEAST_P;

import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.commons.rng.UniformRandomProvider;
import org.apache.commons.rng.sampling.distribution.AhrensDieterMarsagliaTsangGammaSampler;
import org.apache.commons.rng.sampling.distribution.ContinuousSampler;
import org.apache.commons.rng.sampling.distribution.InverseTransformContinuousSampler;
import org.apache.commons.rng.sampling.distribution.LogNormalSampler;
import org.apache.commons.rng.sampling.distribution.PoissonSampler;
import org.apache.commons.rng.sampling.distribution.SharedStateDiscreteSampler;
import org.apache.commons.rng.sampling.distribution.ZigguratSampler;
import org.apache.commons.rng.simple.RandomSource;
import org.hipparchus.distribution.continuous.TriangularDistribution;
import org.hipparchus.distribution.continuous.WeibullDistribution;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Each sampler beside one of Commons RNG on another generator: two-sample Kolmogorov-Smirnov. */
class SamplersOracleTest {
    private static final int COUNT = 100_000;
    private static final Draws DRAWS = new Draws(11, 4);

    /** Draws one value for a subject. */
    private interface Sampler {
        double sample(long subject);
    }

    private static Arguments beside(String name, Sampler ours, ContinuousSampler oracle) {
        return Arguments.of(name, ours, oracle);
    }

    static Stream<Arguments> samplersAndOracles() {
        UniformRandomProvider random = RandomSource.XO_RO_SHI_RO_128_PP.create(77L);
        return Stream.of(
                beside("normal", s -> Samplers.normal(DRAWS, 1, s, 0), ZigguratSampler.NormalizedGaussian.of(random)),
                beside(
                        "exponential",
                        s -> Samplers.exponential(DRAWS, 1, s, 0),
                        ZigguratSampler.Exponential.of(random)),
                gamma(random, 0.5),
                gamma(random, 2.0),
                gamma(random, 50.0),
                poisson(random, 0.3),
                poisson(random, 8.0),
                poisson(random, 200.0),
                beside(
                        "lognormal",
                        s -> Samplers.lognormalMeanCv(DRAWS, 1, s, 0, 1.0, Math.sqrt(Math.expm1(0.25))),
                        LogNormalSampler.of(ZigguratSampler.NormalizedGaussian.of(random), -0.125, 0.5)),
                beside(
                        "weibull",
                        s -> Samplers.weibullMean(DRAWS, 1, s, 0, Math.sqrt(Math.PI) / 2.0, 2.0),
                        InverseTransformContinuousSampler.of(
                                random, p -> new WeibullDistribution(2.0, 1.0).inverseCumulativeProbability(p))),
                beside(
                        "triangular",
                        s -> Samplers.triangular(DRAWS, 1, s, 0, 1.0, 2.0, 5.0),
                        InverseTransformContinuousSampler.of(random, p -> new TriangularDistribution(1.0, 2.0, 5.0)
                                .inverseCumulativeProbability(p))));
    }

    private static Arguments gamma(UniformRandomProvider random, double shape) {
        return beside(
                "gamma " + shape,
                s -> Samplers.gamma(DRAWS, 1, s, 0, shape),
                AhrensDieterMarsagliaTsangGammaSampler.of(random, shape, 1.0));
    }

    private static Arguments poisson(UniformRandomProvider random, double mean) {
        SharedStateDiscreteSampler oracle = PoissonSampler.of(random, mean);
        return beside("poisson " + mean, s -> Samplers.poisson(DRAWS, 1, s, 0, mean), oracle::sample);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("samplersAndOracles")
    void shouldDrawFromTheSameLawAsTheOracle(String name, Sampler ours, ContinuousSampler oracle) {
        double[] sample = IntStream.range(0, COUNT).mapToDouble(ours::sample).toArray();
        double[] oracleSample =
                IntStream.range(0, COUNT).mapToDouble(i -> oracle.sample()).toArray();

        // (With ties, as in Poisson samples, the test errs towards large p-values; SamplersLawTest has their
        // chi-square.)
        assertThat(Goodness.kolmogorovSmirnovP(sample, oracleSample)).isGreaterThan(LEAST_P);
    }

    @Test
    void shouldShowAShapeThatIsWrongByThreePercent() {
        UniformRandomProvider random = RandomSource.XO_RO_SHI_RO_128_PP.create(77L);
        ContinuousSampler oracle = AhrensDieterMarsagliaTsangGammaSampler.of(random, 2.06, 1.0);
        double[] sample = IntStream.range(0, COUNT)
                .mapToDouble(s -> Samplers.gamma(DRAWS, 1, s, 0, 2.0))
                .toArray();
        double[] oracleSample =
                IntStream.range(0, COUNT).mapToDouble(i -> oracle.sample()).toArray();

        assertThat(Goodness.kolmogorovSmirnovP(sample, oracleSample)).isLessThan(1e-6);
    }
}
