/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.core.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import org.fabtwin.core.line.ExcursionKind;
import org.fabtwin.core.line.ToolKind;
import org.fabtwin.core.line.definition.LineDefinition.ProductDefinition;
import org.fabtwin.core.line.definition.LineDefinition.StageDefinition;
import org.fabtwin.core.line.definition.ProcessDefinition.CriticalParameterDefinition;
import org.fabtwin.core.line.definition.ProcessDefinition.ExcursionDefinition;
import org.fabtwin.core.line.definition.ProcessDefinition.InheritanceDefinition;
import org.fabtwin.core.line.definition.ProcessDefinition.QueueEffectDefinition;
import org.fabtwin.core.line.definition.Tunable;
import org.fabtwin.core.twin.LineFixture;
import org.fabtwin.core.yield.TestedWafers;
import org.fabtwin.core.yield.YieldLines;
import org.junit.jupiter.api.Test;

/** Each layer of variance alone, as its definition says; laws with limits of some 4 standard errors at fixed seeds. */
class StepEffectsTest {
    private static CriticalParameterDefinition width(LineFixture fixture) {
        return YieldLines.parameter(fixture, "width", "step0", false, 100);
    }

    private static double mean(StepEffects effects) {
        return effects.wafers().mean(0, 0, 0, false);
    }

    private static double start(StepEffects effects, long key, int chamber) {
        return start(effects, key, 0, chamber);
    }

    private static double start(StepEffects effects, long key, int step, int chamber) {
        effects.enter(0);
        effects.onStart(0, key, 0, step, chamber, 0);
        return mean(effects);
    }

    @Test
    void shouldKeepTheOffsetsOfToolAndChamberAndRedrawWhatMaintenanceChanges() throws IOException {
        LineFixture fixture = LineFixture.ofWafers();
        fixture.group("T", ToolKind.CLUSTER, 400).stages.add(new StageDefinition("", 4));
        ProductDefinition product = fixture.product("p");
        fixture.clusterRecipe("r", 1);
        fixture.step(product, "step0", "T", "r");
        CriticalParameterDefinition width = width(fixture);
        width.tool = Tunable.number("variation.width.tool", 3);
        width.chamber = Tunable.number("variation.width.chamber", 2);
        width.afterMaintenance = Tunable.number("variation.width.afterMaintenance", 1);
        try (TestedWafers line = new TestedWafers(fixture.compile(), 1)) {
            StepEffects effects = line.effects();
            double within = 0;
            double all = 0;
            double redrawn = 0;
            for (int tool = 0; tool < 400; tool++) {
                double[] offset = new double[4];
                double average = 0;
                for (int i = 0; i < 4; i++) {
                    offset[i] = start(effects, tool, 4 * tool + i);
                    assertThat(start(effects, -tool, 4 * tool + i)).isEqualTo(offset[i]);
                    all += offset[i] * offset[i];
                    average += offset[i] / 4;
                    effects.onMaintained(4 * tool + i, 0);
                    double after = start(effects, tool, 4 * tool + i);
                    redrawn += (after - offset[i]) * (after - offset[i]);
                }
                for (double o : offset) {
                    within += (o - average) * (o - average) / 3;
                }
            }

            assertThat(all / 1600).as("9 + 4 + 1").isCloseTo(14, within(2.0));
            assertThat(within / 400).as("4 + 1").isCloseTo(5, within(0.7));
            assertThat(redrawn / 1600).as("1 + 1").isCloseTo(2, within(0.3));
        }
    }

    @Test
    void shouldDriftUpToSaturationAndStartAnewAfterMaintenance() throws IOException {
        LineFixture fixture = YieldLines.of(1, 10);
        CriticalParameterDefinition width = width(fixture);
        width.drift = YieldLines.number("variation.width.drift.rate", -0.01);
        width.driftMost = Tunable.number("variation.width.drift.most", 0.5);
        try (TestedWafers line = new TestedWafers(fixture.compile(), 1)) {
            for (int wafer = 0; wafer < 100; wafer++) {
                assertThat(start(line.effects(), wafer, 0)).isCloseTo(-Math.min(0.5, 0.01 * wafer), within(1e-12));
            }
            assertThat(line.effects().chambers().wafersSinceMaintenance(0)).isEqualTo(100);
            line.effects().onMaintained(0, 0);
            assertThat(line.effects().chambers().maintenances(0)).isEqualTo(1);
            assertThat(start(line.effects(), 0, 0)).isZero();
        }
    }

