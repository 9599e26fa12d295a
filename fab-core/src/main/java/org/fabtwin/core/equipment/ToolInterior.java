/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.core.equipment;

import org.fabtwin.core.event.LockState;
import org.fabtwin.core.line.ChamberSets;
import org.fabtwin.core.line.Handling;
import org.fabtwin.core.line.Line;
import org.fabtwin.core.line.Reticles;
import org.fabtwin.core.line.ToolGroups;
import org.fabtwin.core.state.CacheLine;
import org.fabtwin.core.state.IntColumn;
import org.fabtwin.core.state.IntPair;
import org.fabtwin.core.state.LongColumn;
import org.fabtwin.core.state.Parameters;
import org.fabtwin.core.state.StateArena;
import org.fabtwin.core.time.EventCalendar;

/**
 * Where everything is inside the tools in detailed form: wafers in robots' hands, lock slots and chambers, and until when robots,
 * locks and chambers are at work. A wafer is raw before its first stage and finished after its last. Single-threaded: the
 * twin's thread only.
 *
 * <p>All of a tool lies in one row of one array, which begins at a line of 64 bytes; chambers, locks and slots are numbered
 * within the tool. Beside it are rows of the groups: what all their tools have in common, the current times too. Who works on a tool takes
 * {@link #rows} and the places of both rows, {@code at} and {@code g}, along: one bound to check for a value instead of a way
 * through four objects.
 */
final class ToolInterior {
    /** No wafer. */
    static final int EMPTY = -1;
    /** Robot between load ports and locks. */
    static final int FRONT_END = 0;
    /** Robot between locks and chambers. */
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

    // Words of a tool's row, those that are read together in one line. Two of some, by robot.
    private static final int ACTION_END_US = 0;
    private static final int NEXT_PROCESS_END_US = 2;
    private static final int NEXT_LOCK_END_US = 3;
    private static final int ROBOT_WAKE_US = 4;
    private static final int WAKE_US = 6;
    private static final int RAW_WANTED_US = 7;
    /** Two: the other wafer that the robot holds, then the one that it puts down next. */
    private static final int HANDS = 8;
    /** Two: action, place. */
    private static final int ACTIONS = 10;
    /** Chambers by phase: bits. */
    private static final int CHAMBERS = 12;

    private static final int PHASES = 4;
    /** {@link #locks}: open to the front end. A place of hand-over without locks is open to both robots. */
    static final int AT_ATMOSPHERE = CHAMBERS + PHASES;
    /** {@link #locks}: open to the robot. */
    static final int IN_VACUUM = AT_ATMOSPHERE + 1;

    static final int IN_PUMPING = AT_ATMOSPHERE + 2;
    static final int IN_VENTING = AT_ATMOSPHERE + 3;
    /** {@link #locks}: with a slot that neither holds a wafer nor waits for one. */
    static final int WITH_ROOM = AT_ATMOSPHERE + 4;
    /** {@link #locks}: with a raw wafer. */
    static final int WITH_RAWS = AT_ATMOSPHERE + 5;
    /** {@link #locks}: with a finished wafer. */
    static final int WITH_FINISHED = AT_ATMOSPHERE + 6;

    private static final int WAITING_WAFERS = 23;
    private static final int RAWS_AT_PORTS = 24;
    private static final int RAWS_INSIDE = 25;
    private static final int TIMER = 26;
    private static final int RAW_CARRIER = 27;
    /** Bits: the three that follow. */
    private static final int NEWS = 28;

    private static final int EMPTIED = 1;
    private static final int LAST_RAW_IN = 2;
    private static final int WANTS_NOTHING = 4;

    private static final int LOADABLE_US = 29;

    /** First chamber of the line that is its, then its number. */
    private static final int TOOL = 30;

    private static final int GROUP_ROW = 31;
    /** From here on its chambers, then its locks, then its slots. */
    private static final int FIRST_CHAMBER = 32;

    private static final int CHAMBER_WORDS = 2;
    /** Number of the wafer, then the phase. */
    private static final int WAFER_AND_PHASE = 0;

    private static final int PROCESS_END_US = 1;

    private static final int LOCK_WORDS = 4;
    private static final int LOCK_END_US = 0;
    private static final int STATE = 1;
    /** Finished wafers, then raw ones. */
    private static final int WAFERS = 2;

