/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.core.flow;

import org.fabtwin.core.state.IntColumn;
import org.fabtwin.core.state.LongColumn;
import org.fabtwin.core.state.RowAllocator;
import org.fabtwin.core.state.StateArena;

/** Lots in the line: wafers of one order. Single-threaded: the twin's thread only. */
public final class Lots {
    static final int NO_ORDER = -1;

    private final RowAllocator rows;
    private final IntColumn serial;
    private final IntColumn order;
    private final IntColumn liveOfOrder;
    private final IntColumn product;
    private final IntColumn lotClass;
    private final IntColumn priority;
    private final IntColumn completed;
    private final IntColumn scrapped;
    private final IntColumn carriers;
    private final LongColumn key;
    private final LongColumn releasedUs;
    private final LongColumn dueUs;
    private final IntColumn nextSerial;

    /** @param orders number of orders of the line. */
    public Lots(StateArena arena, int capacity, int orders) {
        rows = new RowAllocator(arena, "lots", capacity);
        serial = arena.ints("lots.serial", capacity, 0);
        order = arena.ints("lots.order", capacity, NO_ORDER);
        liveOfOrder = arena.ints("lots.liveOfOrder", Math.max(1, orders), 0);
        product = arena.ints("lots.product", capacity, 0);
        lotClass = arena.ints("lots.lotClass", capacity, 0);
        priority = arena.ints("lots.priority", capacity, 0);
        completed = arena.ints("lots.completed", capacity, 0);
        scrapped = arena.ints("lots.scrapped", capacity, 0);
        carriers = arena.ints("lots.carriers", capacity, 0);
        key = arena.longs("lots.key", capacity, 0);
        releasedUs = arena.longs("lots.releasedUs", capacity, 0);
        dueUs = arena.longs("lots.dueUs", capacity, 0);
        nextSerial = arena.ints("lots.nextSerial", 1, 0);
    }

    int allocate(int itsOrder, int lotProduct, int itsClass, int itsPriority, long itsKey, long nowUs, long itsDueUs) {
        int lot = rows.allocate();
        if (lot >= serial.capacity()) {
            grow(rows.capacity());
        }
        serial.set(lot, nextSerial.add(0, 1) - 1);
        order.set(lot, itsOrder);
        if (itsOrder != NO_ORDER) {
            liveOfOrder.add(itsOrder, 1);
        }
        product.set(lot, lotProduct);
        lotClass.set(lot, itsClass);
        priority.set(lot, itsPriority);
        completed.set(lot, 0);
        scrapped.set(lot, 0);
        carriers.set(lot, 0);
        key.set(lot, itsKey);
        releasedUs.set(lot, nowUs);
        dueUs.set(lot, itsDueUs);
        return lot;
    }

    private void grow(int capacity) {
        serial.ensureCapacity(capacity, 0);
        order.ensureCapacity(capacity, NO_ORDER);
        product.ensureCapacity(capacity, 0);
        lotClass.ensureCapacity(capacity, 0);
        priority.ensureCapacity(capacity, 0);
        completed.ensureCapacity(capacity, 0);
        scrapped.ensureCapacity(capacity, 0);
        carriers.ensureCapacity(capacity, 0);
        key.ensureCapacity(capacity, 0);
        releasedUs.ensureCapacity(capacity, 0);
        dueUs.ensureCapacity(capacity, 0);
    }

    void free(int lot) {
        if (order.get(lot) != NO_ORDER) {
            liveOfOrder.add(order.get(lot), -1);
        }
        rows.free(lot);
    }

    /** Lots in the line. */
    public int live() {
        return rows.live();
    }

    public int serial(int lot) {
        return serial.get(lot);
    }

    /** Order that released the lot, {@link #NO_ORDER} for lots of their own. */
    int order(int lot) {
        return order.get(lot);
    }

    /** Lots of an order in the line. */
    int liveOfOrder(int itsOrder) {
        return liveOfOrder.get(itsOrder);
    }

    public int product(int lot) {
        return product.get(lot);
    }

    public int lotClass(int lot) {
        return lotClass.get(lot);
    }

    /** Higher goes first. */
    public int priority(int lot) {
        return priority.get(lot);
    }

    /** Identity in draws: order and number in the order. */
    public long key(int lot) {
        return key.get(lot);
    }

    public long releasedUs(int lot) {
        return releasedUs.get(lot);
    }

    /** {@link Long#MAX_VALUE} without a due date. */
    public long dueUs(int lot) {
        return dueUs.get(lot);
    }

    int completed(int lot) {
        return completed.get(lot);
    }

    int scrapped(int lot) {
        return scrapped.get(lot);
    }

    void addCompleted(int lot, int wafers) {
        completed.add(lot, wafers);
    }

    void addScrapped(int lot, int wafers) {
        scrapped.add(lot, wafers);
    }

    /** Changes the number of the lot's carriers and returns it. */
    int addCarriers(int lot, int delta) {
        return carriers.add(lot, delta);
    }
}
