/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.sim.capacity;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.fabtwin.core.line.HandOff;
import org.fabtwin.core.line.definition.LineDefinition;
import org.fabtwin.core.line.definition.LineDefinition.OrderDefinition;
import org.fabtwin.core.line.definition.LineDefinition.ProductDefinition;

/** What {@code fab capacity} prints: a table, busiest tool group first, or JSON with the keys of docs/CAPACITY.md. */
public final class CapacityReport {
    private static final double US_PER_HOUR = 3600e6;
    private static final double HOURS_PER_MONTH = 720;

    private final String scenario;
    private final LineCapacity capacity;
    private final double maxLoad;
    private final int handOff;
    private final String unit;
    private final Map<String, RouteTime> products = new LinkedHashMap<>();
    private final Map<String, Integer> stepsOf = new LinkedHashMap<>();

    /**
     * @param scenario as the user named it.
     * @param maxLoad share of available time up to which tools may be loaded, for the tools needed.
     */
    public CapacityReport(String scenario, LineDefinition line, double maxLoad) {
        this.scenario = scenario;
        this.maxLoad = maxLoad;
        this.handOff = line.handOff;
        capacity = LineCapacity.of(line);
        unit = line.lotMode && line.orders.stream().allMatch(order -> order.wafers == 1) ? "lots" : "wafers";
        for (ProductDefinition product : line.products) {
            int wafers = 1;
            for (OrderDefinition order : line.orders) {
                wafers = order.product.equals(product.name) ? order.wafers : wafers;
            }
            products.put(product.name, RouteTime.of(line, product, line.lotMode ? wafers : 1));
            stepsOf.put(product.name, product.route.size());
        }
    }

    private List<GroupCapacity> byLoad() {
        List<GroupCapacity> groups = new ArrayList<>(capacity.groups());
        groups.sort(Comparator.comparingDouble(GroupCapacity::utilisation)
                .reversed()
                .thenComparing(GroupCapacity::name));
        return groups;
    }

    private double startsPerMonth() {
        return capacity.startsPerUs() * US_PER_HOUR * HOURS_PER_MONTH;
    }

    /** One object; shares are in percent, times in the unit that their key names. */
    public ObjectNode json() {
        ObjectNode root = JsonNodeFactory.instance.objectNode();
        root.put("scenario", scenario);
        root.put("tools", capacity.tools());
        root.put("waferStartsPerMonth", startsPerMonth());
        GroupCapacity bottleneck = capacity.bottleneck(false);
        if (bottleneck != null) {
            root.put("bottleneck", bottleneck.name());
            root.put("maxWaferStartsPerMonth", startsPerMonth() * bottleneck.growth(false));
            GroupCapacity withSetups = capacity.bottleneck(true);
            root.put("bottleneckWithSetups", withSetups.name());
            root.put("maxWaferStartsPerMonthWithSetups", startsPerMonth() * withSetups.growth(true));
        }
        root.put("maxLoad", 100 * maxLoad);
        ObjectNode groups = root.putObject("toolGroups");
        capacity.groups().forEach(group -> put(groups.putObject(group.name()), group));
        ObjectNode zeroLoad = root.putObject("products");
        products.forEach((name, time) -> put(zeroLoad.putObject(name), stepsOf.get(name), time));
        return root;
    }

    private void put(ObjectNode node, GroupCapacity group) {
        node.put("tools", group.tools());
        node.put("visitsPerWafer", group.visitsPerWafer());
        node.put("wafersPerHour", group.wafersPerHour());
        node.put("load", 100 * group.loadShare());
        node.put("breakdown", 100 * group.availability().unscheduled());
        node.put("pm", 100 * group.availability().scheduled());
        node.put("availability", 100 * group.availability().share());
        node.put("utilisation", 100 * group.utilisation());
        node.put("setup", 100 * group.setupShare());
        node.put("utilisationWithSetups", 100 * group.utilisationWithSetups());
        node.put("toolWafersPerHour", group.toolWafersPerHour());
        node.put("rawProcessMinutes", group.rawProcessTimeUs() / 60e6);
        node.put("processBound", 100 * group.processBoundShare());
        node.put("maxWafersPerHour", group.maxWafersPerHour());
        if (Double.isFinite(group.growth(false))) {
            node.put("growth", group.growth(false));
        }
        node.put("toolsNeeded", group.toolsNeeded(maxLoad, group.toolWafersPerHour()));
        if (group.hasPorts()) {
            double n = group.carrierSize();
            ObjectNode ports = node.putObject("ports");
            ports.put("carrierSize", n);
            ports.put("handOff", HandOff.name(handOff));
            ports.put("wafersPerHour", group.portWafersPerHour(handOff, n));
            ports.put("heldWafersPerHour", group.portHeldWafersPerHour(n));
            ports.put("heldToolsNeeded", group.toolsNeeded(maxLoad, group.portHeldWafersPerHour(n)));
            ports.put("bufferedWafersPerHour", group.portBufferedWafersPerHour(n));
            ports.put("bufferedToolsNeeded", group.toolsNeeded(maxLoad, group.portBufferedWafersPerHour(n)));
        }
    }

