/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.core.flow;

import java.util.Arrays;
import org.fabtwin.core.event.EventDetail;
import org.fabtwin.core.event.HoldReason;
import org.fabtwin.core.line.Line;
import org.fabtwin.core.line.Steps;
import org.fabtwin.core.line.ToolKind;
import org.fabtwin.core.log.EventWriter;

/**
 * Tells in records what a snapshot brought into the line, so that the log of a run that starts from it can be read alone: lots
 * and carriers as if they were released and split now, then where each carrier is. Once, when a run starts.
 */
public final class RestoredFlow {
    /** {@code LotReleased.initial} of a lot whose release lies before the log. */
    private static final int RESTORED = 2;

    private final Line line;
    private final Steps steps;
    private final Lots lots;
    private final Carriers carriers;
    private final Wafers wafers;
    private final EventWriter events;

    public RestoredFlow(Line line, Lots lots, Carriers carriers, Wafers wafers, EventWriter events) {
        this.line = line;
        this.steps = line.steps();
        this.lots = lots;
        this.carriers = carriers;
        this.wafers = wafers;
        this.events = events;
    }

    /** Writes the records; what lots completed or lost before is forgotten: they are the wafers that are here. */
    public void write(long nowUs) {
        int used = carriers.used();
        int[] withDescendants = new int[used];
        for (int carrier = 0; carrier < used; carrier++) {
            for (int above = carrier;
                    carriers.isLive(carrier) && above != Carriers.NONE;
                    above = carriers.parent(above)) {
                withDescendants[above] += carriers.wafers(carrier);
            }
        }
        boolean[] told = new boolean[used];
        for (int carrier = 0; carrier < used; carrier++) {
            if (carriers.isLive(carrier)) {
                tellOf(carrier, withDescendants, told, nowUs);
            }
        }
        for (int carrier = 0; carrier < used; carrier++) {
            if (carriers.isLive(carrier)) {
                place(carrier, nowUs);
            }
        }
        batches(used, nowUs);
        for (int carrier = 0; carrier < used; carrier++) {
            if (carriers.isLive(carrier) && carriers.state(carrier) == Carriers.IN_TOOL && !isInBatch(carrier)) {
                enter(carrier, nowUs);
            }
        }
        for (int carrier = 0; carrier < used; carrier++) {
            for (int place = 0; carriers.isLive(carrier) && place < carriers.windowPlaces(); place++) {
                if (carriers.openWindow(carrier, place) != Carriers.NONE) {
                    events.queueTimeStarted(
                            nowUs, lotSerial(carrier), carriers.serial(carrier), carriers.openWindow(carrier, place));
                }
            }
        }
    }

    private int lotSerial(int carrier) {
        return lots.serial(carriers.lot(carrier));
    }

    /** The lot with its first carrier, or a split from that one or from the carrier that this one returns to. */
    private void tellOf(int carrier, int[] withDescendants, boolean[] told, long nowUs) {
        if (told[carrier]) {
            return;
        }
        told[carrier] = true;
        int parent = carriers.parent(carrier);
        if (parent != Carriers.NONE) {
            tellOf(parent, withDescendants, told, nowUs);
            split(parent, carrier, carriers.step(parent), withDescendants[carrier], 1, nowUs);
            return;
        }
        int first = firstOf(carriers.lot(carrier));
        if (first == carrier) {
            released(carrier, nowUs);
        } else {
            tellOf(first, withDescendants, told, nowUs);
            split(first, carrier, carriers.step(carrier), withDescendants[carrier], 0, nowUs);
        }
    }

    /** The lot's first carrier that returns to no other. */
    private int firstOf(int lot) {
        int carrier = 0;
        while (!carriers.isLive(carrier) || carriers.lot(carrier) != lot || carriers.parent(carrier) != Carriers.NONE) {
            carrier++;
        }
        return carrier;
    }

    private void split(int from, int carrier, int step, int count, int returns, long nowUs) {
        events.carrierSplit(
                nowUs, lotSerial(carrier), carriers.serial(from), carriers.serial(carrier), step, count, returns);
    }

