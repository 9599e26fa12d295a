/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.core.dispatch;

import org.fabtwin.core.equipment.Equipment;
import org.fabtwin.core.equipment.IdleTools;
import org.fabtwin.core.event.HoldReason;
import org.fabtwin.core.event.ScrapCause;
import org.fabtwin.core.flow.Carriers;
import org.fabtwin.core.flow.Lots;
import org.fabtwin.core.flow.QueueTimes;
import org.fabtwin.core.flow.Routing;
import org.fabtwin.core.flow.TouchedGroups;
import org.fabtwin.core.line.Criterion;
import org.fabtwin.core.line.Line;
import org.fabtwin.core.line.QueuePolicy;
import org.fabtwin.core.line.Steps;
import org.fabtwin.core.line.ToolGroups;
import org.fabtwin.core.line.ToolKind;
import org.fabtwin.core.line.Windows;
import org.fabtwin.core.log.EventWriter;
import org.fabtwin.core.state.IntColumn;
import org.fabtwin.core.state.LongColumn;
import org.fabtwin.core.state.StateArena;

/**
 * Decides which carrier a tool group starts on which of its idle tools: the pair that the group's criteria rank first; among equal
 * carriers the one that came first, among equal tools the one with the least setup, then the one idle longest. A carrier whose
 * queue-time window would close too late is dealt with by the window's policy when it is chosen. Single-threaded: the
 * twin's thread only.
 */
public final class Dispatcher {
    private static final int NONE = -1;
    private static final int CHOSEN_CARRIER = 0;
    private static final int CHOSEN_TOOL = 1;
    private static final int SETUP_US = 0;

    private final ToolGroups groups;
    private final Steps steps;
    private final Windows windows;
    private final Lots lots;
    private final Carriers carriers;
    private final QueueTimes queueTimes;
    private final Routing routing;
    private final Equipment equipment;
    private final IdleTools idleTools;
    private final TouchedGroups touched;
    private final EventWriter events;
    private final Ranking ranking;
    private final Queues queues;
    private final Eligibility eligibility;
    private final Batching batching;
    private final IntColumn chosen;
    /** Setup that the tool found last needs. */
    private final LongColumn found;

    public Dispatcher(
            StateArena arena,
            Line line,
            Lots lots,
            Carriers carriers,
            QueueTimes queueTimes,
            Routing routing,
            Equipment equipment,
            TouchedGroups touched,
            EventWriter events) {
        this.groups = line.toolGroups();
        this.steps = line.steps();
        this.windows = line.windows();
        this.lots = lots;
        this.carriers = carriers;
        this.queueTimes = queueTimes;
        this.routing = routing;
        this.equipment = equipment;
        this.idleTools = equipment.idleTools();
        this.touched = touched;
        this.events = events;
        IntColumn queueLengths = arena.ints("queues.length", groups.size(), 0);
        ranking = new Ranking(
                queueLengths, equipment.tools(), line, lots, carriers, queueTimes, equipment.setupChanges());
        queues = new Queues(arena, groups, carriers, ranking, queueLengths);
        eligibility = new Eligibility(groups, steps, carriers, equipment.setupChanges());
        batching = new Batching(arena, line, lots, carriers, queues, eligibility, equipment, events);
        chosen = arena.ints("dispatcher.chosen", 2, NONE);
        found = arena.longs("dispatcher.found", 1, 0);
    }

    public Queues queues() {
        return queues;
    }

    /** A carrier has arrived at the tool group of its step. */
    public void enqueue(int carrier, long nowUs) {
        if (carriers.heldWafers(carrier) > 0 && splitHeld(carrier, nowUs)) {
            return;
        }
        int step = carriers.step(carrier);
        int reason = carriers.holdReason(carrier);
        if (reason != HoldReason.NONE.value()) {
            carriers.state(carrier, Carriers.HELD);
            events.lotHeld(nowUs, lots.serial(carriers.lot(carrier)), carriers.serial(carrier), step, reason);
            return;
        }
        int group = steps.toolGroup(step);
        carriers.state(carrier, Carriers.QUEUED);
        carriers.queuedUs(carrier, nowUs);
        events.carrierQueued(
                nowUs,
                lots.serial(carriers.lot(carrier)),
                carriers.serial(carrier),
                step,
                group,
                carriers.work(carrier));
        queues.add(group, carrier);
        touched.touch(group);
    }

