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

    private final RowAllocator rows;
    private final IntColumn serial;
    private final LongColumn key;
    private final IntColumn next;
    private final IntColumn visit;
    private final IntColumn drawn;
    private final IntColumn holdWanted;
    private final IntColumn phase;
    private final IntColumn chamber;
    private final LongColumn startUs;
    private final LongColumn endUs;
    private final IntColumn carrier;
    private final IntColumn stage;
    private final IntColumn nextSerial;

    public Wafers(StateArena arena, int capacity) {
        rows = new RowAllocator(arena, "wafers", capacity);
        serial = arena.ints("wafers.serial", capacity, 0);
        key = arena.longs("wafers.key", capacity, 0);
        next = arena.ints("wafers.next", capacity, NONE);
        visit = arena.ints("wafers.visit", capacity, 0);
        drawn = arena.ints("wafers.drawn", capacity, 0);
        holdWanted = arena.ints("wafers.holdWanted", capacity, 0);
        phase = arena.ints("wafers.phase", capacity, DONE);
        chamber = arena.ints("wafers.chamber", capacity, -1);
        startUs = arena.longs("wafers.startUs", capacity, 0);
        endUs = arena.longs("wafers.endUs", capacity, 0);
        carrier = arena.ints("wafers.carrier", capacity, NONE);
        stage = arena.ints("wafers.stage", capacity, 0);
        nextSerial = arena.ints("wafers.nextSerial", 1, 0);
    }

    int allocate(long itsKey) {
        int wafer = rows.allocate();
        if (wafer >= serial.capacity()) {
            int capacity = rows.capacity();
            serial.ensureCapacity(capacity, 0);
            key.ensureCapacity(capacity, 0);
            next.ensureCapacity(capacity, NONE);
            visit.ensureCapacity(capacity, 0);
            drawn.ensureCapacity(capacity, 0);
            holdWanted.ensureCapacity(capacity, 0);
            phase.ensureCapacity(capacity, DONE);
            chamber.ensureCapacity(capacity, -1);
            startUs.ensureCapacity(capacity, 0);
            endUs.ensureCapacity(capacity, 0);
            carrier.ensureCapacity(capacity, NONE);
            stage.ensureCapacity(capacity, 0);
        }
        serial.set(wafer, nextSerial.add(0, 1) - 1);
        key.set(wafer, itsKey);
        next.set(wafer, NONE);
        visit.set(wafer, 0);
        drawn.set(wafer, 0);
        holdWanted.set(wafer, 0);
        phase.set(wafer, DONE);
        chamber.set(wafer, -1);
        startUs.set(wafer, 0);
        endUs.set(wafer, 0);
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
        return serial.get(wafer);
    }

    /** Identity in draws. */
    public long key(int wafer) {
        return key.get(wafer);
    }

    /** Next wafer of the carrier, {@link #NONE} after the last. */
    public int next(int wafer) {
        return next.get(wafer);
    }

    void next(int wafer, int other) {
        next.set(wafer, other);
    }

    /** How many rework loops the wafer has begun. */
    public int visit(int wafer) {
        return visit.get(wafer);
    }

    void addVisit(int wafer) {
        visit.add(wafer, 1);
    }

    /** Whether the wafer does the carrier's current step. */
    public boolean isDrawn(int wafer) {
        return drawn.get(wafer) != 0;
    }

    void drawn(int wafer, boolean value) {
        drawn.set(wafer, value ? 1 : 0);
    }

    /** Whether a command wants the wafer held before its next step. */
    public boolean isHoldWanted(int wafer) {
        return holdWanted.get(wafer) != 0;
    }

    public void holdWanted(int wafer, boolean value) {
        holdWanted.set(wafer, value ? 1 : 0);
    }

    /** Whether and where the wafer is in process; see the constants. */
    public int phase(int wafer) {
        return phase.get(wafer);
    }

    public void phase(int wafer, int value) {
        phase.set(wafer, value);
    }

    /** First chamber of the plan. */
    public int chamber(int wafer) {
        return chamber.get(wafer);
    }

    public long startUs(int wafer) {
        return startUs.get(wafer);
    }

    public long endUs(int wafer) {
        return endUs.get(wafer);
    }

    /** The carrier that brought the wafer to the detailed tool that it is in. */
    public int carrier(int wafer) {
        return carrier.get(wafer);
    }

    public void carrier(int wafer, int value) {
        carrier.set(wafer, value);
    }

    /** Stages of a detailed tool that the wafer has passed. */
    public int stage(int wafer) {
        return stage.get(wafer);
    }

    public void stage(int wafer, int value) {
        stage.set(wafer, value);
    }

    public void startUs(int wafer, long value) {
        startUs.set(wafer, value);
    }

    public void endUs(int wafer, long value) {
        endUs.set(wafer, value);
    }

    public void chamber(int wafer, int value) {
        chamber.set(wafer, value);
    }

    /** Sets the plan: chamber, start in it, end of the last process position. */
    public void plan(int wafer, int itsChamber, long itsStartUs, long itsEndUs) {
        chamber.set(wafer, itsChamber);
        startUs.set(wafer, itsStartUs);
        endUs.set(wafer, itsEndUs);
        phase.set(wafer, PLANNED);
    }

    /** Moves what lies after {@code sinceUs} by {@code deltaUs}. */
    public void delay(int wafer, long deltaUs, long sinceUs) {
        if (startUs.get(wafer) > sinceUs) {
            startUs.add(wafer, deltaUs);
        }
        if (endUs.get(wafer) > sinceUs) {
            endUs.add(wafer, deltaUs);
        }
    }

    /** Gives a wafer that has not started another chamber and other times. */
    public void replan(int wafer, int itsChamber, long itsStartUs, long itsEndUs) {
        chamber.set(wafer, itsChamber);
        startUs.set(wafer, itsStartUs);
        endUs.set(wafer, itsEndUs);
    }
}
