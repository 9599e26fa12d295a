/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.core.control;

import org.fabtwin.core.line.Controllers;
import org.fabtwin.core.state.DoubleColumn;
import org.fabtwin.core.state.IntColumn;
import org.fabtwin.core.state.LongColumn;
import org.fabtwin.core.state.StateArena;

/**
 * What each wafer in the line keeps of each controller's step until its result comes: chamber, number in its context, offset, traces;
 * and its own measured deviation, for feed-forward. A wafer's row is used again when it is gone; what is kept of the one before
 * is told by its serial. Single-threaded: the twin's thread only.
 */
public final class WaferRuns {
    private static final int NONE = -1;

    private final Controllers controllers;
    private final int slots;
    private final int sensors;
    private final IntColumn serial;
    private final IntColumn chamber;
    private final LongColumn run;
    private final DoubleColumn offset;
    private final IntColumn measuredSerial;
    private final DoubleColumn measured;
    private final DoubleColumn trace;

    public WaferRuns(StateArena arena, Controllers controllers, int waferRows) {
        this.controllers = controllers;
        slots = controllers.slotTotal();
        sensors = controllers.sensorTotal();
        int rows = slots == 0 ? 0 : waferRows;
        serial = arena.ints("waferRuns.serial", rows * slots, NONE);
        chamber = arena.ints("waferRuns.chamber", rows * slots, NONE);
        run = arena.longs("waferRuns.run", rows * slots, 0);
        offset = arena.doubles("waferRuns.offset", rows * slots, 0);
        measuredSerial = arena.ints("waferRuns.measuredSerial", rows * slots, NONE);
        measured = arena.doubles("waferRuns.measured", rows * slots, 0);
        trace = arena.doubles("waferRuns.trace", rows * sensors, 0);
    }

    private int slot(int wafer, int controller, int component) {
        return wafer * slots + controllers.firstSlot(controller) + component;
    }

    /** The wafer has passed the controller's step, for the first time or again: what was measured of it before is no longer true. */
    public void processed(
            int wafer, int itsSerial, int controller, int component, int itsChamber, long itsRun, double itsOffset) {
        if ((wafer + 1) * slots > serial.capacity()) {
            grow(wafer + 1);
        }
        int slot = slot(wafer, controller, component);
        serial.set(slot, itsSerial);
        chamber.set(slot, itsChamber);
        run.set(slot, itsRun);
        offset.set(slot, itsOffset);
        measuredSerial.set(slot, NONE);
    }

    private void grow(int rows) {
        serial.ensureCapacity(rows * slots, NONE);
        int capacity = serial.capacity();
        chamber.ensureCapacity(capacity, NONE);
        run.ensureCapacity(capacity, 0);
        offset.ensureCapacity(capacity, 0);
        measuredSerial.ensureCapacity(capacity, NONE);
        measured.ensureCapacity(capacity, 0);
        trace.ensureCapacity((capacity + slots - 1) / slots * sensors, 0);
    }

    /** Whether this wafer has passed the controller's step. */
    public boolean isProcessed(int wafer, int itsSerial, int controller) {
        int slot = slot(wafer, controller, 0);
        return slot < serial.capacity() && serial.get(slot) == itsSerial;
    }

    public int chamber(int wafer, int controller) {
        return chamber.get(slot(wafer, controller, 0));
    }

    public long run(int wafer, int controller, int component) {
        return run.get(slot(wafer, controller, component));
    }

    /** Offset that the loop had for the wafer, without what was fed forward. */
    public double offset(int wafer, int controller, int component) {
        return offset.get(slot(wafer, controller, component));
    }

    /** The wafer was measured; it has passed the controller's step. */
    public void measured(int wafer, int itsSerial, int controller, int component, double deviation) {
        int slot = slot(wafer, controller, component);
        measuredSerial.set(slot, itsSerial);
        measured.set(slot, deviation);
    }

    /** Measured deviation, 0 where this wafer was not measured. */
    public double measured(int wafer, int itsSerial, int controller, int component) {
        int slot = slot(wafer, controller, component);
        return slot < serial.capacity() && measuredSerial.get(slot) == itsSerial ? measured.get(slot) : 0;
    }

    /** All traces; those of a wafer stand from {@link #firstTrace} on. */
    public DoubleColumn traces() {
        return trace;
    }

    public int firstTrace(int wafer, int controller, int component) {
        return wafer * sensors + controllers.firstSensor(controller) + component * controllers.sensors(controller);
    }
}
