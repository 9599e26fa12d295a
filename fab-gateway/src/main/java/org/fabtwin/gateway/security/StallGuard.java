/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.gateway.security;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;

/**
 * Closes a channel whose peer has taken nothing for a long time although there is something for it: a program that hangs, a
 * cable that is cut. What it missed is still in the log. One per channel, on its event loop.
 */
public final class StallGuard extends ChannelInboundHandlerAdapter {
    private final long stalledMs;
    private final LongAdder evictions;
    private ScheduledFuture<?> eviction;

    /**
     * @param evictions counts the channels that were closed.
     */
    public StallGuard(long stalledMs, LongAdder evictions) {
        this.stalledMs = stalledMs;
        this.evictions = evictions;
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext channel) {
        if (channel.channel().isWritable()) {
            cancel();
        } else if (eviction == null) {
            eviction = channel.executor().schedule(() -> evict(channel), stalledMs, TimeUnit.MILLISECONDS);
        }
        channel.fireChannelWritabilityChanged();
    }

    private void evict(ChannelHandlerContext channel) {
        evictions.increment();
        channel.close();
    }

    private void cancel() {
        if (eviction != null) {
            eviction.cancel(false);
            eviction = null;
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext channel) {
        cancel();
        channel.fireChannelInactive();
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext channel) {
        cancel();
    }
}
