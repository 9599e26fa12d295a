/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.sim.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.function.Predicate;
import org.fabtwin.core.line.Line;
import org.fabtwin.core.line.LineCompiler;
import org.fabtwin.core.line.ToolKind;
import org.fabtwin.core.line.definition.LineDefinition;
import org.fabtwin.core.line.definition.LineDefinition.MaintenanceDefinition;
import org.fabtwin.core.line.definition.LineDefinition.OrderDefinition;
import org.fabtwin.core.line.definition.LineDefinition.RecipeDefinition;
import org.fabtwin.core.line.definition.LineDefinition.StepDefinition;
import org.fabtwin.core.line.definition.LineDefinition.ToolGroupDefinition;
import org.fabtwin.core.random.Distribution;
import org.junit.jupiter.api.Test;

/** The bundled Mini-Fab against the figures published for it (load a week of 10,080 min). */
class MinifabTest {
    private static final double MINUTE = 60e6;
    private static final double WEEK_MIN = 10_080;

    private final Scenario scenario = ScenarioReader.read("minifab", List.of());
    private final LineDefinition line = scenario.definition();

    @Test
    void shouldRelease51And30And3LotsAWeek() {
        assertThat(lotsPerWeek("Pa")).isCloseTo(51, within(1e-9));
        assertThat(lotsPerWeek("Pb")).isCloseTo(30, within(1e-9));
        assertThat(lotsPerWeek("TW")).isCloseTo(3, within(1e-9));
        assertThat(line.orders).allSatisfy(order -> {
            assertThat(order.interval.kind()).isEqualTo(Distribution.CONSTANT);
            assertThat(order.wafers).isEqualTo(1);
        });
        assertThat(line.lotMode).isTrue();
    }

    @Test
    void shouldLoadTheBatchTools8400MinutesAWeek() {
        final double batches = 84 / 3.0;

        assertThat(batches * (minutes("S1") + minutes("S5")) / 2).isCloseTo(8_400, within(1e-6));
        assertThat(8_400 / WEEK_MIN).isCloseTo(0.833, within(5e-4));
        assertThat(maintenanceShare("MaMb")).isCloseTo(0.052, within(5e-4));
        assertThat(group("MaMb").kind).isEqualTo(ToolKind.BATCH);
        assertThat(group("MaMb").toolNames).containsExactly("Ma", "Mb");
    }

    @Test
    void shouldLoadTheBottleneck8820MinutesAWeek() {
        assertThat(84 * (minutes("S3") + minutes("S6"))).isCloseTo(8_820, within(1e-6));
        assertThat(maintenanceShare("Me")).isCloseTo(0.042, within(5e-4));
        assertThat(group("Me").count).isEqualTo(1);
    }

    @Test
    void shouldLoadMcAndMd6300MinutesAWeekAndLoseFourLotsToEmergencies() {
        assertThat(84 * (minutes("S2") + minutes("S4")) / 2).isCloseTo(6_300, within(1e-6));
        assertThat(maintenanceShare("McMd")).isCloseTo(0.167, within(5e-4));

        final var breakdown = group("McMd").breakdowns.get(0);
        final double failure = breakdown.timeToFailure.a().value() / MINUTE;
        final double repair = breakdown.timeToRepair.a().value() / MINUTE;
        final double lostPerWeek = 2 * WEEK_MIN * repair / (failure + repair);
        assertThat(lostPerWeek).isCloseTo(4 * (60 + 90), within(1e-6));
        assertThat(breakdown.timeToFailure.kind()).isEqualTo(Distribution.EXPONENTIAL);
        assertThat(breakdown.timeToFailure.a().source()).isEqualTo("estimate");
    }

    @Test
    void shouldBatchThreeLotsByTheRulesOfTheSteps() {
        for (final String product : List.of("Pa", "Pb", "TW")) {
            for (final String name : List.of("S1", "S5")) {
                assertThat(step(product, name).batchMinimum).isEqualTo(3);
                assertThat(step(product, name).batchMaximum).isEqualTo(3);
            }
        }
        assertThat(step("Pa", "S1").batchFamily)
                .isEqualTo(step("TW", "S1").batchFamily)
                .isNotEmpty();
        assertThat(step("TW", "S1").batchMostOfProduct).isEqualTo(1);
        assertThat(step("Pa", "S1").batchMostOfProduct).isZero();
        assertThat(step("Pa", "S5").batchFamily).isNull();
        assertThat(step("Pb", "S5").batchFamily).isNull();
        assertThat(step("TW", "S5").batchFamily).isEmpty();
    }

    @Test
    void shouldTakeTenMinutesBetweenStepsAndFiveBetweenProductsOnMe() {
        assertThat(group("Me").setupTime.value()).isEqualTo(10 * MINUTE);
        assertThat(line.setupTimes).hasSize(12).allSatisfy(row -> {
            assertThat(row.time().value()).isEqualTo(5 * MINUTE);
            assertThat(row.from().substring(0, 2)).isEqualTo(row.to().substring(0, 2));
        });
    }

    @Test
    void shouldMarkWhatIsQuotedAndWhatIsEstimated() {
        assertThat(recipe("S1").processTime.a().source()).isEqualTo("quoted");
        assertThat(recipe("S1").loadTime.source()).isEqualTo("textbook");
        assertThat(group("Me").setupTime.source()).isEqualTo("estimate");
        assertThat(line.transports.get(0).time().a().source()).isEqualTo("estimate");
        assertThat(line.transports.get(0).time().a().path()).isEqualTo("transport.mean");
    }

    @Test
    void shouldCompileToALine() {
        final Line compiled = LineCompiler.compile(line);

        assertThat(compiled.parameters().idOf("tools.McMd.breakdown.mtbf")).isNotNegative();
        assertThat(compiled.parameters().idOf("releases.Pa.every")).isNotNegative();
    }

    private double lotsPerWeek(final String name) {
        final OrderDefinition order = find(line.orders, o -> o.name.equals(name));
        return WEEK_MIN * MINUTE / order.interval.a().value();
    }

    private double minutes(final String name) {
        final RecipeDefinition recipe = recipe(name);
        return (recipe.processTime.a().value() + recipe.loadTime.value() + recipe.unloadTime.value()) / MINUTE;
    }

    private double maintenanceShare(final String tool) {
        final MaintenanceDefinition item = group(tool).maintenance.get(0);
        return item.duration.a().value() / item.period.value();
    }

    private RecipeDefinition recipe(final String name) {
        return find(line.recipes, r -> r.name.equals(name));
    }

    private ToolGroupDefinition group(final String name) {
        return find(line.toolGroups, g -> g.name.equals(name));
    }

    private StepDefinition step(final String product, final String name) {
        return find(find(line.products, p -> p.name.equals(product)).route, s -> s.name.equals(name));
    }

    private static <T> T find(final List<T> list, final Predicate<T> condition) {
        return list.stream().filter(condition).findFirst().orElseThrow();
    }
}
