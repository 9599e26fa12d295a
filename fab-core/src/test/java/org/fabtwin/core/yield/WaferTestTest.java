/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.core.yield;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import org.fabtwin.core.event.LossCause;
import org.fabtwin.core.line.ClusteringScope;
import org.fabtwin.core.line.definition.ProcessDefinition.BinDefinition;
import org.fabtwin.core.line.definition.ProcessDefinition.CriticalParameterDefinition;
import org.fabtwin.core.line.definition.ProcessDefinition.DieDefinition;
import org.fabtwin.core.line.definition.ProcessDefinition.EdgePlacementDefinition;
import org.fabtwin.core.line.definition.ProcessDefinition.SystematicLossDefinition;
import org.fabtwin.core.line.definition.Tunable;
import org.fabtwin.core.random.Draws;
import org.fabtwin.core.twin.LineFixture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Maps of tested wafers against the models; fixed seeds, limits of 4 standard errors or as stated. */
class WaferTestTest {
    private static final int P = 0;

    @Test
    void shouldPassEachDieWithoutDefectsAndWithWideWindows() throws IOException {
        LineFixture fixture = YieldLines.defects(YieldLines.of(3, 10), 0, 2);
        CriticalParameterDefinition width = YieldLines.parameter(fixture, "width", "step0", false, 1000);
        width.chamber = Tunable.number("variation.width.chamber", 1);
        width.die = Tunable.number("variation.width.die", 1);
        YieldLines.parameter(fixture, "overlay", "step1", true, 1000).die = Tunable.number("variation.overlay.die", 1);
        try (TestedWafers wafers = new TestedWafers(fixture.compile(), 1)) {
            for (int wafer = 0; wafer < 20; wafer++) {
                TestedWafers.Result result = wafers.wafer(P, wafer);

                assertThat(result.good()).isEqualTo(616);
                assertThat(result.map()).isEqualTo("1".repeat(616));
                assertThat(wafers.losses()).isEmpty();
            }
        }
    }

    /** 8 steps with a part of D0 each; mean yield of 4,000 wafers, alpha 0 = no clustering. */
    @ParameterizedTest
    @CsvSource({"10, 0.4, 2", "10, 0.4, 0.5", "28, 0.1, 2", "28, 0.4, 1", "20, 0.2, 0"})
    void shouldHaveTheYieldOfTheNegativeBinomial(double die, double d0, double alpha) throws IOException {
        int wafers = 4000;
        double defects = die * die / 100 * d0;
        double shape = alpha == 0 ? Double.POSITIVE_INFINITY : alpha;
        try (TestedWafers line = new TestedWafers(
                YieldLines.defects(YieldLines.of(8, die), d0 / 8, alpha).compile(), 7)) {
            double sum = 0;
            double squares = 0;
            for (int wafer = 0; wafer < wafers; wafer++) {
                TestedWafers.Result result = line.wafer(P, wafer);
                double yield = (double) result.good() / result.dies();
                sum += yield;
                squares += yield * yield;
                assertThat(result.random()).isEqualTo(result.dies() - result.good());
            }
            double mean = sum / wafers;
            double error = Math.sqrt((squares / wafers - mean * mean) / wafers);

            assertThat(mean).isCloseTo(YieldModels.negativeBinomial(defects, shape), within(4 * error));
        }
    }

    /**
     * Pooled over wafers, m^2 / (s^2 - m) of the counts per die is alpha within 10 %. A die's count is not in the map; counts of a wafer
     * are Poisson given its factor, which its share of passing dies tells: m = -ln of it.
     */
    @ParameterizedTest
    @CsvSource({"2", "0.7"})
    void shouldClusterDefectsByWafer(double alpha) throws IOException {
        try (TestedWafers line = new TestedWafers(
                YieldLines.defects(YieldLines.of(4, 5), 1.0, alpha).compile(), 3)) {
            int wafers = 6000;
            double pass = 0;
            double both = 0;
            for (int wafer = 0; wafer < wafers; wafer++) {
                TestedWafers.Result result = line.wafer(P, wafer);
                double n = result.dies();
                pass += result.good() / n;
                both += result.good() * (result.good() - 1.0) / (n * (n - 1));
            }
            double single = pass / wafers;
            double pair = both / wafers;
            double defects = 0.25 * 4 * 1.0;

            assertThat(single).isCloseTo(YieldModels.negativeBinomial(defects, alpha), within(0.01));
            assertThat(pair).isCloseTo(YieldModels.negativeBinomial(2 * defects, alpha), within(0.01));
            // Variance of the factor from the two: 1 / alpha.
            double estimate = solveAlpha(single, pair);
            assertThat(estimate).isCloseTo(alpha, within(0.1 * alpha));
        }
    }

