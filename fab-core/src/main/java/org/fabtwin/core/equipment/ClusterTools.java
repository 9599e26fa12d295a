/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.core.equipment;

import org.fabtwin.core.event.EventDetail;
import org.fabtwin.core.event.PlaceKind;
import org.fabtwin.core.event.Robot;
import org.fabtwin.core.flow.Carriers;
import org.fabtwin.core.flow.Chance;
import org.fabtwin.core.flow.Lots;
import org.fabtwin.core.flow.Wafers;
import org.fabtwin.core.line.ChamberSets;
import org.fabtwin.core.line.Handling;
import org.fabtwin.core.line.Line;
import org.fabtwin.core.line.Recipes;
import org.fabtwin.core.line.Steps;
import org.fabtwin.core.line.ToolGroups;
import org.fabtwin.core.log.EventWriter;
import org.fabtwin.core.metrology.Feedback;
import org.fabtwin.core.random.Cause;
import org.fabtwin.core.random.Draws;
import org.fabtwin.core.state.Parameters;
import org.fabtwin.core.state.StateArena;
import org.fabtwin.core.time.EventCalendar;
import org.fabtwin.core.time.EventKind;

/**
 * Cluster and serial tools in detailed form. Wafers go one by one from the carrier through front end, lock and robot into a chamber
 * of each stage, and back. A tool has one event in the calendar, for whatever ends next inside it; then all that has ended
 * takes effect and robots and locks decide what to do, until nothing moves. Single-threaded: the twin's thread only.
 */
public final class ClusterTools {
    private static final int NONE = ToolInterior.EMPTY;
    /** Which robots are to be asked for what they do next: bits. */
    private static final int ASK_TRANSFER = 1;

    private static final int ASK_FRONT = 2;
    private static final int BOTH = ASK_TRANSFER | ASK_FRONT;

    private final ToolGroups groups;
    private final Handling handling;
    private final Steps steps;
    private final Recipes recipes;
    private final Parameters parameters;
    private final Chance chance;
    private final Lots lots;
    private final Carriers carriers;
    private final Wafers wafers;
    private final Feedback feedback;
    private final Tools tools;
    private final Chambers chambers;
    private final EventCalendar calendar;
    private final EventWriter events;
    private final ToolInterior interior;
    private final ChamberSets sets;
    private final QualifiedChambers qualified;
    private final LoadLocks locks;
    private final TransferRobot robot;
    private final FrontEnd frontEnd;
    private final boolean logsWafers;
    private final boolean logsRobots;

    ClusterTools(
            StateArena arena,
            Line line,
            Parameters parameters,
            Chance chance,
            Lots lots,
            Carriers carriers,
            Wafers wafers,
            Feedback feedback,
            Tools tools,
            Chambers chambers,
            EventCalendar calendar,
            EventWriter events) {
        this.groups = line.toolGroups();
        this.handling = line.handling();
        this.steps = line.steps();
        this.recipes = line.recipes();
        this.parameters = parameters;
        this.chance = chance;
        this.lots = lots;
        this.carriers = carriers;
        this.wafers = wafers;
        this.feedback = feedback;
        this.tools = tools;
        this.chambers = chambers;
        this.calendar = calendar;
        this.events = events;
        interior = new ToolInterior(arena, line);
        sets = steps.chamberSets();
        qualified = new QualifiedChambers(arena, line, carriers, wafers, tools, chambers, interior);
        locks = new LoadLocks(line, parameters, lots, carriers, wafers, chambers, interior, qualified, events);
        robot = new TransferRobot(
                arena,
                line,
                parameters,
                chance,
                lots,
                carriers,
                wafers,
                feedback,
                chambers,
                interior,
                locks,
                qualified);
        frontEnd = new FrontEnd(line, parameters, lots, carriers, wafers, tools, chambers, interior, locks, qualified);
        logsWafers = line.eventDetail() >= EventDetail.WAFER.value();
        logsRobots = line.eventDetail() >= EventDetail.ROBOT.value();
    }

    /** Whether the tool is in detailed form. */
    boolean has(int tool) {
        return handling.isDetailed(groups.groupOfTool(tool));
    }

