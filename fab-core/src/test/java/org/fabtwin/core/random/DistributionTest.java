/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.core.random;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DistributionTest {
    private static final int COUNT = 200_000;
    private static final Draws DRAWS = new Draws(3, 1);

    @ParameterizedTest
    @CsvSource({
        "constant, 5e6, 0, 0",
        "uniform, 7.5, 2.5, 0",
        "exponential, 604.8, 0, 0",
        "normal, 100, 0.1, 0",
        "normal, 100, 0.8, 0",
        "normal, 100, 3, 0",
        "lognormal, 30, 0.7, 0",
        "weibull, 200, 1.4, 0",
        "weibull, 200, 0.8, 0",
        "gamma, 4, 0.3, 0",
        "gamma, 4, 1.5, 0",
        "gamma, 4, 0, 0",
        "triangular, 1, 2, 6",
        "triangular, 0, 4, 4",
    })
    void shouldSampleWithTheMeanAndScvThatItStates(String name, double a, double b, double c) {
        int kind = Distribution.kindOf(name);
        double mean = Distribution.mean(kind, a, b, c);
        double deviation = mean * Math.sqrt(Distribution.scv(kind, a, b, c));

        double sum = 0.0;
        double squares = 0.0;
        double fourth = 0.0;
        for (int i = 0; i < COUNT; i++) {
            double value = Distribution.sample(kind, a, b, c, DRAWS, Cause.PROCESS_TIME, i, 0);
            assertThat(value).isNotNegative();
            double off = value - mean;
            sum += off;
            squares += off * off;
            fourth += off * off * off * off;
        }

        double variance = squares / COUNT;
        double varianceError = Math.sqrt(Math.max(0.0, fourth / COUNT - variance * variance) / COUNT);
        assertThat(sum / COUNT).isCloseTo(0.0, within(4.0 * deviation / Math.sqrt(COUNT)));
        assertThat(variance).isCloseTo(deviation * deviation, within(4.0 * varianceError + 1e-12));
        assertThat(Distribution.problem(kind, a, b, c)).isNull();
    }

    @Test
    void shouldScaleWithTheUnit() {
        for (int kind = Distribution.UNIFORM; kind <= Distribution.TRIANGULAR; kind++) {
            boolean inUnit = kind == Distribution.UNIFORM || kind == Distribution.TRIANGULAR;
            double b = inUnit ? 1.5 : 0.5;
            double minutes = Distribution.sample(kind, 1.5, b, 2.0, DRAWS, Cause.REPAIR, 8, 2);
            double us = Distribution.sample(kind, 9e7, inUnit ? 9e7 : 0.5, 1.2e8, DRAWS, Cause.REPAIR, 8, 2);

            assertThat(us).as(Distribution.name(kind)).isCloseTo(6e7 * minutes, within(1e-4));
        }
    }

    @Test
    void shouldReadUniformAsMeanAndHalfWidth() {
        double least = Double.MAX_VALUE;
        double largest = 0.0;
        for (int i = 0; i < COUNT; i++) {
            double value = Distribution.sample(Distribution.UNIFORM, 7.5, 2.5, 0, DRAWS, Cause.TRANSPORT, i, 0);
            least = Math.min(least, value);
            largest = Math.max(largest, value);
        }

        assertThat(least).isBetween(5.0, 5.001);
        assertThat(largest).isBetween(9.999, 10.0);
    }

    @Test
    void shouldClipTheNormalAtZero() {
        int zeros = 0;
        for (int i = 0; i < COUNT; i++) {
            if (Distribution.sample(Distribution.NORMAL, 10, 1, 0, DRAWS, Cause.REPAIR, i, 0) == 0.0) {
                zeros++;
            }
        }

        // The normal integral below -1.
        assertThat((double) zeros / COUNT).isCloseTo(0.158655, within(4.0 * Math.sqrt(0.1335 / COUNT)));
        assertThat(Distribution.mean(Distribution.NORMAL, 10, 1, 0)).isCloseTo(10.833155, within(1e-6));
        assertThat(Distribution.mean(Distribution.NORMAL, 10, 0.05, 0)).isEqualTo(10.0);
        assertThat(Distribution.scv(Distribution.NORMAL, 10, 0.05, 0)).isCloseTo(0.0025, within(1e-15));
    }

    @Test
    void shouldStateClosedForms() {
        assertThat(Distribution.scv(Distribution.UNIFORM, 7.5, 2.5, 0)).isCloseTo(1.0 / 27.0, within(1e-15));
        assertThat(Distribution.scv(Distribution.EXPONENTIAL, 7.5, 0, 0)).isEqualTo(1.0);
        assertThat(Distribution.scv(Distribution.WEIBULL, 7.5, 1, 0)).isCloseTo(1.0, within(1e-13));
        assertThat(Distribution.scv(Distribution.WEIBULL, 7.5, 2, 0)).isCloseTo(4.0 / Math.PI - 1.0, within(1e-13));
        assertThat(Distribution.mean(Distribution.TRIANGULAR, 1, 2, 6)).isEqualTo(3.0);
        assertThat(Distribution.scv(Distribution.TRIANGULAR, 1, 2, 6)).isCloseTo(21.0 / 18.0 / 9.0, within(1e-15));
        assertThat(Distribution.scv(Distribution.CONSTANT, 4, 9, 9)).isZero();
        assertThat(Distribution.scv(Distribution.EXPONENTIAL, 0, 0, 0)).isZero();
    }

    @Test
    void shouldNameEachKindOnce() {
        Set<String> names = new HashSet<>();
        for (int kind = Distribution.CONSTANT; kind <= Distribution.TRIANGULAR; kind++) {
            names.add(Distribution.name(kind));
            assertThat(Distribution.kindOf(Distribution.name(kind))).isEqualTo(kind);
        }

        assertThat(names)
                .containsExactlyInAnyOrder(
                        "constant", "uniform", "exponential", "normal", "lognormal", "weibull", "gamma", "triangular");
        assertThat(Distribution.kindOf("expnential")).isEqualTo(-1);
        assertThat(Distribution.kindOf("Normal")).isEqualTo(-1);
    }

    @ParameterizedTest
    @CsvSource({
        "constant, -1, 0, 0, value",
        "constant, NaN, 0, 0, value",
        "uniform, 5, 6, 0, half-width",
        "uniform, 5, NaN, 0, half-width",
        "exponential, -0.5, 0, 0, mean",
        "exponential, Infinity, 0, 0, mean",
        "normal, 5, -1, 0, coefficient of variation",
        "lognormal, 5, Infinity, 0, coefficient of variation",
        "weibull, 5, 0, 0, shape",
        "gamma, 5, 4, 0, coefficient of variation",
        "triangular, 1, 0.5, 2, in order",
        "triangular, -1, 0, 2, in order",
        "triangular, 1, 2, NaN, in order",
    })
    void shouldSayWhatIsWrongWithParameters(String name, double a, double b, double c, String word) {
        assertThat(Distribution.problem(Distribution.kindOf(name), a, b, c)).contains(word);
    }

    @Test
    void shouldRefuseUnknownCodes() {
        assertThat(Distribution.problem(8, 1, 0, 0)).contains("8");
        assertThat(Distribution.problem(-1, 1, 0, 0)).contains("-1");
        assertThatThrownBy(() -> Distribution.sample(8, 1, 0, 0, DRAWS, 1, 1, 1))
                .hasMessageContaining("8");
        assertThatThrownBy(() -> Distribution.mean(-1, 1, 0, 0)).hasMessageContaining("-1");
        assertThatThrownBy(() -> Distribution.scv(99, 1, 0, 0)).hasMessageContaining("99");
        assertThatThrownBy(() -> Distribution.name(99)).hasMessageContaining("99");
    }
}
