/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.gateway.subscription;

import io.netty.channel.EventLoop;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.agrona.collections.Object2ObjectHashMap;
import org.jctools.queues.MpscUnboundedArrayQueue;

/**
 * All subscriptions of one event loop. {@link #deliver} is for the tailer and its readers; everything else for the loop. However
 * much is delivered or published, one task at most of either kind waits in the loop's queue.
 */
final class LoopStreams {
    /** Shorter rests than this are not kept: a timer costs more. */
    static final long SHORTEST_REST_NS = 20_000;

    private final EventLoop loop;
    private final LogTailer tailer;
    private final MpscUnboundedArrayQueue<Delivery> deliveries = new MpscUnboundedArrayQueue<>(256);
    private final LoopTask drain;
    private final Runnable look = this::look;
    /** One entry comes and goes with each event: open addressing, and lists that are used again. */
    private final Map<BatchKey, ArrayList<Subscription>> waiting = new Object2ObjectHashMap<>();

    private final ArrayList<ArrayList<Subscription>> emptyLists = new ArrayList<>();
    /** News that a look left to the tailer, and when the loop was told of them. */
    private final Map<BatchKey, Long> publishedNs = new HashMap<>();

    private final LiveEnd end;

    private record Delivery(BatchKey key, BatchResult result) {}

    LoopStreams(EventLoop loop, LogTailer tailer) {
        this.loop = loop;
        this.tailer = tailer;
        this.drain = new LoopTask(loop, this::drain);
        this.end = tailer.openEnd(loop, look);
    }

    /** Hands a result over to the loop. Any thread. */
    void deliver(BatchKey key, BatchResult result) {
        deliveries.offer(new Delivery(key, result));
        drain.want();
    }

    private void drain() {
        drain.begin();
        // No more than is there now, so that the loop gets back to its sockets.
        for (int left = deliveries.size(); left > 0; left--) {
            final Delivery delivery = deliveries.poll();
            if (delivery == null) {
                return;
            }
            final boolean isNews = !publishedNs.isEmpty() && !(delivery.result() instanceof BatchResult.AtTail);
            final Long newsNs = isNews ? publishedNs.remove(delivery.key()) : null;
            handOut(delivery.key(), delivery.result(), newsNs == null ? 0 : newsNs);
        }
    }

    /** The log may have grown under the streams that wait at its end. */
    private void look() {
        final long nowNs = System.nanoTime();
        final long restNs = end.restNs(nowNs);
        if (restNs > SHORTEST_REST_NS) {
            loop.schedule(look, restNs, TimeUnit.NANOSECONDS);
            return;
        }
        final long tail = tailer.tail();
        try {
            final List<BatchKey> keys = end.look(nowNs, tail);
            for (int i = 0; i < keys.size(); i++) {
                final BatchKey key = keys.get(i);
                final BatchResult news = end.read(key, tail);
                if (news == null) {
                    publishedNs.put(key, end.publishedNs());
                    tailer.ask(new BatchRequest(key, this));
                } else {
                    handOut(key, news, end.publishedNs());
                }
            }
        } finally {
            arm();
        }
    }

    private void arm() {
        lookAgain(end.arm());
    }

    private void lookAgain(boolean isWanted) {
        if (isWanted) {
            // Scheduled, not executed: a task that puts itself into the queue again keeps the loop from its sockets.
            loop.schedule(look, 0, TimeUnit.NANOSECONDS);
        }
    }

    /** Whatever goes wrong with one of them: the others get theirs, and the loop goes on. */
    private void handOut(BatchKey key, BatchResult result, long newsNs) {
        if (result instanceof BatchResult.AtTail) {
            // They go on waiting. A copy: a channel may end while it is written to.
            final List<Subscription> same = waiting.get(key);
            for (final Subscription subscription : same == null ? List.<Subscription>of() : List.copyOf(same)) {
                try {
                    subscription.onTail();
                } catch (RuntimeException | OutOfMemoryError e) {
                    subscription.fail(e);
                }
            }
            return;
        }
        final ArrayList<Subscription> subscriptions = waiting.remove(key);
        if (subscriptions != null) {
            final BatchKey next = result.after(key);
            for (int i = 0; i < subscriptions.size(); i++) {
                final Subscription subscription = subscriptions.get(i);
                try {
                    subscription.onResult(result, next, newsNs);
                } catch (RuntimeException | OutOfMemoryError e) {
                    subscription.fail(e);
                }
            }
            recycle(subscriptions);
        }
        if (result instanceof BatchResult.Events events) {
            events.batch().bytes().release();
        }
    }

    private void recycle(ArrayList<Subscription> list) {
        list.clear();
        emptyLists.add(list);
    }

    /** Waits for a batch. On the loop. */
    void await(BatchKey key, Subscription subscription) {
        final List<Subscription> same = waiting.get(key);
        if (same == null) {
            final ArrayList<Subscription> first =
                    emptyLists.isEmpty() ? new ArrayList<>(4) : emptyLists.remove(emptyLists.size() - 1);
            first.add(subscription);
            waiting.put(key, first);
            final long tail = tailer.tail();
            if (key.mode() == BatchKey.Mode.NEXT && key.position() >= tail) {
                end.add(key);
                arm();
                subscription.onTail();
            } else if (key.mode() == BatchKey.Mode.NEXT && end.isNear(key, tail)) {
                // Published while this loop wrote the records before it: a few, which it reads at its next look itself.
                end.add(key);
                lookAgain(end.wantLook());
            } else {
                tailer.ask(new BatchRequest(key, this));
            }
        } else {
            same.add(subscription);
            if (key.position() >= tailer.tail()) {
                subscription.onTail();
            }
        }
    }

    /** A subscription ends. On the loop. */
    void forget(BatchKey key, Subscription subscription) {
        final ArrayList<Subscription> same = waiting.get(key);
        if (same != null && same.remove(subscription) && same.isEmpty()) {
            waiting.remove(key);
            recycle(same);
            publishedNs.remove(key);
            if (!end.remove(key)) {
                tailer.withdraw(new BatchRequest(key, this));
            }
        }
    }
}
