/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.sim.smt2020;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.fabtwin.sim.scenario.Node;
import org.fabtwin.sim.scenario.Position;
import org.fabtwin.sim.scenario.Problem;
import org.fabtwin.sim.smt2020.TextTable.Row;

/**
 * Makes products, routes and steps of the parts' table and the routes' tables. A step is called ROUTE.DESC, so that
 * the same operation on two routes is two steps; within a route a DESC that comes again gets its step number behind
 * it.
 */
final class RouteRows {
    static final List<String> COLUMNS = List.of(
            "ROUTE",
            "STEP",
            "DESC",
            "STNFAM",
            "PDIST",
            "PTIME",
            "PTUNITS",
            "PTPER",
            "SETUP",
            "WHEN",
            "STIME",
            "STUNITS",
            "SVESTN",
            "FORSTEP",
            "RWKSTEP",
            "REWORK",
            "StepPercent",
            "STEP_CQT",
            "CQT",
            "CQTUNITS");

    private final Tables tables;
    private final Values values;
    private final ToolRows tools;
    private final Node root;
    /** Names of the steps of a route, in order. */
    private final Map<String, List<String>> names = new LinkedHashMap<>();
    /** Families of the products that take a route. */
    private final Map<String, Map<String, String>> familiesOfRoute = new LinkedHashMap<>();

    private final Map<String, Node> sharedRecipes = new LinkedHashMap<>();

    RouteRows(final Tables tables, final Values values, final ToolRows tools, final Node root) {
        this.tables = tables;
        this.values = values;
        this.tools = tools;
        this.root = root;
    }

    void read() {
        final Map<String, Row> first = new LinkedHashMap<>();
        for (final Row part : tables.parts.rows()) {
            final String product = part.text("PART");
            final String route = part.text("ROUTE");
            if (product.isEmpty() || route.isEmpty()) {
                values.problems().add(part.problem(product.isEmpty() ? "PART" : "ROUTE", "a name"));
                continue;
            }
            if (root.section("products").has(product)) {
                values.problems().add(part.problem("PART", "each part once"));
                continue;
            }
            final String family = part.isBlank("PARTFAM") ? product : part.text("PARTFAM");
            familiesOfRoute
                    .computeIfAbsent(route, unused -> new LinkedHashMap<>())
                    .put(product, family);
            root.section("products")
                    .put(product, Node.map(part.position("PART")).put("route", Values.text(part, "ROUTE")));
            final Row before = first.putIfAbsent(route, part);
            if (before != null && !before.text("ROUTEFILE").equals(part.text("ROUTEFILE"))) {
                values.problems()
                        .add(part.problem("ROUTEFILE", before.text("ROUTEFILE") + ", which has route " + route));
            }
        }
        first.forEach((route, part) -> {
            final TextTable table = tables.routes.get(part.text("ROUTEFILE"));
            if (table != null) {
                route(route, part, table);
            }
        });
    }

    /** Names of a product's steps in order; empty for a product or route that is not there. */
    List<String> stepsOf(final String product) {
        for (final Map.Entry<String, Map<String, String>> route : familiesOfRoute.entrySet()) {
            if (route.getValue().containsKey(product)) {
                return names.getOrDefault(route.getKey(), List.of());
            }
        }
        return List.of();
    }

    private void route(final String route, final Row part, final TextTable table) {
        final List<Row> rows = table.rows().stream()
                .filter(row -> row.text("ROUTE").equals(route))
                .toList();
        if (rows.isEmpty()) {
            values.problems().add(part.problem("ROUTE", "a route of " + table.file()));
            return;
        }
        final List<String> steps = new ArrayList<>();
        final Set<String> seen = new LinkedHashSet<>();
        final Node list = Node.list(rows.get(0).position("ROUTE"));
        for (int i = 0; i < rows.size(); i++) {
            final Row row = rows.get(i);
            if (values.whole(row, "STEP", 1) != i + 1) {
                values.problems().add(row.problem("STEP", "step " + (i + 1) + ": steps count from 1 without gaps"));
            }
            final String description = row.isBlank("DESC") ? row.text("STEP") : row.text("DESC");
            String name = route + "." + description;
            if (!seen.add(name)) {
                name += "." + (i + 1);
                seen.add(name);
            }
            steps.add(name);
            list.add(Node.quoted(name, row.position("DESC")));
        }
        names.put(route, steps);
        root.section("routes").put(route, Node.map(list.position()).put("steps", list));
        for (int i = 0; i < rows.size(); i++) {
            final Row row = rows.get(i);
            root.section("steps").put(steps.get(i), Node.map(row.position("DESC")));
        }
        for (int i = 0; i < rows.size(); i++) {
            step(route, rows.get(i), i, steps, root.section("steps").get(steps.get(i)));
        }
    }

