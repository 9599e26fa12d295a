/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.sim.check;

import java.util.SplittableRandom;
import org.fabtwin.core.line.Line;
import org.fabtwin.core.line.LineCompiler;
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
import org.fabtwin.core.line.definition.Tunable;
import org.fabtwin.core.random.Distribution;

/** A line of one tool in detailed form, everything about it drawn: what could stand in its own way would, sooner or later. */
final class RandomTool {
    private static final double MOST_STOPPED = 0.5;
    private static final int MOST_PROCESS_SECONDS = 400;

    private final SplittableRandom random;
    private final LineDefinition line = new LineDefinition();
    private final ToolGroupDefinition tool = new ToolGroupDefinition();
    private int lots;
    private String qualification = "";

    private RandomTool(final long seed) {
        random = new SplittableRandom(seed);
    }

    /** The line, and how many lots it releases. */
    record Drawn(Line line, int lots, String description) {}

    static Drawn of(final long seed) {
        final RandomTool drawn = new RandomTool(seed);
        drawn.line.eventDetail = 3;
        drawn.line.handOff = drawn.random.nextInt(4);
        drawn.tool();
        if (drawn.random.nextInt(3) > 0) {
            drawn.stops(false);
            drawn.stops(true);
            drawn.leaveTimeToWork();
        }
        final int recipes = 1 + drawn.random.nextInt(3);
        for (int recipe = 0; recipe < recipes; recipe++) {
            drawn.product("r" + recipe);
        }
        drawn.qualification(new SplittableRandom(~seed));
        return new Drawn(LineCompiler.compile(drawn.line), drawn.lots, drawn.toString());
    }

    private void tool() {
        tool.name = "T";
        tool.detailed = true;
        tool.kind = random.nextInt(3) == 0 ? ToolKind.SERIAL : ToolKind.CLUSTER;
        final int stages = tool.kind == ToolKind.SERIAL ? 1 + random.nextInt(5) : 1;
        for (int stage = 0; stage < stages; stage++) {
            tool.stages.add(new StageDefinition("m" + stage, 1 + random.nextInt(stages == 1 ? 8 : 3)));
        }
        tool.handling.arms = 1 + random.nextInt(2);
        tool.handling.action = seconds("action", random.nextInt(12));
        tool.handling.frontArms = 1 + random.nextInt(2);
        tool.handling.frontAction = seconds("front", random.nextInt(10));
        tool.handling.locks = random.nextInt(4);
        tool.handling.slots = 1 + random.nextInt(3);
        tool.handling.pump = seconds("pump", random.nextInt(90));
        tool.handling.vent = seconds("vent", random.nextInt(60));
        tool.handling.extraLatency = seconds("extra", random.nextInt(60));
        tool.loadPorts = random.nextInt(5);
        tool.portExchangeTime = seconds("exchange", random.nextInt(120));
        tool.bufferCarriers = random.nextInt(5);
        line.toolGroups.add(tool);
    }

    private void stops(final boolean perChamber) {
        final String path = perChamber ? "chamber" : "tool";
        final BreakdownDefinition breakdown = new BreakdownDefinition();
        breakdown.perChamber = perChamber;
        breakdown.timeToFailure = of(Distribution.EXPONENTIAL, path + ".mtbf", 2000 + random.nextInt(20_000));
        breakdown.timeToRepair = of(Distribution.EXPONENTIAL, path + ".mttr", 100 + random.nextInt(1500));
        tool.breakdowns.add(breakdown);
        final MaintenanceDefinition maintenance = new MaintenanceDefinition();
        maintenance.perChamber = perChamber;
        maintenance.byWafers = random.nextBoolean();
        maintenance.period = maintenance.byWafers
                ? Tunable.number(path + ".period", 3 + random.nextInt(30))
                : seconds(path + ".period", 5000 + random.nextInt(20_000));
        maintenance.duration = of(Distribution.CONSTANT, path + ".duration", 50 + random.nextInt(2000));
        maintenance.seasoningWafers = Tunable.number(path + ".seasoning", random.nextInt(3));
        tool.maintenance.add(maintenance);
    }

