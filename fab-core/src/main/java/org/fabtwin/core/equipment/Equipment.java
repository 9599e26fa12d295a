/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.core.equipment;

import org.fabtwin.core.flow.Carriers;
import org.fabtwin.core.flow.Chance;
import org.fabtwin.core.flow.Lots;
import org.fabtwin.core.flow.Release;
import org.fabtwin.core.flow.ToolHistory;
import org.fabtwin.core.flow.TouchedGroups;
import org.fabtwin.core.flow.Wafers;
import org.fabtwin.core.line.Line;
import org.fabtwin.core.line.ToolGroups;
import org.fabtwin.core.line.ToolKind;
import org.fabtwin.core.log.EventWriter;
import org.fabtwin.core.metrology.Feedback;
import org.fabtwin.core.process.StepEffects;
import org.fabtwin.core.state.Parameters;
import org.fabtwin.core.state.StateArena;
import org.fabtwin.core.time.EventCalendar;
import org.fabtwin.core.time.EventKind;

/** All tools of the line: carriers start and finish here. Single-threaded: the twin's thread only. */
public final class Equipment {
    private static final long LOOK_AGAIN_US = 600_000_000L;

    private final ToolGroups groups;
    private final TouchedGroups touched;
    private final Wafers wafers;
    private final StepEffects effects;
    private final Feedback feedback;
    private final Carriers carriers;
    private final Tools tools;
    private final IdleTools idleTools;
    private final ToolStates states;
    private final ReticlePlaces reticles;
    private final SetupChanges setupChanges;
    private final Chambers chambers;
    private final FlowLine flowLine;
    private final WholeLots wholeLots;
    private final ClusterTools clusterTools;
    private final Ports ports;
    private final Interruptions interruptions;
    private final Readiness readiness;
    private final StoppageProcesses stoppages;
    private final ChangedTools changedTools;
    private final EventCalendar calendar;
    private final EventWriter events;

    public Equipment(
            StateArena arena,
            Line line,
            Parameters parameters,
            Chance chance,
            Lots lots,
            Carriers carriers,
            Wafers wafers,
            StepEffects effects,
            Feedback feedback,
            Release release,
            ToolHistory history,
            TouchedGroups touched,
            EventCalendar calendar,
            EventWriter events) {
        this.groups = line.toolGroups();
        this.touched = touched;
        this.carriers = carriers;
        this.wafers = wafers;
        this.effects = effects;
        this.feedback = feedback;
        this.calendar = calendar;
        this.events = events;
        tools = new Tools(arena, groups.toolTotal(), carriers);
        idleTools = new IdleTools(arena, groups);
        changedTools = new ChangedTools(arena, groups.toolTotal());
        chambers = new Chambers(arena, line, effects.chambers().rows(), events);
        states = new ToolStates(line, tools, events);
        reticles = new ReticlePlaces(arena, line, parameters, carriers, wafers, tools, chambers, calendar, events);
        setupChanges = new SetupChanges(line, parameters, tools, carriers, release, reticles, events);
        flowLine = new FlowLine(
                arena, line, parameters, chance, carriers, wafers, feedback, tools, chambers, calendar, events);
        wholeLots = new WholeLots(arena, line, parameters, chance, lots, carriers, calendar);
        clusterTools = new ClusterTools(
                arena, line, parameters, chance, lots, carriers, wafers, feedback, tools, chambers, calendar, events);
        ports = new Ports(arena, line, parameters, carriers, tools);
        interruptions = new Interruptions(
                groups, carriers, wafers, tools, chambers, flowLine, wholeLots, clusterTools, calendar);
        readiness = new Readiness(
                groups,
                line.steps().chamberSets(),
                tools,
                idleTools,
                flowLine,
                wholeLots,
                clusterTools,
                ports,
                reticles,
                touched,
                calendar);
        stoppages = new StoppageProcesses(
                arena,
                line,
                parameters,
                chance,
                tools,
                chambers,
                states,
                flowLine,
                clusterTools,
                interruptions,
                readiness,
                history,
                feedback,
                calendar);
    }

    public Tools tools() {
        return tools;
    }

    public Chambers chambers() {
        return chambers;
    }

