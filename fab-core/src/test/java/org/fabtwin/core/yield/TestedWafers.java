/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.core.yield;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.agrona.DirectBuffer;
import org.fabtwin.core.event.DiesLostDecoder;
import org.fabtwin.core.event.LossCause;
import org.fabtwin.core.event.WaferTestedDecoder;
import org.fabtwin.core.line.Line;
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

/** Wafers that go through the steps of a product at once, without a line around them, and are tested. */
public final class TestedWafers implements AutoCloseable, RecordHandler {
    /** Result of one wafer. */
    public record Result(int dies, int good, int harvested, int systematic, int parametric, int random, String map) {
        /** Dies that were looked at for defects. */
        public int lookedAtForDefects() {
            return good + random;
        }
    }

    /** One kind of loss of the wafer tested last. */
    public record Loss(int step, int chamber, int parameter, int dies, LossCause cause) {}

    private final Line line;
    private final EventLog log;
    private final EventLogReader reader;
    private final Parameters parameters;
    private final StepEffects effects;
    private final WaferTest test;
    private final WaferTestedDecoder tested = new WaferTestedDecoder();
    private final DiesLostDecoder lost = new DiesLostDecoder();
    private final List<Loss> losses = new ArrayList<>();
    private Result result;

    public TestedWafers(Line line, long seed) throws IOException {
        this.line = line;
        log = EventLog.create(
                EventLogConfig.ringOnly().withSegmentBytes(1 << 20).withSegmentCount(4));
        reader = log.inlineReader();
        EventWriter events = new EventWriter(log);
        StateArena arena = new StateArena();
        Draws draws = new Draws(seed, 0);
        parameters = new Parameters(arena, line.parameters().defaults());
        effects = new StepEffects(
                arena, line, parameters, draws, new WaferRows(arena, 1), 1, new EventCalendar(arena, 16), events);
        test = new WaferTest(arena, line, parameters, effects.wafers(), draws, events);
    }

    public StepEffects effects() {
        return effects;
    }

    public Parameters parameters() {
        return parameters;
    }

    /** Sets a parameter by its path, in its own terms. */
    public TestedWafers set(String path, double value) {
        int id = line.parameters().idOf(path);
        if (id < 0) {
            throw new IllegalArgumentException("no parameter " + path);
        }
        parameters.set(id, value);
        effects.onParameterChanged();
        return this;
    }

    /** A wafer passes all steps of a product's route in the first chamber of each step's first tool. */
    public Result wafer(int product, long key) {
        return wafer(product, key, key);
    }

    public Result wafer(int product, long key, long lotKey) {
        effects.enter(0);
        for (int step = line.products().firstStep(product);
                step >= 0;
                step = line.steps().next(step)) {
            int chamber = line.toolGroups()
                    .firstChamber(line.toolGroups().firstTool(line.steps().toolGroup(step)));
            if (effects.watches(step)) {
                effects.onStart(0, key, 0, step, chamber, 0);
            }
            effects.onDone(0, key, 0, step, effects.defectDensity(step), chamber, 0);
        }
        return test(product, key, lotKey);
    }

    /** Tests the wafer as it is. */
    public Result test(int product, long key, long lotKey) {
        losses.clear();
        test.test(0, key, 1, 1, lotKey, product, 0);
        while (reader.poll(this, 1000) > 0) {
            // Until all records are read.
        }
        return result;
    }

    public List<Loss> losses() {
        return losses;
    }

    @Override
    public void onRecord(DirectBuffer buffer, int offset, int length, int templateId, long position) {
        int block = offset + BLOCK_OFFSET;
        if (templateId == WaferTestedDecoder.TEMPLATE_ID) {
            tested.wrap(buffer, block, WaferTestedDecoder.BLOCK_LENGTH, WaferTestedDecoder.SCHEMA_VERSION);
            byte[] map = new byte[tested.dieMapLength()];
            tested.getDieMap(map, 0, map.length);
            result = new Result(
                    tested.dies(),
                    tested.good(),
                    tested.harvested(),
                    tested.systematic(),
                    tested.parametric(),
                    tested.random(),
                    new String(map, StandardCharsets.UTF_8));
        } else if (templateId == DiesLostDecoder.TEMPLATE_ID) {
            lost.wrap(buffer, block, DiesLostDecoder.BLOCK_LENGTH, DiesLostDecoder.SCHEMA_VERSION);
            losses.add(new Loss(lost.step(), lost.chamber(), lost.criticalParameter(), lost.dies(), lost.cause()));
        }
    }

    @Override
    public void close() {
        reader.close();
        log.close();
    }
}
