/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.core.random;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.fabtwin.core.random.Goodness.LARGEST_ANDERSON_DARLING;
import static org.fabtwin.core.random.Goodness.LEAST_P;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.hipparchus.distribution.RealDistribution;
import org.hipparchus.distribution.continuous.ExponentialDistribution;
import org.hipparchus.distribution.continuous.GammaDistribution;
import org.hipparchus.distribution.continuous.LogNormalDistribution;
import org.hipparchus.distribution.continuous.NormalDistribution;
import org.hipparchus.distribution.continuous.TriangularDistribution;
import org.hipparchus.distribution.continuous.UniformRealDistribution;
import org.hipparchus.distribution.continuous.WeibullDistribution;
import org.hipparchus.distribution.discrete.PoissonDistribution;
import org.hipparchus.special.Gamma;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Each sampler against the law that it claims, by Hipparchus's distribution functions. */
class SamplersLawTest {
    private static final int COUNT = 100_000;
    private static final int CAUSE = Cause.REPAIR;
    private static final Draws DRAWS = new Draws(20_261_122, 0);

    /** Draws one value for a subject. */
    private interface Sampler {
        double sample(long subject);
    }

    private static double[] sample(Sampler sampler) {
        return IntStream.range(0, COUNT).mapToDouble(sampler::sample).toArray();
    }

    private static void assertLaw(double[] sample, RealDistribution law) {
        assertThat(Goodness.kolmogorovSmirnovP(sample, law))
                .as("Kolmogorov-Smirnov")
                .isGreaterThan(LEAST_P);
        assertThat(Goodness.andersonDarling(sample, law::cumulativeProbability))
                .as("Anderson-Darling")
                .isLessThan(LARGEST_ANDERSON_DARLING);
        double mean = 0.0;
        for (double value : sample) {
            mean += value / COUNT;
        }
        double meanError = Math.sqrt(law.getNumericalVariance() / COUNT);
        assertThat(mean).as("mean").isCloseTo(law.getNumericalMean(), within(4.0 * meanError));
    }

    @Test
    void shouldDrawUniforms() {
        assertLaw(sample(s -> DRAWS.uniform(CAUSE, s, 0, 0)), new UniformRealDistribution());
    }

    @Test
    void shouldDrawExponentials() {
        assertLaw(sample(s -> Samplers.exponential(DRAWS, CAUSE, s, 0)), new ExponentialDistribution(1.0));
    }

    @ParameterizedTest
    @ValueSource(doubles = {0.1, 0.5, 0.99, 1.0, 2.0, 7.5, 50.0, 1e4})
    void shouldDrawGammas(double shape) {
        double[] sample = sample(s -> Samplers.gamma(DRAWS, CAUSE, s, 0, shape));

        assertLaw(sample, new GammaDistribution(shape, 1.0));
        double squares = 0.0;
        for (double value : sample) {
            squares += (value - shape) * (value - shape) / COUNT;
        }
        // Fourth central moment 3 shape^2 + 6 shape.
        double error = Math.sqrt((2.0 * shape * shape + 6.0 * shape) / COUNT);
        assertThat(squares).as("variance").isCloseTo(shape, within(4.0 * error));
    }

    @ParameterizedTest
    @ValueSource(doubles = {0.01, 0.3, 3.0, 8.0, 9.999, 10.0, 11.0, 31.4, 200.0, 5000.0})
    void shouldDrawPoissons(double mean) {
        int largest = (int) (mean + 8.0 * Math.sqrt(mean) + 8.0);
        long[] counts = new long[largest + 1];
        double sum = 0.0;
        double squares = 0.0;
        for (int s = 0; s < 4 * COUNT; s++) {
            long count = Samplers.poisson(DRAWS, CAUSE, s, 0, mean);
            assertThat(count).isNotNegative();
            counts[(int) Math.min(count, largest)]++;
            sum += count;
            squares += (count - mean) * (count - mean);
        }

        int n = 4 * COUNT;
        assertThat(Goodness.chiSquareP(counts, new PoissonDistribution(mean))).isGreaterThan(LEAST_P);
        assertThat(sum / n).isCloseTo(mean, within(4.0 * Math.sqrt(mean / n)));
        assertThat(squares / n).isCloseTo(mean, within(4.0 * Math.sqrt((mean + 2.0 * mean * mean) / n)));
    }

