/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.gateway.subscription;

import java.util.ArrayList;
import java.util.List;
import org.fabtwin.gateway.wire.StreamFormat;

/**
 * The log's end, where the live streams of one event loop wait. The loop is woken by whoever publishes and encodes the few new
 * records itself: a hand-over to another thread and back costs several times what the encoding does. What is more than a little is the
 * tailer's. For the loop.
 */
final class LiveEnd {
    /** Log bytes that a loop encodes in one look, for all its feeds together; some tens of microseconds. */
    private static final long MOST_BYTES = 16 << 10;
    /** JSON takes so many times as long to encode. */
    private static final int JSON_TIMES = 8;

    private final LogTailer tailer;
    private final BatchSource source;
    private final LoopSleep sleep;
    /** Walked by index, as what was found: a look takes place for each event, and an iterator would be garbage each time. */
    private final List<BatchKey> waiting = new ArrayList<>();

    private final List<BatchKey> found = new ArrayList<>();
    private long publishedNs;
    private long lookedNs;
    private long bytesLeft;

    LiveEnd(LogTailer tailer, BatchSource source, LoopSleep sleep) {
        this.tailer = tailer;
        this.source = source;
        this.sleep = sleep;
    }

    /** A batch is wanted whose first record is yet to come. */
    void add(BatchKey key) {
        waiting.add(key);
    }

    /** Nobody wants it any more; false: it did not wait here. */
    boolean remove(BatchKey key) {
        return waiting.remove(key);
    }

    /** For how long to wait yet before a look, so that small batches are gathered. */
    long restNs(long nowNs) {
        return lookedNs + tailer.gatherNs() - nowNs;
    }

    /** Begins a look. What is returned has news and waits no longer; valid until the next look. */
    List<BatchKey> look(long nowNs, long tail) {
        lookedNs = nowNs;
        // Kept: the loop may be woken again while it writes what this look has found.
        publishedNs = sleep.beginLook();
        bytesLeft = MOST_BYTES;
        found.clear();
        int left = 0;
        for (int i = 0; i < waiting.size(); i++) {
            final BatchKey key = waiting.get(i);
            if (key.position() < tail) {
                found.add(key);
            } else {
                waiting.set(left++, key);
            }
        }
        for (int last = waiting.size() - 1; last >= left; last--) {
            waiting.remove(last);
        }
        return found;
    }

    /** When the loop was told of the news of its last look (System.nanoTime). */
    long publishedNs() {
        return publishedNs;
    }

    /** Whether what lies between a place and the log's end is little enough for one look. */
    boolean isNear(BatchKey key, long tail) {
        return costBytes(key, tail) <= MOST_BYTES && source.reader().isInRing(key.position());
    }

    private long costBytes(BatchKey key, long tail) {
        return (tail - key.position()) * (key.feed().format() == StreamFormat.SBE ? 1 : JSON_TIMES)
                + tailer.bytesToProducts(key, tail);
    }

    /** Encodes the news, if they are few; null: the tailer should. */
    BatchResult read(BatchKey key, long tail) {
        final long bytes = costBytes(key, tail);
        if (bytes > bytesLeft || !source.reader().isInRing(key.position())) {
            return null;
        }
        bytesLeft -= bytes;
        tailer.count(LogTailer.Reader.LOOP);
        return source.read(key, tail);
    }

    /** There are news for one who waits here; true when no look is due yet and the caller should arrange one. */
    boolean wantLook() {
        return sleep.wantLook();
    }

    /** Wants to be woken from now on; true when there is news already and the loop should look again, after its sockets. */
    boolean arm() {
        if (waiting.isEmpty() || !sleep.arm()) {
            return false;
        }
        final long tail = tailer.tail();
        for (int i = 0; i < waiting.size(); i++) {
            if (waiting.get(i).position() < tail && sleep.disarm()) {
                return true;
            }
        }
        return false;
    }
}
