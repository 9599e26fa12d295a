/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.core.equipment;

import org.fabtwin.core.flow.Carriers;
import org.fabtwin.core.flow.Lots;
import org.fabtwin.core.flow.Wafers;
import org.fabtwin.core.line.Handling;
import org.fabtwin.core.line.Line;
import org.fabtwin.core.line.ToolGroups;
import org.fabtwin.core.state.Parameters;
import org.fabtwin.core.time.EventCalendar;

/**
 * The equipment front end: its robot carries wafers between the carriers on the load ports and the locks. It lets raw wafers in,
 * hot ones first, only as far as finished ones can still come out. Single-threaded: the twin's thread only.
 */
final class FrontEnd {
    /** {@link #rawsBefore}: no raw wafer waits at the ports that would let the carrier's go first. */
    static final int NO_RAWS_AFTER = 0;
    /** {@link #rawsBefore}: all that wait would. */
    static final int NO_RAWS_BEFORE = 1;
    /** {@link #rawsBefore}: some would, some go before it. */
    static final int RAWS_BEFORE = 2;

    private static final int NONE = ToolInterior.EMPTY;
    /** Raw wafers that wait for the robot of a tool without locks. */
    private static final int RAWS_AT_ATMOSPHERE = 3;

    private final ToolGroups groups;
    private final Handling handling;
    private final Parameters parameters;
    private final Lots lots;
    private final Carriers carriers;
    private final Wafers wafers;
    private final Tools tools;
    private final Chambers chambers;
    private final ToolInterior interior;
    private final LoadLocks locks;
    private final QualifiedChambers qualified;

    FrontEnd(
            Line line,
            Parameters parameters,
            Lots lots,
            Carriers carriers,
            Wafers wafers,
            Tools tools,
            Chambers chambers,
            ToolInterior interior,
            LoadLocks locks,
            QualifiedChambers qualified) {
        this.groups = line.toolGroups();
        this.handling = line.handling();
        this.parameters = parameters;
        this.lots = lots;
        this.carriers = carriers;
        this.wafers = wafers;
        this.tools = tools;
        this.chambers = chambers;
        this.interior = interior;
        this.locks = locks;
        this.qualified = qualified;
    }

    /** Begins the next action of an idle robot; false when there is none now. */
    boolean decide(int tool, int group, long nowUs) {
        int robot = ToolInterior.robot(tool, ToolInterior.FRONT_END);
        long endUs = nowUs + parameters.us(handling.frontAction(group));
        boolean dual = handling.frontArms(group) > 1;
        int wafer = interior.hand(robot);
        if (wafer != NONE) {
            return deliver(tool, group, robot, wafer, dual, endUs);
        }
        int finished = locks.finishedSlot(tool);
        if (finished == NONE || dual) {
            boolean place = locks.hasAtmosphereSlot(tool)
                    || (dual && (finished != NONE || locks.isVenting(tool)));
            if (place && loads(tool, group, nowUs)) {
                if (qualified.isUsed(group)) {
                    interior.rawCarrier(tool, nextCarrier(tool, group, nowUs));
                }
                interior.addRawsInside(tool, 1);
                interior.addRawsAtPorts(tool, -1);
                interior.begin(robot, ToolInterior.PICK, ToolInterior.PORT, endUs);
                return true;
            }
        }
        if (finished != NONE) {
            interior.begin(robot, ToolInterior.PICK, ~finished, endUs);
        }
        return finished != NONE;
    }

    private boolean deliver(int tool, int group, int robot, int wafer, boolean dual, long endUs) {
        if (wafers.stage(wafer) > 0) {
            interior.begin(robot, ToolInterior.PLACE, ToolInterior.PORT, endUs);
            return true;
        }
        int slot = locks.atmosphereSlotFor(tool, group);
        if (slot != NONE) {
            interior.reserveSlot(tool, interior.lockOf(tool, slot));
            interior.begin(robot, ToolInterior.PLACE, ~slot, endUs);
            return true;
        }
        int finished = dual ? locks.finishedSlot(tool) : NONE;
        if (finished != NONE) {
            interior.begin(robot, ToolInterior.PICK, ~finished, endUs);
        }
        return finished != NONE;
    }

    /** Whether a raw wafer waits in a carrier and may come in. */
    boolean loads(int tool, int group, long nowUs) {
        return interior.rawsAtPorts(tool) > 0
                && (qualified.isUsed(group) || isAdmitted(tool, group))
                && nextCarrier(tool, group, nowUs) != NONE;
    }