    private void released(int carrier, long nowUs) {
        int lot = carriers.lot(carrier);
        int count = 0;
        int least = Integer.MAX_VALUE;
        int most = -1;
        for (int other = 0; other < carriers.used(); other++) {
            if (carriers.isLive(other) && carriers.lot(other) == lot) {
                count += carriers.wafers(other);
                for (int w = carriers.firstWafer(other); w != Wafers.NONE; w = wafers.next(w)) {
                    least = Math.min(least, wafers.serial(w));
                    most = Math.max(most, wafers.serial(w));
                }
            }
        }
        lots.forgetPast(lot);
        boolean consecutive = most >= 0 && most - least + 1 == count;
        events.lotReleased(
                nowUs,
                lots.serial(lot),
                lots.product(lot),
                lots.lotClass(lot),
                lots.priority(lot),
                lots.dueUs(lot),
                carriers.step(carrier),
                carriers.serial(carrier),
                consecutive ? least : -1,
                count,
                RESTORED);
    }

    private void place(int carrier, long nowUs) {
        int lot = lotSerial(carrier);
        int serial = carriers.serial(carrier);
        int step = carriers.step(carrier);
        if (carriers.reworkStep(carrier) != Carriers.NONE) {
            int from = carriers.reworkStep(carrier);
            events.reworkStarted(nowUs, lot, serial, from, steps.reworkTo(from), carriers.wafers(carrier));
        }
        switch (carriers.state(carrier)) {
            case Carriers.IN_TRANSPORT:
                events.transportStarted(nowUs, lot, serial, step, carriers.wafers(carrier));
                break;
            case Carriers.QUEUED:
                queued(carrier, nowUs);
                break;
            case Carriers.HELD:
                events.lotHeld(nowUs, lot, serial, step, carriers.holdReason(carrier));
                break;
            case Carriers.HELD_AFTER_STEP:
                events.lotHeld(nowUs, lot, serial, step, HoldReason.ENGINEERING.value());
                break;
            case Carriers.WAITING_FOR_MERGE:
                events.lotHeld(nowUs, lot, serial, step, HoldReason.MERGE.value());
                break;
            default:
            // In a tool.
        }
    }

    private void queued(int carrier, long nowUs) {
        events.carrierQueued(
                nowUs,
                lotSerial(carrier),
                carriers.serial(carrier),
                carriers.step(carrier),
                steps.toolGroup(carriers.step(carrier)),
                carriers.work(carrier));
    }

    private boolean isInBatch(int carrier) {
        return line.toolGroups().kind(line.toolGroups().groupOfTool(carriers.tool(carrier))) == ToolKind.BATCH;
    }

    private void batches(int used, long nowUs) {
        int tools = line.toolGroups().toolTotal();
        int[] count = new int[tools];
        int[] work = new int[tools];
        int[] first = new int[tools];
        Arrays.fill(first, Carriers.NONE);
        for (int carrier = 0; carrier < used; carrier++) {
            if (carriers.isLive(carrier) && carriers.state(carrier) == Carriers.IN_TOOL && isInBatch(carrier)) {
                int tool = carriers.tool(carrier);
                first[tool] = first[tool] == Carriers.NONE ? carrier : first[tool];
                count[tool]++;
                work[tool] += carriers.work(carrier);
            }
        }
        for (int tool = 0; tool < tools; tool++) {
            if (count[tool] > 0) {
                events.batchStarted(nowUs, tool, carriers.step(first[tool]), count[tool], work[tool]);
                for (int carrier = first[tool]; carrier < used; carrier++) {
                    if (carriers.isLive(carrier)
                            && carriers.state(carrier) == Carriers.IN_TOOL
                            && carriers.tool(carrier) == tool) {
                        enter(carrier, nowUs);
                    }
                }
            }
        }
    }

    /** The carrier came to its tool; of its wafers only those in a chamber now are told of. */
    private void enter(int carrier, long nowUs) {
        int lot = lotSerial(carrier);
        int step = carriers.step(carrier);
        queued(carrier, nowUs);
        events.trackIn(
                nowUs,
                lot,
                carriers.serial(carrier),
                step,
                carriers.tool(carrier),
                carriers.work(carrier),
                carriers.visit(carrier));
        for (int w = carriers.firstWafer(carrier); w != Wafers.NONE; w = wafers.next(w)) {
            if (wafers.phase(w) == Wafers.IN_PROCESS && line.eventDetail() >= EventDetail.WAFER.value()) {
                events.waferStarted(nowUs, wafers.serial(w), lot, step, wafers.chamber(w), wafers.visit(w));
            }
        }
    }
}
