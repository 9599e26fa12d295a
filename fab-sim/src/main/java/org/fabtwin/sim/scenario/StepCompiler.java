/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.sim.scenario;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.fabtwin.core.line.QueuePolicy;
import org.fabtwin.core.line.definition.LineDefinition;
import org.fabtwin.core.line.definition.LineDefinition.StepDefinition;
import org.fabtwin.core.line.definition.LineDefinition.ToolGroupDefinition;

/** Compiles the steps of a route for each product that passes them. */
final class StepCompiler {
    private static final List<String> INLINE_RECIPE =
            List.of("time", "per", "stages", "interval", "latency", "load", "unload");
    private static final List<String> POLICIES = List.of("warn", "rework", "scrap", "hold");

    private final Fields root;
    private final Fields steps;
    private final Fields recipes;
    private final ToolCompiler tools;
    private final RecipeCompiler recipeCompiler;
    private final Set<String> products;
    private final Map<String, List<String>> laterOf;

    StepCompiler(final Fields root, final LineDefinition definition, final ToolCompiler tools) {
        this.root = root;
        this.steps = root.section("steps");
        this.recipes = root.section("recipes");
        this.tools = tools;
        this.recipeCompiler = new RecipeCompiler(definition);
        this.products = root.section("products").node().keys();
        this.laterOf = laterOf(steps);
    }

    private static Map<String, List<String>> laterOf(final Fields steps) {
        final Map<String, List<String>> later = new TreeMap<>();
        for (final String name : steps.node().keys()) {
            final String earlier = steps.section(name).text("sameToolAs", null);
            if (earlier != null) {
                later.computeIfAbsent(earlier, unused -> new ArrayList<>()).add(name);
            }
        }
        return later;
    }

    /** Checks what does not depend on the product. */
    void check(final List<String> onNoRoute) {
        for (final String name : steps.node().keys()) {
            final Fields step = steps.section(name);
            if (onNoRoute.contains(name)
                    && (root.problems().isNearest(name) || root.problems().isKnownBad(step.path("after")))) {
                continue;
            }
            if (onNoRoute.contains(name)) {
                final List<String> others = steps.node().keys().stream()
                        .filter(other -> !onNoRoute.contains(other))
                        .toList();
                root.problems()
                        .unknown(
                                steps.node().keyPosition(name),
                                step.path(),
                                name,
                                "a step of a route, or 'after' to say where the new one goes",
                                others);
                continue;
            }
            if (!step.has("tool")) {
                step.required("tool", "the tool family that does it");
            }
            for (final String product : step.section("products").node().keys()) {
                if (!products.contains(product)) {
                    final Fields section = step.section("products");
                    root.problems()
                            .unknown(
                                    section.node().keyPosition(product),
                                    section.path(product),
                                    product,
                                    "a product",
                                    products);
                }
            }
        }
    }

    /**
     * A step as a product passes it; null where its tool or recipe is not known.
     *
     * @param route all steps of the product's route, skipped ones included.
     */
    StepDefinition compile(
            final String name, final String product, final List<String> route, final Set<String> skipped) {
        final Fields written = steps.section(name);
        final String family = written.name("tool", "one of the tool families", new ArrayList<>(tools.families()));
        final ToolGroupDefinition group = family == null ? null : tools.group(family);
        if (group == null) {
            return null;
        }
        final StepDefinition step = new StepDefinition();
        step.name = name;
        step.module = written.text("module", name.indexOf('.') < 0 ? "" : name.substring(0, name.indexOf('.')));
        step.toolGroup = family;
        step.recipe = recipe(name, written, group);
        if (step.recipe == null) {
            return null;
        }
        final Fields own = written.section("products").section(product);
        FlowRules.sampling(step, own.has("sampling") ? own : written);
        FlowRules.hold(step, written);
        step.remeasure = written.flag("remeasure");
        rework(step, written, route, skipped);
        queueTime(step, written, route, skipped);
        setup(step, own.has("setup") ? own : written, product);
        batch(step, written, own, group);
        sameTool(step, written, route, skipped);
        new Qualification(root, written, group).fill(step);
        return step;
    }

    private String recipe(final String name, final Fields step, final ToolGroupDefinition group) {
        final boolean inline = INLINE_RECIPE.stream().anyMatch(step::has);
        if (step.has("recipe")) {
            for (final String field : INLINE_RECIPE) {
                if (step.has(field)) {
                    root.problems()
                            .add(new Problem(
                                    step.node().keyPosition(field),
                                    step.path(field),
                                    "'" + field + "'",
                                    "none beside a recipe: recipes." + step.text("recipe", "") + "." + field
                                            + " changes it, 'recipe: null' lets the step have its own",
                                    ""));
                }
            }
            final String recipe =
                    step.name("recipe", "one of the recipes", recipes.node().keys());
            if (recipe != null) {
                final Fields fields = recipes.section(recipe);
                recipeCompiler.compile(recipe, fields, group, step.get("recipe"), step.path("recipe"));
            }
            return recipe;
        }
        if (!inline) {
            step.required("recipe", "a recipe, or its time in the step");
            return null;
        }
        recipeCompiler.compile(name, step, group, step.node(), step.path());
        return name;
    }

    private void rework(
            final StepDefinition step, final Fields written, final List<String> route, final Set<String> skipped) {
        if (!written.has("rework")) {
            return;
        }
        final Fields rework = written.section("rework");
        rework.required("to", "the step to go back to");
        rework.required("probability", "the share that is reworked, for example '2 %'");
        final String to = place(rework, "to", step.name, route, false);
        // Where the product skips the step, it goes back to the next one that it has.
        step.reworkTo = to == null ? null : passedFrom(to, route, skipped);
        step.reworkProbability = rework.share("probability");
        step.reworkWholeCarrier = rework.flag("whole");
    }

