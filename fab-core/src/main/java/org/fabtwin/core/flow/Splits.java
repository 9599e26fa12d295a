/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.core.flow;

import org.fabtwin.core.line.Steps;
import org.fabtwin.core.log.EventWriter;
import org.fabtwin.core.random.Draws;

/**
 * Wafers leave their carrier for one of their own, which keeps what bound them: place, visit, dedications. Those that come back
 * have their old carrier as parent, and the windows open there go on there; others take the open windows with them. Single-threaded: the twin's thread only.
 */
final class Splits {
    private final Steps steps;
    private final Chance chance;
    private final Lots lots;
    private final Carriers carriers;
    private final Wafers wafers;
    private final QueueTimes queueTimes;
    private final EventWriter events;

    Splits(
            Steps steps,
            Chance chance,
            Lots lots,
            Carriers carriers,
            Wafers wafers,
            QueueTimes queueTimes,
            EventWriter events) {
        this.steps = steps;
        this.chance = chance;
        this.lots = lots;
        this.carriers = carriers;
        this.wafers = wafers;
        this.queueTimes = queueTimes;
        this.events = events;
    }

    /**
     * Takes those wafers out of the carrier's list that did the step and that chance hits.
     *
     * @return the first of them, {@link Wafers#NONE} without; the carrier's count of wafers stays for the caller to change.
     */
    int detach(int carrier, int step, double probability, int cause) {
        int first = Wafers.NONE;
        int last = Wafers.NONE;
        int before = Wafers.NONE;
        int wafer = carriers.firstWafer(carrier);
        while (wafer != Wafers.NONE) {
            int following = wafers.next(wafer);
            long subject = Draws.subject(wafers.key(wafer), steps.key(step));
            if (wafers.isDrawn(wafer) && chance.happens(probability, cause, subject, wafers.visit(wafer))) {
                unlink(carrier, before, wafer);
                last = append(last, wafer);
                first = first == Wafers.NONE ? wafer : first;
            } else {
                before = wafer;
            }
            wafer = following;
        }
        return first;
    }

    /** Takes those wafers out of the carrier's list that a command wants held; the first of them, NONE without. */
    int detachHeld(int carrier) {
        int first = Wafers.NONE;
        int last = Wafers.NONE;
        int before = Wafers.NONE;
        int wafer = carriers.firstWafer(carrier);
        while (wafer != Wafers.NONE) {
            int following = wafers.next(wafer);
            if (wafers.isHoldWanted(wafer)) {
                wafers.holdWanted(wafer, false);
                unlink(carrier, before, wafer);
                last = append(last, wafer);
                first = first == Wafers.NONE ? wafer : first;
            } else {
                before = wafer;
            }
            wafer = following;
        }
        return first;
    }

    private void unlink(int carrier, int before, int wafer) {
        if (before == Wafers.NONE) {
            carriers.firstWafer(carrier, wafers.next(wafer));
        } else {
            wafers.next(before, wafers.next(wafer));
        }
        wafers.next(wafer, Wafers.NONE);
    }

    private int append(int last, int wafer) {
        if (last != Wafers.NONE) {
            wafers.next(last, wafer);
        }
        return wafer;
    }

    /**
     * Puts wafers that were taken out of a carrier's list into a carrier of their own.
     *
     * @param returns true: they join their old carrier again; false: they go where it would, as a part of what it is a part of.
     */
    int split(int carrier, int step, int first, boolean returns, long nowUs) {
        int lot = carriers.lot(carrier);
        int child = carriers.allocate(lot, lots.serial(lot), lots.priority(lot), lots.key(lot));
        lots.addCarriers(lot, 1);
        int count = 0;
        for (int wafer = first; wafer != Wafers.NONE; wafer = wafers.next(wafer)) {
            count++;
        }
        carriers.firstWafer(child, first);
        carriers.wafers(child, count);
        carriers.wafers(carrier, carriers.wafers(carrier) - count);
        carriers.step(child, step);
        carriers.visit(child, carriers.visit(carrier));
        carriers.location(child, carriers.location(carrier));
        carriers.tool(child, carriers.tool(carrier));
        carriers.processed(child, carriers.processTool(carrier), carriers.processRank(carrier));
        carriers.holdReason(child, carriers.holdReason(carrier));
        carriers.heldWafers(child, carriers.heldWafers(carrier));
        int parent = returns ? carrier : carriers.parent(carrier);
        carriers.parent(child, parent);
        if (parent != Carriers.NONE) {
            carriers.addChildren(parent, 1);
        }
        if (!returns) {
            carriers.reworkStep(child, carriers.reworkStep(carrier));
            carriers.remeasuredUntil(child, carriers.remeasuredUntil(carrier));
        }
        carriers.copyDedications(carrier, child);
        events.carrierSplit(
                nowUs,
                lots.serial(lot),
                carriers.serial(carrier),
                carriers.serial(child),
                step,
                count,
                returns ? 1 : 0);
        if (!returns) {
            queueTimes.copy(carrier, child);
        }
        return child;
    }
}