    public IdleTools idleTools() {
        return idleTools;
    }

    public SetupChanges setupChanges() {
        return setupChanges;
    }

    /** All tools are there and idle; breakdowns and maintenance wait for their time. */
    public void start() {
        stoppages.start();
        for (int tool = 0; tool < groups.toolTotal(); tool++) {
            readiness.refresh(tool, 0);
        }
    }

    /** Logs the states of all tools and chambers that a snapshot brought. */
    public void tellStates(long nowUs) {
        for (int tool = 0; tool < groups.toolTotal(); tool++) {
            states.tell(tool, nowUs);
            clusterTools.tell(tool, nowUs);
        }
        for (int chamber = 0; chamber < groups.chamberTotal(); chamber++) {
            chambers.tell(chamber, nowUs);
        }
        reticles.tell(nowUs);
    }

    /** A carrier starts at a tool that is idle. */
    public void start(int tool, int carrier, long nowUs) {
        start(tool, carrier, carrier, 1, setUp(tool, carrier, nowUs), nowUs);
        afterStart(tool, nowUs);
    }

    /** A batch starts: its setup. The carriers follow with {@link #startInBatch}, then {@link #afterStart}. */
    public long setUp(int tool, int leader, long nowUs) {
        int step = carriers.step(leader);
        long setupUs = setupChanges.change(tool, step, nowUs);
        if (setupUs > 0 && tools.inside(tool) == 0) {
            beginSetup(tool, nowUs + setupUs, nowUs);
        } else if (setupUs > 0 && isTwoSlotCascade(tool)) {
            setupUs = untilSetUpUs(tool, setupUs, nowUs);
            wholeLots.setUpNext(tool, nowUs + setupUs);
        }
        tools.lastStep(tool, step);
        return setupUs;
    }

    /** Nothing but a setup goes on in the tool until then. */
    private void beginSetup(int tool, long endUs, long nowUs) {
        if (endUs > nowUs) {
            tools.setupEndUs(tool, endUs);
            tools.setupTimer(tool, calendar.schedule(endUs, EventKind.SETUP_END, tool));
        }
    }

    /** A setup that goes on in the tool ends before the next begins. */
    private long untilSetUpUs(int tool, long setupUs, long nowUs) {
        return setupUs == 0 ? 0 : Math.max(0, tools.setupEndUs(tool) - nowUs) + setupUs;
    }

    private boolean isTwoSlotCascade(int tool) {
        return groups.kind(groups.groupOfTool(tool)) == ToolKind.TWO_SLOT_CASCADE;
    }

    /** How long a carrier that enters this idle tool waits before it is processed, loading apart: setup, and a slot that is taken. */
    public long waitInsideUs(int tool, int step, long nowUs) {
        long setupUs = setupChanges.timeUs(tool, step);
        return isTwoSlotCascade(tool) && groups.hasSetups(groups.groupOfTool(tool))
                ? wholeLots.waitUs(tool, untilSetUpUs(tool, setupUs, nowUs), nowUs)
                : setupUs;
    }

    /**
     * Whether an idle tool can take a carrier for the step now: one of the chambers that may run it is free, or will be on time, and the
     * reticle, where it needs one, can be had.
     */
    public boolean hasWhatItNeeds(int tool, int step, long nowUs) {
        return hasChamberFor(tool, groups.groupOfTool(tool), step, nowUs)
                && (!reticles.isActive() || reticles.isAvailable(tool, step, nowUs));
    }

    private boolean hasChamberFor(int tool, int group, int step, long nowUs) {
        return clusterTools.has(tool)
                ? clusterTools.hasChamberFor(tool, group, step, nowUs)
                : flowLine.hasChamberFor(tool, group, step, nowUs);
    }

