/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.core.metrology;

import org.fabtwin.core.state.CacheLine;
import org.fabtwin.core.state.GrowingDoubles;
import org.fabtwin.core.state.GrowingLongs;
import org.fabtwin.core.state.IntPair;
import org.fabtwin.core.state.RowAllocator;
import org.fabtwin.core.state.StateArena;

/**
 * Measurements whose results have not come yet, with all that their loops need of the pass that was measured: chamber, run, offsets,
 * traces. Before the result comes the wafer may have been reworked, or have left and its row be another's. Of a qualification wafer,
 * which has no row, wafer, lot and step are -1, serial is the number of the chamber's maintenances. Single-threaded: the twin's
 * thread only.
 */
final class PendingResults {
    /** Chamber of a result that has no loop. */
    static final int NO_PASS = -1;

    // Words of a result's row, which fills a line of the cache; the first three hold two ints, the lower first.
    private static final int WAFER_SERIAL = 0;
    private static final int LOT_STEP = 1;
    private static final int PARAMETER_CHAMBER = 2;
    private static final int RUN = 3;
    private static final int X = 4;
    private static final int Y = 5;
    /** Of each component. */
    private static final int OFFSET = 6;

    private static final int ROW_SHIFT = 3;

    private final RowAllocator rows;
    private final GrowingLongs words;
    private final int tracesOfRow;
    private final GrowingDoubles traces;

    /** @param tracesOfRow the most that a controller has, all components together. */
    PendingResults(StateArena arena, int capacity, int tracesOfRow) {
        this.tracesOfRow = tracesOfRow;
        rows = new RowAllocator(arena, "pendingResults", capacity);
        words = arena.growingLongs("pendingResults.words", at(capacity, 0), 0);
        traces = arena.growingDoubles("pendingResults.traces", capacity * tracesOfRow, 0);
    }

    private static int at(int row, int word) {
        return (row << ROW_SHIFT) + (CacheLine.BEFORE_FIRST_ROW + word);
    }

    private int lower(int row, int word) {
        return IntPair.lower(words.get(at(row, word)));
    }

    private int upper(int row, int word) {
        return IntPair.upper(words.get(at(row, word)));
    }

    int add(int itsWafer, int itsSerial, int itsLot, int itsStep, int itsParameter, double itsX, double itsY) {
        int row = rows.allocate();
        if (at(row + 1, 0) > words.capacity()) {
            words.ensureCapacity(at(rows.capacity(), 0), 0);
            traces.ensureCapacity(rows.capacity() * tracesOfRow, 0);
        }
        words.set(at(row, WAFER_SERIAL), IntPair.of(itsWafer, itsSerial));
        words.set(at(row, LOT_STEP), IntPair.of(itsLot, itsStep));
        words.set(at(row, PARAMETER_CHAMBER), IntPair.of(itsParameter, NO_PASS));
        words.set(at(row, RUN), 0);
        words.set(at(row, X), Double.doubleToRawLongBits(itsX));
        words.set(at(row, Y), Double.doubleToRawLongBits(itsY));
        return row;
    }

    /** What the wafer had gone through of the controller's step when it was measured. */
    void measuredPass(int row, int itsChamber, long itsRun) {
        words.set(at(row, PARAMETER_CHAMBER), IntPair.of(parameter(row), itsChamber));
        words.set(at(row, RUN), itsRun);
    }

    /** Offset that the loop had for the wafer. */
    void offset(int row, int component, double value) {
        words.set(at(row, OFFSET + component), Double.doubleToRawLongBits(value));
    }

    double offset(int row, int component) {
        return Double.longBitsToDouble(words.get(at(row, OFFSET + component)));
    }

    /** All traces; those of a result stand from {@link #firstTrace} on. */
    GrowingDoubles traces() {
        return traces;
    }

    int firstTrace(int row, int component, int sensors) {
        return row * tracesOfRow + component * sensors;
    }

    /** {@link #NO_PASS} where the result has no loop. */
    int chamber(int row) {
        return upper(row, PARAMETER_CHAMBER);
    }

    long run(int row) {
        return words.get(at(row, RUN));
    }

    void free(int row) {
        rows.free(row);
    }

    int wafer(int row) {
        return lower(row, WAFER_SERIAL);
    }

    int serial(int row) {
        return upper(row, WAFER_SERIAL);
    }

    int lot(int row) {
        return lower(row, LOT_STEP);
    }

    int step(int row) {
        return upper(row, LOT_STEP);
    }

    int parameter(int row) {
        return lower(row, PARAMETER_CHAMBER);
    }

    double x(int row) {
        return Double.longBitsToDouble(words.get(at(row, X)));
    }

    double y(int row) {
        return Double.longBitsToDouble(words.get(at(row, Y)));
    }
}