    @Test
    void shouldDrawPoissonsOfVeryLargeMeanAsNormals() {
        double mean = 1e9;
        double[] sample = sample(s -> (Samplers.poisson(DRAWS, CAUSE, s, 0, mean) - mean) / Math.sqrt(mean));

        assertLaw(sample, new NormalDistribution());
    }

    @Test
    void shouldDrawNoEventsAtMeanZero() {
        assertThat(Samplers.poisson(DRAWS, CAUSE, 1, 0, 0.0)).isZero();
        assertThat(Samplers.poisson(DRAWS, CAUSE, 1, 0, Double.MIN_VALUE)).isZero();
    }

    @ParameterizedTest
    @CsvSource({"1, 0.05", "30, 0.5", "4.5, 1.5"})
    void shouldDrawLognormalsOfMeanAndCv(double mean, double cv) {
        double variance = Math.log(1.0 + cv * cv);
        double[] sample = sample(s -> Samplers.lognormalMeanCv(DRAWS, CAUSE, s, 0, mean, cv));

        LogNormalDistribution law = new LogNormalDistribution(Math.log(mean) - variance / 2.0, Math.sqrt(variance));
        assertThat(law.getNumericalMean()).isCloseTo(mean, within(1e-9 * mean));
        assertThat(law.getNumericalVariance()).isCloseTo(mean * mean * cv * cv, within(1e-9 * mean * mean));
        assertLaw(sample, law);
    }

    @ParameterizedTest
    @CsvSource({"1, 1", "30, 1.5", "7, 0.7", "2, 6"})
    void shouldDrawWeibullsOfMeanAndShape(double mean, double shape) {
        double[] sample = sample(s -> Samplers.weibullMean(DRAWS, CAUSE, s, 0, mean, shape));

        assertLaw(sample, new WeibullDistribution(shape, mean / Gamma.gamma(1.0 + 1.0 / shape)));
    }

    @ParameterizedTest
    @CsvSource({"1, 2, 5", "0, 0, 3", "2, 6, 6", "-4, 0.5, 1"})
    void shouldDrawTriangulars(double low, double mode, double high) {
        double[] sample = sample(s -> Samplers.triangular(DRAWS, CAUSE, s, 0, low, mode, high));

        assertLaw(sample, new TriangularDistribution(low, mode, high));
        assertThat(Arrays.stream(sample)).allMatch(value -> value >= low && value <= high);
    }

    @Test
    void shouldCollapseToTheValueWhenNothingVaries() {
        assertThat(Samplers.triangular(DRAWS, CAUSE, 1, 0, 3.0, 3.0, 3.0)).isEqualTo(3.0);
        assertThat(Samplers.lognormalMeanCv(DRAWS, CAUSE, 1, 0, 3.0, 0.0)).isEqualTo(3.0);
    }

    @ParameterizedTest
    @ValueSource(doubles = {0.0, -1.0, Double.NaN, Double.POSITIVE_INFINITY})
    void shouldRefuseGammaShapesThatWouldNeverReturn(double shape) {
        assertThatThrownBy(() -> Samplers.gamma(DRAWS, CAUSE, 1, 0, shape))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(String.valueOf(shape));
    }

    @ParameterizedTest
    @ValueSource(doubles = {-1e-9, 1.1e9, Double.NaN, Double.POSITIVE_INFINITY})
    void shouldRefusePoissonMeansOutOfRange(double mean) {
        assertThatThrownBy(() -> Samplers.poisson(DRAWS, CAUSE, 1, 0, mean))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(String.valueOf(mean));
    }
}
