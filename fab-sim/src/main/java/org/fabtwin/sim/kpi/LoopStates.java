/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.sim.kpi;

import static java.nio.ByteOrder.LITTLE_ENDIAN;

import java.util.List;
import org.agrona.DirectBuffer;
import org.fabtwin.core.event.LogHeaderDecoder;
import org.fabtwin.core.event.LoopUpdatedDecoder;
import org.fabtwin.core.log.RecordHandler;
import org.fabtwin.sim.event.HeaderLine;
import org.fabtwin.sim.event.IdTable;

/** Collects the state of each run-to-run loop from the records of a log. Single-threaded. */
public final class LoopStates implements RecordHandler {
    private static final double HOUR_US = 3600e6;
    private static final double DAY_US = 86400e6;

    private final LoopUpdatedDecoder updated = new LoopUpdatedDecoder();
    private RunHeader header;
    private LoopTally tally;
    private long lastUs;

    @Override
    public void onRecord(DirectBuffer buffer, int offset, int length, int templateId, long position) {
        if (templateId == LogHeaderDecoder.TEMPLATE_ID) {
            header = RunHeader.of(buffer, offset);
            tally = new LoopTally(header.line());
        } else {
            lastUs = Math.max(lastUs, buffer.getLong(offset + TIME_OFFSET, LITTLE_ENDIAN));
        }
        if (templateId == LoopUpdatedDecoder.TEMPLATE_ID) {
            updated.wrap(
                    buffer, offset + BLOCK_OFFSET, LoopUpdatedDecoder.BLOCK_LENGTH, LoopUpdatedDecoder.SCHEMA_VERSION);
            tally.onUpdated(updated);
        }
    }

    public LoopReport report() {
        final List<LoopReport.Loop> loops =
                tally.loops().stream().map(this::loop).toList();
        return new LoopReport(header.scenario(), header.seed(), header.replication(), lastUs / DAY_US, loops);
    }

    private LoopReport.Loop loop(LoopTally.Loop loop) {
        final HeaderLine line = header.line();
        final HeaderLine.Controller controller = line.controller(loop.controller);
        final String context = controller.byChamber()
                ? line.name(IdTable.CHAMBER, loop.place)
                : controller.byTool() ? line.name(IdTable.TOOL, loop.place) : "all";
        final long learnt = Math.max(1, loop.results + loop.predictions);
        return new LoopReport.Loop(
                controller.name(),
                context,
                loop.product == LoopTally.NO_PRODUCT ? null : line.name(IdTable.PRODUCT, loop.product),
                tally.isOverlay(loop) ? (loop.component == 0 ? "x" : "y") : null,
                controller.method(),
                controller.unit(),
                loop.level / controller.factor(),
                controller.variable(),
                controller.variableUnit(),
                loop.offset / controller.variableFactor(),
                loop.residual / controller.factor(),
                Math.sqrt(loop.squares / learnt) / controller.factor(),
                loop.results,
                loop.predictions,
                (double) loop.late / learnt,
                (lastUs - loop.updatedUs) / HOUR_US);
    }
}
