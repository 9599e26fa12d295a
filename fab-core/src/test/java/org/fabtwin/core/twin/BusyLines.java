/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.core.twin;

import org.fabtwin.core.line.Criterion;
import org.fabtwin.core.line.Line;
import org.fabtwin.core.line.QueuePolicy;
import org.fabtwin.core.line.ToolKind;
import org.fabtwin.core.line.definition.LineDefinition.ProductDefinition;
import org.fabtwin.core.line.definition.LineDefinition.RecipeDefinition;
import org.fabtwin.core.line.definition.LineDefinition.StepDefinition;
import org.fabtwin.core.line.definition.LineDefinition.ToolGroupDefinition;
import org.fabtwin.core.line.definition.Tunable;
import org.fabtwin.core.random.Distribution;

/** Small lines in which everything happens, loaded so that they run for ever. */
public final class BusyLines {
    private BusyLines() {}

    /** Wafers: clusters with chambers that fail and are cleaned, a scanner with setups, sampled measurement, rework, windows. */
    public static Line ofWafers(int detail) {
        return TwinTest.smallFab(detail);
    }

    /** Lots: single tools with setups and dedication, two-slot cascades, furnaces, failures in busy time, windows that scrap. */
    public static Line ofLots() {
        LineFixture fixture = LineFixture.ofLots().detail(0).transport(4);
        ToolGroupDefinition litho =
                fixture.group("LITHO", ToolKind.SINGLE, 3, Criterion.PRIORITY, Criterion.SETUP, Criterion.QUEUE_TIME);
        litho.setupTime = Tunable.time("tools.LITHO.setup", "min", 3);
        LineFixture.breakdown(litho, 800, 40).busyTime = true;
        LineFixture.maintenance(litho, true, 200, 25);
        ToolGroupDefinition wet = fixture.group("WET", ToolKind.TWO_SLOT_CASCADE, 1, Criterion.CRITICAL_RATIO);
        LineFixture.breakdown(wet, 2000, 50);
        LineFixture.maintenance(wet, false, 1440, 20);
        ToolGroupDefinition furnace = fixture.group("FURNACE", ToolKind.BATCH, 2);
        LineFixture.breakdown(furnace, 5000, 100);
        fixture.recipe("expose", Distribution.EXPONENTIAL, 12);
        RecipeDefinition clean = fixture.recipe("clean", Distribution.CONSTANT, 12);
        clean.interval = Tunable.time("recipes.clean.interval", "min", 5);
        clean.loadTime = Tunable.time("recipes.clean.load", "min", 1);
        fixture.recipe("heat", Distribution.CONSTANT, 90);
        for (String name : new String[] {"p", "q"}) {
            ProductDefinition product = fixture.product(name);
            for (int layer = 0; layer < 2; layer++) {
                StepDefinition wash = fixture.step(product, "clean" + layer, "WET", "clean");
                wash.queueTo = "heat" + layer;
                wash.queueLimit = Tunable.time("steps.clean" + layer + ".limit", "min", 400);
                wash.queuePolicy = layer == 0 ? QueuePolicy.REWORK : QueuePolicy.SCRAP;
                StepDefinition heat = fixture.step(product, "heat" + layer, "FURNACE", "heat");
                heat.batchMinimum = 3 * 25;
                heat.batchMaximum = 6 * 25;
                heat.batchFamily = layer == 0 ? "" : null;
                StepDefinition expose = fixture.step(product, "expose" + layer, "LITHO", "expose");
                expose.setup = name;
                expose.reworkTo = "clean" + layer;
                expose.reworkProbability = Tunable.share("steps.expose" + layer + ".rework", 0.04);
                if (layer == 0) {
                    expose.dedicateTo = "expose1";
                }
            }
        }
        fixture.order("normal", "p", 25, Distribution.EXPONENTIAL, 30).dueAfter = Tunable.time("due", "min", 900);
        fixture.order("hot", "q", 25, Distribution.EXPONENTIAL, 120).priority = 10;
        return fixture.compile();
    }
}