    private static double solveAlpha(double single, double pair) {
        double low = 0.05;
        double high = 100;
        for (int i = 0; i < 100; i++) {
            double middle = Math.sqrt(low * high);
            double defects = middle * StrictMath.expm1(-StrictMath.log(single) / middle);
            if (YieldModels.negativeBinomial(2 * defects, middle) > pair) {
                low = middle;
            } else {
                high = middle;
            }
        }
        return low;
    }

    @Test
    void shouldShareTheFactorWithinALotOrKeepItToARegion() throws IOException {
        LineFixture ofLots = YieldLines.defects(YieldLines.of(1, 10), 1, 0.5);
        ofLots.definition().process.clusteringScope = ClusteringScope.LOT;
        LineFixture ofRegions = YieldLines.defects(YieldLines.of(1, 10), 1, 0.5);
        ofRegions.definition().process.clusteringScope = ClusteringScope.REGION;
        try (TestedWafers lots = new TestedWafers(ofLots.compile(), 5);
                TestedWafers regions = new TestedWafers(ofRegions.compile(), 5)) {
            double withinLots = 0;
            double between = 0;
            double upperHalf = 0;
            for (int lot = 0; lot < 400; lot++) {
                int first = lots.wafer(P, 2 * lot, 1_000_000 + lot).good();
                int second = lots.wafer(P, 2 * lot + 1, 1_000_000 + lot).good();
                int other = lots.wafer(P, 2 * lot, 2_000_000 + lot).good();
                withinLots += Math.abs(first - second);
                between += Math.abs(first - other);
                String map = regions.wafer(P, lot).map();
                long lower = map.substring(0, 308).chars().filter(c -> c == 'R').count();
                long upper = map.substring(308).chars().filter(c -> c == 'R').count();
                upperHalf += Math.abs(upper - lower);
            }

            assertThat(between).isGreaterThan(4 * withinLots);
            assertThat(upperHalf / 400).as("regions differ").isGreaterThan(60);
        }
    }

    @Test
    void shouldLoseDiesOfANormalParameterOutsideOfItsWindow() throws IOException {
        LineFixture fixture = YieldLines.of(1, 10);
        CriticalParameterDefinition width = YieldLines.parameter(fixture, "width", "step0", false, 1);
        width.die = Tunable.number("variation.width.die", 0.3);
        width.wafer = Tunable.number("variation.width.wafer", 0);
        try (TestedWafers wafers = new TestedWafers(fixture.compile(), 11)) {
            for (double offset : new double[] {0, 0.3, 0.5}) {
                wafers.effects().chambers().recipeOffset(0, 0, 0, offset);
                long lost = 0;
                for (int wafer = 0; wafer < 400; wafer++) {
                    lost += wafers.wafer(P, wafer).parametric();
                }
                double expected = 1 - ParametricModels.inWindow(offset, 0.3, -1, 1);
                double n = 400 * 616;
                double error = Math.sqrt(expected / n);

                assertThat(lost / n).isCloseTo(expected, within(4 * error));
            }
            assertThat(wafers.losses())
                    .allMatch(loss -> loss.cause() == LossCause.PARAMETRIC
                            && loss.parameter() == 0
                            && loss.step() == 0
                            && loss.chamber() == 0);
        }
    }

