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

    private final ToolGroups groups;
    private final Handling handling;
    private final IntColumn hand;
    private final IntColumn secondHand;
    private final IntColumn action;
    private final IntColumn place;
    private final LongColumn actionEndUs;
    private final IntColumn lockState;
    private final LongColumn lockEndUs;
    private final IntColumn raws;
    private final IntColumn finished;
    private final IntColumn free;
    private final IntColumn slotWafer;
    private final IntColumn chamberWafer;
    private final IntColumn phase;
    private final LongColumn processEndUs;
    private final IntColumn rawsAtPorts;
    private final IntColumn rawsInside;
    private final LongColumn wakeUs;
    private final LongColumn rawWantedUs;
    private final IntColumn emptied;

    ToolInterior(StateArena arena, Line line) {
        groups = line.toolGroups();
        handling = line.handling();
        int tools = handling.anyDetailed() ? groups.toolTotal() : 0;
        int locks = handling.firstLock(groups.toolTotal());
        int chambers = handling.anyDetailed() ? groups.chamberTotal() : 0;
        hand = arena.ints("interior.hand", 2 * tools, EMPTY);
        secondHand = arena.ints("interior.secondHand", 2 * tools, EMPTY);
        action = arena.ints("interior.action", 2 * tools, IDLE);
        place = arena.ints("interior.place", 2 * tools, PORT);
        actionEndUs = arena.longs("interior.actionEndUs", 2 * tools, EventCalendar.NONE);
        lockState = arena.ints("interior.lockState", locks, LockState.ATMOSPHERE.value());
        lockEndUs = arena.longs("interior.lockEndUs", locks, EventCalendar.NONE);
        raws = arena.ints("interior.raws", locks, 0);
        finished = arena.ints("interior.finished", locks, 0);
        free = arena.ints("interior.free", locks, 0);
        slotWafer = arena.ints("interior.slotWafer", handling.firstSlot(groups.toolTotal()), EMPTY);
        chamberWafer = arena.ints("interior.chamberWafer", chambers, EMPTY);
        phase = arena.ints("interior.phase", chambers, VACANT);
        processEndUs = arena.longs("interior.processEndUs", chambers, EventCalendar.NONE);
        rawsAtPorts = arena.ints("interior.rawsAtPorts", tools, 0);
        rawsInside = arena.ints("interior.rawsInside", tools, 0);
        rawWantedUs = arena.longs("interior.rawWantedUs", tools, 0);
        emptied = arena.ints("interior.emptied", tools, 0);
        wakeUs = arena.longs("interior.wakeUs", tools, EventCalendar.NONE);
        for (int tool = 0; tool < tools; tool++) {
            for (int lock = handling.firstLock(tool); lock < handling.firstLock(tool + 1); lock++) {
                free.set(lock, handling.slots(groups.groupOfTool(tool)));
            }
        }
    }

    /** Index of a robot of a tool. */
    static int robot(int tool, int which) {
        return 2 * tool + which;
    }

    /** The wafer that the robot holds and puts down next, {@link #EMPTY} without. */
    int hand(int robot) {
        return hand.get(robot);
    }

    /** Whether the robot holds a wafer or is about to. */
    boolean isBusy(int robot) {
        return hand.get(robot) != EMPTY || action.get(robot) != IDLE;
    }

    int action(int robot) {
        return action.get(robot);
    }

    int place(int robot) {
        return place.get(robot);
    }

    long actionEndUs(int robot) {
        return actionEndUs.get(robot);
    }

    void begin(int robot, int itsAction, int itsPlace, long endUs) {
        action.set(robot, itsAction);
        place.set(robot, itsPlace);
        actionEndUs.set(robot, endUs);
    }

    void endAction(int robot) {
        action.set(robot, IDLE);
        actionEndUs.set(robot, EventCalendar.NONE);
    }

    /** A wafer comes into a free hand; true when there is another in the first: the two change places. */
    boolean take(int robot, int wafer) {
        if (hand.get(robot) == EMPTY) {
            hand.set(robot, wafer);
            return false;
        }
        secondHand.set(robot, wafer);
        return true;
    }

    /** The wafer of the first hand goes, that of the second takes its part. */
    int give(int robot) {
        int wafer = hand.get(robot);
        hand.set(robot, secondHand.get(robot));
        secondHand.set(robot, EMPTY);
        return wafer;
    }

    /** Code of {@link LockState}; a place of hand-over at atmosphere has none and is open to both robots. */
    int lockState(int lock) {
        return lockState.get(lock);
    }

    long lockEndUs(int lock) {
        return lockEndUs.get(lock);
    }

    void lockState(int lock, int state, long endUs) {
        lockState.set(lock, state);
        lockEndUs.set(lock, endUs);
    }

    int raws(int lock) {
        return raws.get(lock);
    }

    int finished(int lock) {
        return finished.get(lock);
    }

    /** Slots that neither hold a wafer nor wait for one that a robot is putting down. */
    int free(int lock) {
        return free.get(lock);
    }

    void reserveSlot(int lock) {
        free.add(lock, -1);
    }

    void putInSlot(int lock, int slot, int wafer, boolean raw) {
        slotWafer.set(slot, wafer);
        (raw ? raws : finished).add(lock, 1);
    }

    /** Takes a wafer out; the slot is free unless the robot puts another in right away. */
    int takeFromSlot(int lock, int slot, boolean raw, boolean swap) {
        int wafer = slotWafer.get(slot);
        slotWafer.set(slot, EMPTY);
        (raw ? raws : finished).add(lock, -1);
        free.add(lock, swap ? 0 : 1);
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
        return chamberWafer.get(chamber);
    }

    void chamberWafer(int chamber, int wafer) {
        chamberWafer.set(chamber, wafer);
    }

    int phase(int chamber) {
        return phase.get(chamber);
    }

    /** End of the process that runs or has run with the wafer in the chamber. */
    long processEndUs(int chamber) {
        return processEndUs.get(chamber);
    }

    void phase(int chamber, int value, long endUs) {
        phase.set(chamber, value);
        processEndUs.set(chamber, endUs);
    }

    /** Raw wafers in carriers at the tool. */
    int rawsAtPorts(int tool) {
        return rawsAtPorts.get(tool);
    }

    void addRawsAtPorts(int tool, int delta) {
        rawsAtPorts.add(tool, delta);
    }

    /** Raw wafers on their way from the port to the first chamber. */
    int rawsInside(int tool) {
        return rawsInside.get(tool);
    }

    void addRawsInside(int tool, int delta) {
        rawsInside.add(tool, delta);
    }

    /** Whether a chamber that is due for maintenance has been emptied since {@link #takeEmptied}. */
    void emptied(int tool) {
        emptied.set(tool, 1);
    }

    boolean takeEmptied(int tool) {
        boolean was = emptied.get(tool) != 0;
        emptied.set(tool, 0);
        return was;
    }

    /** When a raw wafer could go into a chamber, as the robot last saw it. */
    long rawWantedUs(int tool) {
        return rawWantedUs.get(tool);
    }

    void rawWantedUs(int tool, long value) {
        rawWantedUs.set(tool, value);
    }

    /** When the tool has to be looked at although nothing ends then. */
    long wakeUs(int tool) {
        return wakeUs.get(tool);
    }

    void wakeUs(int tool, long value) {
        wakeUs.set(tool, value);
    }

    void wakeBy(int tool, long value) {
        wakeUs.set(tool, Math.min(wakeUs.get(tool), value));
    }
}