    @Test
    void shouldShiftTheFirstWafersAfterAChangeOfRecipe() throws IOException {
        LineFixture fixture = YieldLines.of(2, 10);
        CriticalParameterDefinition width = width(fixture);
        width.firstWafer = YieldLines.number("variation.width.firstWafer.shift", 0.8);
        width.firstWaferDecay = Tunable.number("variation.width.firstWafer.decay", 2);
        try (TestedWafers line = new TestedWafers(fixture.compile(), 1)) {
            for (int round = 0; round < 2; round++) {
                for (int k = 0; k < 5; k++) {
                    assertThat(start(line.effects(), k, 0)).isCloseTo(0.8 * StrictMath.exp(-k / 2.0), within(1e-12));
                }
                // A wafer of another recipe.
                line.effects().onStart(0, 99, 0, 1, 0, 0);
            }
        }
    }

    /** Neither what maintenance did nor the qualification wafer leaves the chamber with the recipe of the product. */
    @Test
    void shouldShiftTheFirstWafersAfterMaintenanceAndAfterAQualificationWafer() throws IOException {
        LineFixture fixture = YieldLines.of(1, 10);
        CriticalParameterDefinition width = width(fixture);
        width.firstWafer = YieldLines.number("variation.width.firstWafer.shift", 0.8);
        width.firstWaferDecay = Tunable.number("variation.width.firstWafer.decay", 2);
        try (TestedWafers line = new TestedWafers(fixture.compile(), 1)) {
            start(line.effects(), 1, 0);
            assertThat(start(line.effects(), 2, 0)).isCloseTo(0.8 * StrictMath.exp(-0.5), within(1e-12));

            line.effects().onMaintained(0, 0);
            assertThat(start(line.effects(), 3, 0)).as("after maintenance").isEqualTo(0.8);
            assertThat(start(line.effects(), 4, 0)).isCloseTo(0.8 * StrictMath.exp(-0.5), within(1e-12));

            line.effects().onQualification(0);
            assertThat(start(line.effects(), 5, 0)).as("after qualification").isEqualTo(0.8);
        }
    }

    @Test
    void shouldHaveTheVarianceOfAutoregressiveNoise() throws IOException {
        LineFixture fixture = YieldLines.of(1, 10);
        CriticalParameterDefinition width = width(fixture);
        width.wafer = Tunable.number("variation.width.wafer.innovation", 2);
        width.coefficient = Tunable.share("variation.width.wafer.coefficient", 0.8);
        try (TestedWafers line = new TestedWafers(fixture.compile(), 3)) {
            double squares = 0;
            double products = 0;
            double before = 0;
            int n = 100_000;
            for (int wafer = 0; wafer < n; wafer++) {
                double value = start(line.effects(), wafer, 0);
                squares += value * value;
                products += value * before;
                before = value;
            }

            assertThat(squares / n).isCloseTo(4 / (1 - 0.64), within(0.5));
            assertThat(products / squares).isCloseTo(0.8, within(0.01));
        }
    }

    /** N_t - N_(t-1) = w_t - theta w_(t-1): variance (1 + theta^2) s^2, correlation -theta / (1 + theta^2) at lag 1, 0 beyond. */
    @Test
    void shouldHaveTheDifferencesOfIntegratedMovingAverageNoise() throws IOException {
        LineFixture fixture = YieldLines.of(1, 10);
        CriticalParameterDefinition width = width(fixture);
        width.wafer = Tunable.number("variation.width.wafer.innovation", 2);
        width.coefficient = Tunable.share("variation.width.wafer.coefficient", 0.6);
        width.integrated = true;
        try (TestedWafers line = new TestedWafers(fixture.compile(), 3)) {
            double[] differences = new double[100_000];
            double before = start(line.effects(), -1, 0);
            for (int wafer = 0; wafer < differences.length; wafer++) {
                double value = start(line.effects(), wafer, 0);
                differences[wafer] = value - before;
                before = value;
            }

            assertThat(covariance(differences, 0)).isCloseTo(4 * 1.36, within(0.12));
            assertThat(covariance(differences, 1)).isCloseTo(-4 * 0.6, within(0.08));
            assertThat(covariance(differences, 2)).isCloseTo(0, within(0.08));
            line.effects().onMaintained(0, 0);
            assertThat(Math.abs(start(line.effects(), 5, 0))).as("starts anew").isLessThan(10);
        }
    }