    /** Where not all wafers may go into all chambers: whether the raw wafer that comes in now or next may go into a vacant one. */
    boolean loadsForOpen(int tool, int group, long nowUs) {
        int robot = ToolInterior.robot(tool, ToolInterior.FRONT_END);
        int wafer = interior.hand(robot);
        int carrier = NONE;
        if (wafer != NONE && wafers.stage(wafer) == 0) {
            carrier = wafers.carrier(wafer);
        } else if (interior.action(robot) == ToolInterior.PICK && interior.place(robot) == ToolInterior.PORT) {
            carrier = interior.rawCarrier(tool);
        } else if (interior.rawsAtPorts(tool) > 0) {
            carrier = nextCarrier(tool, group, nowUs);
        }
        return carrier != NONE && (qualified.ofStep(tool, group, carriers.step(carrier)) & qualified.open(tool)) != 0;
    }

    /** Whether the front end holds a raw wafer. */
    boolean holdsRaw(int tool) {
        int robot = ToolInterior.robot(tool, ToolInterior.FRONT_END);
        int wafer = interior.hand(robot);
        boolean fetches = interior.action(robot) == ToolInterior.PICK && interior.place(robot) == ToolInterior.PORT;
        return fetches || (wafer != NONE && wafers.stage(wafer) == 0);
    }

    private boolean isAdmitted(int tool, int group) {
        int inside = interior.rawsInside(tool);
        if (handling.locks(group) > 0 && handling.arms(group) > 1) {
            return inside < handling.locks(group) * handling.slots(group);
        }
        int most = mostWaiting(group);
        return inside < (handling.locks(group) == 0 ? most : most + vacantChambers(tool, group));
    }

    /** Raw wafers that may wait for a chamber while none is vacant, so that a slot is free for one that comes out. */
    private int mostWaiting(int group) {
        int locksOfTool = handling.locks(group);
        return locksOfTool == 0 ? RAWS_AT_ATMOSPHERE : locksOfTool * handling.slots(group) - 1;
    }

    private int vacantChambers(int tool, int group) {
        return Long.bitCount(
                interior.ofStage(group, 0) & interior.inPhase(tool, ToolInterior.VACANT) & ~chambers.blocked(tool));
    }

    /** The carrier whose wafer goes in next: hot first, then the one that came first; NONE without. */
    private int nextCarrier(int tool, int group, long nowUs) {
        if (qualified.isUsed(group)) {
            return nextQualified(tool, group, nowUs);
        }
        int best = NONE;
        for (int carrier = tools.firstInside(tool); carrier != Carriers.NONE; carrier = carriers.next(carrier)) {
            int wafer = carriers.nextRaw(carrier);
            if (wafer != Wafers.NONE) {
                if (wafers.startUs(wafer) > nowUs) {
                    interior.wakeBy(tool, wafers.startUs(wafer));
                } else if (best == NONE || lots.priority(carriers.lot(carrier)) >= lots.priority(carriers.lot(best))) {
                    // The list starts with the carrier that came last.
                    best = carrier;
                }
            }
        }
        return best;
    }

    /** The same of the carriers whose wafer may come in now; before the order of arrival goes that few inside want the same chambers. */
    private int nextQualified(int tool, int group, long nowUs) {
        int best = NONE;
        int fewest = 0;
        for (int carrier = tools.firstInside(tool); carrier != Carriers.NONE; carrier = carriers.next(carrier)) {
            int wafer = carriers.nextRaw(carrier);
            if (wafer == Wafers.NONE) {
                continue;
            }
            if (wafers.startUs(wafer) > nowUs) {
                interior.wakeBy(tool, wafers.startUs(wafer));
            } else if (qualified.admits(tool, group, carrier, mostWaiting(group))) {
                int others = qualified.rawsFor(tool, group, qualified.ofStep(tool, group, carriers.step(carrier)));
                int more = best == NONE ? 0 : lots.priority(carriers.lot(carrier)) - lots.priority(carriers.lot(best));
                if (best == NONE || more > 0 || (more == 0 && others <= fewest)) {
                    best = carrier;
                    fewest = others;
                }
            }
        }
        return best;
    }

