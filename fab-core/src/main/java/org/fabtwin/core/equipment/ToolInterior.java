/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.core.equipment;

import org.fabtwin.core.event.LockState;
import org.fabtwin.core.line.Handling;
import org.fabtwin.core.line.Line;
import org.fabtwin.core.line.ToolGroups;
import org.fabtwin.core.state.IntColumn;
import org.fabtwin.core.state.LongColumn;
import org.fabtwin.core.state.StateArena;
import org.fabtwin.core.time.EventCalendar;

/**
 * Where everything is inside the tools in detailed form: wafers in robots' hands, lock slots and chambers, and until when robots,
 * locks and chambers are at work. A wafer is raw before its first stage and finished after its last. Single-threaded: the
 * twin's thread only.
 */
final class ToolInterior {
    /** No wafer. */
    static final int EMPTY = -1;
    /** {@link #robot}: between load ports and locks. */
    static final int FRONT_END = 0;
    /** {@link #robot}: between locks and chambers. */
    static final int TRANSFER = 1;
    /** {@link #action}. */
    static final int IDLE = 0;

    static final int PICK = 1;
    static final int PLACE = 2;
    /** A place: the wafer's carrier. Chambers are places by their number, slots by its complement. */
    static final int PORT = Integer.MIN_VALUE;
    /** {@link #phase} of a chamber. */
    static final int VACANT = 0;
    /** {@link #phase}: with a wafer whose process has not begun, since the chamber is down. */
    static final int WAITING = 1;

    static final int PROCESSING = 2;
    static final int DONE = 3;

    // A row of times and bits, and one of ints, for each tool: what an event reads together lies together.
    private static final int TOOL_LONGS = 20;
    /** Two of them, by robot. */
    private static final int ACTION_END_US = 0;

    private static final int RAW_WANTED_US = 2;
    private static final int WAKE_US = 3;
    private static final int NEXT_PROCESS_END_US = 4;
    /** Two of them, by robot. */
    private static final int ROBOT_WAKE_US = 5;

    private static final int NEXT_LOCK_END_US = 7;
    /** Chambers by phase: bits, from the tool's first. */
    private static final int CHAMBERS = 8;

    private static final int PHASES = 4;
    /** Locks by what holds of them: bits, from the tool's first. */
    private static final int LOCKS = CHAMBERS + PHASES;
    /** {@link #locks}: open to the front end. A place of hand-over without locks is open to both robots. */
    static final int AT_ATMOSPHERE = LOCKS;
    /** {@link #locks}: open to the robot. */
    static final int IN_VACUUM = LOCKS + 1;

    static final int IN_PUMPING = LOCKS + 2;
    static final int IN_VENTING = LOCKS + 3;
    /** {@link #locks}: with a slot that neither holds a wafer nor waits for one. */
    static final int WITH_ROOM = LOCKS + 4;
    /** {@link #locks}: with a raw wafer. */
    static final int WITH_RAWS = LOCKS + 5;
    /** {@link #locks}: with a finished wafer. */
    static final int WITH_FINISHED = LOCKS + 6;

    private static final int TOOL_INTS = 16;
    /** A row for each of two robots. */
    private static final int ROBOT_INTS = 4;

    private static final int HAND = 0;
    private static final int SECOND_HAND = 1;
    private static final int ACTION = 2;
    private static final int PLACE_OF_ACTION = 3;
    private static final int RAWS_AT_PORTS = 2 * ROBOT_INTS;
    private static final int RAWS_INSIDE = RAWS_AT_PORTS + 1;
    private static final int EMPTIED = RAWS_AT_PORTS + 2;
    private static final int WAITING_WAFERS = RAWS_AT_PORTS + 3;
    private static final int LAST_RAW_IN = RAWS_AT_PORTS + 4;
    private static final int RAW_CARRIER = RAWS_AT_PORTS + 5;
    private static final int TIMER = RAWS_AT_PORTS + 6;

    private static final int LOCK_INTS = 4;
    private static final int STATE = 0;
    private static final int RAWS = 1;
    private static final int FINISHED = 2;
    private static final int FREE = 3;

    private static final int CHAMBER_LONGS = 2;
    /** Number of the wafer, then the phase. */
    private static final int WAFER_AND_PHASE = 0;

    private static final int PROCESS_END_US = 1;
    private static final long PHASE_MASK = 0xffff_ffffL;

