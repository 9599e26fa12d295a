/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.sim.check;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import org.agrona.DirectBuffer;
import org.agrona.collections.IntHashSet;
import org.fabtwin.core.event.BatchStartedDecoder;
import org.fabtwin.core.event.ChamberStateChangedDecoder;
import org.fabtwin.core.event.E10State;
import org.fabtwin.core.event.StateCause;
import org.fabtwin.core.event.ToolStateChangedDecoder;
import org.fabtwin.core.event.TrackInDecoder;
import org.fabtwin.core.event.TrackOutDecoder;
import org.fabtwin.core.event.WaferProcessedDecoder;
import org.fabtwin.core.event.WaferStartedDecoder;
import org.fabtwin.sim.event.HeaderLine;
import org.fabtwin.sim.event.IdTable;

/**
 * Tools hold no more than they can: single one carrier, two-slot cascade two, batch one batch that started as BatchStarted
 * says, a chamber of a cluster one wafer; and nothing starts where a tool or chamber is down.
 */
final class CapacityCheck extends LogCheck {
    private static final int NO_SERIAL = Integer.MIN_VALUE;

    /** What is known of one tool. */
    private static final class Tool {
        final IntHashSet carriers = new IntHashSet(NO_SERIAL);
        boolean isDown;
        /** TrackIn or WaferStarted of this instant that came while the tool was down; -1 = none. */
        long startedDownAt = -1;

        int batchCarriers;
        int batchWafers;
    }

    private static final class Chamber {
        final IntHashSet wafers = new IntHashSet(NO_SERIAL);
        boolean isDown;
        long startedDownAt = -1;
    }

    private final HeaderLine line;
    private final List<Tool> tools = new ArrayList<>();
    private final List<Chamber> chambers = new ArrayList<>();
    private final BitSet touchedTools = new BitSet();
    private final BitSet touchedChambers = new BitSet();
    private final TrackInDecoder trackIn = new TrackInDecoder();
    private final TrackOutDecoder trackOut = new TrackOutDecoder();
    private final BatchStartedDecoder batch = new BatchStartedDecoder();
    private final WaferStartedDecoder waferStarted = new WaferStartedDecoder();
    private final WaferProcessedDecoder waferProcessed = new WaferProcessedDecoder();
    private final ToolStateChangedDecoder toolState = new ToolStateChangedDecoder();
    private final ChamberStateChangedDecoder chamberState = new ChamberStateChangedDecoder();

    CapacityCheck(final HeaderLine line) {
        super("capacity", "no tool or chamber holds more than it can, and nothing starts where it is down");
        this.line = line;
        for (int tool = 0; tool < line.toolCount(); tool++) {
            tools.add(new Tool());
        }
        for (int chamber = 0; chamber < line.chamberCount(); chamber++) {
            chambers.add(new Chamber());
        }
    }

    @Override
    protected void check(final DirectBuffer buffer, final int offset, final int length, final int templateId) {
        switch (templateId) {
            case TrackInDecoder.TEMPLATE_ID -> onTrackIn(wrap(trackIn, buffer, offset));
            case TrackOutDecoder.TEMPLATE_ID -> {
                final TrackOutDecoder record = wrap(trackOut, buffer, offset);
                if (line.groupOfTool(record.tool()) >= 0) {
                    tools.get(record.tool()).carriers.remove(record.carrier());
                }
            }
            case BatchStartedDecoder.TEMPLATE_ID -> onBatch(wrap(batch, buffer, offset));
            case WaferStartedDecoder.TEMPLATE_ID -> onWaferStarted(wrap(waferStarted, buffer, offset));
            case WaferProcessedDecoder.TEMPLATE_ID -> {
                final WaferProcessedDecoder record = wrap(waferProcessed, buffer, offset);
                if (line.toolOfChamber(record.chamber()) >= 0) {
                    chambers.get(record.chamber()).wafers.remove(record.wafer());
                }
            }
            case ToolStateChangedDecoder.TEMPLATE_ID -> {
                final ToolStateChangedDecoder record = wrap(toolState, buffer, offset);
                if (line.groupOfTool(record.tool()) >= 0) {
                    tools.get(record.tool()).isDown = isDown(record.to(), record.cause());
                }
            }
            case ChamberStateChangedDecoder.TEMPLATE_ID -> {
                final ChamberStateChangedDecoder record = wrap(chamberState, buffer, offset);
                if (line.toolOfChamber(record.chamber()) >= 0) {
                    chambers.get(record.chamber()).isDown = isDown(record.to(), record.cause());
                }
            }
            default -> {}
        }
    }

