/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.sim.capacity;

import org.fabtwin.core.line.ProcessUnit;
import org.fabtwin.core.line.ToolKind;
import org.fabtwin.core.line.definition.LineDefinition;
import org.fabtwin.core.line.definition.LineDefinition.ProductDefinition;
import org.fabtwin.core.line.definition.LineDefinition.RecipeDefinition;
import org.fabtwin.core.line.definition.LineDefinition.StepDefinition;

/** The Intel Mini-Fab (Kempf), process and maintenance only: what its stated capacities follow from. */
final class MiniFab {
    private MiniFab() {}

    static LineDefinition line() {
        LineDefinition line = new LineDefinition();
        line.lotMode = true;
        SmallLines.maintenance(SmallLines.group(line, "Mab", ToolKind.BATCH, 2), 24, 75);
        SmallLines.maintenance(SmallLines.group(line, "Mcd", ToolKind.SINGLE, 2), 12, 120);
        SmallLines.maintenance(SmallLines.group(line, "Me", ToolKind.SINGLE, 1), 12, 30);
        line.toolGroups.get(2).setupTime = SmallLines.time("min", 10);
        recipe(line, "S1", 225, 20, 40);
        recipe(line, "S2", 30, 15, 15);
        recipe(line, "S3", 55, 10, 10);
        recipe(line, "S4", 50, 20, 20);
        recipe(line, "S5", 255, 20, 40);
        recipe(line, "S6", 10, 10, 10);
        product(line, "Pa", 51);
        product(line, "Pb", 30);
        product(line, "TW", 3);
        return line;
    }

    private static void recipe(LineDefinition line, String name, double minutes, double load, double unload) {
        RecipeDefinition recipe = SmallLines.recipe(line, name);
        recipe.unit = name.equals("S1") || name.equals("S5") ? ProcessUnit.BATCH : ProcessUnit.LOT;
        recipe.processTime = SmallLines.constant("min", minutes);
        recipe.loadTime = SmallLines.time("min", load);
        recipe.unloadTime = SmallLines.time("min", unload);
    }

    private static void product(LineDefinition line, String name, int lotsPerWeek) {
        ProductDefinition product = SmallLines.product(line, name);
        String[] groups = {"Mab", "Mcd", "Me", "Mcd", "Mab", "Me"};
        for (int i = 0; i < groups.length; i++) {
            StepDefinition step = SmallLines.step(product, name + ".S" + (i + 1), groups[i], "S" + (i + 1));
            step.batchMaximum = groups[i].equals("Mab") ? 3 : 0;
            step.setup = groups[i].equals("Me") ? "S" + (i + 1) : "";
        }
        SmallLines.order(line, name, 1, 168.0 / lotsPerWeek);
    }
}