    private final ToolGroups groups;
    private final Handling handling;
    private final LongColumn toolLongs;
    private final IntColumn toolInts;
    private final IntColumn lockInts;
    private final LongColumn lockEndUs;
    private final IntColumn slotWafer;
    private final LongColumn chambers;

    ToolInterior(StateArena arena, Line line) {
        groups = line.toolGroups();
        handling = line.handling();
        int tools = handling.anyDetailed() ? groups.toolTotal() : 0;
        int lockTotal = handling.firstLock(groups.toolTotal());
        toolLongs = arena.longs("interior.tools", TOOL_LONGS * tools, EventCalendar.NONE);
        toolInts = arena.ints("interior.toolInts", TOOL_INTS * tools, 0);
        lockInts = arena.ints("interior.locks", LOCK_INTS * lockTotal, 0);
        lockEndUs = arena.longs("interior.lockEndUs", lockTotal, EventCalendar.NONE);
        slotWafer = arena.ints("interior.slotWafer", handling.firstSlot(groups.toolTotal()), EMPTY);
        chambers = arena.longs(
                "interior.chambers",
                CHAMBER_LONGS * (handling.anyDetailed() ? groups.chamberTotal() : 0),
                EventCalendar.NONE);
        for (int tool = 0; tool < tools; tool++) {
            clear(tool);
        }
    }

    /** Nothing in it. */
    private void clear(int tool) {
        int group = groups.groupOfTool(tool);
        rawWantedUs(tool, 0);
        for (int mask = CHAMBERS; mask < TOOL_LONGS; mask++) {
            toolLongs.set(TOOL_LONGS * tool + mask, 0);
        }
        timer(tool, Tools.NONE);
        int first = groups.firstChamber(tool);
        int count = groups.chambersPerTool(group);
        toolLongs.set(TOOL_LONGS * tool + CHAMBERS + VACANT, bits(0, count));
        for (int chamber = first; chamber < first + count; chamber++) {
            chambers.set(CHAMBER_LONGS * chamber + WAFER_AND_PHASE, word(EMPTY, VACANT));
        }
        for (int robot = robot(tool, FRONT_END); robot <= robot(tool, TRANSFER); robot++) {
            toolInts.set(robotAt(robot) + HAND, EMPTY);
            toolInts.set(robotAt(robot) + SECOND_HAND, EMPTY);
            toolInts.set(robotAt(robot) + PLACE_OF_ACTION, PORT);
        }
        for (int lock = handling.firstLock(tool); lock < handling.firstLock(tool + 1); lock++) {
            lockInts.set(LOCK_INTS * lock + FREE, handling.slots(group));
            lockState(tool, lock, LockState.ATMOSPHERE.value(), EventCalendar.NONE);
            mark(tool, WITH_ROOM, lockBit(tool, lock), true);
            mark(tool, IN_VACUUM, lockBit(tool, lock), handling.locks(group) == 0);
        }
    }

    /** Handle of the tool's entry in the calendar, {@link Tools#NONE} without. */
    int timer(int tool) {
        return toolInts.get(TOOL_INTS * tool + TIMER);
    }

    void timer(int tool, int handle) {
        toolInts.set(TOOL_INTS * tool + TIMER, handle);
    }

    /** Index of a robot of a tool. */
    static int robot(int tool, int which) {
        return 2 * tool + which;
    }

    /** The wafer that the robot holds and puts down next, {@link #EMPTY} without. */
    int hand(int robot) {
        return toolInts.get(robotAt(robot) + HAND);
    }

    /** The other wafer that it holds. */
    int secondHand(int robot) {
        return toolInts.get(robotAt(robot) + SECOND_HAND);
    }

    /** Whether the robot holds a wafer or is about to. */
    boolean isBusy(int robot) {
        return toolInts.get(robotAt(robot) + HAND) != EMPTY || toolInts.get(robotAt(robot) + ACTION) != IDLE;
    }

    int action(int robot) {
        return toolInts.get(robotAt(robot) + ACTION);
    }

    int place(int robot) {
        return toolInts.get(robotAt(robot) + PLACE_OF_ACTION);
    }

    long actionEndUs(int robot) {
        return toolLongs.get(endOfActionAt(robot));
    }