    /** A carrier comes; its wafers can be taken once the setup is done. */
    void start(int tool, int carrier, long setupUs, long nowUs) {
        int recipe = steps.recipe(carriers.step(carrier));
        long loadableUs = nowUs + setupUs + parameters.us(recipes.loadTime(recipe));
        int count = 0;
        for (int wafer = carriers.firstWafer(carrier); wafer != Wafers.NONE; wafer = wafers.next(wafer)) {
            if (wafers.isDrawn(wafer)) {
                wafers.plan(wafer, NONE, loadableUs, 0);
                wafers.carrier(wafer, carrier);
                wafers.stage(wafer, 0);
                count++;
            }
        }
        carriers.nextRaw(carrier, frontEnd.nextDrawn(carriers.firstWafer(carrier)));
        carriers.wafersOut(carrier, count);
        carriers.busyUs(carrier, 0);
        carriers.doneUs(carrier, EventCalendar.NONE);
        interior.addRawsAtPorts(tool, count);
        wake(tool, nowUs);
    }

    /** The tool is to be looked at in this instant, if it runs. */
    void wake(int tool, long nowUs) {
        chambers.disturb(tool);
        if (tools.interruptedSinceUs(tool) == Tools.RUNNING) {
            setTimer(tool, nowUs);
        }
    }

    private void setTimer(int tool, long timeUs) {
        int handle = interior.timer(tool);
        if (timeUs == EventCalendar.NONE) {
            if (handle != Tools.NONE) {
                calendar.cancel(handle);
                interior.timer(tool, Tools.NONE);
            }
        } else if (handle == Tools.NONE) {
            interior.timer(tool, calendar.schedule(timeUs, EventKind.TOOL_STEP, tool));
        } else if (calendar.timeOf(handle) != timeUs) {
            calendar.reschedule(handle, timeUs);
        }
    }

    /**
     * All that ends now takes effect, and what can begin begins. A robot that found nothing to do is asked again only when something
     * has changed that it looks at, or at the time that it named: what it waits for does not come true by time alone.
     */
    void onTimer(int tool, long nowUs) {
        interior.timer(tool, Tools.NONE);
        int group = groups.groupOfTool(tool);
        int front = ToolInterior.robot(tool, ToolInterior.FRONT_END);
        int transfer = ToolInterior.robot(tool, ToolInterior.TRANSFER);
        boolean hasLocks = handling.locks(group) > 0;
        int ask = chambers.takeDisturbed(tool) ? BOTH : 0;
        ask |= interior.robotWakeUs(transfer) <= nowUs ? ASK_TRANSFER : 0;
        ask |= interior.robotWakeUs(front) <= nowUs ? ASK_FRONT : 0;
        long nextUs;
        do {
            ask |= end(tool, group, front, transfer, nowUs);
            if ((ask & ASK_TRANSFER) != 0 && interior.action(transfer) == ToolInterior.IDLE) {
                interior.clearWake(tool);
                boolean begins = robot.decide(tool, group, nowUs);
                interior.robotWakeUs(transfer, begins ? EventCalendar.NONE : interior.wakeUs(tool));
                ask |= begins ? seenByOther(group, ASK_FRONT) : 0;
            }
            if ((ask & ASK_FRONT) != 0 && interior.action(front) == ToolInterior.IDLE) {
                interior.clearWake(tool);
                boolean begins = frontEnd.decide(tool, group, nowUs);
                interior.robotWakeUs(front, begins ? EventCalendar.NONE : interior.wakeUs(tool));
                ask = begins ? seenByOther(group, ASK_TRANSFER) : 0;
            } else {
                ask = 0;
            }
            interior.clearWake(tool);
            ask = hasLocks && locksDecide(tool, group, nowUs) ? BOTH : ask;
            // Who is at work is asked when that ends.
            ask &= (interior.action(transfer) == ToolInterior.IDLE ? ASK_TRANSFER : 0)
                    | (interior.action(front) == ToolInterior.IDLE ? ASK_FRONT : 0);
            nextUs = Math.min(interior.wakeUs(tool), nextEndUs(tool, front, transfer));
        } while (ask != 0 || nextUs <= nowUs);
        nextUs = Math.min(nextUs, Math.min(interior.robotWakeUs(transfer), interior.robotWakeUs(front)));
        setTimer(tool, nextUs);
    }

