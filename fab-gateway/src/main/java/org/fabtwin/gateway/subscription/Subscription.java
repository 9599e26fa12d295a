/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.gateway.subscription;

import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.fabtwin.gateway.security.CallerExpiry;
import org.fabtwin.gateway.wire.EventBatch;
import org.fabtwin.gateway.wire.StreamNotice;
import org.fabtwin.gateway.wire.frame.NoticeKind;

/**
 * One subscriber's cursor in the log. It asks for the batch at its position, writes it, and asks for the next when its channel
 * takes more: a slow subscriber is simply further behind, and nobody waits for it. All methods are for the channel's event loop.
 */
public final class Subscription implements ChannelStream {
    /** So far behind the log's end, after having caught up, a subscriber is told. */
    static final long FELL_BEHIND_BYTES = 4 << 20;

    private static final long HEARTBEAT_S = 15;

    private final StreamHub hub;
    private final LoopStreams loop;
    private final ChannelHandlerContext channel;
    private final Feed feed;
    private final Framing framing;
    private BatchKey wanted;
    private volatile long position;
    private boolean isWaiting;
    private boolean isCaughtUp;
    private boolean isFinishing;
    private boolean isEnded;
    private boolean hasWritten;
    private long lastRecord = -1;
    private ScheduledFuture<?> heartbeat;
    private CallerExpiry expiry;

    Subscription(
            StreamHub hub,
            LoopStreams loop,
            ChannelHandlerContext channel,
            Feed feed,
            Framing framing,
            BatchKey start) {
        this.hub = hub;
        this.loop = loop;
        this.channel = channel;
        this.feed = feed;
        this.framing = framing;
        this.wanted = start;
        this.position = start.position();
    }

    void start() {
        heartbeat = channel.executor().scheduleAtFixedRate(this::beat, HEARTBEAT_S, HEARTBEAT_S, TimeUnit.SECONDS);
        expiry = CallerExpiry.watch(channel.channel(), this::expire);
        askIfWritable();
    }

    private void expire() {
        if (!isEnded) {
            hub.metrics().expired();
            refuse("the token has expired; come back with a new one, after this place");
        }
    }

    @Override
    public void onWritable() {
        askIfWritable();
    }

    private void askIfWritable() {
        if (!isWaiting && !isEnded && channel.channel().isWritable()) {
            isWaiting = true;
            loop.await(wanted, this);
        }
    }

    /**
     * No more records come: what there is is sent, then the notice {@code ended}, and the connection is closed. Any thread.
     */
    void finish() {
        channel.executor().execute(() -> {
            isFinishing = true;
            if (isWaiting && isAtTail()) {
                onTail();
            }
        });
    }

    private boolean isAtTail() {
        return wanted.position() >= hub.tailer().tail();
    }

    /** There was no time left to send the rest. Any thread. */
    void abandon() {
        channel.executor().execute(channel::close);
    }

    /** There is nothing more at the moment; it goes on waiting. */
    void onTail() {
        if (!isCaughtUp && !isEnded) {
            isCaughtUp = true;
            write(StreamNotice.of(NoticeKind.CAUGHT_UP, hub.epoch(), wanted.position(), wanted.position()));
            channel.flush();
        }
        // Not where more has come since this was said.
        if (isFinishing && !isEnded && isAtTail()) {
            endWith(StreamNotice.of(NoticeKind.ENDED, hub.epoch(), wanted.position(), wanted.position()));
        }
    }

    /**
     * @param next what it wants after this.
     * @param publishedNs when the loop was told of the first event, or turned to one that came while it was writing
     *     (System.nanoTime); 0: from elsewhere.
     */
    void onResult(BatchResult result, BatchKey next, long publishedNs) {
        isWaiting = false;
        if (isEnded) {
            return;
        }
        if (result instanceof BatchResult.Events events) {
            onBatch(events.batch(), next, publishedNs);
        } else if (result instanceof BatchResult.Lost lost) {
            hub.metrics().lost();
            write(StreamNotice.of(NoticeKind.LOST, hub.epoch(), lost.from(), lost.to()));
            advanceTo(next);
            isCaughtUp = false;
        } else if (result instanceof BatchResult.Refused refused) {
            refuse(refused.reason());
            return;
        }
        channel.flush();
        askIfWritable();
    }

    private void onBatch(EventBatch batch, BatchKey next, long publishedNs) {
        if (batch.events() > 0) {
            if (isCaughtUp && hub.tailer().tail() - batch.from() > FELL_BEHIND_BYTES) {
                isCaughtUp = false;
                write(StreamNotice.of(
                        NoticeKind.FELL_BEHIND,
                        hub.epoch(),
                        batch.from(),
                        hub.tailer().tail()));
            }
            hub.metrics().delivered(feed.format(), batch.events(), batch.eventBytes());
            hasWritten = true;
            channel.write(framing.message(batch), channel.voidPromise());
            if (isCaughtUp && publishedNs != 0) {
                hub.metrics().publishToWrite().observe((System.nanoTime() - publishedNs) * 1e-9);
            }
        }
        if (batch.lastRecord() >= 0) {
            lastRecord = batch.lastRecord();
        }
        advanceTo(next);
        // A batch that was at the tail when it was made may come from the cache much later.
        if (batch.isAtTail() && (!isCaughtUp || isFinishing) && isAtTail()) {
            onTail();
        }
    }

    private void advanceTo(BatchKey next) {
        wanted = next;
        position = next.position();
    }

    /** It can't go on, by an error of ours. */
    void fail(Throwable cause) {
        end();
        channel.pipeline().fireExceptionCaught(cause);
        channel.close();
    }

    private void refuse(String reason) {
        endWith(new StreamNotice(NoticeKind.REFUSED, hub.epoch(), wanted.position(), wanted.position(), reason));
    }

    /** The last notice, the protocol's last word, the connection's end. */
    private void endWith(StreamNotice notice) {
        write(notice);
        final Object last = framing.end(notice);
        channel.writeAndFlush(last == null ? Unpooled.EMPTY_BUFFER : last).addListener(done -> channel.close());
        end();
    }

    private void beat() {
        if (!hasWritten && channel.channel().isWritable()) {
            write(StreamNotice.of(NoticeKind.HEARTBEAT, hub.epoch(), lastRecord, wanted.position()));
            channel.flush();
        }
        hasWritten = false;
    }

    /** Tells the subscriber something. */
    void write(StreamNotice notice) {
        hasWritten = true;
        channel.write(framing.message(notice.encode(feed.format(), channel.alloc())), channel.voidPromise());
    }

    /** Where it stands: position of the next record. Any thread. */
    public long position() {
        return position;
    }

    @Override
    public void end() {
        if (!isEnded) {
            isEnded = true;
            if (isWaiting) {
                loop.forget(wanted, this);
            }
            if (heartbeat != null) {
                heartbeat.cancel(false);
            }
            if (expiry != null) {
                expiry.end();
            }
            hub.onEnd(this);
        }
    }
}