    private static final int FREE = 3;

    private final ToolGroups groups;
    private final Handling handling;
    private final Parameters parameters;
    private final ChamberSets sets;
    private final Reticles reticles;
    private final LongColumn rows;
    /** Place of each tool's row; 0 of a tool that is not in detailed form. */
    private final IntColumn rowOfTool;

    private final boolean hasRows;

    ToolInterior(StateArena arena, Line line, Parameters parameters) {
        groups = line.toolGroups();
        handling = line.handling();
        sets = line.steps().chamberSets();
        reticles = line.reticles();
        this.parameters = parameters;
        hasRows = handling.anyDetailed();
        rowOfTool = arena.ints("interior.rowOfTool", groups.toolTotal(), 0);
        int end = CacheLine.BEFORE_FIRST_ROW + (hasRows ? GroupRow.WORDS * groups.size() : 0);
        for (int tool = 0; tool < groups.toolTotal(); tool++) {
            int group = groups.groupOfTool(tool);
            if (handling.isDetailed(group)) {
                rowOfTool.set(tool, end);
                end += (wordsOfTool(group) + CacheLine.WORDS - 1) & -CacheLine.WORDS;
            }
        }
        rows = arena.longs("interior.rows", end, 0);
        timesChanged();
        for (int tool = 0; tool < groups.toolTotal(); tool++) {
            if (row(tool) != 0) {
                clear(tool);
            }
        }
    }

    private int wordsOfTool(int group) {
        return firstSlot(group) + placesOfHandOver(group) * handling.slots(group);
    }

    private int firstLock(int group) {
        return FIRST_CHAMBER + CHAMBER_WORDS * groups.chambersPerTool(group);
    }

    private int firstSlot(int group) {
        return firstLock(group) + LOCK_WORDS * placesOfHandOver(group);
    }

    /** Locks, or the one place that stands for them. */
    private int placesOfHandOver(int group) {
        return Math.max(1, handling.locks(group));
    }

    /** What the tools of each group have in common, by the parameters as they are now. */
    void timesChanged() {
        for (int group = 0; handling.anyDetailed() && group < groups.size(); group++) {
            if (handling.isDetailed(group)) {
                int g = groupRow(group);
                long[] t = rows.array();
                t[g + GroupRow.ACTION_US] = parameters.us(handling.action(group));
                t[g + GroupRow.FRONT_ACTION_US] = parameters.us(handling.frontAction(group));
                t[g + GroupRow.PUMP_US] = parameters.us(handling.pump(group));
                t[g + GroupRow.VENT_US] = parameters.us(handling.vent(group));
                t[g + GroupRow.AWAY_US] =
                        t[g + GroupRow.VENT_US] + t[g + GroupRow.PUMP_US] + 4 * t[g + GroupRow.FRONT_ACTION_US];
                t[g + GroupRow.EXCHANGE_US] = parameters.us(groups.exchangeTime(group));
                t[g + GroupRow.ARMS] = handling.arms(group);
                t[g + GroupRow.FRONT_ARMS] = handling.frontArms(group);
                t[g + GroupRow.LOCK_COUNT] = handling.locks(group);
                t[g + GroupRow.SLOT_COUNT] = handling.slots(group);
                t[g + GroupRow.STAGES] = groups.stageCount(group);
                t[g + GroupRow.APART] = (sets.isUsed(group) ? GroupRow.CHAMBERS_APART : 0)
                        | (reticles.copies(group) > 0 ? GroupRow.RETICLES_APART : 0);
                t[g + GroupRow.GROUP] = group;
                t[g + GroupRow.OF_FIRST_STAGE] = ofStage(group, 0);
                t[g + GroupRow.FIRST_LOCK] = firstLock(group);
                t[g + GroupRow.FIRST_SLOT] = firstSlot(group);
            }
        }
    }

