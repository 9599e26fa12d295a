/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.core.equipment;

import org.fabtwin.core.flow.Carriers;
import org.fabtwin.core.flow.Wafers;
import org.fabtwin.core.line.ToolGroups;
import org.fabtwin.core.line.ToolKind;
import org.fabtwin.core.time.EventCalendar;
import org.fabtwin.core.time.EventKind;

/**
 * What happens to work inside a tool that stops: it stands still and goes on where it was (preempt-resume). While the tool is down
 * nothing of it is in the calendar. Single-threaded: the twin's thread only.
 */
public final class Interruptions {
    private final ToolGroups groups;
    private final Carriers carriers;
    private final Wafers wafers;
    private final Tools tools;
    private final Chambers chambers;
    private final FlowLine flowLine;
    private final WholeLots wholeLots;
    private final ClusterTools clusterTools;
    private final EventCalendar calendar;

    Interruptions(
            ToolGroups groups,
            Carriers carriers,
            Wafers wafers,
            Tools tools,
            Chambers chambers,
            FlowLine flowLine,
            WholeLots wholeLots,
            ClusterTools clusterTools,
            EventCalendar calendar) {
        this.groups = groups;
        this.carriers = carriers;
        this.wafers = wafers;
        this.tools = tools;
        this.chambers = chambers;
        this.flowLine = flowLine;
        this.wholeLots = wholeLots;
        this.clusterTools = clusterTools;
        this.calendar = calendar;
    }

    /** Stops the work in a tool; nothing happens where it stands already. */
    void interrupt(int tool, long nowUs) {
        if (tools.interruptedSinceUs(tool) != Tools.RUNNING) {
            return;
        }
        tools.interruptedSinceUs(tool, nowUs);
        for (int carrier = tools.firstInside(tool); carrier != Carriers.NONE; carrier = carriers.next(carrier)) {
            if (carriers.timer(carrier) != Tools.NONE) {
                calendar.cancel(carriers.timer(carrier));
                carriers.timer(carrier, Tools.NONE);
            }
            if (carriers.waferTimer(carrier) != Tools.NONE) {
                calendar.cancel(carriers.waferTimer(carrier));
                carriers.waferTimer(carrier, Tools.NONE);
            }
        }
        if (tools.isInSetup(tool)) {
            calendar.cancel(tools.setupTimer(tool));
        }
        if (clusterTools.has(tool)) {
            clusterTools.interrupt(tool);
        }
    }

    /** Lets the work go on, as much later as the tool stood still. */
    void resume(int tool, long nowUs) {
        long sinceUs = tools.interruptedSinceUs(tool);
        long deltaUs = nowUs - sinceUs;
        tools.interruptedSinceUs(tool, Tools.RUNNING);
        int group = groups.groupOfTool(tool);
        boolean planned = ToolKind.isFlowLine(groups.kind(group));
        if (tools.lastStartUs(tool) > sinceUs) {
            tools.lastStartUs(tool, tools.lastStartUs(tool) + deltaUs);
        }
        int chamberEnd = groups.firstChamber(tool) + groups.chambersPerTool(group);
        for (int chamber = groups.firstChamber(tool); chamber < chamberEnd; chamber++) {
            if (chambers.occupiedUntilUs(chamber) > sinceUs) {
                chambers.occupiedUntilUs(chamber, chambers.occupiedUntilUs(chamber) + deltaUs);
            }
        }
        if (tools.isInSetup(tool)) {
            tools.setupEndUs(tool, tools.setupEndUs(tool) + deltaUs);
            tools.setupTimer(tool, calendar.schedule(tools.setupEndUs(tool), EventKind.SETUP_END, tool));
        }
        boolean detailed = clusterTools.has(tool);
        if (detailed) {
            clusterTools.resume(tool, deltaUs, nowUs);
        } else if (tools.inside(tool) > 0) {
            wholeLots.resume(tool, deltaUs);
        }
        // From the one that entered first, so that track-outs of one instant keep the order that they had.
        for (int carrier = oldestInside(tool); carrier != Carriers.NONE; carrier = carriers.previous(carrier)) {
            carriers.interruptedUs(carrier, carriers.interruptedUs(carrier) + deltaUs);
            for (int wafer = carriers.firstWafer(carrier); wafer != Wafers.NONE; wafer = wafers.next(wafer)) {
                wafers.delay(wafer, deltaUs, sinceUs);
            }
            if (detailed && carriers.doneUs(carrier) == EventCalendar.NONE) {
                continue;
            }
            carriers.doneUs(carrier, carriers.doneUs(carrier) + deltaUs);
            if (detailed) {
                clusterTools.scheduleTrackOut(carrier);
            } else if (planned) {
                flowLine.schedule(carrier, nowUs);
            } else {
                wholeLots.scheduleTrackOut(carrier);
            }
        }
    }

    private int oldestInside(int tool) {
        int carrier = tools.firstInside(tool);
        while (carrier != Carriers.NONE && carriers.next(carrier) != Carriers.NONE) {
            carrier = carriers.next(carrier);
        }
        return carrier;
    }
}
