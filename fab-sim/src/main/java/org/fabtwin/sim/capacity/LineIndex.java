/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.sim.capacity;

import java.util.LinkedHashMap;
import java.util.Map;
import org.fabtwin.core.line.LineCompiler;
import org.fabtwin.core.line.ZeroLoad;
import org.fabtwin.core.line.definition.LineDefinition;
import org.fabtwin.core.line.definition.LineDefinition.ProductDefinition;
import org.fabtwin.core.line.definition.LineDefinition.RecipeDefinition;
import org.fabtwin.core.line.definition.LineDefinition.StepDefinition;
import org.fabtwin.core.line.definition.LineDefinition.ToolGroupDefinition;
import org.fabtwin.core.line.definition.LineDefinition.TransportDefinition;

/** Finds the parts of a definition by name. The definition must be one that the
 * {@link LineCompiler} takes. */
final class LineIndex {
    private final Map<String, ToolGroupDefinition> groups = new LinkedHashMap<>();
    private final Map<String, RecipeDefinition> recipes = new LinkedHashMap<>();
    private final Map<String, ProductDefinition> products = new LinkedHashMap<>();
    private final Map<String, RecipeTime> times = new LinkedHashMap<>();
    private final Map<Pair, Double> transportUs = new LinkedHashMap<>();
    private final Map<StepDefinition, Integer> stepIds = new LinkedHashMap<>();
    private final ZeroLoad zeroLoad;

    private record Pair(String from, String to) {}

    LineIndex(LineDefinition line) {
        for (ToolGroupDefinition group : line.toolGroups) {
            groups.put(group.name, group);
        }
        for (RecipeDefinition recipe : line.recipes) {
            recipes.put(recipe.name, recipe);
        }
        // Step ids follow the definition's order: a product's route, its rework steps, the next product.
        int nextStep = 0;
        for (ProductDefinition product : line.products) {
            products.put(product.name, product);
            for (StepDefinition step : product.route) {
                stepIds.put(step, nextStep++);
            }
            for (StepDefinition step : product.rework) {
                stepIds.put(step, nextStep++);
            }
        }
        zeroLoad = new ZeroLoad(LineCompiler.compile(line));
        for (TransportDefinition transport : line.transports) {
            transportUs.put(new Pair(transport.from(), transport.to()), Expected.of(transport.time()));
        }
    }

    ToolGroupDefinition group(StepDefinition step) {
        return groups.get(step.toolGroup);
    }

    ProductDefinition product(String name) {
        return products.get(name);
    }

    RecipeTime recipeTime(StepDefinition step) {
        return times.computeIfAbsent(
                step.toolGroup + '\n' + step.recipe, key -> RecipeTime.of(group(step), recipes.get(step.recipe)));
    }

    /** Expected time of so many wafers at the step, tool idle, load port to load port. */
    double aloneUs(StepDefinition step, int wafers) {
        return zeroLoad.residenceUs(stepIds.get(step), wafers);
    }

    /** 0 where no transport is defined for the pair. */
    double transportUs(String from, String to) {
        return transportUs.getOrDefault(new Pair(from, to), 0.0);
    }
}