    /** Starts what the group can start now. */
    public void dispatch(int group, long nowUs) {
        boolean batch = groups.kind(group) == ToolKind.BATCH;
        while (queues.first(group) != NONE && idleTools.first(group) != NONE && choose(group, batch, nowUs)) {
            int carrier = chosen.get(CHOSEN_CARRIER);
            int tool = chosen.get(CHOSEN_TOOL);
            if (batch) {
                startBatch(group, tool, carrier, nowUs);
            } else {
                queues.remove(group, carrier);
                if (closeWindows(carrier, nowUs)) {
                    equipment.start(tool, carrier, nowUs);
                }
            }
        }
    }

    /** Starts a batch; not yet, if a breach sends members elsewhere: the group then chooses anew. */
    private void startBatch(int group, int tool, int leader, long nowUs) {
        int count = batching.gather(group, tool, leader);
        boolean complete = true;
        for (int i = 0; i < count; i++) {
            int member = batching.member(i);
            if (isSentElsewhere(queueTimes.breachedWindow(member, nowUs))) {
                queues.remove(group, member);
                closeWindows(member, nowUs);
                complete = false;
            }
        }
        if (complete) {
            for (int i = 0; i < count; i++) {
                queueTimes.close(batching.member(i), nowUs);
            }
            batching.start(group, tool, leader, count, nowUs);
        }
    }

    private boolean isSentElsewhere(int breachedWindow) {
        return breachedWindow >= 0 && windows.policy(breachedWindow) != QueuePolicy.WARN;
    }

    /** Closes the windows that end here; false when a breach has sent the carrier elsewhere. */
    private boolean closeWindows(int carrier, long nowUs) {
        int breached = queueTimes.breachedWindow(carrier, nowUs);
        queueTimes.close(carrier, nowUs);
        if (!isSentElsewhere(breached)) {
            return true;
        }
        if (windows.policy(breached) == QueuePolicy.REWORK) {
            routing.goBack(carrier, carriers.step(carrier), windows.from(breached), false, nowUs);
        } else if (windows.policy(breached) == QueuePolicy.SCRAP) {
            routing.scrap(carrier, ScrapCause.QUEUE_TIME, nowUs);
        } else {
            hold(carrier, HoldReason.QUEUE_TIME, nowUs);
        }
        return false;
    }

    private void hold(int carrier, HoldReason reason, long nowUs) {
        carriers.holdReason(carrier, reason.value());
        carriers.state(carrier, Carriers.HELD);
        events.lotHeld(
                nowUs,
                lots.serial(carriers.lot(carrier)),
                carriers.serial(carrier),
                carriers.step(carrier),
                reason.value());
    }

    /** Holds a carrier: at once in a queue, else when it arrives at its next queue. */
    public void holdByCommand(int carrier, long nowUs) {
        if (carriers.state(carrier) == Carriers.QUEUED) {
            queues.remove(steps.toolGroup(carriers.step(carrier)), carrier);
            hold(carrier, HoldReason.COMMAND, nowUs);
        } else if (carriers.holdReason(carrier) == HoldReason.NONE.value()) {
            carriers.holdReason(carrier, HoldReason.COMMAND.value());
        }
    }

    /**
     * Holds a wafer of a carrier: at once in a queue, else before its next step. It leaves its carrier and travels alone after; the
     * others join the queue as if they had just come.
     */
    public void holdWaferByCommand(int carrier, long nowUs) {
        carriers.heldWafers(carrier, carriers.heldWafers(carrier) + 1);
        if (carriers.state(carrier) == Carriers.QUEUED) {
            queues.remove(steps.toolGroup(carriers.step(carrier)), carrier);
            enqueue(carrier, nowUs);
        }
    }

    /** Holds the wafers that a command wants held; true when that is the carrier itself. */
    private boolean splitHeld(int carrier, long nowUs) {
        int held = routing.splitHeld(carrier, nowUs);
        if (held != Carriers.NONE) {
            hold(held, HoldReason.COMMAND, nowUs);
        }
        return held == carrier;
    }

    /** Ends a hold: the carrier joins its queue as one that has just come. */
    public void releaseHold(int carrier, long nowUs) {
        int reason = carriers.holdReason(carrier);
        carriers.holdReason(carrier, HoldReason.NONE.value());
        if (carriers.state(carrier) == Carriers.HELD_AFTER_STEP) {
            routing.endHold(carrier, nowUs);
        } else if (carriers.state(carrier) == Carriers.HELD) {
            events.lotHoldReleased(
                    nowUs,
                    lots.serial(carriers.lot(carrier)),
                    carriers.serial(carrier),
                    carriers.step(carrier),
                    reason);
            if (carriers.work(carrier) == 0) {
                // Its wafers left a carrier of which others only were drawn for the step.
                routing.pass(carrier, carriers.step(carrier), nowUs);
            } else {
                enqueue(carrier, nowUs);
            }
        }
    }