    private void queueTime(
            final StepDefinition step, final Fields written, final List<String> route, final Set<String> skipped) {
        if (!written.has("queueTime")) {
            return;
        }
        final Fields window = written.section("queueTime");
        window.required("to", "the step at whose start the window closes");
        window.required("limit", "the time limit, for example '4 h'");
        final String to = place(window, "to", step.name, route, true);
        final String closed = to == null ? null : processedFrom(to, route, skipped);
        step.queueLimit = window.time("limit");
        step.queuePolicy =
                QueuePolicy.policyOf(POLICIES.get(Math.max(0, POLICIES.indexOf(window.text("onBreach", "warn")))));
        step.queueClass = window.text("class", "");
        // A product that skips all steps behind has no window.
        step.queueTo = step.queueLimit == null ? null : closed;
    }

    /** A step of the route in the right direction from another one; null, with a problem, when it is none. */
    private String place(
            final Fields fields, final String key, final String from, final List<String> route, final boolean forward) {
        final String to = fields.name(key, "a step of the route", route);
        if (to == null || !route.contains(from)) {
            return to;
        }
        final int distance = route.indexOf(to) - route.indexOf(from);
        if (forward && distance <= 0 || !forward && distance > 0) {
            root.problems()
                    .add(
                            fields.get(key),
                            fields.path(key),
                            "a step " + (forward ? "behind" : "not behind") + " " + from);
            return null;
        }
        return to;
    }

    /** The step, or where the product skips it the next that all wafers do: a measurement that some pass by closes nothing. */
    private String processedFrom(final String step, final List<String> route, final Set<String> skipped) {
        for (int i = route.indexOf(step); i < route.size(); i++) {
            final boolean isNamed = route.get(i).equals(step);
            if (!skipped.contains(route.get(i))
                    && (isNamed || !steps.section(route.get(i)).has("sampling"))) {
                return route.get(i);
            }
        }
        return passedFrom(step, route, skipped);
    }

    private static String passedFrom(final String step, final List<String> route, final Set<String> skipped) {
        for (int i = route.indexOf(step); i < route.size(); i++) {
            if (!skipped.contains(route.get(i))) {
                return route.get(i);
            }
        }
        return null;
    }

    private void setup(final StepDefinition step, final Fields written, final String product) {
        final Node value = written.get("setup");
        String name = "";
        if (value == null) {
            name = recipes.section(step.recipe).text("setup", "");
        } else if (value.isMap()) {
            final Fields setup = written.section("setup");
            setup.required("name", "the name of the setup");
            name = setup.text("name", "");
            step.setupAlways = setup.flag("always");
            step.setupTime = setup.time("time");
            step.minimumRun = setup.whole("minimumRun", 0);
        } else {
            name = value.text();
        }
        step.setup =
                name.replace("{step}", step.name).replace("{product}", product).replace("{recipe}", step.recipe);
    }

    private void batch(
            final StepDefinition step, final Fields written, final Fields own, final ToolGroupDefinition group) {
        if (!written.has("batch") && !own.has("batch")) {
            return;
        }
        final Fields batch = written.section("batch");
        final Fields special = own.section("batch");
        if (group.kind != org.fabtwin.core.line.ToolKind.BATCH) {
            root.problems().add(batch.node(), batch.path(), "no batch: " + group.name + " is no batch tool");
            return;
        }
        step.batchMinimum = special.whole("minimum", batch.whole("minimum", 0));
        step.batchMaximum = special.whole("maximum", batch.whole("maximum", 0));
        step.batchMostOfProduct = special.whole("mostOfProduct", batch.whole("mostOfProduct", 0));
        if (step.batchMaximum > 0 && step.batchMinimum > step.batchMaximum) {
            final Fields where = special.has("minimum") ? special : batch;
            root.problems()
                    .add(where.get("minimum"), where.path("minimum"), "at most the maximum, " + step.batchMaximum);
        }
        final String family = special.text("family", batch.text("family", null));
        step.batchFamily = family != null
                ? family
                : switch (special.text("mix", batch.text("mix", "none"))) {
                    case "step" -> step.name;
                    case "fill" -> "";
                    default -> null;
                };
    }

    private void sameTool(
            final StepDefinition step, final Fields written, final List<String> route, final Set<String> skipped) {
        // The definition names the later step at the earlier one; the scenario says it where it applies.
        final List<String> later = laterOf.getOrDefault(step.name, List.of());
        for (final String other : later) {
            if (route.contains(other) && !skipped.contains(other)) {
                step.dedicateTo = other;
            }
        }
        if (written.has("sameToolAs")) {
            final String earlier = written.name("sameToolAs", "an earlier step of the route", route);
            if (earlier != null && route.indexOf(earlier) >= route.indexOf(step.name)) {
                root.problems().add(written.get("sameToolAs"), written.path("sameToolAs"), "an earlier step");
            } else if (earlier != null
                    && !steps.section(earlier).text("tool", "").equals(step.toolGroup)) {
                root.problems()
                        .add(
                                written.get("sameToolAs"),
                                written.path("sameToolAs"),
                                "a step on " + step.toolGroup + " too");
            }
        }
        if (later.size() > 1) {
            root.problems()
                    .add(
                            written.node(),
                            written.path(),
                            "one later step with sameToolAs " + step.name + " (chain them: each names the one before)");
        }
    }
}
