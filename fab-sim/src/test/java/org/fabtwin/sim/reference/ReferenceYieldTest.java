/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.sim.reference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import org.fabtwin.core.line.CriticalParameters;
import org.fabtwin.core.line.DieGrid;
import org.fabtwin.core.line.Line;
import org.fabtwin.core.line.LineCompiler;
import org.fabtwin.core.line.Steps;
import org.fabtwin.core.yield.YieldModels;
import org.fabtwin.sim.kpi.DefectFit;
import org.fabtwin.sim.scenario.ScenarioReader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Yield of the bundled line against what check.py computes from the same tables by itself, under its assumptions. */
class ReferenceYieldTest {
    private static final ExpectedFigures EXPECTED = new ExpectedFigures();

    /** Nothing varies, no die is lost to design. */
    private static final Map<String, Double> DEFECTS_ONLY = values(
            "variation\\..*\\.(tool|chamber|afterMaintenance|bowl|intrafield|die|scale|rotation)", 0.0,
            "variation\\..*\\.(drift\\.rate|wafer\\.innovation|firstWafer\\.shift|edge\\.amplitude)", 0.0,
            "systematicLosses\\..*\\.share", 0.0);

    /** The wafer mean is the test's own; check.py knows no systematic losses and no edge placement. */
    private static final Map<String, Double> MEAN_GIVEN = values(
            "variation\\..*\\.(tool|chamber|afterMaintenance|drift\\.rate|wafer\\.innovation|firstWafer\\.shift)", 0.0,
            "systematicLosses\\..*\\.share", 0.0,
            "edgePlacement\\..*\\.margin", 1.0,
            "defects.scale", 0.0);

    private static Map<String, Double> values(final Object... pairs) {
        final Map<String, Double> values = new LinkedHashMap<>();
        for (int i = 0; i < pairs.length; i += 2) {
            values.put((String) pairs[i], (Double) pairs[i + 1]);
        }
        return values;
    }

    private static double d0(final ReferenceWafers wafers, final int product) {
        final Line line = wafers.line();
        double sum = 0;
        for (int step = line.products().firstStep(product);
                step != Steps.END;
                step = line.steps().next(step)) {
            final int source = line.process().defectSource(step);
            if (source >= 0) {
                sum += wafers.value(line.process().density(source))
                        * wafers.value(line.process().killRatio(source));
            }
        }
        return 100 * sum;
    }

    @ParameterizedTest
    @CsvSource({"line2nm-pilot, pilot", "line2nm-25k, mature"})
    void shouldHaveTheDefectDensityAndRandomYieldOfTheTables(final String scenario, final String state)
            throws IOException {
        try (ReferenceWafers wafers = new ReferenceWafers(scenario, 3).set(DEFECTS_ONLY)) {
            assertThat(d0(wafers, wafers.product("accel")))
                    .isCloseTo(EXPECTED.number("defects.d0", state), within(1e-9));
            for (final String name : new String[] {"accel", "mobile", "test"}) {
                final int product = wafers.product(name);
                final DieGrid grid = wafers.line().process().dies().grid(product);
                final double defects = grid.areaCm2() * d0(wafers, product);
                final int n = 3000;
                double good = 0;
                double whole = 0;
                final DefectFit fit = new DefectFit();
                for (int wafer = 0; wafer < n; wafer++) {
                    wafers.wafer(product, wafer);
                    good += (double) wafers.good / wafers.dies / n;
                    whole += (double) (wafers.good - wafers.harvested) / wafers.dies / n;
                    fit.add(wafers.dies, wafers.good - wafers.harvested);
                    assertThat(wafers.parametric).isZero();
                }

                assertThat(whole).as(name).isCloseTo(YieldModels.negativeBinomial(defects, 2), within(0.02));
                if (!name.equals("test")) {
                    // The test vehicle skips layers, which check.py's figure does not regard.
                    assertThat(whole)
                            .as(name)
                            .isCloseTo(EXPECTED.number("product.randomYield." + state, name), within(0.02));
                }
                if (name.equals("accel")) {
                    assertThat(good).isCloseTo(EXPECTED.number("product.harvestedYield." + state, name), within(0.02));
                }
                assertThat(fit.alpha()).as("alpha from the maps").isCloseTo(2, within(0.2));
                assertThat(fit.defectsPerDie() / grid.areaCm2())
                        .as("D0 from the maps")
                        .isCloseTo(d0(wafers, product), within(0.06 * d0(wafers, product)));
            }
        }
    }

