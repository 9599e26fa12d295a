/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.sim.capacity;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.fabtwin.core.line.definition.LineDefinition;
import org.fabtwin.core.line.definition.LineDefinition.OrderDefinition;
import org.fabtwin.core.line.definition.LineDefinition.ProductDefinition;
import org.fabtwin.core.line.definition.LineDefinition.StepDefinition;
import org.fabtwin.core.line.definition.LineDefinition.ToolGroupDefinition;

/**
 * Load of every tool group and the bottleneck, computed from a definition. Orders that release nothing by themselves (no
 * interval, or no releases) and initial lots don't count; an order with a last release counts as if it went on.
 */
public final class LineCapacity {
    private final List<GroupCapacity> groups;
    private final double startsPerUs;
    private final boolean lotMode;

    private LineCapacity(List<GroupCapacity> groups, double startsPerUs, boolean lotMode) {
        this.groups = groups;
        this.startsPerUs = startsPerUs;
        this.lotMode = lotMode;
    }

    public static LineCapacity of(LineDefinition line) {
        LineIndex index = new LineIndex(line);
        Map<String, GroupLoad> loads = new LinkedHashMap<>();
        for (ToolGroupDefinition group : line.toolGroups) {
            loads.put(group.name, new GroupLoad(group, line.setupTimes));
        }
        Map<String, RouteVisits> visits = new LinkedHashMap<>();
        double starts = 0;
        for (OrderDefinition order : line.orders) {
            double carriers = carriersPerUs(order);
            if (carriers > 0) {
                ProductDefinition product = index.product(order.product);
                RouteVisits ofRoute = visits.computeIfAbsent(order.product, name -> RouteVisits.of(product));
                int most = Math.max(order.wafers, order.wafersMaximum);
                double ofSize = carriers / (most - order.wafers + 1);
                for (int wafers = order.wafers; wafers <= most; wafers++) {
                    add(line, index, loads, product, ofRoute, wafers, ofSize);
                    starts += ofSize * wafers;
                }
            }
        }
        List<GroupCapacity> groups = new ArrayList<>();
        for (GroupLoad load : loads.values()) {
            groups.add(new GroupCapacity(load, starts));
        }
        return new LineCapacity(List.copyOf(groups), starts, line.lotMode);
    }

    private static double carriersPerUs(OrderDefinition order) {
        double intervalUs = Expected.of(order.interval);
        return order.releases == 0 || intervalUs == 0 ? 0 : order.lotsPerRelease / intervalUs;
    }

    private static void add(
            LineDefinition line,
            LineIndex index,
            Map<String, GroupLoad> loads,
            ProductDefinition product,
            RouteVisits visits,
            int wafers,
            double carriers) {
        int i = 0;
        for (StepDefinition step : product.route) {
            add(line, index, loads, step, carriers, wafers, visits.visits(i++));
        }
        for (StepDefinition step : product.rework) {
            add(line, index, loads, step, carriers, wafers, visits.reworks() * Expected.of(step.sampling, 1));
        }
    }

    private static void add(
            LineDefinition line,
            LineIndex index,
            Map<String, GroupLoad> loads,
            StepDefinition step,
            double carriers,
            int wafers,
            double visits) {
        GroupLoad load = loads.get(step.toolGroup);
        load.add(step, index.recipeTime(step), carriers, wafers, visits, index.aloneUs(step, 1), line.lotMode);
    }

    /** One per tool group, in the definition's order. */
    public List<GroupCapacity> groups() {
        return groups;
    }

    /** Null when there is none of that name. */
    public GroupCapacity group(String name) {
        for (GroupCapacity group : groups) {
            if (group.name().equals(name)) {
                return group;
            }
        }
        return null;
    }

    /** Wafers started per microsecond, all orders. */
    public double startsPerUs() {
        return startsPerUs;
    }

    public boolean isLotMode() {
        return lotMode;
    }

    /** Tools of all groups. */
    public int tools() {
        int sum = 0;
        for (GroupCapacity group : groups) {
            sum += group.tools();
        }
        return sum;
    }

    /** The group that runs out of time first when releases grow; null when nothing is released. */
    public GroupCapacity bottleneck(boolean withSetups) {
        GroupCapacity tightest = null;
        for (GroupCapacity group : groups) {
            if (Double.isFinite(group.growth(withSetups))
                    && (tightest == null || group.growth(withSetups) < tightest.growth(withSetups))) {
                tightest = group;
            }
        }
        return tightest;
    }
}
