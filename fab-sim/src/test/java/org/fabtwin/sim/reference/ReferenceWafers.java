/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.sim.reference;

import java.io.IOException;
import java.util.Map;
import org.agrona.DirectBuffer;
import org.fabtwin.core.event.WaferTestedDecoder;
import org.fabtwin.core.line.Line;
import org.fabtwin.core.line.LineCompiler;
import org.fabtwin.core.line.Steps;
import org.fabtwin.core.log.EventLog;
import org.fabtwin.core.log.EventLogConfig;
import org.fabtwin.core.log.EventLogReader;
import org.fabtwin.core.log.EventWriter;
import org.fabtwin.core.log.RecordHandler;
import org.fabtwin.core.process.StepEffects;
import org.fabtwin.core.random.Draws;
import org.fabtwin.core.state.Parameters;
import org.fabtwin.core.state.StateArena;
import org.fabtwin.core.state.WaferRows;
import org.fabtwin.core.time.EventCalendar;
import org.fabtwin.core.yield.WaferTest;
import org.fabtwin.sim.scenario.ScenarioReader;

/** Wafers of a bundled line that pass the steps of their product's route at once, each step in the first chamber of its tools. */
final class ReferenceWafers implements AutoCloseable, RecordHandler {
    private final Line line;
    private final EventLog log;
    private final EventLogReader reader;
    private final Parameters parameters;
    private final StepEffects effects;
    private final WaferTest test;
    private final WaferTestedDecoder tested = new WaferTestedDecoder();

    int dies;
    int good;
    int harvested;
    int systematic;
    int parametric;
    int random;

    ReferenceWafers(final String scenario, final long seed) throws IOException {
        line = LineCompiler.compile(
                ScenarioReader.read(scenario, java.util.List.of()).definition());
        log = EventLog.create(
                EventLogConfig.ringOnly().withSegmentBytes(1 << 20).withSegmentCount(4));
        reader = log.inlineReader();
        final EventWriter events = new EventWriter(log);
        final StateArena arena = new StateArena();
        final Draws draws = new Draws(seed, 0);
        parameters = new Parameters(arena, line.parameters().defaults());
        effects = new StepEffects(
                arena, line, parameters, draws, new WaferRows(arena, 1), 1, new EventCalendar(arena, 16), events);
        test = new WaferTest(arena, line, parameters, effects.wafers(), draws, events);
    }

    Line line() {
        return line;
    }

    StepEffects effects() {
        return effects;
    }

    double value(final int parameter) {
        return parameters.value(parameter);
    }

    /** Sets all parameters whose path matches, in their own terms. */
    ReferenceWafers set(final Map<String, Double> values) {
        values.forEach((pattern, value) -> {
            boolean found = false;
            for (int id = 0; id < line.parameters().size(); id++) {
                if (line.parameters().row(id).path().matches(pattern)) {
                    parameters.set(id, value);
                    found = true;
                }
            }
            if (!found) {
                throw new IllegalArgumentException("no parameter matches " + pattern);
            }
        });
        effects.onParameterChanged();
        return this;
    }

    int product(final String name) {
        int product = 0;
        while (!line.products().name(product).equals(name)) {
            product++;
        }
        return product;
    }

    int chamber(final int parameter) {
        return line.toolGroups()
                .firstChamber(
                        line.toolGroups().firstTool(line.process().parameters().toolGroup(parameter)));
    }

    /** Processes and tests one wafer; its results are in the fields then. */
    void wafer(final int product, final long key) {
        effects.enter(0);
        for (int step = line.products().firstStep(product);
                step != Steps.END;
                step = line.steps().next(step)) {
            final int chamber = line.toolGroups()
                    .firstChamber(line.toolGroups().firstTool(line.steps().toolGroup(step)));
            if (effects.watches(step)) {
                effects.onStart(0, key, 0, step, chamber, 0);
            }
            effects.onDone(0, key, 0, step, effects.defectDensity(step), chamber, 0);
        }
        test.test(0, key, 1, 1, key, product, 0);
        while (reader.poll(this, 1000) > 0) {
            // Until all records are read.
        }
    }

    @Override
    public void onRecord(
            final DirectBuffer buffer, final int offset, final int length, final int templateId, final long position) {
        if (templateId == WaferTestedDecoder.TEMPLATE_ID) {
            tested.wrap(
                    buffer, offset + BLOCK_OFFSET, WaferTestedDecoder.BLOCK_LENGTH, WaferTestedDecoder.SCHEMA_VERSION);
            dies = tested.dies();
            good = tested.good();
            harvested = tested.harvested();
            systematic = tested.systematic();
            parametric = tested.parametric();
            random = tested.random();
        }
    }

    @Override
    public void close() {
        reader.close();
        log.close();
    }
}
