/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.sim.run;

import org.fabtwin.core.line.Line;
import org.fabtwin.core.line.LineCompiler;
import org.fabtwin.core.line.ToolKind;
import org.fabtwin.core.line.definition.DistributionDefinition;
import org.fabtwin.core.line.definition.LineDefinition;
import org.fabtwin.core.line.definition.LineDefinition.BreakdownDefinition;
import org.fabtwin.core.line.definition.LineDefinition.OrderDefinition;
import org.fabtwin.core.line.definition.LineDefinition.ProductDefinition;
import org.fabtwin.core.line.definition.LineDefinition.RecipeDefinition;
import org.fabtwin.core.line.definition.LineDefinition.StepDefinition;
import org.fabtwin.core.line.definition.LineDefinition.ToolGroupDefinition;
import org.fabtwin.core.line.definition.Tunable;
import org.fabtwin.core.random.Distribution;

/** A line of one tool group with two tools, one product of two steps, one order: a lot an hour. */
final class SmallLine {
    private SmallLine() {}

    static Line compiled() {
        return LineCompiler.compile(definition());
    }

    static LineDefinition definition() {
        final LineDefinition line = new LineDefinition();
        line.name = "small";
        line.lotMode = true;
        final ToolGroupDefinition group = new ToolGroupDefinition();
        group.name = "SAW";
        group.kind = ToolKind.SINGLE;
        group.count = 2;
        final BreakdownDefinition breakdown = new BreakdownDefinition();
        breakdown.timeToFailure =
                DistributionDefinition.of(Distribution.EXPONENTIAL, Tunable.time("tools.SAW.breakdown.mtbf", "h", 50));
        breakdown.timeToRepair =
                DistributionDefinition.of(Distribution.EXPONENTIAL, Tunable.time("tools.SAW.breakdown.mttr", "h", 2));
        group.breakdowns.add(breakdown);
        line.toolGroups.add(group);
        final RecipeDefinition recipe = new RecipeDefinition();
        recipe.name = "CUT";
        recipe.unit = 1;
        recipe.processTime =
                DistributionDefinition.of(Distribution.EXPONENTIAL, Tunable.time("recipes.CUT.processTime", "min", 40));
        line.recipes.add(recipe);
        final ProductDefinition product = new ProductDefinition();
        product.name = "plank";
        for (int i = 1; i <= 2; i++) {
            final StepDefinition step = new StepDefinition();
            step.name = "cut-" + i;
            step.module = i == 1 ? "rough" : "fine";
            step.toolGroup = "SAW";
            step.recipe = "CUT";
            product.route.add(step);
        }
        line.products.add(product);
        final OrderDefinition order = new OrderDefinition();
        order.name = "planks";
        order.product = "plank";
        order.wafers = 4;
        order.interval =
                DistributionDefinition.of(Distribution.EXPONENTIAL, Tunable.time("orders.planks.interval", "h", 1));
        order.dueAfter = Tunable.time("orders.planks.dueAfter", "h", 4);
        line.orders.add(order);
        return line;
    }
}