    /** Whether raw wafers wait at the ports that a carrier of this priority would go before, and whether others go before it. */
    int rawsBefore(int tool, int priority) {
        if (interior.rawsAtPorts(tool) == 0) {
            return NO_RAWS_AFTER;
        }
        boolean before = false;
        boolean after = false;
        for (int carrier = tools.firstInside(tool); carrier != Carriers.NONE; carrier = carriers.next(carrier)) {
            if (carriers.nextRaw(carrier) != Wafers.NONE) {
                boolean lower = lots.priority(carriers.lot(carrier)) < priority;
                after |= lower;
                before |= !lower;
            }
        }
        return after ? before ? RAWS_BEFORE : NO_RAWS_BEFORE : NO_RAWS_AFTER;
    }

    /** Whether a chamber of the first stage takes new wafers of the step. */
    boolean takesRaws(int tool, int group, int step) {
        return (interior.ofStage(group, 0) & ~chambers.blocked(tool) & qualified.ofStep(tool, group, step)) != 0;
    }

    /** Takes the next raw wafer out of its carrier. */
    int takeRaw(int tool, int group, long nowUs) {
        int carrier = qualified.isUsed(group) ? interior.rawCarrier(tool) : nextCarrier(tool, group, nowUs);
        int wafer = carriers.nextRaw(carrier);
        int next = nextDrawn(wafers.next(wafer));
        carriers.nextRaw(carrier, next);
        if (next == Wafers.NONE) {
            interior.lastRawIn(tool);
        }
        return wafer;
    }

    /** The wafer itself or the next in its carrier that does the step. */
    int nextDrawn(int wafer) {
        int next = wafer;
        while (next != Wafers.NONE && !wafers.isDrawn(next)) {
            next = wafers.next(next);
        }
        return next;
    }

    /**
     * When the tool wants its next carrier: so early that a wafer comes through a lock before a chamber is free that no wafer
     * inside will take.
     */
    long readyAtUs(int tool, int group) {
        if (interior.rawsAtPorts(tool) > 0) {
            return EventCalendar.NONE;
        }
        return readyAtUs(tool, group, interior.rawsInside(tool), QualifiedChambers.ANY);
    }

    /** The same for a carrier whose wafers may go into these chambers: what counts is those that no wafer at the ports may go into. */
    long readyForUs(int tool, int group, long which) {
        long unwanted = which & ~qualified.wantedAtPorts(tool, group);
        return readyAtUs(tool, group, qualified.rawsFor(tool, group, unwanted), unwanted);
    }

    private long readyAtUs(int tool, int group, int rawsInside, long which) {
        long frontUs = parameters.us(handling.frontAction(group));
        long leadUs = 2 * frontUs + 2 * parameters.us(handling.action(group));
        if (handling.locks(group) > 0) {
            // Its lock may have to be fetched first.
            leadUs += parameters.us(handling.pump(group)) + parameters.us(handling.vent(group)) + 4 * frontUs;
        }
        long freeUs = freeUs(tool, group, rawsInside, which);
        return freeUs == EventCalendar.NONE || freeUs == Long.MIN_VALUE ? freeUs : freeUs - leadUs;
    }

    /** When one of these chambers of the first stage is free after so many others, by the ends of what runs; blocked ones don't count. */
    private long freeUs(int tool, int group, int others, long which) {
        long usable = which & interior.ofStage(group, 0) & ~chambers.blocked(tool);
        long taken = usable & ~interior.inPhase(tool, ToolInterior.VACANT);
        int before = Long.bitCount(usable & ~taken);
        if (others >= Long.bitCount(usable)) {
            return EventCalendar.NONE;
        }
        long lastUs = Long.MIN_VALUE;
        int first = groups.firstChamber(tool);
        // The (others + 1)-th smallest end: step from one end to the next greater one.
        while (before <= others) {
            long nextUs = EventCalendar.NONE;
            int same = 0;
            for (long rest = taken; rest != 0; rest &= rest - 1) {
                long endUs = interior.processEndUs(first + Long.numberOfTrailingZeros(rest));
                if (endUs > lastUs && endUs < nextUs) {
                    nextUs = endUs;
                    same = 1;
                } else if (endUs == nextUs) {
                    same++;
                }
            }
            if (nextUs == EventCalendar.NONE) {
                return EventCalendar.NONE;
            }
            lastUs = nextUs;
            before += same;
        }
        return lastUs;
    }
}
