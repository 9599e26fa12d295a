/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.core.flow;

import org.fabtwin.core.state.IntColumn;
import org.fabtwin.core.state.LongColumn;
import org.fabtwin.core.state.RowAllocator;
import org.fabtwin.core.state.StateArena;

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

    // Words of a wafer's row, which fills a line of the cache; words from SERIAL_NEXT on hold two ints, the lower
    // first.
    private static final int KEY = 0;
    private static final int START_US = 1;
    private static final int END_US = 2;
    private static final int SERIAL_NEXT = 3;
    private static final int CHAMBER_CARRIER = 4;
    private static final int VISIT_STATE = 5;
    private static final int ROW_SHIFT = 3;

    /** Longs before the first row: the data of a large array begin 16 bytes behind the start of a line. */
    private static final int BEFORE_FIRST = 6;

    // Bits of a wafer's state: stages passed, from bit 8 on, and these.
    private static final int PHASE_MASK = 3;
    private static final int DRAWN = 4;
    private static final int HOLD_WANTED = 8;
    private static final int STAGE_SHIFT = 8;

    private static final long LOWER = 0xFFFF_FFFFL;

    private final RowAllocator rows;
    private final LongColumn words;
    private final IntColumn nextSerial;

    public Wafers(StateArena arena, int capacity) {
        rows = new RowAllocator(arena, "wafers", capacity);
        words = arena.longs("wafers.words", wordsOf(capacity), 0);
        nextSerial = arena.ints("wafers.nextSerial", 1, 0);
    }

    private static int wordsOf(int capacity) {
        return capacity == 0 ? 0 : BEFORE_FIRST + (capacity << ROW_SHIFT);
    }

    private static int index(int wafer, int word) {
        return BEFORE_FIRST + (wafer << ROW_SHIFT) + word;
    }

    private int lower(int wafer, int word) {
        return (int) words.get(index(wafer, word));
    }

    private int upper(int wafer, int word) {
        return (int) (words.get(index(wafer, word)) >>> Integer.SIZE);
    }

    private void lower(int wafer, int word, int value) {
        int index = index(wafer, word);
        words.set(index, words.get(index) & ~LOWER | value & LOWER);
    }

    private void upper(int wafer, int word, int value) {
        int index = index(wafer, word);
        words.set(index, words.get(index) & LOWER | (long) value << Integer.SIZE);
    }

    private int state(int wafer) {
        return upper(wafer, VISIT_STATE);
    }

    private void state(int wafer, int mask, int bits) {
        upper(wafer, VISIT_STATE, state(wafer) & ~mask | bits);
    }

    int allocate(long itsKey) {
        int wafer = rows.allocate();
        words.ensureCapacity(wordsOf(rows.capacity()), 0);
        words.set(index(wafer, KEY), itsKey);
        lower(wafer, SERIAL_NEXT, nextSerial.add(0, 1) - 1);
        next(wafer, NONE);
        lower(wafer, VISIT_STATE, 0);
        state(wafer, -1, DONE);
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
        return lower(wafer, SERIAL_NEXT);
    }

    /** Identity in draws. */
    public long key(int wafer) {
        return words.get(index(wafer, KEY));
    }

    /** Next wafer of the carrier, {@link #NONE} after the last. */
    public int next(int wafer) {
        return upper(wafer, SERIAL_NEXT);
    }

    void next(int wafer, int other) {
        upper(wafer, SERIAL_NEXT, other);
    }

    /** How many rework loops the wafer has begun. */
    public int visit(int wafer) {
        return lower(wafer, VISIT_STATE);
    }

    void addVisit(int wafer) {
        lower(wafer, VISIT_STATE, visit(wafer) + 1);
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
        return state(wafer) & PHASE_MASK;
    }

    public void phase(int wafer, int value) {
        state(wafer, PHASE_MASK, value);
    }

    /** First chamber of the plan. */
    public int chamber(int wafer) {
        return lower(wafer, CHAMBER_CARRIER);
    }

    public long startUs(int wafer) {
        return words.get(index(wafer, START_US));
    }

    public long endUs(int wafer) {
        return words.get(index(wafer, END_US));
    }

    /** The carrier that brought the wafer to the detailed tool that it is in. */
    public int carrier(int wafer) {
        return upper(wafer, CHAMBER_CARRIER);
    }

    public void carrier(int wafer, int value) {
        upper(wafer, CHAMBER_CARRIER, value);
    }

    /** Stages of a detailed tool that the wafer has passed. */
    public int stage(int wafer) {
        return state(wafer) >>> STAGE_SHIFT;
    }

    public void stage(int wafer, int value) {
        state(wafer, -1 << STAGE_SHIFT, value << STAGE_SHIFT);
    }

    public void startUs(int wafer, long value) {
        words.set(index(wafer, START_US), value);
    }

    public void endUs(int wafer, long value) {
        words.set(index(wafer, END_US), value);
    }

    public void chamber(int wafer, int value) {
        lower(wafer, CHAMBER_CARRIER, value);
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