    private boolean locksDecide(int tool, int group, long nowUs) {
        boolean loads = frontEnd.holdsRaw(tool) || frontEnd.loads(tool, group, nowUs);
        boolean forOpen = loads && qualified.isUsed(group) && frontEnd.loadsForOpen(tool, group, nowUs);
        return locks.decide(tool, group, loads, forOpen, nowUs);
    }

    /** Robots that meet at locks see nothing of each other until a lock turns to them; those that share a place do. */
    private int seenByOther(int group, int other) {
        return handling.locks(group) > 0 ? 0 : other;
    }

    /** Whatever ends by now takes effect; the robots that have to look at what came of it. */
    private int end(int tool, int group, int front, int transfer, long nowUs) {
        int ask = locks.complete(tool, nowUs) ? BOTH : 0;
        if (interior.nextProcessEndUs(tool) <= nowUs || interior.waitingWafers(tool) > 0) {
            ask |= processes(tool, group, nowUs) ? ASK_TRANSFER : 0;
        }
        if (interior.actionEndUs(transfer) <= nowUs) {
            boolean atChamber = interior.place(transfer) >= 0;
            endTransfer(tool, group, transfer, nowUs);
            ask |= atChamber ? BOTH : ASK_TRANSFER | seenByOther(group, ASK_FRONT);
        }
        if (interior.actionEndUs(front) <= nowUs) {
            endFront(tool, group, front, nowUs);
            ask |= ASK_FRONT | seenByOther(group, ASK_TRANSFER);
        }
        return ask;
    }

    private long nextEndUs(int tool, int front, int transfer) {
        long nextUs = Math.min(interior.nextProcessEndUs(tool), interior.actionEndUs(front));
        nextUs = Math.min(nextUs, interior.actionEndUs(transfer));
        return Math.min(nextUs, interior.nextLockEndUs(tool));
    }

    /** Ends the processes that are over by now, and begins those that waited for a repair; false when there is none. */
    private boolean processes(int tool, int group, long nowUs) {
        boolean any = false;
        int first = groups.firstChamber(tool);
        long rest = interior.inPhase(tool, ToolInterior.PROCESSING) | interior.inPhase(tool, ToolInterior.WAITING);
        for (; rest != 0; rest &= rest - 1) {
            int chamber = first + Long.numberOfTrailingZeros(rest);
            if (interior.phase(chamber) == ToolInterior.PROCESSING) {
                if (interior.processEndUs(chamber) <= nowUs) {
                    endProcess(group, chamber, nowUs);
                    any = true;
                }
            } else if (chambers.isUp(chamber)) {
                interior.addWaitingWafers(tool, -1);
                beginProcess(tool, group, chamber, nowUs);
                any = true;
            }
        }
        interior.processEndsChanged(tool);
        return any;
    }

    private void endTransfer(int tool, int group, int transfer, long nowUs) {
        int place = interior.place(transfer);
        boolean picks = interior.action(transfer) == ToolInterior.PICK;
        interior.endAction(transfer);
        if (!picks) {
            int wafer = interior.give(transfer);
            if (place >= 0) {
                log(false, Robot.TRANSFER, nowUs, wafer, tool, PlaceKind.CHAMBER, place - groups.firstChamber(tool));
                enterChamber(tool, group, place, wafer, nowUs);
            } else {
                int lock = interior.lockOf(tool, ~place);
                interior.putInSlot(tool, lock, ~place, wafer, wafers.stage(wafer) == 0);
                log(false, Robot.TRANSFER, nowUs, wafer, tool, PlaceKind.LOCK, lock - handling.firstLock(tool));
            }
            return;
        }
        boolean swap = interior.hand(transfer) != NONE;
        int wafer;
        if (place >= 0) {
            wafer = interior.chamberWafer(place);
            interior.chamberWafer(place, NONE);
            interior.phase(place, ToolInterior.VACANT, EventCalendar.NONE);
            chambers.occupiedUntilUs(place, nowUs);
            if (chambers.isBlocked(place)) {
                interior.emptied(tool);
            }
            log(true, Robot.TRANSFER, nowUs, wafer, tool, PlaceKind.CHAMBER, place - groups.firstChamber(tool));
        } else {
            int lock = interior.lockOf(tool, ~place);
            wafer = interior.takeFromSlot(tool, lock, ~place, true, swap);
            log(true, Robot.TRANSFER, nowUs, wafer, tool, PlaceKind.LOCK, lock - handling.firstLock(tool));
        }
        if (interior.take(transfer, wafer)) {
            interior.begin(transfer, ToolInterior.PLACE, place, nowUs + parameters.us(handling.action(group)));
        }
    }