    void begin(int robot, int itsAction, int itsPlace, long endUs) {
        toolInts.set(robotAt(robot) + ACTION, itsAction);
        toolInts.set(robotAt(robot) + PLACE_OF_ACTION, itsPlace);
        toolLongs.set(endOfActionAt(robot), endUs);
    }

    void endAction(int robot) {
        toolInts.set(robotAt(robot) + ACTION, IDLE);
        toolLongs.set(endOfActionAt(robot), EventCalendar.NONE);
    }

    /** A wafer comes into a free hand; true when there is another in the first: the two change places. */
    boolean take(int robot, int wafer) {
        if (toolInts.get(robotAt(robot) + HAND) == EMPTY) {
            toolInts.set(robotAt(robot) + HAND, wafer);
            return false;
        }
        toolInts.set(robotAt(robot) + SECOND_HAND, wafer);
        return true;
    }

    /** The wafer of the first hand goes, that of the second takes its part. */
    int give(int robot) {
        int wafer = toolInts.get(robotAt(robot) + HAND);
        toolInts.set(robotAt(robot) + HAND, toolInts.get(robotAt(robot) + SECOND_HAND));
        toolInts.set(robotAt(robot) + SECOND_HAND, EMPTY);
        return wafer;
    }

    /** Code of {@link LockState}; a place of hand-over at atmosphere has none and is open to both robots. */
    int lockState(int lock) {
        return lockInts.get(LOCK_INTS * lock + STATE);
    }

    long lockEndUs(int lock) {
        return lockEndUs.get(lock);
    }

    void lockState(int tool, int lock, int state, long endUs) {
        lockInts.set(LOCK_INTS * lock + STATE, state);
        lockEndUs.set(lock, endUs);
        long bit = lockBit(tool, lock);
        mark(tool, AT_ATMOSPHERE, bit, state == LockState.ATMOSPHERE.value());
        mark(tool, IN_PUMPING, bit, state == LockState.PUMPING.value());
        mark(tool, IN_VACUUM, bit, state == LockState.VACUUM.value());
        mark(tool, IN_VENTING, bit, state == LockState.VENTING.value());
        long nextUs = EventCalendar.NONE;
        for (int other = handling.firstLock(tool); other < handling.firstLock(tool + 1); other++) {
            nextUs = Math.min(nextUs, lockEndUs.get(other));
        }
        toolLongs.set(TOOL_LONGS * tool + NEXT_LOCK_END_US, nextUs);
    }

    /** When the next cycle of a lock ends in the tool, {@link EventCalendar#NONE} when none runs. */
    long nextLockEndUs(int tool) {
        return toolLongs.get(TOOL_LONGS * tool + NEXT_LOCK_END_US);
    }

    /** The tool's locks (bits, from its first) of which it holds: {@link #AT_ATMOSPHERE} and what follows. */
    long locks(int tool, int which) {
        return toolLongs.get(TOOL_LONGS * tool + which);
    }

    /** The lock's bit in {@link #locks}. */
    long lockBit(int tool, int lock) {
        return 1L << (lock - handling.firstLock(tool));
    }

    private void mark(int tool, int which, long bit, boolean value) {
        int at = TOOL_LONGS * tool + which;
        long others = toolLongs.get(at) & ~bit;
        toolLongs.set(at, value ? others | bit : others);
    }

    int raws(int lock) {
        return lockInts.get(LOCK_INTS * lock + RAWS);
    }

    int finished(int lock) {
        return lockInts.get(LOCK_INTS * lock + FINISHED);
    }

    /** Slots that neither hold a wafer nor wait for one that a robot is putting down. */
    int free(int lock) {
        return lockInts.get(LOCK_INTS * lock + FREE);
    }

    void reserveSlot(int tool, int lock) {
        addFree(tool, lock, -1);
    }

    private void addFree(int tool, int lock, int delta) {
        mark(tool, WITH_ROOM, lockBit(tool, lock), lockInts.add(LOCK_INTS * lock + FREE, delta) > 0);
    }

    private void addWafer(int tool, int lock, boolean raw, int delta) {
        int count = lockInts.add(LOCK_INTS * lock + (raw ? RAWS : FINISHED), delta);
        mark(tool, raw ? WITH_RAWS : WITH_FINISHED, lockBit(tool, lock), count > 0);
    }

