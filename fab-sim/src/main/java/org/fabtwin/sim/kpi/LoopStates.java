/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.sim.kpi;

import static java.nio.ByteOrder.LITTLE_ENDIAN;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.agrona.DirectBuffer;
import org.fabtwin.core.event.LogHeaderDecoder;
import org.fabtwin.core.event.LoopUpdatedDecoder;
import org.fabtwin.core.event.ResultSource;
import org.fabtwin.core.log.RecordHandler;
import org.fabtwin.sim.event.HeaderLine;
import org.fabtwin.sim.event.IdTable;

/** Collects the state of each run-to-run loop from the records of a log. Single-threaded. */
public final class LoopStates implements RecordHandler {
    private static final double HOUR_US = 3600e6;
    private static final double DAY_US = 86400e6;
    private static final int NO_PRODUCT = -1;

    private final LoopUpdatedDecoder updated = new LoopUpdatedDecoder();
    private final Map<Key, State> states = new TreeMap<>();
    private RunHeader header;
    private long lastUs;

    /** Order: as the line lists controllers, chambers, products. {@code place}: chamber, tool or 0. */
    private record Key(int controller, int place, int product, int component) implements Comparable<Key> {
        @Override
        public int compareTo(Key other) {
            int order = Integer.compare(controller, other.controller);
            order = order != 0 ? order : Integer.compare(place, other.place);
            order = order != 0 ? order : Integer.compare(product, other.product);
            return order != 0 ? order : Integer.compare(component, other.component);
        }
    }

    private static final class State {
        private double level;
        private double offset;
        private double residual;
        private double squares;
        private long results;
        private long predictions;
        private long late;
        private long updatedUs;
    }

    @Override
    public void onRecord(DirectBuffer buffer, int offset, int length, int templateId, long position) {
        if (templateId == LogHeaderDecoder.TEMPLATE_ID) {
            header = RunHeader.of(buffer, offset);
        } else {
            lastUs = Math.max(lastUs, buffer.getLong(offset + TIME_OFFSET, LITTLE_ENDIAN));
        }
        if (templateId == LoopUpdatedDecoder.TEMPLATE_ID && header != null) {
            updated.wrap(
                    buffer, offset + BLOCK_OFFSET, LoopUpdatedDecoder.BLOCK_LENGTH, LoopUpdatedDecoder.SCHEMA_VERSION);
            onUpdated();
        }
    }

    private void onUpdated() {
        final HeaderLine.Controller controller = header.line().controller(updated.controller());
        if (controller == null) {
            return;
        }
        final int place = controller.byChamber()
                ? updated.chamber()
                : controller.byTool() ? header.line().toolOfChamber(updated.chamber()) : 0;
        final int product = controller.byProduct() ? updated.product() : NO_PRODUCT;
        final State state = states.computeIfAbsent(
                new Key(updated.controller(), place, product, updated.component()), unused -> new State());
        state.level = updated.level();
        state.offset = updated.recipeOffset();
        state.updatedUs = updated.timeUs();
        if (updated.source() == ResultSource.MEASUREMENT || updated.source() == ResultSource.PREDICTION) {
            state.residual = updated.residual();
            state.squares += updated.residual() * updated.residual();
            state.late += updated.late();
            state.results += updated.source() == ResultSource.MEASUREMENT ? 1 : 0;
            state.predictions += updated.source() == ResultSource.PREDICTION ? 1 : 0;
        }
    }

    /** Null while the header has not been read. */
    public RunHeader header() {
        return header;
    }

    public LoopReport report() {
        final List<LoopReport.Loop> loops = new ArrayList<>();
        states.forEach((key, state) -> loops.add(loop(key, state)));
        return new LoopReport(header.scenario(), header.seed(), header.replication(), lastUs / DAY_US, loops);
    }

    private LoopReport.Loop loop(Key key, State state) {
        final HeaderLine line = header.line();
        final HeaderLine.Controller controller = line.controller(key.controller);
        final String context = controller.byChamber()
                ? line.name(IdTable.CHAMBER, key.place)
                : controller.byTool() ? line.name(IdTable.TOOL, key.place) : "all";
        final long learnt = Math.max(1, state.results + state.predictions);
        final boolean isOverlay =
                key.component > 0 || states.containsKey(new Key(key.controller, key.place, key.product, 1));
        return new LoopReport.Loop(
                controller.name(),
                context,
                key.product == NO_PRODUCT ? null : line.name(IdTable.PRODUCT, key.product),
                isOverlay ? (key.component == 0 ? "x" : "y") : null,
                controller.method(),
                controller.unit(),
                state.level / controller.factor(),
                controller.variable(),
                controller.variableUnit(),
                state.offset / controller.variableFactor(),
                state.residual / controller.factor(),
                Math.sqrt(state.squares / learnt) / controller.factor(),
                state.results,
                state.predictions,
                (double) state.late / learnt,
                (lastUs - state.updatedUs) / HOUR_US);
    }
}
