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
import org.fabtwin.core.line.Line;
import org.fabtwin.core.line.QueuePolicy;
import org.fabtwin.core.line.Steps;
import org.fabtwin.core.line.ToolGroups;
import org.fabtwin.core.line.ToolKind;
import org.fabtwin.core.line.Windows;
import org.fabtwin.core.log.EventWriter;
import org.fabtwin.core.state.StateArena;

/**
 * The queues of the tool groups, and what leaves them: each group starts the carriers that {@link Choice} picks while there are idle
 * tools. A carrier whose queue-time window would close too late is dealt with by the window's policy when it is chosen.
 * Single-threaded: the twin's thread only.
 */
public final class Dispatcher {
    private static final int NONE = -1;

    private final ToolGroups groups;
    private final Steps steps;
    private final Windows windows;
    private final Carriers carriers;
    private final QueueTimes queueTimes;
    private final Routing routing;
    private final Equipment equipment;
    private final IdleTools idleTools;
    private final TouchedGroups touched;
    private final EventWriter events;
    private final Queues queues;
    private final Batching batching;
    private final Choice choice;
    private final Overtaking overtaking;

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
        this.carriers = carriers;
        this.queueTimes = queueTimes;
        this.routing = routing;
        this.equipment = equipment;
        this.idleTools = equipment.idleTools();
        this.touched = touched;
        this.events = events;
        Ranking ranking = new Ranking(line, lots, carriers, queueTimes, equipment, touched);
        Eligibility eligibility = new Eligibility(groups, steps, carriers, equipment.setupChanges());
        queues = new Queues(arena, line, carriers, touched, ranking, eligibility);
        batching = new Batching(arena, line, lots, carriers, queues, eligibility, equipment, events);
        choice = new Choice(arena, line, carriers, queues, ranking, eligibility, batching, equipment);
        overtaking = new Overtaking(line, lots, carriers, eligibility, equipment);
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
            events.lotHeld(nowUs, carriers.lotSerial(carrier), carriers.serial(carrier), step, reason);
            return;
        }
        int group = steps.toolGroup(step);
        carriers.join(carrier, nowUs);
        events.carrierQueued(
                nowUs, carriers.lotSerial(carrier), carriers.serial(carrier), step, group, carriers.work(carrier));
        queues.add(group, carrier);
        touched.touch(group);
    }

    /** Starts what the group can start now. */
    public void dispatch(int group, long nowUs) {
        boolean batch = groups.kind(group) == ToolKind.BATCH;
        while (queues.first(group) != NONE && idleTools.first(group) != NONE && choice.isMade(group, nowUs)) {
            int carrier = choice.carrier();
            int tool = choice.tool();
            if (batch) {
                startBatch(group, tool, carrier, nowUs);
            } else {
                queues.remove(group, carrier);
                if (closeWindows(carrier, nowUs)) {
                    equipment.start(tool, carrier, nowUs);
                }
            }
        }
        if (overtaking.isPossible(group)) {
            overtake(group, nowUs);
        }
    }

    /** Hot carriers come to tools where raw wafers of others wait, and go first there. */
    private void overtake(int group, long nowUs) {
        int carrier = queues.first(group);
        while (carrier != NONE && overtaking.isHot(carrier)) {
            int next = carriers.next(carrier);
            int tool = overtaking.toolFor(group, carrier, nowUs);
            if (tool != NONE) {
                queues.remove(group, carrier);
                if (closeWindows(carrier, nowUs)) {
                    equipment.start(tool, carrier, nowUs);
                }
            }
            carrier = next;
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
        return !carriers.hasOpenWindow(carrier) || closeOpenWindows(carrier, nowUs);
    }

    private boolean closeOpenWindows(int carrier, long nowUs) {
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
                nowUs, carriers.lotSerial(carrier), carriers.serial(carrier), carriers.step(carrier), reason.value());
    }

    /** Holds a carrier: at once in a queue, else when it arrives at its next queue. */
    public void requestHold(int carrier, HoldReason reason, long nowUs) {
        if (carriers.state(carrier) == Carriers.QUEUED) {
            queues.remove(steps.toolGroup(carriers.step(carrier)), carrier);
            hold(carrier, reason, nowUs);
        } else if (carriers.holdReason(carrier) == HoldReason.NONE.value()) {
            carriers.holdReason(carrier, reason.value());
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
                    nowUs, carriers.lotSerial(carrier), carriers.serial(carrier), carriers.step(carrier), reason);
            if (carriers.work(carrier) == 0) {
                // Its wafers left a carrier of which others only were drawn for the step.
                routing.pass(carrier, carriers.step(carrier), nowUs);
            } else {
                enqueue(carrier, nowUs);
            }
        }
    }
}