    /**
     * Stops that ask for more than the tool's time would keep it from ever taking a carrier: where they ask for more than a share
     * of it they come less often.
     */
    private void leaveTimeToWork() {
        final double factor = Math.max(1, stoppedShare() / MOST_STOPPED);
        for (final BreakdownDefinition breakdown : tool.breakdowns) {
            final Tunable gap = breakdown.timeToFailure.a();
            breakdown.timeToFailure =
                    of(breakdown.timeToFailure.kind(), gap.path(), factor * gap.value() / gap.factor());
        }
        for (final MaintenanceDefinition maintenance : tool.maintenance) {
            if (!maintenance.byWafers) {
                final Tunable period = maintenance.period;
                maintenance.period = seconds(period.path(), factor * period.value() / period.factor());
            }
        }
    }

    /** The share of the tool's time that breakdowns and maintenance by the calendar ask for; the only chamber of a stage stops the tool. */
    private double stoppedShare() {
        final long onlyCopies =
                tool.stages.stream().filter(stage -> stage.copies() == 1).count();
        double share = 0;
        for (final BreakdownDefinition breakdown : tool.breakdowns) {
            share += processes(breakdown.perChamber, onlyCopies)
                    * breakdown.timeToRepair.a().value()
                    / breakdown.timeToFailure.a().value();
        }
        for (final MaintenanceDefinition maintenance : tool.maintenance) {
            if (!maintenance.byWafers) {
                final double seasoningUs =
                        maintenance.seasoningWafers.value() * MOST_PROCESS_SECONDS * maintenance.period.factor();
                share += processes(maintenance.perChamber, onlyCopies)
                        * (maintenance.duration.a().value() + seasoningUs)
                        / maintenance.period.value();
            }
        }
        return share;
    }

    /** How many processes of a kind of stop may keep one wafer waiting. */
    private static long processes(final boolean perChamber, final long onlyCopies) {
        return perChamber ? Math.max(1, onlyCopies) : 1;
    }

    private void product(final String name) {
        final RecipeDefinition recipe = new RecipeDefinition();
        recipe.name = name;
        for (int stage = 0; stage < tool.stages.size(); stage++) {
            final int kind = random.nextBoolean() ? Distribution.CONSTANT : Distribution.EXPONENTIAL;
            recipe.stageTimes.add(of(kind, name + ".stage" + stage, random.nextInt(MOST_PROCESS_SECONDS)));
        }
        line.recipes.add(recipe);
        final ProductDefinition product = new ProductDefinition();
        product.name = name;
        final StepDefinition step = new StepDefinition();
        step.name = name;
        step.toolGroup = tool.name;
        step.recipe = name;
        product.route.add(step);
        line.products.add(product);
        final OrderDefinition order = new OrderDefinition();
        order.name = name;
        order.product = name;
        order.priority = random.nextInt(3);
        order.wafers = 1 + random.nextInt(25);
        order.interval = of(Distribution.EXPONENTIAL, name + ".every", 1 + random.nextInt(4000));
        order.releases = 5 + random.nextInt(20);
        lots += order.releases;
        line.orders.add(order);
    }

    /** Two of three cluster tools tell their chambers apart. */
    private void qualification(final SplittableRandom draws) {
        final int chambers = tool.stages.get(0).copies();
        if (tool.kind != ToolKind.CLUSTER || chambers == 1 || draws.nextInt(3) == 0) {
            return;
        }
        for (final ProductDefinition product : line.products) {
            final StepDefinition step = product.route.get(0);
            final int kept = draws.nextInt(chambers);
            for (int chamber = 0; chamber < chambers; chamber++) {
                if (chamber != kept && draws.nextInt(3) > 0) {
                    step.chambersLeftOut.add(chamber);
                }
            }
            qualification += " " + product.name + " not in " + step.chambersLeftOut;
        }
    }

    private static Tunable seconds(final String path, final double value) {
        return Tunable.time(path, "s", value);
    }

    private static DistributionDefinition of(final int kind, final String path, final double seconds) {
        return DistributionDefinition.of(kind, seconds(path, seconds));
    }

    @Override
    public String toString() {
        return tool.stages + ", " + tool.handling.arms + " arms, front end " + tool.handling.frontArms + ", "
                + tool.handling.locks + " locks of " + tool.handling.slots + ", " + tool.loadPorts + " ports, "
                + tool.bufferCarriers + " places inside, hand-off "
                + line.handOff + qualification;
    }
}
