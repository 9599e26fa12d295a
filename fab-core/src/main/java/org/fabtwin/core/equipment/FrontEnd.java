/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.core.equipment;

import static org.fabtwin.core.equipment.GroupRow.actionUs;
import static org.fabtwin.core.equipment.GroupRow.frontActionUs;
import static org.fabtwin.core.equipment.GroupRow.group;
import static org.fabtwin.core.equipment.GroupRow.isDual;
import static org.fabtwin.core.equipment.GroupRow.isFrontDual;
import static org.fabtwin.core.equipment.GroupRow.isQualified;
import static org.fabtwin.core.equipment.GroupRow.locks;
import static org.fabtwin.core.equipment.GroupRow.ofFirstStage;
import static org.fabtwin.core.equipment.GroupRow.pumpUs;
import static org.fabtwin.core.equipment.GroupRow.slots;
import static org.fabtwin.core.equipment.GroupRow.ventUs;
import static org.fabtwin.core.equipment.ToolInterior.FRONT_END;
import static org.fabtwin.core.equipment.ToolInterior.action;
import static org.fabtwin.core.equipment.ToolInterior.addRawsAtPorts;
import static org.fabtwin.core.equipment.ToolInterior.addRawsInside;
import static org.fabtwin.core.equipment.ToolInterior.begin;
import static org.fabtwin.core.equipment.ToolInterior.hand;
import static org.fabtwin.core.equipment.ToolInterior.inPhase;
import static org.fabtwin.core.equipment.ToolInterior.lastRawIn;
import static org.fabtwin.core.equipment.ToolInterior.loadableUs;
import static org.fabtwin.core.equipment.ToolInterior.place;
import static org.fabtwin.core.equipment.ToolInterior.processEndUs;
import static org.fabtwin.core.equipment.ToolInterior.rawCarrier;
import static org.fabtwin.core.equipment.ToolInterior.rawsAtPorts;
import static org.fabtwin.core.equipment.ToolInterior.rawsInside;
import static org.fabtwin.core.equipment.ToolInterior.reserve;
import static org.fabtwin.core.equipment.ToolInterior.tool;
import static org.fabtwin.core.equipment.ToolInterior.wakeBy;

