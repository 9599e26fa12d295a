/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.gateway.http;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.concurrent.ScheduledFuture;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.TimeUnit;
import org.fabtwin.gateway.security.ConnectionLimits;

/**
 * Hands one whole request on at a time, so that answers keep the order of their requests however long each takes; and closes
 * connections on which none comes in time. The deadline is that of a whole request: bytes that drip in do not move it. One per
 * channel, on its event loop; behind the aggregator.
 */
final class RequestTurns extends ChannelDuplexHandler {
    private static final int MOST_WAITING = 16;
    private static final int MOST_WAITING_BYTES = 256 << 10;

    private final ConnectionLimits limits;
    private final Queue<FullHttpRequest> waiting = new ArrayDeque<>(2);
    private int waitingBytes;
    private boolean isAnswering;
    private boolean isHandingOn;
    private ScheduledFuture<?> deadline;

    RequestTurns(ConnectionLimits limits) {
        this.limits = limits;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext channel) {
        if (channel.channel().isActive()) {
            begin(channel);
        }
    }

    @Override
    public void channelActive(ChannelHandlerContext channel) {
        begin(channel);
        channel.fireChannelActive();
    }

    private void begin(ChannelHandlerContext channel) {
        // The handshake has a limit of its own.
        if (deadline == null && channel.pipeline().get(SslHandler.class) == null) {
            expect(channel, limits.handshakeMs());
        }
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext channel, Object event) {
        if (event instanceof SslHandshakeCompletionEvent tls && tls.isSuccess() && deadline == null) {
            expect(channel, limits.handshakeMs());
        }
        channel.fireUserEventTriggered(event);
    }

    private void expect(ChannelHandlerContext channel, long withinMs) {
        cancelDeadline();
        deadline = channel.executor().schedule(() -> onDeadline(channel), withinMs, TimeUnit.MILLISECONDS);
    }

    private void cancelDeadline() {
        if (deadline != null) {
            deadline.cancel(false);
        }
    }

    private void onDeadline(ChannelHandlerContext channel) {
        if (!isAnswering) {
            channel.close();
        }
    }

    @Override
    public void channelRead(ChannelHandlerContext channel, Object message) {
        if (message instanceof ByteBuf) {
            // Sent before the handshake of a WebSocket was answered; Netty's decoder of frames has not seen it.
            ReferenceCountUtil.release(message);
            channel.close();
            return;
        }
        if (!(message instanceof FullHttpRequest request)) {
            // Frames of a WebSocket.
            channel.fireChannelRead(message);
            return;
        }
        cancelDeadline();
        waitingBytes += request.content().readableBytes();
        waiting.add(request);
        if (isAnswering && (waiting.size() > MOST_WAITING || waitingBytes > MOST_WAITING_BYTES)) {
            // Who does not wait for answers, or sends requests after a stream has begun.
            channel.close();
            return;
        }
        handOn(channel);
    }

    private void handOn(ChannelHandlerContext channel) {
        if (isHandingOn) {
            return;
        }
        isHandingOn = true;
        // A loop: an answer at once must not lead to recursion.
        while (!isAnswering && channel.channel().isActive()) {
            final FullHttpRequest next = waiting.poll();
            if (next == null) {
                break;
            }
            waitingBytes -= next.content().readableBytes();
            // Of the answer before: it would end the connection between two later requests.
            cancelDeadline();
            isAnswering = true;
            channel.fireChannelRead(next);
        }
        isHandingOn = false;
    }

    @Override
    public void write(ChannelHandlerContext channel, Object message, ChannelPromise promise) {
        final boolean isUpgrade = message instanceof HttpResponse response
                && response.status().equals(HttpResponseStatus.SWITCHING_PROTOCOLS);
        final boolean isLast = message instanceof LastHttpContent && !isUpgrade;
        channel.write(message, promise);
        if (isLast && isAnswering) {
            isAnswering = false;
            if (channel.channel().isActive()) {
                expect(channel, limits.idleMs());
                handOn(channel);
            }
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext channel) {
        end();
        channel.fireChannelInactive();
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext channel) {
        end();
    }

    private void end() {
        cancelDeadline();
        waiting.forEach(ReferenceCountUtil::release);
        waiting.clear();
        waitingBytes = 0;
    }
}
