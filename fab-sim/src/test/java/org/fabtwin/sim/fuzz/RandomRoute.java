/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.sim.fuzz;

import java.util.ArrayList;
import java.util.List;
import org.fabtwin.core.line.ProcessUnit;
import org.fabtwin.core.line.ToolKind;
import org.fabtwin.core.line.definition.LineDefinition.ProductDefinition;
import org.fabtwin.core.line.definition.LineDefinition.RecipeDefinition;
import org.fabtwin.core.line.definition.LineDefinition.StepDefinition;
import org.fabtwin.core.line.definition.LineDefinition.ToolGroupDefinition;
import org.fabtwin.core.line.definition.Tunable;

/** A random route: sampling rules, rework, queue-time windows, holds, setups, batches, dedications, qualifications. */
final class RandomRoute {
    private final RandomFab fab;
    private final ProductDefinition product = new ProductDefinition();

    RandomRoute(final RandomFab fab, final String name) {
        this.fab = fab;
        product.name = name;
    }

    void build() {
        final int steps = 2 + fab.below(9);
        for (int i = 0; i < steps; i++) {
            product.route.add(step(product.name + ".s" + i));
        }
        if (fab.chance(0.4)) {
            for (int i = 0; i <= fab.below(2); i++) {
                product.rework.add(step(product.name + ".r" + i));
            }
        }
        for (int i = 0; i < steps; i++) {
            rules(i);
        }
        fab.definition.products.add(product);
    }

    private StepDefinition step(final String name) {
        final StepDefinition step = new StepDefinition();
        final ToolGroupDefinition group = fab.definition.toolGroups.get(fab.below(fab.definition.toolGroups.size()));
        step.name = name;
        step.toolGroup = group.name;
        step.recipe = recipe(name, group);
        if (fab.chance(0.4)) {
            step.setup = "u" + fab.below(3);
            step.setupAlways = fab.chance(0.2);
        }
        if (group.kind == ToolKind.BATCH) {
            step.batchMaximum = 25 + fab.below(50);
            step.batchFamily = fab.chance(0.3) ? "f" : null;
        }
        if (group.count > 1 && fab.chance(0.3)) {
            step.qualifiedTools.add(fab.below(group.count));
        }
        return step;
    }

    private String recipe(final String name, final ToolGroupDefinition group) {
        final RecipeDefinition recipe = new RecipeDefinition();
        recipe.name = name;
        final double minutes = 0.5 + fab.random.nextDouble() * 6;
        final String path = "recipes." + name;
        switch (group.kind) {
            case ToolKind.CLUSTER, ToolKind.SERIAL -> {
                recipe.unit = ProcessUnit.WAFER;
                for (int stage = 0; stage < group.stages.size(); stage++) {
                    recipe.stageTimes.add(fab.time(path + ".stage" + stage, minutes));
                }
            }
            case ToolKind.CASCADE -> {
                recipe.unit = ProcessUnit.WAFER;
                recipe.processTime = fab.time(path + ".time", 2 * minutes);
                recipe.interval = fab.minutes(path + ".interval", minutes / 2);
            }
            case ToolKind.BATCH -> {
                recipe.unit = ProcessUnit.BATCH;
                recipe.processTime = fab.time(path + ".time", 10 * minutes);
            }
            default -> {
                recipe.unit = fab.definition.lotMode || fab.chance(0.5) ? ProcessUnit.LOT : ProcessUnit.WAFER;
                recipe.processTime = fab.time(path + ".time", minutes);
                if (group.kind == ToolKind.TWO_SLOT_CASCADE && fab.chance(0.5)) {
                    recipe.interval = fab.minutes(path + ".interval", minutes / 2);
                }
            }
        }
        if (fab.chance(0.3)) {
            recipe.loadTime = fab.minutes(path + ".load", 1);
            recipe.unloadTime = fab.minutes(path + ".unload", 1);
        }
        fab.definition.recipes.add(recipe);
        return name;
    }

    private void rules(final int place) {
        final StepDefinition step = product.route.get(place);
        final String path = "steps." + step.name;
        if (fab.chance(0.35)) {
            sampling(step, path + ".sampling");
        }
        if (place > 0 && fab.chance(0.25)) {
            step.reworkTo = product.route.get(fab.below(place + 1)).name;
            step.reworkProbability = Tunable.share(path + ".rework", 0.05 + 0.3 * fab.random.nextDouble());
            step.reworkWholeCarrier = fab.chance(0.3);
            step.remeasure = fab.chance(0.5);
        }
        if (place + 1 < product.route.size() && fab.chance(0.35)) {
            step.queueTo = product.route.get(place + 1 + fab.below(product.route.size() - place - 1)).name;
            step.queueLimit = fab.minutes(path + ".limit", 10 + fab.below(300));
            step.queuePolicy = fab.below(4);
        }
        if (fab.chance(0.2)) {
            step.holdProbability = Tunable.share(path + ".hold", 0.3 * fab.random.nextDouble());
            step.holdTime = fab.time(path + ".holdTime", 10 + fab.below(200));
            step.holdTogether = fab.chance(0.5);
            step.holdJoins = !step.holdTogether && fab.chance(0.5);
        }
        if (fab.chance(0.2)) {
            final List<String> later = new ArrayList<>();
            product.route.subList(place + 1, product.route.size()).stream()
                    .filter(other -> other.toolGroup.equals(step.toolGroup)
                            && other.qualifiedTools.isEmpty()
                            && step.qualifiedTools.isEmpty())
                    .forEach(other -> later.add(other.name));
            step.dedicateTo = later.isEmpty() ? null : later.get(fab.below(later.size()));
        }
    }

    private void sampling(final StepDefinition step, final String path) {
        step.sampling = Tunable.share(path + ".share", 0.1 + 0.8 * fab.random.nextDouble());
        if (fab.chance(0.3)) {
            step.samplingEvery = Tunable.number(path + ".every", 1 + fab.below(6));
        }
        if (fab.chance(0.3)) {
            step.samplingAfterMaintenance = Tunable.number(path + ".afterMaintenance", fab.below(10));
        }
        if (fab.chance(0.3)) {
            step.samplingUnmeasuredFor = fab.minutes(path + ".unmeasuredFor", 50 + fab.below(500));
        }
    }
}