    private void endFront(int tool, int group, int front, long nowUs) {
        int place = interior.place(front);
        boolean picks = interior.action(front) == ToolInterior.PICK;
        interior.endAction(front);
        if (!picks) {
            int wafer = interior.give(front);
            if (place == ToolInterior.PORT) {
                log(false, Robot.FRONT_END, nowUs, wafer, tool, PlaceKind.PORT, 0);
                putBack(group, wafer, nowUs);
            } else {
                int lock = interior.lockOf(tool, ~place);
                interior.putInSlot(tool, lock, ~place, wafer, true);
                log(false, Robot.FRONT_END, nowUs, wafer, tool, PlaceKind.LOCK, lock - handling.firstLock(tool));
            }
            return;
        }
        boolean swap = interior.hand(front) != NONE;
        int wafer;
        if (place == ToolInterior.PORT) {
            wafer = frontEnd.takeRaw(tool, group, nowUs);
            log(true, Robot.FRONT_END, nowUs, wafer, tool, PlaceKind.PORT, 0);
        } else {
            int lock = interior.lockOf(tool, ~place);
            wafer = interior.takeFromSlot(tool, lock, ~place, false, swap);
            log(true, Robot.FRONT_END, nowUs, wafer, tool, PlaceKind.LOCK, lock - handling.firstLock(tool));
        }
        if (interior.take(front, wafer)) {
            interior.begin(front, ToolInterior.PLACE, place, nowUs + parameters.us(handling.frontAction(group)));
        }
    }

    private void log(boolean picked, Robot which, long nowUs, int wafer, int tool, PlaceKind place, int number) {
        if (!logsRobots) {
            return;
        }
        if (picked) {
            events.waferPicked(nowUs, wafers.serial(wafer), tool, which.value(), place.value(), number);
        } else {
            events.waferPlaced(nowUs, wafers.serial(wafer), tool, which.value(), place.value(), number);
        }
    }

    /** Tells in records what a snapshot found inside the tool: states of locks, wafers in locks and chambers, in hands. */
    void tell(int tool, long nowUs) {
        if (!logsRobots || !has(tool)) {
            return;
        }
        int group = groups.groupOfTool(tool);
        for (int lock = handling.firstLock(tool); lock < handling.firstLock(tool + 1); lock++) {
            int number = lock - handling.firstLock(tool);
            if (handling.locks(group) > 0) {
                events.lockStateChanged(nowUs, tool, number, interior.lockState(lock));
            }
            for (int slot = interior.firstSlot(tool, lock); slot < interior.firstSlot(tool, lock + 1); slot++) {
                tellWafer(false, Robot.FRONT_END, nowUs, interior.slotWafer(slot), tool, PlaceKind.LOCK, number);
            }
        }
        int first = groups.firstChamber(tool);
        for (int chamber = first; chamber < first + groups.chambersPerTool(group); chamber++) {
            int wafer = interior.chamberWafer(chamber);
            tellWafer(false, Robot.TRANSFER, nowUs, wafer, tool, PlaceKind.CHAMBER, chamber - first);
        }
        tellHands(tool, ToolInterior.FRONT_END, Robot.FRONT_END, nowUs);
        tellHands(tool, ToolInterior.TRANSFER, Robot.TRANSFER, nowUs);
    }

    private void tellHands(int tool, int which, Robot name, long nowUs) {
        int index = ToolInterior.robot(tool, which);
        tellWafer(true, name, nowUs, interior.hand(index), tool, PlaceKind.PORT, 0);
        tellWafer(true, name, nowUs, interior.secondHand(index), tool, PlaceKind.PORT, 0);
    }

    private void tellWafer(boolean held, Robot which, long nowUs, int wafer, int tool, PlaceKind place, int number) {
        if (wafer != NONE) {
            log(held, which, nowUs, wafer, tool, place, number);
        }
    }