    /** Nothing in it. */
    private void clear(int tool) {
        long[] t = rows.array();
        int at = row(tool);
        int group = groups.groupOfTool(tool);
        int g = groupRow(group);
        t[at + TOOL] = IntPair.of(tool, groups.firstChamber(tool));
        t[at + GROUP_ROW] = g;
        t[at + TIMER] = Tools.NONE;
        t[at + NEXT_PROCESS_END_US] = EventCalendar.NONE;
        t[at + NEXT_LOCK_END_US] = EventCalendar.NONE;
        t[at + WAKE_US] = EventCalendar.NONE;
        t[at + CHAMBERS + VACANT] = bits(0, groups.chambersPerTool(group));
        for (int chamber = 0; chamber < groups.chambersPerTool(group); chamber++) {
            t[chamberAt(at, chamber) + WAFER_AND_PHASE] = IntPair.of(VACANT, EMPTY);
            t[chamberAt(at, chamber) + PROCESS_END_US] = EventCalendar.NONE;
        }
        for (int robot = FRONT_END; robot <= TRANSFER; robot++) {
            t[at + HANDS + robot] = IntPair.of(EMPTY, EMPTY);
            t[at + ACTIONS + robot] = IntPair.of(PORT, IDLE);
            t[at + ACTION_END_US + robot] = EventCalendar.NONE;
            t[at + ROBOT_WAKE_US + robot] = EventCalendar.NONE;
        }
        for (int slot = 0; slot < placesOfHandOver(group) * handling.slots(group); slot++) {
            t[slotAt(t, at, g, slot)] = EMPTY;
        }
        for (int lock = 0; lock < placesOfHandOver(group); lock++) {
            t[lockAt(t, at, g, lock) + FREE] = handling.slots(group);
            t[lockAt(t, at, g, lock) + LOCK_END_US] = EventCalendar.NONE;
        }
        for (int lock = 0; lock < placesOfHandOver(group); lock++) {
            lockState(t, at, g, lock, LockState.ATMOSPHERE.value(), EventCalendar.NONE);
            mark(t, at + WITH_ROOM, 1L << lock, true);
            mark(t, at + IN_VACUUM, 1L << lock, handling.locks(group) == 0);
        }
    }

    /** The array of all rows; valid until the state is replaced. */
    long[] rows() {
        return rows.array();
    }

    /** Place of the row of a tool in detailed form, 0 of another. */
    int row(int tool) {
        return hasRows ? rowOfTool.get(tool) : 0;
    }

    int groupRow(int group) {
        return CacheLine.BEFORE_FIRST_ROW + GroupRow.WORDS * group;
    }

    /** Place of the row of the tool's group. */
    static int groupRow(long[] t, int at) {
        return (int) t[at + GROUP_ROW];
    }

    static int tool(long[] t, int at) {
        return (int) t[at + TOOL];
    }

    /** Number in the line of the tool's first chamber. */
    static int firstChamber(long[] t, int at) {
        return IntPair.upper(t[at + TOOL]);
    }

    /** Handle of the tool's entry in the calendar, {@link Tools#NONE} without. */
    static int timer(long[] t, int at) {
        return (int) t[at + TIMER];
    }

    static void timer(long[] t, int at, int handle) {
        t[at + TIMER] = handle;
    }

    /** The wafer that the robot holds and puts down next, {@link #EMPTY} without. */
    static int hand(long[] t, int at, int robot) {
        return (int) t[at + HANDS + robot];
    }

    /** The other wafer that it holds. */
    static int secondHand(long[] t, int at, int robot) {
        return IntPair.upper(t[at + HANDS + robot]);
    }

    /** Whether the robot holds a wafer or is about to. */
    static boolean isBusy(long[] t, int at, int robot) {
        return hand(t, at, robot) != EMPTY || action(t, at, robot) != IDLE;
    }

    static int action(long[] t, int at, int robot) {
        return IntPair.upper(t[at + ACTIONS + robot]);
    }

    static int place(long[] t, int at, int robot) {
        return (int) t[at + ACTIONS + robot];
    }

    static long actionEndUs(long[] t, int at, int robot) {
        return t[at + ACTION_END_US + robot];
    }

    static void begin(long[] t, int at, int robot, int itsAction, int itsPlace, long endUs) {
        t[at + ACTIONS + robot] = IntPair.of(itsPlace, itsAction);
        t[at + ACTION_END_US + robot] = endUs;
    }

    static void endAction(long[] t, int at, int robot) {
        t[at + ACTIONS + robot] = IntPair.of(place(t, at, robot), IDLE);
        t[at + ACTION_END_US + robot] = EventCalendar.NONE;
    }

