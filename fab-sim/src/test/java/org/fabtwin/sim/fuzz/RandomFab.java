/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.sim.fuzz;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.fabtwin.core.line.Criterion;
import org.fabtwin.core.line.ToolKind;
import org.fabtwin.core.line.definition.DistributionDefinition;
import org.fabtwin.core.line.definition.LayoutDefinition;
import org.fabtwin.core.line.definition.LayoutDefinition.PlaceDefinition;
import org.fabtwin.core.line.definition.LineDefinition;
import org.fabtwin.core.line.definition.LineDefinition.BreakdownDefinition;
import org.fabtwin.core.line.definition.LineDefinition.MaintenanceDefinition;
import org.fabtwin.core.line.definition.LineDefinition.OrderDefinition;
import org.fabtwin.core.line.definition.LineDefinition.StageDefinition;
import org.fabtwin.core.line.definition.LineDefinition.ToolGroupDefinition;
import org.fabtwin.core.line.definition.LineDefinition.TransportDefinition;
import org.fabtwin.core.line.definition.Tunable;
import org.fabtwin.core.random.Distribution;

/** A small fab made of a seed: tools of every kind, stops, transport and releases; {@link RandomRoute} makes its routes. */
final class RandomFab {
    private static final int[] WAFER_KINDS = {ToolKind.CASCADE, ToolKind.CLUSTER, ToolKind.SERIAL};
    private static final int[] LOT_KINDS = {ToolKind.SINGLE, ToolKind.TWO_SLOT_CASCADE, ToolKind.BATCH};
    private static final int[] LAWS = {
        Distribution.CONSTANT, Distribution.EXPONENTIAL, Distribution.UNIFORM, Distribution.LOGNORMAL
    };

    final LineDefinition definition = new LineDefinition();
    final SplittableRandom random;
    /** For what was added later, so that the rest of a seed's fab stays as it was. */
    final SplittableRandom addedLater;

    private RandomFab(final long seed) {
        random = new SplittableRandom(seed);
        addedLater = new SplittableRandom(~seed);
    }

    static LineDefinition of(final long seed) {
        final RandomFab fab = new RandomFab(seed);
        fab.build(seed);
        return fab.definition;
    }

    private void build(final long seed) {
        definition.name = "fuzz-" + seed;
        definition.lotMode = chance(0.2);
        definition.eventDetail = random.nextInt(4);
        definition.handOff = below(3);
        final int groups = 2 + random.nextInt(5);
        for (int g = 0; g < groups; g++) {
            group("G" + g);
        }
        transport();
        final int products = 1 + random.nextInt(3);
        for (int p = 0; p < products; p++) {
            new RandomRoute(this, "P" + p).build();
        }
        if (!definition.lotMode && chance(0.6)) {
            new RandomProcess(this).build();
        }
        final int orders = products + random.nextInt(2);
        for (int o = 0; o < orders; o++) {
            order("O" + o, "P" + o % products);
        }
    }

    boolean chance(final double probability) {
        return random.nextDouble() < probability;
    }

    int below(final int bound) {
        return random.nextInt(bound);
    }

    Tunable minutes(final String path, final double value) {
        return Tunable.time(path, "min", value);
    }

    DistributionDefinition time(final String path, final double mean) {
        final int law = LAWS[below(LAWS.length)];
        return switch (law) {
            case Distribution.UNIFORM ->
                DistributionDefinition.of(law, minutes(path, mean), minutes(path + ".halfWidth", mean / 3));
            case Distribution.LOGNORMAL ->
                DistributionDefinition.of(law, minutes(path, mean), Tunable.number(path + ".cv", 0.8));
            default -> DistributionDefinition.of(law, minutes(path, mean));
        };
    }

    private void group(final String name) {
        final ToolGroupDefinition group = new ToolGroupDefinition();
        group.name = name;
        group.location = "L" + below(2);
        group.kind = definition.lotMode || chance(0.3)
                ? LOT_KINDS[below(LOT_KINDS.length)]
                : WAFER_KINDS[below(WAFER_KINDS.length)];
        group.count = 1 + below(3);
        final String path = "tools." + name;
        if (group.kind == ToolKind.CLUSTER) {
            group.stages.add(new StageDefinition("", 1 + below(4)));
        } else if (group.kind == ToolKind.SERIAL) {
            for (int stage = 0; stage <= 1 + below(2); stage++) {
                group.stages.add(new StageDefinition("s" + stage, 1 + below(2)));
            }
        }
        if (ToolKind.isFlowLine(group.kind) && chance(0.7)) {
            group.exchangeTime = minutes(path + ".exchange", 0.2);
            group.feedInterval = minutes(path + ".feed", 0.4);
            group.entryTime = minutes(path + ".entry", 0.5);
            group.exitTime = minutes(path + ".exit", 0.5);
            group.transferTime = minutes(path + ".transfer", 0.1);
        }
        if (chance(0.4)) {
            group.loadPorts = 1 + below(4);
            group.portExchangeTime = minutes(path + ".ports", random.nextDouble() * 3);
        }
        if ((group.kind == ToolKind.CLUSTER || group.kind == ToolKind.SERIAL) && chance(0.5)) {
            detailed(group, path);
        }
        if (chance(0.5)) {
            group.setupTime = minutes(path + ".setup", random.nextDouble() * 10);
        }
        if (group.kind == ToolKind.CASCADE && chance(0.6)) {
            group.reticleCopies = 1 + below(2);
            group.reticleMoveTime = minutes(path + ".reticles", random.nextDouble() * 20);
        }
        final List<Integer> all = new ArrayList<>();
        for (int criterion = 0; criterion < Criterion.names().size(); criterion++) {
            all.add(criterion);
        }
        for (int rank = below(4); rank > 0; rank--) {
            group.criteria.add(all.remove(below(all.size())));
        }
        stops(group, path, false);
        if (group.kind == ToolKind.CLUSTER || group.kind == ToolKind.SERIAL) {
            stops(group, path + ".chambers", true);
        }
        definition.toolGroups.add(group);
    }

