/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.sim.reference;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.fabtwin.sim.scenario.NearestName;
import org.fabtwin.sim.scenario.Node;
import org.fabtwin.sim.scenario.Problem;
import org.fabtwin.sim.scenario.Problems;

/** products.csv: mix, priorities, layers that a product skips. */
final class ProductRows {
    static final List<String> COLUMNS = List.of(
            "starts_share",
            "normal_share",
            "hot_share",
            "bullet_share",
            "layer_skips",
            "die_width_mm",
            "die_height_mm",
            "scribe_mm",
            "edge_exclusion_mm",
            "harvest_blocks",
            "harvest_needed",
            "harvest_fatal_area_share",
            "vt_limit_mv",
            "speed_min_pct",
            "leak_max_ratio",
            "rvia_max_pct",
            "mark");

    private final Problems problems;
    private final RouteRows route;

    ProductRows(Problems problems, RouteRows route) {
        this.problems = problems;
        this.route = route;
    }

    void read(Cells rows, Node tree) {
        Set<String> taken = new LinkedHashSet<>();
        for (Cells.Row row : rows.rows()) {
            String name = row.name("key", "products", taken);
            if (name != null) {
                taken.add(name);
                tree.section("products").put(name, product(row, "products." + name));
            }
        }
    }

    private Node product(Cells.Row row, String path) {
        Node product = row.map("key");
        row.putNumber(product, "mix", "starts_share", "", path);
        Node priorities = row.map("normal_share");
        for (String priority : List.of("normal", "hot", "bullet")) {
            row.putNumber(priorities, priority, priority + "_share", "", path + ".priorities");
        }
        if (!priorities.keys().isEmpty()) {
            product.put("priorities", priorities);
        }
        putDie(row, product, path);
        if (!row.isBlank("layer_skips")) {
            product.put("skips", skips(row, path + ".skips"));
        }
        return product;
    }

    private static void putDie(Cells.Row row, Node product, String path) {
        Node die = row.map("key");
        row.putNumber(die, "width", "die_width_mm", "mm", path + ".die");
        row.putNumber(die, "height", "die_height_mm", "mm", path + ".die");
        row.putNumber(die, "scribe", "scribe_mm", "mm", path + ".die");
        row.putNumber(die, "edgeExclusion", "edge_exclusion_mm", "mm", path + ".die");
        put(product, "die", die);
        Node harvest = row.map("key");
        row.putNumber(harvest, "blocks", "harvest_blocks", "", path + ".harvest");
        row.putNumber(harvest, "needed", "harvest_needed", "", path + ".harvest");
        row.putNumber(harvest, "fatalAreaShare", "harvest_fatal_area_share", "", path + ".harvest");
        put(product, "harvest", harvest);
        Node limits = row.map("key");
        row.putNumber(limits, "vt", "vt_limit_mv", "mV", path + ".limits");
        row.putSigned(limits, "speed", "speed_min_pct", "%", path + ".limits");
        row.putNumber(limits, "leakage", "leak_max_ratio", "", path + ".limits");
        row.putNumber(limits, "viaResistance", "rvia_max_pct", "%", path + ".limits");
        put(product, "limits", limits);
    }

    private static void put(Node product, String field, Node section) {
        if (!section.keys().isEmpty()) {
            product.put(field, section);
        }
    }

    private Node skips(Cells.Row row, String path) {
        Node skips = Node.list(row.position("layer_skips"));
        for (String layer : row.text("layer_skips").split("\\|")) {
            List<String> steps = route.stepsOf(layer.trim());
            if (steps.isEmpty()) {
                List<String> known = route.layers();
                problems.add(new Problem(
                        row.position("layer_skips"),
                        path,
                        "'" + layer + "'",
                        "MODULE.LAYER or MODULE.* of the route",
                        NearestName.of(layer, known)));
            }
            steps.forEach(step -> skips.add(row.computed(step, "layer_skips")));
        }
        return skips;
    }
}
