/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.sim.reference;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.fabtwin.sim.scenario.Node;
import org.fabtwin.sim.scenario.Problem;
import org.fabtwin.sim.scenario.Problems;

/** recipes.csv: process times. The stages of a serial tool are those of its first recipe. */
final class RecipeRows {
    static final List<String> COLUMNS =
            List.of("chamber_s", "stages", "interval_s", "latency_s", "spread_cv", "setup_group", "mark");

    private static final Pattern STAGE = Pattern.compile("([^:|]+):([1-9][0-9]*)x([0-9]+(?:\\.[0-9]+)?)");

    private final Problems problems;
    private final Map<String, String> toolOfRecipe = new LinkedHashMap<>();
    private final Map<String, String> setupGroups = new LinkedHashMap<>();
    private final Map<String, Map<String, String>> copiesOfTool = new LinkedHashMap<>();
    private final Map<String, Cells.Row> stageRows = new LinkedHashMap<>();
    private final List<Cells.Row> all = new ArrayList<>();
    private final List<String> families = new ArrayList<>();

    RecipeRows(Problems problems) {
        this.problems = problems;
    }

    void read(Cells rows, Node tree) {
        for (Cells.Row row : rows.rows()) {
            all.add(row);
            String name = row.name("recipe", "recipes", toolOfRecipe.keySet());
            if (name != null) {
                toolOfRecipe.put(name, row.text("tool"));
                setupGroups.put(name, row.text("setup_group"));
                tree.section("recipes").put(name, recipe(row, "recipes." + name));
            }
        }
    }

    private Node recipe(Cells.Row row, String path) {
        Node recipe = row.map("recipe");
        if (!row.isBlank("stages")) {
            readStages(row, path, recipe);
            return recipe;
        }
        if (!row.isBlank("latency_s")
                && row.number("latency_s", path + ".latency").isPresent()) {
            recipe.put("latency", spread(row, "latency_s", path));
            if (row.neededNumber("interval_s", path + ".interval").isPresent()) {
                recipe.put("interval", row.withUnit("interval_s", "s"));
            }
            return recipe;
        }
        if (row.isBlank("chamber_s")) {
            problems.missing(row.position("chamber_s"), path, "chamber_s, stages or interval_s and latency_s");
        } else if (row.number("chamber_s", path + ".time").isPresent()) {
            recipe.put("time", spread(row, "chamber_s", path));
        }
        return recipe;
    }

    private static Node spread(Cells.Row row, String column, String path) {
        return CsvDistribution.spread(row, row.withUnit(column, "s"), "spread_cv", path);
    }

    private void readStages(Cells.Row row, String path, Node recipe) {
        Node stages = row.map("stages");
        Map<String, String> copies = new LinkedHashMap<>();
        for (String part : row.text("stages").split("\\|", -1)) {
            Matcher stage = STAGE.matcher(part.trim());
            if (!stage.matches() || copies.put(stage.group(1), stage.group(2)) != null) {
                problems.add(
                        row.cell("stages"), path + ".stages", "NAME:COPIESxSECONDS|..., as in degas:1x54|liner:2x83");
                return;
            }
            Node seconds = row.computed(stage.group(3) + " s", "stages");
            stages.put(stage.group(1), CsvDistribution.spread(row, seconds, "spread_cv", path));
        }
        recipe.put("stages", stages);
        String tool = row.text("tool");
        Map<String, String> first = copiesOfTool.putIfAbsent(tool, copies);
        stageRows.putIfAbsent(tool, row);
        if (first != null && !List.copyOf(first.entrySet()).equals(List.copyOf(copies.entrySet()))) {
            String expected = "the stages of the tool's first recipe: " + first;
            problems.add(new Problem(row.position("stages"), path + ".stages", copies.toString(), expected, ""));
        }
    }

    /** Puts the stages that the recipes of a serial tool name. */
    void putStages(String tool, Node family) {
        Map<String, String> copies = copiesOfTool.get(tool);
        if (copies != null) {
            Cells.Row row = stageRows.get(tool);
            Node stages = row.map("stages");
            copies.forEach((stage, count) -> stages.put(stage, row.computed(count, "stages")));
            family.put("stages", stages);
        }
    }

    /** Reports recipes of tools that tools.csv does not have. */
    void checkTools(Collection<String> known) {
        families.addAll(known);
        for (Cells.Row row : all) {
            if (!families.contains(row.text("tool"))) {
                String path = "recipes." + row.text("recipe");
                problems.unknown(row.cell("tool"), path, "a tool of tools.csv", families);
            }
        }
    }

    /** Reports a recipe of another tool; unknown names are the scenario's to report. */
    void checkTool(Cells.Row row, String path) {
        String tool = toolOfRecipe.get(row.text("recipe"));
        if (tool != null
                && !tool.equals(row.text("tool"))
                && (families.isEmpty() || families.contains(row.text("tool")))) {
            problems.add(row.cell("recipe"), path + ".recipe", "a recipe of tool " + row.text("tool"));
        }
    }

    /** The setup group of a recipe; empty where it needs none. */
    String setupGroup(String recipe) {
        return setupGroups.getOrDefault(recipe, "");
    }
}
