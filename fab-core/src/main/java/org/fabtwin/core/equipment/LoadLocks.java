/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.core.equipment;

import org.fabtwin.core.event.EventDetail;
import org.fabtwin.core.event.LockState;
import org.fabtwin.core.flow.Carriers;
import org.fabtwin.core.flow.Lots;
import org.fabtwin.core.flow.Wafers;
import org.fabtwin.core.line.Handling;
import org.fabtwin.core.line.Line;
import org.fabtwin.core.line.ToolGroups;
import org.fabtwin.core.log.EventWriter;
import org.fabtwin.core.state.Parameters;
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

    private final ToolGroups groups;
    private final Handling handling;
    private final Parameters parameters;
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
            Parameters parameters,
            Lots lots,
            Carriers carriers,
            Wafers wafers,
            Chambers chambers,
            ToolInterior interior,
            QualifiedChambers qualified,
            EventWriter events) {
        this.groups = line.toolGroups();
        this.handling = line.handling();
        this.parameters = parameters;
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
    long roomUs(int tool, int group, boolean dual, long nowUs) {
        long room = withRoom(tool, group, dual);
        if ((room & interior.locks(tool, ToolInterior.IN_VACUUM)) != 0) {
            return nowUs;
        }
        long earliestUs = EventCalendar.NONE;
        int first = handling.firstLock(tool);
        for (long rest = room & interior.locks(tool, ToolInterior.IN_PUMPING); rest != 0; rest &= rest - 1) {
            earliestUs = Math.min(earliestUs, interior.lockEndUs(first + Long.numberOfTrailingZeros(rest)));
        }
        return earliestUs;
    }

    /** Locks that take a finished wafer, now or when they are in vacuum: bits, from the tool's first. */
    private long withRoom(int tool, int group, boolean dual) {
        long room = interior.locks(tool, ToolInterior.WITH_ROOM);
        return dual && !qualified.isUsed(group) ? room | interior.locks(tool, ToolInterior.WITH_RAWS) : room;
    }

    /** Locks with a raw wafer that the robot reaches. */
    private long rawsInVacuum(int tool) {
        return interior.locks(tool, ToolInterior.WITH_RAWS) & interior.locks(tool, ToolInterior.IN_VACUUM);
    }

    boolean hasRawInVacuum(int tool) {
        return rawsInVacuum(tool) != 0;
    }

    /** Chambers that the raw wafers may go into which the robot reaches. */
    long wantedInVacuum(int tool, int group) {
        long wanted = 0;
        int first = handling.firstLock(tool);
        for (long rest = rawsInVacuum(tool); rest != 0; rest &= rest - 1) {
            wanted |= wanted(tool, group, first + Long.numberOfTrailingZeros(rest));
        }
        return wanted;
    }

    /** Chambers that the raw wafers in a lock may go into. */
    private long wanted(int tool, int group, int lock) {
        long wanted = 0;
        int end = interior.firstSlot(tool, lock) + handling.slots(group);
        for (int slot = interior.firstSlot(tool, lock); slot < end; slot++) {
            int wafer = interior.slotWafer(slot);
            if (wafer != NONE && wafers.stage(wafer) == 0) {
                wanted |= qualified.of(tool, group, wafer);
            }
        }
        return wanted;
    }

    /**
     * The slot of the raw wafer that goes into one of these chambers next: hot ones first, then the one that came first; NONE when none may.
     */
    int rawSlot(int tool, int group, long which) {
        int best = NONE;
        int first = handling.firstLock(tool);
        for (long rest = rawsInVacuum(tool); rest != 0; rest &= rest - 1) {
            int slot = interior.firstSlot(tool, first + Long.numberOfTrailingZeros(rest));
            for (int end = slot + handling.slots(group); slot < end; slot++) {
                int wafer = interior.slotWafer(slot);
                if (wafer != NONE
                        && wafers.stage(wafer) == 0
                        && (which & qualified.of(tool, group, wafer)) != 0
                        && (best == NONE || goesBefore(slot, best))) {
                    best = slot;
                }
            }
        }
        return best;
    }

    private boolean goesBefore(int slot, int other) {
        int wafer = interior.slotWafer(slot);
        int otherWafer = interior.slotWafer(other);
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
    int vacuumSlotFor(int tool, int group) {
        long free = interior.locks(tool, ToolInterior.WITH_ROOM) & interior.locks(tool, ToolInterior.IN_VACUUM);
        int best = NONE;
        int first = handling.firstLock(tool);
        for (long rest = free; rest != 0; rest &= rest - 1) {
            int lock = first + Long.numberOfTrailingZeros(rest);
            if (best == NONE || interior.finished(lock) > interior.finished(best)) {
                best = lock;
            }
        }
        return best == NONE ? NONE : freeSlot(tool, group, best);
    }

    /** A free slot for a raw wafer at atmosphere: where most are. */
    int atmosphereSlotFor(int tool, int group) {
        int best = NONE;
        int first = handling.firstLock(tool);
        for (long rest = freeAtAtmosphere(tool); rest != 0; rest &= rest - 1) {
            int lock = first + Long.numberOfTrailingZeros(rest);
            if (best == NONE || interior.raws(lock) > interior.raws(best)) {
                best = lock;
            }
        }
        return best == NONE ? NONE : freeSlot(tool, group, best);
    }

    /** Whether {@link #atmosphereSlotFor} finds one. */
    boolean hasAtmosphereSlot(int tool) {
        return freeAtAtmosphere(tool) != 0;
    }

    private long freeAtAtmosphere(int tool) {
        return interior.locks(tool, ToolInterior.WITH_ROOM) & interior.locks(tool, ToolInterior.AT_ATMOSPHERE);
    }

    /** A slot whose finished wafer the front end can take, NONE without. */
    int finishedSlot(int tool) {
        long ready =
                interior.locks(tool, ToolInterior.WITH_FINISHED) & interior.locks(tool, ToolInterior.AT_ATMOSPHERE);
        if (ready == 0) {
            return NONE;
        }
        int slot = interior.firstSlot(tool, handling.firstLock(tool) + Long.numberOfTrailingZeros(ready));
        while (interior.slotWafer(slot) == NONE || wafers.stage(interior.slotWafer(slot)) == 0) {
            slot++;
        }
        return slot;
    }

    private int freeSlot(int tool, int group, int lock) {
        int first = interior.firstSlot(tool, lock);
        int end = first + handling.slots(group);
        int front = ToolInterior.robot(tool, ToolInterior.FRONT_END);
        int robot = ToolInterior.robot(tool, ToolInterior.TRANSFER);
        for (int slot = first; slot < end; slot++) {
            if (interior.slotWafer(slot) == NONE && !isTarget(front, slot) && !isTarget(robot, slot)) {
                return slot;
            }
        }
        throw new IllegalStateException("lock " + lock + " of tool " + tool + " has no free slot");
    }

    private boolean isTarget(int robot, int slot) {
        return interior.action(robot) == ToolInterior.PLACE && interior.place(robot) == ~slot;
    }

    /** Whether a lock is on its way to the front end. */
    boolean isVenting(int tool) {
        return interior.locks(tool, ToolInterior.IN_VENTING) != 0;
    }

    /** Ends the cycles that are over by now; false when none is. */
    boolean complete(int tool, long nowUs) {
        if (interior.nextLockEndUs(tool) > nowUs) {
            return false;
        }
        for (int lock = handling.firstLock(tool); lock < handling.firstLock(tool + 1); lock++) {
            if (interior.lockEndUs(lock) <= nowUs) {
                int state = interior.lockState(lock) == PUMPING ? VACUUM : ATMOSPHERE;
                change(tool, lock, state, EventCalendar.NONE, nowUs);
            }
        }
        return true;
    }

    private void change(int tool, int lock, int state, long endUs, long nowUs) {
        interior.lockState(tool, lock, state, endUs);
        if (logs) {
            events.lockStateChanged(nowUs, tool, lock - handling.firstLock(tool), state);
        }
    }

    /**
     * Begins the cycles that are due; true when one began. For tools with locks.
     *
     * @param loads whether the front end has or will bring raw wafers now.
     * @param forOpen whether one of these may go into a chamber that is vacant; where not all wafers may go into all chambers.
     */
    boolean decide(int tool, int group, boolean loads, boolean forOpen, long nowUs) {
        boolean any = false;
        int first = handling.firstLock(tool);
        long atAtmosphere = interior.locks(tool, ToolInterior.AT_ATMOSPHERE);
        long still = atAtmosphere | interior.locks(tool, ToolInterior.IN_VACUUM);
        for (long rest = still; rest != 0; rest &= rest - 1) {
            int lock = first + Long.numberOfTrailingZeros(rest);
            if ((rest & -rest & atAtmosphere) != 0) {
                if (pumps(tool, group, lock, loads, nowUs)) {
                    change(tool, lock, PUMPING, nowUs + parameters.us(handling.pump(group)), nowUs);
                    any = true;
                }
            } else if (vents(tool, group, lock, loads, forOpen, nowUs)) {
                change(tool, lock, VENTING, nowUs + parameters.us(handling.vent(group)), nowUs);
                any = true;
            }
        }
        return any;
    }

    private boolean pumps(int tool, int group, int lock, boolean loads, long nowUs) {
        if (interior.finished(lock) > 0 || isAccessed(tool, lock, ToolInterior.FRONT_END)) {
            return false;
        }
        if (interior.raws(lock) > 0) {
            return interior.free(lock) == 0 || !loads;
        }
        if (loads || hasOther(tool, group, lock, false)) {
            return false;
        }
        long needUs = nextExitUs(tool, group, nowUs);
        long pumpUs = parameters.us(handling.pump(group));
        if (needUs != EventCalendar.NONE && needUs > nowUs + pumpUs) {
            interior.wakeBy(tool, needUs - pumpUs);
        }
        return needUs <= nowUs + pumpUs;
    }

    private boolean vents(int tool, int group, int lock, boolean loads, boolean forOpen, long nowUs) {
        boolean isEmpty = interior.finished(lock) == 0;
        boolean cannotFetch = !loads || interior.raws(lock) > 0 || hasAtAtmosphere(tool);
        if ((isEmpty && cannotFetch && !forOpen) || isAccessed(tool, lock, ToolInterior.TRANSFER)) {
            return false;
        }
        boolean dual = handling.arms(group) > 1;
        boolean room =
                interior.free(lock) > 0 || (interior.raws(lock) > 0 && canTakeRaw(tool, group, lock, dual, nowUs));
        boolean robotBusy = interior.isBusy(ToolInterior.robot(tool, ToolInterior.TRANSFER));
        if (robotBusy
                && (withRoom(tool, group, dual) & interior.lockBit(tool, lock)) != 0
                && !hasOther(tool, group, lock, true)) {
            return false;
        }
        if (forOpen && fetchesForOpen(tool, group, lock, nowUs)) {
            return true;
        }
        long needUs = nextNeedUs(tool, group, lock, nowUs);
        boolean backInTime = needUs >= nowUs + awayUs(group);
        boolean dispensable = !room || backInTime || otherAtUs(tool, group, lock, dual, nowUs) <= needUs;
        if (!isEmpty) {
            boolean rawsCanWait = interior.raws(lock) == 0 || backInTime || !room;
            return dispensable && (rawsCanWait || othersLast(tool, group, lock, nowUs));
        }
        // An empty lock fetches a raw wafer rather than wait for a finished one, where a chamber stands idle or will.
        return !cannotFetch
                && (dispensable
                        || hasVacant(tool, group)
                        || !hasOtherRaws(tool, lock)
                        || laterEndUs(tool, group, rawsOfOthers(tool, lock)) <= nowUs + awayUs(group));
    }

    /** The raw wafers of this lock wait for other chambers than those that stand idle: it may as well fetch one for these. */
    private boolean fetchesForOpen(int tool, int group, int lock, long nowUs) {
        return interior.raws(lock) > 0
                && interior.free(lock) + interior.finished(lock) > 0
                && !endsSoon(tool, group, lock, nowUs)
                && !hasAtAtmosphere(tool);
    }

    /** Whether the raw wafers of the other locks last for two cycles of this one. */
    private boolean othersLast(int tool, int group, int lock, long nowUs) {
        int raws = 0;
        for (int other = handling.firstLock(tool); other < handling.firstLock(tool + 1); other++) {
            if (other != lock && interior.lockState(other) == VACUUM) {
                raws += interior.raws(other);
            }
        }
        return raws > 0 && laterEndUs(tool, group, raws) >= nowUs + 2 * awayUs(group);
    }

    /** When so many chambers of the first stage have taken a wafer and another can; NONE where there are not so many. */
    private long laterEndUs(int tool, int group, int others) {
        int first = groups.firstChamber(tool);
        long usable = interior.ofStage(group, 0) & ~chambers.blocked(tool);
        long lastUs = Long.MIN_VALUE;
        int count = 0;
        while (count <= others) {
            long nextUs = EventCalendar.NONE;
            int same = 0;
            for (long rest = usable; rest != 0; rest &= rest - 1) {
                int chamber = first + Long.numberOfTrailingZeros(rest);
                boolean vacant = interior.phase(chamber) == ToolInterior.VACANT;
                long endUs = vacant ? Long.MIN_VALUE + 1 : interior.processEndUs(chamber);
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

    private boolean isAccessed(int tool, int lock, int which) {
        int robot = ToolInterior.robot(tool, which);
        int place = interior.place(robot);
        return interior.action(robot) != ToolInterior.IDLE
                && place < 0
                && place != ToolInterior.PORT
                && interior.lockOf(tool, ~place) == lock;
    }

    /** Whether another lock with room is in vacuum, or on its way there. */
    private boolean hasOther(int tool, int group, int lock, boolean now) {
        long others = withRoom(tool, group, handling.arms(group) > 1) & ~interior.lockBit(tool, lock);
        long there = interior.locks(tool, ToolInterior.IN_VACUUM);
        return (others & (now ? there : there | interior.locks(tool, ToolInterior.IN_PUMPING))) != 0;
    }

    private int rawsOfOthers(int tool, int lock) {
        int raws = 0;
        for (int other = handling.firstLock(tool); other < handling.firstLock(tool + 1); other++) {
            raws += other == lock ? 0 : interior.raws(other);
        }
        return raws;
    }

    private boolean hasOtherRaws(int tool, int lock) {
        return (interior.locks(tool, ToolInterior.WITH_RAWS) & ~interior.lockBit(tool, lock)) != 0;
    }

    private boolean hasAtAtmosphere(int tool) {
        return (interior.locks(tool, ToolInterior.AT_ATMOSPHERE) | interior.locks(tool, ToolInterior.IN_VENTING)) != 0;
    }

    private long awayUs(int group) {
        return parameters.us(handling.vent(group))
                + parameters.us(handling.pump(group))
                + 4 * parameters.us(handling.frontAction(group));
    }

    private boolean canTakeRaw(int tool, int group, int lock, boolean dual, long nowUs) {
        if (!qualified.isUsed(group)) {
            return dual || hasVacant(tool, group);
        }
        return dual ? endsSoon(tool, group, lock, nowUs) : hasOpen(tool, group, lock);
    }

    /** Whether a raw wafer in the lock may go into a chamber now. */
    private boolean hasOpen(int tool, int group, int lock) {
        return (wanted(tool, group, lock) & qualified.open(tool)) != 0;
    }

    /** Whether a raw wafer in the lock may go into a chamber before the lock could be away and back. */
    private boolean endsSoon(int tool, int group, int lock, long nowUs) {
        long usable = wanted(tool, group, lock) & interior.ofStage(group, 0) & ~chambers.blocked(tool);
        return (usable & interior.inPhase(tool, ToolInterior.VACANT)) != 0
                || interior.earliestEndUs(tool, usable) <= nowUs + awayUs(group);
    }

    private boolean hasVacant(int tool, int group) {
        return (interior.ofStage(group, 0) & interior.inPhase(tool, ToolInterior.VACANT) & ~chambers.blocked(tool))
                != 0;
    }

    /** When the robot will want this lock next, by what is in the chambers. */
    private long nextNeedUs(int tool, int group, int lock, long nowUs) {
        if (interior.raws(lock) > 0) {
            if (qualified.isUsed(group) ? hasOpen(tool, group, lock) : hasVacant(tool, group)) {
                return nowUs;
            }
            return Math.min(Math.max(nowUs, interior.rawWantedUs(tool)), nextExitUs(tool, group, nowUs));
        }
        return nextExitUs(tool, group, nowUs);
    }

    /** When another lock with room can be in vacuum. */
    private long otherAtUs(int tool, int group, int lock, boolean dual, long nowUs) {
        long pumpUs = parameters.us(handling.pump(group));
        long frontUs = parameters.us(handling.frontAction(group));
        long earliestUs = EventCalendar.NONE;
        for (int other = handling.firstLock(tool); other < handling.firstLock(tool + 1); other++) {
            int state = interior.lockState(other);
            if (other != lock) {
                long atUs = EventCalendar.NONE;
                if (state == ATMOSPHERE) {
                    atUs = nowUs + pumpUs + (2 * interior.finished(other) + 2) * frontUs;
                } else if (state == VENTING) {
                    atUs = interior.lockEndUs(other) + pumpUs + (2 * interior.finished(other) + 2) * frontUs;
                } else if ((withRoom(tool, group, dual) & interior.lockBit(tool, other)) != 0) {
                    atUs = state == VACUUM ? nowUs : interior.lockEndUs(other);
                }
                earliestUs = Math.min(earliestUs, atUs);
            }
        }
        return earliestUs;
    }

    private long nextExitUs(int tool, int group, long nowUs) {
        int robot = ToolInterior.robot(tool, ToolInterior.TRANSFER);
        int held = interior.hand(robot);
        return held != NONE && wafers.stage(held) == groups.stageCount(group)
                ? nowUs
                : nextEndUs(tool, group, groups.stageCount(group) - 1, nowUs);
    }

    /** When a wafer in a stage is done, NONE without. */
    private long nextEndUs(int tool, int group, int stage, long nowUs) {
        long which = interior.inPhase(tool, ToolInterior.PROCESSING) | interior.inPhase(tool, ToolInterior.DONE);
        which &= interior.ofStage(group, stage) & ~chambers.stopped(tool);
        return which == 0 ? EventCalendar.NONE : Math.max(nowUs, interior.earliestEndUs(tool, which));
    }
}
