/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.sim.reference;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.fabtwin.sim.scenario.Node;
import org.fabtwin.sim.scenario.Problems;

/** route.csv and rework.csv: one route, in the order of the rows. */
final class RouteRows {
    static final List<String> COLUMNS = List.of(
            "module",
            "layer",
            "sampling",
            "rework_to",
            "rework_percent",
            "queue_to",
            "queue_hours",
            "queue_policy",
            "queue_class",
            "qualified_tools");

    private static final String ROUTE = "main";
    private static final List<String> POLICIES = List.of("warn", "rework", "scrap", "hold");

    private final Problems problems;
    private final RecipeRows recipes;
    private final Map<String, Cells.Row> rowOfStep = new LinkedHashMap<>();
    private final Map<String, Integer> criticalSteps = new LinkedHashMap<>();

    RouteRows(Problems problems, RecipeRows recipes) {
        this.problems = problems;
        this.recipes = recipes;
    }

    void read(Cells rows, Node tree) {
        Node names = Node.list(tree.position());
        for (Cells.Row row : rows.rows()) {
            String name = row.name("name", "steps", rowOfStep.keySet());
            if (name != null) {
                rowOfStep.put(name, row);
                names.add(row.cell("name"));
                tree.section("steps").put(name, step(row, "steps." + name));
            }
        }
        tree.section("routes").section(ROUTE).put("steps", names);
        remeasure(tree.section("steps"));
    }

    void readRework(Cells rows, Node tree) {
        Node names = Node.list(tree.position());
        for (Cells.Row row : rows.rows()) {
            String name = row.name("name", "steps", tree.section("steps").keys());
            if (name != null) {
                names.add(row.cell("name"));
                tree.section("steps").put(name, work(row, "steps." + name));
            }
        }
        tree.section("routes").section(ROUTE).put("rework", names);
    }

    private Node work(Cells.Row row, String path) {
        Node step = row.map("name");
        step.put("tool", row.cell("tool"));
        step.put("recipe", row.cell("recipe"));
        recipes.checkTool(row, path);
        return step;
    }

    private Node step(Cells.Row row, String path) {
        Node step = work(row, path);
        if (!row.isBlank("module")) {
            // Quoted: module 01 is a name, no number.
            step.put("module", Node.quoted(row.text("module"), row.position("module")));
        }
        if (!row.isBlank("sampling") && !row.text("sampling").equals("1")) {
            row.putNumber(step, "sampling", "sampling", "", path);
        }
        putSetup(row, step);
        putRework(row, path + ".rework", step);
        putQueueTime(row, path + ".queueTime", step);
        if (row.number("qualified_tools", path + ".qualified").isPresent()) {
            Node qualified = row.map("qualified_tools");
            qualified.put("tools", row.withUnit("qualified_tools", ""));
            int rank = criticalSteps.merge(row.text("tool"), 1, Integer::sum) - 1;
            qualified.put("rank", row.computed(Integer.toString(rank), "qualified_tools"));
            step.put("qualified", qualified);
        }
        return step;
    }

    /** A reticle is one per product and step; other setups (species) are shared by all steps of the group. */
    private void putSetup(Cells.Row row, Node step) {
        String group = recipes.setupGroup(row.text("recipe"));
        if (group.equals("reticle")) {
            step.put("setup", row.computed("{product}.{step}", "recipe"));
        } else if (!group.isEmpty()) {
            step.put("setup", row.computed(group, "recipe"));
        }
    }

    private static void putRework(Cells.Row row, String path, Node step) {
        if (row.isBlank("rework_to")) {
            return;
        }
        Optional<BigDecimal> percent = row.neededNumber("rework_percent", path + ".probability");
        BigDecimal sampling = row.number("sampling", path).orElse(BigDecimal.ONE);
        if (percent.isEmpty() || sampling.signum() == 0) {
            return;
        }
        // The table counts all wafers of the layer; only measured ones can be sent back.
        BigDecimal ofMeasured =
                percent.get().divide(sampling, 8, RoundingMode.HALF_EVEN).stripTrailingZeros();
        Node rework = row.map("rework_to");
        rework.put("to", row.cell("rework_to"));
        rework.put("probability", row.computed(ofMeasured.toPlainString() + " %", "rework_percent"));
        rework.put("whole", row.computed("false", "rework_to"));
        step.put("rework", rework);
    }

    private static void putQueueTime(Cells.Row row, String path, Node step) {
        if (row.isBlank("queue_to")) {
            return;
        }
        Node window = row.map("queue_to");
        window.put("to", row.cell("queue_to"));
        if (row.neededNumber("queue_hours", path + ".limit").isPresent()) {
            window.put("limit", row.withUnit("queue_hours", "h"));
        }
        String policy = row.word("queue_policy", path + ".onBreach", POLICIES);
        if (policy != null) {
            window.put("onBreach", row.cell("queue_policy"));
        }
        if (!row.isBlank("queue_class")) {
            window.put("class", row.cell("queue_class"));
        }
        step.put("queueTime", window);
    }

    /** Wafers that come back from rework are always measured: at the step that sends them there and on the way to it. */
    private void remeasure(Node steps) {
        List<String> names = new ArrayList<>(rowOfStep.keySet());
        for (int i = 0; i < names.size(); i++) {
            int first = names.indexOf(rowOfStep.get(names.get(i)).text("rework_to"));
            for (int j = first; first >= 0 && j <= i; j++) {
                Node step = steps.get(names.get(j));
                if (step.has("sampling")) {
                    step.put("remeasure", rowOfStep.get(names.get(i)).computed("true", "rework_to"));
                }
            }
        }
    }

    /** Names of the steps whose {@code module.layer} is this one, or for {@code module.*} whose module is. */
    List<String> stepsOf(String layer) {
        List<String> found = new ArrayList<>();
        rowOfStep.forEach((name, row) -> {
            boolean matches = layer.endsWith(".*")
                    ? layer.equals(row.text("module") + ".*")
                    : layer.equals(row.text("module") + "." + row.text("layer"));
            if (matches) {
                found.add(name);
            }
        });
        return found;
    }

    /** All {@code module.layer} and {@code module.*} of the route. */
    List<String> layers() {
        List<String> layers = new ArrayList<>();
        rowOfStep.forEach((name, row) -> {
            for (String layer : List.of(row.text("module") + "." + row.text("layer"), row.text("module") + ".*")) {
                if (!layers.contains(layer)) {
                    layers.add(layer);
                }
            }
        });
        return layers;
    }
}