    /**
     * A width that moves speed by its negative, within -1..1, and a speed of at least -0.8: inside where -1 <= width <= 0.8. Window and
     * limit see the same draw: drawn apart, 9.8 % of the dies would be lost instead of 7.8.
     */
    @Test
    void shouldJudgeTheWindowAndTheElectricalLimitByTheSameDeviation() throws IOException {
        LineFixture fixture = YieldLines.of(1, 10);
        CriticalParameterDefinition width = YieldLines.parameter(fixture, "width", "step0", false, 1);
        width.die = Tunable.number("variation.width.die", 0.5);
        width.speed = YieldLines.number("sensitivity.speed.width", -1);
        fixture.definition().products.get(0).die.speedLeast = YieldLines.number("limits.speed", -0.8);
        double expected = 1 - ParametricModels.inWindow(0, 0.5, -1, 0.8);

        assertThat(parametricShare(fixture, 2000))
                .isCloseTo(expected, within(4 * Math.sqrt(expected / (2000 * 616.0))));
    }

    /**
     * Two widths, each within -1..1, whose sum moves speed by its negative; speed at least -0.7. The speed ties them together: what is
     * drawn of the second beyond the speed is the opposite of what is drawn of the first.
     */
    @Test
    void shouldJudgeTwoWindowsAndTheLimitThatTheyShareByTheSameDeviations() throws IOException {
        LineFixture fixture = YieldLines.of(2, 10);
        CriticalParameterDefinition first = YieldLines.parameter(fixture, "first", "step0", false, 1);
        first.die = Tunable.number("variation.first.die", 0.5);
        first.speed = YieldLines.number("sensitivity.speed.first", -1);
        CriticalParameterDefinition second = YieldLines.parameter(fixture, "second", "step1", false, 1);
        second.die = Tunable.number("variation.second.die", 0.6);
        second.speed = YieldLines.number("sensitivity.speed.second", -1);
        fixture.definition().products.get(0).die.speedLeast = YieldLines.number("limits.speed", -0.7);
        double expected = outOfWindowsOrSum(0.5, 0.6, 0.7);

        assertThat(parametricShare(fixture, 2000))
                .isCloseTo(expected, within(4 * Math.sqrt(expected / (2000 * 616.0))));
    }

    /** Lost dies of so many wafers. */
    private static double parametricShare(LineFixture fixture, int count) throws IOException {
        try (TestedWafers wafers = new TestedWafers(fixture.compile(), 37)) {
            long lost = 0;
            for (int wafer = 0; wafer < count; wafer++) {
                lost += wafers.wafer(P, wafer).parametric();
            }
            return lost / (count * 616.0);
        }
    }

    /** P(|a| > 1 or |b| > 1 or a + b > most), a and b normal and independent. */
    private static double outOfWindowsOrSum(double deviationA, double deviationB, double most) {
        double inside = 0;
        int n = 20_000;
        for (int i = 0; i < n; i++) {
            double a = -1 + 2.0 * (i + 0.5) / n;
            double density = StrictMath.exp(-a * a / 2 / deviationA / deviationA) / deviationA / Math.sqrt(2 * Math.PI);
            inside += density * ParametricModels.inWindow(0, deviationB, -1, Math.min(1, most - a)) * 2 / n;
        }
        return 1 - inside;
    }

    /**
     * Windows beyond and within the bound below which normals are not drawn. The first width moves speed, as another parameter does, but
     * nothing limits speed here: the windows alone count.
     */
    @ParameterizedTest
    @CsvSource({"0.26, 0", "0.24, 0.05", "0.32, 0"})
    void shouldLoseTheFewDiesThatAreFarOut(double deviation, double offset) throws IOException {
        LineFixture fixture = YieldLines.of(3, 10);
        CriticalParameterDefinition width = YieldLines.parameter(fixture, "width", "step0", false, 1);
        width.die = Tunable.number("variation.width.die", deviation);
        width.speed = YieldLines.number("sensitivity.speed.width", -1);
        CriticalParameterDefinition length = YieldLines.parameter(fixture, "length", "step1", false, 1e6);
        length.kill = false;
        length.speed = YieldLines.number("sensitivity.speed.length", 1);
        length.die = Tunable.number("variation.length.die", 0.3);
        YieldLines.parameter(fixture, "overlay", "step2", true, 1).die =
                Tunable.number("variation.overlay.die", deviation);
        try (TestedWafers wafers = new TestedWafers(fixture.compile(), 17)) {
            wafers.effects().chambers().recipeOffset(0, 0, 0, offset);
            long lost = 0;
            int count = 3000;
            for (int wafer = 0; wafer < count; wafer++) {
                lost += wafers.wafer(P, wafer).parametric();
            }
            double centred = ParametricModels.inWindow(0, deviation, -1, 1);
            double expected = 1 - centred * centred * ParametricModels.inWindow(offset, deviation, -1, 1);
            double n = count * 616.0;

            assertThat(lost / n).isCloseTo(expected, within(4 * Math.sqrt(expected / n)));
        }
    }

