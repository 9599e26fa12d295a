/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.core.metrology;

import org.fabtwin.core.state.GrowingInts;
import org.fabtwin.core.state.IntColumn;
import org.fabtwin.core.state.StateArena;

/**
 * Signals of control charts that want something done: a lot held, a chamber taken down. They wait here until the twin, which sees
 * flow and equipment, takes them within the same instant. Single-threaded: the twin's thread only.
 */
public final class Signals {
    private final IntColumn count;
    private final GrowingInts chart;
    private final GrowingInts lot;
    private final GrowingInts chamber;

    Signals(StateArena arena) {
        count = arena.ints("signals.count", 1, 0);
        chart = arena.growingInts("signals.chart", 16, 0);
        lot = arena.growingInts("signals.lot", 16, 0);
        chamber = arena.growingInts("signals.chamber", 16, 0);
    }

    void add(int itsChart, int itsLot, int itsChamber) {
        int row = count.add(0, 1) - 1;
        chart.ensureCapacity(row + 1, 0);
        lot.ensureCapacity(row + 1, 0);
        chamber.ensureCapacity(row + 1, 0);
        chart.set(row, itsChart);
        lot.set(row, itsLot);
        chamber.set(row, itsChamber);
    }

    /** Signals that wait. */
    public int count() {
        return count.get(0);
    }

    public int chart(int row) {
        return chart.get(row);
    }

    /** Serial of the lot whose wafer gave the signal. */
    public int lot(int row) {
        return lot.get(row);
    }

    public int chamber(int row) {
        return chamber.get(row);
    }

    /** All have been taken. */
    public void clear() {
        count.set(0, 0);
    }
}
