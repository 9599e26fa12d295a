/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.core.flow;

import org.fabtwin.core.event.HoldReason;
import org.fabtwin.core.event.ScrapCause;
import org.fabtwin.core.line.Distributions;
import org.fabtwin.core.line.Line;
import org.fabtwin.core.line.ParameterTable;
import org.fabtwin.core.line.Steps;
import org.fabtwin.core.log.EventWriter;
import org.fabtwin.core.random.Cause;
import org.fabtwin.core.random.Draws;
import org.fabtwin.core.state.Parameters;
import org.fabtwin.core.time.EventCalendar;
import org.fabtwin.core.time.EventKind;
import org.fabtwin.core.yield.WaferTest;

/**
 * Takes carriers from step to step: sampling, transport, rework with split and merge, scrap, the end of the route. It never
 * queues or starts anything: a carrier that is ready for its step arrives by a calendar event, without delay where there is no
 * transport. Single-threaded: the twin's thread only.
 */
public final class Routing {
    private final Line line;
    private final Steps steps;
    private final Parameters parameters;
    private final Chance chance;
    private final Lots lots;
    private final Carriers carriers;
    private final Wafers wafers;
    private final QueueTimes queueTimes;
    private final WaferTest waferTest;
    private final EventCalendar calendar;
    private final EventWriter events;

    public Routing(
            Line line,
            Parameters parameters,
            Chance chance,
            Lots lots,
            Carriers carriers,
            Wafers wafers,
            QueueTimes queueTimes,
            WaferTest waferTest,
            EventCalendar calendar,
            EventWriter events) {
        this.line = line;
        this.steps = line.steps();
        this.parameters = parameters;
        this.chance = chance;
        this.lots = lots;
        this.carriers = carriers;
        this.wafers = wafers;
        this.queueTimes = queueTimes;
        this.waferTest = waferTest;
        this.calendar = calendar;
        this.events = events;
    }

    /** The carrier has done its step: rework, windows, merge, next step. */
    public void afterStep(int carrier, long nowUs) {
        int step = carriers.step(carrier);
        if (steps.dedicationSaved(step) >= 0) {
            carriers.dedicatedTool(carrier, steps.dedicationSaved(step), carriers.tool(carrier));
        }
        if (steps.reworkTo(step) >= 0 && startRework(carrier, step, nowUs)) {
            return;
        }
        leaveStep(carrier, step, nowUs);
    }

    private void leaveStep(int carrier, int step, long nowUs) {
        if (!endRework(carrier, step, nowUs)) {
            queueTimes.open(carrier, step, nowUs);
            moveOn(carrier, step, nowUs);
        }
    }

    /**
     * Ends the rework that the step sent the carrier to. True when the carrier has joined its parent, which waits at the step that
     * they were split at: a loop within the loop, sent back by an earlier step, does not end there.
     */
    private boolean endRework(int carrier, int step, long nowUs) {
        if (carriers.reworkStep(carrier) == step) {
            carriers.reworkStep(carrier, Carriers.NONE);
        }
        if (carriers.remeasuredUntil(carrier) == step) {
            carriers.remeasuredUntil(carrier, Carriers.NONE);
        }
        int parent = carriers.parent(carrier);
        if (parent == Carriers.NONE || carriers.step(parent) != step) {
            return false;
        }
        merge(carrier, parent, step, nowUs);
        return true;
    }

    private void moveOn(int carrier, int step, long nowUs) {
        int next = steps.next(step);
        if (next == Steps.RETURN) {
            next = steps.reworkTo(carriers.reworkStep(carrier));
        }
        if (next == Steps.END) {
            complete(carrier, nowUs);
        } else {
            moveTo(carrier, next, nowUs);
        }
    }

    /** Sends a carrier to a step, or on to the first after it that its wafers are drawn for. */
    public void moveTo(int carrier, int step, long nowUs) {
        int target = step;
        int work = drawWork(carrier, target);
        while (work == 0) {
            if (endRework(carrier, target, nowUs)) {
                return;
            }
            int next = steps.next(target);
            if (next == Steps.RETURN) {
                next = steps.reworkTo(carriers.reworkStep(carrier));
            }
            if (next == Steps.END) {
                complete(carrier, nowUs);
                return;
            }
            target = next;
            work = drawWork(carrier, target);
        }
        carriers.work(carrier, work);
        travel(carrier, target, nowUs);
    }

    /** Puts an initial lot in front of its step: no sampling draw, no transport. */
    void standAt(int carrier, int step, long nowUs) {
        for (int w = carriers.firstWafer(carrier); w != Wafers.NONE; w = wafers.next(w)) {
            wafers.drawn(w, true);
        }
        carriers.work(carrier, carriers.wafers(carrier));
        travel(carrier, step, nowUs);
    }

