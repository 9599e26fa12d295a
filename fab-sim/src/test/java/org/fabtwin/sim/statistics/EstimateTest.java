/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.sim.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class EstimateTest {
    @Test
    void shouldGiveStudentsIntervalAsRDoes() {
        // t.test(c(4.1, 5.2, 6.3, 4.4, 5.0)): mean 5, 95 percent interval 3.940.. 6.059..
        final Estimate estimate = Estimate.of(new double[] {4.1, 5.2, 6.3, 4.4, 5.0}, 0.95);

        assertThat(estimate.mean()).isCloseTo(5.0, within(1e-12));
        assertThat(estimate.deviation()).isCloseTo(Math.sqrt(2.9 / 4), within(1e-12));
        // 2.776445 = qt(0.975, 4)
        assertThat(estimate.halfWidth()).isCloseTo(2.776445 * Math.sqrt(2.9 / 4 / 5), within(1e-6));
        assertThat(estimate.high() - estimate.low()).isCloseTo(2 * estimate.halfWidth(), within(1e-12));
    }

    @Test
    void shouldLeaveOutWhatMeasuredNothing() {
        final Estimate estimate = Estimate.of(new double[] {Double.NaN, 1, Double.NaN, 3}, 0.9);

        assertThat(estimate.count()).isEqualTo(2);
        assertThat(estimate.mean()).isEqualTo(2);
    }

    @Test
    void shouldSayNothingOfPrecisionBelowTwoObservations() {
        assertThat(Estimate.of(new double[] {7}, 0.95).halfWidth()).isNaN();
        assertThat(Estimate.of(new double[0], 0.95).mean()).isNaN();
    }

    @Test
    void shouldBeCertainWhereNothingVaries() {
        final Estimate estimate = Estimate.of(new double[] {3, 3, 3}, 0.99);

        assertThat(estimate.halfWidth()).isZero();
        assertThat(estimate.relativeHalfWidth()).isZero();
        assertThat(Difference.of(new double[] {3, 3, 3}, new double[] {3, 3, 3}, 0.95)
                        .chance())
                .isEqualTo(1);
        assertThat(Difference.of(new double[] {3, 3, 3}, new double[] {4, 4, 4}, 0.95)
                        .chance())
                .isZero();
    }

    @Test
    void shouldGiveThePairedTTestsChance() {
        final Difference difference = Difference.of(new double[] {1, 2, 3, 4, 5}, new double[] {2, 4, 4, 6, 9}, 0.95);

        assertThat(difference.estimate().mean()).isCloseTo(2.0, within(1e-12));
        final double t = 2.0 / Math.sqrt(1.5 / 5);
        assertThat(t).isCloseTo(3.6515, within(1e-4));
        // 2 * pt(-3.651484, 4)
        assertThat(difference.chance()).isCloseTo(0.0217, within(1e-4));
        assertThat(difference.correlation()).isBetween(0.9, 1.0);
    }
}
