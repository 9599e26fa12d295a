/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.sim.reference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Percentage.withPercentage;

import java.io.IOException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.fabtwin.core.line.definition.LineDefinition;
import org.fabtwin.core.line.definition.LineDefinition.RecipeDefinition;
import org.fabtwin.core.line.definition.LineDefinition.ToolGroupDefinition;
import org.fabtwin.sim.capacity.RecipeTime;
import org.fabtwin.sim.scenario.ScenarioReader;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The flow-line form of each family of the reference line against the detailed form: one tool that never fails, its recipes in
 * equal shares, carriers of 5, the same wafers at the same times in both.
 */
class FormsAgreeTest {
    private static final int SIZE = 5;
    private static final int LOTS = 2500;
    private static final LineDefinition FAMILIES = line("flow-line");

    private static LineDefinition line(String form) {
        return ScenarioReader.read("line2nm-pilot", List.of("line.form=" + form))
                .definition();
    }

    static List<String> families() {
        return FAMILIES.toolGroups.stream().map(group -> group.name).toList();
    }

    /** One family in one form; a new one for each run, since a run takes its parts. */
    private record Family(ToolGroupDefinition group, List<RecipeDefinition> recipes) {
        static Family of(String name, String form) {
            LineDefinition line = line(form);
            Set<String> used = new LinkedHashSet<>();
            line.products.forEach(product -> product.route.stream()
                    .filter(step -> step.toolGroup.equals(name))
                    .forEach(step -> used.add(step.recipe)));
            return new Family(
                    line.toolGroups.stream()
                            .filter(group -> group.name.equals(name))
                            .findFirst()
                            .orElseThrow(),
                    line.recipes.stream()
                            .filter(recipe -> used.contains(recipe.name))
                            .toList());
        }

        double secondsPerWafer() {
            return recipes.stream()
                            .mapToDouble(recipe -> RecipeTime.of(group, recipe).perWaferUs())
                            .average()
                            .orElseThrow()
                    / 1e6;
        }

        /** Carriers at random at a load that is a share of what the flow-line form can do. */
        OneToolRun at(double load) throws IOException {
            double perWafer = secondsPerWafer();
            double seconds = LOTS * SIZE * perWafer;
            return OneToolRun.of(OneToolRun.line(group, recipes, SIZE, perWafer * SIZE / load), 0.1 * seconds, seconds);
        }

        double alone() throws IOException {
            return OneToolRun.of(OneToolRun.oneWafer(group, recipes.get(0)), 0, 1e6)
                    .meanCycleSeconds();
        }
    }

    @ParameterizedTest
    @MethodSource("families")
    void shouldAgreeInLatencyThroughputAndCycleTime(String name) throws IOException {
        double alone = Family.of(name, "detailed").alone();
        double saturated = Family.of(name, "detailed").at(1.3).secondsPerWafer();
        double loaded = Family.of(name, "detailed").at(0.85).meanCycleSeconds();

        assertThat(Family.of(name, "flow-line").alone())
                .as("one wafer, empty tool")
                .isCloseTo(alone, withPercentage(2));
        assertThat(Family.of(name, "flow-line").at(1.3).secondsPerWafer())
                .as("saturated, seconds per wafer")
                .isCloseTo(saturated, withPercentage(2));
        assertThat(Family.of(name, "flow-line").at(0.85).meanCycleSeconds())
                .as("cycle time at 85 %%")
                .isCloseTo(loaded, withPercentage(5));
    }
}