    /** A wafer comes into a free hand; true when there is another in the first: the two change places. */
    static boolean take(long[] t, int at, int robot, int wafer) {
        int first = hand(t, at, robot);
        t[at + HANDS + robot] = first == EMPTY ? IntPair.of(wafer, EMPTY) : IntPair.of(first, wafer);
        return first != EMPTY;
    }

    /** The wafer of the first hand goes, that of the second takes its part. */
    static int give(long[] t, int at, int robot) {
        int wafer = hand(t, at, robot);
        t[at + HANDS + robot] = IntPair.of(secondHand(t, at, robot), EMPTY);
        return wafer;
    }

    private static int lockAt(long[] t, int at, int g, int lock) {
        return at + GroupRow.firstLockWord(t, g) + LOCK_WORDS * lock;
    }

    private static int slotAt(long[] t, int at, int g, int slot) {
        return at + GroupRow.firstSlotWord(t, g) + slot;
    }

    private static int chamberAt(int at, int chamber) {
        return at + FIRST_CHAMBER + CHAMBER_WORDS * chamber;
    }

    /** Code of {@link LockState}; a place of hand-over at atmosphere has none and is open to both robots. */
    static int lockState(long[] t, int at, int g, int lock) {
        return (int) t[lockAt(t, at, g, lock) + STATE];
    }

    static long lockEndUs(long[] t, int at, int g, int lock) {
        return t[lockAt(t, at, g, lock) + LOCK_END_US];
    }

    static void lockState(long[] t, int at, int g, int lock, int state, long endUs) {
        t[lockAt(t, at, g, lock) + STATE] = state;
        t[lockAt(t, at, g, lock) + LOCK_END_US] = endUs;
        long bit = 1L << lock;
        mark(t, at + AT_ATMOSPHERE, bit, state == LockState.ATMOSPHERE.value());
        mark(t, at + IN_PUMPING, bit, state == LockState.PUMPING.value());
        mark(t, at + IN_VACUUM, bit, state == LockState.VACUUM.value());
        mark(t, at + IN_VENTING, bit, state == LockState.VENTING.value());
        long nextUs = EventCalendar.NONE;
        for (int other = GroupRow.placesOfHandOver(t, g) - 1; other >= 0; other--) {
            nextUs = Math.min(nextUs, lockEndUs(t, at, g, other));
        }
        t[at + NEXT_LOCK_END_US] = nextUs;
    }

    /** When the next cycle of a lock ends in the tool, {@link EventCalendar#NONE} when none runs. */
    static long nextLockEndUs(long[] t, int at) {
        return t[at + NEXT_LOCK_END_US];
    }

    /** The tool's locks (bits) of which it holds: {@link #AT_ATMOSPHERE} and what follows. */
    static long locksThatAre(long[] t, int at, int which) {
        return t[at + which];
    }

    private static void mark(long[] t, int mask, long bit, boolean value) {
        long others = t[mask] & ~bit;
        t[mask] = value ? others | bit : others;
    }

    static int raws(long[] t, int at, int g, int lock) {
        return (int) t[lockAt(t, at, g, lock) + WAFERS];
    }

    static int finished(long[] t, int at, int g, int lock) {
        return IntPair.upper(t[lockAt(t, at, g, lock) + WAFERS]);
    }

    /** Slots that neither hold a wafer nor wait for one that a robot is putting down. */
    static int free(long[] t, int at, int g, int lock) {
        return (int) t[lockAt(t, at, g, lock) + FREE];
    }

    /** A robot begins to put a wafer into the slot. */
    static void reserve(long[] t, int at, int g, int slot) {
        addFree(t, at, g, lockOf(t, g, slot), -1);
    }

    private static void addFree(long[] t, int at, int g, int lock, int delta) {
        mark(t, at + WITH_ROOM, 1L << lock, (t[lockAt(t, at, g, lock) + FREE] += delta) > 0);
    }

    private static void addWafer(long[] t, int at, int g, int lock, boolean raw, int delta) {
        long both = t[lockAt(t, at, g, lock) + WAFERS] += raw ? delta : (long) delta << Integer.SIZE;
        mark(t, at + (raw ? WITH_RAWS : WITH_FINISHED), 1L << lock, (raw ? (int) both : both >> Integer.SIZE) > 0);
    }