    /**
     * Whether a carrier may come to a tool that is not idle, since all raw wafers that wait there are of lower priority: a port is free
     * and no setup is needed. Where only the moment is wrong, the tool's group is told when to look again. Detailed form only.
     */
    public boolean mayOvertake(int tool, int carrier, long nowUs) {
        int group = groups.groupOfTool(tool);
        int rawsBefore = clusterTools.has(tool)
                ? clusterTools.rawsBefore(tool, carriers.priority(carrier))
                : FrontEnd.NO_RAWS_AFTER;
        if (rawsBefore != FrontEnd.NO_RAWS_BEFORE) {
            if (rawsBefore == FrontEnd.RAWS_BEFORE) {
                readiness.awaitLastRaw(tool);
            }
            return false;
        }
        boolean may = clusterTools.takesRaws(tool, group, carriers.step(carrier))
                && !tools.isStoppedOrDue(tool)
                && tools.setupEndUs(tool) <= nowUs
                && setupChanges.timeUs(tool, carriers.step(carrier)) == 0
                && ports.freeAtUs(tool) <= nowUs;
        if (!may) {
            readiness.await(tool, nowUs);
        }
        return may;
    }

    /** One carrier of a batch starts. */
    public void startInBatch(int tool, int carrier, int leader, int carriersInBatch, long setupUs, long nowUs) {
        start(tool, carrier, leader, carriersInBatch, setupUs, nowUs);
    }

    private void start(int tool, int carrier, int leader, int carriersInJob, long setupUs, long nowUs) {
        events.trackIn(
                nowUs,
                carriers.lotSerial(carrier),
                carriers.serial(carrier),
                carriers.step(carrier),
                tool,
                carriers.work(carrier),
                carriers.visit(carrier));
        carriers.start(carrier, tool, nowUs);
        tools.enter(tool, carrier);
        if (ports.isActive()) {
            ports.enter(tool, carrier, nowUs);
        }
        int kind = groups.kind(groups.groupOfTool(tool));
        if (!ToolKind.isFlowLine(kind)) {
            wholeLots.start(tool, kind, carrier, leader, carriersInJob, setupUs, nowUs);
            if (feedback.isActive() && feedback.watches(carriers.step(carrier))) {
                startWafers(carrier, groups.firstChamber(tool), nowUs);
            }
        } else if (clusterTools.has(tool)) {
            clusterTools.start(tool, carrier, setupUs, nowUs);
        } else {
            flowLine.start(tool, carrier, setupUs, nowUs);
        }
    }

    /** A tool that works a lot as a whole: its wafers start as one. */
    private void startWafers(int carrier, int chamber, long nowUs) {
        for (int wafer = carriers.firstWafer(carrier); wafer != Wafers.NONE; wafer = wafers.next(wafer)) {
            if (wafers.isDrawn(wafer)) {
                feedback.onStart(
                        wafer,
                        wafers.serial(wafer),
                        wafers.key(wafer),
                        wafers.visit(wafer),
                        carriers.step(carrier),
                        chamber,
                        nowUs);
            }
        }
    }

    private void measure(int wafer, int carrier, int step, boolean carrierLeaves, long nowUs) {
        feedback.onMeasured(
                wafer,
                wafers.serial(wafer),
                carriers.lotSerial(carrier),
                wafers.key(wafer),
                wafers.visit(wafer),
                step,
                carrierLeaves,
                nowUs);
    }

    /** The step is done: what it left on the wafers. What is the same for all of the carrier is asked once. */
    private void finishWafers(int carrier, int tool, int kind, long nowUs) {
        int step = carriers.step(carrier);
        boolean byChamber = ToolKind.isFlowLine(kind);
        boolean measures = feedback.measures(step);
        double density = effects.defectDensity(step);
        boolean usual = !effects.hasExcursions();
        if (usual && !measures) {
            if (density > 0) {
                leaveDefects(carrier, step, density, byChamber ? Chambers.NONE : groups.firstChamber(tool));
            }
            return;
        }
        for (int wafer = carriers.firstWafer(carrier); wafer != Wafers.NONE; wafer = wafers.next(wafer)) {
            if (wafers.isDrawn(wafer)) {
                int chamber = byChamber ? wafers.chamber(wafer) : groups.firstChamber(tool);
                effects.onDone(wafer, wafers.key(wafer), wafers.visit(wafer), step, density, chamber, nowUs);
                if (measures) {
                    if (!byChamber) {
                        measure(wafer, carrier, step, false, nowUs);
                    }
                    measure(wafer, carrier, step, true, nowUs);
                }
            }
        }
    }