    private void enterChamber(int tool, int group, int chamber, int wafer, long nowUs) {
        interior.chamberWafer(chamber, wafer);
        if (wafers.stage(wafer) == 0) {
            interior.addRawsInside(tool, -1);
            wafers.chamber(wafer, chamber);
        }
        if (chambers.isUp(chamber)) {
            beginProcess(tool, group, chamber, nowUs);
        } else {
            interior.addWaitingWafers(tool, 1);
            interior.phase(chamber, ToolInterior.WAITING, EventCalendar.NONE);
        }
    }

    private void beginProcess(int tool, int group, int chamber, long nowUs) {
        int wafer = interior.chamberWafer(chamber);
        int carrier = wafers.carrier(wafer);
        int step = carriers.step(carrier);
        int stage = wafers.stage(wafer);
        int visit = wafers.visit(wafer);
        long subject = Draws.subject(wafers.key(wafer), steps.key(step));
        long stageSubject = stage == 0 ? subject : Draws.subject(subject, stage);
        long processUs =
                chance.us(recipes.stageTime(steps.recipe(step), stage), Cause.PROCESS_TIME, stageSubject, visit);
        long exchangeUs = parameters.us(groups.exchangeTime(group));
        // What the slowest stage gives to this wafer is what the wafer takes of the tool's capacity.
        wafers.endUs(wafer, Math.max(wafers.endUs(wafer), (processUs + exchangeUs) / groups.stageCopies(group, stage)));
        interior.process(tool, chamber, nowUs + processUs);
        chambers.plan(chamber, nowUs + processUs + exchangeUs);
        if (stage == 0) {
            wafers.phase(wafer, Wafers.IN_PROCESS);
            wafers.startUs(wafer, nowUs);
            if (logsWafers) {
                events.waferStarted(
                        nowUs, wafers.serial(wafer), lots.serial(carriers.lot(carrier)), step, chamber, visit);
            }
            if (feedback.isActive() && feedback.watches(step)) {
                feedback.onStart(wafer, wafers.serial(wafer), wafers.key(wafer), visit, step, chamber, nowUs);
            }
        }
        chambers.waferEnters(chamber, nowUs);
    }

    private void endProcess(int group, int chamber, long nowUs) {
        int wafer = interior.chamberWafer(chamber);
        int stage = wafers.stage(wafer) + 1;
        wafers.stage(wafer, stage);
        interior.phase(chamber, ToolInterior.DONE, interior.processEndUs(chamber));
        if (stage == groups.stageCount(group)) {
            finish(wafer, nowUs);
        }
        chambers.waferLeaves(chamber, nowUs);
    }

    /** The last process of a wafer is over. */
    private void finish(int wafer, long nowUs) {
        int carrier = wafers.carrier(wafer);
        int step = carriers.step(carrier);
        int lot = lots.serial(carriers.lot(carrier));
        wafers.phase(wafer, Wafers.DONE);
        if (feedback.isActive() && feedback.measures(step)) {
            feedback.onMeasured(
                    wafer, wafers.serial(wafer), lot, wafers.key(wafer), wafers.visit(wafer), step, false, nowUs);
        }
        if (logsWafers) {
            events.waferProcessed(nowUs, wafers.serial(wafer), lot, step, wafers.chamber(wafer), wafers.visit(wafer));
        }
    }

    private void putBack(int group, int wafer, long nowUs) {
        int carrier = wafers.carrier(wafer);
        carriers.busyUs(carrier, carriers.busyUs(carrier) + wafers.endUs(wafer));
        int out = carriers.wafersOut(carrier) - 1;
        carriers.wafersOut(carrier, out);
        if (out == 0) {
            int recipe = steps.recipe(carriers.step(carrier));
            carriers.doneUs(
                    carrier,
                    nowUs + parameters.us(handling.extraLatency(group)) + parameters.us(recipes.unloadTime(recipe)));
            scheduleTrackOut(carrier);
        }
    }

    /** Schedules the track-out of a carrier whose wafers are all back. */
    void scheduleTrackOut(int carrier) {
        if (carriers.doneUs(carrier) != EventCalendar.NONE) {
            carriers.timer(carrier, calendar.schedule(carriers.doneUs(carrier), EventKind.TRACK_OUT, carrier));
        }
    }

