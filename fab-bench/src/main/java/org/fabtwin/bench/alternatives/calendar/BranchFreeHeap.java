/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.bench.alternatives.calendar;

import java.util.Arrays;

/**
 * Binary heap by (time, insertion) that goes down to the bottom without comparing with the moved element, choosing the
 * lesser child by arithmetic, then up (Wegener's bottom-up heap). Cancelled events leave at once. Not chosen: the
 * arithmetic of two words costs about what the mispredictions cost.
 */
public final class BranchFreeHeap extends EventRecords {
    /** Two words a node, from node 1 on; behind the last node stands one that is later than any. */
    private long[] nodes;

    private int[] places;

    public BranchFreeHeap(int expectedEvents) {
        super(expectedEvents);
        nodes = new long[2 * payloads.length + 6];
        Arrays.fill(nodes, Long.MAX_VALUE);
        places = new int[payloads.length];
    }

    @Override
    void grow(int capacity) {
        super.grow(capacity);
        int old = nodes.length;
        nodes = Arrays.copyOf(nodes, 2 * capacity + 6);
        Arrays.fill(nodes, old, nodes.length, Long.MAX_VALUE);
        places = Arrays.copyOf(places, capacity);
    }

    @Override
    public int schedule(long timeUs, int kind, int subject) {
        long word = register(kind, subject);
        siftUp(nodes, size, timeUs, word);
        return (int) word & HANDLE_MASK;
    }

    @Override
    public void reschedule(int handle, long timeUs) {
        refill(places[handle], timeUs, word(handle));
    }

    @Override
    public void cancel(int handle) {
        release(handle);
        removeAt(places[handle]);
    }

    @Override
    public long nextTimeUs() {
        return size == 0 ? Long.MAX_VALUE : nodes[2];
    }

    @Override
    public boolean poll() {
        if (size == 0) {
            return false;
        }
        polled(nodes[2], (int) nodes[3] & HANDLE_MASK);
        removeAt(1);
        return true;
    }

    private void removeAt(int place) {
        int last = size + 1;
        long time = nodes[2 * last];
        long word = nodes[2 * last + 1];
        nodes[2 * last] = Long.MAX_VALUE;
        nodes[2 * last + 1] = Long.MAX_VALUE;
        if (place != last) {
            refill(place, time, word);
        }
    }

    private void refill(int from, long time, long word) {
        long[] n = nodes;
        int place = from;
        int end = size;
        for (int child = 2 * place; child <= end; child = 2 * place) {
            long timeOrder = n[2 * child] - n[2 * child + 2];
            long wordOrder = n[2 * child + 1] - n[2 * child + 3];
            // 1 when the right child is less: its time is, or times are equal and its word is.
            long sign = timeOrder | -timeOrder;
            long right = ~timeOrder & sign | ~wordOrder & ~sign;
            int least = child + (int) (right >>> 63);
            put(n, place, n[2 * least], n[2 * least + 1]);
            place = least;
        }
        siftUp(n, place, time, word);
    }

    private void siftUp(long[] n, int from, long time, long word) {
        int place = from;
        while (place > 1) {
            int parent = place >> 1;
            long parentTime = n[2 * parent];
            if (parentTime < time || parentTime == time && n[2 * parent + 1] < word) {
                break;
            }
            put(n, place, parentTime, n[2 * parent + 1]);
            place = parent;
        }
        put(n, place, time, word);
    }

    private void put(long[] n, int place, long time, long word) {
        n[2 * place] = time;
        n[2 * place + 1] = word;
        places[(int) word & HANDLE_MASK] = place;
    }
}
