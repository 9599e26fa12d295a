/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.sim.reference;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.fabtwin.sim.scenario.DataFiles;
import org.fabtwin.sim.scenario.DataReader;
import org.fabtwin.sim.scenario.Node;
import org.fabtwin.sim.scenario.Problems;

/**
 * Makes a scenario of tables: tools, recipes, maintenance, route, rework, products, sizes, amhs, layout and constants, each a CSV file
 * with the columns of docs/LINE-CSV.md. Only the columns named there as needed must be there; others that it names are
 * used when they are, and columns that it does not name are left alone.
 *
 * <p>Options: {@code size} chooses rows of sizes and amhs, {@code carrierSize} rows of amhs, {@code mark} is the source of
 * rows without a column {@code mark}.
 */
public final class LineCsvReader implements DataReader {
    private static final List<String> FILES = List.of(
            "tools",
            "recipes",
            "maintenance",
            "route",
            "rework",
            "products",
            "sizes",
            "amhs",
            "layout",
            "constants",
            "modules",
            "parameters",
            "variation",
            "queueEffects",
            "defects",
            "systematic",
            "edgePlacement",
            "bins");
    private static final List<String> OPTIONS = List.of("size", "carrierSize", "defects", "mark");

    @Override
    public Set<String> files() {
        return new LinkedHashSet<>(FILES);
    }

    @Override
    public Set<String> options() {
        return new LinkedHashSet<>(OPTIONS);
    }

    @Override
    public Node read(DataFiles data, Problems problems) {
        Node tree = Node.map(data.position());
        data.option("mark").ifPresent(mark -> tree.mark(mark.text()));
        Map<String, Cells.Row> constants = constants(data, problems);
        boolean byDistance = new LayoutRows(data, problems, constants).read(tree);
        Map<String, Integer> counts = new SizeRows(data, problems, byDistance).read(tree);
        RecipeRows recipes = new RecipeRows(problems);
        Cells.of(data, "recipes", problems, List.of("recipe", "tool"), RecipeRows.COLUMNS)
                .ifPresent(rows -> recipes.read(rows, tree));
        Cells.of(data, "tools", problems, List.of("key", "kind"), ToolRows.COLUMNS)
                .ifPresent(rows -> new ToolRows(problems, constants, recipes).read(rows, tree));
        Cells.of(data, "maintenance", problems, MaintenanceRows.NEEDED, MaintenanceRows.COLUMNS)
                .ifPresent(rows -> new MaintenanceRows(problems, counts).read(rows, tree));
        RouteRows route = new RouteRows(problems, recipes);
        Cells.of(data, "route", problems, List.of("name", "tool", "recipe"), RouteRows.COLUMNS)
                .ifPresent(rows -> route.read(rows, tree));
        Cells.of(data, "rework", problems, List.of("name", "tool", "recipe"), List.of())
                .ifPresent(rows -> route.readRework(rows, tree));
        Cells.of(data, "products", problems, List.of("key"), ProductRows.COLUMNS)
                .ifPresent(rows -> new ProductRows(problems, route).read(rows, tree));
        readProcess(data, problems, tree);
        Cells.of(data, "parameters", problems, ProcessRows.PARAMETERS, ControlRows.COLUMNS)
                .ifPresent(rows -> new ControlRows(constants).read(rows, tree));
        putConstants(constants, tree);
        return tree;
    }

    private static void readProcess(DataFiles data, Problems problems, Node tree) {
        ProcessRows process = new ProcessRows(problems);
        Cells.of(data, "parameters", problems, ProcessRows.PARAMETERS, ProcessRows.PARAMETER_COLUMNS)
                .ifPresent(rows -> process.readParameters(rows, tree));
        Cells.of(data, "variation", problems, ProcessRows.VARIATION, ProcessRows.VARIATION_COLUMNS)
                .ifPresent(rows -> process.readVariation(rows, tree));
        Cells.of(data, "queueEffects", problems, ProcessRows.EFFECTS, ProcessRows.EFFECT_COLUMNS)
                .ifPresent(rows -> process.readEffects(rows, tree));
        YieldRows yield = new YieldRows(problems);
        Map<String, List<String>> modules = modules(data, problems);
        Cells.of(data, "defects", problems, YieldRows.DEFECTS, YieldRows.DEFECT_COLUMNS)
                .ifPresent(rows -> yield.readDefects(rows, data, modules, tree));
        Cells.of(data, "systematic", problems, YieldRows.SYSTEMATIC, YieldRows.SYSTEMATIC_COLUMNS)
                .ifPresent(rows -> yield.readSystematic(rows, tree));
        Cells.of(data, "edgePlacement", problems, YieldRows.PLACEMENT, YieldRows.PLACEMENT_COLUMNS)
                .ifPresent(rows -> yield.readPlacement(rows, tree));
        Cells.of(data, "bins", problems, YieldRows.BINS, YieldRows.BIN_COLUMNS)
                .ifPresent(rows -> yield.readBins(rows, tree));
    }

    /** Modules by their layer group. */
    private static Map<String, List<String>> modules(DataFiles data, Problems problems) {
        Map<String, List<String>> modules = new LinkedHashMap<>();
        Cells.of(data, "modules", problems, List.of("module", "layer_group"), List.of())
                .ifPresent(rows -> rows.rows()
                        .forEach(row -> modules.computeIfAbsent(row.text("layer_group"), unused -> new ArrayList<>())
                                .add(row.text("module"))));
        return modules;
    }

    private static Map<String, Cells.Row> constants(DataFiles data, Problems problems) {
        Map<String, Cells.Row> constants = new LinkedHashMap<>();
        Cells.of(data, "constants", problems, List.of("name", "value"), List.of())
                .ifPresent(rows -> {
                    for (Cells.Row row : rows.rows()) {
                        constants.put(row.text("name"), row);
                    }
                });
        return constants;
    }

    private static void putConstant(
            Map<String, Cells.Row> constants, String name, Node tree, String section, String field, String unit) {
        if (constants.containsKey(name) && tree.has(section)) {
            constants.get(name).putSigned(tree.section(section), field, "value", unit, section);
        }
    }

    private static void putConstants(Map<String, Cells.Row> constants, Node tree) {
        Cells.Row share = constants.get("non_product_share");
        if (share != null) {
            share.putNumber(tree.section("line").section("starts"), "nonProductShare", "value", "", "line.starts");
        }
        Cells.Row carrier = constants.get("carrier_size");
        if (carrier != null) {
            carrier.putNumber(tree.section("carrier"), "size", "value", "", "carrier");
        }
        putConstant(constants, "subthreshold_swing_mv_dec", tree, "sensitivity", "subthresholdSwing", "mV");
        putConstant(constants, "speed_pct_per_mv", tree, "sensitivity", "speedPerVt", "%/mV");
        Cells.Row alpha = constants.get("clustering_alpha");
        if (alpha != null && tree.has("defects")) {
            alpha.putNumber(tree.section("defects").section("clustering"), "alpha", "value", "", "defects.clustering");
        }
        Cells.Row transport = constants.get("transport_min");
        if (transport != null && !tree.has("transport")) {
            transport.putNumber(tree.section("transport"), "mean", "value", "min", "transport");
        }
    }
}
