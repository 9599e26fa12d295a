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
    static final List<String> COLUMNS =
            List.of("starts_share", "normal_share", "hot_share", "bullet_share", "layer_skips", "mark");

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
        if (!row.isBlank("layer_skips")) {
            product.put("skips", skips(row, path + ".skips"));
        }
        return product;
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