    private void step(final String route, final Row row, final int index, final List<String> steps, final Node step) {
        step.put("tool", Values.text(row, "STNFAM"));
        times(row, step, route);
        if (!row.isBlank("StepPercent") && values.number(row, "StepPercent", 0) != 100) {
            put(step, "sampling", values.percent(row, "StepPercent"));
        }
        rework(row, index, steps, step);
        queueTime(row, index, steps, step);
        setup(row, step);
        if (row.text("SVESTN").equalsIgnoreCase("yes")) {
            final String later = target(row, "FORSTEP", index + 1, steps.size() - 1, steps);
            if (later != null) {
                final Node target = root.section("steps").get(later);
                if (target.has("sameToolAs")) {
                    values.problems().add(row.problem("FORSTEP", "a step that no other step names"));
                }
                target.put("sameToolAs", Node.quoted(steps.get(index), row.position("FORSTEP")));
            }
        }
    }

    private static void put(final Node map, final String key, final Node value) {
        if (value != null) {
            map.put(key, value);
        }
    }

    /** The scenario's unit of a process time, null where it is not known. */
    private static String unitOf(final String per) {
        return switch (per) {
            case "per_lot" -> "lot";
            case "per_piece" -> "wafer";
            case "per_batch" -> "batch";
            default -> null;
        };
    }

    private void times(final Row row, final Node step, final String route) {
        final String per = unitOf(row.text("PTPER"));
        if (per == null) {
            values.problems().add(row.problem("PTPER", "one of per_lot, per_piece, per_batch"));
            return;
        }
        final Node recipe = Node.map(row.position("PTIME"));
        put(recipe, "time", values.distribution(row, "PDIST", "PTIME", "PTIME2", "PTUNITS"));
        recipe.put("per", Node.quoted(per, row.position("PTPER")));
        final String interval = per.equals("wafer") ? "Part" : "Batch";
        final String other = per.equals("wafer") ? "Batch" : "Part";
        if (!row.isBlank(interval + "Interval")) {
            if (per.equals("batch")) {
                values.problems().add(row.problem(interval + "Interval", "nothing: a batch does not cascade"));
            } else {
                put(recipe, "interval", values.time(row, interval + "Interval", interval + "IntUnits"));
            }
        }
        if (!row.isBlank(other + "Interval")) {
            values.problems().add(row.problem(other + "Interval", "nothing on a step that is " + row.text("PTPER")));
        }
        tools.handling(row.text("STNFAM"), recipe);
        boolean shared = false;
        if (per.equals("batch")) {
            shared = batch(row, step, route);
        } else if (!row.isBlank("BATCHMN") || !row.isBlank("BATCHMX")) {
            values.problems().add(row.problem("BATCHMX", "nothing on a step that is " + row.text("PTPER")));
        }
        if (shared) {
            step.put("recipe", Node.quoted(share(row, recipe), row.position("STNFAM")));
        } else {
            recipe.fields().forEach(step::put);
        }
    }

    /** Batch sizes and who joins; true when steps of other routes may, which then have to run one recipe. */
    private boolean batch(final Row row, final Node step, final String route) {
        final Node batch = Node.map(row.position("BATCHMN"));
        final int least = values.whole(row, "BATCHMN", 1);
        final int most = values.whole(row, "BATCHMX", 1);
        batch.put("minimum", Values.plain(least, row, "BATCHMN"));
        batch.put("maximum", Values.plain(most, row, "BATCHMX"));
        if (least > most) {
            values.problems().add(row.problem("BATCHMN", "at most BATCHMX, which is " + most));
        }
        step.put("batch", batch);
        switch (tools.batchCriterion(row.text("STNFAM"))) {
            case STEP -> {
                batch.put("family", Node.quoted(row.text("DESC"), row.position("DESC")));
                return true;
            }
            case FAMILY_AND_STEP -> {
                final Map<String, String> families = familiesOfRoute.get(route);
                families.forEach((product, family) -> step.section("products")
                        .section(product)
                        .section("batch")
                        .put("family", Node.quoted(family + "/" + row.text("DESC"), row.position("DESC"))));
                return true;
            }
            default -> {
                batch.put("mix", Node.quoted("step", row.position("BATCHMN")));
                return false;
            }
        }
    }

