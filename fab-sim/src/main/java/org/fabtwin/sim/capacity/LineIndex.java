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

/** Finds the parts of a definition by name. The definition must be one that the
 * {@link LineCompiler} takes. */
final class LineIndex {
    private final Map<String, ToolGroupDefinition> groups = new LinkedHashMap<>();
    private final Map<String, RecipeDefinition> recipes = new LinkedHashMap<>();
    private final Map<String, ProductDefinition> products = new LinkedHashMap<>();
    private final Map<String, RecipeTime> times = new LinkedHashMap<>();
    private final Map<String, Integer> groupIds = new LinkedHashMap<>();
    private final Map<StepDefinition, Integer> stepIds = new LinkedHashMap<>();
    private final ZeroLoad zeroLoad;

    LineIndex(LineDefinition line) {
        for (ToolGroupDefinition group : line.toolGroups) {
            groupIds.put(group.name, groups.size());
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

    /** Expected time of a move between two tool groups. */
    double transportUs(String fromGroup, String toGroup) {
        return zeroLoad.transportUs(groupIds.get(fromGroup), groupIds.get(toGroup));
    }
}
