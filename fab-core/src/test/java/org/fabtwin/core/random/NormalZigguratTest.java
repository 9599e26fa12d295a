/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.core.random;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.fabtwin.core.random.Goodness.LARGEST_ANDERSON_DARLING;
import static org.fabtwin.core.random.Goodness.LEAST_P;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.hipparchus.distribution.continuous.NormalDistribution;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class NormalZigguratTest {
    private static final int COUNT = 2_000_000;
    private static final NormalDistribution LAW = new NormalDistribution();
    private static double[] sample;

    @BeforeAll
    static void drawOnce() {
        Draws draws = new Draws(5, 0);
        sample = IntStream.range(0, COUNT)
                .mapToDouble(i -> Samplers.normal(draws, Cause.PROCESS_TIME, i, 0))
                .toArray();
    }

    @Test
    void shouldCloseTheLayersAtTheTopOfTheCurve() {
        double tailArea = LAW.probability(NormalZiggurat.TAIL, 40.0) * Math.sqrt(2.0 * Math.PI);
        double baseArea = NormalZiggurat.TAIL * Math.exp(-0.5 * NormalZiggurat.TAIL * NormalZiggurat.TAIL) + tailArea;
        double capEdge = NormalZiggurat.edge(NormalZiggurat.LAYERS - 1);

        assertThat(baseArea).isCloseTo(NormalZiggurat.AREA, within(1e-15));
        assertThat(capEdge * (1.0 - Math.exp(-0.5 * capEdge * capEdge))).isCloseTo(NormalZiggurat.AREA, within(1e-13));
        assertThat(NormalZiggurat.edge(NormalZiggurat.LAYERS)).isZero();
    }

    @Test
    void shouldKeepAbscissasInsideTheOpenIntervalAndOffZero() {
        for (long bits : new long[] {0, -1, 1L << 63, -1L >>> 1, 1L << 10, -1L << 10, 1L << 11}) {
            assertThat(Math.abs(NormalZiggurat.toAbscissa(bits)))
                    .isGreaterThan(0.0)
                    .isLessThan(1.0);
            assertThat(NormalZiggurat.toAbscissa(~bits)).isEqualTo(-NormalZiggurat.toAbscissa(bits));
        }
    }

    @Test
    void shouldFillAThousandCellsOfEqualChanceEvenly() {
        long[] cells = new long[1000];
        for (double z : sample) {
            cells[Math.min(999, (int) (1000 * LAW.cumulativeProbability(z)))]++;
        }

        assertThat(Goodness.chiSquareP(cells)).isGreaterThan(LEAST_P);
    }

    @Test
    void shouldDrawTheTailWithItsChanceAndItsLaw() {
        double[] tail = Arrays.stream(sample)
                .map(Math::abs)
                .filter(z -> z > NormalZiggurat.TAIL)
                .toArray();
        double below = LAW.cumulativeProbability(NormalZiggurat.TAIL);
        double expected = 2.0 * COUNT * (1.0 - below);

        assertThat((double) tail.length).isCloseTo(expected, within(4.0 * Math.sqrt(expected)));
        assertThat(Goodness.andersonDarling(tail, z -> (LAW.cumulativeProbability(z) - below) / (1.0 - below)))
                .isLessThan(LARGEST_ANDERSON_DARLING);
    }

    @Test
    void shouldHaveTheMomentsOfTheNormalLaw() {
        double[] moments = new double[7];
        for (double z : sample) {
            double power = 1.0;
            for (int m = 1; m <= 6; m++) {
                power *= z;
                moments[m] += power / COUNT;
            }
        }

        // Variance of z^m is E z^2m - (E z^m)^2: 1, 2, 15, 96, 945, 10170.
        double[] expected = {1, 0, 1, 0, 3, 0, 15};
        double[] variance = {0, 1, 2, 15, 96, 945, 10_170};
        for (int m = 1; m <= 6; m++) {
            assertThat(moments[m])
                    .as("moment %d", m)
                    .isCloseTo(expected[m], within(4.0 * Math.sqrt(variance[m] / COUNT)));
        }
    }

    @Test
    void shouldFollowTheNormalLawIntoItsTails() {
        assertThat(Goodness.andersonDarling(Arrays.copyOf(sample, 200_000), LAW::cumulativeProbability))
                .isLessThan(LARGEST_ANDERSON_DARLING);
    }

    @Test
    void shouldShowAScaleThatIsWrongByTwoPercent() {
        assertThat(Goodness.andersonDarling(
                        Arrays.stream(sample).limit(200_000).map(z -> 1.02 * z).toArray(), LAW::cumulativeProbability))
                .isGreaterThan(2 * LARGEST_ANDERSON_DARLING);
    }
}
