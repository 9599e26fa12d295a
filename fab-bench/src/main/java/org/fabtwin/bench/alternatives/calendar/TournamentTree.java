/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.bench.alternatives.calendar;

import java.util.Arrays;

/**
 * Tournament tree with one leaf a handle, by (time, insertion): an event scheduled, moved or taken out replays its leaf's
 * matches up to the root, without looking down. Not chosen: the path is always of full height.
 */
public final class TournamentTree extends EventRecords {
    private int leaves;
    /** Per handle: time (NONE of a free one) and insertion word. */
    private long[] keys;
    /** Winning handle of every inner node, root at 1. */
    private int[] winners;

    public TournamentTree(int expectedEvents) {
        super(Integer.highestOneBit(Math.max(16, expectedEvents) - 1) << 1);
        keys = new long[0];
        plant(payloads.length);
    }

    private void plant(int capacity) {
        int old = keys.length;
        leaves = capacity;
        keys = Arrays.copyOf(keys, 2 * capacity);
        Arrays.fill(keys, old, keys.length, Long.MAX_VALUE);
        winners = new int[capacity];
        for (int node = capacity - 1; node > 0; node--) {
            int left = 2 * node < leaves ? winners[2 * node] : 2 * node - leaves;
            int right = 2 * node < leaves ? winners[2 * node + 1] : 2 * node + 1 - leaves;
            winners[node] = winner(keys, left, right);
        }
    }

    @Override
    void grow(int capacity) {
        super.grow(capacity);
        plant(capacity);
    }

    @Override
    public int schedule(long timeUs, int kind, int subject) {
        long word = register(kind, subject);
        int handle = (int) word & HANDLE_MASK;
        replay(handle, timeUs, word);
        return handle;
    }

    @Override
    public void reschedule(int handle, long timeUs) {
        replay(handle, timeUs, word(handle));
    }

    @Override
    public void cancel(int handle) {
        release(handle);
        replay(handle, Long.MAX_VALUE, Long.MAX_VALUE);
    }

    @Override
    public long nextTimeUs() {
        return keys[2 * winners[1]];
    }

    @Override
    public boolean poll() {
        if (size == 0) {
            return false;
        }
        int handle = winners[1];
        polled(keys[2 * handle], handle);
        replay(handle, Long.MAX_VALUE, Long.MAX_VALUE);
        return true;
    }

    private void replay(int handle, long timeUs, long word) {
        long[] k = keys;
        int[] w = winners;
        k[2 * handle] = timeUs;
        k[2 * handle + 1] = word;
        int sibling = handle ^ 1;
        int best = winner(k, handle, sibling);
        int node = handle + leaves >> 1;
        w[node] = best;
        while (node > 1) {
            best = winner(k, best, w[node ^ 1]);
            node >>= 1;
            w[node] = best;
        }
    }

    /** Chosen by arithmetic: which of two is first can't be predicted. */
    private static int winner(long[] k, int a, int b) {
        long timeOrder = k[2 * a] - k[2 * b];
        long wordOrder = k[2 * a + 1] - k[2 * b + 1];
        long sign = timeOrder | -timeOrder;
        long isB = (~timeOrder & sign | ~wordOrder & ~sign) >> 63;
        return a ^ (a ^ b) & (int) isB;
    }
}