    private static void put(ObjectNode node, int steps, RouteTime time) {
        node.put("steps", steps);
        node.put("moves", time.moves());
        node.put("rawProcessHours", time.processUs() / US_PER_HOUR);
        node.put("rawProcessHoursMeasuredEverywhere", time.everywhereUs() / US_PER_HOUR);
        node.put("transportHours", time.transportUs() / US_PER_HOUR);
        node.put("zeroLoadDays", time.cycleTimeUs() / US_PER_HOUR / 24);
    }

    /** The table, with what its columns mean. */
    public String text() {
        StringBuilder out = new StringBuilder();
        line(out, "%s: %d tools, %.0f %s started in 30 days", scenario, capacity.tools(), startsPerMonth(), unit);
        out.append('\n');
        line(
                out,
                "%-14s%6s%8s%10s%8s%8s%8s%8s%8s%9s%7s%10s%10s",
                "tool group",
                "tools",
                "visits",
                "wafers/h",
                "load",
                "down",
                "pm",
                "avail",
                "util",
                "+setups",
                "need",
                "tool/h",
                "port/h");
        GroupCapacity bottleneck = capacity.bottleneck(false);
        for (GroupCapacity group : byLoad()) {
            line(
                    out,
                    "%-14s%6d%8.2f%10.2f%7.1f%%%7.1f%%%7.1f%%%7.1f%%%7.1f%%%8.1f%%%7d%10.2f%10s",
                    (group == bottleneck ? "*" : "") + group.name(),
                    group.tools(),
                    group.visitsPerWafer(),
                    group.wafersPerHour(),
                    100 * group.loadShare(),
                    100 * group.availability().unscheduled(),
                    100 * group.availability().scheduled(),
                    100 * group.availability().share(),
                    100 * group.utilisation(),
                    100 * group.utilisationWithSetups(),
                    group.toolsNeeded(maxLoad, group.toolWafersPerHour()),
                    group.toolWafersPerHour(),
                    throughPorts(group));
        }
        out.append('\n');
        bottlenecks(out, bottleneck);
        products.forEach((name, time) -> line(
                out,
                "%s: %d steps, %.1f moves, raw process time %.1f h (%.1f h with every wafer measured), transport %.1f h,"
                        + " zero-load cycle time %.2f d",
                name,
                stepsOf.get(name),
                time.moves(),
                time.processUs() / US_PER_HOUR,
                time.everywhereUs() / US_PER_HOUR,
                time.transportUs() / US_PER_HOUR,
                time.cycleTimeUs() / US_PER_HOUR / 24));
        out.append('\n');
        legend(out);
        return out.toString();
    }

    private String throughPorts(GroupCapacity group) {
        return group.hasPorts()
                ? String.format(Locale.ROOT, "%.2f", group.portWafersPerHour(handOff, group.carrierSize()))
                : "-";
    }

    private void bottlenecks(StringBuilder out, GroupCapacity bottleneck) {
        if (bottleneck == null) {
            line(out, "Nothing is released.");
            return;
        }
        line(
                out,
                "* bottleneck %s: no time left at %.0f %s started in 30 days (%.2f times the present ones)",
                bottleneck.name(),
                startsPerMonth() * bottleneck.growth(false),
                unit,
                bottleneck.growth(false));
        GroupCapacity withSetups = capacity.bottleneck(true);
        line(
                out,
                "  with setups %s: no time left at %.0f",
                withSetups.name(),
                startsPerMonth() * withSetups.growth(true));
    }

    private void legend(StringBuilder out) {
        line(out, "load, down (breakdowns), pm (maintenance) and avail are shares of calendar time at these releases;");
        line(out, "util = load / avail; +setups adds the setups of carriers served first in, first out;");
        line(
                out,
                "need = tools so that util stays within %.0f %%; tool/h = wafers of a tool that never stops;",
                100 * maxLoad);
        line(out, "port/h = the same as far as its load ports allow with hand-off %s.", HandOff.name(handOff));
    }

    private static void line(StringBuilder out, String format, Object... values) {
        out.append(String.format(Locale.ROOT, format, values)).append('\n');
    }
}