    @Test
    void shouldFailOverlayInEitherDirectionAndFurtherOutByScale() throws IOException {
        LineFixture fixture = YieldLines.of(1, 10);
        CriticalParameterDefinition overlay = YieldLines.parameter(fixture, "overlay", "step0", true, 1);
        overlay.die = Tunable.number("variation.overlay.die", 0.4);
        try (TestedWafers wafers = new TestedWafers(fixture.compile(), 11)) {
            wafers.effects().chambers().recipeOffset(0, 0, 1, 0.5);
            long lost = 0;
            for (int wafer = 0; wafer < 200; wafer++) {
                lost += wafers.wafer(P, wafer).parametric();
            }
            double expected = 1 - ParametricModels.inWindow(0, 0.4, -1, 1) * ParametricModels.inWindow(0.5, 0.4, -1, 1);

            assertThat(lost / (200.0 * 616)).isCloseTo(expected, within(4 * Math.sqrt(expected / (200 * 616))));
        }
    }

    /** Vt, speed, leakage of three flavours as one joint normal: shares out of each limit as if each parameter were drawn. */
    @Test
    void shouldDrawElectricalOutputsJointly() throws IOException {
        LineFixture fixture = YieldLines.of(2, 10);
        CriticalParameterDefinition a = YieldLines.parameter(fixture, "a", "step0", false, 1e6);
        a.kill = false;
        a.vt = YieldLines.number("sensitivity.vt.a", 3);
        a.die = Tunable.number("variation.a.die", 1.5);
        a.intrafield = Tunable.number("variation.a.field", 1);
        CriticalParameterDefinition b = YieldLines.parameter(fixture, "b", "step1", false, 1e6);
        b.vt = YieldLines.number("sensitivity.vt.b", -2);
        b.flavours = 1;
        b.die = Tunable.number("variation.b.die", 2);
        DieDefinition die = fixture.definition().products.get(0).die;
        die.vtLimit = Tunable.number("limits.vt", 10);
        try (TestedWafers wafers = new TestedWafers(fixture.compile(), 13)) {
            long lost = 0;
            for (int wafer = 0; wafer < 3000; wafer++) {
                lost += wafers.wafer(P, wafer).parametric();
            }

            // x = 3 a, y = x - 2 b: lost where |x| > 10 (flavours b and c) or |y| > 10 (flavour a).
            assertThat(lost / (3000.0 * 616)).isCloseTo(outOfEither(3 * Math.sqrt(3.25), 4), within(0.004));
        }
    }

    /** P(|x| > 10 or |x + z| > 10), x and z normal. */
    private static double outOfEither(double deviation, double other) {
        double inside = 0;
        int n = 20_000;
        for (int i = 0; i < n; i++) {
            double x = -10 + 20.0 * (i + 0.5) / n;
            double density = StrictMath.exp(-x * x / 2 / deviation / deviation) / deviation / Math.sqrt(2 * Math.PI);
            inside += density * ParametricModels.inWindow(x, other, -10, 10) * 20 / n;
        }
        return 1 - inside;
    }

