/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.core.flow;

import static org.assertj.core.api.Assertions.assertThat;

import org.fabtwin.core.line.Line;
import org.fabtwin.core.line.ToolKind;
import org.fabtwin.core.random.Distribution;
import org.fabtwin.core.random.Draws;
import org.fabtwin.core.state.Parameters;
import org.fabtwin.core.state.StateArena;
import org.fabtwin.core.twin.LineFixture;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ChanceTest {
    private static final long MOST = Parameters.MOST_US;

    @ParameterizedTest
    @CsvSource({"-3, 0", "0, 0", "0.4, 0", "0.5, 1", "7.4, 7", "1e300, " + MOST, "NaN, " + MOST, "Infinity, " + MOST})
    void shouldRoundTimesAndHideNoNumberThatIsNone(double value, long us) {
        LineFixture fixture = LineFixture.ofLots();
        fixture.group("T", ToolKind.SINGLE, 1);
        fixture.recipe("r", Distribution.CONSTANT, 1);
        fixture.step(fixture.product("p"), "s", "T", "r");
        fixture.order("o", "p", 1, Distribution.CONSTANT, 60);
        Line line = fixture.compile();
        Parameters parameters =
                new Parameters(new StateArena(), line.parameters().defaults());
        Chance chance = new Chance(line, parameters, new Draws(1, 0));
        int time = line.parameters().idOf("recipes.r.time");
        int distribution = 0;
        while (line.distributions().a(distribution) != time) {
            distribution++;
        }
        parameters.set(time, value);

        assertThat(chance.us(distribution, 1, 1, 0)).isEqualTo(us);
    }
}
