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

    // Words of a wafer's row of ints.
    private static final int SERIAL = 0;
    private static final int NEXT = 1;
    private static final int VISIT = 2;
    private static final int DRAWN = 3;
    private static final int HOLD_WANTED = 4;
    private static final int PHASE = 5;
    private static final int CHAMBER = 6;
    private static final int CARRIER = 7;
    private static final int STAGE = 8;
    private static final int INTS = 9;

    // Words of its row of longs.
    private static final int KEY = 0;
    private static final int START_US = 1;
    private static final int END_US = 2;
    private static final int LONGS = 3;

    private final RowAllocator rows;
    private final IntColumn ints;
    private final LongColumn longs;
    private final IntColumn nextSerial;

    public Wafers(StateArena arena, int capacity) {
        rows = new RowAllocator(arena, "wafers", capacity);
        ints = arena.ints("wafers.ints", INTS * capacity, 0);
        longs = arena.longs("wafers.longs", LONGS * capacity, 0);
        nextSerial = arena.ints("wafers.nextSerial", 1, 0);
    }

    int allocate(long itsKey) {
        int wafer = rows.allocate();
        ints.ensureCapacity(INTS * rows.capacity(), 0);
        longs.ensureCapacity(LONGS * rows.capacity(), 0);
        ints.set(INTS * wafer + SERIAL, nextSerial.add(0, 1) - 1);
        longs.set(LONGS * wafer + KEY, itsKey);
        next(wafer, NONE);
        ints.set(INTS * wafer + VISIT, 0);
        drawn(wafer, false);
        holdWanted(wafer, false);
        phase(wafer, DONE);
        chamber(wafer, -1);
        carrier(wafer, NONE);
        stage(wafer, 0);
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
        return ints.get(INTS * wafer + SERIAL);
    }

    /** Identity in draws. */
    public long key(int wafer) {
        return longs.get(LONGS * wafer + KEY);
    }

    /** Next wafer of the carrier, {@link #NONE} after the last. */
    public int next(int wafer) {
        return ints.get(INTS * wafer + NEXT);
    }

    void next(int wafer, int other) {
        ints.set(INTS * wafer + NEXT, other);
    }

    /** How many rework loops the wafer has begun. */
    public int visit(int wafer) {
        return ints.get(INTS * wafer + VISIT);
    }

    void addVisit(int wafer) {
        ints.add(INTS * wafer + VISIT, 1);
    }

    /** Whether the wafer does the carrier's current step. */
    public boolean isDrawn(int wafer) {
        return ints.get(INTS * wafer + DRAWN) != 0;
    }

    void drawn(int wafer, boolean value) {
        ints.set(INTS * wafer + DRAWN, value ? 1 : 0);
    }

    /** Whether a command wants the wafer held before its next step. */
    public boolean isHoldWanted(int wafer) {
        return ints.get(INTS * wafer + HOLD_WANTED) != 0;
    }

    public void holdWanted(int wafer, boolean value) {
        ints.set(INTS * wafer + HOLD_WANTED, value ? 1 : 0);
    }

    /** Whether and where the wafer is in process; see the constants. */
    public int phase(int wafer) {
        return ints.get(INTS * wafer + PHASE);
    }

    public void phase(int wafer, int value) {
        ints.set(INTS * wafer + PHASE, value);
    }

    /** First chamber of the plan. */
    public int chamber(int wafer) {
        return ints.get(INTS * wafer + CHAMBER);
    }

    public long startUs(int wafer) {
        return longs.get(LONGS * wafer + START_US);
    }

    public long endUs(int wafer) {
        return longs.get(LONGS * wafer + END_US);
    }

    /** The carrier that brought the wafer to the detailed tool that it is in. */
    public int carrier(int wafer) {
        return ints.get(INTS * wafer + CARRIER);
    }

    public void carrier(int wafer, int value) {
        ints.set(INTS * wafer + CARRIER, value);
    }

    /** Stages of a detailed tool that the wafer has passed. */
    public int stage(int wafer) {
        return ints.get(INTS * wafer + STAGE);
    }

    public void stage(int wafer, int value) {
        ints.set(INTS * wafer + STAGE, value);
    }

    public void startUs(int wafer, long value) {
        longs.set(LONGS * wafer + START_US, value);
    }

    public void endUs(int wafer, long value) {
        longs.set(LONGS * wafer + END_US, value);
    }

    public void chamber(int wafer, int value) {
        ints.set(INTS * wafer + CHAMBER, value);
    }

    /** Sets the plan: chamber, start in it, end of the last process position. */
    public void plan(int wafer, int itsChamber, long itsStartUs, long itsEndUs) {
        ints.set(INTS * wafer + CHAMBER, itsChamber);
        longs.set(LONGS * wafer + START_US, itsStartUs);
        longs.set(LONGS * wafer + END_US, itsEndUs);
        ints.set(INTS * wafer + PHASE, PLANNED);
    }

    /** Moves what lies after {@code sinceUs} by {@code deltaUs}. */
    public void delay(int wafer, long deltaUs, long sinceUs) {
        if (longs.get(LONGS * wafer + START_US) > sinceUs) {
            longs.add(LONGS * wafer + START_US, deltaUs);
        }
        if (longs.get(LONGS * wafer + END_US) > sinceUs) {
            longs.add(LONGS * wafer + END_US, deltaUs);
        }
    }

    /** Gives a wafer that has not started another chamber and other times. */
    public void replan(int wafer, int itsChamber, long itsStartUs, long itsEndUs) {
        ints.set(INTS * wafer + CHAMBER, itsChamber);
        longs.set(LONGS * wafer + START_US, itsStartUs);
        longs.set(LONGS * wafer + END_US, itsEndUs);
    }
}
