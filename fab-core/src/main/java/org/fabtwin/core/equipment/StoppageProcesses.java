/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.core.equipment;

import org.fabtwin.core.flow.Chance;
import org.fabtwin.core.flow.ToolHistory;
import org.fabtwin.core.line.Distributions;
import org.fabtwin.core.line.Line;
import org.fabtwin.core.line.ParameterTable;
import org.fabtwin.core.line.Stoppages;
import org.fabtwin.core.line.ToolGroups;
import org.fabtwin.core.metrology.Feedback;
import org.fabtwin.core.random.Cause;
import org.fabtwin.core.state.IntColumn;
import org.fabtwin.core.state.LongColumn;
import org.fabtwin.core.state.Parameters;
import org.fabtwin.core.state.StateArena;
import org.fabtwin.core.time.EventCalendar;
import org.fabtwin.core.time.EventKind;

/**
 * Breakdowns and maintenance, each tool (or chamber) with its own processes.
 *
 * <p>Rules: a breakdown interrupts the work, which goes on after the repair; the next time to failure starts at the end of the
 * repair, in calendar time or in productive time. Maintenance is not preemptive: it waits until the tool (or chamber) is empty, and
 * nothing new starts before it. By time its period counts from due date to due date; by wafers from its end. Stoppages of one
 * tool follow one another: a failure that falls into a maintenance is repaired after it, before further maintenance. A stop of the
 * whole tool and one of its chambers may overlap. Seasoning wafers lengthen a maintenance by their process time; a qualification wafer
 * follows them, and the equipment may have to wait for its result. Single-threaded: the twin's thread only.
 */
public final class StoppageProcesses {
    /** Waits for its time or its wafers. */
    private static final int WAITING = 0;
    /** Due, but the equipment is stopped or not empty. */
    private static final int PENDING = 1;
    /** Maintenance of a chamber that lets its last wafer out. */
    private static final int DRAINING = 2;
    /** Like draining, while the whole tool stands still. */
    private static final int DRAINING_STOPPED = 3;
    /** Under repair or maintenance. */
    private static final int ACTIVE = 4;
    /** Maintained: each chamber processes a qualification wafer. */
    private static final int QUALIFYING = 5;
    /** Waits for the results of qualification wafers. */
    private static final int UNQUALIFIED = 6;
    /** {@link #nextCount} of a tool whose chambers count for themselves: it is looked at each time. */
    private static final long COUNTED_BY_CHAMBERS = -1;

    private final ToolGroups groups;
    private final Stoppages stoppages;
    private final Parameters parameters;
    private final Chance chance;
    private final Tools tools;
    private final Chambers chambers;
    private final ToolStates states;
    private final FlowLine flowLine;
    private final ClusterTools clusterTools;
    private final Seasoning seasoning;
    private final Interruptions interruptions;
    private final Readiness readiness;
    private final ToolHistory history;
    private final Feedback feedback;
    private final EventCalendar calendar;
    private final IntColumn phase;
    private final IntColumn occurrence;
    private final IntColumn timer;
    private final LongColumn dueUs;
    private final LongColumn countedFrom;
    /** Whether any clock runs only in productive time. */
    private final boolean hasBusyTime;
    /** Wafers of a tool, or of its chambers, below which no maintenance by wafers is due. */
    private final LongColumn nextCount;

