/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.gateway.subscription;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.EventLoop;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.fabtwin.gateway.wire.StreamNotice;
import org.fabtwin.gateway.wire.StreamPlace;
import org.fabtwin.gateway.wire.frame.NoticeKind;
import org.fabtwin.gateway.wire.frame.Start;
import org.fabtwin.sim.event.HeaderLine;

/** Where protocols subscribe channels to the log. Any event loop. */
public final class StreamHub {
    private final LogTailer tailer;
    private final HeaderLine line;
    private final StreamMetrics metrics = new StreamMetrics();
    private final Map<EventLoop, LoopStreams> loops = new ConcurrentHashMap<>();
    private final Set<Subscription> subscriptions = ConcurrentHashMap.newKeySet();
    private final CountDownLatch allEnded = new CountDownLatch(1);
    private volatile boolean isEnding;

    public StreamHub(LogTailer tailer, HeaderLine line) {
        this.tailer = tailer;
        this.line = line;
    }

    /** The line of the log, for names. */
    public HeaderLine line() {
        return line;
    }

    public LogTailer tailer() {
        return tailer;
    }

    /** The log's epoch. */
    public int epoch() {
        return tailer.epoch();
    }

    public StreamMetrics metrics() {
        return metrics;
    }

    /** Subscriptions that are there now. */
    public int subscribers() {
        return subscriptions.size();
    }

    /** Where the subscriptions stand, lowest first. Any thread. */
    public long[] positions() {
        return subscriptions.stream().mapToLong(Subscription::position).sorted().toArray();
    }

    /** The same request with the log's end as of now in place of "latest": for protocols that answer before they subscribe. */
    public SubscriptionRequest placed(SubscriptionRequest request) {
        return request.start() == Start.LATEST
                ? new SubscriptionRequest(request.feed(), Start.POSITION, epoch(), tailer.tail())
                : request;
    }

    /**
     * Starts a stream on a channel. On the channel's event loop.
     *
     * @param begun called on the loop with the subscription and the place where it starts, before anything is written.
     */
    public void subscribe(
            ChannelHandlerContext channel, SubscriptionRequest request, Framing framing, Consumer<Subscription> begun) {
        if (request.start() == Start.TIME) {
            tailer.seek(request.position())
                    .whenCompleteAsync(
                            (position, failure) -> {
                                if (failure != null) {
                                    channel.fireExceptionCaught(failure);
                                } else {
                                    begin(
                                            channel,
                                            request,
                                            framing,
                                            BatchKey.next(request.feed(), position),
                                            null,
                                            begun);
                                }
                            },
                            channel.executor());
            return;
        }
        final boolean isOldEpoch = request.epoch() != StreamPlace.ANY_EPOCH && request.epoch() != epoch();
        final boolean isPlace = request.start() == Start.POSITION || request.start() == Start.AFTER;
        final boolean isBeyond = isPlace && !isOldEpoch && request.position() > tailer.tail();
        final BatchKey start =
                switch (isOldEpoch || isBeyond ? Start.EARLIEST : request.start()) {
                    case EARLIEST -> BatchKey.next(request.feed(), tailer.earliest());
                    // The end itself is no place inside of a record.
                    case POSITION ->
                        new BatchKey(
                                request.feed(),
                                request.position(),
                                request.position() == tailer.tail() ? BatchKey.Mode.NEXT : BatchKey.Mode.UNVERIFIED);
                    case AFTER -> new BatchKey(request.feed(), request.position(), BatchKey.Mode.AFTER);
                    default -> BatchKey.next(request.feed(), tailer.tail());
                };
        final StreamNotice reset = isOldEpoch || isBeyond
                ? new StreamNotice(
                        NoticeKind.RESET,
                        epoch(),
                        start.position(),
                        tailer.tail(),
                        (isOldEpoch
                                        ? "epoch " + request.epoch() + " is over; this is epoch " + epoch()
                                        : "position " + request.position() + " lies beyond the end of epoch " + epoch())
                                + " from its earliest event")
                : null;
        begin(channel, request, framing, start, reset, begun);
    }

    private void begin(
            ChannelHandlerContext channel,
            SubscriptionRequest request,
            Framing framing,
            BatchKey start,
            StreamNotice first,
            Consumer<Subscription> begun) {
        if (!channel.channel().isActive()) {
            return;
        }
        final LoopStreams loop =
                loops.computeIfAbsent(channel.channel().eventLoop(), its -> new LoopStreams(its, tailer));
        final Subscription subscription = new Subscription(this, loop, channel, request.feed(), framing, start);
        subscriptions.add(subscription);
        tailer.subscribers(subscriptions.size());
        begun.accept(subscription);
        if (first != null) {
            subscription.write(first);
        }
        subscription.start();
        if (isEnding) {
            subscription.finish();
        }
    }

    /**
     * No more records come: each stream gets what there is and the notice {@code ended}, and its connection is closed. Waits for
     * those who can't take it so fast, and then closes theirs. Any thread but an event loop.
     */
    public void end(long timeout, TimeUnit unit) {
        // Before the set is looked at: who subscribes from now on finishes itself.
        isEnding = true;
        subscriptions.forEach(Subscription::finish);
        try {
            if (!subscriptions.isEmpty() && !allEnded.await(timeout, unit)) {
                subscriptions.forEach(Subscription::abandon);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    void onEnd(Subscription subscription) {
        subscriptions.remove(subscription);
        if (isEnding && subscriptions.isEmpty()) {
            allEnded.countDown();
        }
        tailer.subscribers(subscriptions.size());
    }
}