    private void travel(int carrier, int step, long nowUs) {
        int to = line.toolGroups().location(steps.toolGroup(step));
        int distribution = line.transports().time(carriers.location(carrier), to);
        long travelUs = distribution == Distributions.NONE
                ? 0
                : chance.us(
                        distribution,
                        Cause.TRANSPORT,
                        Draws.subject(carrierKey(carrier), steps.key(step)),
                        carriers.visit(carrier));
        carriers.step(carrier, step);
        carriers.location(carrier, to);
        carriers.state(carrier, Carriers.IN_TRANSPORT);
        if (travelUs > 0) {
            events.transportStarted(
                    nowUs,
                    lots.serial(carriers.lot(carrier)),
                    carriers.serial(carrier),
                    step,
                    carriers.wafers(carrier));
        }
        carriers.timer(carrier, calendar.schedule(nowUs + travelUs, EventKind.ARRIVAL, carrier));
    }

    /** Draws which wafers do the step and returns their number. */
    private int drawWork(int carrier, int step) {
        boolean all = steps.sampling(step) == ParameterTable.NONE
                || (steps.remeasure(step) && carriers.remeasuredUntil(carrier) != Carriers.NONE);
        double share = all ? 1 : parameters.value(steps.sampling(step));
        int wafer = carriers.firstWafer(carrier);
        if (wafer == Wafers.NONE) {
            long subject = Draws.subject(lots.key(carriers.lot(carrier)), steps.key(step));
            return share >= 1 || chance.happens(share, Cause.SAMPLING, subject, carriers.visit(carrier))
                    ? carriers.wafers(carrier)
                    : 0;
        }
        int count = 0;
        for (; wafer != Wafers.NONE; wafer = wafers.next(wafer)) {
            boolean drawn = share >= 1
                    || chance.happens(
                            share,
                            Cause.SAMPLING,
                            Draws.subject(wafers.key(wafer), steps.key(step)),
                            wafers.visit(wafer));
            wafers.drawn(wafer, drawn);
            count += drawn ? 1 : 0;
        }
        return count;
    }

    private long carrierKey(int carrier) {
        int first = carriers.firstWafer(carrier);
        return first == Wafers.NONE ? lots.key(carriers.lot(carrier)) : wafers.key(first);
    }