    StoppageProcesses(
            StateArena arena,
            Line line,
            Parameters parameters,
            Chance chance,
            Tools tools,
            Chambers chambers,
            ToolStates states,
            FlowLine flowLine,
            ClusterTools clusterTools,
            Interruptions interruptions,
            Readiness readiness,
            ToolHistory history,
            Feedback feedback,
            EventCalendar calendar) {
        this.groups = line.toolGroups();
        this.stoppages = line.stoppages();
        this.parameters = parameters;
        this.chance = chance;
        this.tools = tools;
        this.chambers = chambers;
        this.states = states;
        this.flowLine = flowLine;
        this.clusterTools = clusterTools;
        this.seasoning = new Seasoning(line, parameters, chance, tools);
        this.interruptions = interruptions;
        this.readiness = readiness;
        this.history = history;
        this.feedback = feedback;
        this.calendar = calendar;
        hasBusyTime = stoppages.hasBusyTime();
        int total = Math.max(1, stoppages.processCount());
        phase = arena.ints("stoppages.phase", total, WAITING);
        occurrence = arena.ints("stoppages.occurrence", total, 0);
        timer = arena.ints("stoppages.timer", total, Tools.NONE);
        dueUs = arena.longs("stoppages.dueUs", total, 0);
        countedFrom = arena.longs("stoppages.countedFrom", total, 0);
        nextCount = arena.longs("stoppages.nextCount", line.toolGroups().toolTotal(), 0);
    }

    /** Schedules the first occurrence of each process. */
    void start() {
        for (int process = 0; process < stoppages.processCount(); process++) {
            int item = stoppages.item(process);
            int firstParameter = stoppages.firstOccurrence(item) == ParameterTable.NONE
                    ? stoppages.period(item)
                    : stoppages.firstOccurrence(item);
            if (stoppages.isBreakdown(item)) {
                int first = stoppages.firstGap(item);
                waitForFailure(process, first == Distributions.NONE ? stoppages.gap(item) : first, 0);
            } else if (stoppages.isByWafers(item)) {
                double first = parameters.value(firstParameter) * stoppages.share(process);
                countedFrom.set(process, Math.round(first - parameters.value(stoppages.period(item))));
            } else {
                dueUs.set(process, Math.round(parameters.value(firstParameter) * stoppages.share(process)));
                timer.set(process, calendar.schedule(dueUs.get(process), EventKind.STOPPAGE, process));
            }
        }
        findNextCounts();
    }

    /** The process's timer has run out: it is due, or drained, or done. */
    void onTimer(int process, long nowUs) {
        timer.set(process, Tools.NONE);
        switch (phase.get(process)) {
            case WAITING:
                fallDue(process, nowUs);
                break;
            case DRAINING:
                drained(process, nowUs);
                break;
            case ACTIVE:
                done(process, nowUs);
                break;
            case QUALIFYING:
                measureQualification(process, nowUs);
                break;
            case UNQUALIFIED:
                end(process, nowUs);
                break;
            default:
                throw new IllegalStateException(
                        "timer of stoppage process " + process + " in phase " + phase.get(process));
        }
    }

    private void fallDue(int process, long nowUs) {
        int tool = stoppages.tool(process);
        int chamber = stoppages.chamber(process);
        boolean breakdown = stoppages.isBreakdown(stoppages.item(process));
        if (chamber < 0) {
            phase.set(process, PENDING);
            tools.addPendingStoppages(tool, 1);
            beginNext(tool, nowUs);
            readiness.refresh(tool, nowUs);
        } else if (breakdown) {
            if (chambers.activeStoppage(chamber) == Chambers.NONE) {
                beginInChamber(process, nowUs);
            } else {
                phase.set(process, PENDING);
            }
        } else {
            chambers.addBlocked(chamber, 1);
            drain(process, nowUs);
            readiness.refresh(tool, nowUs);
        }
    }

    /** Begins the tool's next stoppage that may begin: breakdowns first, then maintenance of an empty tool. */
    void beginNext(int tool, long nowUs) {
        if (tools.pendingStoppages(tool) > 0 && !tools.isStopped(tool)) {
            beginPending(tool, nowUs);
        }
    }

    private void beginPending(int tool, long nowUs) {
        int chosen = Tools.NONE;
        for (int process = stoppages.firstOfTool(tool); process < stoppages.firstOfTool(tool + 1); process++) {
            if (stoppages.chamber(process) < 0 && phase.get(process) == PENDING) {
                boolean breakdown = stoppages.isBreakdown(stoppages.item(process));
                if (breakdown) {
                    chosen = process;
                    break;
                }
                if (chosen == Tools.NONE && tools.inside(tool) == 0) {
                    chosen = process;
                }
            }
        }
        if (chosen != Tools.NONE) {
            tools.addPendingStoppages(tool, -1);
            tools.activeStoppage(tool, chosen);
            interruptions.interrupt(tool, nowUs);
            beginActive(chosen, nowUs);
            states(tool, nowUs);
            readiness.refresh(tool, nowUs);
        }
    }