    /**
     * A recipe that steps of several routes run when they are the same operation. The tables round the half width
     * of one time differently on different routes; the first one counts.
     */
    private String share(final Row row, final Node recipe) {
        final String operation = row.text("STNFAM") + "." + row.text("DESC");
        String name = operation;
        for (int k = 2; sharedRecipes.containsKey(name) && !isSameTime(sharedRecipes.get(name), recipe); k++) {
            name = operation + "." + k;
        }
        if (sharedRecipes.putIfAbsent(name, recipe) == null) {
            root.section("recipes").put(name, recipe);
        }
        return name;
    }

    private static boolean isSameTime(final Node a, final Node b) {
        return mean(a).equals(mean(b))
                && a.get("per").text().equals(b.get("per").text());
    }

    private static String mean(final Node recipe) {
        final Node time = recipe.get("time");
        return time == null || !time.has("mean") ? "" : time.get("mean").text();
    }

    private void rework(final Row row, final int index, final List<String> steps, final Node step) {
        if (row.isBlank("REWORK") && row.isBlank("RWKSTEP")) {
            return;
        }
        if (!row.isBlank("RWKTYPE") && !row.text("RWKTYPE").equals("lot")) {
            values.problems().add(row.problem("RWKTYPE", "lot: single wafers are not split off"));
        }
        final Node rework = Node.map(row.position("RWKSTEP"));
        final String to = target(row, "RWKSTEP", 0, index, steps);
        put(rework, "to", to == null ? null : Node.quoted(to, row.position("RWKSTEP")));
        put(rework, "probability", values.percent(row, "REWORK"));
        rework.put("whole", Node.text("true", row.position("RWKSTEP")));
        step.put("rework", rework);
    }

    private void queueTime(final Row row, final int index, final List<String> steps, final Node step) {
        if (row.isBlank("STEP_CQT") && row.isBlank("CQT")) {
            return;
        }
        final Node window = Node.map(row.position("STEP_CQT"));
        final String to = target(row, "STEP_CQT", index + 1, steps.size() - 1, steps);
        put(window, "to", to == null ? null : Node.quoted(to, row.position("STEP_CQT")));
        put(window, "limit", values.time(row, "CQT", "CQTUNITS"));
        step.put("queueTime", window);
    }

    /**
     * The step whose number a cell holds, from index {@code first} to {@code last}; null, with a problem, otherwise.
     */
    private String target(
            final Row row, final String column, final int first, final int last, final List<String> steps) {
        final String text = row.text(column);
        final int number = text.matches("[0-9]{1,6}(?:\\.0*)?") ? (int) Double.parseDouble(text) : 0;
        if (number - 1 < first || number - 1 > last) {
            final String range = first > last ? "nothing behind the last step" : (first + 1) + " to " + (last + 1);
            values.problems().add(row.problem(column, "a step's number, " + range));
            return null;
        }
        return steps.get(number - 1);
    }

    private void setup(final Row row, final Node step) {
        if (row.isBlank("SETUP")) {
            if (!row.isBlank("STIME")) {
                values.problems().add(row.problem("STIME", "nothing on a step without SETUP"));
            }
            return;
        }
        final String when = row.text("WHEN");
        if (!when.isEmpty() && !when.equals("need") && !when.equals("always")) {
            values.problems().add(row.problem("WHEN", "one of need, always"));
        }
        final Position position = row.position("SETUP");
        final int minimumRun = tools.minimumRun(row.text("STNFAM"), row.text("SETUP"));
        final Node setup = Node.map(position).put("name", Values.text(row, "SETUP"));
        if (when.equals("always")) {
            setup.put("always", Node.text("true", row.position("WHEN")));
        }
        if (!row.isBlank("STIME")) {
            put(setup, "time", values.time(row, "STIME", "STUNITS"));
        }
        if (minimumRun > 0) {
            setup.put("minimumRun", Node.text(Integer.toString(minimumRun), position));
        }
        step.put("setup", setup);
    }

    /** Setups that some step needs. */
    Set<String> setups() {
        final Set<String> used = new LinkedHashSet<>();
        for (final Node step : root.section("steps").fields().values()) {
            if (step.has("setup")) {
                used.add(step.get("setup").get("name").text());
            }
        }
        return used;
    }

    /** A problem about a file as a whole. */
    static Problem problem(final TextTable table, final String found, final String expected) {
        return new Problem(new Position(table.file(), 0, 0), "", found, expected, "");
    }
}