    void putInSlot(int tool, int lock, int slot, int wafer, boolean raw) {
        slotWafer.set(slot, wafer);
        addWafer(tool, lock, raw, 1);
    }

    /** Takes a wafer out; the slot is free unless the robot puts another in right away. */
    int takeFromSlot(int tool, int lock, int slot, boolean raw, boolean swap) {
        int wafer = slotWafer.get(slot);
        slotWafer.set(slot, EMPTY);
        addWafer(tool, lock, raw, -1);
        if (!swap) {
            addFree(tool, lock, 1);
        }
        return wafer;
    }

    int slotWafer(int slot) {
        return slotWafer.get(slot);
    }

    int lockOf(int tool, int slot) {
        return handling.firstLock(tool) + (slot - handling.firstSlot(tool)) / handling.slots(groups.groupOfTool(tool));
    }

    int firstSlot(int tool, int lock) {
        return handling.firstSlot(tool) + (lock - handling.firstLock(tool)) * handling.slots(groups.groupOfTool(tool));
    }

    int chamberWafer(int chamber) {
        return (int) (chambers.get(CHAMBER_LONGS * chamber + WAFER_AND_PHASE) >> Integer.SIZE);
    }

    void chamberWafer(int chamber, int wafer) {
        chambers.set(CHAMBER_LONGS * chamber + WAFER_AND_PHASE, word(wafer, phase(chamber)));
    }

    private static long word(int wafer, int phase) {
        return (long) wafer << Integer.SIZE | phase & PHASE_MASK;
    }

    int phase(int chamber) {
        return (int) chambers.get(CHAMBER_LONGS * chamber + WAFER_AND_PHASE);
    }

    /** End of the process that runs or has run with the wafer in the chamber. */
    long processEndUs(int chamber) {
        return chambers.get(CHAMBER_LONGS * chamber + PROCESS_END_US);
    }

    /** A chamber begins or goes on with a process that ends then. */
    void process(int tool, int chamber, long endUs) {
        phase(chamber, PROCESSING, endUs);
        if (endUs < nextProcessEndUs(tool)) {
            toolLongs.set(TOOL_LONGS * tool + NEXT_PROCESS_END_US, endUs);
        }
    }

    /** When the next process ends in the tool, {@link EventCalendar#NONE} when none runs. */
    long nextProcessEndUs(int tool) {
        return toolLongs.get(TOOL_LONGS * tool + NEXT_PROCESS_END_US);
    }

    /** Processes have ended, or end at other times than they did. */
    void processEndsChanged(int tool) {
        toolLongs.set(TOOL_LONGS * tool + NEXT_PROCESS_END_US, earliestEndUs(tool, inPhase(tool, PROCESSING)));
    }

    /** Chambers of the tool that are {@link #WAITING}. */
    int waitingWafers(int tool) {
        return toolInts.get(TOOL_INTS * tool + WAITING_WAFERS);
    }

    void addWaitingWafers(int tool, int delta) {
        toolInts.add(TOOL_INTS * tool + WAITING_WAFERS, delta);
    }

    /** For {@link #PROCESSING} see {@link #process}. */
    void phase(int chamber, int value, long endUs) {
        int tool = groups.toolOfChamber(chamber);
        long bit = 1L << (chamber - groups.firstChamber(tool));
        mark(tool, CHAMBERS + phase(chamber), bit, false);
        mark(tool, CHAMBERS + value, bit, true);
        chambers.set(CHAMBER_LONGS * chamber + WAFER_AND_PHASE, word(chamberWafer(chamber), value));
        chambers.set(CHAMBER_LONGS * chamber + PROCESS_END_US, endUs);
    }

    /** Chambers of the tool in a phase: bits, from its first. */
    long inPhase(int tool, int value) {
        return toolLongs.get(TOOL_LONGS * tool + CHAMBERS + value);
    }

    /** Chambers of the stage of a tool: bits, from the tool's first. */
    long ofStage(int group, int stage) {
        return bits(handling.stageOffset(group, stage), handling.stageOffset(group, stage + 1));
    }

    private static long bits(int from, int to) {
        return from == to ? 0 : -1L >>> (Long.SIZE - (to - from)) << from;
    }