    /** Wafers move in the tool one action after the other. */
    private void detailed(final ToolGroupDefinition group, final String path) {
        group.detailed = true;
        group.handling.arms = 1 + below(2);
        group.handling.action = minutes(path + ".robot", random.nextDouble() / 5);
        group.handling.frontArms = 1 + below(2);
        group.handling.frontAction = minutes(path + ".front", random.nextDouble() / 5);
        group.handling.locks = below(4);
        group.handling.slots = 1 + below(3);
        group.handling.pump = minutes(path + ".pump", random.nextDouble() * 1.5);
        group.handling.vent = minutes(path + ".vent", random.nextDouble());
        group.handling.extraLatency = minutes(path + ".extra", random.nextDouble());
    }

    private void stops(final ToolGroupDefinition group, final String path, final boolean perChamber) {
        if (chance(0.6)) {
            final BreakdownDefinition breakdown = new BreakdownDefinition();
            breakdown.name = path + ".breakdown";
            breakdown.perChamber = perChamber;
            breakdown.busyTime = !perChamber && chance(0.3);
            breakdown.timeToFailure = time(path + ".mtbf", 200 + below(2000));
            breakdown.timeToRepair = time(path + ".mttr", 5 + below(60));
            group.breakdowns.add(breakdown);
        }
        for (int items = below(3); items > 0; items--) {
            final String item = path + ".pm" + items;
            final MaintenanceDefinition maintenance = new MaintenanceDefinition();
            maintenance.name = item;
            maintenance.perChamber = perChamber;
            maintenance.byWafers = chance(0.5);
            maintenance.period = maintenance.byWafers
                    ? Tunable.number(item + ".period", 5 + below(60))
                    : minutes(item + ".period", 200 + below(2000));
            maintenance.duration = time(item + ".duration", 5 + below(40));
            if (ToolKind.isFlowLine(group.kind) && chance(0.3)) {
                maintenance.seasoningWafers = Tunable.number(item + ".season", below(4));
            }
            group.maintenance.add(maintenance);
        }
    }

    private void transport() {
        switch (below(3)) {
            case 0 -> {}
            case 1 -> {
                for (int pair = 0; pair < 4; pair++) {
                    final String path = "transport." + pair;
                    definition.transports.add(
                            new TransportDefinition("L" + pair / 2, "L" + pair % 2, time(path, 1 + below(8))));
                }
            }
            default -> {
                final LayoutDefinition layout = new LayoutDefinition();
                layout.speed = Tunable.number("transport.speed", 1e-3);
                layout.transferTime = minutes("transport.transfer", 0.4);
                layout.waitTime = minutes("transport.wait", random.nextDouble());
                layout.stockerShare = Tunable.share("transport.stockerShare", 0.5);
                layout.stockers.add(new PlaceDefinition("ST", 5_000, 0));
                for (final ToolGroupDefinition group : definition.toolGroups) {
                    layout.tools.add(new PlaceDefinition(group.name + "-01", below(100_000), below(100_000)));
                }
                definition.layout = layout;
            }
        }
    }

    private void order(final String name, final String product) {
        final OrderDefinition order = new OrderDefinition();
        order.name = name;
        order.product = product;
        order.priority = 10 * below(3);
        order.wafers =
                definition.lotMode ? 1 + below(25) : List.of(1, 1, 2, 5, 13, 25).get(below(6));
        order.releases = 3 + below(12);
        if (chance(0.3)) {
            order.lotsInLine = Tunable.number("releases." + name + ".conwip", 1 + below(5));
        } else {
            order.interval = time("releases." + name + ".every", 20 + below(200));
        }
        if (chance(0.5)) {
            order.dueAfter = minutes("releases." + name + ".dueAfter", 500 + below(3000));
        }
        order.lotsPerRelease = 1 + below(2);
        definition.orders.add(order);
    }
}
