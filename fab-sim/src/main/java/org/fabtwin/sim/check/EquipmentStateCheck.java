/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.sim.check;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import org.agrona.DirectBuffer;
import org.agrona.collections.IntHashSet;
import org.fabtwin.core.event.ChamberStateChangedDecoder;
import org.fabtwin.core.event.E10State;
import org.fabtwin.core.event.EventDetail;
import org.fabtwin.core.event.LogHeaderDecoder;
import org.fabtwin.core.event.StateCause;
import org.fabtwin.core.event.ToolStateChangedDecoder;
import org.fabtwin.core.event.TrackInDecoder;
import org.fabtwin.core.event.TrackOutDecoder;
import org.fabtwin.sim.event.HeaderLine;
import org.fabtwin.sim.event.IdTable;

/**
 * E10 states of tools and chambers: each starts in STANDBY, each change begins where the last one ended, the cause fits the
 * state, the durations add up to calendar time; a tool that is up is PRODUCTIVE exactly while a carrier is inside.
 */
final class EquipmentStateCheck extends LogCheck {
    private static final int NO_SERIAL = Integer.MIN_VALUE;
    private static final int STATES = 6;

    private static final class Equipment {
        E10State state = E10State.STANDBY;
        StateCause cause = StateCause.NONE;
        long sinceUs;
        final long[] durationUs = new long[STATES];
        final IntHashSet carriers = new IntHashSet(NO_SERIAL);
        boolean isReported;
    }

    private final HeaderLine line;
    private final List<Equipment> tools = new ArrayList<>();
    private final List<Equipment> chambers = new ArrayList<>();
    private final BitSet touched = new BitSet();
    private final LogHeaderDecoder header = new LogHeaderDecoder();
    private final TrackInDecoder trackIn = new TrackInDecoder();
    private final TrackOutDecoder trackOut = new TrackOutDecoder();
    private final ToolStateChangedDecoder toolState = new ToolStateChangedDecoder();
    private final ChamberStateChangedDecoder chamberState = new ChamberStateChangedDecoder();
    private boolean hasChamberDetail = true;
    private long originUs;

    EquipmentStateCheck(final HeaderLine line) {
        super("equipmentStates", "E10 states follow each other without a gap and add up to calendar time");
        this.line = line;
        for (int tool = 0; tool < line.toolCount(); tool++) {
            tools.add(new Equipment());
        }
        for (int chamber = 0; chamber < line.chamberCount(); chamber++) {
            chambers.add(new Equipment());
        }
    }

    @Override
    protected void check(final DirectBuffer buffer, final int offset, final int length, final int templateId) {
        switch (templateId) {
            case LogHeaderDecoder.TEMPLATE_ID -> onHeader(wrap(header, buffer, offset));
            case TrackInDecoder.TEMPLATE_ID -> {
                final TrackInDecoder record = wrap(trackIn, buffer, offset);
                if (line.groupOfTool(record.tool()) >= 0) {
                    tools.get(record.tool()).carriers.add(record.carrier());
                    touched.set(record.tool());
                }
            }
            case TrackOutDecoder.TEMPLATE_ID -> {
                final TrackOutDecoder record = wrap(trackOut, buffer, offset);
                if (line.groupOfTool(record.tool()) >= 0) {
                    tools.get(record.tool()).carriers.remove(record.carrier());
                    touched.set(record.tool());
                }
            }
            case ToolStateChangedDecoder.TEMPLATE_ID -> {
                final ToolStateChangedDecoder record = wrap(toolState, buffer, offset);
                if (line.groupOfTool(record.tool()) >= 0) {
                    touched.set(record.tool());
                    change(
                            tools.get(record.tool()),
                            line.name(IdTable.TOOL, record.tool()),
                            record.from(),
                            record.to(),
                            record.cause());
                }
            }
            case ChamberStateChangedDecoder.TEMPLATE_ID -> {
                final ChamberStateChangedDecoder record = wrap(chamberState, buffer, offset);
                if (line.toolOfChamber(record.chamber()) >= 0) {
                    final String name = line.name(IdTable.CHAMBER, record.chamber());
                    change(chambers.get(record.chamber()), name, record.from(), record.to(), record.cause());
                    if (!hasChamberDetail && record.to() == E10State.PRODUCTIVE) {
                        find("chamber " + name + " reports PRODUCTIVE below event detail chamber");
                    }
                }
            }
            default -> {}
        }
    }

    private void onHeader(final LogHeaderDecoder record) {
        final EventDetail detail = record.eventDetail();
        hasChamberDetail = detail == EventDetail.CHAMBER || detail == EventDetail.ROBOT;
        originUs = record.timeUs();
        tools.forEach(tool -> tool.sinceUs = originUs);
        chambers.forEach(chamber -> chamber.sinceUs = originUs);
    }

    private void change(
            final Equipment equipment,
            final String name,
            final E10State from,
            final E10State to,
            final StateCause cause) {
        if (from != equipment.state) {
            find(name + " changes from " + from + " to " + to + ", it was in " + equipment.state);
        } else if (from == to && cause == equipment.cause) {
            find(name + " changes from " + from + " to " + to + " for " + cause + ", which is no change");
        }
        if (!isLegal(to, cause)) {
            find(name + " goes to " + to + " for " + cause);
        }
        // A change that says otherwise than the one before leaves this stretch of time without a state.
        if (from == equipment.state && from.value() < STATES) {
            equipment.durationUs[from.value()] += timeUs() - equipment.sinceUs;
        }
        equipment.state = to;
        equipment.cause = cause;
        equipment.sinceUs = timeUs();
        equipment.isReported = false;
    }

    private static boolean isLegal(final E10State to, final StateCause cause) {
        return switch (to) {
            case STANDBY, PRODUCTIVE -> true;
            case UNSCHEDULED_DOWN ->
                cause == StateCause.BREAKDOWN || cause == StateCause.COMMAND || cause == StateCause.CHART;
            case SCHEDULED_DOWN ->
                cause == StateCause.SETUP || cause == StateCause.MAINTENANCE || cause == StateCause.COMMAND;
            case ENGINEERING, NON_SCHEDULED -> cause == StateCause.COMMAND;
            default -> false;
        };
    }

    @Override
    protected void onInstantEnd() {
        for (int id = touched.nextSetBit(0); id >= 0; id = touched.nextSetBit(id + 1)) {
            final Equipment tool = tools.get(id);
            final boolean isWrong = tool.state == (tool.carriers.isEmpty() ? E10State.PRODUCTIVE : E10State.STANDBY);
            if (isWrong && !tool.isReported) {
                find(line.name(IdTable.TOOL, id) + " is in " + tool.state + " with " + tool.carriers.size()
                        + " carriers inside");
            }
            tool.isReported = isWrong;
        }
        touched.clear();
    }

    @Override
    protected void onEnd() {
        for (int id = 0; id < tools.size(); id++) {
            checkSum(tools.get(id), line.name(IdTable.TOOL, id));
        }
        for (int id = 0; id < chambers.size(); id++) {
            checkSum(chambers.get(id), line.name(IdTable.CHAMBER, id));
        }
    }

    private void checkSum(final Equipment equipment, final String name) {
        if (equipment.state.value() < STATES) {
            equipment.durationUs[equipment.state.value()] += timeUs() - equipment.sinceUs;
        }
        long sumUs = 0;
        for (final long durationUs : equipment.durationUs) {
            sumUs += durationUs;
        }
        if (sumUs != Math.max(0, timeUs() - originUs)) {
            find("the states of " + name + " add up to " + sumUs + " us of " + (timeUs() - originUs)
                    + " us calendar time");
        }
    }
}
