/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.sim.scenario;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.fabtwin.core.line.definition.LineDefinition;
import org.fabtwin.core.line.definition.LineDefinition.ProductDefinition;
import org.fabtwin.core.line.definition.LineDefinition.StepDefinition;

/** Compiles {@code products} and {@code routes}: which steps each product passes, in which order. */
final class RouteCompiler {
    private static final String ONLY_ROUTE = "main";

    private final Fields root;
    private final Fields steps;
    private final LineDefinition definition;
    private final StepCompiler stepCompiler;
    private final Map<String, List<String>> routes = new TreeMap<>();
    private final Map<String, List<String>> reworks = new TreeMap<>();

    RouteCompiler(final Fields root, final LineDefinition definition, final ToolCompiler tools) {
        this.root = root;
        this.steps = root.section("steps");
        this.definition = definition;
        this.stepCompiler = new StepCompiler(root, definition, tools);
    }

    void compile() {
        if (steps.node().keys().isEmpty()) {
            root.problems().missing(root.node().position(), "steps", "at least one step");
        }
        routes();
        stepCompiler.check(onNoRoute());
        for (final String key : root.section("qualify").node().keys()) {
            if (!steps.has(key)) {
                final Position place = root.section("qualify").node().keyPosition(key);
                root.problems()
                        .unknown(
                                place,
                                "qualify." + key,
                                key,
                                "a step",
                                steps.node().keys());
            }
        }
        final Fields products = root.section("products");
        if (products.node().keys().isEmpty()) {
            root.problems().missing(root.node().position(), "products", "at least one product");
        }
        for (final String name : products.node().keys()) {
            product(name, products.section(name));
        }
    }

    private void routes() {
        final Fields written = root.section("routes");
        for (final String route : written.node().keys()) {
            final Fields fields = written.section(route);
            routes.put(route, names(fields, "steps"));
            reworks.put(route, names(fields, "rework"));
            if (!fields.has("steps")) {
                fields.required("steps", "the steps in their order");
            }
        }
        if (written.node().keys().isEmpty()) {
            final List<String> all = new ArrayList<>(steps.node().keys());
            all.removeIf(step -> steps.section(step).has("after"));
            routes.put(ONLY_ROUTE, all);
            reworks.put(ONLY_ROUTE, List.of());
        }
        for (final String step : steps.node().keys()) {
            insert(step);
        }
    }

    private List<String> names(final Fields route, final String key) {
        final List<String> names = new ArrayList<>();
        final Set<String> seen = new LinkedHashSet<>();
        final List<Node> items = route.list(key);
        for (int i = 0; i < items.size(); i++) {
            final Node item = items.get(i);
            final String path = route.path(key) + "[" + i + "]";
            if (!steps.has(item.text())) {
                root.problems().unknown(item, path, "a step", steps.node().keys());
            } else if (!seen.add(item.text())) {
                root.problems().add(item, path, "each step once (give the second visit a name of its own)");
            } else {
                names.add(item.text());
            }
        }
        return names;
    }

    /** Puts a step with {@code after} behind that step, in each route that has it and not yet the new one. */
    private void insert(final String step) {
        final Fields fields = steps.section(step);
        final String after =
                fields.name("after", "a step of a route", steps.node().keys());
        if (after == null) {
            return;
        }
        boolean found = false;
        for (final List<String> route : routes.values()) {
            final int at = route.indexOf(after);
            found |= at >= 0;
            if (at >= 0 && !route.contains(step)) {
                route.add(at + 1, step);
            }
        }
        if (!found) {
            root.problems().unknown(fields.get("after"), fields.path("after"), "a step of a route", onRoutes());
        }
    }

    private Set<String> onRoutes() {
        final Set<String> names = new LinkedHashSet<>();
        routes.values().forEach(names::addAll);
        reworks.values().forEach(names::addAll);
        return names;
    }

    private List<String> onNoRoute() {
        final Set<String> used = onRoutes();
        return steps.node().keys().stream().filter(step -> !used.contains(step)).toList();
    }

    private void product(final String name, final Fields fields) {
        String route = fields.name("route", "one of the routes " + String.join(", ", routes.keySet()), routes.keySet());
        if (!fields.has("route")) {
            if (routes.size() > 1) {
                fields.required("route", "one of the routes " + String.join(", ", routes.keySet()));
                return;
            }
            route = routes.keySet().iterator().next();
        }
        if (route == null) {
            return;
        }
        final ProductDefinition product = new ProductDefinition();
        product.name = name;
        final Set<String> skipped = skipped(fields, routes.get(route));
        final List<String> passed = new ArrayList<>(routes.get(route));
        passed.removeAll(skipped);
        if (passed.isEmpty()) {
            if (!routes.get(route).isEmpty()) {
                root.problems()
                        .add(fields.get("skips"), fields.path("skips"), "selectors that leave at least one step");
            }
            return;
        }
        // Steps stay in the order of the route: a window whose end is skipped closes at the next step that is not.
        final List<String> full = routes.get(route);
        for (final String step : passed) {
            add(product.route, stepCompiler.compile(step, name, full, skipped));
        }
        for (final String step : reworks.get(route)) {
            add(product.rework, stepCompiler.compile(step, name, full, skipped));
        }
        definition.products.add(product);
    }

    private static void add(final List<StepDefinition> list, final StepDefinition step) {
        if (step != null) {
            list.add(step);
        }
    }

    private Set<String> skipped(final Fields product, final List<String> route) {
        final Set<String> skipped = new LinkedHashSet<>();
        final List<Node> selectors = product.list("skips");
        for (int i = 0; i < selectors.size(); i++) {
            final Node selector = selectors.get(i);
            final List<String> found = new Selector(selector.text()).among(route);
            if (found.isEmpty()) {
                final String expected = "a selector that reaches a step of the route";
                root.problems().unknown(selector, product.path("skips") + "[" + i + "]", expected, route);
            }
            skipped.addAll(found);
        }
        return skipped;
    }
}
