/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.gateway.security;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.epoll.EpollSocketChannel;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.ToLongFunction;

/**
 * Closes a channel whose peer's machine is gone: what was sent to it is on its way, and it has acknowledged nothing for a while. All
 * streams send something at least every 30 s, so there is always something on its way. A peer that is there and does not read answers
 * the kernel's probes; it is {@link StallGuard}'s. (The kernel's own limit, TCP_USER_TIMEOUT, does not tell the two apart.) One per
 * channel, on its event loop.
 */
public final class PeerWatch extends ChannelInboundHandlerAdapter {
    /** Between two looks. */
    static final long EVERY_MS = 15_000;
    /** For so long a living peer acknowledges something of what is on its way. */
    static final long MOST_SILENT_MS = 45_000;

    private final LongAdder lost;
    private final ToLongFunction<Channel> silentMs;
    private ScheduledFuture<?> next;
    private boolean wasOwing;

    /** @param lost counts the channels that were closed. */
    public PeerWatch(LongAdder lost) {
        this(lost, PeerWatch::silentMs);
    }

    /** @param silentMs for how long a channel's peer has owed an acknowledgement; 0: nothing is owed. */
    PeerWatch(LongAdder lost, ToLongFunction<Channel> silentMs) {
        this.lost = lost;
        this.silentMs = silentMs;
    }

    /** Asks the kernel; without epoll it is left to its own limits. */
    static long silentMs(Channel channel) {
        if (!(channel instanceof EpollSocketChannel socket) || !socket.isActive()) {
            return 0;
        }
        final var tcp = socket.tcpInfo();
        return tcp.unacked() == 0 ? 0 : Math.max(1, tcp.lastAckRecv());
    }

    @Override
    public void handlerAdded(ChannelHandlerContext channel) {
        next = channel.executor().scheduleAtFixedRate(() -> look(channel), EVERY_MS, EVERY_MS, TimeUnit.MILLISECONDS);
    }

    private void look(ChannelHandlerContext channel) {
        final long silent = silentMs.applyAsLong(channel.channel());
        // The last acknowledgement may be old because nothing was sent until just now.
        final boolean isGone = wasOwing && silent >= MOST_SILENT_MS;
        wasOwing = silent > 0;
        if (isGone) {
            lost.increment();
            channel.close();
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext channel) {
        next.cancel(false);
        channel.fireChannelInactive();
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext channel) {
        next.cancel(false);
    }
}
