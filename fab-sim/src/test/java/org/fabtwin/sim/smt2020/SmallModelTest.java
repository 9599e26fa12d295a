/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.sim.smt2020;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.fabtwin.core.line.Criterion;
import org.fabtwin.core.line.LineCompiler;
import org.fabtwin.core.line.ProcessUnit;
import org.fabtwin.core.line.ToolKind;
import org.fabtwin.core.line.definition.DistributionDefinition;
import org.fabtwin.core.line.definition.LineDefinition;
import org.fabtwin.core.line.definition.LineDefinition.InitialLotDefinition;
import org.fabtwin.core.line.definition.LineDefinition.OrderDefinition;
import org.fabtwin.core.line.definition.LineDefinition.RecipeDefinition;
import org.fabtwin.core.line.definition.LineDefinition.StepDefinition;
import org.fabtwin.core.line.definition.LineDefinition.ToolGroupDefinition;
import org.fabtwin.core.random.Distribution;
import org.fabtwin.sim.scenario.Scenario;
import org.fabtwin.sim.scenario.ScenarioReader;
import org.fabtwin.sim.scenario.ScenarioSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What each column of the tables becomes, also where the one published model that is at hand does not use it. */
class SmallModelTest {
    private static final double MINUTE_US = 60e6;
    private static final long HOUR_US = 3600_000_000L;

    @TempDir
    private Path folder;

    private LineDefinition line() {
        return new SmallModel().read(folder).definition();
    }