    /** The earliest end of the processes of these chambers, {@link EventCalendar#NONE} of none. */
    long earliestEndUs(int tool, long which) {
        long earliestUs = EventCalendar.NONE;
        int first = groups.firstChamber(tool);
        for (long rest = which; rest != 0; rest &= rest - 1) {
            earliestUs = Math.min(earliestUs, processEndUs(first + Long.numberOfTrailingZeros(rest)));
        }
        return earliestUs;
    }

    /** Raw wafers in carriers at the tool. */
    int rawsAtPorts(int tool) {
        return toolInts.get(TOOL_INTS * tool + RAWS_AT_PORTS);
    }

    void addRawsAtPorts(int tool, int delta) {
        toolInts.add(TOOL_INTS * tool + RAWS_AT_PORTS, delta);
    }

    /** Raw wafers on their way from the port to the first chamber. */
    int rawsInside(int tool) {
        return toolInts.get(TOOL_INTS * tool + RAWS_INSIDE);
    }

    void addRawsInside(int tool, int delta) {
        toolInts.add(TOOL_INTS * tool + RAWS_INSIDE, delta);
    }

    /** Whether a chamber that is due for maintenance has been emptied since {@link #takeEmptied}. */
    void emptied(int tool) {
        toolInts.set(TOOL_INTS * tool + EMPTIED, 1);
    }

    boolean takeEmptied(int tool) {
        boolean was = toolInts.get(TOOL_INTS * tool + EMPTIED) != 0;
        toolInts.set(TOOL_INTS * tool + EMPTIED, 0);
        return was;
    }

    /** The last raw wafer of a carrier has gone in since {@link #takeLastRawIn}. */
    void lastRawIn(int tool) {
        toolInts.set(TOOL_INTS * tool + LAST_RAW_IN, 1);
    }

    boolean takeLastRawIn(int tool) {
        boolean was = toolInts.get(TOOL_INTS * tool + LAST_RAW_IN) != 0;
        toolInts.set(TOOL_INTS * tool + LAST_RAW_IN, 0);
        return was;
    }

    /** The carrier whose raw wafer the front end picks; only where not all wafers may go into all chambers. */
    int rawCarrier(int tool) {
        return toolInts.get(TOOL_INTS * tool + RAW_CARRIER);
    }

    void rawCarrier(int tool, int carrier) {
        toolInts.set(TOOL_INTS * tool + RAW_CARRIER, carrier);
    }

    /** Those of the chambers (bits, from the tool's first) whose processes end by then. */
    long endingBy(int tool, long which, long timeUs) {
        long ending = 0;
        int first = groups.firstChamber(tool);
        for (long rest = which; rest != 0; rest &= rest - 1) {
            if (processEndUs(first + Long.numberOfTrailingZeros(rest)) <= timeUs) {
                ending |= rest & -rest;
            }
        }
        return ending;
    }

    /** When a raw wafer could go into a chamber, as the robot last saw it. */
    long rawWantedUs(int tool) {
        return toolLongs.get(TOOL_LONGS * tool + RAW_WANTED_US);
    }

    void rawWantedUs(int tool, long value) {
        toolLongs.set(TOOL_LONGS * tool + RAW_WANTED_US, value);
    }

    /** When the tool has to be looked at although nothing ends then, as far as asked for since {@link #clearWake}. */
    long wakeUs(int tool) {
        return toolLongs.get(TOOL_LONGS * tool + WAKE_US);
    }

    void clearWake(int tool) {
        toolLongs.set(TOOL_LONGS * tool + WAKE_US, EventCalendar.NONE);
    }

    void wakeBy(int tool, long value) {
        toolLongs.set(TOOL_LONGS * tool + WAKE_US, Math.min(wakeUs(tool), value));
    }

    /** When an idle robot has to be asked again although nothing has changed. */
    long robotWakeUs(int robot) {
        return toolLongs.get(TOOL_LONGS * (robot >> 1) + ROBOT_WAKE_US + (robot & 1));
    }

    void robotWakeUs(int robot, long value) {
        toolLongs.set(TOOL_LONGS * (robot >> 1) + ROBOT_WAKE_US + (robot & 1), value);
    }

    private static int robotAt(int robot) {
        return TOOL_INTS * (robot >> 1) + ROBOT_INTS * (robot & 1);
    }

    private static int endOfActionAt(int robot) {
        return TOOL_LONGS * (robot >> 1) + ACTION_END_US + (robot & 1);
    }
}