    static void putInSlot(long[] t, int at, int g, int slot, int wafer, boolean raw) {
        t[slotAt(t, at, g, slot)] = wafer;
        addWafer(t, at, g, lockOf(t, g, slot), raw, 1);
    }

    /** Takes a wafer out; the slot is free unless the robot puts another in right away. */
    static int takeFromSlot(long[] t, int at, int g, int slot, boolean raw, boolean swap) {
        int wafer = slotWafer(t, at, g, slot);
        t[slotAt(t, at, g, slot)] = EMPTY;
        int lock = lockOf(t, g, slot);
        addWafer(t, at, g, lock, raw, -1);
        if (!swap) {
            addFree(t, at, g, lock, 1);
        }
        return wafer;
    }

    static int slotWafer(long[] t, int at, int g, int slot) {
        return (int) t[slotAt(t, at, g, slot)];
    }

    static int lockOf(long[] t, int g, int slot) {
        return GroupRow.locks(t, g) <= 1 ? 0 : slot / GroupRow.slots(t, g);
    }

    static int firstSlot(long[] t, int g, int lock) {
        return lock * GroupRow.slots(t, g);
    }

    static int chamberWafer(long[] t, int at, int chamber) {
        return IntPair.upper(t[chamberAt(at, chamber) + WAFER_AND_PHASE]);
    }

    static void chamberWafer(long[] t, int at, int chamber, int wafer) {
        t[chamberAt(at, chamber) + WAFER_AND_PHASE] = IntPair.of(phase(t, at, chamber), wafer);
    }

    static int phase(long[] t, int at, int chamber) {
        return (int) t[chamberAt(at, chamber) + WAFER_AND_PHASE];
    }

    /** End of the process that runs or has run with the wafer in the chamber. */
    static long processEndUs(long[] t, int at, int chamber) {
        return t[chamberAt(at, chamber) + PROCESS_END_US];
    }

    /** A chamber begins or goes on with a process that ends then. */
    static void process(long[] t, int at, int chamber, long endUs) {
        phase(t, at, chamber, PROCESSING, endUs);
        t[at + NEXT_PROCESS_END_US] = Math.min(t[at + NEXT_PROCESS_END_US], endUs);
    }

    /** When the next process ends in the tool, {@link EventCalendar#NONE} when none runs. */
    static long nextProcessEndUs(long[] t, int at) {
        return t[at + NEXT_PROCESS_END_US];
    }

    /** Processes have ended, or end at other times than they did. */
    static void processEndsChanged(long[] t, int at) {
        t[at + NEXT_PROCESS_END_US] = earliestEndUs(t, at, inPhase(t, at, PROCESSING));
    }

    /** Chambers of the tool that are {@link #WAITING}. */
    static long waitingWafers(long[] t, int at) {
        return t[at + WAITING_WAFERS];
    }

    static void addWaitingWafers(long[] t, int at, int delta) {
        t[at + WAITING_WAFERS] += delta;
    }

    /** For {@link #PROCESSING} see {@link #process}. */
    static void phase(long[] t, int at, int chamber, int value, long endUs) {
        long bit = 1L << chamber;
        t[at + CHAMBERS + phase(t, at, chamber)] &= ~bit;
        t[at + CHAMBERS + value] |= bit;
        t[chamberAt(at, chamber) + WAFER_AND_PHASE] = IntPair.of(value, chamberWafer(t, at, chamber));
        t[chamberAt(at, chamber) + PROCESS_END_US] = endUs;
    }

    /** Chambers of the tool in a phase: bits. */
    static long inPhase(long[] t, int at, int value) {
        return t[at + CHAMBERS + value];
    }

    /** Chambers of the stage of a tool: bits. */
    long ofStage(long[] t, int g, int stage) {
        return stage == 0 ? GroupRow.ofFirstStage(t, g) : ofStage(GroupRow.group(t, g), stage);
    }

    private long ofStage(int group, int stage) {
        return bits(handling.stageOffset(group, stage), handling.stageOffset(group, stage + 1));
    }

    private static long bits(int from, int to) {
        return from == to ? 0 : -1L >>> (Long.SIZE - (to - from)) << from;
    }

