/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.core.flow;

import org.fabtwin.core.state.GrowingLongs;
import org.fabtwin.core.state.IntColumn;
import org.fabtwin.core.state.IntPair;
import org.fabtwin.core.state.RowAllocator;
import org.fabtwin.core.state.StateArena;
import org.fabtwin.core.state.WaferRows;

/**
 * Wafers in the line (none in lot mode) and each one's plan at the tool where its carrier is. Single-threaded: the twin's
 * thread only.
 */
public final class Wafers {
    /** End of a carrier's list. */
    public static final int NONE = -1;
    /** {@link #phase}: planned, not yet in a chamber. */
    public static final int PLANNED = 0;
    /** {@link #phase}: in a chamber. */
    public static final int IN_PROCESS = 1;
    /** {@link #phase}: processed, or not drawn for this step. */
    public static final int DONE = 2;

    // Words of a wafer's row; those from SERIAL_NEXT on hold two ints, the lower first. The process has two more.
    private static final int KEY = 0;
    private static final int START_US = 1;
    private static final int END_US = 2;
    private static final int SERIAL_NEXT = 3;
    private static final int CHAMBER_CARRIER = 4;
    private static final int VISIT_STATE = 5;

    // The upper half of VISIT_STATE: phase, two bits, and stages passed.
    private static final int PHASE_SHIFT = 32;
    private static final long PHASE_MASK = 3L << PHASE_SHIFT;
    private static final long DRAWN = 1L << 34;
    private static final long HOLD_WANTED = 1L << 35;
    private static final int STAGE_SHIFT = 40;

    private final RowAllocator rows;
    private final WaferRows states;
    private final GrowingLongs words;
    private final IntColumn nextSerial;

    public Wafers(StateArena arena, int capacity) {
        rows = new RowAllocator(arena, "wafers", capacity);
        states = new WaferRows(arena, capacity);
        words = states.words();
        nextSerial = arena.ints("wafers.nextSerial", 1, 0);
    }

    private static int at(int wafer, int word) {
        return WaferRows.at(wafer, word);
    }

    /** All rows, of which the process has two words each. */
    public WaferRows states() {
        return states;
    }

    private void lower(int index, int value) {
        words.set(index, IntPair.withLower(words.get(index), value));
    }

    private void upper(int index, int value) {
        words.set(index, IntPair.withUpper(words.get(index), value));
    }

    private long state(int wafer) {
        return words.get(at(wafer, VISIT_STATE));
    }

    private void state(int wafer, long mask, long bits) {
        int index = at(wafer, VISIT_STATE);
        words.set(index, words.get(index) & ~mask | bits);
    }

    int allocate(long itsKey) {
        int wafer = rows.allocate();
        states.ensureCapacity(rows.capacity());
        words.set(at(wafer, KEY), itsKey);
        lower(at(wafer, SERIAL_NEXT), nextSerial.add(0, 1) - 1);
        next(wafer, NONE);
        words.set(at(wafer, VISIT_STATE), (long) DONE << PHASE_SHIFT);
        chamber(wafer, -1);
        carrier(wafer, NONE);
        startUs(wafer, 0);
        endUs(wafer, 0);
        return wafer;
    }

    void free(int wafer) {
        rows.free(wafer);
    }

    /** Wafers in the line. */
    public int live() {
        return rows.live();
    }

    public int serial(int wafer) {
        return IntPair.lower(words.get(at(wafer, SERIAL_NEXT)));
    }

    /** Identity in draws. */
    public long key(int wafer) {
        return words.get(at(wafer, KEY));
    }

    /** Next wafer of the carrier, {@link #NONE} after the last. */
    public int next(int wafer) {
        return IntPair.upper(words.get(at(wafer, SERIAL_NEXT)));
    }

    void next(int wafer, int other) {
        upper(at(wafer, SERIAL_NEXT), other);
    }

    /** How many rework loops the wafer has begun. */
    public int visit(int wafer) {
        return IntPair.lower(state(wafer));
    }

    void addVisit(int wafer) {
        lower(at(wafer, VISIT_STATE), visit(wafer) + 1);
    }

    /** Whether the wafer does the carrier's current step. */
    public boolean isDrawn(int wafer) {
        return (state(wafer) & DRAWN) != 0;
    }

    void drawn(int wafer, boolean value) {
        state(wafer, DRAWN, value ? DRAWN : 0);
    }

    /** Whether a command wants the wafer held before its next step. */
    public boolean isHoldWanted(int wafer) {
        return (state(wafer) & HOLD_WANTED) != 0;
    }

    public void holdWanted(int wafer, boolean value) {
        state(wafer, HOLD_WANTED, value ? HOLD_WANTED : 0);
    }

    /** Whether and where the wafer is in process; see the constants. */
    public int phase(int wafer) {
        return (int) ((state(wafer) & PHASE_MASK) >>> PHASE_SHIFT);
    }

    public void phase(int wafer, int value) {
        state(wafer, PHASE_MASK, (long) value << PHASE_SHIFT);
    }

    /** First chamber of the plan. */
    public int chamber(int wafer) {
        return IntPair.lower(words.get(at(wafer, CHAMBER_CARRIER)));
    }

    public long startUs(int wafer) {
        return words.get(at(wafer, START_US));
    }

    public long endUs(int wafer) {
        return words.get(at(wafer, END_US));
    }

    /** The carrier that brought the wafer to the detailed tool that it is in. */
    public int carrier(int wafer) {
        return IntPair.upper(words.get(at(wafer, CHAMBER_CARRIER)));
    }

    public void carrier(int wafer, int value) {
        upper(at(wafer, CHAMBER_CARRIER), value);
    }

    /** Stages of a detailed tool that the wafer has passed. */
    public int stage(int wafer) {
        return (int) (state(wafer) >>> STAGE_SHIFT);
    }

    public void stage(int wafer, int value) {
        state(wafer, -1L << STAGE_SHIFT, (long) value << STAGE_SHIFT);
    }

    public void startUs(int wafer, long value) {
        words.set(at(wafer, START_US), value);
    }

    public void endUs(int wafer, long value) {
        words.set(at(wafer, END_US), value);
    }

    public void chamber(int wafer, int value) {
        lower(at(wafer, CHAMBER_CARRIER), value);
    }

    /** Sets the plan: chamber, start in it, end of the last process position. */
    public void plan(int wafer, int itsChamber, long itsStartUs, long itsEndUs) {
        replan(wafer, itsChamber, itsStartUs, itsEndUs);
        phase(wafer, PLANNED);
    }

    /** Moves what lies after {@code sinceUs} by {@code deltaUs}. */
    public void delay(int wafer, long deltaUs, long sinceUs) {
        if (startUs(wafer) > sinceUs) {
            startUs(wafer, startUs(wafer) + deltaUs);
        }
        if (endUs(wafer) > sinceUs) {
            endUs(wafer, endUs(wafer) + deltaUs);
        }
    }

    /** Gives a wafer that has not started another chamber and other times. */
    public void replan(int wafer, int itsChamber, long itsStartUs, long itsEndUs) {
        chamber(wafer, itsChamber);
        startUs(wafer, itsStartUs);
        endUs(wafer, itsEndUs);
    }
}