    private static double covariance(double[] values, int lag) {
        double sum = 0;
        for (int i = lag; i < values.length; i++) {
            sum += values[i] * values[i - lag];
        }
        return sum / (values.length - lag);
    }

    @Test
    void shouldVaryBowlAndEdgeFromWaferToWafer() throws IOException {
        LineFixture fixture = YieldLines.of(1, 10);
        CriticalParameterDefinition width = width(fixture);
        width.bowl = Tunable.number("variation.width.bowl", 0.7);
        width.edge = YieldLines.number("variation.width.edge.amplitude", 2);
        width.edgeSpread = Tunable.number("variation.width.edge.spread", 0.3);
        width.edgeLength = Tunable.number("variation.width.edge.length", 5);
        try (TestedWafers line = new TestedWafers(fixture.compile(), 3)) {
            double bowl = 0;
            double edge = 0;
            double edgeSquares = 0;
            int n = 20_000;
            for (int wafer = 0; wafer < n; wafer++) {
                assertThat(start(line.effects(), wafer, 0)).isZero();
                bowl += StrictMath.pow(line.effects().wafers().bowl(0, 0), 2);
                edge += line.effects().wafers().edge(0, 0);
                edgeSquares += StrictMath.pow(line.effects().wafers().edge(0, 0) - 2, 2);
            }

            assertThat(Math.sqrt(bowl / n)).isCloseTo(0.7, within(0.015));
            assertThat(edge / n).isCloseTo(2, within(0.02));
            assertThat(Math.sqrt(edgeSquares / n)).isCloseTo(0.6, within(0.015));
        }
    }

    @Test
    void shouldTakeOverEarlierDeviationsAndWhatWaitingDid() throws IOException {
        LineFixture fixture = YieldLines.of(3, 10);
        YieldLines.parameter(fixture, "first", "step0", false, 100);
        CriticalParameterDefinition second = YieldLines.parameter(fixture, "second", "step1", false, 100);
        second.inherits.add(new InheritanceDefinition("first", YieldLines.number("parameters.second.inherits", -0.5)));
        fixture.definition().products.get(0).route.get(0).queueTo = "step2";
        fixture.definition().products.get(0).route.get(0).queueClass = "AIR";
        fixture.definition().products.get(0).route.get(0).queueLimit = Tunable.time("limit", "h", 10);
        QueueEffectDefinition oxide = new QueueEffectDefinition();
        oxide.name = "oxide";
        oxide.queueClass = "AIR";
        oxide.parameter = "first";
        oxide.shift = YieldLines.number("queueEffects.oxide.shift", 0.3);
        oxide.free = Tunable.time("queueEffects.oxide.free", "h", 1);
        oxide.tau = Tunable.time("queueEffects.oxide.tau", "h", 2);
        fixture.definition().process.queueEffects.add(oxide);
        QueueEffectDefinition dust = new QueueEffectDefinition();
        dust.name = "dust";
        dust.queueClass = "AIR";
        dust.shift = YieldLines.number("queueEffects.dust.shift", 0.02);
        dust.free = Tunable.time("queueEffects.dust.free", "h", 1);
        dust.tau = Tunable.time("queueEffects.dust.tau", "h", 2);
        fixture.definition().process.queueEffects.add(dust);
        try (TestedWafers line = new TestedWafers(fixture.compile(), 3)) {
            StepEffects effects = line.effects();
            effects.chambers().recipeOffset(0, 0, 0, 4);
            start(effects, 7, 0);
            effects.onWaited(0, 7, 0, 0, 3_600_000_000L);
            assertThat(mean(effects)).as("free hour").isEqualTo(4);

            effects.onWaited(0, 7, 0, 0, 5 * 3_600_000_000L);
            effects.onStart(0, 7, 0, 1, 0, 0);

            double shift = StrictMath.log(1 + 4.0 / 2);
            assertThat(mean(effects)).isCloseTo(4 + 0.3 * shift, within(1e-12));
            assertThat(effects.wafers().mean(0, 1, 0, false)).isCloseTo(-0.5 * (4 + 0.3 * shift), within(1e-12));
            assertThat(effects.wafers().killing(0)).isCloseTo(0.02 * shift, within(1e-12));
            assertThat(effects.wafers().sourceStep(0, 3)).isZero();
        }
    }