    /** The earliest end of the processes of these chambers, {@link EventCalendar#NONE} of none. */
    static long earliestEndUs(long[] t, int at, long which) {
        long earliestUs = EventCalendar.NONE;
        for (long rest = which; rest != 0; rest &= rest - 1) {
            earliestUs = Math.min(earliestUs, processEndUs(t, at, Long.numberOfTrailingZeros(rest)));
        }
        return earliestUs;
    }

    /** Raw wafers in carriers at the tool. */
    static long rawsAtPorts(long[] t, int at) {
        return t[at + RAWS_AT_PORTS];
    }

    static void addRawsAtPorts(long[] t, int at, int delta) {
        t[at + RAWS_AT_PORTS] += delta;
    }

    /** From when on none of them waits for its carrier to be loaded or for the tool's setup; or a later time. */
    static long loadableUs(long[] t, int at) {
        return t[at + LOADABLE_US];
    }

    static void loadableUs(long[] t, int at, long value) {
        t[at + LOADABLE_US] = value;
    }

    /** Raw wafers on their way from the port to the first chamber. */
    static int rawsInside(long[] t, int at) {
        return (int) t[at + RAWS_INSIDE];
    }

    static void addRawsInside(long[] t, int at, int delta) {
        t[at + RAWS_INSIDE] += delta;
    }

    /** A chamber that is due for maintenance has been emptied since {@link #takeEmptied}. */
    static void emptied(long[] t, int at) {
        t[at + NEWS] |= EMPTIED;
    }

    static boolean takeEmptied(long[] t, int at) {
        return take(t, at, EMPTIED);
    }

    /** The last raw wafer of a carrier has gone in since {@link #takeLastRawIn}. */
    static void lastRawIn(long[] t, int at) {
        t[at + NEWS] |= LAST_RAW_IN;
    }

    static boolean takeLastRawIn(long[] t, int at) {
        return take(t, at, LAST_RAW_IN);
    }

    private static boolean take(long[] t, int at, int news) {
        if ((t[at + NEWS] & news) == 0) {
            return false;
        }
        t[at + NEWS] &= ~news;
        return true;
    }

    /** Whether {@link Readiness} has found that the tool wants no carrier, nor any time at which to look again. */
    static boolean wantsNothing(long[] t, int at) {
        return (t[at + NEWS] & WANTS_NOTHING) != 0;
    }

    static void wantsNothing(long[] t, int at, boolean value) {
        mark(t, at + NEWS, WANTS_NOTHING, value);
    }

    /** The carrier whose raw wafer the front end picks; only where not all wafers may go into all chambers. */
    static int rawCarrier(long[] t, int at) {
        return (int) t[at + RAW_CARRIER];
    }

    static void rawCarrier(long[] t, int at, int carrier) {
        t[at + RAW_CARRIER] = carrier;
    }

    /** Those of the chambers (bits) whose processes end by then. */
    static long endingBy(long[] t, int at, long which, long timeUs) {
        long ending = 0;
        for (long rest = which; rest != 0; rest &= rest - 1) {
            if (processEndUs(t, at, Long.numberOfTrailingZeros(rest)) <= timeUs) {
                ending |= rest & -rest;
            }
        }
        return ending;
    }

    /** When a raw wafer could go into a chamber, as the robot last saw it. */
    static long rawWantedUs(long[] t, int at) {
        return t[at + RAW_WANTED_US];
    }

    static void rawWantedUs(long[] t, int at, long value) {
        t[at + RAW_WANTED_US] = value;
    }

    /** When the tool has to be looked at although nothing ends then, as far as asked for since {@link #clearWake}. */
    static long wakeUs(long[] t, int at) {
        return t[at + WAKE_US];
    }

    static void clearWake(long[] t, int at) {
        t[at + WAKE_US] = EventCalendar.NONE;
    }

    static void wakeBy(long[] t, int at, long value) {
        t[at + WAKE_US] = Math.min(t[at + WAKE_US], value);
    }

    /** When an idle robot has to be asked again although nothing has changed. */
    static long robotWakeUs(long[] t, int at, int robot) {
        return t[at + ROBOT_WAKE_US + robot];
    }

    static void robotWakeUs(long[] t, int at, int robot, long value) {
        t[at + ROBOT_WAKE_US + robot] = value;
    }
}
