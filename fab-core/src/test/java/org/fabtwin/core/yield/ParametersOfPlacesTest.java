/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.core.yield;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import org.fabtwin.core.line.DieGrid;
import org.fabtwin.core.line.DieTables;
import org.fabtwin.core.line.Line;
import org.fabtwin.core.line.definition.ProcessDefinition.CriticalParameterDefinition;
import org.fabtwin.core.line.definition.Tunable;
import org.fabtwin.core.twin.LineFixture;
import org.hipparchus.distribution.continuous.NormalDistribution;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What parameters make of dies at different places of the wafer: mean, bowl, edge, places of the field. */
class ParametersOfPlacesTest {
    private static final int P = 0;

    /**
     * The window -6..6 of a parameter that differs by 1 from die to die: what shifts the wafer, its bowl or the places of the field
     * brings normal numbers that are not rare near a limit. 2,500 wafers.
     */
    @ParameterizedTest
    @CsvSource({"4, 0, 0", "-4.5, 0, 0", "0, 2, 0", "3, 1, 0", "0, 0, 3.5", "3, 1, 1"})
    void shouldLoseTheShareOfDiesThatTheNormalLawPutsOutOfAWindow(double mean, double field, double bowl)
            throws IOException {
        LineFixture fixture = YieldLines.of(1, 10);
        CriticalParameterDefinition width = YieldLines.parameter(fixture, "width", "step0", false, 6);
        width.die = Tunable.number("variation.width.die", 1);
        width.intrafield = Tunable.number("variation.width.field", field);
        width.bowl = Tunable.number("variation.width.bowl", bowl);
        Line line = fixture.compile();
        NormalDistribution law = new NormalDistribution(0, Math.sqrt(1 + field * field));
        try (TestedWafers wafers = new TestedWafers(line, 19)) {
            wafers.effects().chambers().recipeOffset(0, 0, 0, mean);
            int n = 2500;
            double differences = 0;
            double squares = 0;
            double expected = 0;
            for (int wafer = 0; wafer < n; wafer++) {
                TestedWafers.Result result = wafers.wafer(P, wafer);
                double out = 0;
                for (int die = 0; die < result.dies(); die++) {
                    double x = line.process().dies().xMm(P, die) / DieGrid.WAFER_RADIUS_MM;
                    double y = line.process().dies().yMm(P, die) / DieGrid.WAFER_RADIUS_MM;
                    double middle = mean + wafers.effects().wafers().bowl(0, 0) * (2 * (x * x + y * y) - 1);
                    out += law.cumulativeProbability(-6 - middle) + law.cumulativeProbability(middle - 6);
                }
                double difference = result.parametric() - out;
                differences += difference;
                squares += difference * difference;
                expected += out;
            }

            assertThat(expected / n / wafers.wafer(P, 0).dies())
                    .as("enough to be seen")
                    .isGreaterThan(0.005);
            assertThat(differences).as("of %f", expected).isCloseTo(0, within(4 * Math.sqrt(squares)));
            assertThat(Math.abs(differences)).as("no loose bound").isLessThan(0.1 * expected);
        }
    }

    /** Edge terms of so many lengths add up to a shift of Vt: out of its limit at exactly the dies where the sum is. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4})
    void shouldFailTheDiesWhereTheEdgeTermsAddUpToMoreThanTheLimit(int lengths) throws IOException {
        LineFixture fixture = YieldLines.of(lengths, 10);
        for (int i = 0; i < lengths; i++) {
            String name = "p" + i;
            CriticalParameterDefinition parameter = YieldLines.parameter(fixture, name, "step" + i, false, 1e6);
            parameter.kill = false;
            parameter.vt = YieldLines.number("sensitivity.vt." + name, 1);
            parameter.edge = YieldLines.number("variation." + name + ".edge.amplitude", 5 + i);
            parameter.edgeLength = Tunable.number("variation." + name + ".edge.length", 10 + 15 * i);
        }
        fixture.definition().products.get(0).die.vtLimit = Tunable.number("limits.vt", 2);
        Line line = fixture.compile();
        DieTables dies = line.process().dies();
        try (TestedWafers wafers = new TestedWafers(line, 23)) {
            String map = wafers.wafer(P, 1).map();
            for (int die = 0; die < map.length(); die++) {
                double x = dies.xMm(P, die);
                double y = dies.yMm(P, die);
                double inwards = dies.grid(P).radiusMm() - Math.sqrt(x * x + y * y);
                double sum = 0;
                for (int i = 0; i < lengths; i++) {
                    sum += (5 + i) * StrictMath.exp(-inwards / (10 + 15 * i));
                }
                assertThat(map.charAt(die) == 'P')
                        .as("die at %f, %f: %f", x, y, sum)
                        .isEqualTo(sum > 2);
            }

            assertThat(map).contains("P").contains("1");
        }
    }
}