    /** Draws rework after a step; true when the carrier itself has gone back or waits for wafers that have. */
    private boolean startRework(int carrier, int step, long nowUs) {
        double probability = parameters.value(steps.reworkProbability(step));
        if (probability <= 0) {
            return false;
        }
        if (steps.reworkWholeCarrier(step) || carriers.firstWafer(carrier) == Wafers.NONE) {
            long subject = Draws.subject(lots.key(carriers.lot(carrier)), steps.key(step));
            if (!chance.happens(probability, Cause.REWORK, subject, carriers.visit(carrier))) {
                return false;
            }
            goBack(carrier, step, steps.reworkTo(step), true, nowUs);
            return true;
        }
        int first = Wafers.NONE;
        int last = Wafers.NONE;
        int count = 0;
        int before = Wafers.NONE;
        int wafer = carriers.firstWafer(carrier);
        int total = carriers.wafers(carrier);
        while (wafer != Wafers.NONE) {
            int following = wafers.next(wafer);
            boolean rework = wafers.isDrawn(wafer)
                    && chance.happens(
                            probability,
                            Cause.REWORK,
                            Draws.subject(wafers.key(wafer), steps.key(step)),
                            wafers.visit(wafer));
            if (rework) {
                unlink(carrier, before, wafer);
                last = append(last, wafer);
                first = first == Wafers.NONE ? wafer : first;
                count++;
            } else {
                before = wafer;
            }
            wafer = following;
        }
        if (count == 0) {
            return false;
        }
        if (count == total) {
            carriers.firstWafer(carrier, first);
            goBack(carrier, step, steps.reworkTo(step), true, nowUs);
            return true;
        }
        split(carrier, step, first, count, nowUs);
        return true;
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

    /** The wafers from {@code first} on go to rework in a carrier of their own; the others wait for them. */
    private void split(int carrier, int step, int first, int count, long nowUs) {
        int lot = carriers.lot(carrier);
        int child = carriers.allocate(lot);
        lots.addCarriers(lot, 1);
        carriers.firstWafer(child, first);
        carriers.wafers(child, count);
        carriers.wafers(carrier, carriers.wafers(carrier) - count);
        carriers.step(child, step);
        carriers.visit(child, carriers.visit(carrier));
        carriers.location(child, carriers.location(carrier));
        carriers.parent(child, carrier);
        carriers.holdReason(child, carriers.holdReason(carrier));
        carriers.addChildren(carrier, 1);
        carriers.copyDedications(carrier, child);
        events.carrierSplit(nowUs, lots.serial(lot), carriers.serial(carrier), carriers.serial(child), step, count);
        carriers.state(carrier, Carriers.WAITING_FOR_MERGE);
        events.lotHeld(nowUs, lots.serial(lot), carriers.serial(carrier), step, HoldReason.MERGE.value());
        goBack(child, step, steps.reworkTo(step), true, nowUs);
    }

    /**
     * Sends a carrier back.
     *
     * @param byPath true: through the product's rework steps, where it has some; false: straight to {@code toStep}.
     */
    public void goBack(int carrier, int step, int toStep, boolean byPath, long nowUs) {
        events.reworkStarted(
                nowUs,
                lots.serial(carriers.lot(carrier)),
                carriers.serial(carrier),
                step,
                toStep,
                carriers.wafers(carrier));
        queueTimes.cancel(carrier, nowUs);
        carriers.visit(carrier, carriers.visit(carrier) + 1);
        for (int w = carriers.firstWafer(carrier); w != Wafers.NONE; w = wafers.next(w)) {
            wafers.addVisit(w);
        }
        if (byPath) {
            carriers.reworkStep(carrier, step);
            carriers.remeasuredUntil(carrier, Math.max(step, carriers.remeasuredUntil(carrier)));
        }
        moveTo(carrier, byPath && steps.reworkFirst(step) >= 0 ? steps.reworkFirst(step) : toStep, nowUs);
    }

    private void merge(int child, int parent, int step, long nowUs) {
        int lot = carriers.lot(child);
        int last = carriers.firstWafer(parent);
        while (wafers.next(last) != Wafers.NONE) {
            last = wafers.next(last);
        }
        wafers.next(last, carriers.firstWafer(child));
        carriers.wafers(parent, carriers.wafers(parent) + carriers.wafers(child));
        // The windows of the carrier that they join, opened no later, hold for them from now on.
        queueTimes.cancel(child, nowUs);
        events.carrierMerged(
                nowUs, lots.serial(lot), carriers.serial(parent), carriers.serial(child), step, carriers.wafers(child));
        lots.addCarriers(lot, -1);
        carriers.free(child);
        childGone(parent, nowUs);
    }

    private void childGone(int parent, long nowUs) {
        if (carriers.addChildren(parent, -1) > 0) {
            return;
        }
        int step = carriers.step(parent);
        events.lotHoldReleased(
                nowUs, lots.serial(carriers.lot(parent)), carriers.serial(parent), step, HoldReason.MERGE.value());
        leaveStep(parent, step, nowUs);
    }

    /** Scraps all wafers of a carrier that stands before a step. */
    public void scrap(int carrier, ScrapCause cause, long nowUs) {
        int lot = carriers.lot(carrier);
        queueTimes.cancel(carrier, nowUs);
        events.wafersScrapped(
                nowUs,
                lots.serial(lot),
                carriers.serial(carrier),
                carriers.step(carrier),
                carriers.wafers(carrier),
                cause.value());
        lots.addScrapped(lot, carriers.wafers(carrier));
        int parent = carriers.parent(carrier);
        leave(carrier, nowUs);
        if (parent != Carriers.NONE) {
            childGone(parent, nowUs);
        }
    }

    private void complete(int carrier, long nowUs) {
        queueTimes.cancel(carrier, nowUs);
        int lot = carriers.lot(carrier);
        if (waferTest.tests(lots.product(lot))) {
            for (int w = carriers.firstWafer(carrier); w != Wafers.NONE; w = wafers.next(w)) {
                waferTest.test(
                        w, wafers.key(w), wafers.serial(w), lots.serial(lot), lots.key(lot), lots.product(lot), nowUs);
            }
        }
        lots.addCompleted(lot, carriers.wafers(carrier));
        leave(carrier, nowUs);
    }

    private void leave(int carrier, long nowUs) {
        int lot = carriers.lot(carrier);
        int wafer = carriers.firstWafer(carrier);
        while (wafer != Wafers.NONE) {
            int following = wafers.next(wafer);
            wafers.free(wafer);
            wafer = following;
        }
        carriers.free(carrier);
        if (lots.addCarriers(lot, -1) == 0) {
            events.lotCompleted(
                    nowUs,
                    lots.serial(lot),
                    lots.product(lot),
                    lots.lotClass(lot),
                    lots.completed(lot),
                    lots.scrapped(lot),
                    lots.releasedUs(lot),
                    lots.dueUs(lot));
            lots.free(lot);
        }
    }
}