    @Test
    void shouldCountTheDiesOfTheProducts() {
        final Line line = LineCompiler.compile(
                ScenarioReader.read("line2nm-pilot", java.util.List.of()).definition());
        final Map<String, Integer> dies = new HashMap<>();
        for (int product = 0; product < line.products().size(); product++) {
            dies.put(
                    line.products().name(product),
                    line.process().dies().grid(product).size());
        }

        assertThat(dies).isEqualTo(Map.of("accel", 68, "mobile", 616, "test", 279));
    }

    /** check.py: 1,200 wafers and a share of their dies; here all dies of as many wafers. */
    @ParameterizedTest
    @CsvSource({
        "mobile, noControl, 1200, 0.04",
        "mobile, ideal, 600, 0.012",
        "accel, noControl, 1000, 0.07",
        "accel, ideal, 600, 0.03",
        "test, noControl, 1000, 0.06",
        "test, ideal, 600, 0.02"
    })
    void shouldHaveTheParametricYieldOfTheTables(
            final String name, final String control, final int n, final double tolerance) throws IOException {
        final Random random = new Random(11);
        try (ReferenceWafers wafers = new ReferenceWafers("line2nm-pilot", 5).set(MEAN_GIVEN)) {
            // All parameters count, whatever layers the product skips: the accelerator's route, the product's dies.
            final int product = wafers.product(name);
            final Map<String, double[]> tables = VariationTable.read();
            double good = 0;
            for (int wafer = 0; wafer < n; wafer++) {
                final CriticalParameters critical = wafers.line().process().parameters();
                for (int p = 0; p < critical.size(); p++) {
                    for (int component = 0; component < (critical.isOverlay(p) ? 2 : 1); component++) {
                        final double mean =
                                VariationTable.mean(tables.get(critical.name(p)), control.equals("ideal"), random);
                        wafers.effects()
                                .chambers()
                                .recipeOffset(p, wafers.chamber(p), component, mean * critical.unitFactor(p));
                    }
                }
                wafers.wafer(product, wafer);
                good += (double) wafers.good / wafers.dies / n;
            }

            assertThat(good).isCloseTo(EXPECTED.number("parametricYield." + control, name), within(tolerance));
        }
    }

    /**
     * check.py's loops: one chamber each, a result usable a fixed number of wafers later, no queue, every layer of variance but those
     * that a loop finds once for all. Its disturbance, the twin's own controllers.
     */
    @ParameterizedTest
    @CsvSource({"ewmaWaferDelay, 2, 0.02", "ewmaLotDelay, 25, 0.02"})
    void shouldHaveTheParametricYieldOfTheTablesWithLoops(final String name, final int delay, final double tolerance)
            throws IOException {
        final Random random = new Random(12);
        try (ReferenceWafers wafers = new ReferenceWafers("line2nm-pilot", 5).set(MEAN_GIVEN)) {
            final ReferenceLoops loops = new ReferenceLoops(wafers.line(), delay, random);
            final CriticalParameters critical = wafers.line().process().parameters();
            final int product = wafers.product("mobile");
            final int n = 1000;
            double good = 0;
            for (int wafer = 0; wafer < n; wafer++) {
                for (int p = 0; p < critical.size(); p++) {
                    for (int component = 0; component < (critical.isOverlay(p) ? 2 : 1); component++) {
                        wafers.effects()
                                .chambers()
                                .recipeOffset(p, wafers.chamber(p), component, loops.deviation(p, random));
                    }
                }
                wafers.wafer(product, wafer);
                good += (double) wafers.good / wafers.dies / n;
            }

            assertThat(good).isCloseTo(EXPECTED.number("parametricYield." + name, "mobile"), within(tolerance));
        }
    }
}
