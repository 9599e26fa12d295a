/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.core.metrology;

import org.fabtwin.core.state.DoubleColumn;
import org.fabtwin.core.state.IntColumn;
import org.fabtwin.core.state.LongColumn;
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

    private static final int COMPONENTS = 2;

    private final RowAllocator rows;
    private final IntColumn wafer;
    private final IntColumn serial;
    private final IntColumn lot;
    private final IntColumn step;
    private final IntColumn parameter;
    private final IntColumn chamber;
    private final LongColumn run;
    private final DoubleColumn offset;
    private final int tracesOfRow;
    private final DoubleColumn traces;
    private final DoubleColumn x;
    private final DoubleColumn y;

    /** @param tracesOfRow the most that a controller has, all components together. */
    PendingResults(StateArena arena, int capacity, int tracesOfRow) {
        this.tracesOfRow = tracesOfRow;
        rows = new RowAllocator(arena, "pendingResults", capacity);
        wafer = arena.ints("pendingResults.wafer", capacity, 0);
        serial = arena.ints("pendingResults.serial", capacity, 0);
        lot = arena.ints("pendingResults.lot", capacity, 0);
        step = arena.ints("pendingResults.step", capacity, 0);
        parameter = arena.ints("pendingResults.parameter", capacity, 0);
        chamber = arena.ints("pendingResults.chamber", capacity, 0);
        run = arena.longs("pendingResults.run", capacity, 0);
        offset = arena.doubles("pendingResults.offset", capacity * COMPONENTS, 0);
        traces = arena.doubles("pendingResults.traces", capacity * tracesOfRow, 0);
        x = arena.doubles("pendingResults.x", capacity, 0);
        y = arena.doubles("pendingResults.y", capacity, 0);
    }

    int add(int itsWafer, int itsSerial, int itsLot, int itsStep, int itsParameter, double itsX, double itsY) {
        int row = rows.allocate();
        if (row >= wafer.capacity()) {
            int capacity = rows.capacity();
            wafer.ensureCapacity(capacity, 0);
            serial.ensureCapacity(capacity, 0);
            lot.ensureCapacity(capacity, 0);
            step.ensureCapacity(capacity, 0);
            parameter.ensureCapacity(capacity, 0);
            chamber.ensureCapacity(capacity, 0);
            run.ensureCapacity(capacity, 0);
            offset.ensureCapacity(capacity * COMPONENTS, 0);
            traces.ensureCapacity(capacity * tracesOfRow, 0);
            x.ensureCapacity(capacity, 0);
            y.ensureCapacity(capacity, 0);
        }
        wafer.set(row, itsWafer);
        serial.set(row, itsSerial);
        lot.set(row, itsLot);
        step.set(row, itsStep);
        parameter.set(row, itsParameter);
        x.set(row, itsX);
        y.set(row, itsY);
        measuredPass(row, NO_PASS, 0);
        return row;
    }

    /** What the wafer had gone through of the controller's step when it was measured. */
    void measuredPass(int row, int itsChamber, long itsRun) {
        chamber.set(row, itsChamber);
        run.set(row, itsRun);
    }

    /** Offset that the loop had for the wafer. */
    void offset(int row, int component, double value) {
        offset.set(row * COMPONENTS + component, value);
    }

    double offset(int row, int component) {
        return offset.get(row * COMPONENTS + component);
    }

    /** All traces; those of a result stand from {@link #firstTrace} on. */
    DoubleColumn traces() {
        return traces;
    }

    int firstTrace(int row, int component, int sensors) {
        return row * tracesOfRow + component * sensors;
    }

    /** {@link #NO_PASS} where the result has no loop. */
    int chamber(int row) {
        return chamber.get(row);
    }

    long run(int row) {
        return run.get(row);
    }

    void free(int row) {
        rows.free(row);
    }

    int wafer(int row) {
        return wafer.get(row);
    }

    int serial(int row) {
        return serial.get(row);
    }

    int lot(int row) {
        return lot.get(row);
    }

    int step(int row) {
        return step.get(row);
    }

    int parameter(int row) {
        return parameter.get(row);
    }

    double x(int row) {
        return x.get(row);
    }

    double y(int row) {
        return y.get(row);
    }
}
