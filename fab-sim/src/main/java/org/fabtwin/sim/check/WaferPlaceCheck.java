/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.sim.check;

import java.util.ArrayList;
import java.util.List;
import org.agrona.DirectBuffer;
import org.agrona.collections.Int2ObjectHashMap;
import org.agrona.collections.IntArrayList;
import org.fabtwin.core.event.EventDetail;
import org.fabtwin.core.event.LogHeaderDecoder;
import org.fabtwin.core.event.TrackInDecoder;
import org.fabtwin.core.event.TrackOutDecoder;
import org.fabtwin.core.event.WaferProcessedDecoder;
import org.fabtwin.core.event.WaferStartedDecoder;
import org.fabtwin.sim.event.HeaderLine;
import org.fabtwin.sim.event.IdTable;

/**
 * A wafer is in one chamber at a time, in the tool that its lot's carrier has been tracked into; by the TrackOut each of the
 * carrier's wafers was started and processed once.
 */
final class WaferPlaceCheck extends LogCheck {
    /** A wafer under process. */
    private record Inside(int lot, int step, int chamber) {}

    /** What a lot does in a tool: all of its carriers there together, since wafer records name no carrier. */
    private static final class Visit {
        int carriers;
        int started;
        int processed;
        int due;
        /** A snapshot brought it: some of its wafers were processed before. */
        boolean isPartly;
    }

    private final HeaderLine line;
    private final Int2ObjectHashMap<Inside> insides = new Int2ObjectHashMap<>();
    /** By tool: visit by lot. */
    private final List<Int2ObjectHashMap<Visit>> visits = new ArrayList<>();
    /** Lot and tool by turns, of the carriers that were tracked out in this instant. */
    private final IntArrayList left = new IntArrayList();

    private final boolean[] isReporting;
    private final LogHeaderDecoder header = new LogHeaderDecoder();
    private final TrackInDecoder trackIn = new TrackInDecoder();
    private final TrackOutDecoder trackOut = new TrackOutDecoder();
    private final WaferStartedDecoder started = new WaferStartedDecoder();
    private final WaferProcessedDecoder processed = new WaferProcessedDecoder();

    WaferPlaceCheck(final HeaderLine line) {
        super("waferPlace", "each wafer is in one chamber, and every wafer of a carrier is processed once");
        this.line = line;
        isReporting = new boolean[line.toolCount()];
        for (int tool = 0; tool < line.toolCount(); tool++) {
            visits.add(new Int2ObjectHashMap<>());
        }
    }

    @Override
    protected void check(final DirectBuffer buffer, final int offset, final int length, final int templateId) {
        switch (templateId) {
            case LogHeaderDecoder.TEMPLATE_ID -> onHeader(wrap(header, buffer, offset));
            case TrackInDecoder.TEMPLATE_ID -> {
                final TrackInDecoder record = wrap(trackIn, buffer, offset);
                final Visit visit = visit(record.tool(), record.lot());
                if (visit != null) {
                    visit.carriers++;
                    visit.isPartly |= isRestoring();
                }
            }
            case TrackOutDecoder.TEMPLATE_ID -> {
                final TrackOutDecoder record = wrap(trackOut, buffer, offset);
                final Visit visit = visit(record.tool(), record.lot());
                if (visit != null) {
                    visit.carriers = Math.max(0, visit.carriers - 1);
                    visit.due += record.wafers();
                    left.addInt(record.lot());
                    left.addInt(record.tool());
                }
            }
            case WaferStartedDecoder.TEMPLATE_ID -> onStarted(wrap(started, buffer, offset));
            case WaferProcessedDecoder.TEMPLATE_ID -> onProcessed(wrap(processed, buffer, offset));
            default -> {}
        }
    }

    private void onHeader(final LogHeaderDecoder record) {
        final EventDetail detail = record.eventDetail();
        final boolean hasWafers = !line.isLotMode() && detail != EventDetail.LOT;
        for (int tool = 0; tool < isReporting.length; tool++) {
            final HeaderLine.ToolGroup group = line.toolGroupOf(tool);
            isReporting[tool] = hasWafers
                    && group != null
                    && switch (group.kind()) {
                        case "cascade", "cluster", "serial" -> true;
                        default -> false;
                    };
        }
    }

    /** Null where the tool does not report its wafers. */
    private Visit visit(final int tool, final int lot) {
        return line.groupOfTool(tool) < 0 || !isReporting[tool]
                ? null
                : visits.get(tool).computeIfAbsent(lot, unused -> new Visit());
    }

    private void onStarted(final WaferStartedDecoder record) {
        final Inside before = insides.put(record.wafer(), new Inside(record.lot(), record.step(), record.chamber()));
        if (before != null) {
            find("wafer " + record.wafer() + " entered chamber " + chamberName(record.chamber()) + " while it was in "
                    + chamberName(before.chamber()));
            return;
        }
        final Visit visit = visit(line.toolOfChamber(record.chamber()), record.lot());
        if (visit != null) {
            visit.started++;
            if (visit.carriers == 0) {
                find("wafer " + record.wafer() + " entered chamber " + chamberName(record.chamber())
                        + ", no carrier of its lot " + record.lot() + " is in that tool");
            }
        }
    }

    private void onProcessed(final WaferProcessedDecoder record) {
        final Inside inside = insides.remove(record.wafer());
        if (inside == null) {
            find("wafer " + record.wafer() + " left chamber " + chamberName(record.chamber())
                    + " without having entered one");
            return;
        }
        final int tool = line.toolOfChamber(record.chamber());
        final HeaderLine.ToolGroup group = line.toolGroupOf(tool);
        final boolean isElsewhere = group == null || group.kind().equals("serial")
                ? tool != line.toolOfChamber(inside.chamber())
                : record.chamber() != inside.chamber();
        if (isElsewhere || record.step() != inside.step() || record.lot() != inside.lot()) {
            find("wafer " + record.wafer() + " of lot " + inside.lot() + " entered "
                    + chamberName(inside.chamber()) + " for " + line.name(IdTable.STEP, inside.step())
                    + " and left " + chamberName(record.chamber()) + " after "
                    + line.name(IdTable.STEP, record.step()) + " of lot " + record.lot());
        }
        final Visit visit = visit(line.toolOfChamber(inside.chamber()), inside.lot());
        if (visit != null) {
            visit.processed++;
        }
    }

    @Override
    protected void onInstantEnd() {
        for (int i = 0; i < left.size(); i += 2) {
            checkVisit(left.getInt(i), left.getInt(i + 1));
        }
        left.clear();
    }

    private void checkVisit(final int lot, final int tool) {
        final Visit visit = visits.get(tool).get(lot);
        if (visit == null) {
            // Two carriers of the lot left the tool in this instant: seen with the first.
            return;
        }
        if (visit.isPartly) {
            if (visit.carriers == 0) {
                visits.get(tool).remove(lot);
            }
            return;
        }
        if (visit.processed < visit.due
                || (visit.carriers == 0 && (visit.processed != visit.due || visit.started != visit.due))) {
            find("carriers of lot " + lot + " left " + line.name(IdTable.TOOL, tool) + " with " + visit.due
                    + " wafers, " + visit.started + " were started and " + visit.processed + " processed there");
        }
        if (visit.carriers == 0) {
            visits.get(tool).remove(lot);
        } else {
            visit.processed -= visit.due;
            visit.started -= visit.due;
            visit.due = 0;
        }
    }

    private String chamberName(final int chamber) {
        return line.name(IdTable.CHAMBER, chamber);
    }
}