    /** The tool stops: nothing ends in it until {@link #resume}. */
    void interrupt(int tool) {
        setTimer(tool, EventCalendar.NONE);
    }

    /** What was at work goes on, {@code deltaUs} later. */
    void resume(int tool, long deltaUs, long nowUs) {
        int group = groups.groupOfTool(tool);
        for (int which = 0; which < 2; which++) {
            int index = ToolInterior.robot(tool, which);
            if (interior.action(index) != ToolInterior.IDLE) {
                interior.begin(
                        index, interior.action(index), interior.place(index), interior.actionEndUs(index) + deltaUs);
            }
        }
        for (int lock = handling.firstLock(tool); lock < handling.firstLock(tool + 1); lock++) {
            if (interior.lockEndUs(lock) != EventCalendar.NONE) {
                interior.lockState(tool, lock, interior.lockState(lock), interior.lockEndUs(lock) + deltaUs);
            }
        }
        int end = groups.firstChamber(tool) + groups.chambersPerTool(group);
        for (int chamber = groups.firstChamber(tool); chamber < end; chamber++) {
            if (interior.phase(chamber) == ToolInterior.PROCESSING) {
                interior.phase(chamber, ToolInterior.PROCESSING, interior.processEndUs(chamber) + deltaUs);
            }
        }
        interior.processEndsChanged(tool);
        wake(tool, nowUs);
    }

    /** A chamber fails for {@code downUs}: the process in it goes on after the repair; other wafers take other chambers. */
    void chamberFails(int chamber, long downUs) {
        if (interior.phase(chamber) == ToolInterior.PROCESSING) {
            interior.phase(chamber, ToolInterior.PROCESSING, interior.processEndUs(chamber) + downUs);
            interior.processEndsChanged(groups.toolOfChamber(chamber));
        }
    }

    /** Whether a chamber has been emptied that is due for maintenance; true once. */
    boolean takeEmptied(int tool) {
        return interior.takeEmptied(tool);
    }

    boolean isEmpty(int chamber) {
        return interior.phase(chamber) == ToolInterior.VACANT;
    }

    /** Whether the last raw wafer of a carrier has gone in; true once. */
    boolean takeLastRawIn(int tool) {
        return interior.takeLastRawIn(tool);
    }

    /** What of the raw wafers at the ports goes before those of a carrier of this priority: see {@link FrontEnd#rawsBefore}. */
    int rawsBefore(int tool, int priority) {
        return frontEnd.rawsBefore(tool, priority);
    }

    /** Whether a chamber of the first stage takes new wafers of the step. */
    boolean takesRaws(int tool, int group, int step) {
        return frontEnd.takesRaws(tool, group, step);
    }

    /** When the tool wants its next carrier; where it tells its chambers apart, one for any of them. */
    long readyAtUs(int tool, int group) {
        if (!qualified.isUsed(group)) {
            return frontEnd.readyAtUs(tool, group);
        }
        long firstUs = EventCalendar.NONE;
        for (int i = 0; i < sets.count(group); i++) {
            firstUs = Math.min(firstUs, readyForUs(tool, group, sets.set(group, i)));
        }
        return firstUs;
    }

    /** The first moment after {@code afterUs} from which the tool wants carriers of one more set of chambers. */
    long firstReadyUs(int tool, int group, long afterUs) {
        long firstUs = EventCalendar.NONE;
        for (int i = 0; i < sets.count(group); i++) {
            long readyUs = readyForUs(tool, group, sets.set(group, i));
            firstUs = readyUs > afterUs ? Math.min(firstUs, readyUs) : firstUs;
        }
        return firstUs;
    }

    private long readyForUs(int tool, int group, int set) {
        return frontEnd.readyForUs(tool, group, sets.chambers(set, tool - groups.firstTool(group)));
    }

    /** Whether a tool that tells its chambers apart wants a carrier for the step now. */
    boolean hasChamberFor(int tool, int group, int step, long nowUs) {
        return !qualified.isUsed(group) || readyForUs(tool, group, sets.setOf(step)) <= nowUs;
    }

    /** Whether the tools of the group tell their chambers apart: while one wants carriers for some, it may come to want them for others. */
    boolean tellsChambersApart(int group) {
        return qualified.isUsed(group);
    }
}
