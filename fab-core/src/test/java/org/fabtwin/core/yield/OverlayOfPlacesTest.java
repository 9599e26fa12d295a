/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.core.yield;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.fabtwin.core.line.DieTables;
import org.fabtwin.core.line.Line;
import org.fabtwin.core.line.definition.ProcessDefinition.CriticalParameterDefinition;
import org.fabtwin.core.line.definition.Tunable;
import org.fabtwin.core.process.WaferStates;
import org.fabtwin.core.twin.LineFixture;
import org.junit.jupiter.api.Test;

/** Overlay by the place on the wafer: translation, scale and rotation of a wafer say of each die whether it is in the window. */
class OverlayOfPlacesTest {
    private static final int P = 0;

    @Test
    void shouldFailTheDiesThatTranslationScaleAndRotationTakeOutOfTheWindow() throws IOException {
        LineFixture fixture = YieldLines.of(1, 10);
        CriticalParameterDefinition overlay = YieldLines.parameter(fixture, "overlay", "step0", true, 1);
        overlay.scale = Tunable.number("variation.overlay.scale", 0.01);
        overlay.rotation = Tunable.number("variation.overlay.rotation", 0.01);
        Line line = fixture.compile();
        DieTables dies = line.process().dies();
        try (TestedWafers wafers = new TestedWafers(line, 11)) {
            wafers.effects().chambers().recipeOffset(0, 0, 0, 0.3);
            wafers.effects().chambers().recipeOffset(0, 0, 1, -0.1);
            int lost = 0;
            for (int wafer = 0; wafer < 50; wafer++) {
                String map = wafers.wafer(P, wafer).map();
                WaferStates states = wafers.effects().wafers();
                double scale = states.scale(0, 0);
                double rotation = states.rotation(0, 0);
                for (int die = 0; die < map.length(); die++) {
                    double x = dies.xMm(P, die);
                    double y = dies.yMm(P, die);
                    double ex = 0.3 + scale * x - rotation * y;
                    double ey = -0.1 + scale * y + rotation * x;
                    boolean fails = Math.max(Math.abs(ex), Math.abs(ey)) > 1;
                    assertThat(map.charAt(die) == 'P')
                            .as("wafer %d, die at %f, %f", wafer, x, y)
                            .isEqualTo(fails);
                    lost += fails ? 1 : 0;
                }
            }

            assertThat(lost).as("of 30800 dies").isBetween(3_000, 28_000);
        }
    }
}