    private long beginActive(int process, long nowUs) {
        int item = stoppages.item(process);
        int cause = stoppages.isBreakdown(item) ? Cause.REPAIR : Cause.MAINTENANCE_DURATION;
        long durationUs = chance.us(stoppages.duration(item), cause, stoppages.key(process), occurrence.get(process))
                + seasoning.timeUs(process);
        phase.set(process, ACTIVE);
        timer.set(process, calendar.schedule(nowUs + durationUs, EventKind.STOPPAGE, process));
        return durationUs;
    }

    /** Repaired or maintained. */
    private void done(int process, long nowUs) {
        int item = stoppages.item(process);
        if (feedback.isActive() && stoppages.redrawsOffset(item)) {
            int end = endOfChambers(process);
            for (int chamber = firstChamber(process); chamber < end; chamber++) {
                feedback.onMaintained(chamber, nowUs);
            }
        }
        if (stoppages.hasQualification(item) && parameters.value(stoppages.qualificationEnabled(item)) != 0) {
            beginQualification(process, nowUs);
        } else {
            end(process, nowUs);
        }
    }

    private void beginQualification(int process, long nowUs) {
        int item = stoppages.item(process);
        long processUs = parameters.us(stoppages.qualificationTime(item));
        long delayUs = parameters.us(stoppages.qualificationDelay(item));
        boolean waits = parameters.value(stoppages.qualificationWaits(item)) != 0;
        int end = endOfChambers(process);
        for (int chamber = firstChamber(process); chamber < end; chamber++) {
            feedback.onQualification(chamber, item, waits, processUs, delayUs, nowUs);
        }
        phase.set(process, QUALIFYING);
        timer.set(process, calendar.schedule(nowUs + processUs, EventKind.STOPPAGE, process));
    }

    private void measureQualification(int process, long nowUs) {
        int item = stoppages.item(process);
        long delayUs = parameters.us(stoppages.qualificationDelay(item));
        if (feedback.isActive()) {
            int end = endOfChambers(process);
            for (int chamber = firstChamber(process); chamber < end; chamber++) {
                feedback.measureQualification(chamber, delayUs, nowUs);
            }
        }
        if (parameters.value(stoppages.qualificationWaits(item)) != 0 && delayUs > 0) {
            // Scheduled behind the results, so that they come first.
            phase.set(process, UNQUALIFIED);
            timer.set(process, calendar.schedule(nowUs + delayUs, EventKind.STOPPAGE, process));
        } else {
            end(process, nowUs);
        }
    }

    private int firstChamber(int process) {
        int chamber = stoppages.chamber(process);
        return chamber < 0 ? groups.firstChamber(stoppages.tool(process)) : chamber;
    }

    private int endOfChambers(int process) {
        int tool = stoppages.tool(process);
        int count = stoppages.chamber(process) < 0 ? groups.chambersPerTool(groups.groupOfTool(tool)) : 1;
        return firstChamber(process) + count;
    }

