/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.core.equipment;

import static org.fabtwin.core.equipment.GroupRow.awayUs;
import static org.fabtwin.core.equipment.GroupRow.frontActionUs;
import static org.fabtwin.core.equipment.GroupRow.group;
import static org.fabtwin.core.equipment.GroupRow.isDual;
import static org.fabtwin.core.equipment.GroupRow.isQualified;
import static org.fabtwin.core.equipment.GroupRow.ofFirstStage;
import static org.fabtwin.core.equipment.GroupRow.placesOfHandOver;
import static org.fabtwin.core.equipment.GroupRow.pumpUs;
import static org.fabtwin.core.equipment.GroupRow.slots;
import static org.fabtwin.core.equipment.GroupRow.stages;
import static org.fabtwin.core.equipment.GroupRow.ventUs;
import static org.fabtwin.core.equipment.ToolInterior.action;
import static org.fabtwin.core.equipment.ToolInterior.earliestEndUs;
import static org.fabtwin.core.equipment.ToolInterior.finished;
import static org.fabtwin.core.equipment.ToolInterior.firstSlot;
import static org.fabtwin.core.equipment.ToolInterior.free;
import static org.fabtwin.core.equipment.ToolInterior.hand;
import static org.fabtwin.core.equipment.ToolInterior.inPhase;
import static org.fabtwin.core.equipment.ToolInterior.isBusy;
import static org.fabtwin.core.equipment.ToolInterior.lockEndUs;
import static org.fabtwin.core.equipment.ToolInterior.lockOf;
import static org.fabtwin.core.equipment.ToolInterior.lockState;
import static org.fabtwin.core.equipment.ToolInterior.locksThatAre;
import static org.fabtwin.core.equipment.ToolInterior.nextLockEndUs;
import static org.fabtwin.core.equipment.ToolInterior.phase;
import static org.fabtwin.core.equipment.ToolInterior.place;
import static org.fabtwin.core.equipment.ToolInterior.processEndUs;
import static org.fabtwin.core.equipment.ToolInterior.rawWantedUs;
import static org.fabtwin.core.equipment.ToolInterior.raws;
import static org.fabtwin.core.equipment.ToolInterior.slotWafer;
import static org.fabtwin.core.equipment.ToolInterior.tool;
import static org.fabtwin.core.equipment.ToolInterior.wakeBy;

import org.fabtwin.core.event.EventDetail;
import org.fabtwin.core.event.LockState;
import org.fabtwin.core.flow.Carriers;
import org.fabtwin.core.flow.Lots;
import org.fabtwin.core.flow.Wafers;
import org.fabtwin.core.line.Line;
import org.fabtwin.core.log.EventWriter;
import org.fabtwin.core.time.EventCalendar;

/**
 * Load locks of the tools in detailed form, and the place of hand-over of those without. A lock is at atmosphere (front end) or in
 * vacuum (robot); it pumps when what there is to load is in it, and vents when it is full of finished wafers, or when it can
 * be back before the robot needs it. Single-threaded: the twin's thread only.
 */
final class LoadLocks {
    private static final int NONE = ToolInterior.EMPTY;
    private static final int ATMOSPHERE = LockState.ATMOSPHERE.value();
    private static final int PUMPING = LockState.PUMPING.value();
    private static final int VACUUM = LockState.VACUUM.value();
    private static final int VENTING = LockState.VENTING.value();

    private final Lots lots;
    private final Carriers carriers;
    private final Wafers wafers;
    private final Chambers chambers;
    private final ToolInterior interior;
    private final QualifiedChambers qualified;
    private final EventWriter events;
    private final boolean logs;

    LoadLocks(
            Line line,
            Lots lots,
            Carriers carriers,
            Wafers wafers,
            Chambers chambers,
            ToolInterior interior,
            QualifiedChambers qualified,
            EventWriter events) {
        this.lots = lots;
        this.carriers = carriers;
        this.wafers = wafers;
        this.chambers = chambers;
        this.interior = interior;
        this.qualified = qualified;
        this.events = events;
        this.logs = line.eventDetail() >= EventDetail.ROBOT.value();
    }

    /** When the robot could put a finished wafer down: into a free slot or, with two arms, in exchange for a raw one. */
    long roomUs(long[] t, int at, int g, boolean dual, long nowUs) {
        long room = withRoom(t, at, g, dual);
        if ((room & locksThatAre(t, at, ToolInterior.IN_VACUUM)) != 0) {
            return nowUs;
        }
        long earliestUs = EventCalendar.NONE;
        for (long rest = room & locksThatAre(t, at, ToolInterior.IN_PUMPING); rest != 0; rest &= rest - 1) {
            earliestUs = Math.min(earliestUs, lockEndUs(t, at, g, Long.numberOfTrailingZeros(rest)));
        }
        return earliestUs;
    }