    @Test
    void shouldCountEachDieForTheFirstOfItsCauses() throws IOException {
        LineFixture fixture = YieldLines.defects(YieldLines.of(1, 10), 1, 0);
        YieldLines.parameter(fixture, "width", "step0", false, 1).die = Tunable.number("variation.width.die", 1);
        SystematicLossDefinition loss = new SystematicLossDefinition();
        loss.name = "rim";
        loss.step = "step0";
        loss.share = Tunable.share("systematicLosses.rim.share", 0.25);
        fixture.definition().process.systematicLosses.add(loss);
        try (TestedWafers wafers = new TestedWafers(fixture.compile(), 17)) {
            double[] lost = new double[3];
            for (int wafer = 0; wafer < 300; wafer++) {
                TestedWafers.Result result = wafers.wafer(P, wafer);
                lost[0] += result.systematic();
                lost[1] += result.parametric();
                lost[2] += result.random();
                assertThat(result.good() + result.systematic() + result.parametric() + result.random())
                        .isEqualTo(result.dies());
                assertThat(wafers.losses().stream()
                                .mapToInt(TestedWafers.Loss::dies)
                                .sum())
                        .isEqualTo(result.dies() - result.good());
            }
            double n = 300 * 616;
            double pass = ParametricModels.inWindow(0, 1, -1, 1);

            assertThat(lost[0] / n).isCloseTo(0.25, within(0.005));
            assertThat(lost[1] / n).isCloseTo(0.75 * (1 - pass), within(0.005));
            assertThat(lost[2] / n).isCloseTo(0.75 * pass * (1 - YieldModels.poisson(1)), within(0.005));
        }
    }

    @Test
    void shouldLoseOnlyTheRingThatASystematicLossConcerns() throws IOException {
        LineFixture fixture = YieldLines.of(1, 10);
        SystematicLossDefinition loss = new SystematicLossDefinition();
        loss.name = "rim";
        loss.share = Tunable.share("systematicLosses.rim.share", 1);
        loss.from = Tunable.number("systematicLosses.rim.from", 130);
        fixture.definition().process.systematicLosses.add(loss);
        var line = fixture.compile();
        try (TestedWafers wafers = new TestedWafers(line, 17)) {
            String map = wafers.wafer(P, 1).map();
            var grid = line.process().dies().grid(P);
            for (int die = 0; die < grid.size(); die++) {
                boolean rim = grid.xMm(die) * grid.xMm(die) + grid.yMm(die) * grid.yMm(die) >= 130 * 130;
                assertThat(map.charAt(die)).isEqualTo(rim ? 'S' : '1');
            }
        }
    }

    @Test
    void shouldHarvestLargeDies() throws IOException {
        LineFixture fixture = YieldLines.defects(YieldLines.of(4, 28), 0.25 / 4, 2);
        DieDefinition die = fixture.definition().products.get(0).die;
        die.harvestBlocks = Tunable.number("harvest.blocks", 144);
        die.harvestNeeded = Tunable.number("harvest.needed", 132);
        die.harvestFatalShare = Tunable.share("harvest.fatal", 0.25);
        try (TestedWafers wafers = new TestedWafers(fixture.compile(), 19)) {
            double good = 0;
            double whole = 0;
            double dies = 0;
            int n = 6000;
            for (int wafer = 0; wafer < n; wafer++) {
                TestedWafers.Result result = wafers.wafer(P, wafer);
                good += result.good();
                whole += result.good() - result.harvested();
                dies += result.dies();
                assertThat(result.map().chars().filter(c -> c == 'H').count()).isEqualTo(result.harvested());
            }
            double expected = 0;
            int steps = 20_000;
            for (int i = 0; i < steps; i++) {
                // Gamma of shape 2: g^1 4 exp(-2 g).
                double g = 10.0 * (i + 0.5) / steps;
                expected += 4
                        * g
                        * StrictMath.exp(-2 * g)
                        * 10
                        / steps
                        * YieldModels.harvested(7.84 * 0.25 * g, 144, 132, 0.25);
            }

            assertThat(whole / dies).isCloseTo(YieldModels.negativeBinomial(7.84 * 0.25, 2), within(0.015));
            assertThat(good / dies).isCloseTo(expected, within(0.015));
        }
    }

