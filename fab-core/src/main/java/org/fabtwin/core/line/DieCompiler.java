/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.core.line;

import java.util.List;
import org.fabtwin.core.line.definition.LineDefinition.ProductDefinition;
import org.fabtwin.core.line.definition.LineDefinition.StepDefinition;
import org.fabtwin.core.line.definition.ProcessDefinition.BinDefinition;
import org.fabtwin.core.line.definition.ProcessDefinition.DieDefinition;
import org.fabtwin.core.line.definition.ProcessDefinition.SystematicLossDefinition;

/** The part of {@link ProcessCompiler} that places the dies. */
final class DieCompiler {
    private final LineCompiler line;
    private final DieTables dies;

    private DieCompiler(LineCompiler line) {
        this.line = line;
        this.dies = new DieTables(line.products.size(), line.definition.process.systematicLosses.size());
    }

    static DieTables compile(LineCompiler line) {
        return new DieCompiler(line).compile();
    }

    private DieTables compile() {
        List<ProductDefinition> products = line.definition.products;
        for (int product = 0; product < products.size(); product++) {
            if (products.get(product).die != null) {
                product(product, products.get(product).die);
            }
        }
        losses(products);
        return dies;
    }

    private void product(int product, DieDefinition from) {
        String name = line.products.name(product);
        LineCompiler.check(
                from.widthMm > 0 && from.heightMm > 0 && from.scribeMm >= 0 && from.edgeExclusionMm >= 0,
                "the dies of product " + name + " have no size");
        DieGrid grid = new DieGrid(from.widthMm, from.heightMm, from.scribeMm, from.edgeExclusionMm);
        int n = grid.size();
        LineCompiler.check(
                n >= 1 && n <= LineCompiler.MOST_WAFERS,
                "a wafer of product " + name + " has " + n + " dies, 1 to " + LineCompiler.MOST_WAFERS + " expected");
        dies.grid[product] = grid;
        dies.x[product] = new double[n];
        dies.y[product] = new double[n];
        dies.slot[product] = new int[n];
        for (int die = 0; die < n; die++) {
            dies.x[product][die] = grid.xMm(die);
            dies.y[product][die] = grid.yMm(die);
            dies.slot[product][die] = grid.slot(die);
        }
        dies.mostDies = Math.max(dies.mostDies, n);
        dies.mostSlots = Math.max(dies.mostSlots, grid.slots());
        dies.harvestBlocks[product] = line.parameters.add(from.harvestBlocks);
        dies.harvestNeeded[product] = line.parameters.add(from.harvestNeeded);
        dies.harvestFatalShare[product] = line.parameters.add(from.harvestFatalShare);
        dies.vtLimit[product] = line.parameters.add(from.vtLimit);
        dies.speedLeast[product] = line.parameters.add(from.speedLeast);
        dies.leakageMost[product] = line.parameters.add(from.leakageMost);
        dies.viaResistanceMost[product] = line.parameters.add(from.viaResistanceMost);
        bins(product, name, from.bins);
    }

    private void bins(int product, String name, List<BinDefinition> bins) {
        LineCompiler.check(
                bins.size() <= DieTables.MOST_BINS,
                "product " + name + " has " + bins.size() + " bins, at most " + DieTables.MOST_BINS + " possible");
        dies.binName[product] = new String[bins.size()];
        dies.binSpeed[product] = new int[bins.size()];
        dies.binLeakage[product] = new int[bins.size()];
        for (int bin = 0; bin < bins.size(); bin++) {
            dies.binName[product][bin] = bins.get(bin).name();
            dies.binSpeed[product][bin] = line.parameters.add(bins.get(bin).speedLeast());
            dies.binLeakage[product][bin] = line.parameters.add(bins.get(bin).leakageMost());
        }
    }

    private void losses(List<ProductDefinition> products) {
        List<SystematicLossDefinition> losses = line.definition.process.systematicLosses;
        for (int i = 0; i < losses.size(); i++) {
            SystematicLossDefinition from = losses.get(i);
            dies.lossName[i] = from.name;
            dies.lossProduct[i] = -1;
            for (int product = 0; product < products.size(); product++) {
                if (products.get(product).name.equals(from.product)) {
                    dies.lossProduct[i] = product;
                }
                dies.lossStep[i][product] = -1;
                List<StepDefinition> route = products.get(product).route;
                for (int s = 0; s < route.size(); s++) {
                    if (route.get(s).name.equals(from.step)) {
                        dies.lossStep[i][product] = line.products.firstStep(product) + s;
                    }
                }
            }
            LineCompiler.check(
                    from.product == null || dies.lossProduct[i] >= 0,
                    "systematic loss " + from.name + " names product " + from.product + ", which does not exist");
            dies.lossShare[i] = line.parameters.add(from.share);
            dies.lossFrom[i] = line.parameters.add(from.from);
            dies.lossTo[i] = line.parameters.add(from.to);
        }
    }
}