    /** Locks that take a finished wafer, now or when they are in vacuum: bits, from the tool's first. */
    private long withRoom(long[] t, int at, int g, boolean dual) {
        long room = locksThatAre(t, at, ToolInterior.WITH_ROOM);
        return dual && !isQualified(t, g) ? room | locksThatAre(t, at, ToolInterior.WITH_RAWS) : room;
    }

    /** Locks with a raw wafer that the robot reaches. */
    private long rawsInVacuum(long[] t, int at) {
        return locksThatAre(t, at, ToolInterior.WITH_RAWS) & locksThatAre(t, at, ToolInterior.IN_VACUUM);
    }

    boolean hasRawInVacuum(long[] t, int at) {
        return rawsInVacuum(t, at) != 0;
    }

    /** Chambers that the raw wafers may go into which the robot reaches. */
    long wantedInVacuum(long[] t, int at, int g) {
        long wanted = 0;
        for (long rest = rawsInVacuum(t, at); rest != 0; rest &= rest - 1) {
            wanted |= wanted(t, at, g, Long.numberOfTrailingZeros(rest));
        }
        return wanted;
    }

    /** Chambers that the raw wafers in a lock may go into. */
    private long wanted(long[] t, int at, int g, int lock) {
        long wanted = 0;
        int end = firstSlot(t, g, lock) + slots(t, g);
        for (int slot = firstSlot(t, g, lock); slot < end; slot++) {
            int wafer = slotWafer(t, at, g, slot);
            if (wafer != NONE && wafers.stage(wafer) == 0) {
                wanted |= qualified.of(tool(t, at), group(t, g), wafer);
            }
        }
        return wanted;
    }

    /**
     * The slot of the raw wafer that goes into one of these chambers next: hot ones first, then the one that came first; NONE when none may.
     */
    int rawSlot(long[] t, int at, int g, long which) {
        int best = NONE;
        for (long rest = rawsInVacuum(t, at); rest != 0; rest &= rest - 1) {
            int slot = firstSlot(t, g, Long.numberOfTrailingZeros(rest));
            for (int end = slot + slots(t, g); slot < end; slot++) {
                int wafer = slotWafer(t, at, g, slot);
                if (wafer != NONE
                        && wafers.stage(wafer) == 0
                        && (which & qualified.of(tool(t, at), group(t, g), wafer)) != 0
                        && (best == NONE || goesBefore(t, at, g, slot, best))) {
                    best = slot;
                }
            }
        }
        return best;
    }

    private boolean goesBefore(long[] t, int at, int g, int slot, int other) {
        int wafer = slotWafer(t, at, g, slot);
        int otherWafer = slotWafer(t, at, g, other);
        int priority = lots.priority(carriers.lot(wafers.carrier(wafer)));
        int otherPriority = lots.priority(carriers.lot(wafers.carrier(otherWafer)));
        if (priority != otherPriority) {
            return priority > otherPriority;
        }
        long startUs = wafers.startUs(wafer);
        long otherStartUs = wafers.startUs(otherWafer);
        return startUs != otherStartUs ? startUs < otherStartUs : wafers.serial(wafer) < wafers.serial(otherWafer);
    }

    /** A free slot for a finished wafer: where most are, so that a lock fills. */
    int vacuumSlotFor(long[] t, int at, int g) {
        long free = locksThatAre(t, at, ToolInterior.WITH_ROOM) & locksThatAre(t, at, ToolInterior.IN_VACUUM);
        int best = NONE;
        for (long rest = free; rest != 0; rest &= rest - 1) {
            int lock = Long.numberOfTrailingZeros(rest);
            if (best == NONE || finished(t, at, g, lock) > finished(t, at, g, best)) {
                best = lock;
            }
        }
        return best == NONE ? NONE : freeSlot(t, at, g, best);
    }

    /** A free slot for a raw wafer at atmosphere: where most are. */
    int atmosphereSlotFor(long[] t, int at, int g) {
        int best = NONE;
        for (long rest = freeAtAtmosphere(t, at); rest != 0; rest &= rest - 1) {
            int lock = Long.numberOfTrailingZeros(rest);
            if (best == NONE || raws(t, at, g, lock) > raws(t, at, g, best)) {
                best = lock;
            }
        }
        return best == NONE ? NONE : freeSlot(t, at, g, best);
    }

