/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.core.control;

import org.fabtwin.core.line.Controllers;
import org.fabtwin.core.state.CacheLine;
import org.fabtwin.core.state.GrowingDoubles;
import org.fabtwin.core.state.GrowingLongs;
import org.fabtwin.core.state.IntPair;
import org.fabtwin.core.state.StateArena;

/**
 * What each wafer in the line keeps of each controller's step until its result comes: chamber, number in its context, offset, traces;
 * and its own measured deviation, for feed-forward. A wafer's row is used again when it is gone; what is kept of the one before
 * is told by its serial. Single-threaded: the twin's thread only.
 */
public final class WaferRuns {
    private static final int NONE = -1;

    // Words of a slot's row, two rows to a line of the cache. The first holds two ints: serial, and above it the
    // chamber.
    private static final int SERIAL_CHAMBER = 0;
    private static final int RUN = 1;
    private static final int OFFSET = 2;
    private static final int MEASURED = 3;
    private static final int ROW_SHIFT = 2;

    /** {@link #MEASURED} of a wafer that was not measured since it passed. */
    private static final long NOT_MEASURED = Double.doubleToRawLongBits(Double.NaN);

    private final Controllers controllers;
    private final int slots;
    private final int sensors;
    private final GrowingLongs words;
    private final GrowingDoubles trace;

    public WaferRuns(StateArena arena, Controllers controllers, int waferRows) {
        this.controllers = controllers;
        slots = controllers.slotTotal();
        sensors = controllers.sensorTotal();
        int rows = slots == 0 ? 0 : waferRows;
        words = arena.growingLongs("waferRuns.words", wordsOf(rows), NONE);
        trace = arena.growingDoubles("waferRuns.trace", rows * sensors, 0);
    }

    private int wordsOf(int rows) {
        return CacheLine.BEFORE_FIRST_ROW + (rows * slots << ROW_SHIFT);
    }

    /** Index of the first word of the row of a wafer and a controller's component. */
    private int row(int wafer, int controller, int component) {
        return CacheLine.BEFORE_FIRST_ROW
                + (wafer * slots + controllers.firstSlot(controller) + component << ROW_SHIFT);
    }

    /** The wafer has passed the controller's step, for the first time or again: what was measured of it before is no longer true. */
    public void processed(
            int wafer, int itsSerial, int controller, int component, int itsChamber, long itsRun, double itsOffset) {
        if (wordsOf(wafer + 1) > words.capacity()) {
            grow(wafer + 1);
        }
        int row = row(wafer, controller, component);
        words.set(row + SERIAL_CHAMBER, IntPair.of(itsSerial, itsChamber));
        words.set(row + RUN, itsRun);
        words.set(row + OFFSET, Double.doubleToRawLongBits(itsOffset));
        words.set(row + MEASURED, NOT_MEASURED);
    }

    private void grow(int rows) {
        words.ensureCapacity(wordsOf(rows), NONE);
        int itsRows = (words.capacity() - CacheLine.BEFORE_FIRST_ROW >> ROW_SHIFT) / slots;
        trace.ensureCapacity((itsRows + 1) * sensors, 0);
    }

    /** Whether this wafer has passed the controller's step. */
    public boolean isProcessed(int wafer, int itsSerial, int controller) {
        int row = row(wafer, controller, 0);
        return row < words.capacity() && IntPair.lower(words.get(row + SERIAL_CHAMBER)) == itsSerial;
    }

    public int chamber(int wafer, int controller) {
        return IntPair.upper(words.get(row(wafer, controller, 0) + SERIAL_CHAMBER));
    }

    public long run(int wafer, int controller, int component) {
        return words.get(row(wafer, controller, component) + RUN);
    }

    /** Offset that the loop had for the wafer, without what was fed forward. */
    public double offset(int wafer, int controller, int component) {
        return Double.longBitsToDouble(words.get(row(wafer, controller, component) + OFFSET));
    }

    /** The wafer was measured; it has passed the controller's step. */
    public void measured(int wafer, int controller, int component, double deviation) {
        words.set(row(wafer, controller, component) + MEASURED, Double.doubleToRawLongBits(deviation));
    }

    /** Measured deviation, 0 where this wafer was not measured. */
    public double measured(int wafer, int itsSerial, int controller, int component) {
        if (!isProcessed(wafer, itsSerial, controller)) {
            return 0;
        }
        double deviation = Double.longBitsToDouble(words.get(row(wafer, controller, component) + MEASURED));
        return Double.isNaN(deviation) ? 0 : deviation;
    }

    /** All traces; those of a wafer stand from {@link #firstTrace} on. */
    public GrowingDoubles traces() {
        return trace;
    }

    public int firstTrace(int wafer, int controller, int component) {
        return wafer * sensors + controllers.firstSensor(controller) + component * controllers.sensors(controller);
    }
}
