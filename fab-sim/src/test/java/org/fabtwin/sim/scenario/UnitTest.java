/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.sim.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class UnitTest {
    @ParameterizedTest
    @CsvSource({
        "4 h, 14400000000",
        "4h, 14400000000",
        "1.5 min, 90000000",
        "10080/51 min, 11858823529.411764",
        "1 wk, 604800000000",
        "2e3 us, 2000",
        "12 nm, 12e-6",
        "0.25 /cm2, 0.0025",
        "2 %, 0.02",
        "-0.25 %/mV, -0.0025",
        "8 nm/s, 8e-12",
        "150 mV/nm, 150e6",
        "0.15 nm/1000wafers, 0.15e-9",
        "3 ppm, 3e-6",
        "7, 7"
    })
    void shouldReadANumberWithItsUnit(final String text, final double expected) {
        assertThat(Quantity.of(text).value()).isCloseTo(expected, within(Math.abs(expected) * 1e-12));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "h", "four h", "4 hours", "4 h h", "1/0 h", "4 h/", "0x10 h", "4,5 h", "1e999 s", "4 1/s"})
    void shouldRefuseWhatIsNoQuantity(final String text) {
        assertThat(Quantity.of(text)).isNull();
    }

    @Test
    void shouldTellDimensionsApart() {
        assertThat(Unit.of("min").isSameDimension(Unit.of("wk"))).isTrue();
        assertThat(Unit.of("/cm2").isSameDimension(Unit.of("/mm2"))).isTrue();
        assertThat(Unit.of("nm/s").isSameDimension(Unit.of("nm"))).isFalse();
        assertThat(Unit.of("%").isSameDimension(Unit.ONE)).isTrue();
        assertThat(Unit.of("%/mV").isSameDimension(Unit.of("%"))).isFalse();
    }

    @ParameterizedTest
    @CsvSource({"hours, h", "mins, min", "secs, s", "pct, %", "mikron, ''"})
    void shouldGuessTheUnitThatIsMeant(final String word, final String unit) {
        assertThat(Unit.nearest(word)).isEqualTo(unit);
    }
}
