/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.core.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import org.fabtwin.core.line.ExcursionKind;
import org.fabtwin.core.line.definition.ProcessDefinition.CriticalParameterDefinition;
import org.fabtwin.core.line.definition.ProcessDefinition.ExcursionDefinition;
import org.fabtwin.core.line.definition.ProcessDefinition.InheritanceDefinition;
import org.fabtwin.core.line.definition.Tunable;
import org.fabtwin.core.twin.LineFixture;
import org.fabtwin.core.yield.TestedWafers;
import org.fabtwin.core.yield.YieldLines;
import org.junit.jupiter.api.Test;

/** What steps do to overlay: x, y, scale and rotation each for itself. */
class OverlayEffectsTest {
    private static void assertOverlay(
            WaferStates wafers, int parameter, double x, double y, double scale, double rotation) {
        assertThat(wafers.mean(0, parameter, 0, true)).as("x").isCloseTo(x, within(1e-12));
        assertThat(wafers.mean(0, parameter, 1, true)).as("y").isCloseTo(y, within(1e-12));
        assertThat(wafers.scale(0, parameter)).as("scale").isCloseTo(scale, within(1e-12));
        assertThat(wafers.rotation(0, parameter)).as("rotation").isCloseTo(rotation, within(1e-12));
    }

    @Test
    void shouldTakeOverEachTermOfAnEarlierOverlay() throws IOException {
        LineFixture fixture = YieldLines.of(2, 10);
        CriticalParameterDefinition first = YieldLines.parameter(fixture, "first", "step0", true, 100);
        first.scale = Tunable.number("variation.first.scale", 0.01);
        first.rotation = Tunable.number("variation.first.rotation", 0.02);
        YieldLines.parameter(fixture, "second", "step1", true, 100)
                .inherits
                .add(new InheritanceDefinition("first", YieldLines.number("parameters.second.inherits", -0.5)));
        try (TestedWafers line = new TestedWafers(fixture.compile(), 3)) {
            StepEffects effects = line.effects();
            effects.chambers().recipeOffset(0, 0, 0, 4);
            effects.chambers().recipeOffset(0, 0, 1, -3);
            effects.enter(0);
            effects.onStart(0, 7, 0, 0, 0, 0);
            effects.onStart(0, 7, 0, 1, 0, 0);

            double scale = effects.wafers().scale(0, 0);
            double rotation = effects.wafers().rotation(0, 0);
            assertThat(Math.abs(scale - rotation)).isGreaterThan(1e-4);
            assertOverlay(effects.wafers(), 0, 4, -3, scale, rotation);
            assertOverlay(effects.wafers(), 1, -2, 1.5, -0.5 * scale, -0.5 * rotation);
        }
    }

    @Test
    void shouldShiftByAnExcursionTheOverlayThatItNamesAndThatInX() throws IOException {
        LineFixture fixture = YieldLines.of(1, 10);
        YieldLines.parameter(fixture, "other", "step0", true, 100);
        YieldLines.parameter(fixture, "overlay", "step0", true, 100);
        ExcursionDefinition jump = new ExcursionDefinition();
        jump.name = "jump";
        jump.kind = ExcursionKind.JUMP;
        jump.parameter = "overlay";
        jump.size = YieldLines.number("excursions.jump.size", 5);
        jump.chambers.add("T-01/A");
        fixture.definition().process.excursions.add(jump);
        try (TestedWafers line = new TestedWafers(fixture.compile(), 3)) {
            StepEffects effects = line.effects();
            effects.excursions().begin(0, 0, 0);
            effects.enter(0);
            effects.onStart(0, 7, 0, 0, 0, 0);

            assertOverlay(effects.wafers(), 0, 0, 0, 0, 0);
            assertOverlay(effects.wafers(), 1, 5, 0, 0, 0);
        }
    }
}
