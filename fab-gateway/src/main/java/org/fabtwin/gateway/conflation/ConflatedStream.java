/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.gateway.conflation;

import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import java.util.concurrent.RejectedExecutionException;
import org.fabtwin.gateway.security.CallerExpiry;
import org.fabtwin.gateway.subscription.ChannelStream;
import org.fabtwin.gateway.subscription.Feed;
import org.fabtwin.gateway.subscription.Framing;
import org.fabtwin.gateway.wire.EventBatch;
import org.fabtwin.gateway.wire.StreamNotice;
import org.fabtwin.gateway.wire.frame.NoticeKind;

/**
 * One screen. It takes a batch when its channel has taken the one before; what changes meanwhile is in the next, once. The fields
 * of the board are for its thread, the rest for the channel's event loop; {@code isReady} goes between them.
 */
final class ConflatedStream implements ChannelStream {
    private static final long HEARTBEAT_NS = 15_000_000_000L;

    private final ConflatedStreams streams;
    private final ChannelHandlerContext channel;
    private final ConflationRequest request;
    private final Framing framing;
    private volatile boolean isReady = true;
    private volatile boolean isEnded;
    private CallerExpiry expiry;
    /** Position of what was written last. */
    private long shownTo;
    /** Whether it counts no more. */
    private boolean isGone;
    // The board's.
    private long seenTo;
    private boolean hasPicture;
    private long lastSentNs;

    ConflatedStream(
            ConflatedStreams streams, ChannelHandlerContext channel, ConflationRequest request, Framing framing) {
        this.streams = streams;
        this.channel = channel;
        this.request = request;
        this.framing = framing;
    }

    /** Before anything is delivered. */
    void start() {
        expiry = CallerExpiry.watch(channel.channel(), this::expire);
    }

    private void expire() {
        if (isEnded) {
            return;
        }
        streams.expired();
        endWith(new StreamNotice(
                NoticeKind.REFUSED, streams.epoch(), 0, 0, "the token has expired; come back with a new one"));
    }

    private void endWith(StreamNotice why) {
        write(why);
        final Object last = framing.end(why);
        isEnded = true;
        channel.writeAndFlush(last == null ? Unpooled.EMPTY_BUFFER : last).addListener(sent -> {
            channel.close();
            end();
        });
    }

    /** No more comes, the gateway ends. Any thread. */
    void finish() {
        try {
            channel.executor().execute(() -> {
                if (!isEnded) {
                    endWith(StreamNotice.of(NoticeKind.ENDED, streams.epoch(), shownTo, shownTo));
                }
            });
        } catch (RejectedExecutionException e) {
            // The event loops have ended already.
        }
    }

    Feed feed() {
        return request.feed();
    }

    long periodUs() {
        return request.periodUs();
    }

    boolean isEnded() {
        return isEnded;
    }

    /** Position from which it has not seen anything, -1 while it can take nothing. The board's thread. */
    long seenTo() {
        return isReady && !isEnded ? seenTo : -1;
    }

    /** Hands over what has changed; the batch is the caller's. The board's thread. */
    void deliver(EventBatch batch, long nowNs) {
        final boolean isFirst = !hasPicture;
        final boolean isHeartbeat = batch.events() == 0 && !isFirst && nowNs - lastSentNs > HEARTBEAT_NS;
        seenTo = batch.to();
        hasPicture = true;
        if (batch.events() == 0 && !isFirst && !isHeartbeat) {
            return;
        }
        lastSentNs = nowNs;
        isReady = false;
        batch.bytes().retain();
        try {
            channel.executor().execute(() -> write(batch, isFirst, isHeartbeat));
        } catch (RejectedExecutionException e) {
            // The gateway ends.
            batch.bytes().release();
        }
    }

    private void write(EventBatch batch, boolean isFirst, boolean isHeartbeat) {
        if (isEnded) {
            batch.bytes().release();
            return;
        }
        shownTo = batch.to();
        if (batch.events() > 0) {
            streams.delivered(feed().format(), batch);
            channel.write(framing.message(batch), channel.voidPromise());
        }
        batch.bytes().release();
        if (isFirst) {
            write(StreamNotice.of(NoticeKind.CAUGHT_UP, streams.epoch(), batch.to(), batch.to()));
        } else if (isHeartbeat) {
            write(StreamNotice.of(NoticeKind.HEARTBEAT, streams.epoch(), batch.from(), batch.to()));
        }
        channel.flush();
        onWritable();
    }

    private void write(StreamNotice notice) {
        channel.write(framing.message(notice.encode(feed().format(), channel.alloc())), channel.voidPromise());
    }

    @Override
    public void onWritable() {
        if (channel.channel().isWritable()) {
            isReady = true;
        }
    }

    @Override
    public void end() {
        isEnded = true;
        if (!isGone) {
            isGone = true;
            if (expiry != null) {
                expiry.end();
            }
            streams.onEnd();
        }
    }
}
