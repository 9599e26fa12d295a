/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.gateway.http;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.websocketx.PingWebSocketFrame;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/**
 * Asks a silent WebSocket whether somebody is there, and closes it when nobody answers: a client whose machine or network is gone says
 * nothing, and neither does one that only listens. The channel's event loop.
 *
 * <p>A client that takes nothing can't see a ping behind what it has not read yet, so none counts while the channel is full.
 */
final class WebSocketPings extends ChannelInboundHandlerAdapter {
    static final long EVERY_S = 20;
    /** Of them without an answer the connection is dead. */
    static final int MOST_UNANSWERED = 3;

    private int unanswered;
    private ScheduledFuture<?> next;

    @Override
    public void handlerAdded(ChannelHandlerContext channel) {
        next = channel.executor().scheduleAtFixedRate(() -> ask(channel), EVERY_S, EVERY_S, TimeUnit.SECONDS);
    }

    private void ask(ChannelHandlerContext channel) {
        if (!channel.channel().isWritable()) {
            return;
        }
        if (unanswered >= MOST_UNANSWERED) {
            channel.close();
            return;
        }
        unanswered++;
        channel.writeAndFlush(new PingWebSocketFrame());
    }

    @Override
    public void channelRead(ChannelHandlerContext channel, Object message) {
        unanswered = 0;
        channel.fireChannelRead(message);
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
