/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.core.random;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.assertj.core.data.Percentage;
import org.hipparchus.distribution.continuous.NormalDistribution;
import org.hipparchus.special.Gamma;
import org.junit.jupiter.api.Test;

class SpecialFunctionsTest {
    @Test
    void shouldAgreeWithTheOracleOnTheGammaFunction() {
        for (double x = 0.01; x < 100.0; x *= 1.013) {
            assertThat(SpecialFunctions.gamma(x))
                    .as("gamma(%s)", x)
                    .isCloseTo(Gamma.gamma(x), Percentage.withPercentage(1e-11));
        }
    }

    @Test
    void shouldAgreeWithTheOracleOnTheLogarithmOfTheGammaFunction() {
        for (double x = 1e-3; x < 1e10; x *= 1.017) {
            double oracle = Gamma.logGamma(x);
            assertThat(SpecialFunctions.logGamma(x))
                    .as("logGamma(%s)", x)
                    .isCloseTo(oracle, within(2e-14 + 2e-15 * Math.abs(oracle)));
        }
    }

    @Test
    void shouldGiveFactorials() {
        double factorial = 1.0;
        for (int n = 1; n <= 170; n++) {
            factorial *= n;
            assertThat(SpecialFunctions.gamma(n + 1.0)).isCloseTo(factorial, Percentage.withPercentage(3e-11));
        }
        assertThat(SpecialFunctions.gamma(0.5)).isCloseTo(Math.sqrt(Math.PI), within(1e-14));
    }

    @Test
    void shouldAgreeWithTheOracleOnTheNormalIntegral() {
        NormalDistribution oracle = new NormalDistribution();
        for (double z = 0.0; z < 40.0; z += 0.0137) {
            assertThat(SpecialFunctions.normalCdf(z))
                    .as("z = %s", z)
                    .isCloseTo(oracle.cumulativeProbability(z), within(1e-14));
            assertThat(SpecialFunctions.normalDensity(z)).isCloseTo(oracle.density(z), within(1e-15));
        }
    }
}