    /** Setup is scheduled down time too, but with the carrier inside that it is for. */
    private static boolean isDown(final E10State state, final StateCause cause) {
        return state != E10State.STANDBY && state != E10State.PRODUCTIVE && cause != StateCause.SETUP;
    }

    private void onTrackIn(final TrackInDecoder record) {
        final HeaderLine.ToolGroup group = line.toolGroupOf(record.tool());
        if (group == null) {
            return;
        }
        final Tool tool = tools.get(record.tool());
        touchedTools.set(record.tool());
        if (tool.isDown) {
            tool.startedDownAt = position();
        }
        if (!tool.carriers.add(record.carrier()) || !group.kind().equals("batch")) {
            return;
        }
        if (tool.batchCarriers == 0) {
            find("carrier " + record.carrier() + " started at " + toolName(record.tool())
                    + " outside any batch that BatchStarted announced");
            return;
        }
        tool.batchCarriers--;
        tool.batchWafers -= record.wafers();
        if (tool.batchCarriers == 0 && tool.batchWafers != 0) {
            find("the wafers of the batch in " + toolName(record.tool()) + " differ by " + tool.batchWafers
                    + " from what BatchStarted said");
        }
    }

    private void onBatch(final BatchStartedDecoder record) {
        if (line.groupOfTool(record.tool()) < 0) {
            return;
        }
        final Tool tool = tools.get(record.tool());
        touchedTools.set(record.tool());
        if (!tool.carriers.isEmpty()) {
            find("a batch started in " + toolName(record.tool()) + " while " + tool.carriers.size()
                    + " carriers of another were inside");
        }
        if (record.carriers() == 0) {
            find("an empty batch started in " + toolName(record.tool()));
        }
        tool.batchCarriers = record.carriers();
        tool.batchWafers = record.wafers();
    }

    private void onWaferStarted(final WaferStartedDecoder record) {
        final int toolId = line.toolOfChamber(record.chamber());
        if (toolId < 0) {
            return;
        }
        final Tool tool = tools.get(toolId);
        if (tool.isDown) {
            touchedTools.set(toolId);
            tool.startedDownAt = position();
        }
        // In a serial tool a wafer goes on to other chambers, of which the log does not tell.
        if (line.toolGroupOf(toolId).kind().equals("cluster")) {
            final Chamber chamber = chambers.get(record.chamber());
            touchedChambers.set(record.chamber());
            chamber.wafers.add(record.wafer());
            if (chamber.isDown) {
                chamber.startedDownAt = position();
            }
        }
    }

    @Override
    protected void onInstantEnd() {
        for (int id = touchedTools.nextSetBit(0); id >= 0; id = touchedTools.nextSetBit(id + 1)) {
            final Tool tool = tools.get(id);
            final int capacity = line.toolGroupOf(id).capacityCarriers();
            if (capacity > 0 && tool.carriers.size() > capacity) {
                find(toolName(id) + " holds " + tool.carriers.size() + " carriers, its capacity is " + capacity);
            }
            if (tool.batchCarriers > 0) {
                find("a batch in " + toolName(id) + " lacks " + tool.batchCarriers + " of its carriers");
                tool.batchCarriers = 0;
            }
            // A tool that came up later in the same instant was up when the work started.
            if (tool.startedDownAt >= 0 && tool.isDown) {
                find("work started at " + toolName(id) + " while it was down", tool.startedDownAt);
            }
            tool.startedDownAt = -1;
        }
        touchedTools.clear();
        for (int id = touchedChambers.nextSetBit(0); id >= 0; id = touchedChambers.nextSetBit(id + 1)) {
            final Chamber chamber = chambers.get(id);
            if (chamber.wafers.size() > 1) {
                find("chamber " + line.name(IdTable.CHAMBER, id) + " holds " + chamber.wafers.size() + " wafers");
            }
            if (chamber.startedDownAt >= 0 && chamber.isDown) {
                find(
                        "a wafer started in chamber " + line.name(IdTable.CHAMBER, id) + " while it was down",
                        chamber.startedDownAt);
            }
            chamber.startedDownAt = -1;
        }
        touchedChambers.clear();
    }

    private String toolName(final int tool) {
        return line.name(IdTable.TOOL, tool);
    }
}
