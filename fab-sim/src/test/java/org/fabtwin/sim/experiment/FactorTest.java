/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.sim.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FactorTest {
    @Test
    void shouldReadOnePathWithItsLevels() {
        assertThat(Factor.of("carrier.size=1, 5,25"))
                .isEqualTo(new Factor("carrier.size", List.of("carrier.size"), List.of("1", "5", "25")));
    }

    @Test
    void shouldReadSeveralPathsThatTakeEachLevelTogether() {
        final Factor factor = Factor.of("share:steps.*.OCD-*.sampling + steps.*.OVL-*.sampling=20 %,-");

        assertThat(factor.name()).isEqualTo("share");
        assertThat(factor.changes("20 %"))
                .containsExactly("steps.*.OCD-*.sampling=20 %", "steps.*.OVL-*.sampling=20 %");
        assertThat(factor.changes(Factor.AS_IT_IS)).isEmpty();
    }

    @Test
    void shouldKeepCommasWithinBracketsAndBraces() {
        assertThat(Factor.of("dispatch.default=[fifo],[priority, fifo],{a: 1, b: [2, 3]}")
                        .values())
                .containsExactly("[fifo]", "[priority, fifo]", "{a: 1, b: [2, 3]}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"carrier.size", "=1,2", "carrier.size=", "carrier.size=1,,2", "a+=1", "carrier.size=5,5"})
    void shouldRefuseWhatIsNoFactor(final String text) {
        assertThatThrownBy(() -> Factor.of(text)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void shouldCombineAllLevelsTheLastFactorFastest() {
        final List<Factor> factors = List.of(Factor.of("a=1,2"), Factor.of("b=x,y,z"));

        assertThat(Cell.all(factors).stream().map(Cell::label))
                .containsExactly("1 x", "1 y", "1 z", "2 x", "2 y", "2 z");
        assertThat(Cell.all(factors).get(4).changes(factors)).containsExactly("a=2", "b=y");
    }
}
