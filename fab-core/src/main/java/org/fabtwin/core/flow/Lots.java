/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.core.flow;

import org.fabtwin.core.state.GrowingInts;
import org.fabtwin.core.state.GrowingLongs;
import org.fabtwin.core.state.IntColumn;
import org.fabtwin.core.state.RowAllocator;
import org.fabtwin.core.state.StateArena;

/**
 * Lots in the line: wafers of one order. Single-threaded: the twin's thread only. What is known of a lot lies in one row, as in
 * {@link Carriers}.
 */
public final class Lots {
    static final int NO_ORDER = -1;

    // Words of a lot's row of ints.
    private static final int SERIAL = 0;
    private static final int PRODUCT = 1;
    private static final int LOT_CLASS = 2;
    private static final int PRIORITY = 3;
    private static final int COMPLETED = 4;
    private static final int SCRAPPED = 5;
    private static final int CARRIERS = 6;
    private static final int ORDER = 7;
    private static final int INT_SHIFT = 3;

    // Words of a lot's row of longs.
    private static final int KEY = 0;
    private static final int RELEASED_US = 1;
    private static final int DUE_US = 2;
    private static final int LONG_SHIFT = 2;

    private final RowAllocator rows;
    private final GrowingInts ints;
    private final GrowingLongs longs;
    private final IntColumn liveOfOrder;
    private final IntColumn nextSerial;

    /** @param orders number of orders of the line. */
    public Lots(StateArena arena, int capacity, int orders) {
        rows = new RowAllocator(arena, "lots", capacity);
        ints = arena.growingInts("lots.ints", capacity << INT_SHIFT, 0);
        longs = arena.growingLongs("lots.longs", capacity << LONG_SHIFT, 0);
        liveOfOrder = arena.ints("lots.liveOfOrder", Math.max(1, orders), 0);
        nextSerial = arena.ints("lots.nextSerial", 1, 0);
    }

    private static int at(int lot, int word) {
        return (lot << INT_SHIFT) + word;
    }

    private static int longAt(int lot, int word) {
        return (lot << LONG_SHIFT) + word;
    }

    int allocate(int itsOrder, int lotProduct, int itsClass, int itsPriority, long itsKey, long nowUs, long itsDueUs) {
        int lot = rows.allocate();
        if (at(lot, 0) >= ints.capacity()) {
            ints.ensureCapacity(at(rows.capacity(), 0), 0);
            longs.ensureCapacity(longAt(rows.capacity(), 0), 0);
        }
        ints.set(at(lot, SERIAL), nextSerial.add(0, 1) - 1);
        ints.set(at(lot, ORDER), itsOrder);
        if (itsOrder != NO_ORDER) {
            liveOfOrder.add(itsOrder, 1);
        }
        ints.set(at(lot, PRODUCT), lotProduct);
        ints.set(at(lot, LOT_CLASS), itsClass);
        ints.set(at(lot, PRIORITY), itsPriority);
        ints.set(at(lot, COMPLETED), 0);
        ints.set(at(lot, SCRAPPED), 0);
        ints.set(at(lot, CARRIERS), 0);
        longs.set(longAt(lot, KEY), itsKey);
        longs.set(longAt(lot, RELEASED_US), nowUs);
        longs.set(longAt(lot, DUE_US), itsDueUs);
        return lot;
    }

    void free(int lot) {
        if (order(lot) != NO_ORDER) {
            liveOfOrder.add(order(lot), -1);
        }
        rows.free(lot);
    }

    /** Lots in the line. */
    public int live() {
        return rows.live();
    }

    public int serial(int lot) {
        return ints.get(at(lot, SERIAL));
    }

    /** Order that released the lot, {@link #NO_ORDER} for lots of their own. */
    int order(int lot) {
        return ints.get(at(lot, ORDER));
    }

    /** Lots of an order in the line. */
    int liveOfOrder(int itsOrder) {
        return liveOfOrder.get(itsOrder);
    }

    public int product(int lot) {
        return ints.get(at(lot, PRODUCT));
    }

    public int lotClass(int lot) {
        return ints.get(at(lot, LOT_CLASS));
    }

    /** Higher goes first. For good: carriers keep a copy. */
    public int priority(int lot) {
        return ints.get(at(lot, PRIORITY));
    }

    /** Identity in draws: order and number in the order. */
    public long key(int lot) {
        return longs.get(longAt(lot, KEY));
    }

    public long releasedUs(int lot) {
        return longs.get(longAt(lot, RELEASED_US));
    }

    /** {@link Long#MAX_VALUE} without a due date. */
    public long dueUs(int lot) {
        return longs.get(longAt(lot, DUE_US));
    }

    int completed(int lot) {
        return ints.get(at(lot, COMPLETED));
    }

    int scrapped(int lot) {
        return ints.get(at(lot, SCRAPPED));
    }

    void addCompleted(int lot, int wafers) {
        ints.add(at(lot, COMPLETED), wafers);
    }

    void addScrapped(int lot, int wafers) {
        ints.add(at(lot, SCRAPPED), wafers);
    }

    /** What it completed and lost so far counts no more. */
    void forgetPast(int lot) {
        ints.set(at(lot, COMPLETED), 0);
        ints.set(at(lot, SCRAPPED), 0);
    }

    /** Changes the number of the lot's carriers and returns it. */
    int addCarriers(int lot, int delta) {
        return ints.add(at(lot, CARRIERS), delta);
    }
}
