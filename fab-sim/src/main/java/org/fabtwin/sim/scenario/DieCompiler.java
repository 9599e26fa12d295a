/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.sim.scenario;

import java.util.List;
import org.fabtwin.core.line.DieTables;
import org.fabtwin.core.line.definition.LineDefinition;
import org.fabtwin.core.line.definition.LineDefinition.ProductDefinition;
import org.fabtwin.core.line.definition.ProcessDefinition.BinDefinition;
import org.fabtwin.core.line.definition.ProcessDefinition.DieDefinition;
import org.fabtwin.core.line.definition.Tunable;

/** Compiles the dies of products: size, harvesting, electrical limits, bins. */
final class DieCompiler {
    private static final double MOST = 1e9;

    private final Fields products;
    private final LineDefinition definition;

    DieCompiler(final Fields root, final LineDefinition definition) {
        this.products = root.section("products");
        this.definition = definition;
    }

    void compile() {
        for (final ProductDefinition product : definition.products) {
            final Fields fields = products.section(product.name);
            if (fields.has("die")) {
                product.die = die(fields);
            }
        }
    }

    private DieDefinition die(final Fields product) {
        final DieDefinition die = new DieDefinition();
        final Fields size = product.section("die");
        size.required("width", "the width of a die, for example '10 mm'");
        size.required("height", "the height of a die, for example '10 mm'");
        die.widthMm = fixed(size, "width", 0.1, 300);
        die.heightMm = fixed(size, "height", 0.1, 300);
        die.scribeMm = fixed(size, "scribe", 0, 10);
        die.edgeExclusionMm = fixed(size, "edgeExclusion", 0, 100);
        final Fields harvest = product.section("harvest");
        if (product.has("harvest")) {
            harvest.required("blocks", "the number of blocks of a die");
            harvest.required("needed", "the number of blocks that must be good");
        }
        die.harvestBlocks = harvest.number("blocks", "", 1, 100_000);
        die.harvestNeeded = harvest.number("needed", "", 0, 100_000);
        die.harvestFatalShare = harvest.share("fatalAreaShare");
        if (die.harvestBlocks != null
                && die.harvestNeeded != null
                && die.harvestNeeded.value() > die.harvestBlocks.value()) {
            product.problems().add(harvest.get("needed"), harvest.path("needed"), "at most as many as blocks");
        }
        final Fields limits = product.section("limits");
        die.vtLimit = limits.number("vt", "mV", 0, MOST);
        die.speedLeast = limits.number("speed", "", -1, MOST);
        die.leakageMost = limits.number("leakage", "", 1e-6, MOST);
        die.viaResistanceMost = limits.number("viaResistance", "", -1, MOST);
        bins(die, product.section("bins"));
        return die;
    }

    private double fixed(final Fields size, final String key, final double least, final double most) {
        final Tunable length = size.number(key, "mm", least, most, false);
        if (length == null) {
            return least;
        }
        definition.tunables.add(length);
        return length.value();
    }

    private static void bins(final DieDefinition die, final Fields bins) {
        for (final String name : bins.node().keys()) {
            if (Selector.isPattern(name)) {
                bins.problems()
                        .unknown(
                                bins.node().keyPosition(name),
                                bins.path(name),
                                name,
                                "a selector that reaches one of the bins known here, or a name without * and ?",
                                List.of());
            }
            final Fields bin = bins.section(name);
            die.bins.add(
                    new BinDefinition(name, bin.number("speed", "", -1, MOST), bin.number("leakage", "", 1e-6, MOST)));
        }
        if (die.bins.size() > DieTables.MOST_BINS) {
            bins.problems()
                    .add(
                            bins.node(),
                            bins.path(),
                            "at most " + DieTables.MOST_BINS + " bins: each is a digit of the map");
        }
    }
}