    /** @param chamber of all wafers; NONE = of each wafer its own. */
    private void leaveDefects(int carrier, int step, double density, int chamber) {
        for (int wafer = carriers.firstWafer(carrier); wafer != Wafers.NONE; wafer = wafers.next(wafer)) {
            if (wafers.isDrawn(wafer) && effects.leavesSample(wafer, density)) {
                effects.sample(
                        wafer,
                        wafers.key(wafer),
                        wafers.visit(wafer),
                        step,
                        chamber == Chambers.NONE ? wafers.chamber(wafer) : chamber);
            }
        }
    }

    /** What follows from a start: state, maintenance that is due now, whether the tool takes another carrier. */
    public void afterStart(int tool, long nowUs) {
        changedTools.add(tool);
        stoppages.checkCounts(tool, nowUs);
        readiness.refresh(tool, nowUs);
    }

    /** The carrier is done at its tool. The caller takes it on to its next step. */
    public void trackOut(int carrier, long nowUs) {
        int tool = carriers.tool(carrier);
        int kind = groups.kind(groups.groupOfTool(tool));
        carriers.timer(carrier, Tools.NONE);
        if (ports.isActive()) {
            ports.leave(tool, carrier, nowUs);
        }
        if (ToolKind.isFlowLine(kind)) {
            if (!clusterTools.has(tool)) {
                flowLine.finish(carrier, nowUs);
            }
        } else if (kind == ToolKind.TWO_SLOT_CASCADE) {
            carriers.busyUs(carrier, wholeLots.busyUs(tool, carrier, tools.lastTrackOutUs(tool), nowUs));
            beginSetup(tool, wholeLots.takeNextSetupEndUs(tool), nowUs);
        }
        if (effects.isActive()) {
            finishWafers(carrier, tool, kind, nowUs);
        }
        tools.leave(tool, carrier, carriers.work(carrier), nowUs);
        events.trackOut(
                nowUs,
                carriers.lotSerial(carrier),
                carriers.serial(carrier),
                carriers.step(carrier),
                tool,
                carriers.work(carrier),
                carriers.visit(carrier),
                carriers.busyUs(carrier),
                carriers.interruptedUs(carrier));
        changedTools.add(tool);
        stoppages.checkCounts(tool, nowUs);
        stoppages.beginNext(tool, nowUs);
        readiness.refresh(tool, nowUs);
    }

    /** Nothing moves any more in this instant: the state of each tool that carriers entered or left. */
    public void settle(long nowUs) {
        int count = changedTools.count();
        for (int n = 0; n < count; n++) {
            stoppages.states(changedTools.take(n), nowUs);
        }
        if (count > 0) {
            changedTools.clear();
        }
    }

    public void onToolOpen(int tool, long nowUs) {
        tools.openTimer(tool, Tools.NONE);
        readiness.refresh(tool, nowUs);
    }

    /** A reticle that the tool has used is free again: those of its group that wait for it may have it. */
    public void onReticleFree(int tool, long nowUs) {
        reticles.onFree(tool, nowUs);
        touched.touch(groups.groupOfTool(tool));
    }

    public void onSetupEnd(int tool, long nowUs) {
        tools.setupEndUs(tool, 0);
        tools.setupTimer(tool, Tools.NONE);
        stoppages.states(tool, nowUs);
    }

    /** Something is done inside a tool in detailed form. */
    public void onToolStep(int tool, long nowUs) {
        clusterTools.onTimer(tool, nowUs);
        if (clusterTools.takeEmptied(tool)) {
            stoppages.beginDrained(tool, nowUs);
        }
        if (clusterTools.takeLastRawIn(tool)) {
            readiness.onLastRaw(tool);
        }
        if (!clusterTools.stillWantsNothing(tool)
                && (!idleTools.isIdle(tool) || clusterTools.tellsChambersApart(groups.groupOfTool(tool)))) {
            readiness.refresh(tool, nowUs);
        }
    }

    public void onWafer(int carrier, long nowUs) {
        carriers.waferTimer(carrier, Tools.NONE);
        flowLine.onWafer(carrier, nowUs);
    }

    public void onStoppage(int process, long nowUs) {
        stoppages.onTimer(process, nowUs);
    }