    @Test
    void shouldLeaveItsUsualStateForAsManyWafersAsTheExcursionSays() throws IOException {
        LineFixture fixture = YieldLines.of(2, 10);
        width(fixture);
        excursion(fixture, "jump", ExcursionKind.JUMP, "width", 5, 3);
        excursion(fixture, "drift", ExcursionKind.DRIFT, "width", 2, 0);
        excursion(fixture, "burst", ExcursionKind.PARTICLES, null, 0.01, 0);
        excursion(fixture, "scratch", ExcursionKind.SCRATCH, null, 100, 0);
        try (TestedWafers line = new TestedWafers(fixture.compile(), 3)) {
            StepEffects effects = line.effects();
            assertThat(effects.excursions().begin(0, 0, 0)).isTrue();
            assertThat(effects.excursions().begin(1, 0, 0)).as("one at a time").isFalse();
            for (double expected : new double[] {5, 5, 5, 0}) {
                assertThat(start(effects, 1, 0)).isEqualTo(expected);
            }
            effects.excursions().begin(1, 0, 0);
            for (double expected : new double[] {2, 4, 6}) {
                assertThat(start(effects, 1, 0)).isEqualTo(expected);
            }
            assertThat(start(effects, 1, 1)).as("the next chamber").isZero();
            effects.onMaintained(0, 0);
            assertThat(start(effects, 1, 0)).as("maintenance ends it").isZero();

            effects.excursions().begin(2, 0, 0);
            effects.onDone(0, 1, 0, 1, effects.defectDensity(1), 0, 0);
            assertThat(effects.wafers().killing(0)).isEqualTo(0.01);
            effects.excursions().end(0, 0);
            effects.excursions().begin(3, 0, 0);
            effects.onDone(0, 1, 0, 1, effects.defectDensity(1), 0, 0);
            assertThat(effects.wafers().scratchStep(0)).isEqualTo(1);
            effects.enter(0);
            effects.wafers();
            effects.onDone(0, 1, 0, 1, effects.defectDensity(1), 0, 0);
            TestedWafers.Result scratched = line.test(0, 77, 77);
            assertThat(scratched.random()).isBetween(1, 25);
            assertThat(line.losses()).allMatch(loss -> loss.step() == 1 && loss.chamber() == 0);
        }
    }

    private static void excursion(
            LineFixture fixture, String name, int kind, String parameter, double size, int wafers) {
        ExcursionDefinition excursion = new ExcursionDefinition();
        excursion.name = name;
        excursion.kind = kind;
        excursion.parameter = parameter;
        excursion.size = YieldLines.number("excursions." + name + ".size", size);
        excursion.wafers = wafers == 0 ? null : Tunable.number("excursions." + name + ".wafers", wafers);
        excursion.chambers.add("T-01/A");
        fixture.definition().process.excursions.add(excursion);
    }

    @Test
    void shouldGiveAWaferTheSameNoiseInAnyChamber() throws IOException {
        LineFixture fixture = YieldLines.of(1, 10);
        width(fixture).wafer = Tunable.number("variation.width.wafer.innovation", 2);
        try (TestedWafers line = new TestedWafers(fixture.compile(), 3)) {
            double here = start(line.effects(), 12, 0);

            assertThat(start(line.effects(), 12, 5)).isEqualTo(here);
            assertThat(start(line.effects(), 13, 5)).isNotEqualTo(here);
        }
    }
}
