/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.core.flow;

import org.fabtwin.core.event.HoldReason;
import org.fabtwin.core.event.ScrapCause;
import org.fabtwin.core.line.Line;
import org.fabtwin.core.line.ParameterTable;
import org.fabtwin.core.line.Steps;
import org.fabtwin.core.line.ToolGroups;
import org.fabtwin.core.log.EventWriter;
import org.fabtwin.core.random.Cause;
import org.fabtwin.core.random.Draws;
import org.fabtwin.core.state.Parameters;
import org.fabtwin.core.state.StateArena;
import org.fabtwin.core.time.EventCalendar;
import org.fabtwin.core.time.EventKind;
import org.fabtwin.core.yield.WaferTest;

/**
 * Takes carriers from step to step: transport, rework and holds with split and merge, scrap, the end of the route. It never
 * queues or starts anything: a carrier that is ready for its step arrives by a calendar event, without delay where there is no
 * transport. Single-threaded: the twin's thread only.
 */
public final class Routing {
    private static final int INITIAL_CARRIERS = 1024;

    private final Line line;
    private final Steps steps;
    private final ToolGroups groups;
    private final Parameters parameters;
    private final Chance chance;
    private final Lots lots;
    private final Carriers carriers;
    private final Wafers wafers;
    private final QueueTimes queueTimes;
    private final Transport transport;
    private final Sampling sampling;
    private final Splits splits;
    private final Rejoining rejoining;
    private final WaferTest waferTest;
    private final EventCalendar calendar;
    private final EventWriter events;

    public Routing(
            StateArena arena,
            Line line,
            Parameters parameters,
            Chance chance,
            Lots lots,
            Carriers carriers,
            Wafers wafers,
            QueueTimes queueTimes,
            ToolHistory history,
            WaferTest waferTest,
            EventCalendar calendar,
            EventWriter events) {
        this.line = line;
        this.steps = line.steps();
        this.groups = line.toolGroups();
        this.parameters = parameters;
        this.chance = chance;
        this.lots = lots;
        this.carriers = carriers;
        this.wafers = wafers;
        this.queueTimes = queueTimes;
        this.transport = new Transport(line, parameters, chance);
        this.sampling = new Sampling(arena, steps, parameters, chance, lots, carriers, wafers, history);
        this.splits = new Splits(steps, chance, lots, carriers, wafers, queueTimes, events);
        this.rejoining = new Rejoining(arena, steps, carriers, INITIAL_CARRIERS);
        this.waferTest = waferTest;
        this.calendar = calendar;
        this.events = events;
    }

    /** The carrier has done its step: rework, windows, merge, next step. */
    public void afterStep(int carrier, long nowUs) {
        int step = carriers.step(carrier);
        if (sampling.looksAtTools()) {
            sampling.afterStep(carrier, step);
        }
        if (!steps.endsPlainly(step)) {
            if (!staysAfterStep(carrier, step, nowUs)) {
                leaveStep(carrier, step, nowUs);
            }
        } else if (carriers.isInNoLoop(carrier)) {
            moveOn(carrier, step, nowUs);
        } else {
            leaveStep(carrier, step, nowUs);
        }
    }