    /**
     * Takes a chamber out of use because of a control chart, for a time that begins when the wafers planned into it are done; of a tool
     * that works lots as a whole, the tool. Nothing happens where it is out of use so already, or where the tool is down by command.
     */
    public void chartDown(int chamber, long downUs, long nowUs) {
        int tool = groups.toolOfChamber(chamber);
        boolean byChamber = ToolKind.isFlowLine(groups.kind(groups.groupOfTool(tool)));
        if (downUs <= 0 || chambers.chartDownUs(chamber) > 0 || (!byChamber && !putDown(tool, nowUs))) {
            return;
        }
        chambers.drainForChart(chamber, downUs);
        calendar.schedule(Math.max(nowUs, chambers.occupiedUntilUs(chamber)), EventKind.CHART_DOWN, chamber);
        readiness.refresh(tool, nowUs);
    }

    /** The chamber that {@link #chartDown} is about is empty, or its time has passed. */
    public void onChartDown(int chamber, long nowUs) {
        int tool = groups.toolOfChamber(chamber);
        if (chambers.isChartDown(chamber)) {
            endChartDown(chamber, tool, nowUs);
            return;
        }
        boolean byChamber = ToolKind.isFlowLine(groups.kind(groups.groupOfTool(tool)));
        // While the tool stands still, its wafers' plan will move on by a time that is not known yet.
        long freeUs = Math.max(
                chambers.occupiedUntilUs(chamber), byChamber && tools.isStopped(tool) ? nowUs + LOOK_AGAIN_US : nowUs);
        if (byChamber && freeUs > nowUs) {
            calendar.schedule(freeUs, EventKind.CHART_DOWN, chamber);
            return;
        }
        chambers.beginChartDown(chamber);
        calendar.schedule(nowUs + chambers.chartDownUs(chamber), EventKind.CHART_DOWN, chamber);
        if (byChamber) {
            chambers.update(chamber, nowUs);
        }
    }

    private void endChartDown(int chamber, int tool, long nowUs) {
        chambers.endChartDown(chamber);
        if (effects.isActive()) {
            // Whoever looked at the chamber meanwhile has found and mended what was wrong with it.
            effects.excursions().end(chamber, nowUs);
        }
        if (ToolKind.isFlowLine(groups.kind(groups.groupOfTool(tool)))) {
            chambers.update(chamber, nowUs);
            readiness.refresh(tool, nowUs);
            if (clusterTools.has(tool)) {
                clusterTools.wake(tool, nowUs);
            }
        } else {
            putUp(tool, nowUs);
        }
    }

    /** What the loops expect of a wafer at this step in the best chamber of a tool; 0 where nothing is controlled. */
    public double expectedLoss(int tool, int step) {
        if (!feedback.isActive()) {
            return 0;
        }
        int first = groups.firstChamber(tool);
        int copies = groups.stageCopies(groups.groupOfTool(tool), 0);
        double least = Double.POSITIVE_INFINITY;
        for (int chamber = first; chamber < first + copies; chamber++) {
            if (flowLine.isQualified(tool, step, chamber) && !chambers.isBlocked(chamber)) {
                least = Math.min(least, feedback.expectedLoss(step, chamber));
            }
        }
        return least;
    }

    /** A parameter has a new value: what was derived from it is derived anew. */
    public void onParameterChanged() {
        stoppages.findNextCounts();
        effects.onParameterChanged();
        clusterTools.onParameterChanged();
        for (int tool = 0; tool < groups.toolTotal(); tool++) {
            // Times that its robots named may be others now.
            chambers.disturb(tool);
        }
    }

    /** Puts a tool down by command; false when it was down by command already. */
    public boolean putDown(int tool, long nowUs) {
        if (tools.isCommandDown(tool)) {
            return false;
        }
        tools.commandDown(tool, true);
        interruptions.interrupt(tool, nowUs);
        stoppages.states(tool, nowUs);
        readiness.refresh(tool, nowUs);
        return true;
    }

    /** Takes back {@link #putDown}; false when the tool was not down by command. */
    public boolean putUp(int tool, long nowUs) {
        if (!tools.isCommandDown(tool)) {
            return false;
        }
        tools.commandDown(tool, false);
        stoppages.goOn(tool, nowUs);
        return true;
    }
}
