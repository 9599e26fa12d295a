/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.sim.scenario;

import java.math.BigDecimal;
import java.util.List;
import org.fabtwin.core.line.definition.DistributionDefinition;
import org.fabtwin.core.line.definition.LineDefinition;
import org.fabtwin.core.line.definition.LineDefinition.OrderDefinition;
import org.fabtwin.core.line.definition.LineDefinition.ProductDefinition;
import org.fabtwin.core.line.definition.Tunable;
import org.fabtwin.core.random.Distribution;

/** Compiles {@code releases}, and the releases that {@code line.starts} stands for. */
final class ReleaseCompiler {
    /** Hours of the month that wafer starts are counted by. */
    private static final double HOURS_PER_MONTH = 720;

    private static final List<String> PRIORITIES = List.of("normal", "hot", "bullet");

    private final Fields root;
    private final LineDefinition definition;
    private final int carrierSize;
    private final List<String> products;
    private Node releases;

    ReleaseCompiler(final Fields root, final LineDefinition definition, final int carrierSize) {
        this.root = root;
        this.definition = definition;
        this.carrierSize = carrierSize;
        this.products = root.section("products").node().keys().stream().toList();
    }

    void compile() {
        final Node written = root.section("releases").node();
        releases = Node.map(written.position());
        if (root.section("line").has("starts")) {
            addStarts();
        }
        for (final String name : written.keys()) {
            releases.put(name, Merge.over(releases.get(name), written.get(name)), written.keyPosition(name));
        }
        if (releases.keys().isEmpty() && !root.has("lots")) {
            root.problems().missing(root.node().position(), "releases", "at least one release, or line.starts");
        }
        final Fields all = new Fields(releases, "releases", root.problems());
        for (final String name : releases.keys()) {
            compile(name, all.section(name));
        }
    }

    private void compile(final String name, final Fields release) {
        final OrderDefinition order = new OrderDefinition();
        order.name = name;
        release.required("product", "the product to release");
        order.product = release.name("product", "one of the products " + String.join(", ", products), products);
        order.lotClass = release.text("lotClass", null);
        order.priority = release.whole("priority", 0);
        wafers(order, release);
        order.lotsPerRelease = release.whole("lots", 1);
        order.releases = release.whole("count", -1);
        if (order.releases != 0) {
            release.required("every", "the time between releases, for example '4 h'");
        }
        order.interval = release.distribution("every", Distribution.CONSTANT);
        if (order.releases < 0 && order.interval != null && isZero(order.interval)) {
            root.problems().add(release.get("every"), release.path("every"), "more than 0");
        }
        order.first = release.time("first");
        order.dueAfter = release.time("dueAfter");
        if (Math.max(order.wafers, order.wafersMaximum) > 25 && !definition.lotMode) {
            root.problems().add(release.get("wafers"), release.path("wafers"), "at most 25 wafers, a carrier's places");
        }
        if (order.product != null && definition.products.stream().anyMatch(this::isReady)) {
            definition.orders.add(order);
        }
    }

    private static boolean isZero(final DistributionDefinition interval) {
        return (interval.kind() == Distribution.TRIANGULAR ? interval.c() : interval.a()).value() < 1;
    }

    private void wafers(final OrderDefinition order, final Fields release) {
        final Fields range = release.section("wafers");
        if (!range.has("least") || !range.has("most")) {
            order.wafers = release.whole("wafers", carrierSize);
            definition.tunables.add(release.fixed("wafers", order.wafers));
            return;
        }
        order.wafers = range.whole("least", 1);
        order.wafersMaximum = range.whole("most", 1);
        if (order.wafers > order.wafersMaximum) {
            root.problems().add(range.get("least"), range.path("least"), "at most the most, " + order.wafersMaximum);
        }
        definition.tunables.add(range.fixed("least", order.wafers));
        definition.tunables.add(range.fixed("most", order.wafersMaximum));
    }

    private boolean isReady(final ProductDefinition product) {
        return !product.route.isEmpty();
    }

    private void addStarts() {
        final Fields starts = root.section("line").section("starts");
        starts.required("wafersPerMonth", "wafer starts in 720 h");
        final Tunable perMonth = starts.number("wafersPerMonth", "", 0, 1e7, false);
        final Tunable nonProduct = starts.number("nonProductShare", "", 0, 10, false);
        list(perMonth);
        list(nonProduct);
        if (perMonth == null) {
            return;
        }
        double mixSum = 0;
        for (final String product : products) {
            final Fields fields = root.section("products").section(product);
            final Tunable mix = fields.number("mix", "", 0, 1, false);
            if (mix == null) {
                continue;
            }
            list(mix);
            mixSum += mix.value();
            final double wafers = perMonth.value() * mix.value();
            addPriorities(product, fields.section("priorities"), wafers);
            if (nonProduct != null) {
                add(product, "nonproduct", 0, wafers * nonProduct.value());
            }
        }
        if (Math.abs(mixSum - 1) > 1e-6) {
            root.problems()
                    .add(new Problem(
                            starts.node().position(),
                            "products.*.mix",
                            "a sum of " + Fields.plain(mixSum),
                            "shares of line.starts that sum to 1",
                            ""));
        }
    }

    private void addPriorities(final String product, final Fields priorities, final double wafers) {
        if (priorities.node().keys().isEmpty()) {
            add(product, PRIORITIES.get(0), 0, wafers);
            return;
        }
        double sum = 0;
        for (final String name : priorities.node().keys()) {
            final Tunable share = priorities.number(name, "", 0, 1, false);
            list(share);
            if (share != null) {
                sum += share.value();
                add(product, name, 10 * PRIORITIES.indexOf(name), wafers * share.value());
            }
        }
        if (Math.abs(sum - 1) > 1e-6) {
            root.problems()
                    .add(new Problem(
                            priorities.node().position(),
                            priorities.path(),
                            "a sum of " + Fields.plain(sum),
                            "shares that sum to 1",
                            ""));
        }
    }

    private void list(final Tunable tunable) {
        if (tunable != null) {
            definition.tunables.add(tunable);
        }
    }

    /** A release of whole carriers at constant intervals; none where there are no wafers. */
    private void add(final String product, final String name, final int priority, final double wafersPerMonth) {
        if (wafersPerMonth <= 0) {
            return;
        }
        final String release = product + "." + name;
        final Node written = root.section("releases").node().get(release);
        final Node size = written == null ? null : written.get("wafers");
        final Position position = root.section("line").section("starts").node().position();
        final int wafers = size == null
                ? carrierSize
                : new Fields(written, "releases." + release, root.problems()).whole("wafers", carrierSize);
        final double hours = HOURS_PER_MONTH * wafers / wafersPerMonth;
        releases.section(release)
                .put("product", Node.quoted(product, position))
                .put("priority", Node.text(Integer.toString(priority), position))
                .put(
                        "every",
                        Node.quoted(new BigDecimal(hours) + " h", position).mark(markOfStarts()));
    }

    private String markOfStarts() {
        return root.section("line").section("starts").get("wafersPerMonth").mark();
    }
}