    /** Whether {@link #atmosphereSlotFor} finds one. */
    boolean hasAtmosphereSlot(long[] t, int at) {
        return freeAtAtmosphere(t, at) != 0;
    }

    private long freeAtAtmosphere(long[] t, int at) {
        return locksThatAre(t, at, ToolInterior.WITH_ROOM) & locksThatAre(t, at, ToolInterior.AT_ATMOSPHERE);
    }

    /** A slot whose finished wafer the front end can take, NONE without. */
    int finishedSlot(long[] t, int at, int g) {
        long ready = locksThatAre(t, at, ToolInterior.WITH_FINISHED) & locksThatAre(t, at, ToolInterior.AT_ATMOSPHERE);
        if (ready == 0) {
            return NONE;
        }
        int slot = firstSlot(t, g, Long.numberOfTrailingZeros(ready));
        while (slotWafer(t, at, g, slot) == NONE || wafers.stage(slotWafer(t, at, g, slot)) == 0) {
            slot++;
        }
        return slot;
    }

    private int freeSlot(long[] t, int at, int g, int lock) {
        int first = firstSlot(t, g, lock);
        int end = first + slots(t, g);
        int front = ToolInterior.FRONT_END;
        int robot = ToolInterior.TRANSFER;
        for (int slot = first; slot < end; slot++) {
            if (slotWafer(t, at, g, slot) == NONE && !isTarget(t, at, front, slot) && !isTarget(t, at, robot, slot)) {
                return slot;
            }
        }
        throw new IllegalStateException("lock " + lock + " of tool " + tool(t, at) + " has no free slot");
    }

    private boolean isTarget(long[] t, int at, int robot, int slot) {
        return action(t, at, robot) == ToolInterior.PLACE && place(t, at, robot) == ~slot;
    }

    /** Whether a lock is on its way to the front end. */
    boolean isVenting(long[] t, int at) {
        return locksThatAre(t, at, ToolInterior.IN_VENTING) != 0;
    }

    /** Ends the cycles that are over by now; false when none is. */
    boolean complete(long[] t, int at, int g, long nowUs) {
        if (nextLockEndUs(t, at) > nowUs) {
            return false;
        }
        for (int lock = 0; lock < placesOfHandOver(t, g); lock++) {
            if (lockEndUs(t, at, g, lock) <= nowUs) {
                int state = lockState(t, at, g, lock) == PUMPING ? VACUUM : ATMOSPHERE;
                change(t, at, g, lock, state, EventCalendar.NONE, nowUs);
            }
        }
        return true;
    }

    private void change(long[] t, int at, int g, int lock, int state, long endUs, long nowUs) {
        lockState(t, at, g, lock, state, endUs);
        if (logs) {
            events.lockStateChanged(nowUs, tool(t, at), lock, state);
        }
    }

    /**
     * Begins the cycles that are due; true when one began. For tools with locks.
     *
     * @param loads whether the front end has or will bring raw wafers now.
     * @param forOpen whether one of these may go into a chamber that is vacant; where not all wafers may go into all chambers.
     */
    boolean decide(long[] t, int at, int g, boolean loads, boolean forOpen, long nowUs) {
        boolean any = false;
        long atAtmosphere = locksThatAre(t, at, ToolInterior.AT_ATMOSPHERE);
        long still = atAtmosphere | locksThatAre(t, at, ToolInterior.IN_VACUUM);
        for (long rest = still; rest != 0; rest &= rest - 1) {
            int lock = Long.numberOfTrailingZeros(rest);
            if ((rest & -rest & atAtmosphere) != 0) {
                if (pumps(t, at, g, lock, loads, nowUs)) {
                    change(t, at, g, lock, PUMPING, nowUs + pumpUs(t, g), nowUs);
                    any = true;
                }
            } else if (vents(t, at, g, lock, loads, forOpen, nowUs)) {
                change(t, at, g, lock, VENTING, nowUs + ventUs(t, g), nowUs);
                any = true;
            }
        }
        return any;
    }

    private boolean pumps(long[] t, int at, int g, int lock, boolean loads, long nowUs) {
        if (finished(t, at, g, lock) > 0 || isAccessed(t, at, g, lock, ToolInterior.FRONT_END)) {
            return false;
        }
        if (raws(t, at, g, lock) > 0) {
            return free(t, at, g, lock) == 0 || !loads;
        }
        if (loads || hasOther(t, at, g, lock, false)) {
            return false;
        }
        long needUs = nextExitUs(t, at, g, nowUs);
        long pumpUs = pumpUs(t, g);
        if (needUs != EventCalendar.NONE && needUs > nowUs + pumpUs) {
            wakeBy(t, at, needUs - pumpUs);
        }
        return needUs <= nowUs + pumpUs;
    }