import org.fabtwin.core.flow.Carriers;
import org.fabtwin.core.flow.Lots;
import org.fabtwin.core.flow.Wafers;
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

    private final Lots lots;
    private final Carriers carriers;
    private final Wafers wafers;
    private final Tools tools;
    private final Chambers chambers;
    private final LoadLocks locks;
    private final QualifiedChambers qualified;

    FrontEnd(
            Lots lots,
            Carriers carriers,
            Wafers wafers,
            Tools tools,
            Chambers chambers,
            LoadLocks locks,
            QualifiedChambers qualified) {
        this.lots = lots;
        this.carriers = carriers;
        this.wafers = wafers;
        this.tools = tools;
        this.chambers = chambers;
        this.locks = locks;
        this.qualified = qualified;
    }

    /** Begins the next action of an idle robot; false when there is none now. */
    boolean decide(long[] t, int at, int g, long nowUs) {
        long endUs = nowUs + frontActionUs(t, g);
        boolean dual = isFrontDual(t, g);
        int wafer = hand(t, at, FRONT_END);
        if (wafer != NONE) {
            return deliver(t, at, g, wafer, dual, endUs);
        }
        int finished = locks.finishedSlot(t, at, g);
        if (finished == NONE || dual) {
            boolean place = locks.hasAtmosphereSlot(t, at) || (dual && (finished != NONE || locks.isVenting(t, at)));
            if (place && loads(t, at, g, nowUs)) {
                if (isQualified(t, g)) {
                    rawCarrier(t, at, nextCarrier(t, at, g, nowUs));
                }
                addRawsInside(t, at, 1);
                addRawsAtPorts(t, at, -1);
                begin(t, at, FRONT_END, ToolInterior.PICK, ToolInterior.PORT, endUs);
                return true;
            }
        }
        if (finished != NONE) {
            begin(t, at, FRONT_END, ToolInterior.PICK, ~finished, endUs);
        }
        return finished != NONE;
    }

    private boolean deliver(long[] t, int at, int g, int wafer, boolean dual, long endUs) {
        if (wafers.stage(wafer) > 0) {
            begin(t, at, FRONT_END, ToolInterior.PLACE, ToolInterior.PORT, endUs);
            return true;
        }
        int slot = locks.atmosphereSlotFor(t, at, g);
        if (slot != NONE) {
            reserve(t, at, g, slot);
            begin(t, at, FRONT_END, ToolInterior.PLACE, ~slot, endUs);
            return true;
        }
        int finished = dual ? locks.finishedSlot(t, at, g) : NONE;
        if (finished != NONE) {
            begin(t, at, FRONT_END, ToolInterior.PICK, ~finished, endUs);
        }
        return finished != NONE;
    }

    /** Whether a raw wafer waits in a carrier and may come in. */
    boolean loads(long[] t, int at, int g, long nowUs) {
        if (rawsAtPorts(t, at) == 0) {
            return false;
        }
        if (isQualified(t, g)) {
            return nextQualified(t, at, g, nowUs) != NONE;
        }
        return isAdmitted(t, at, g) && (loadableUs(t, at) <= nowUs || nextCarrier(t, at, g, nowUs) != NONE);
    }

    /** Where not all wafers may go into all chambers: whether the raw wafer that comes in now or next may go into a vacant one. */
    boolean loadsForOpen(long[] t, int at, int g, long nowUs) {
        int wafer = hand(t, at, FRONT_END);
        int carrier = NONE;
        if (wafer != NONE && wafers.stage(wafer) == 0) {
            carrier = wafers.carrier(wafer);
        } else if (action(t, at, FRONT_END) == ToolInterior.PICK && place(t, at, FRONT_END) == ToolInterior.PORT) {
            carrier = rawCarrier(t, at);
        } else if (rawsAtPorts(t, at) > 0) {
            carrier = nextCarrier(t, at, g, nowUs);
        }
        return carrier != NONE
                && (qualified.ofStep(tool(t, at), group(t, g), carriers.step(carrier)) & qualified.open(t, at)) != 0;
    }

    /** Whether the front end holds a raw wafer. */
    boolean holdsRaw(long[] t, int at) {
        int wafer = hand(t, at, FRONT_END);
        boolean fetches = action(t, at, FRONT_END) == ToolInterior.PICK && place(t, at, FRONT_END) == ToolInterior.PORT;
        return fetches || (wafer != NONE && wafers.stage(wafer) == 0);
    }

    private boolean isAdmitted(long[] t, int at, int g) {
        int inside = rawsInside(t, at);
        if (locks(t, g) > 0 && isDual(t, g)) {
            return inside < locks(t, g) * slots(t, g);
        }
        int most = mostWaiting(t, g);
        return inside < (locks(t, g) == 0 ? most : most + vacantChambers(t, at, g));
    }

    /** Raw wafers that may wait for a chamber while none is vacant, so that a slot is free for one that comes out. */
    private int mostWaiting(long[] t, int g) {
        int locksOfTool = locks(t, g);
        return locksOfTool == 0 ? RAWS_AT_ATMOSPHERE : locksOfTool * slots(t, g) - 1;
    }

    private int vacantChambers(long[] t, int at, int g) {
        return Long.bitCount(ofFirstStage(t, g) & inPhase(t, at, ToolInterior.VACANT) & ~chambers.blocked(tool(t, at)));
    }

    /** The carrier whose wafer goes in next: hot first, then the one that came first; NONE without. */
    private int nextCarrier(long[] t, int at, int g, long nowUs) {
        if (isQualified(t, g)) {
            return nextQualified(t, at, g, nowUs);
        }
        int best = NONE;
        for (int carrier = tools.firstInside(tool(t, at)); carrier != Carriers.NONE; carrier = carriers.next(carrier)) {
            int wafer = carriers.nextRaw(carrier);
            if (wafer != Wafers.NONE) {
                if (wafers.startUs(wafer) > nowUs) {
                    wakeBy(t, at, wafers.startUs(wafer));
                } else if (best == NONE || lots.priority(carriers.lot(carrier)) >= lots.priority(carriers.lot(best))) {
                    // The list starts with the carrier that came last.
                    best = carrier;
                }
            }
        }
        return best;
    }

    /** The same of the carriers whose wafer may come in now; before the order of arrival goes that few inside want the same chambers. */
    private int nextQualified(long[] t, int at, int g, long nowUs) {
        int best = NONE;
        int fewest = 0;
        for (int carrier = tools.firstInside(tool(t, at)); carrier != Carriers.NONE; carrier = carriers.next(carrier)) {
            int wafer = carriers.nextRaw(carrier);
            if (wafer == Wafers.NONE) {
                continue;
            }
            if (wafers.startUs(wafer) > nowUs) {
                wakeBy(t, at, wafers.startUs(wafer));
            } else if (qualified.admits(tool(t, at), group(t, g), carrier, mostWaiting(t, g))) {
                int others = qualified.rawsFor(
                        tool(t, at), group(t, g), qualified.ofStep(tool(t, at), group(t, g), carriers.step(carrier)));
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
    int rawsBefore(long[] t, int at, int priority) {
        if (rawsAtPorts(t, at) == 0) {
            return NO_RAWS_AFTER;
        }
        boolean before = false;
        boolean after = false;
        for (int carrier = tools.firstInside(tool(t, at)); carrier != Carriers.NONE; carrier = carriers.next(carrier)) {
            if (carriers.nextRaw(carrier) != Wafers.NONE) {
                boolean lower = lots.priority(carriers.lot(carrier)) < priority;
                after |= lower;
                before |= !lower;
            }
        }
        return after ? before ? RAWS_BEFORE : NO_RAWS_BEFORE : NO_RAWS_AFTER;
    }

    /** Whether a chamber of the first stage takes new wafers of the step. */
    boolean takesRaws(long[] t, int at, int g, int step) {
        return (ofFirstStage(t, g) & ~chambers.blocked(tool(t, at)) & qualified.ofStep(tool(t, at), group(t, g), step))
                != 0;
    }

    /** Takes the next raw wafer out of its carrier. */
    int takeRaw(long[] t, int at, int g, long nowUs) {
        int carrier = isQualified(t, g) ? rawCarrier(t, at) : nextCarrier(t, at, g, nowUs);
        int wafer = carriers.nextRaw(carrier);
        int next = nextDrawn(wafers.next(wafer));
        carriers.nextRaw(carrier, next);
        if (next == Wafers.NONE) {
            lastRawIn(t, at);
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
    long readyAtUs(long[] t, int at, int g) {
        if (rawsAtPorts(t, at) > 0) {
            return EventCalendar.NONE;
        }
        return readyAtUs(t, at, g, rawsInside(t, at), QualifiedChambers.ANY);
    }

    /** The same for a carrier whose wafers may go into these chambers: what counts is those that no wafer at the ports may go into. */
    long readyForUs(long[] t, int at, int g, long which) {
        long unwanted = which & ~qualified.wantedAtPorts(tool(t, at), group(t, g));
        return readyAtUs(t, at, g, qualified.rawsFor(tool(t, at), group(t, g), unwanted), unwanted);
    }

    private long readyAtUs(long[] t, int at, int g, int rawsInside, long which) {
        long frontUs = frontActionUs(t, g);
        long leadUs = 2 * frontUs + 2 * actionUs(t, g);
        if (locks(t, g) > 0) {
            // Its lock may have to be fetched first.
            leadUs += pumpUs(t, g) + ventUs(t, g) + 4 * frontUs;
        }
        long freeUs = freeUs(t, at, g, rawsInside, which);
        return freeUs == EventCalendar.NONE || freeUs == Long.MIN_VALUE ? freeUs : freeUs - leadUs;
    }

    /** When one of these chambers of the first stage is free after so many others, by the ends of what runs; blocked ones don't count. */
    private long freeUs(long[] t, int at, int g, int others, long which) {
        long usable = which & ofFirstStage(t, g) & ~chambers.blocked(tool(t, at));
        long taken = usable & ~inPhase(t, at, ToolInterior.VACANT);
        int before = Long.bitCount(usable & ~taken);
        if (others >= Long.bitCount(usable)) {
            return EventCalendar.NONE;
        }
        long lastUs = Long.MIN_VALUE;
        // The (others + 1)-th smallest end: step from one end to the next greater one.
        while (before <= others) {
            long nextUs = EventCalendar.NONE;
            int same = 0;
            for (long rest = taken; rest != 0; rest &= rest - 1) {
                long endUs = processEndUs(t, at, Long.numberOfTrailingZeros(rest));
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
