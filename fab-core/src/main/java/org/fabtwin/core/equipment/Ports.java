/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.core.equipment;

import org.fabtwin.core.flow.Carriers;
import org.fabtwin.core.line.HandOff;
import org.fabtwin.core.line.Handling;
import org.fabtwin.core.line.Line;
import org.fabtwin.core.line.ToolGroups;
import org.fabtwin.core.state.LongColumn;
import org.fabtwin.core.state.Parameters;
import org.fabtwin.core.state.StateArena;
import org.fabtwin.core.time.EventCalendar;

/**
 * Load ports as a capacity, in both forms of a tool. A held carrier keeps its port until its last wafer is back; a buffered one
 * gives it back at once; a bounded one does that while the tool has a place inside, else it keeps the port until a carrier leaves
 * the tool: one that goes inside then, or itself. After each, the port needs its exchange time: carrier out, carrier in, dock, open, map. The first
 * carrier of a port does not wait for it. Single-threaded: the twin's thread only.
 */
final class Ports {
    private final ToolGroups groups;
    private final Handling handling;
    private final Parameters parameters;
    private final Carriers carriers;
    private final Tools tools;
    private final int handOff;
    private final boolean any;
    private final LongColumn freeAtUs;

    Ports(StateArena arena, Line line, Parameters parameters, Carriers carriers, Tools tools) {
        this.groups = line.toolGroups();
        this.handling = line.handling();
        this.parameters = parameters;
        this.carriers = carriers;
        this.tools = tools;
        this.handOff = handling.handOff();
        this.any = handling.firstPort(groups.toolTotal()) > 0 && handOff != HandOff.DIRECT;
        freeAtUs = arena.longs("ports.freeAtUs", Math.max(1, handling.firstPort(groups.toolTotal())), 0);
    }

    /** Whether the line has ports and waits for them. */
    boolean isActive() {
        return any;
    }

    /** When a carrier could come to a port of the tool; {@link EventCalendar#NONE} while carriers keep all of them. */
    long freeAtUs(int tool) {
        int first = handling.firstPort(tool);
        int end = handling.firstPort(tool + 1);
        if (first == end || handOff == HandOff.DIRECT) {
            return Long.MIN_VALUE;
        }
        long earliest = EventCalendar.NONE;
        for (int port = first; port < end; port++) {
            earliest = Math.min(earliest, freeAtUs.get(port));
        }
        return earliest;
    }

    /** The carrier, counted among those in the tool already, comes to the port that has been free longest. */
    void enter(int tool, int carrier, long nowUs) {
        int first = handling.firstPort(tool);
        int end = handling.firstPort(tool + 1);
        if (first == end || handOff == HandOff.DIRECT) {
            return;
        }
        int port = first;
        for (int other = first + 1; other < end; other++) {
            if (freeAtUs.get(other) < freeAtUs.get(port)) {
                port = other;
            }
        }
        if (handOff == HandOff.HELD) {
            carriers.port(carrier, port);
            freeAtUs.set(port, EventCalendar.NONE);
        } else if (handOff == HandOff.BOUNDED && tools.inside(tool) > handling.placesInside(groups.groupOfTool(tool))) {
            freeAtUs.set(port, EventCalendar.NONE);
        } else {
            freeAtUs.set(port, nowUs + exchangeUs(tool));
        }
    }

    /** The carrier leaves the tool. */
    void leave(int tool, int carrier, long nowUs) {
        if (handOff == HandOff.BOUNDED) {
            freeKeptPort(tool, nowUs);
            return;
        }
        int port = carriers.port(carrier);
        if (port != Carriers.NONE) {
            freeAtUs.set(port, nowUs + exchangeUs(tool));
            carriers.port(carrier, Carriers.NONE);
        }
    }

    /** Whoever of a bounded tool's carriers leaves, one port is no longer kept; which one makes no difference to anybody. */
    private void freeKeptPort(int tool, long nowUs) {
        int end = handling.firstPort(tool + 1);
        for (int port = handling.firstPort(tool); port < end; port++) {
            if (freeAtUs.get(port) == EventCalendar.NONE) {
                freeAtUs.set(port, nowUs + exchangeUs(tool));
                return;
            }
        }
    }

    private long exchangeUs(int tool) {
        return parameters.us(handling.portExchange(groups.groupOfTool(tool)));
    }
}
