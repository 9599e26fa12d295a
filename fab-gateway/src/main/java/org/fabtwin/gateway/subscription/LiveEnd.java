/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.gateway.subscription;

import java.lang.invoke.VarHandle;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import org.fabtwin.gateway.wire.StreamFormat;

/**
 * The log's end, where the live streams of one event loop wait. The loop is woken by whoever publishes and encodes the few new
 * records itself: a hand-over to another thread and back costs several times what the encoding does. What is more than a little is the
 * tailer's. {@link #wake} is for any thread; everything else for the loop.
 */
final class LiveEnd {
    /** Log bytes that a loop encodes in one look, for all its feeds together; some tens of microseconds. */
    private static final long MOST_BYTES = 16 << 10;
    /** JSON takes so many times as long to encode. */
    private static final int JSON_TIMES = 8;

    private static final int IDLE = 0;
    private static final int ARMED = 1;
    private static final int LOOK_IS_DUE = 2;

    private final LogTailer tailer;
    private final BatchSource source;
    private final Executor loop;
    private final Runnable look;
    /** Walked by index, as what was found: a look takes place for each event, and an iterator would be garbage each time. */
    private final List<BatchKey> waiting = new ArrayList<>();

    private final List<BatchKey> found = new ArrayList<>();
    private final AtomicInteger state = new AtomicInteger(IDLE);
    private volatile long wokenNs;
    private long publishedNs;
    private long lookedNs;
    private long bytesLeft;

    LiveEnd(LogTailer tailer, BatchSource source, Executor loop, Runnable look) {
        this.tailer = tailer;
        this.source = source;
        this.loop = loop;
        this.look = look;
    }

    /** There may be news: the loop looks, if it waits for some. Any thread. */
    void wake() {
        if (state.get() == ARMED && state.compareAndSet(ARMED, LOOK_IS_DUE)) {
            wokenNs = System.nanoTime();
            loop.execute(look);
        }
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
        // Before the loop can be woken again, which it may be while it writes what this look has found.
        publishedNs = wokenNs;
        bytesLeft = MOST_BYTES;
        state.set(IDLE);
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
        if (state.getAndSet(LOOK_IS_DUE) == LOOK_IS_DUE) {
            return false;
        }
        wokenNs = System.nanoTime();
        return true;
    }

    /** Wants to be woken from now on; true when there is news already and the loop should look again, after its sockets. */
    boolean arm() {
        if (waiting.isEmpty() || !state.compareAndSet(IDLE, ARMED)) {
            return false;
        }
        // Partner: the fence in LogTailer.wake.
        VarHandle.fullFence();
        final long tail = tailer.tail();
        for (int i = 0; i < waiting.size(); i++) {
            if (waiting.get(i).position() < tail && state.compareAndSet(ARMED, LOOK_IS_DUE)) {
                wokenNs = System.nanoTime();
                return true;
            }
        }
        return false;
    }
}