    private boolean vents(long[] t, int at, int g, int lock, boolean loads, boolean forOpen, long nowUs) {
        boolean isEmpty = finished(t, at, g, lock) == 0;
        boolean cannotFetch = !loads || raws(t, at, g, lock) > 0 || hasAtAtmosphere(t, at);
        if ((isEmpty && cannotFetch && !forOpen) || isAccessed(t, at, g, lock, ToolInterior.TRANSFER)) {
            return false;
        }
        boolean dual = isDual(t, g);
        boolean room =
                free(t, at, g, lock) > 0 || (raws(t, at, g, lock) > 0 && canTakeRaw(t, at, g, lock, dual, nowUs));
        boolean robotBusy = isBusy(t, at, ToolInterior.TRANSFER);
        if (robotBusy && (withRoom(t, at, g, dual) & 1L << lock) != 0 && !hasOther(t, at, g, lock, true)) {
            return false;
        }
        if (forOpen && fetchesForOpen(t, at, g, lock, nowUs)) {
            return true;
        }
        long needUs = nextNeedUs(t, at, g, lock, nowUs);
        boolean backInTime = needUs >= nowUs + awayUs(t, g);
        boolean dispensable = !room || backInTime || otherAtUs(t, at, g, lock, dual, nowUs) <= needUs;
        if (!isEmpty) {
            boolean rawsCanWait = raws(t, at, g, lock) == 0 || backInTime || !room;
            return dispensable && (rawsCanWait || othersLast(t, at, g, lock, nowUs));
        }
        // An empty lock fetches a raw wafer rather than wait for a finished one, where a chamber stands idle or will.
        return !cannotFetch
                && (dispensable
                        || hasVacant(t, at, g)
                        || !hasOtherRaws(t, at, lock)
                        || laterEndUs(t, at, g, rawsOfOthers(t, at, g, lock)) <= nowUs + awayUs(t, g));
    }

    /** The raw wafers of this lock wait for other chambers than those that stand idle: it may as well fetch one for these. */
    private boolean fetchesForOpen(long[] t, int at, int g, int lock, long nowUs) {
        return raws(t, at, g, lock) > 0
                && free(t, at, g, lock) + finished(t, at, g, lock) > 0
                && !endsSoon(t, at, g, lock, nowUs)
                && !hasAtAtmosphere(t, at);
    }

    /** Whether the raw wafers of the other locks last for two cycles of this one. */
    private boolean othersLast(long[] t, int at, int g, int lock, long nowUs) {
        int raws = 0;
        for (int other = 0; other < placesOfHandOver(t, g); other++) {
            if (other != lock && lockState(t, at, g, other) == VACUUM) {
                raws += raws(t, at, g, other);
            }
        }
        return raws > 0 && laterEndUs(t, at, g, raws) >= nowUs + 2 * awayUs(t, g);
    }

    /** When so many chambers of the first stage have taken a wafer and another can; NONE where there are not so many. */
    private long laterEndUs(long[] t, int at, int g, int others) {
        long usable = ofFirstStage(t, g) & ~chambers.blocked(tool(t, at));
        long lastUs = Long.MIN_VALUE;
        int count = 0;
        while (count <= others) {
            long nextUs = EventCalendar.NONE;
            int same = 0;
            for (long rest = usable; rest != 0; rest &= rest - 1) {
                int chamber = Long.numberOfTrailingZeros(rest);
                boolean vacant = phase(t, at, chamber) == ToolInterior.VACANT;
                long endUs = vacant ? Long.MIN_VALUE + 1 : processEndUs(t, at, chamber);
                if (endUs > lastUs && endUs <= nextUs) {
                    same = endUs == nextUs ? same + 1 : 1;
                    nextUs = endUs;
                }
            }
            if (nextUs == EventCalendar.NONE) {
                return nextUs;
            }
            count += same;
            lastUs = nextUs;
        }
        return lastUs;
    }

    private boolean isAccessed(long[] t, int at, int g, int lock, int which) {
        int place = place(t, at, which);
        return action(t, at, which) != ToolInterior.IDLE
                && place < 0
                && place != ToolInterior.PORT
                && lockOf(t, g, ~place) == lock;
    }

    /** Whether another lock with room is in vacuum, or on its way there. */
    private boolean hasOther(long[] t, int at, int g, int lock, boolean now) {
        long others = withRoom(t, at, g, isDual(t, g)) & ~(1L << lock);
        long there = locksThatAre(t, at, ToolInterior.IN_VACUUM);
        return (others & (now ? there : there | locksThatAre(t, at, ToolInterior.IN_PUMPING))) != 0;
    }

