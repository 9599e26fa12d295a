/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.core.equipment;

import static org.fabtwin.core.equipment.ToolInterior.FRONT_END;
import static org.fabtwin.core.equipment.ToolInterior.IDLE;
import static org.fabtwin.core.equipment.ToolInterior.TRANSFER;
import static org.fabtwin.core.equipment.ToolInterior.action;
import static org.fabtwin.core.equipment.ToolInterior.actionEndUs;
import static org.fabtwin.core.equipment.ToolInterior.begin;
import static org.fabtwin.core.equipment.ToolInterior.chamberWafer;
import static org.fabtwin.core.equipment.ToolInterior.firstChamber;
import static org.fabtwin.core.equipment.ToolInterior.hand;
import static org.fabtwin.core.equipment.ToolInterior.inPhase;
import static org.fabtwin.core.equipment.ToolInterior.lockOf;
import static org.fabtwin.core.equipment.ToolInterior.phase;
import static org.fabtwin.core.equipment.ToolInterior.place;
import static org.fabtwin.core.equipment.ToolInterior.processEndUs;
import static org.fabtwin.core.equipment.ToolInterior.robotWakeUs;
import static org.fabtwin.core.equipment.ToolInterior.tool;

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
        this.carriers = carriers;
        this.wafers = wafers;
        this.feedback = feedback;
        this.tools = tools;
        this.chambers = chambers;
        this.calendar = calendar;
        this.events = events;
        interior = new ToolInterior(arena, line, parameters);
        sets = steps.chamberSets();
        qualified = new QualifiedChambers(arena, line, carriers, wafers, tools, chambers, interior);
        locks = new LoadLocks(line, lots, carriers, wafers, chambers, interior, qualified, events);
        robot = new TransferRobot(
                arena, line, chance, lots, carriers, wafers, feedback, chambers, interior, locks, qualified);
        frontEnd = new FrontEnd(lots, carriers, wafers, tools, chambers, locks, qualified);
        logsWafers = line.eventDetail() >= EventDetail.WAFER.value();
        logsRobots = line.eventDetail() >= EventDetail.ROBOT.value();
    }

    /** Whether any tool of the line is in detailed form. */
    boolean isUsed() {
        return handling.anyDetailed();
    }

    /** Whether the tool is in detailed form. */
    boolean has(int tool) {
        return handling.anyDetailed() && handling.isDetailed(groups.groupOfTool(tool));
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
        long[] t = interior.rows();
        int at = interior.row(tool);
        ToolInterior.addRawsAtPorts(t, at, count);
        ToolInterior.loadableUs(t, at, Math.max(ToolInterior.loadableUs(t, at), loadableUs));
        wake(tool, nowUs);
    }

    /** The tool is to be looked at in this instant, if it runs. */
    void wake(int tool, long nowUs) {
        chambers.disturb(tool);
        if (tools.interruptedSinceUs(tool) == Tools.RUNNING) {
            setTimer(interior.rows(), interior.row(tool), nowUs);
        }
    }

    private void setTimer(long[] t, int at, long timeUs) {
        int handle = ToolInterior.timer(t, at);
        if (timeUs == EventCalendar.NONE) {
            if (handle != Tools.NONE) {
                calendar.cancel(handle);
                ToolInterior.timer(t, at, Tools.NONE);
            }
        } else if (handle == Tools.NONE) {
            ToolInterior.timer(t, at, calendar.schedule(timeUs, EventKind.TOOL_STEP, tool(t, at)));
        } else if (calendar.timeOf(handle) != timeUs) {
            calendar.reschedule(handle, timeUs);
        }
    }

    /**
     * All that ends now takes effect, and what can begin begins. A robot that found nothing to do is asked again only when something
     * has changed that it looks at, or at the time that it named: what it waits for does not come true by time alone.
     */
    void onTimer(int tool, long nowUs) {
        long[] t = interior.rows();
        int at = interior.row(tool);
        int g = ToolInterior.groupRow(t, at);
        ToolInterior.timer(t, at, Tools.NONE);
        boolean hasLocks = GroupRow.locks(t, g) > 0;
        int ask = chambers.takeDisturbed(tool) ? BOTH : 0;
        ask |= robotWakeUs(t, at, TRANSFER) <= nowUs ? ASK_TRANSFER : 0;
        ask |= robotWakeUs(t, at, FRONT_END) <= nowUs ? ASK_FRONT : 0;
        long nextUs;
        do {
            ask |= end(t, at, g, nowUs);
            if ((ask & ASK_TRANSFER) != 0 && action(t, at, TRANSFER) == IDLE) {
                ToolInterior.clearWake(t, at);
                boolean begins = robot.decide(t, at, g, nowUs);
                robotWakeUs(t, at, TRANSFER, begins ? EventCalendar.NONE : ToolInterior.wakeUs(t, at));
                ask |= begins ? seenByOther(t, g, ASK_FRONT) : 0;
            }
            if ((ask & ASK_FRONT) != 0 && action(t, at, FRONT_END) == IDLE) {
                ToolInterior.clearWake(t, at);
                boolean begins = frontEnd.decide(t, at, g, nowUs);
                robotWakeUs(t, at, FRONT_END, begins ? EventCalendar.NONE : ToolInterior.wakeUs(t, at));
                ask = begins ? seenByOther(t, g, ASK_TRANSFER) : 0;
            } else {
                ask = 0;
            }
            ToolInterior.clearWake(t, at);
            ask = hasLocks && locksDecide(t, at, g, nowUs) ? BOTH : ask;
            // Who is at work is asked when that ends.
            ask &= (action(t, at, TRANSFER) == IDLE ? ASK_TRANSFER : 0)
                    | (action(t, at, FRONT_END) == IDLE ? ASK_FRONT : 0);
            nextUs = Math.min(ToolInterior.wakeUs(t, at), nextEndUs(t, at));
        } while (ask != 0 || nextUs <= nowUs);
        nextUs = Math.min(nextUs, Math.min(robotWakeUs(t, at, TRANSFER), robotWakeUs(t, at, FRONT_END)));
        setTimer(t, at, nextUs);
    }

    private boolean locksDecide(long[] t, int at, int g, long nowUs) {
        boolean loads = frontEnd.holdsRaw(t, at) || frontEnd.loads(t, at, g, nowUs);
        boolean forOpen = loads && GroupRow.isQualified(t, g) && frontEnd.loadsForOpen(t, at, g, nowUs);
        return locks.decide(t, at, g, loads, forOpen, nowUs);
    }

    /** Robots that meet at locks see nothing of each other until a lock turns to them; those that share a place do. */
    private static int seenByOther(long[] t, int g, int other) {
        return GroupRow.locks(t, g) > 0 ? 0 : other;
    }

    /** Whatever ends by now takes effect; the robots that have to look at what came of it. */
    private int end(long[] t, int at, int g, long nowUs) {
        int ask = locks.complete(t, at, g, nowUs) ? BOTH : 0;
        if (ToolInterior.nextProcessEndUs(t, at) <= nowUs || ToolInterior.waitingWafers(t, at) > 0) {
            ask |= processes(t, at, g, nowUs) ? ASK_TRANSFER : 0;
        }
        if (actionEndUs(t, at, TRANSFER) <= nowUs) {
            boolean atChamber = place(t, at, TRANSFER) >= 0;
            endTransfer(t, at, g, nowUs);
            ask |= atChamber ? BOTH : ASK_TRANSFER | seenByOther(t, g, ASK_FRONT);
        }
        if (actionEndUs(t, at, FRONT_END) <= nowUs) {
            endFront(t, at, g, nowUs);
            ask |= ASK_FRONT | seenByOther(t, g, ASK_TRANSFER);
        }
        return ask;
    }

    private static long nextEndUs(long[] t, int at) {
        long nextUs = Math.min(ToolInterior.nextProcessEndUs(t, at), actionEndUs(t, at, FRONT_END));
        nextUs = Math.min(nextUs, actionEndUs(t, at, TRANSFER));
        return Math.min(nextUs, ToolInterior.nextLockEndUs(t, at));
    }

    /** Ends the processes that are over by now, and begins those that waited for a repair; false when there is none. */
    private boolean processes(long[] t, int at, int g, long nowUs) {
        boolean any = false;
        long rest = inPhase(t, at, ToolInterior.PROCESSING) | inPhase(t, at, ToolInterior.WAITING);
        for (; rest != 0; rest &= rest - 1) {
            int chamber = Long.numberOfTrailingZeros(rest);
            if (phase(t, at, chamber) == ToolInterior.PROCESSING) {
                if (processEndUs(t, at, chamber) <= nowUs) {
                    endProcess(t, at, g, chamber, nowUs);
                    any = true;
                }
            } else if (chambers.isUp(firstChamber(t, at) + chamber)) {
                ToolInterior.addWaitingWafers(t, at, -1);
                beginProcess(t, at, g, chamber, nowUs);
                any = true;
            }
        }
        ToolInterior.processEndsChanged(t, at);
        return any;
    }

    private void endTransfer(long[] t, int at, int g, long nowUs) {
        int place = place(t, at, TRANSFER);
        boolean picks = action(t, at, TRANSFER) == ToolInterior.PICK;
        ToolInterior.endAction(t, at, TRANSFER);
        if (!picks) {
            int wafer = ToolInterior.give(t, at, TRANSFER);
            if (place >= 0) {
                log(false, Robot.TRANSFER, nowUs, wafer, tool(t, at), PlaceKind.CHAMBER, place);
                enterChamber(t, at, g, place, wafer, nowUs);
            } else {
                ToolInterior.putInSlot(t, at, g, ~place, wafer, wafers.stage(wafer) == 0);
                log(false, Robot.TRANSFER, nowUs, wafer, tool(t, at), PlaceKind.LOCK, lockOf(t, g, ~place));
            }
            return;
        }
        boolean swap = hand(t, at, TRANSFER) != NONE;
        int wafer;
        if (place >= 0) {
            wafer = chamberWafer(t, at, place);
            chamberWafer(t, at, place, NONE);
            phase(t, at, place, ToolInterior.VACANT, EventCalendar.NONE);
            int chamber = firstChamber(t, at) + place;
            chambers.occupiedUntilUs(chamber, nowUs);
            if (chambers.isBlocked(chamber)) {
                ToolInterior.emptied(t, at);
            }
            log(true, Robot.TRANSFER, nowUs, wafer, tool(t, at), PlaceKind.CHAMBER, place);
        } else {
            wafer = ToolInterior.takeFromSlot(t, at, g, ~place, true, swap);
            log(true, Robot.TRANSFER, nowUs, wafer, tool(t, at), PlaceKind.LOCK, lockOf(t, g, ~place));
        }
        if (ToolInterior.take(t, at, TRANSFER, wafer)) {
            begin(t, at, TRANSFER, ToolInterior.PLACE, place, nowUs + GroupRow.actionUs(t, g));
        }
    }

    private void endFront(long[] t, int at, int g, long nowUs) {
        int place = place(t, at, FRONT_END);
        boolean picks = action(t, at, FRONT_END) == ToolInterior.PICK;
        ToolInterior.endAction(t, at, FRONT_END);
        if (!picks) {
            int wafer = ToolInterior.give(t, at, FRONT_END);
            if (place == ToolInterior.PORT) {
                log(false, Robot.FRONT_END, nowUs, wafer, tool(t, at), PlaceKind.PORT, 0);
                putBack(GroupRow.group(t, g), wafer, nowUs);
            } else {
                ToolInterior.putInSlot(t, at, g, ~place, wafer, true);
                log(false, Robot.FRONT_END, nowUs, wafer, tool(t, at), PlaceKind.LOCK, lockOf(t, g, ~place));
            }
            return;
        }
        boolean swap = hand(t, at, FRONT_END) != NONE;
        int wafer;
        if (place == ToolInterior.PORT) {
            wafer = frontEnd.takeRaw(t, at, g, nowUs);
            log(true, Robot.FRONT_END, nowUs, wafer, tool(t, at), PlaceKind.PORT, 0);
        } else {
            wafer = ToolInterior.takeFromSlot(t, at, g, ~place, false, swap);
            log(true, Robot.FRONT_END, nowUs, wafer, tool(t, at), PlaceKind.LOCK, lockOf(t, g, ~place));
        }
        if (ToolInterior.take(t, at, FRONT_END, wafer)) {
            begin(t, at, FRONT_END, ToolInterior.PLACE, place, nowUs + GroupRow.frontActionUs(t, g));
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
        long[] t = interior.rows();
        int at = interior.row(tool);
        int g = ToolInterior.groupRow(t, at);
        for (int lock = 0; lock < GroupRow.placesOfHandOver(t, g); lock++) {
            if (GroupRow.locks(t, g) > 0) {
                events.lockStateChanged(nowUs, tool, lock, ToolInterior.lockState(t, at, g, lock));
            }
            int first = ToolInterior.firstSlot(t, g, lock);
            for (int slot = first; slot < first + GroupRow.slots(t, g); slot++) {
                int wafer = ToolInterior.slotWafer(t, at, g, slot);
                tellWafer(false, Robot.FRONT_END, nowUs, wafer, tool, PlaceKind.LOCK, lock);
            }
        }
        for (int chamber = 0; chamber < groups.chambersPerTool(groups.groupOfTool(tool)); chamber++) {
            tellWafer(false, Robot.TRANSFER, nowUs, chamberWafer(t, at, chamber), tool, PlaceKind.CHAMBER, chamber);
        }
        tellHands(t, at, FRONT_END, Robot.FRONT_END, nowUs);
        tellHands(t, at, TRANSFER, Robot.TRANSFER, nowUs);
    }

    private void tellHands(long[] t, int at, int which, Robot name, long nowUs) {
        tellWafer(true, name, nowUs, hand(t, at, which), tool(t, at), PlaceKind.PORT, 0);
        tellWafer(true, name, nowUs, ToolInterior.secondHand(t, at, which), tool(t, at), PlaceKind.PORT, 0);
    }

    private void tellWafer(boolean held, Robot which, long nowUs, int wafer, int tool, PlaceKind place, int number) {
        if (wafer != NONE) {
            log(held, which, nowUs, wafer, tool, place, number);
        }
    }

    private void enterChamber(long[] t, int at, int g, int place, int wafer, long nowUs) {
        int chamber = firstChamber(t, at) + place;
        chamberWafer(t, at, place, wafer);
        if (wafers.stage(wafer) == 0) {
            ToolInterior.addRawsInside(t, at, -1);
            wafers.chamber(wafer, chamber);
        }
        if (chambers.isUp(chamber)) {
            beginProcess(t, at, g, place, nowUs);
        } else {
            ToolInterior.addWaitingWafers(t, at, 1);
            phase(t, at, place, ToolInterior.WAITING, EventCalendar.NONE);
        }
    }

    private void beginProcess(long[] t, int at, int g, int place, long nowUs) {
        int chamber = firstChamber(t, at) + place;
        int wafer = chamberWafer(t, at, place);
        int carrier = wafers.carrier(wafer);
        int step = carriers.step(carrier);
        int stage = wafers.stage(wafer);
        int visit = wafers.visit(wafer);
        long subject = Draws.subject(wafers.key(wafer), steps.key(step));
        long stageSubject = stage == 0 ? subject : Draws.subject(subject, stage);
        long processUs =
                chance.us(recipes.stageTime(steps.recipe(step), stage), Cause.PROCESS_TIME, stageSubject, visit);
        long exchangeUs = GroupRow.exchangeUs(t, g);
        // What the slowest stage gives to this wafer is what the wafer takes of the tool's capacity.
        int copies = groups.stageCopies(GroupRow.group(t, g), stage);
        wafers.endUs(wafer, Math.max(wafers.endUs(wafer), (processUs + exchangeUs) / copies));
        ToolInterior.process(t, at, place, nowUs + processUs);
        chambers.plan(chamber, nowUs + processUs + exchangeUs);
        if (stage == 0) {
            wafers.phase(wafer, Wafers.IN_PROCESS);
            wafers.startUs(wafer, nowUs);
            if (logsWafers) {
                events.waferStarted(nowUs, wafers.serial(wafer), carriers.lotSerial(carrier), step, chamber, visit);
            }
            if (feedback.watches(step)) {
                feedback.onStart(wafer, wafers.serial(wafer), wafers.key(wafer), visit, step, chamber, nowUs);
            }
        }
        chambers.waferEnters(chamber, nowUs);
    }

    private void endProcess(long[] t, int at, int g, int place, long nowUs) {
        int wafer = chamberWafer(t, at, place);
        int stage = wafers.stage(wafer) + 1;
        wafers.stage(wafer, stage);
        phase(t, at, place, ToolInterior.DONE, processEndUs(t, at, place));
        if (stage == GroupRow.stages(t, g)) {
            finish(wafer, nowUs);
        }
        chambers.waferLeaves(firstChamber(t, at) + place, nowUs);
    }

    /** The last process of a wafer is over. */
    private void finish(int wafer, long nowUs) {
        int carrier = wafers.carrier(wafer);
        int step = carriers.step(carrier);
        int lot = carriers.lotSerial(carrier);
        wafers.phase(wafer, Wafers.DONE);
        if (feedback.measuresWafers(step)) {
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
        setTimer(interior.rows(), interior.row(tool), EventCalendar.NONE);
    }

    /** What was at work goes on, {@code deltaUs} later. */
    void resume(int tool, long deltaUs, long nowUs) {
        long[] t = interior.rows();
        int at = interior.row(tool);
        int g = ToolInterior.groupRow(t, at);
        ToolInterior.loadableUs(t, at, ToolInterior.loadableUs(t, at) + deltaUs);
        for (int which = FRONT_END; which <= TRANSFER; which++) {
            if (action(t, at, which) != IDLE) {
                begin(t, at, which, action(t, at, which), place(t, at, which), actionEndUs(t, at, which) + deltaUs);
            }
        }
        for (int lock = 0; lock < GroupRow.placesOfHandOver(t, g); lock++) {
            long endUs = ToolInterior.lockEndUs(t, at, g, lock);
            if (endUs != EventCalendar.NONE) {
                ToolInterior.lockState(t, at, g, lock, ToolInterior.lockState(t, at, g, lock), endUs + deltaUs);
            }
        }
        for (long rest = inPhase(t, at, ToolInterior.PROCESSING); rest != 0; rest &= rest - 1) {
            int chamber = Long.numberOfTrailingZeros(rest);
            phase(t, at, chamber, ToolInterior.PROCESSING, processEndUs(t, at, chamber) + deltaUs);
        }
        ToolInterior.processEndsChanged(t, at);
        wake(tool, nowUs);
    }

    /** A chamber fails for {@code downUs}: the process in it goes on after the repair; other wafers take other chambers. */
    void chamberFails(int chamber, long downUs) {
        long[] t = interior.rows();
        int at = interior.row(groups.toolOfChamber(chamber));
        int place = chamber - firstChamber(t, at);
        if (phase(t, at, place) == ToolInterior.PROCESSING) {
            phase(t, at, place, ToolInterior.PROCESSING, processEndUs(t, at, place) + downUs);
            ToolInterior.processEndsChanged(t, at);
        }
    }

    /** Times of robots and locks may have changed. */
    void onParameterChanged() {
        interior.timesChanged();
    }

    /** Whether a chamber has been emptied that is due for maintenance; true once. */
    boolean takeEmptied(int tool) {
        return ToolInterior.takeEmptied(interior.rows(), interior.row(tool));
    }

    boolean isEmpty(int chamber) {
        int at = interior.row(groups.toolOfChamber(chamber));
        long[] t = interior.rows();
        return phase(t, at, chamber - firstChamber(t, at)) == ToolInterior.VACANT;
    }

    /** Whether the last raw wafer of a carrier has gone in; true once. */
    boolean takeLastRawIn(int tool) {
        return ToolInterior.takeLastRawIn(interior.rows(), interior.row(tool));
    }

    /** The tool wants no carrier, nor does its group wait for a time at which it may; or one of both. */
    void wantsNothing(int tool, boolean value) {
        if (interior.row(tool) != 0) {
            ToolInterior.wantsNothing(interior.rows(), interior.row(tool), value);
        }
    }

    /** Whether the tool still {@linkplain #wantsNothing wants nothing}, whatever ended in it, since raw wafers wait at its ports. */
    boolean stillWantsNothing(int tool) {
        long[] t = interior.rows();
        int at = interior.row(tool);
        return ToolInterior.rawsAtPorts(t, at) > 0
                && ToolInterior.wantsNothing(t, at)
                && GroupRow.isAnyCarrierAlike(t, ToolInterior.groupRow(t, at));
    }

    /** What of the raw wafers at the ports goes before those of a carrier of this priority: see {@link FrontEnd#rawsBefore}. */
    int rawsBefore(int tool, int priority) {
        return frontEnd.rawsBefore(interior.rows(), interior.row(tool), priority);
    }

    /** Whether a chamber of the first stage takes new wafers of the step. */
    boolean takesRaws(int tool, int group, int step) {
        return frontEnd.takesRaws(interior.rows(), interior.row(tool), interior.groupRow(group), step);
    }

    /** When the tool wants its next carrier; where it tells its chambers apart, one for any of them. */
    long readyAtUs(int tool, int group) {
        if (!qualified.isUsed(group)) {
            return frontEnd.readyAtUs(interior.rows(), interior.row(tool), interior.groupRow(group));
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
        return frontEnd.readyForUs(
                interior.rows(),
                interior.row(tool),
                interior.groupRow(group),
                sets.chambers(set, tool - groups.firstTool(group)));
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
