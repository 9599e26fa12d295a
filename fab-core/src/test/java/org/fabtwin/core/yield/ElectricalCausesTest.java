/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.core.yield;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import org.fabtwin.core.line.definition.ProcessDefinition.CriticalParameterDefinition;
import org.fabtwin.core.line.definition.Tunable;
import org.fabtwin.core.twin.LineFixture;
import org.junit.jupiter.api.Test;

/** Which way a parameter moves the electrical outputs of dies, and what is blamed for the dies that fail by them. */
class ElectricalCausesTest {
    private static final int P = 0;
    private static final int DIES = 616;

    private static CriticalParameterDefinition movesVt(LineFixture fixture) {
        CriticalParameterDefinition parameter = YieldLines.parameter(fixture, "a", "step0", false, 1e6);
        parameter.kill = false;
        parameter.vt = YieldLines.number("sensitivity.vt.a", 1);
        return parameter;
    }

    /** Ten millivolts less at a swing of 70 mV are 1.389 times the leakage, ten more that part of it. */
    @Test
    void shouldLeakMoreWhereVtIsLower() throws IOException {
        LineFixture fixture = YieldLines.of(1, 10);
        movesVt(fixture);
        fixture.definition().process.subthresholdSwing = Tunable.number("electrical.swing", 70);
        fixture.definition().products.get(0).die.leakageMost = Tunable.number("limits.leakage", 1.388);
        try (TestedWafers wafers = new TestedWafers(fixture.compile(), 1)) {
            wafers.effects().chambers().recipeOffset(0, 0, 0, -10);
            assertThat(wafers.wafer(P, 1).parametric()).isEqualTo(DIES);

            wafers.effects().chambers().recipeOffset(0, 0, 0, -9.9);
            assertThat(wafers.wafer(P, 1).parametric()).isZero();

            wafers.effects().chambers().recipeOffset(0, 0, 0, 10);
            assertThat(wafers.wafer(P, 1).parametric()).isZero();
        }
    }

    /**
     * Vt is 0.5 too high and its limit 1 either way, with a spread of 1 from die to die: the parameter is to blame for the dies whose
     * Vt is too high, and not, on the same rings, for those whose Vt the local spread alone made too low.
     */
    @Test
    void shouldBlameAParameterForDiesThatFailedInItsDirectionAlone() throws IOException {
        LineFixture fixture = YieldLines.of(1, 10);
        movesVt(fixture).die = Tunable.number("variation.a.die", 1);
        fixture.definition().products.get(0).die.vtLimit = Tunable.number("limits.vt", 1);
        double high = 1 - ParametricModels.inWindow(0.5, 1, -1e6, 1);
        double low = 1 - ParametricModels.inWindow(0.5, 1, -1, 1e6);
        try (TestedWafers wafers = new TestedWafers(fixture.compile(), 5)) {
            wafers.effects().chambers().recipeOffset(0, 0, 0, 0.5);
            for (int wafer = 0; wafer < 10; wafer++) {
                wafers.wafer(P, wafer);
                assertThat(lost(wafers, 0)).isCloseTo(high * DIES, within(4 * Math.sqrt(high * DIES)));
                assertThat(lost(wafers, -1)).isCloseTo(low * DIES, within(4 * Math.sqrt(low * DIES)));
            }
        }
    }

    private static double lost(TestedWafers wafers, int parameter) {
        return wafers.losses().stream()
                .filter(loss -> loss.parameter() == parameter)
                .mapToInt(TestedWafers.Loss::dies)
                .sum();
    }
}
