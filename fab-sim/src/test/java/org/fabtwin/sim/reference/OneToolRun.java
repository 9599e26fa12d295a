/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.sim.reference;

import java.io.IOException;
import java.util.List;
import org.agrona.DirectBuffer;
import org.fabtwin.core.event.LotCompletedDecoder;
import org.fabtwin.core.line.LineCompiler;
import org.fabtwin.core.line.definition.DistributionDefinition;
import org.fabtwin.core.line.definition.LineDefinition;
import org.fabtwin.core.line.definition.LineDefinition.OrderDefinition;
import org.fabtwin.core.line.definition.LineDefinition.ProductDefinition;
import org.fabtwin.core.line.definition.LineDefinition.RecipeDefinition;
import org.fabtwin.core.line.definition.LineDefinition.StepDefinition;
import org.fabtwin.core.line.definition.LineDefinition.ToolGroupDefinition;
import org.fabtwin.core.line.definition.Tunable;
import org.fabtwin.core.log.EventLog;
import org.fabtwin.core.log.EventLogConfig;
import org.fabtwin.core.log.EventLogReader;
import org.fabtwin.core.log.EventWriter;
import org.fabtwin.core.log.RecordHandler;
import org.fabtwin.core.random.Distribution;
import org.fabtwin.core.twin.Twin;

/**
 * One tool of a family by itself, which never fails, with its recipes in equal shares: what comes out and how long it took. Times
 * in seconds.
 */
final class OneToolRun implements RecordHandler {
    private static final LotCompletedDecoder DONE = new LotCompletedDecoder();

    private final long fromUs;
    private long wafers;
    private double cycleUs;
    private long lots;
    private long lastUs;

    private OneToolRun(long fromUs) {
        this.fromUs = fromUs;
    }

    /** A line of one such tool, in carriers of {@code size} that come at random, one every so many seconds for all recipes. */
    static LineDefinition line(
            ToolGroupDefinition group, List<RecipeDefinition> recipes, int size, double everySeconds) {
        LineDefinition line = new LineDefinition();
        line.eventDetail = 0;
        group.count = 1;
        group.breakdowns.clear();
        group.maintenance.clear();
        line.toolGroups.add(group);
        for (RecipeDefinition recipe : recipes) {
            line.recipes.add(recipe);
            ProductDefinition product = new ProductDefinition();
            product.name = recipe.name;
            StepDefinition step = new StepDefinition();
            step.name = recipe.name;
            step.toolGroup = group.name;
            step.recipe = recipe.name;
            product.route.add(step);
            line.products.add(product);
            OrderDefinition order = new OrderDefinition();
            order.name = recipe.name;
            order.product = recipe.name;
            order.wafers = size;
            order.interval = DistributionDefinition.of(
                    Distribution.EXPONENTIAL,
                    Tunable.time("releases." + recipe.name, "s", everySeconds * recipes.size()));
            line.orders.add(order);
        }
        return line;
    }

    /** The same with a single wafer at the origin. */
    static LineDefinition oneWafer(ToolGroupDefinition group, RecipeDefinition recipe) {
        LineDefinition line = line(group, List.of(recipe), 1, 1);
        line.orders.get(0).releases = 1;
        line.orders.get(0).first = Tunable.time("first", "s", 0);
        return line;
    }

    static OneToolRun of(LineDefinition line, double fromSeconds, double seconds) throws IOException {
        OneToolRun run = new OneToolRun(Math.round(fromSeconds * 1e6));
        EventLogConfig ring =
                EventLogConfig.ringOnly().withSegmentBytes(1 << 20).withSegmentCount(4);
        try (EventLog log = EventLog.create(ring)) {
            Twin twin = new Twin(LineCompiler.compile(line), 7, 0, log, new EventWriter(log), null);
            EventLogReader reader = log.inlineReader();
            twin.start();
            while (!twin.advance(Math.round(seconds * 1e6), 1000)) {
                while (reader.poll(run, 10_000) > 0) {
                    continue;
                }
            }
            while (reader.poll(run, 10_000) > 0) {
                continue;
            }
        }
        return run;
    }

    @Override
    public void onRecord(DirectBuffer buffer, int offset, int length, int templateId, long position) {
        if (templateId != LotCompletedDecoder.TEMPLATE_ID) {
            return;
        }
        DONE.wrap(buffer, offset + BLOCK_OFFSET, LotCompletedDecoder.BLOCK_LENGTH, LotCompletedDecoder.SCHEMA_VERSION);
        if (DONE.timeUs() >= fromUs) {
            lots++;
            wafers += DONE.wafers();
            cycleUs += DONE.timeUs() - DONE.releasedUs();
            lastUs = DONE.timeUs();
        }
    }

    double meanCycleSeconds() {
        return cycleUs / lots / 1e6;
    }

    double secondsPerWafer() {
        return (lastUs - fromUs) / 1e6 / wafers;
    }
}