    private int rawsOfOthers(long[] t, int at, int g, int lock) {
        int raws = 0;
        for (int other = 0; other < placesOfHandOver(t, g); other++) {
            raws += other == lock ? 0 : raws(t, at, g, other);
        }
        return raws;
    }

    private boolean hasOtherRaws(long[] t, int at, int lock) {
        return (locksThatAre(t, at, ToolInterior.WITH_RAWS) & ~(1L << lock)) != 0;
    }

    private boolean hasAtAtmosphere(long[] t, int at) {
        return (locksThatAre(t, at, ToolInterior.AT_ATMOSPHERE) | locksThatAre(t, at, ToolInterior.IN_VENTING)) != 0;
    }

    private boolean canTakeRaw(long[] t, int at, int g, int lock, boolean dual, long nowUs) {
        if (!isQualified(t, g)) {
            return dual || hasVacant(t, at, g);
        }
        return dual ? endsSoon(t, at, g, lock, nowUs) : hasOpen(t, at, g, lock);
    }

    /** Whether a raw wafer in the lock may go into a chamber now. */
    private boolean hasOpen(long[] t, int at, int g, int lock) {
        return (wanted(t, at, g, lock) & qualified.open(t, at)) != 0;
    }

    /** Whether a raw wafer in the lock may go into a chamber before the lock could be away and back. */
    private boolean endsSoon(long[] t, int at, int g, int lock, long nowUs) {
        long usable = wanted(t, at, g, lock) & ofFirstStage(t, g) & ~chambers.blocked(tool(t, at));
        return (usable & inPhase(t, at, ToolInterior.VACANT)) != 0
                || earliestEndUs(t, at, usable) <= nowUs + awayUs(t, g);
    }

    private boolean hasVacant(long[] t, int at, int g) {
        return (ofFirstStage(t, g) & inPhase(t, at, ToolInterior.VACANT) & ~chambers.blocked(tool(t, at))) != 0;
    }

    /** When the robot will want this lock next, by what is in the chambers. */
    private long nextNeedUs(long[] t, int at, int g, int lock, long nowUs) {
        if (raws(t, at, g, lock) > 0) {
            if (isQualified(t, g) ? hasOpen(t, at, g, lock) : hasVacant(t, at, g)) {
                return nowUs;
            }
            return Math.min(Math.max(nowUs, rawWantedUs(t, at)), nextExitUs(t, at, g, nowUs));
        }
        return nextExitUs(t, at, g, nowUs);
    }

    /** When another lock with room can be in vacuum. */
    private long otherAtUs(long[] t, int at, int g, int lock, boolean dual, long nowUs) {
        long pumpUs = pumpUs(t, g);
        long frontUs = frontActionUs(t, g);
        long earliestUs = EventCalendar.NONE;
        for (int other = 0; other < placesOfHandOver(t, g); other++) {
            int state = lockState(t, at, g, other);
            if (other != lock) {
                long atUs = EventCalendar.NONE;
                if (state == ATMOSPHERE) {
                    atUs = nowUs + pumpUs + (2 * finished(t, at, g, other) + 2) * frontUs;
                } else if (state == VENTING) {
                    atUs = lockEndUs(t, at, g, other) + pumpUs + (2 * finished(t, at, g, other) + 2) * frontUs;
                } else if ((withRoom(t, at, g, dual) & 1L << other) != 0) {
                    atUs = state == VACUUM ? nowUs : lockEndUs(t, at, g, other);
                }
                earliestUs = Math.min(earliestUs, atUs);
            }
        }
        return earliestUs;
    }

    private long nextExitUs(long[] t, int at, int g, long nowUs) {
        int robot = ToolInterior.TRANSFER;
        int held = hand(t, at, robot);
        return held != NONE && wafers.stage(held) == stages(t, g)
                ? nowUs
                : nextEndUs(t, at, g, stages(t, g) - 1, nowUs);
    }

    /** When a wafer in a stage is done, NONE without. */
    private long nextEndUs(long[] t, int at, int g, int stage, long nowUs) {
        long which = inPhase(t, at, ToolInterior.PROCESSING) | inPhase(t, at, ToolInterior.DONE);
        which &= interior.ofStage(t, g, stage) & ~chambers.stopped(tool(t, at));
        return which == 0 ? EventCalendar.NONE : Math.max(nowUs, earliestEndUs(t, at, which));
    }
}
