/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.sim.capacity;

import org.fabtwin.core.line.ProcessUnit;
import org.fabtwin.core.line.ToolKind;
import org.fabtwin.core.line.definition.DistributionDefinition;
import org.fabtwin.core.line.definition.LineDefinition;
import org.fabtwin.core.line.definition.LineDefinition.MaintenanceDefinition;
import org.fabtwin.core.line.definition.LineDefinition.OrderDefinition;
import org.fabtwin.core.line.definition.LineDefinition.ProductDefinition;
import org.fabtwin.core.line.definition.LineDefinition.RecipeDefinition;
import org.fabtwin.core.line.definition.LineDefinition.StageDefinition;
import org.fabtwin.core.line.definition.LineDefinition.StepDefinition;
import org.fabtwin.core.line.definition.LineDefinition.ToolGroupDefinition;
import org.fabtwin.core.line.definition.Tunable;
import org.fabtwin.core.random.Distribution;

/** Builds definitions for tests. */
final class SmallLines {
    private SmallLines() {}

    /** The path names the value, since two tunables of one path must be equal. */
    static Tunable time(String unit, double value) {
        return Tunable.time(value + unit, unit, value);
    }

    static Tunable number(double value) {
        return Tunable.number(Double.toString(value), value);
    }

    static DistributionDefinition constant(String unit, double value) {
        return DistributionDefinition.of(Distribution.CONSTANT, time(unit, value));
    }

    static ToolGroupDefinition group(LineDefinition line, String name, int kind, int count) {
        ToolGroupDefinition group = new ToolGroupDefinition();
        group.name = name;
        group.kind = kind;
        group.count = count;
        line.toolGroups.add(group);
        return group;
    }

    static MaintenanceDefinition maintenance(ToolGroupDefinition group, double everyHours, double minutes) {
        MaintenanceDefinition maintenance = new MaintenanceDefinition();
        maintenance.period = time("h", everyHours);
        maintenance.duration = constant("min", minutes);
        group.maintenance.add(maintenance);
        return maintenance;
    }

    static ProductDefinition product(LineDefinition line, String name) {
        ProductDefinition product = new ProductDefinition();
        product.name = name;
        line.products.add(product);
        return product;
    }

    static RecipeDefinition recipe(LineDefinition line, String name) {
        RecipeDefinition recipe = new RecipeDefinition();
        recipe.name = name;
        recipe.unit = ProcessUnit.WAFER;
        line.recipes.add(recipe);
        return recipe;
    }

    static StepDefinition step(ProductDefinition product, String name, String group, String recipe) {
        StepDefinition step = new StepDefinition();
        step.name = name;
        step.toolGroup = group;
        step.recipe = recipe;
        product.route.add(step);
        return step;
    }

    static OrderDefinition order(LineDefinition line, String product, int wafers, double everyHours) {
        OrderDefinition order = new OrderDefinition();
        order.name = product;
        order.product = product;
        order.wafers = wafers;
        order.interval = DistributionDefinition.of(Distribution.EXPONENTIAL, time("h", everyHours));
        line.orders.add(order);
        return order;
    }

    /** A cluster or serial tool of the closed forms: no locks, no front end, one robot action of so many seconds. */
    static ToolGroupDefinition robotTool(int kind, int arms, double actionS, int... copies) {
        ToolGroupDefinition group = new ToolGroupDefinition();
        group.name = "TOOL";
        group.kind = kind;
        for (int i = 0; i < copies.length; i++) {
            group.stages.add(new StageDefinition("s" + i, copies[i]));
        }
        group.exchangeTime = time("s", (arms == 2 ? 2 : 4) * actionS);
        group.feedInterval = time("s", (kind == ToolKind.SERIAL ? 2 * (copies.length + 1) : 4) * actionS);
        group.entryTime = time("s", 2 * actionS);
        group.transferTime = time("s", 2 * actionS);
        group.exitTime = time("s", 2 * actionS);
        return group;
    }

    static RecipeDefinition stageTimes(double... seconds) {
        RecipeDefinition recipe = new RecipeDefinition();
        recipe.name = "R";
        for (double each : seconds) {
            recipe.stageTimes.add(constant("s", each));
        }
        return recipe;
    }
}