    private void end(int process, long nowUs) {
        int item = stoppages.item(process);
        int tool = stoppages.tool(process);
        int chamber = stoppages.chamber(process);
        phase.set(process, WAITING);
        occurrence.add(process, 1);
        if (chamber < 0) {
            tools.activeStoppage(tool, Tools.NONE);
        } else {
            chambers.activeStoppage(chamber, Chambers.NONE);
            chambers.addBlocked(chamber, -1);
        }
        if (!stoppages.isBreakdown(item)) {
            history.maintained(tool);
        }
        if (stoppages.isBreakdown(item)) {
            waitForFailure(process, stoppages.gap(item), nowUs);
        } else if (stoppages.isByWafers(item)) {
            countedFrom.set(process, count(process));
            findNextCount(tool);
        } else {
            long period = Math.max(1, parameters.us(stoppages.period(item)));
            long passed = Math.max(0, nowUs - dueUs.get(process)) / period;
            dueUs.add(process, (passed + 1) * period);
            timer.set(process, calendar.schedule(dueUs.get(process), EventKind.STOPPAGE, process));
        }
        if (chamber < 0) {
            goOn(tool, nowUs);
        } else {
            beginNextInChamber(chamber, nowUs);
            chambers.update(chamber, nowUs);
            readiness.refresh(tool, nowUs);
            if (clusterTools.has(tool)) {
                clusterTools.wake(tool, nowUs);
            }
        }
    }

    /** A reason for the tool to stand still has ended: the next stoppage, or the work goes on. */
    void goOn(int tool, long nowUs) {
        beginNext(tool, nowUs);
        if (!tools.isStopped(tool)) {
            interruptions.resume(tool, nowUs);
            for (int process = stoppages.firstOfTool(tool); process < stoppages.firstOfTool(tool + 1); process++) {
                if (phase.get(process) == DRAINING_STOPPED) {
                    drain(process, nowUs);
                }
            }
        }
        states(tool, nowUs);
        readiness.refresh(tool, nowUs);
    }

    private void waitForFailure(int process, int gap, long nowUs) {
        int item = stoppages.item(process);
        long gapUs = chance.us(gap, Cause.BREAKDOWN_GAP, stoppages.key(process), occurrence.get(process));
        if (!stoppages.isBusyTime(item) || states.isProductive(stoppages.tool(process))) {
            timer.set(process, calendar.schedule(nowUs + gapUs, EventKind.STOPPAGE, process));
        } else {
            dueUs.set(process, gapUs);
        }
    }

    /** Updates the tool's state, and starts or stops the clocks that run only in productive time. */
    void states(int tool, long nowUs) {
        if (!hasBusyTime || !stoppages.hasBusyTime(tool)) {
            states.update(tool, nowUs);
            return;
        }
        boolean before = states.isProductive(tool);
        if (states.update(tool, nowUs) && before != states.isProductive(tool)) {
            turnBusyClocks(tool, !before, nowUs);
        }
    }

    /** The clocks that run only in productive time go on, or stand still. */
    private void turnBusyClocks(int tool, boolean after, long nowUs) {
        for (int process = stoppages.firstOfTool(tool); process < stoppages.firstOfTool(tool + 1); process++) {
            if (stoppages.isBusyTime(stoppages.item(process)) && phase.get(process) == WAITING) {
                if (after) {
                    timer.set(process, calendar.schedule(nowUs + dueUs.get(process), EventKind.STOPPAGE, process));
                } else {
                    dueUs.set(process, calendar.timeOf(timer.get(process)) - nowUs);
                    calendar.cancel(timer.get(process));
                    timer.set(process, Tools.NONE);
                }
            }
        }
    }

    /** Maintenance by wafers that has become due by what the tool has done or planned. */
    void checkCounts(int tool, long nowUs) {
        long next = nextCount.get(tool);
        if (tools.wafersDone(tool) >= next) {
            checkEachCount(tool, nowUs);
            if (next != COUNTED_BY_CHAMBERS) {
                findNextCount(tool);
            }
        }
    }

    /** The periods may have changed. */
    void findNextCounts() {
        for (int tool = 0; tool < nextCount.capacity(); tool++) {
            findNextCount(tool);
        }
    }

    private void findNextCount(int tool) {
        long next = Long.MAX_VALUE;
        for (int process = stoppages.firstOfTool(tool); process < stoppages.firstOfTool(tool + 1); process++) {
            int item = stoppages.item(process);
            if (stoppages.isByWafers(item) && (phase.get(process) == WAITING || stoppages.chamber(process) >= 0)) {
                long due = countedFrom.get(process) + (long) Math.ceil(parameters.value(stoppages.period(item)));
                next = Math.min(next, stoppages.chamber(process) < 0 ? Math.max(0, due) : COUNTED_BY_CHAMBERS);
            }
        }
        nextCount.set(tool, next);
    }