    @Test
    void shouldBinGoodDiesBySpeedAndLeakage() throws IOException {
        LineFixture fixture = YieldLines.of(1, 10);
        CriticalParameterDefinition width = YieldLines.parameter(fixture, "width", "step0", false, 1e6);
        width.kill = false;
        width.speed = YieldLines.number("sensitivity.speed.width", 1);
        width.leakage = YieldLines.number("sensitivity.leakage.width", 1);
        width.die = Tunable.number("variation.width.die", 1);
        DieDefinition die = fixture.definition().products.get(0).die;
        // ln leakage = speed: fast and cool exclude each other above ln 2.
        die.bins.add(new BinDefinition(
                "fast", YieldLines.number("bins.fast.speed", 0), YieldLines.number("bins.fast.leakage", 2)));
        die.bins.add(new BinDefinition("slow", null, YieldLines.number("bins.slow.leakage", 1)));
        die.bins.add(new BinDefinition("hot", null, null));
        try (TestedWafers wafers = new TestedWafers(fixture.compile(), 23)) {
            long[] count = new long[3];
            for (int wafer = 0; wafer < 200; wafer++) {
                wafers.wafer(P, wafer).map().chars().forEach(c -> count[c - '1']++);
            }
            double n = 200 * 616;
            double ln2 = StrictMath.log(2);

            assertThat(count[0] / n).isCloseTo(ParametricModels.inWindow(0, 1, 0, ln2), within(0.006));
            assertThat(count[1] / n).isCloseTo(0.5, within(0.006));
            assertThat(count[2] / n).isCloseTo(ParametricModels.inWindow(0, 1, ln2, 40), within(0.006));
        }
    }

    @Test
    void shouldFailViasBeyondTheirEdgePlacementMargin() throws IOException {
        LineFixture fixture = YieldLines.of(1, 10);
        CriticalParameterDefinition overlay = YieldLines.parameter(fixture, "overlay", "step0", true, 1e6);
        overlay.kill = false;
        overlay.die = Tunable.number("variation.overlay.die", 0.4);
        EdgePlacementDefinition placement = new EdgePlacementDefinition();
        placement.name = "via";
        placement.overlay = "overlay";
        placement.roughness = Tunable.number("edgePlacement.via.roughness", 0.3);
        placement.margin = Tunable.number("edgePlacement.via.margin", 2.0);
        fixture.definition().process.edgePlacements.add(placement);
        try (TestedWafers wafers = new TestedWafers(fixture.compile(), 29)) {
            // 3 sqrt(0.16 + 0.09) = 1.5 leave 0.5 for the mean.
            wafers.effects().chambers().recipeOffset(0, 0, 0, 0.49);
            assertThat(wafers.wafer(P, 1).parametric()).isZero();

            wafers.effects().chambers().recipeOffset(0, 0, 0, -0.51);
            assertThat(wafers.wafer(P, 1).parametric()).isEqualTo(616);
        }
    }

    /** The step that a random loss is booked under, by its share in the density of killing defects. */
    @Test
    void shouldBlameStepsInProportionToTheirDefects() throws IOException {
        LineFixture fixture = YieldLines.defects(YieldLines.of(5, 10), 0.1, 2);
        var strong = new org.fabtwin.core.line.definition.ProcessDefinition.DefectSourceDefinition();
        strong.name = "strong";
        strong.density = Tunable.number("defects.sources.strong.density", 0.006);
        strong.killRatio = Tunable.share("defects.sources.strong.kill", 1);
        fixture.definition().process.defects.add(strong);
        fixture.definition().products.get(0).route.get(1).defects = "strong";
        try (TestedWafers wafers = new TestedWafers(fixture.compile(), 31)) {
            double[] lost = new double[5];
            double all = 0;
            for (int wafer = 0; wafer < 3000; wafer++) {
                wafers.wafer(P, Draws.keyOf("w" + wafer));
                for (TestedWafers.Loss loss : wafers.losses()) {
                    lost[loss.step()] += loss.dies();
                    all += loss.dies();
                }
            }

            assertThat(lost[1] / all).isCloseTo(0.6, within(0.025));
            assertThat(lost[0] / all).isCloseTo(0.1, within(0.015));
            assertThat(lost[4] / all).isCloseTo(0.1, within(0.015));
        }
    }
}
