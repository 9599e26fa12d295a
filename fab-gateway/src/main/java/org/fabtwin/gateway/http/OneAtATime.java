/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.gateway.http;

import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import java.util.ArrayDeque;
import java.util.Queue;

/**
 * Requests that a client sends without waiting for answers are handed on one after the other, so that answers which come later
 * from other threads keep their order. One for each channel; its event loop.
 */
final class OneAtATime extends ChannelDuplexHandler {
    /** Requests that may wait; a client that sends more is cut off. */
    private static final int MOST_WAITING = 16;

    private final Queue<Object> waiting = new ArrayDeque<>();
    private boolean isBusy;

    @Override
    public void channelRead(ChannelHandlerContext channel, Object message) {
        if (!(message instanceof FullHttpRequest)) {
            channel.fireChannelRead(message);
        } else if (!isBusy) {
            isBusy = true;
            channel.fireChannelRead(message);
        } else if (waiting.size() < MOST_WAITING) {
            waiting.add(message);
        } else {
            ReferenceCountUtil.release(message);
            channel.close();
        }
    }

    @Override
    public void write(ChannelHandlerContext channel, Object message, ChannelPromise promise) {
        final boolean isEnd = message instanceof LastHttpContent;
        channel.write(message, promise);
        if (isEnd) {
            isBusy = false;
            if (!waiting.isEmpty()) {
                // Not from inside the write of the answer before.
                channel.executor().execute(() -> handOn(channel));
            }
        }
    }

    private void handOn(ChannelHandlerContext channel) {
        if (!isBusy && !waiting.isEmpty() && !channel.isRemoved()) {
            isBusy = true;
            channel.fireChannelRead(waiting.poll());
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext channel) {
        releaseAll();
        channel.fireChannelInactive();
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext channel) {
        releaseAll();
    }

    private void releaseAll() {
        waiting.forEach(ReferenceCountUtil::release);
        waiting.clear();
    }
}
