/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.gateway.stream;

import org.agrona.collections.IntArrayList;
import org.agrona.collections.LongArrayList;

/** Positions and contents of events in the order in which they came. One thread adds, others wait and compare. */
final class EventLedger {
    private final LongArrayList positions = new LongArrayList();
    private final IntArrayList contents = new IntArrayList();
    private int compared;

    synchronized void add(long position, int crc) {
        positions.addLong(position);
        contents.addInt(crc);
        notifyAll();
    }

    synchronized int size() {
        return positions.size();
    }

    /** Waits for so many; returns how many there are. */
    synchronized int await(int count, long timeoutMs) throws InterruptedException {
        final long untilNs = System.nanoTime() + timeoutMs * 1_000_000;
        while (positions.size() < count && System.nanoTime() < untilNs) {
            wait(20);
        }
        return positions.size();
    }

    /** Compares what has not been compared yet; null where all is the same, else where and how it differs. */
    synchronized String difference(EventLedger truth, int until) {
        for (; compared < until; compared++) {
            if (positions.getLong(compared) != truth.positions.getLong(compared)
                    || contents.getInt(compared) != truth.contents.getInt(compared)) {
                return "event " + compared + ": expected position " + truth.positions.getLong(compared)
                        + " with content "
                        + Integer.toHexString(truth.contents.getInt(compared)) + ", found "
                        + positions.getLong(compared)
                        + " with " + Integer.toHexString(contents.getInt(compared));
            }
        }
        return null;
    }
}
