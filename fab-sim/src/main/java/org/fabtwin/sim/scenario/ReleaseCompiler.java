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

    private static final int PRIORITY_STEP = 10;
    private static final String CONWIP = "conwip";

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
        order.priority = priority(release);
        wafers(order, release);
        order.lotsPerRelease = release.whole("lots", 1);
        order.releases = release.whole("count", -1);
        order.lotsInLine = release.number("conwip", "", 1, 1e6);
        if (order.lotsInLine != null && release.has("every")) {
            root.problems().add(release.get("every"), release.path("every"), "nothing beside conwip: one of the two");
        } else if (order.lotsInLine == null && order.releases != 0) {
            release.required(
                    "every", "the time between releases, for example '4 h', or conwip, lots to keep in the line");
        }
        order.interval = order.lotsInLine != null ? null : release.distribution("every", Distribution.CONSTANT);
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

    /** A number, or the name of one. */
    private int priority(final Fields release) {
        final String written = release.text("priority", "0");
        if (PRIORITIES.contains(written)) {
            return PRIORITY_STEP * PRIORITIES.indexOf(written);
        }
        try {
            return Integer.parseInt(written);
        } catch (final NumberFormatException e) {
            root.problems()
                    .unknown(
                            release.get("priority"),
                            release.path("priority"),
                            "a whole number or one of " + String.join(", ", PRIORITIES),
                            PRIORITIES);
            return 0;
        }
    }

    /** Wafers of a carrier of the product. */
    private int sizeOf(final String product) {
        return product == null
                ? carrierSize
                : root.section("products").section(product).whole("carrierSize", carrierSize);
    }

    private static boolean isZero(final DistributionDefinition interval) {
        return (interval.kind() == Distribution.TRIANGULAR ? interval.c() : interval.a()).value() < 1;
    }

    private void wafers(final OrderDefinition order, final Fields release) {
        final Fields range = release.section("wafers");
        if (!range.has("least") || !range.has("most")) {
            order.wafers = release.whole("wafers", sizeOf(order.product));
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
        final String unit = unitOfStarts(starts);
        starts.required(unit, unit.equals("wafersInLine") ? "wafers to keep in the line" : "wafer starts in 720 h");
        final Tunable perMonth = starts.number(unit, "", 0, 1e7, false);
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
                add(product, name, PRIORITY_STEP * PRIORITIES.indexOf(name), wafers * share.value());
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

    /** A release of whole carriers; none where there are no wafers. */
    private void add(final String product, final String name, final int priority, final double wafersPerMonth) {
        if (wafersPerMonth <= 0) {
            return;
        }
        final String release = product + "." + name;
        final Node written = root.section("releases").node().get(release);
        final Node size = written == null ? null : written.get("wafers");
        final Position position = root.section("line").section("starts").node().position();
        final int wafers = size == null
                ? sizeOf(product)
                : new Fields(written, "releases." + release, root.problems()).whole("wafers", sizeOf(product));
        releases.section(release)
                .put("product", Node.quoted(product, position))
                .put("priority", Node.text(Integer.toString(priority), position));
        pace(releases.section(release), wafers, wafersPerMonth, position);
    }

    /** How the release goes on: at an interval, at random, or when a lot has left the line. */
    private void pace(final Node release, final int wafers, final double share, final Position position) {
        final String law = root.section("line").section("starts").text("release", "fixed");
        if (law.equals(CONWIP)) {
            final long lots = Math.max(1, Math.round(share / wafers));
            release.put(CONWIP, Node.text(Long.toString(lots), position).mark(markOfStarts()));
            return;
        }
        final Node every = Node.quoted(new BigDecimal(HOURS_PER_MONTH * wafers / share) + " h", position)
                .mark(markOfStarts());
        release.put(
                "every",
                law.equals("poisson")
                        ? Node.map(position)
                                .mark(markOfStarts())
                                .put("mean", every)
                                .put("distribution", Node.text("exponential", position))
                        : every);
    }

    /** Wafers that {@link Fields starts} speaks of: to start in a month, or to keep in the line. */
    private static String unitOfStarts(final Fields starts) {
        return starts.text("release", "fixed").equals(CONWIP) ? "wafersInLine" : "wafersPerMonth";
    }

    private String markOfStarts() {
        final Fields starts = root.section("line").section("starts");
        return starts.get(unitOfStarts(starts)).mark();
    }
}
