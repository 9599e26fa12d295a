/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.core.yield;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Map;
import org.fabtwin.core.line.Line;
import org.fabtwin.core.line.definition.LineDefinition.ProductDefinition;
import org.fabtwin.core.line.definition.ProcessDefinition.CriticalParameterDefinition;
import org.fabtwin.core.line.definition.ProcessDefinition.DieDefinition;
import org.fabtwin.core.line.definition.Tunable;
import org.fabtwin.core.twin.LineFixture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the test of a wafer keeps from the one before: never of another product, never of older parameters. */
class WaferTestAfterChangesTest {
    private static final String LIMIT = "limits.vt";
    private static final String DIE = "variation.width.die";
    private static final String VT = "sensitivity.vt.width";
    private static final String WIDTH_EDGE = "variation.width.edge.length";
    private static final String HEIGHT_EDGE = "variation.height.edge.length";
    private static final Map<String, Double> USUAL =
            Map.of(LIMIT, 4.0, DIE, 1.0, VT, 2.0, WIDTH_EDGE, 10.0, HEIGHT_EDGE, 10.0);

    /** Products p and q, q with the wider limit; a width with a window moves Vt; it and a height vary at the edge, over one length. */
    private static Line line(Map<String, Double> values) {
        LineFixture fixture = YieldLines.of(1, 10);
        CriticalParameterDefinition width = YieldLines.parameter(fixture, "width", "step0", false, 2.5);
        width.die = Tunable.number(DIE, values.get(DIE));
        width.vt = YieldLines.number(VT, values.get(VT));
        atEdge(width, values.get(WIDTH_EDGE));
        atEdge(YieldLines.parameter(fixture, "height", "step0", false, 0.4), values.get(HEIGHT_EDGE));
        DieDefinition die = fixture.definition().products.get(0).die;
        die.vtLimit = Tunable.number(LIMIT, values.get(LIMIT));
        ProductDefinition other = fixture.product("q");
        fixture.step(other, "step0", "T", "r0");
        other.die = new DieDefinition();
        other.die.widthMm = 8;
        other.die.heightMm = 12;
        other.die.scribeMm = 0.1;
        other.die.edgeExclusionMm = 3;
        other.die.vtLimit = Tunable.number("limits.q.vt", 4.6);
        return fixture.compile();
    }

    private static void atEdge(CriticalParameterDefinition parameter, double lengthMm) {
        String path = "variation." + parameter.name + ".edge.";
        parameter.edge = YieldLines.number(path + "amplitude", 1);
        parameter.edgeLength = Tunable.number(path + "length", lengthMm);
    }

    private static TestedWafers.Result ofFresh(Map<String, Double> values, int product, long key) throws IOException {
        try (TestedWafers fresh = new TestedWafers(line(values), 3)) {
            return fresh.wafer(product, key);
        }
    }

    @Test
    void shouldTestProductsInTurnAsIfEachWereTheFirst() throws IOException {
        try (TestedWafers wafers = new TestedWafers(line(USUAL), 3)) {
            for (long key = 1; key <= 6; key++) {
                int product = (int) (key & 1);

                assertThat(wafers.wafer(product, key)).isEqualTo(ofFresh(USUAL, product, key));
            }
        }
    }

    @ParameterizedTest
    @CsvSource({LIMIT + ", 3", DIE + ", 1.3", VT + ", 3", WIDTH_EDGE + ", 40", HEIGHT_EDGE + ", 4"})
    void shouldTestByWhatTheParametersAreNow(String path, double value) throws IOException {
        Map<String, Double> changed = new java.util.HashMap<>(USUAL);
        changed.put(path, value);
        try (TestedWafers wafers = new TestedWafers(line(USUAL), 3)) {
            TestedWafers.Result before = wafers.wafer(0, 1);
            wafers.set(path, value);
            TestedWafers.Result after = wafers.wafer(0, 1);

            assertThat(after.parametric()).isNotEqualTo(before.parametric());
            assertThat(after).isEqualTo(ofFresh(changed, 0, 1));
            assertThat(wafers.set(path, USUAL.get(path)).wafer(0, 1)).isEqualTo(before);
        }
    }
}
