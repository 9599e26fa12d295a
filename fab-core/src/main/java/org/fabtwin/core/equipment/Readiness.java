/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.core.equipment;

import org.fabtwin.core.flow.TouchedGroups;
import org.fabtwin.core.line.ChamberSets;
import org.fabtwin.core.line.ToolGroups;
import org.fabtwin.core.line.ToolKind;
import org.fabtwin.core.time.EventCalendar;
import org.fabtwin.core.time.EventKind;

/** Decides whether a tool could take a carrier now, and tells its group when it can. Single-threaded: the twin's thread only. */
public final class Readiness {
    private final ToolGroups groups;
    private final ChamberSets chamberSets;
    private final Tools tools;
    private final IdleTools idleTools;
    private final FlowLine flowLine;
    private final WholeLots wholeLots;
    private final ClusterTools clusterTools;
    private final Ports ports;
    private final ReticlePlaces reticles;
    private final TouchedGroups touched;
    private final EventCalendar calendar;

    Readiness(
            ToolGroups groups,
            ChamberSets chamberSets,
            Tools tools,
            IdleTools idleTools,
            FlowLine flowLine,
            WholeLots wholeLots,
            ClusterTools clusterTools,
            Ports ports,
            ReticlePlaces reticles,
            TouchedGroups touched,
            EventCalendar calendar) {
        this.groups = groups;
        this.chamberSets = chamberSets;
        this.tools = tools;
        this.idleTools = idleTools;
        this.flowLine = flowLine;
        this.wholeLots = wholeLots;
        this.clusterTools = clusterTools;
        this.ports = ports;
        this.reticles = reticles;
        this.touched = touched;
        this.calendar = calendar;
    }

    /** To be called after anything that may change whether the tool takes a carrier. */
    void refresh(int tool, long nowUs) {
        if (reticles.isActive()) {
            reticles.replan(tool, nowUs);
        }
        int group = groups.groupOfTool(tool);
        long readyUs = tools.isStoppedOrDue(tool) ? EventCalendar.NONE : readyAtUs(tool, group, nowUs);
        if (readyUs <= nowUs) {
            // Carriers for other chambers wait until these are free.
            openAt(tool, chamberSets.isUsed(group) ? othersReadyUs(tool, group, nowUs) : EventCalendar.NONE);
            clusterTools.wantsNothing(tool, false);
            idleTools.add(tool, group);
            touched.touchIfAwaited(group);
            return;
        }
        idleTools.remove(tool, group);
        long atUs = isAwaited(tool) ? Math.min(readyUs, lookAgainUs(tool, nowUs)) : readyUs;
        clusterTools.wantsNothing(tool, atUs == EventCalendar.NONE && !isAwaited(tool));
        openAt(tool, atUs);
    }

    private long othersReadyUs(int tool, int group, long nowUs) {
        return clusterTools.has(tool)
                ? clusterTools.firstReadyUs(tool, group, nowUs)
                : flowLine.firstReadyUs(tool, group, nowUs);
    }

    /** The tool is looked at again then; {@link EventCalendar#NONE} = when something changes. */
    private void openAt(int tool, long atUs) {
        int timer = tools.openTimer(tool);
        if (timer == Tools.NONE) {
            if (atUs != EventCalendar.NONE) {
                tools.openTimer(tool, calendar.schedule(atUs, EventKind.TOOL_OPEN, tool));
            }
        } else if (atUs == EventCalendar.NONE) {
            calendar.cancel(timer);
            tools.openTimer(tool, Tools.NONE);
        } else if (calendar.timeOf(timer) != atUs) {
            calendar.reschedule(timer, atUs);
        }
    }

    private boolean isAwaited(int tool) {
        return clusterTools.isUsed() && tools.isAwaited(tool);
    }

    /** A hot carrier waits for a port: when one is free, its group looks at the tool again. */
    private long lookAgainUs(int tool, long nowUs) {
        long freeUs = ports.freeAtUs(tool);
        if (freeUs > nowUs) {
            return freeUs;
        }
        tools.awaited(tool, false);
        touched.touch(groups.groupOfTool(tool));
        return EventCalendar.NONE;
    }

    /** A hot carrier cannot come to the tool yet: its group looks again when that may have changed. */
    void await(int tool, long nowUs) {
        tools.awaited(tool, true);
        clusterTools.wantsNothing(tool, false);
        if (ports.freeAtUs(tool) > nowUs) {
            refresh(tool, nowUs);
        }
    }

    /** A hot carrier may come when a carrier whose raw wafers wait at the ports has none left: its group looks again then. */
    void awaitLastRaw(int tool) {
        tools.lastRawAwaited(tool, true);
    }

    /** The last raw wafer of a carrier at the tool has gone in. */
    void onLastRaw(int tool) {
        if (tools.isLastRawAwaited(tool)) {
            tools.lastRawAwaited(tool, false);
            touched.touch(groups.groupOfTool(tool));
        }
    }

    /** When a tool that is up takes its next carrier. */
    private long readyAtUs(int tool, int group, long nowUs) {
        switch (groups.kind(group)) {
            case ToolKind.SINGLE:
            case ToolKind.BATCH:
                return tools.inside(tool) == 0 ? nowUs : EventCalendar.NONE;
            case ToolKind.TWO_SLOT_CASCADE:
                return wholeLots.readyAtUs(tool, group, tools.inside(tool), nowUs);
            default:
                long readyUs =
                        clusterTools.has(tool) ? clusterTools.readyAtUs(tool, group) : flowLine.readyAtUs(tool, group);
                return Math.max(readyUs, ports.freeAtUs(tool));
        }
    }
}