    /** Finds the first-ranked pair of a waiting carrier and an idle tool; false when none may start. */
    private boolean choose(int group, boolean batch, long nowUs) {
        if (groups.isAnyToolForFirst(group)) {
            return choose(queues.first(group), idleTools.first(group));
        }
        if (groups.isRankedBySetupAlone(group) && !batch) {
            return chooseBySetup(group);
        }
        int bestCarrier = NONE;
        int bestTool = NONE;
        for (int carrier = queues.first(group); carrier != NONE; carrier = carriers.next(carrier)) {
            if (bestCarrier != NONE && isDecided(group, bestCarrier, bestTool, carrier)) {
                break;
            }
            int tool = bestToolFor(group, carrier);
            if (tool != NONE
                    && (bestCarrier == NONE || isBefore(group, carrier, tool, bestCarrier, bestTool, nowUs))
                    && (!batch || batching.canStart(group, tool, carrier))) {
                bestCarrier = carrier;
                bestTool = tool;
            }
        }
        return choose(bestCarrier, bestTool);
    }

    private boolean choose(int carrier, int tool) {
        chosen.set(CHOSEN_CARRIER, carrier);
        chosen.set(CHOSEN_TOOL, tool);
        return carrier != NONE;
    }

    /** {@link #choose} where only the setup counts beside the queue's own order: the first of those that need the least. */
    private boolean chooseBySetup(int group) {
        int bestCarrier = NONE;
        int bestTool = NONE;
        long leastUs = Long.MAX_VALUE;
        for (int carrier = queues.first(group);
                carrier != NONE
                        && leastUs > 0
                        && !(bestCarrier != NONE && ranking.isStaticallyBefore(group, bestCarrier, carrier));
                carrier = carriers.next(carrier)) {
            int tool = bestToolFor(group, carrier);
            if (tool != NONE && found.get(SETUP_US) < leastUs) {
                bestCarrier = carrier;
                bestTool = tool;
                leastUs = found.get(SETUP_US);
            }
        }
        return choose(bestCarrier, bestTool);
    }

    /**
     * Whether no carrier from {@code next} on can beat {@code best}: by the queue's own order, or because the best needs no setup and
     * only the order of arrival comes after that.
     */
    private boolean isDecided(int group, int best, int bestTool, int next) {
        return groups.isRankedByQueue(group)
                || (groups.isRankedBySetupAlone(group)
                        && equipment.setupChanges().timeUs(bestTool, carriers.step(best)) == 0)
                || ranking.isStaticallyBefore(group, best, next);
    }

    /** The idle tool that the carrier would take: qualified, not forbidden, least setup, of the same recipe where the group asks for it, idle longest;
     * NONE without. */
    private int bestToolFor(int group, int carrier) {
        int step = carriers.step(carrier);
        int dedicated = eligibility.dedicatedTool(group, carrier);
        if (dedicated != NONE) {
            if (!idleTools.isIdle(dedicated) || !eligibility.isEligible(group, dedicated, carrier)) {
                return NONE;
            }
            found.set(SETUP_US, equipment.setupChanges().timeUs(dedicated, step));
            return dedicated;
        }
        int best = NONE;
        long leastUs = Long.MAX_VALUE;
        boolean affine = groups.hasCriterion(group, Criterion.CHAMBER_AFFINITY);
        boolean bestIsAtHome = false;
        for (int tool = idleTools.first(group); tool != NONE; tool = idleTools.next(tool)) {
            if (eligibility.isEligible(group, tool, carrier)) {
                long setupUs = equipment.setupChanges().timeUs(tool, step);
                boolean atHome = affine && ranking.isAtHome(tool, step);
                if (setupUs < leastUs || setupUs == leastUs && atHome && !bestIsAtHome) {
                    best = tool;
                    leastUs = setupUs;
                    bestIsAtHome = atHome;
                    if (setupUs == 0 && atHome == affine) {
                        break;
                    }
                }
            }
        }
        found.set(SETUP_US, leastUs);
        return best;
    }

    private boolean isBefore(int group, int carrier, int tool, int other, int otherTool, long nowUs) {
        for (int rank = 0; rank < groups.criteriaCount(group); rank++) {
            double mine = ranking.value(group, rank, carrier, tool, nowUs);
            double its = ranking.value(group, rank, other, otherTool, nowUs);
            if (mine != its) {
                return mine < its;
            }
        }
        return false;
    }
}
