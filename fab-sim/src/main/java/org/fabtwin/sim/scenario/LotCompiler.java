/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.sim.scenario;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.fabtwin.core.line.definition.LineDefinition;
import org.fabtwin.core.line.definition.LineDefinition.InitialLotDefinition;
import org.fabtwin.core.line.definition.LineDefinition.StepDefinition;
import org.fabtwin.core.line.definition.Tunable;

/**
 * Compiles {@code lots}: single lots by class, which stand at a step at the origin or are released at a time of their
 * own.
 */
final class LotCompiler {
    private static final double MOST_DAYS = 1e6;

    private final Fields root;
    private final LineDefinition definition;
    private final int carrierSize;
    private final Map<String, Set<String>> stepsOfProduct = new LinkedHashMap<>();

    LotCompiler(final Fields root, final LineDefinition definition, final int carrierSize) {
        this.root = root;
        this.definition = definition;
        this.carrierSize = carrierSize;
        definition.products.forEach(product -> stepsOfProduct.put(
                product.name,
                product.route.stream()
                        .map((StepDefinition step) -> step.name)
                        .collect(Collectors.toCollection(java.util.LinkedHashSet::new))));
    }

    void compile() {
        final Fields classes = root.section("lots");
        for (final String name : classes.node().keys()) {
            final Fields lotClass = classes.section(name);
            final Fields lots = lotClass.section("lots");
            for (final String lot : lots.node().keys()) {
                lot(name, lotClass, lots.section(lot));
            }
        }
    }

    private void lot(final String lotClass, final Fields ofClass, final Fields lot) {
        final Fields said = lot.has("product") ? lot : ofClass;
        if (!said.has("product")) {
            ofClass.required("product", "the product of these lots");
            return;
        }
        final String product = said.name(
                "product",
                "one of the products",
                root.section("products").node().keys());
        if (product == null || !stepsOfProduct.containsKey(product)) {
            return;
        }
        final Tunable release = lot.time("release");
        final Tunable due = lot.number("due", "d", -MOST_DAYS, MOST_DAYS);
        final int wafers = lot.whole("wafers", ofClass.whole("wafers", carrierSize));
        if (wafers > 25 && !definition.lotMode) {
            root.problems().add(lot.node(), lot.path("wafers"), "at most 25 wafers, a carrier's places");
        }
        if (lot.has("step") && release != null) {
            root.problems()
                    .add(lot.get("release"), lot.path("release"), "no release: the lot stands at a step at the origin");
        }
        final String step = lot.name("step", "a step of " + product, stepsOfProduct.get(product));
        if (step == null && lot.has("step")) {
            return;
        }
        definition.initialLots.add(new InitialLotDefinition(
                null,
                product,
                lotClass,
                lot.whole("priority", ofClass.whole("priority", 0)),
                wafers,
                step,
                due == null ? Long.MAX_VALUE : Math.round(due.value()),
                release == null ? 0 : Math.round(release.value())));
    }
}