    private void checkEachCount(int tool, long nowUs) {
        for (int process = stoppages.firstOfTool(tool); process < stoppages.firstOfTool(tool + 1); process++) {
            int item = stoppages.item(process);
            if (stoppages.isByWafers(item)
                    && phase.get(process) == WAITING
                    && count(process) - countedFrom.get(process) >= parameters.value(stoppages.period(item))) {
                fallDue(process, nowUs);
            }
        }
    }

    private long count(int process) {
        int chamber = stoppages.chamber(process);
        return chamber < 0 ? tools.wafersDone(stoppages.tool(process)) : chambers.wafersPlanned(chamber);
    }

    private void drain(int process, long nowUs) {
        phase.set(process, DRAINING);
        if (clusterTools.has(stoppages.tool(process))) {
            drainDetailed(process, nowUs);
            return;
        }
        long freeUs = chambers.occupiedUntilUs(stoppages.chamber(process));
        timer.set(process, calendar.schedule(Math.max(nowUs, freeUs), EventKind.STOPPAGE, process));
    }

    private void drainDetailed(int process, long nowUs) {
        int chamber = stoppages.chamber(process);
        if (clusterTools.isEmpty(chamber)) {
            if (chambers.activeStoppage(chamber) == Chambers.NONE) {
                beginInChamber(process, nowUs);
            } else {
                phase.set(process, PENDING);
            }
        }
    }

    /** Maintenance of chambers of a detailed tool that are empty now. */
    void beginDrained(int tool, long nowUs) {
        for (int process = stoppages.firstOfTool(tool); process < stoppages.firstOfTool(tool + 1); process++) {
            if (phase.get(process) == DRAINING) {
                drainDetailed(process, nowUs);
            }
        }
    }

    private void drained(int process, long nowUs) {
        int chamber = stoppages.chamber(process);
        long stoppedUs = tools.interruptedSinceUs(stoppages.tool(process));
        if (stoppedUs != Tools.RUNNING && chambers.occupiedUntilUs(chamber) > stoppedUs) {
            phase.set(process, DRAINING_STOPPED);
        } else if (nowUs < chambers.occupiedUntilUs(chamber)) {
            drain(process, nowUs);
        } else if (chambers.activeStoppage(chamber) == Chambers.NONE) {
            beginInChamber(process, nowUs);
        } else {
            phase.set(process, PENDING);
        }
    }

    private void beginInChamber(int process, long nowUs) {
        int chamber = stoppages.chamber(process);
        boolean breakdown = stoppages.isBreakdown(stoppages.item(process));
        chambers.activeStoppage(chamber, process);
        if (breakdown) {
            chambers.addBlocked(chamber, 1);
        }
        long durationUs = beginActive(process, nowUs);
        chambers.update(chamber, nowUs);
        if (breakdown && clusterTools.has(stoppages.tool(process))) {
            clusterTools.chamberFails(chamber, durationUs);
        } else if (breakdown) {
            flowLine.chamberFails(chamber, durationUs, nowUs);
        }
        readiness.refresh(stoppages.tool(process), nowUs);
    }

    private void beginNextInChamber(int chamber, long nowUs) {
        int chosen = Chambers.NONE;
        for (int process = stoppages.firstOfChamber(chamber);
                process >= 0;
                process = stoppages.nextOfChamber(process)) {
            if (phase.get(process) == PENDING
                    && (chosen == Chambers.NONE || stoppages.isBreakdown(stoppages.item(process)))) {
                chosen = process;
            }
        }
        if (chosen == Chambers.NONE) {
            return;
        }
        if (stoppages.isBreakdown(stoppages.item(chosen))) {
            beginInChamber(chosen, nowUs);
        } else if (clusterTools.has(stoppages.tool(chosen))) {
            drain(chosen, nowUs);
        } else {
            drained(chosen, nowUs);
        }
    }
}
