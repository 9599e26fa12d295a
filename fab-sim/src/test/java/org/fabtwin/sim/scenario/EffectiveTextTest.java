/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.sim.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.fabtwin.core.line.LineCompiler;
import org.fabtwin.core.line.ParameterTable;
import org.fabtwin.core.line.definition.Tunable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The text in a log's header is enough: read again, it gives the same line, parameter by parameter. */
class EffectiveTextTest {
    private static final long SEED = Long.getLong("fab.seed", 20260101);

    static List<String> bundled() {
        return BundledScenarios.names();
    }

    @ParameterizedTest
    @MethodSource("bundled")
    void shouldGiveTheSameDefinitionWhenReadAgain(final String name) {
        final Scenario first = ScenarioReader.read(name, List.of());

        assertSame(first, again(first));
    }

    @Test
    void shouldGiveTheSameDefinitionWithRandomOverrides() {
        final SplittableRandom random = new SplittableRandom(SEED);
        final ParameterTable table = parameters(ScenarioReader.read("minifab", List.of()));
        for (int trial = 0; trial < 15; trial++) {
            final List<String> overrides = new ArrayList<>();
            final List<Tunable> changed = new ArrayList<>();
            for (int i = 0; i <= random.nextInt(3); i++) {
                final Tunable row = table.row(random.nextInt(table.size()));
                if (row.live()
                        && changed.stream().noneMatch(other -> other.path().equals(row.path()))) {
                    changed.add(row);
                    overrides.add(row.path() + "=" + new BigDecimal(1.5 * row.value() / row.factor()));
                }
            }
            final String told = "seed " + SEED + ", trial " + trial + ", overrides " + overrides;

            final Scenario scenario = ScenarioReader.read("minifab", overrides);

            for (final Tunable row : changed) {
                final ParameterTable now = parameters(scenario);
                assertThat(now.row(now.idOf(row.path())).value() / row.value())
                        .as(told)
                        .isBetween(1.5 - 1e-12, 1.5 + 1e-12);
            }
            assertThat(again(scenario).text()).as(told).isEqualTo(scenario.text());
            assertSame(scenario, again(scenario));
        }
    }

    @Test
    void shouldHoldNoReferenceToOtherFiles() {
        assertThat(ScenarioReader.read("line2nm-pilot", List.of()).text()).doesNotContain("extends:", "\ndata:");
    }

    private static Scenario again(final Scenario scenario) {
        return ScenarioReader.read(ScenarioSource.of(scenario.name(), scenario.text()), List.of());
    }

    private static void assertSame(final Scenario first, final Scenario second) {
        assertThat(second.seed()).isEqualTo(first.seed());
        assertThat(second.daysUs()).isEqualTo(first.daysUs());
        assertThat(second.warmupUs()).isEqualTo(first.warmupUs());
        assertThat(second.eventDetail()).isEqualTo(first.eventDetail());
        assertThat(rows(second)).isEqualTo(rows(first));
        assertThat(LineCompiler.compile(second.definition()).toJson())
                .isEqualTo(LineCompiler.compile(first.definition()).toJson());
        assertThat(second.definition()).usingRecursiveComparison().isEqualTo(first.definition());
    }

    private static List<Tunable> rows(final Scenario scenario) {
        final ParameterTable table = parameters(scenario);
        final List<Tunable> rows = new ArrayList<>();
        for (int id = 0; id < table.size(); id++) {
            rows.add(table.row(id));
        }
        return rows;
    }

    private static ParameterTable parameters(final Scenario scenario) {
        return LineCompiler.compile(scenario.definition()).parameters();
    }
}
