/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.sim.reference;

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
            "tools", "recipes", "maintenance", "route", "rework", "products", "sizes", "amhs", "layout", "constants");
    private static final List<String> OPTIONS = List.of("size", "carrierSize", "mark");

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
        putConstants(constants, tree);
        return tree;
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

    private static void putConstants(Map<String, Cells.Row> constants, Node tree) {
        Cells.Row share = constants.get("non_product_share");
        if (share != null) {
            share.putNumber(tree.section("line").section("starts"), "nonProductShare", "value", "", "line.starts");
        }
        Cells.Row carrier = constants.get("carrier_size");
        if (carrier != null) {
            carrier.putNumber(tree.section("carrier"), "size", "value", "", "carrier");
        }
        Cells.Row transport = constants.get("transport_min");
        if (transport != null && !tree.has("transport")) {
            transport.putNumber(tree.section("transport"), "mean", "value", "min", "transport");
        }
    }
}
