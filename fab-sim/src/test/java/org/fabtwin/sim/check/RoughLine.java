/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.sim.check;

import org.fabtwin.core.line.Line;
import org.fabtwin.core.line.LineCompiler;
import org.fabtwin.core.line.ProcessUnit;
import org.fabtwin.core.line.QueuePolicy;
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

/**
 * A line on which much goes wrong: every kind of tool, breakdowns and maintenance of tools and chambers, sampled measurements
 * that send wafers back past the start of a queue-time window, windows of every policy.
 */
final class RoughLine {
    private final LineDefinition definition = new LineDefinition();
    private final ProductDefinition product = new ProductDefinition();

    private RoughLine() {}

    static Line compile(final boolean hasReworkSteps, final boolean isRemeasured, final int eventDetail) {
        final RoughLine line = new RoughLine();
        line.definition.name = "rough";
        line.definition.eventDetail = eventDetail;
        line.tools();
        line.route(hasReworkSteps, isRemeasured);
        final OrderDefinition order = new OrderDefinition();
        order.name = "stream";
        order.product = line.product.name;
        order.wafers = 5;
        order.interval = minutes("releases.every", Distribution.EXPONENTIAL, 70);
        line.definition.orders.add(order);
        line.definition.transports.add(
                new TransportDefinition("fab", "fab", minutes("transport", Distribution.EXPONENTIAL, 5)));
        return LineCompiler.compile(line.definition);
    }

    private void tools() {
        group("SGL", ToolKind.SINGLE, 2).setupTime = time("tools.SGL.setup", 7);
        group("TWO", ToolKind.TWO_SLOT_CASCADE, 1);
        group("BAT", ToolKind.BATCH, 1);
        group("CAS", ToolKind.CASCADE, 1);
        final ToolGroupDefinition cluster = group("CLU", ToolKind.CLUSTER, 2);
        cluster.stages.add(new StageDefinition("", 3));
        cluster.exchangeTime = time("tools.CLU.exchange", 0.5);
        final ToolGroupDefinition serial = group("SER", ToolKind.SERIAL, 1);
        serial.stages.add(new StageDefinition("first", 2));
        serial.stages.add(new StageDefinition("second", 1));
        for (final ToolGroupDefinition group : definition.toolGroups) {
            stops(group, false);
        }
        stops(cluster, true);
    }

    private ToolGroupDefinition group(final String name, final int kind, final int count) {
        final ToolGroupDefinition group = new ToolGroupDefinition();
        group.name = name;
        group.kind = kind;
        group.count = count;
        definition.toolGroups.add(group);
        return group;
    }

    private static void stops(final ToolGroupDefinition group, final boolean isPerChamber) {
        final String path = "tools." + group.name + (isPerChamber ? ".chambers" : "");
        final BreakdownDefinition breakdown = new BreakdownDefinition();
        breakdown.name = path + ".breakdown";
        breakdown.perChamber = isPerChamber;
        breakdown.timeToFailure = minutes(path + ".mtbf", Distribution.EXPONENTIAL, 400);
        breakdown.timeToRepair = minutes(path + ".mttr", Distribution.EXPONENTIAL, 30);
        group.breakdowns.add(breakdown);
        final MaintenanceDefinition maintenance = new MaintenanceDefinition();
        maintenance.name = path + ".maintenance";
        maintenance.perChamber = isPerChamber;
        maintenance.byWafers = isPerChamber;
        maintenance.period = isPerChamber ? Tunable.number(path + ".period", 20) : time(path + ".period", 900);
        maintenance.duration = minutes(path + ".duration", Distribution.CONSTANT, 20);
        group.maintenance.add(maintenance);
    }

    private void route(final boolean hasReworkSteps, final boolean isRemeasured) {
        product.name = "logic";
        definition.products.add(product);
        final StepDefinition clean = step("clean", "SGL", ProcessUnit.LOT, 10);
        clean.setup = "wet";
        final StepDefinition etch = step("etch", "CLU", ProcessUnit.WAFER, 12);
        window(etch, "anneal", 200, QueuePolicy.SCRAP);
        final StepDefinition measure = step("measure", "CAS", ProcessUnit.WAFER, 2);
        measure.sampling = Tunable.share("steps.measure.sampling", 0.4);
        measure.reworkTo = "etch";
        measure.reworkProbability = Tunable.share("steps.measure.rework", 0.3);
        measure.remeasure = isRemeasured;
        final StepDefinition anneal = step("anneal", "BAT", ProcessUnit.BATCH, 40);
        anneal.batchMaximum = 15;
        window(anneal, "coat", 90, QueuePolicy.REWORK);
        final StepDefinition coat = step("coat", "SER", ProcessUnit.WAFER, 3);
        window(coat, "strip", 60, QueuePolicy.WARN);
        final StepDefinition strip = step("strip", "SGL", ProcessUnit.LOT, 8);
        strip.setup = "dry";
        step("test", "TWO", ProcessUnit.LOT, 30);
        final StepDefinition look = step("look", "CAS", ProcessUnit.WAFER, 2);
        look.sampling = Tunable.share("steps.look.sampling", 0.5);
        if (hasReworkSteps) {
            final StepDefinition again = step("again", "SGL", ProcessUnit.LOT, 6);
            product.route.remove(again);
            product.rework.add(again);
        }
    }

    private StepDefinition step(final String name, final String group, final int unit, final double minutes) {
        final StepDefinition step = new StepDefinition();
        step.name = name;
        step.toolGroup = group;
        step.recipe = name;
        product.route.add(step);
        final RecipeDefinition recipe = new RecipeDefinition();
        recipe.name = name;
        recipe.unit = unit;
        final int stages = group.equals("SER") ? 2 : group.equals("CLU") ? 1 : 0;
        for (int stage = 0; stage < stages; stage++) {
            recipe.stageTimes.add(minutes("recipes." + name + ".stage" + stage, Distribution.EXPONENTIAL, minutes));
        }
        if (stages == 0) {
            recipe.processTime = minutes("recipes." + name + ".time", Distribution.EXPONENTIAL, minutes);
        }
        definition.recipes.add(recipe);
        return step;
    }

    private static void window(final StepDefinition from, final String to, final double minutes, final int policy) {
        from.queueTo = to;
        from.queueLimit = time("windows." + from.name, minutes);
        from.queuePolicy = policy;
    }

    private static DistributionDefinition minutes(final String path, final int kind, final double minutes) {
        return DistributionDefinition.of(kind, time(path, minutes));
    }

    private static Tunable time(final String path, final double minutes) {
        return Tunable.time(path, "min", minutes);
    }
}
