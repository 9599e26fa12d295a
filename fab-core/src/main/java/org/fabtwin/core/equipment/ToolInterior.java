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

    // A row for each tool, robot, lock and chamber: what an event reads together lies together.
    private static final int TOOL_INTS = 6;
    private static final int RAWS_AT_PORTS = 0;
    private static final int RAWS_INSIDE = 1;
    private static final int EMPTIED = 2;
    private static final int WAITING_WAFERS = 3;
    private static final int LAST_RAW_IN = 4;
    private static final int RAW_CARRIER = 5;

    private static final int TOOL_TIMES = 8;
    /** Two of them, by robot. */
    private static final int ACTION_END_US = 0;

    private static final int RAW_WANTED_US = 2;
    private static final int WAKE_US = 3;
    private static final int NEXT_PROCESS_END_US = 4;
    /** Two of them, by robot. */
    private static final int ROBOT_WAKE_US = 5;

    private static final int ROBOT_INTS = 4;
    private static final int HAND = 0;
    private static final int SECOND_HAND = 1;
    private static final int ACTION = 2;
    private static final int PLACE_OF_ACTION = 3;

    private static final int LOCK_INTS = 4;
    private static final int STATE = 0;
    private static final int RAWS = 1;
    private static final int FINISHED = 2;
    private static final int FREE = 3;

    /** A row of masks for each tool, by phase. */
    private static final int PHASES = 4;

    private static final int CHAMBER_INTS = 2;
    private static final int WAFER = 0;
    private static final int PHASE = 1;

    private final ToolGroups groups;
    private final Handling handling;
    private final IntColumn toolInts;
    private final LongColumn toolTimes;
    private final IntColumn robotInts;
    private final IntColumn lockInts;
    private final LongColumn lockEndUs;
    private final IntColumn slotWafer;
    private final IntColumn chamberInts;
    private final LongColumn processEndUs;
    private final LongColumn phaseMasks;

    ToolInterior(StateArena arena, Line line) {
        groups = line.toolGroups();
        handling = line.handling();
        int tools = handling.anyDetailed() ? groups.toolTotal() : 0;
        int locks = handling.firstLock(groups.toolTotal());
        int chambers = handling.anyDetailed() ? groups.chamberTotal() : 0;
        toolInts = arena.ints("interior.tools", TOOL_INTS * tools, 0);
        toolTimes = arena.longs("interior.toolTimes", TOOL_TIMES * tools, EventCalendar.NONE);
        robotInts = arena.ints("interior.robots", 2 * ROBOT_INTS * tools, EMPTY);
        lockInts = arena.ints("interior.locks", LOCK_INTS * locks, 0);
        lockEndUs = arena.longs("interior.lockEndUs", locks, EventCalendar.NONE);
        slotWafer = arena.ints("interior.slotWafer", handling.firstSlot(groups.toolTotal()), EMPTY);
        chamberInts = arena.ints("interior.chambers", CHAMBER_INTS * chambers, EMPTY);
        processEndUs = arena.longs("interior.processEndUs", chambers, EventCalendar.NONE);
        phaseMasks = arena.longs("interior.phases", PHASES * tools, 0);
        for (int tool = 0; tool < tools; tool++) {
            int count = groups.chambersPerTool(groups.groupOfTool(tool));
            phaseMasks.set(PHASES * tool + VACANT, count == 0 ? 0 : bits(0, count));
            rawWantedUs(tool, 0);
            for (int robot = 2 * tool; robot < 2 * tool + 2; robot++) {
                robotInts.set(ROBOT_INTS * robot + ACTION, IDLE);
                robotInts.set(ROBOT_INTS * robot + PLACE_OF_ACTION, PORT);
            }
            for (int lock = handling.firstLock(tool); lock < handling.firstLock(tool + 1); lock++) {
                lockInts.set(LOCK_INTS * lock + STATE, LockState.ATMOSPHERE.value());
                lockInts.set(LOCK_INTS * lock + FREE, handling.slots(groups.groupOfTool(tool)));
            }
        }
        for (int chamber = 0; chamber < chambers; chamber++) {
            chamberInts.set(CHAMBER_INTS * chamber + PHASE, VACANT);
        }
    }

    /** Index of a robot of a tool. */
    static int robot(int tool, int which) {
        return 2 * tool + which;
    }

    /** The wafer that the robot holds and puts down next, {@link #EMPTY} without. */
    int hand(int robot) {
        return robotInts.get(ROBOT_INTS * robot + HAND);
    }

    /** The other wafer that it holds. */
    int secondHand(int robot) {
        return robotInts.get(ROBOT_INTS * robot + SECOND_HAND);
    }

    /** Whether the robot holds a wafer or is about to. */
    boolean isBusy(int robot) {
        return robotInts.get(ROBOT_INTS * robot + HAND) != EMPTY || robotInts.get(ROBOT_INTS * robot + ACTION) != IDLE;
    }

    int action(int robot) {
        return robotInts.get(ROBOT_INTS * robot + ACTION);
    }

    int place(int robot) {
        return robotInts.get(ROBOT_INTS * robot + PLACE_OF_ACTION);
    }

    long actionEndUs(int robot) {
        return toolTimes.get(endOfActionAt(robot));
    }

    void begin(int robot, int itsAction, int itsPlace, long endUs) {
        robotInts.set(ROBOT_INTS * robot + ACTION, itsAction);
        robotInts.set(ROBOT_INTS * robot + PLACE_OF_ACTION, itsPlace);
        toolTimes.set(endOfActionAt(robot), endUs);
    }

    void endAction(int robot) {
        robotInts.set(ROBOT_INTS * robot + ACTION, IDLE);
        toolTimes.set(endOfActionAt(robot), EventCalendar.NONE);
    }

    /** A wafer comes into a free hand; true when there is another in the first: the two change places. */
    boolean take(int robot, int wafer) {
        if (robotInts.get(ROBOT_INTS * robot + HAND) == EMPTY) {
            robotInts.set(ROBOT_INTS * robot + HAND, wafer);
            return false;
        }
        robotInts.set(ROBOT_INTS * robot + SECOND_HAND, wafer);
        return true;
    }

    /** The wafer of the first hand goes, that of the second takes its part. */
    int give(int robot) {
        int wafer = robotInts.get(ROBOT_INTS * robot + HAND);
        robotInts.set(ROBOT_INTS * robot + HAND, robotInts.get(ROBOT_INTS * robot + SECOND_HAND));
        robotInts.set(ROBOT_INTS * robot + SECOND_HAND, EMPTY);
        return wafer;
    }

    /** Code of {@link LockState}; a place of hand-over at atmosphere has none and is open to both robots. */
    int lockState(int lock) {
        return lockInts.get(LOCK_INTS * lock + STATE);
    }

    long lockEndUs(int lock) {
        return lockEndUs.get(lock);
    }

    void lockState(int lock, int state, long endUs) {
        lockInts.set(LOCK_INTS * lock + STATE, state);
        lockEndUs.set(lock, endUs);
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

    void reserveSlot(int lock) {
        lockInts.add(LOCK_INTS * lock + FREE, -1);
    }

    void putInSlot(int lock, int slot, int wafer, boolean raw) {
        slotWafer.set(slot, wafer);
        lockInts.add(LOCK_INTS * lock + (raw ? RAWS : FINISHED), 1);
    }

    /** Takes a wafer out; the slot is free unless the robot puts another in right away. */
    int takeFromSlot(int lock, int slot, boolean raw, boolean swap) {
        int wafer = slotWafer.get(slot);
        slotWafer.set(slot, EMPTY);
        lockInts.add(LOCK_INTS * lock + (raw ? RAWS : FINISHED), -1);
        lockInts.add(LOCK_INTS * lock + FREE, swap ? 0 : 1);
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
        return chamberInts.get(CHAMBER_INTS * chamber + WAFER);
    }

    void chamberWafer(int chamber, int wafer) {
        chamberInts.set(CHAMBER_INTS * chamber + WAFER, wafer);
    }

    int phase(int chamber) {
        return chamberInts.get(CHAMBER_INTS * chamber + PHASE);
    }

    /** End of the process that runs or has run with the wafer in the chamber. */
    long processEndUs(int chamber) {
        return processEndUs.get(chamber);
    }

    /** A chamber begins or goes on with a process that ends then. */
    void process(int tool, int chamber, long endUs) {
        phase(chamber, PROCESSING, endUs);
        if (endUs < nextProcessEndUs(tool)) {
            toolTimes.set(TOOL_TIMES * tool + NEXT_PROCESS_END_US, endUs);
        }
    }

    /** When the next process ends in the tool, {@link EventCalendar#NONE} when none runs. */
    long nextProcessEndUs(int tool) {
        return toolTimes.get(TOOL_TIMES * tool + NEXT_PROCESS_END_US);
    }

    /** Processes have ended, or end at other times than they did. */
    void processEndsChanged(int tool) {
        toolTimes.set(TOOL_TIMES * tool + NEXT_PROCESS_END_US, earliestEndUs(tool, inPhase(tool, PROCESSING)));
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
        int before = PHASES * tool + phase(chamber);
        phaseMasks.set(before, phaseMasks.get(before) & ~bit);
        phaseMasks.set(PHASES * tool + value, phaseMasks.get(PHASES * tool + value) | bit);
        chamberInts.set(CHAMBER_INTS * chamber + PHASE, value);
        processEndUs.set(chamber, endUs);
    }

    /** Chambers of the tool in a phase: bits, from its first. */
    long inPhase(int tool, int value) {
        return phaseMasks.get(PHASES * tool + value);
    }

    /** Chambers of the stage of a tool: bits, from the tool's first. */
    long ofStage(int group, int stage) {
        return bits(handling.stageOffset(group, stage), handling.stageOffset(group, stage + 1));
    }

    private static long bits(int from, int to) {
        return -1L >>> (Long.SIZE - (to - from)) << from;
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
            if (processEndUs.get(first + Long.numberOfTrailingZeros(rest)) <= timeUs) {
                ending |= rest & -rest;
            }
        }
        return ending;
    }

    /** When a raw wafer could go into a chamber, as the robot last saw it. */
    long rawWantedUs(int tool) {
        return toolTimes.get(TOOL_TIMES * tool + RAW_WANTED_US);
    }

    void rawWantedUs(int tool, long value) {
        toolTimes.set(TOOL_TIMES * tool + RAW_WANTED_US, value);
    }

    /** When the tool has to be looked at although nothing ends then, as far as asked for since {@link #clearWake}. */
    long wakeUs(int tool) {
        return toolTimes.get(TOOL_TIMES * tool + WAKE_US);
    }

    void clearWake(int tool) {
        toolTimes.set(TOOL_TIMES * tool + WAKE_US, EventCalendar.NONE);
    }

    void wakeBy(int tool, long value) {
        toolTimes.set(TOOL_TIMES * tool + WAKE_US, Math.min(wakeUs(tool), value));
    }

    /** When an idle robot has to be asked again although nothing has changed. */
    long robotWakeUs(int robot) {
        return toolTimes.get(TOOL_TIMES * (robot >> 1) + ROBOT_WAKE_US + (robot & 1));
    }

    void robotWakeUs(int robot, long value) {
        toolTimes.set(TOOL_TIMES * (robot >> 1) + ROBOT_WAKE_US + (robot & 1), value);
    }

    private static int endOfActionAt(int robot) {
        return TOOL_TIMES * (robot >> 1) + ACTION_END_US + (robot & 1);
    }
}
