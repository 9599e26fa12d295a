/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.sim.reference;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.fabtwin.sim.scenario.DataFiles;
import org.fabtwin.sim.scenario.Node;
import org.fabtwin.sim.scenario.Problems;

/** defects.csv, systematic.csv, edge_placement.csv and bins.csv: what is lost, and what good dies are sold as. */
final class YieldRows {
    static final List<String> DEFECTS = List.of("tool", "layer_group", "kill_ratio");
    static final List<String> DEFECT_COLUMNS =
            List.of("class", "defects_per_cm2_step_pilot", "defects_per_cm2_step_mature");
    static final List<String> SYSTEMATIC = List.of("loss", "share_pct");
    static final List<String> SYSTEMATIC_COLUMNS = List.of("product", "step", "from_mm", "to_mm");
    static final List<String> PLACEMENT = List.of("via", "overlay", "margin_nm");
    static final List<String> PLACEMENT_COLUMNS = List.of("width_1", "width_2", "roughness_nm");
    static final List<String> BINS = List.of("product", "bin");
    static final List<String> BIN_COLUMNS = List.of("speed_min_pct", "leak_max_ratio");

    private static final String DEFECT_STATE = "defects";
    private static final List<String> STATES = List.of("pilot", "mature");

    private final Problems problems;

    YieldRows(Problems problems) {
        this.problems = problems;
    }

    /** @param modules modules of each layer group. */
    void readDefects(Cells rows, DataFiles data, Map<String, List<String>> modules, Node tree) {
        Optional<Node> state = data.option(DEFECT_STATE);
        if (state.isPresent() && !STATES.contains(state.get().text())) {
            problems.unknown(state.get(), "data.options." + DEFECT_STATE, "one of pilot, mature", STATES);
            return;
        }
        String column = "defects_per_cm2_step_" + state.map(Node::text).orElse(STATES.get(0));
        Node sources = tree.section("defects").section("sources");
        for (Cells.Row row : rows.rows()) {
            String name = row.text("tool") + "." + row.text("layer_group");
            List<String> ofGroup = modules.get(row.text("layer_group"));
            if (ofGroup == null) {
                problems.unknown(
                        row.cell("layer_group"), "defects.sources", "a layer_group of modules.csv", modules.keySet());
                continue;
            }
            Node source = row.map("tool");
            String path = "defects.sources." + name;
            source.put("tool", row.cell("tool"));
            Node steps = Node.list(row.position("layer_group"));
            ofGroup.forEach(module -> steps.add(row.computed(module + ".*", "layer_group")));
            source.put("steps", steps);
            if (!row.isBlank("class")) {
                source.put("class", row.cell("class"));
            }
            row.putNumber(source, "density", column, "/cm2", path);
            row.putNumber(source, "kill", "kill_ratio", "", path);
            sources.put(name, source);
        }
    }

    void readSystematic(Cells rows, Node tree) {
        Node losses = tree.section("systematicLosses");
        for (Cells.Row row : rows.rows()) {
            String name = row.name("loss", "systematicLosses", losses.keys());
            if (name != null) {
                String path = "systematicLosses." + name;
                Node loss = row.map("loss");
                putText(row, loss, "product", "product");
                putText(row, loss, "step", "step");
                row.putNumber(loss, "share", "share_pct", "%", path);
                row.putNumber(loss, "from", "from_mm", "mm", path);
                row.putNumber(loss, "to", "to_mm", "mm", path);
                losses.put(name, loss);
            }
        }
    }

    private static void putText(Cells.Row row, Node map, String field, String column) {
        if (!row.isBlank(column)) {
            map.put(field, row.cell(column));
        }
    }

    void readPlacement(Cells rows, Node tree) {
        Node placements = tree.section("edgePlacement");
        for (Cells.Row row : rows.rows()) {
            String name = row.name("via", "edgePlacement", placements.keys());
            if (name != null) {
                Node placement = row.map("via");
                String path = "edgePlacement." + name;
                putText(row, placement, "overlay", "overlay");
                Node widths = Node.list(row.position("via"));
                for (String column : List.of("width_1", "width_2")) {
                    if (!row.isBlank(column)) {
                        widths.add(row.cell(column));
                    }
                }
                placement.put("widths", widths);
                row.putNumber(placement, "roughness", "roughness_nm", "nm", path);
                row.putNumber(placement, "margin", "margin_nm", "nm", path);
                placements.put(name, placement);
            }
        }
    }

    void readBins(Cells rows, Node tree) {
        Node products = tree.section("products");
        for (Cells.Row row : rows.rows()) {
            String product = row.text("product");
            if (!products.has(product)) {
                problems.unknown(row.cell("product"), "products", "a product of products.csv", products.keys());
                continue;
            }
            Node bins = products.get(product).section("bins");
            String path = "products." + product + ".bins";
            String name = row.name("bin", path, bins.keys());
            if (name != null) {
                Node bin = row.map("bin");
                row.putSigned(bin, "speed", "speed_min_pct", "%", path + "." + name);
                row.putNumber(bin, "leakage", "leak_max_ratio", "", path + "." + name);
                bins.put(name, bin);
            }
        }
    }
}
