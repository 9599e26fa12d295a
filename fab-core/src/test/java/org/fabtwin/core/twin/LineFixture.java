/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.core.twin;

import org.fabtwin.core.line.Line;
import org.fabtwin.core.line.LineCompiler;
import org.fabtwin.core.line.ProcessUnit;
import org.fabtwin.core.line.ToolKind;
import org.fabtwin.core.line.definition.DistributionDefinition;
import org.fabtwin.core.line.definition.LineDefinition;
import org.fabtwin.core.line.definition.LineDefinition.BreakdownDefinition;
import org.fabtwin.core.line.definition.LineDefinition.MaintenanceDefinition;
import org.fabtwin.core.line.definition.LineDefinition.OrderDefinition;
import org.fabtwin.core.line.definition.LineDefinition.ProductDefinition;
import org.fabtwin.core.line.definition.LineDefinition.RecipeDefinition;
import org.fabtwin.core.line.definition.LineDefinition.StageDefinition;
import org.fabtwin.core.line.definition.LineDefinition.StepDefinition;
import org.fabtwin.core.line.definition.LineDefinition.ToolGroupDefinition;
import org.fabtwin.core.line.definition.LineDefinition.TransportDefinition;
import org.fabtwin.core.line.definition.Tunable;
import org.fabtwin.core.random.Distribution;

/** Small lines for tests, written in a few words; times in minutes. */
public final class LineFixture {
    private final LineDefinition definition = new LineDefinition();

    private LineFixture(boolean lotMode) {
        definition.lotMode = lotMode;
    }

    public static LineFixture ofLots() {
        return new LineFixture(true);
    }

    public static LineFixture ofWafers() {
        return new LineFixture(false);
    }

    public LineDefinition definition() {
        return definition;
    }

    public Line compile() {
        return LineCompiler.compile(definition);
    }

    public LineFixture detail(int eventDetail) {
        definition.eventDetail = eventDetail;
        return this;
    }

    public ToolGroupDefinition group(String name, int kind, int count, int... criteria) {
        ToolGroupDefinition group = new ToolGroupDefinition();
        group.name = name;
        group.kind = kind;
        group.count = count;
        for (int criterion : criteria) {
            group.criteria.add(criterion);
        }
        definition.toolGroups.add(group);
        return group;
    }

    /** A cluster whose robot takes no time. */
    public ToolGroupDefinition cluster(String name, int count, int chambers) {
        ToolGroupDefinition group = group(name, ToolKind.CLUSTER, count);
        group.stages.add(new StageDefinition("", chambers));
        return group;
    }

    /** A recipe of the same name for each lot, or each wafer of a flow-line tool. */
    public RecipeDefinition recipe(String name, int kind, double minutes) {
        RecipeDefinition recipe = new RecipeDefinition();
        recipe.name = name;
        recipe.unit = definition.lotMode ? ProcessUnit.LOT : ProcessUnit.WAFER;
        recipe.processTime = minutes(kind, "recipes." + name + ".time", minutes);
        definition.recipes.add(recipe);
        return recipe;
    }

    public RecipeDefinition clusterRecipe(String name, double... minutesOfStage) {
        RecipeDefinition recipe = new RecipeDefinition();
        recipe.name = name;
        recipe.unit = ProcessUnit.WAFER;
        for (int stage = 0; stage < minutesOfStage.length; stage++) {
            recipe.stageTimes.add(
                    minutes(Distribution.CONSTANT, "recipes." + name + ".stage" + stage, minutesOfStage[stage]));
        }
        definition.recipes.add(recipe);
        return recipe;
    }

    public ProductDefinition product(String name) {
        ProductDefinition product = new ProductDefinition();
        product.name = name;
        definition.products.add(product);
        return product;
    }

    public StepDefinition step(ProductDefinition product, String name, String group, String recipe) {
        StepDefinition step = new StepDefinition();
        step.name = name;
        step.toolGroup = group;
        step.recipe = recipe;
        product.route.add(step);
        return step;
    }

    /** Releases with a gap of this distribution, the first at the origin. */
    public OrderDefinition order(String name, String product, int wafers, int kind, double everyMinutes) {
        OrderDefinition order = new OrderDefinition();
        order.name = name;
        order.product = product;
        order.wafers = wafers;
        order.interval = minutes(kind, "releases." + name + ".every", everyMinutes);
        definition.orders.add(order);
        return order;
    }

    public LineFixture transport(double minutes) {
        definition.transports.add(
                new TransportDefinition("fab", "fab", minutes(Distribution.CONSTANT, "transport.mean", minutes)));
        return this;
    }

    public static BreakdownDefinition breakdown(ToolGroupDefinition group, double mtbf, double mttr) {
        BreakdownDefinition breakdown = new BreakdownDefinition();
        breakdown.timeToFailure = minutes(Distribution.EXPONENTIAL, "tools." + group.name + ".mtbf", mtbf);
        breakdown.timeToRepair = minutes(Distribution.EXPONENTIAL, "tools." + group.name + ".mttr", mttr);
        group.breakdowns.add(breakdown);
        return breakdown;
    }

    /** Maintenance of constant duration; {@code period} in minutes, or in wafers. */
    public static MaintenanceDefinition maintenance(
            ToolGroupDefinition group, boolean byWafers, double period, double minutes) {
        String path = "tools." + group.name + ".maintenance" + group.maintenance.size();
        MaintenanceDefinition maintenance = new MaintenanceDefinition();
        maintenance.byWafers = byWafers;
        maintenance.period =
                byWafers ? Tunable.number(path + ".period", period) : Tunable.time(path + ".period", "min", period);
        maintenance.duration = minutes(Distribution.CONSTANT, path + ".duration", minutes);
        group.maintenance.add(maintenance);
        return maintenance;
    }

    public static DistributionDefinition minutes(int kind, String path, double minutes) {
        return DistributionDefinition.of(kind, Tunable.time(path, "min", minutes));
    }
}
