/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.gateway.stream;

import java.util.ArrayList;
import java.util.List;
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

    /** "epoch:position CRC-32" of each. */
    synchronized List<String> placesAndContents(int epoch) {
        final List<String> all = new ArrayList<>();
        for (int i = 0; i < positions.size(); i++) {
            all.add(epoch + ":" + positions.getLong(i) + " " + Integer.toHexString(contents.getInt(i)));
        }
        return all;
    }

    synchronized long firstPosition() {
        return positions.isEmpty() ? -1 : positions.getLong(0);
    }

    synchronized long lastPosition() {
        return positions.isEmpty() ? -1 : positions.getLong(positions.size() - 1);
    }

    /** Waits for the event at a position; returns the last there is. */
    synchronized long awaitPosition(long position, long timeoutMs) throws InterruptedException {
        final long untilNs = System.nanoTime() + timeoutMs * 1_000_000;
        while (lastPosition() < position && System.nanoTime() < untilNs) {
            wait(20);
        }
        return lastPosition();
    }

    /** Compares the last events with all of another ledger, which begins later; null where they are the same. */
    synchronized String tailDifference(EventLedger later) {
        final int skipped = positions.size() - later.positions.size();
        for (int i = 0; i < later.positions.size(); i++) {
            if (positions.getLong(skipped + i) != later.positions.getLong(i)
                    || contents.getInt(skipped + i) != later.contents.getInt(i)) {
                return "expected position " + later.positions.getLong(i) + ", found " + positions.getLong(skipped + i);
            }
        }
        return null;
    }
}