    /** What the end of a step that does not {@linkplain Steps#endsPlainly end plainly} asks for; true when the carrier does not leave it now. */
    private boolean staysAfterStep(int carrier, int step, long nowUs) {
        if (steps.dedicationSaved(step) >= 0) {
            carriers.dedicatedTool(carrier, steps.dedicationSaved(step), carriers.tool(carrier));
        }
        return steps.reworkTo(step) >= 0 && startRework(carrier, step, nowUs)
                || steps.holdProbability(step) != ParameterTable.NONE && startHold(carrier, step, nowUs);
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
        if (carriers.isInNoLoop(carrier)) {
            return false;
        }
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
        if (rejoining.isConcerned(carrier) && meets(carrier, step, nowUs)) {
            return;
        }
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
        int work = sampling.draw(carrier, target, nowUs);
        while (work == 0) {
            if (endRework(carrier, target, nowUs) || rejoining.isConcerned(carrier) && meets(carrier, target, nowUs)) {
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
            work = sampling.draw(carrier, target, nowUs);
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
        int group = steps.toolGroup(step);
        long subject = Draws.subject(carrierKey(carrier), steps.key(step));
        long travelUs = transport.us(
                carriers.tool(carrier), carriers.location(carrier), group, subject, carriers.visit(carrier));
        carriers.setOut(carrier, step, groups.location(group), subject);
        if (travelUs > 0) {
            events.transportStarted(
                    nowUs, carriers.lotSerial(carrier), carriers.serial(carrier), step, carriers.wafers(carrier));
        }
        carriers.timer(carrier, calendar.schedule(nowUs + travelUs, EventKind.ARRIVAL, carrier));
    }

    private long carrierKey(int carrier) {
        int first = carriers.firstWafer(carrier);
        return first == Wafers.NONE ? carriers.lotKey(carrier) : wafers.key(first);
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
        int first = splits.detach(carrier, step, probability, Cause.REWORK);
        if (first == Wafers.NONE) {
            return false;
        }
        if (carriers.firstWafer(carrier) == Wafers.NONE) {
            carriers.firstWafer(carrier, first);
            goBack(carrier, step, steps.reworkTo(step), true, nowUs);
            return true;
        }
        int child = splits.split(carrier, step, first, true, nowUs);
        waitForMerge(carrier, step, nowUs);
        goBack(child, step, steps.reworkTo(step), true, nowUs);
        return true;
    }

    private void waitForMerge(int carrier, int step, long nowUs) {
        carriers.state(carrier, Carriers.WAITING_FOR_MERGE);
        events.lotHeld(nowUs, carriers.lotSerial(carrier), carriers.serial(carrier), step, HoldReason.MERGE.value());
    }

    /** Draws which wafers are held after a step; true when the carrier itself is held or waits for those that are. */
    private boolean startHold(int carrier, int step, long nowUs) {
        double probability = parameters.value(steps.holdProbability(step));
        if (carriers.firstWafer(carrier) == Wafers.NONE) {
            long subject = Draws.subject(lots.key(carriers.lot(carrier)), steps.key(step));
            if (!chance.happens(probability, Cause.HOLD, subject, carriers.visit(carrier))) {
                return false;
            }
            holdAfterStep(carrier, step, nowUs);
            return true;
        }
        int first = probability <= 0 ? Wafers.NONE : splits.detach(carrier, step, probability, Cause.HOLD);
        if (first == Wafers.NONE) {
            return false;
        }
        if (carriers.firstWafer(carrier) == Wafers.NONE) {
            carriers.firstWafer(carrier, first);
            holdAfterStep(carrier, step, nowUs);
            return true;
        }
        boolean together = steps.isHeldTogether(step);
        int child = splits.split(carrier, step, first, together, nowUs);
        holdAfterStep(child, step, nowUs);
        if (together) {
            waitForMerge(carrier, step, nowUs);
        }
        return together;
    }

    /** The queue-time window of the step opens all the same. */
    private void holdAfterStep(int carrier, int step, long nowUs) {
        queueTimes.open(carrier, step, nowUs);
        long heldUs = chance.us(
                steps.holdTime(step),
                Cause.HOLD_TIME,
                Draws.subject(carrierKey(carrier), steps.key(step)),
                carriers.visit(carrier));
        carriers.state(carrier, Carriers.HELD_AFTER_STEP);
        events.lotHeld(
                nowUs, carriers.lotSerial(carrier), carriers.serial(carrier), step, HoldReason.ENGINEERING.value());
        carriers.timer(carrier, calendar.schedule(nowUs + heldUs, EventKind.HOLD_END, carrier));
    }

    /** A hold after a step ends: its time is over, or a command wants it. */
    public void endHold(int carrier, long nowUs) {
        int step = carriers.step(carrier);
        if (carriers.timer(carrier) != Carriers.NONE) {
            calendar.cancel(carriers.timer(carrier));
            carriers.timer(carrier, Carriers.NONE);
        }
        events.lotHoldReleased(
                nowUs, carriers.lotSerial(carrier), carriers.serial(carrier), step, HoldReason.ENGINEERING.value());
        if (steps.isJoinedAfterHold(step)) {
            rejoin(carrier);
        }
        pass(carrier, step, nowUs);
    }

    /** A carrier that does not do the step it stands at, or has done it, goes on; its windows stay as they are. */
    public void pass(int carrier, int step, long nowUs) {
        if (!endRework(carrier, step, nowUs)) {
            moveOn(carrier, step, nowUs);
        }
    }

    /**
     * Wafers that a command wants held leave a carrier that stands before a step, unless no others do the step: then all stay
     * together.
     *
     * @return the carrier to hold, {@link Carriers#NONE} when nobody wants a wafer of it held any more.
     */
    public int splitHeld(int carrier, long nowUs) {
        carriers.heldWafers(carrier, 0);
        int drawn = 0;
        int wanted = 0;
        for (int w = carriers.firstWafer(carrier); w != Wafers.NONE; w = wafers.next(w)) {
            wanted += wafers.isHoldWanted(w) ? 1 : 0;
            drawn += wafers.isHoldWanted(w) && wafers.isDrawn(w) ? 1 : 0;
        }
        if (wanted == 0) {
            return Carriers.NONE;
        }
        if (drawn == carriers.work(carrier) || wanted == carriers.wafers(carrier)) {
            for (int w = carriers.firstWafer(carrier); w != Wafers.NONE; w = wafers.next(w)) {
                wafers.holdWanted(w, false);
            }
            return carrier;
        }
        int child = splits.split(carrier, carriers.step(carrier), splits.detachHeld(carrier), false, nowUs);
        carriers.work(carrier, carriers.work(carrier) - drawn);
        carriers.work(child, drawn);
        return child;
    }

    /**
     * Sends a carrier back.
     *
     * @param byPath true: through the product's rework steps, where it has some; false: straight to {@code toStep}.
     */
    public void goBack(int carrier, int step, int toStep, boolean byPath, long nowUs) {
        events.reworkStarted(
                nowUs, carriers.lotSerial(carrier), carriers.serial(carrier), step, toStep, carriers.wafers(carrier));
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

    /**
     * The carrier is to join again the one of its lot that has most wafers: after the first step that both have still to leave, where
     * the first to come waits. Without such a carrier, or when it is itself the one, it goes on as it is.
     */
    public void rejoin(int carrier) {
        int other = rejoining.candidate(carrier);
        if (other != Carriers.NONE) {
            rejoining.join(carrier, other);
        }
    }

    /** A carrier that leaves a step and joins, or is joined by, another there; true when it does not go on now. */
    private boolean meets(int carrier, int step, long nowUs) {
        int target = rejoining.target(carrier);
        if (target == Carriers.NONE) {
            return takesIn(carrier, step, nowUs);
        }
        if (rejoining.meetingStep(carrier) != step) {
            return false;
        }
        if (!rejoining.isWaitingAt(target, step)) {
            carriers.step(carrier, step);
            waitForMerge(carrier, step, nowUs);
            return true;
        }
        rejoining.forget(carrier);
        queueTimes.join(carrier, target, nowUs);
        unite(carrier, target, step, nowUs);
        goOnIfAllCame(target, step, nowUs);
        return true;
    }

    /** Takes in those that wait for the carrier after the step; true when others are still to come. */
    private boolean takesIn(int carrier, int step, long nowUs) {
        int other = rejoining.next(carrier, 0);
        while (other != Carriers.NONE) {
            if (rejoining.meetingStep(other) == step && rejoining.isWaitingAt(other, step)) {
                mergeEnds(other, step, nowUs);
                rejoining.forget(other);
                queueTimes.join(other, carrier, nowUs);
                unite(other, carrier, step, nowUs);
            }
            other = rejoining.next(carrier, other + 1);
        }
        if (!rejoining.isAwaitingAt(carrier, step)) {
            return false;
        }
        carriers.step(carrier, step);
        waitForMerge(carrier, step, nowUs);
        return true;
    }

    private void goOnIfAllCame(int target, int step, long nowUs) {
        if (rejoining.isWaitingAt(target, step) && !rejoining.isAwaitingAt(target, step)) {
            mergeEnds(target, step, nowUs);
            moveOn(target, step, nowUs);
        }
    }

    /** The carrier is scrapped: who was to join it goes on alone, whom it was to join waits for it no longer. */
    private void stayAway(int carrier, long nowUs) {
        int target = rejoining.target(carrier);
        if (target != Carriers.NONE) {
            rejoining.forget(carrier);
            goOnIfAllCame(target, carriers.step(target), nowUs);
            return;
        }
        int other = rejoining.next(carrier, 0);
        while (other != Carriers.NONE) {
            int step = rejoining.meetingStep(other);
            boolean isWaiting = rejoining.isWaitingAt(other, step);
            rejoining.forget(other);
            if (isWaiting) {
                mergeEnds(other, step, nowUs);
                moveOn(other, step, nowUs);
            }
            other = rejoining.next(carrier, other + 1);
        }
    }

    private void mergeEnds(int carrier, int step, long nowUs) {
        events.lotHoldReleased(
                nowUs, carriers.lotSerial(carrier), carriers.serial(carrier), step, HoldReason.MERGE.value());
    }

    private void merge(int child, int parent, int step, long nowUs) {
        // The windows of the carrier that they join, opened no later, hold for them from now on.
        queueTimes.cancel(child, nowUs);
        unite(child, parent, step, nowUs);
        childGone(parent, nowUs);
    }

    private void unite(int child, int parent, int step, long nowUs) {
        int lot = carriers.lot(child);
        int last = carriers.firstWafer(parent);
        while (wafers.next(last) != Wafers.NONE) {
            last = wafers.next(last);
        }
        wafers.next(last, carriers.firstWafer(child));
        carriers.heldWafers(parent, carriers.heldWafers(parent) + carriers.heldWafers(child));
        carriers.wafers(parent, carriers.wafers(parent) + carriers.wafers(child));
        events.carrierMerged(
                nowUs, lots.serial(lot), carriers.serial(parent), carriers.serial(child), step, carriers.wafers(child));
        lots.addCarriers(lot, -1);
        carriers.free(child);
    }

    private void childGone(int parent, long nowUs) {
        if (carriers.addChildren(parent, -1) > 0) {
            return;
        }
        int step = carriers.step(parent);
        mergeEnds(parent, step, nowUs);
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
        if (rejoining.isConcerned(carrier)) {
            stayAway(carrier, nowUs);
        }
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
            int order = lots.order(lot);
            lots.free(lot);
            if (order != Lots.NO_ORDER && line.orders().lotsInLine(order) != ParameterTable.NONE) {
                calendar.schedule(nowUs, EventKind.RELEASE, order);
            }
        }
    }
}
