/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.sim.scenario;

import java.util.ArrayList;
import java.util.List;
import org.fabtwin.core.line.definition.DistributionDefinition;
import org.fabtwin.core.line.definition.LayoutDefinition;
import org.fabtwin.core.line.definition.LayoutDefinition.PlaceDefinition;
import org.fabtwin.core.line.definition.LineDefinition;
import org.fabtwin.core.line.definition.LineDefinition.ToolGroupDefinition;
import org.fabtwin.core.line.definition.LineDefinition.TransportDefinition;
import org.fabtwin.core.line.definition.Tunable;
import org.fabtwin.core.random.Distribution;

/** Compiles {@code transport} (one time for all, or by distance over {@code layout}) and {@code transports}. */
final class TransportCompiler {
    private static final double MOST_MM = 1e8;

    private final Fields root;
    private final LineDefinition definition;
    private final ToolCompiler tools;

    TransportCompiler(final Fields root, final LineDefinition definition, final ToolCompiler tools) {
        this.root = root;
        this.definition = definition;
        this.tools = tools;
    }

    void compile() {
        final List<String> locations = definition.toolGroups.stream()
                .map(group -> group.location)
                .distinct()
                .toList();
        final Node written = root.get("transport");
        if (written != null && written.isMap() && !written.has("mean") && written.has("speed")) {
            byDistance(root.section("transport"));
        } else if (written != null) {
            oneForAll(written, locations);
        }
        betweenPairs(locations);
    }

    private void oneForAll(final Node written, final List<String> locations) {
        // A plain time is the mean: the parameter is called the same in both forms.
        final Node map = written.isMap()
                ? written
                : Node.map(written.position()).mark(written.mark()).put("mean", written);
        final DistributionDefinition time =
                new Fields(map, "transport", root.problems()).asDistribution(Distribution.CONSTANT, "transport.mean");
        if (time == null) {
            return;
        }
        for (final String from : locations) {
            for (final String to : locations) {
                definition.transports.add(new TransportDefinition(from, to, time));
            }
        }
    }

    /** Transports between two locations, instead of one time for all. */
    private void betweenPairs(final List<String> locations) {
        final Fields rows = root.section("transports");
        if (root.has("transport") && root.has("transports")) {
            root.problems().add(root.get("transports"), "transports", "no transports beside transport: one of the two");
        }
        for (final String name : rows.node().keys()) {
            final Fields row = rows.section(name);
            row.required("from", "the location that the carrier leaves");
            row.required("to", "the location that it goes to");
            row.required("time", "the time that it takes, for example '5 min'");
            final String from = row.name("from", "the location of a tool family", locations);
            final String to = row.name("to", "the location of a tool family", locations);
            final DistributionDefinition time = row.distribution("time", Distribution.CONSTANT);
            if (from != null && to != null && time != null) {
                definition.transports.add(new TransportDefinition(from, to, time));
            }
        }
    }

    private void byDistance(final Fields transport) {
        final LayoutDefinition layout = new LayoutDefinition();
        layout.speed = transport.number("speed", "m/s", 1e-3, 1e3);
        layout.transferTime = transport.time("transfer");
        layout.dispatchTime = transport.time("dispatch");
        layout.waitTime = transport.time("wait");
        layout.stockerShare = transport.share("stockerShare");
        layout.stockerTime = transport.time("stockerTime");
        final Fields places = root.section("layout");
        places(places.section("tools"), layout.tools);
        places(places.section("stockers"), layout.stockers);
        for (final String tool : places.section("tools").node().keys()) {
            checkFamily(places.section("tools"), tool);
        }
        for (final ToolGroupDefinition group : definition.toolGroups) {
            if (layout.tools.stream().noneMatch(place -> isOf(place.name(), group))) {
                root.problems()
                        .missing(
                                transport.node().position(),
                                "layout.tools",
                                "a place {x, y} for a tool of " + group.name + ": transport goes by distance");
            }
        }
        if (layout.stockerShare != null && layout.stockerShare.value() > 0 && layout.stockers.isEmpty()) {
            root.problems()
                    .add(
                            transport.get("stockerShare"),
                            transport.path("stockerShare"),
                            "0 where layout.stockers is empty");
        }
        if (layout.speed != null && root.problems().count() == 0) {
            definition.layout = layout;
        }
    }

    private static boolean isOf(final String tool, final ToolGroupDefinition group) {
        return group.toolNames.isEmpty() ? tool.startsWith(group.name + "-") : group.toolNames.contains(tool);
    }

    private void checkFamily(final Fields places, final String tool) {
        // A line with fewer tools than its layout has places is a line to experiment with.
        if (definition.toolGroups.stream().noneMatch(group -> isOf(tool, group))) {
            root.problems()
                    .unknown(
                            places.node().keyPosition(tool),
                            places.path(tool),
                            tool,
                            "a tool of one of the families",
                            tools.families());
        }
    }

    private static void places(final Fields section, final List<PlaceDefinition> list) {
        for (final String name : section.node().keys()) {
            final Fields place = section.section(name);
            final List<Double> xy = new ArrayList<>();
            for (final String key : List.of("x", "y")) {
                place.required(key, "a length with its unit, for example '12 m'");
                final Tunable written = place.number(key, "m", -MOST_MM / 1000, MOST_MM / 1000, false);
                xy.add(written == null ? 0 : written.value());
            }
            list.add(new PlaceDefinition(name, xy.get(0), xy.get(1)));
        }
    }
}