    private static StepDefinition step(final LineDefinition line, final String name) {
        return line.products.stream()
                .flatMap(product -> product.route.stream())
                .filter(step -> step.name.equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static RecipeDefinition recipe(final LineDefinition line, final String step) {
        final String name = step(line, step).recipe;
        return line.recipes.stream()
                .filter(recipe -> recipe.name.equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static ToolGroupDefinition group(final LineDefinition line, final String name) {
        return line.toolGroups.stream()
                .filter(group -> group.name.equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static void assertTime(
            final DistributionDefinition time, final int kind, final double mean, final double halfWidth) {
        assertThat(time.kind()).isEqualTo(kind);
        assertThat(time.a().value()).isEqualTo(mean);
        if (time.b() != null) {
            assertThat(time.b().value()).isEqualTo(halfWidth);
        } else {
            assertThat(halfWidth).isZero();
        }
    }

    @Test
    void shouldReadProcessTimesByLotWaferAndBatch() {
        final LineDefinition line = line();

        assertTime(recipe(line, "r_a.020_Wet").processTime, Distribution.UNIFORM, 1.5 * MINUTE_US, 0.3 * MINUTE_US);
        assertThat(recipe(line, "r_a.020_Wet").unit).isEqualTo(ProcessUnit.WAFER);
        assertThat(recipe(line, "r_a.020_Wet").interval.value()).isEqualTo(0.9 * MINUTE_US);
        assertThat(recipe(line, "r_a.030_Litho").unit).isEqualTo(ProcessUnit.LOT);
        assertThat(recipe(line, "r_a.030_Litho").interval.value()).isEqualTo(28 * MINUTE_US);
        assertThat(recipe(line, "r_a.030_Litho").loadTime.value()).isEqualTo(MINUTE_US);
        assertTime(recipe(line, "r_a.040_Measure").processTime, Distribution.CONSTANT, 10 * MINUTE_US, 0);
        assertThat(recipe(line, "r_a.040_Measure").interval).isNull();
        assertThat(recipe(line, "r_a.010_Furnace").unit).isEqualTo(ProcessUnit.BATCH);
        assertTime(recipe(line, "r_a.070_Wait").processTime, Distribution.UNIFORM, 3 * HOUR_US, 0.5 * HOUR_US);
        assertThat(recipe(line, "r_a.070_Wait").loadTime).isNull();
        assertTime(recipe(line, "r_a.010_Furnace.6").processTime, Distribution.EXPONENTIAL, 20 * MINUTE_US, 0);
    }

    @Test
    void shouldTellTwoStepsOfOneDescriptionApart() {
        assertThat(step(line(), "r_a.010_Furnace").toolGroup).isEqualTo("Furnace");
        assertThat(step(line(), "r_a.010_Furnace.6").toolGroup).isEqualTo("Implant");
    }

    @Test
    void shouldBatchByPartFamilyAndStepAcrossRoutesWhoseRoundingDiffers() {
        final LineDefinition line = line();
        final StepDefinition product = step(line, "r_a.010_Furnace");
        final StepDefinition engineering = step(line, "r_e.010_Furnace");

        assertThat(group(line, "Furnace").kind).isEqualTo(ToolKind.BATCH);
        assertThat(product.batchMinimum).isEqualTo(30);
        assertThat(product.batchMaximum).isEqualTo(50);
        assertThat(product.batchFamily).isEqualTo("family_a/010_Furnace").isEqualTo(engineering.batchFamily);
        assertThat(product.recipe).isEqualTo(engineering.recipe);
    }

    @Test
    void shouldBatchByRouteAndStepAlone() {
        final LineDefinition line = new SmallModel()
                .with("tool.txt.1l", "crit_samepartfamstep", "crit_sameroutestep")
                .read(folder)
                .definition();

        assertThat(step(line, "r_a.010_Furnace").batchFamily).isNotEqualTo(step(line, "r_e.010_Furnace").batchFamily);
    }

    @Test
    void shouldReadSetupsNeededAlwaysAndWithMinimumRuns() {
        final LineDefinition line = line();
        final StepDefinition always = step(line, "r_e.030_Litho");

        assertThat(always.setup).isEqualTo("M9");
        assertThat(always.setupAlways).isTrue();
        assertThat(always.setupTime.value()).isEqualTo(20 * MINUTE_US);
        assertThat(step(line, "r_a.030_Litho").setupAlways).isFalse();
        assertThat(step(line, "r_a.050_Litho").setupTime).isNull();
        assertThat(step(line, "r_a.010_Furnace.6").minimumRun).isEqualTo(3);
        assertThat(step(line, "r_e.060_Implant").minimumRun).isEqualTo(3);
        assertThat(step(line, "r_a.020_Wet").setup).isEmpty();
        // G3 is no step's setup.
        assertThat(line.setupTimes)
                .extracting(
                        row -> row.from() + ">" + row.to() + " " + row.time().value() / MINUTE_US)
                .containsExactly("M1>M2 7.5", "null>G1 72.0", "null>G2 72.0");
    }

    @Test
    void shouldReadSamplingReworkQueueTimeAndDedication() {
        final LineDefinition line = line();
        final StepDefinition measure = step(line, "r_a.040_Measure");

        assertThat(measure.sampling.value()).isEqualTo(0.4);
        assertThat(measure.reworkTo).isEqualTo("r_a.030_Litho");
        assertThat(measure.reworkProbability.value()).isEqualTo(0.015);
        assertThat(measure.reworkWholeCarrier).isTrue();
        assertThat(step(line, "r_a.010_Furnace").queueTo).isEqualTo("r_a.020_Wet");
        assertThat(step(line, "r_a.010_Furnace").queueLimit.value()).isEqualTo(2.0 * HOUR_US);
        assertThat(step(line, "r_a.030_Litho").dedicateTo).isEqualTo("r_a.050_Litho");
    }

    @Test
    void shouldReadToolsWithTheirRankings() {
        final LineDefinition line = line();

        assertThat(group(line, "Litho").kind).isEqualTo(ToolKind.TWO_SLOT_CASCADE);
        assertThat(group(line, "Litho").count).isEqualTo(3);
        assertThat(group(line, "Implant").kind).isEqualTo(ToolKind.SINGLE);
        assertThat(group(line, "Implant").criteria)
                .containsExactly(Criterion.PRIORITY, Criterion.SETUP, Criterion.CRITICAL_RATIO);
        // rank_RSETUP without rule_LSSU: the list of the family knows of no tool's setup.
        assertThat(group(line, "Measure").criteria).containsExactly(Criterion.PRIORITY, Criterion.FIFO);
        assertThat(group(line, "Litho").criteria).containsExactly(Criterion.PRIORITY, Criterion.CRITICAL_RATIO);
        assertThat(group(line, "Delay").location).isEqualTo("Delay");
        assertThat(line.transports).singleElement().satisfies(row -> {
            assertThat(row.from()).isEqualTo("Fab").isEqualTo(row.to());
            assertTime(row.time(), Distribution.UNIFORM, 7.5 * MINUTE_US, 2.5 * MINUTE_US);
        });
    }

    @Test
    void shouldReadBreakdownsAndMaintenanceByCalendarAndWafers() {
        final LineDefinition line = line();

        assertThat(group(line, "Litho").breakdowns).singleElement().satisfies(item -> {
            assertTime(item.timeToFailure, Distribution.EXPONENTIAL, 10080 * MINUTE_US, 0);
            assertTime(item.timeToRepair, Distribution.EXPONENTIAL, 35.28 * MINUTE_US, 0);
            assertTime(item.firstFailure, Distribution.EXPONENTIAL, 10080 * MINUTE_US, 0);
            assertThat(item.busyTime).isFalse();
        });
        assertThat(group(line, "Litho").maintenance).singleElement().satisfies(item -> {
            assertThat(item.byWafers).isFalse();
            assertThat(item.period.value()).isEqualTo(30.0 * 24 * HOUR_US);
            assertThat(item.firstOccurrence.value()).isEqualTo(27.0 * 24 * HOUR_US);
            assertTime(item.duration, Distribution.UNIFORM, 10.0 * HOUR_US, 2.0 * HOUR_US);
        });
        assertThat(group(line, "Wet").maintenance).singleElement().satisfies(item -> {
            assertThat(item.byWafers).isTrue();
            assertThat(item.period.value()).isEqualTo(1000);
            assertThat(item.firstOccurrence.value()).isEqualTo(950);
        });
        assertThat(group(line, "Wet").breakdowns).isEmpty();
    }

    @Test
    void shouldReadOrdersOfAnyLotSize() {
        final List<OrderDefinition> orders = line().orders;

        assertThat(orders).extracting(order -> order.name).containsExactly("Lot_a", "Eng_e", "Eng_e.2");
        assertThat(orders).extracting(order -> order.wafers).containsExactly(25, 4, 4);
        assertThat(orders.get(0).interval.a().value()).isEqualTo(100.5 * MINUTE_US);
        assertThat(orders.get(0).dueAfter.value()).isEqualTo(84.0 * HOUR_US);
        assertThat(orders.get(0).releases).isEqualTo(200000);
        assertThat(orders.get(1).first.value()).isEqualTo(8.0 * HOUR_US);
        assertThat(orders.get(1).lotsPerRelease).isEqualTo(2);
        assertThat(orders.get(2).lotClass).isEqualTo("Eng_e");
    }

    @Test
    void shouldReadLotsWithTheirOwnReleaseAndDueDates() {
        final long hour = HOUR_US;
        assertThat(line().initialLots)
                .containsExactly(
                        new InitialLotDefinition(null, "part_a", "List_a", 20, 25, null, 102 * hour, 30 * hour),
                        new InitialLotDefinition(null, "part_a", "List_a", 20, 13, null, 77 * hour, 29 * hour),
                        new InitialLotDefinition(null, "part_a", "Init_Lot_a", 10, 25, "r_a.040_Measure", -hour, 0),
                        new InitialLotDefinition(null, "part_a", "Init_Lot_a", 30, 7, "r_a.070_Wait", 24 * hour, 0));
    }

    @Test
    void shouldReadTheArchivesUtf16() {
        final String plain = Definitions.json(line());

        new SmallModel().write(folder, StandardCharsets.UTF_16LE, "\uFEFF");

        assertThat(Definitions.json(
                        ScenarioReader.read("smt2020:" + folder, List.of()).definition()))
                .isEqualTo(plain);
    }

    @Test
    void shouldReadItsOwnTextBackAsTheSameLine() {
        final Scenario first = new SmallModel().read(folder);
        final Scenario again = ScenarioReader.read(ScenarioSource.of("elsewhere", first.text()), List.of());

        assertThat(again.text()).isEqualTo(first.text());
        assertThat(Definitions.json(again.definition())).isEqualTo(Definitions.json(first.definition()));
        LineCompiler.compile(again.definition());
    }

    @Test
    void shouldTakeOverridesAndExtensions() {
        new SmallModel().write(folder);
        final String source = "smt2020:" + folder;

        final LineDefinition changed = ScenarioReader.read(
                        source, List.of("releases.Eng_e.wafers={least: 1, most: 10}", "tools.Litho.count=4"))
                .definition();
        final LineDefinition extended = ScenarioReader.read(
                        ScenarioSource.of("mine", "extends: " + source + "\ntools:\n  Wet:\n    count: 2\n"), List.of())
                .definition();

        assertThat(group(changed, "Litho").count).isEqualTo(4);
        assertThat(group(extended, "Wet").count).isEqualTo(2);
        assertThat(extended.products).hasSize(2);
    }
}
