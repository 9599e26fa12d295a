/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.core.state;

/**
 * Hands out row numbers and takes them back, last returned first. Single-threaded: the twin's thread only. The owner of the
 * columns grows them to {@link #capacity} after each {@link #allocate}.
 */
public final class RowAllocator {
    private static final int FREE = 0;
    private static final int USED = 1;
    private static final int LIVE = 2;
    private static final int NONE = -1;

    private final IntColumn registers;
    private final GrowingInts nextFree;

    public RowAllocator(StateArena arena, String name, int capacity) {
        registers = arena.ints(name + ".rows", 3, 0);
        registers.set(FREE, NONE);
        nextFree = arena.growingInts(name + ".nextFree", capacity, NONE);
    }

    /** A free row; grows the list of rows by doubling when there is none. */
    public int allocate() {
        registers.add(LIVE, 1);
        int row = registers.get(FREE);
        if (row != NONE) {
            registers.set(FREE, nextFree.get(row));
            return row;
        }
        row = registers.get(USED);
        registers.set(USED, row + 1);
        nextFree.ensureCapacity(row + 1, NONE);
        return row;
    }

    /** Gives a row back. */
    public void free(int row) {
        registers.add(LIVE, -1);
        nextFree.set(row, registers.get(FREE));
        registers.set(FREE, row);
    }

    /** Rows in use. */
    public int live() {
        return registers.get(LIVE);
    }

    /** Rows handed out so far, free ones included: the bound of a scan. */
    public int used() {
        return registers.get(USED);
    }

    public int capacity() {
        return nextFree.capacity();
    }
}
