/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.gateway.tcp;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.CodecException;
import io.netty.handler.codec.CorruptedFrameException;
import io.netty.handler.codec.TooLongFrameException;
import io.netty.handler.codec.http.QueryStringDecoder;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import io.netty.util.concurrent.ScheduledFuture;
import java.io.IOException;
import java.nio.ByteOrder;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import org.agrona.concurrent.UnsafeBuffer;
import org.fabtwin.core.event.LogHeaderDecoder;
import org.fabtwin.gateway.security.AccessControl;
import org.fabtwin.gateway.security.AccessDenied;
import org.fabtwin.gateway.security.Entrance;
import org.fabtwin.gateway.security.Role;
import org.fabtwin.gateway.subscription.StreamHub;
import org.fabtwin.gateway.subscription.Subscription;
import org.fabtwin.gateway.subscription.SubscriptionRequest;
import org.fabtwin.gateway.wire.StreamFormat;
import org.fabtwin.gateway.wire.StreamNotice;
import org.fabtwin.gateway.wire.StreamPlace;
import org.fabtwin.gateway.wire.frame.MessageHeaderDecoder;
import org.fabtwin.gateway.wire.frame.MessageHeaderEncoder;
import org.fabtwin.gateway.wire.frame.NoticeKind;
import org.fabtwin.gateway.wire.frame.Start;
import org.fabtwin.gateway.wire.frame.SubscribeDecoder;
import org.fabtwin.gateway.wire.frame.SubscribedEncoder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One raw connection: Subscribe comes, Subscribed goes, then batches. The channel's event loop. */
final class TcpStreamHandler extends SimpleChannelInboundHandler<ByteBuf> {
    private static final Logger LOG = LoggerFactory.getLogger(TcpStreamHandler.class);

    private final StreamHub hub;
    private final AccessControl access;
    private final long subscribeWithinMs;
    private final LongAdder failures;
    private Subscription subscription;
    private boolean isSubscribing;
    private boolean isRefused;
    private ScheduledFuture<?> deadline;

    TcpStreamHandler(StreamHub hub, Entrance entrance) {
        this.hub = hub;
        this.access = entrance.access();
        this.subscribeWithinMs = entrance.connections().limits().handshakeMs();
        this.failures = entrance.failures();
    }

    @Override
    public void channelActive(ChannelHandlerContext channel) {
        // The handshake has a limit of its own.
        if (channel.pipeline().get(SslHandler.class) == null) {
            expectSubscribe(channel);
        }
        channel.fireChannelActive();
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext channel, Object event) {
        if (event instanceof SslHandshakeCompletionEvent tls && tls.isSuccess()) {
            expectSubscribe(channel);
        }
        channel.fireUserEventTriggered(event);
    }

    private void expectSubscribe(ChannelHandlerContext channel) {
        deadline = channel.executor()
                .schedule(
                        () -> refuse(channel, "no Subscribe came within " + subscribeWithinMs + " ms"),
                        subscribeWithinMs,
                        TimeUnit.MILLISECONDS);
    }

    @Override
    protected void channelRead0(ChannelHandlerContext channel, ByteBuf frame) {
        if (isRefused) {
            return;
        }
        if (isSubscribing) {
            refuse(channel, "a stream takes one Subscribe");
            return;
        }
        isSubscribing = true;
        cancelDeadline();
        try {
            subscribe(channel, frame);
        } catch (AccessDenied | IllegalArgumentException e) {
            refuse(channel, e.getMessage());
        } catch (IndexOutOfBoundsException e) {
            refuse(channel, "the Subscribe frame is shorter than it says");
        }
    }

    private void cancelDeadline() {
        if (deadline != null) {
            deadline.cancel(false);
        }
    }

    private void subscribe(ChannelHandlerContext channel, ByteBuf frame) throws AccessDenied {
        final byte[] bytes = new byte[frame.readableBytes()];
        frame.readBytes(bytes);
        final UnsafeBuffer buffer = new UnsafeBuffer(bytes);
        final MessageHeaderDecoder header = new MessageHeaderDecoder().wrap(buffer, 4);
        if (header.schemaId() != MessageHeaderDecoder.SCHEMA_ID
                || header.templateId() != SubscribeDecoder.TEMPLATE_ID) {
            throw new IllegalArgumentException("expected a Subscribe frame (schema " + MessageHeaderDecoder.SCHEMA_ID
                    + ", template " + SubscribeDecoder.TEMPLATE_ID + "), found schema " + header.schemaId()
                    + ", template " + header.templateId());
        }
        final SubscribeDecoder subscribe = new SubscribeDecoder()
                .wrap(buffer, 4 + MessageHeaderDecoder.ENCODED_LENGTH, header.blockLength(), header.version());
        final long position = subscribe.position();
        final int epoch = subscribe.epoch();
        final Start start = subscribe.start();
        requireInside(subscribe.filterLength(), subscribe.limit(), bytes.length);
        final String filter = subscribe.filter();
        requireInside(subscribe.tokenLength(), subscribe.limit(), bytes.length);
        access.admitToken(channel.channel(), subscribe.token(), Role.OBSERVE);
        final Map<String, List<String>> parameters = new HashMap<>(new QueryStringDecoder("?" + filter).parameters());
        parameters.put(placeName(start), List.of(place(start, epoch, position)));
        final SubscriptionRequest request = SubscriptionRequest.parse(parameters, StreamFormat.SBE, hub.line());
        hub.subscribe(channel, request, bytesOut -> bytesOut, begun -> {
            subscription = begun;
            channel.writeAndFlush(subscribed(channel, begun));
        });
    }

    /** The codec would make room for whatever length a text says it has. */
    private static void requireInside(int length, int limit, int frameBytes) {
        if (length < 0 || length > frameBytes - limit - Integer.BYTES) {
            throw new IllegalArgumentException("the Subscribe frame is shorter than it says");
        }
    }

    private static String placeName(Start start) {
        return switch (start) {
            case AFTER -> "after";
            case TIME -> "time";
            default -> "from";
        };
    }

    private static String place(Start start, int epoch, long position) {
        return switch (start) {
            case EARLIEST -> "earliest";
            case LATEST -> "latest";
            case TIME -> position + " us";
            case POSITION, AFTER -> epoch == StreamPlace.ANY_EPOCH ? Long.toString(position) : epoch + ":" + position;
            default -> throw new IllegalArgumentException("expected a start from 0 to 4");
        };
    }

    private ByteBuf subscribed(ChannelHandlerContext channel, Subscription begun) {
        final UnsafeBuffer frame = new UnsafeBuffer(new byte[64]);
        final SubscribedEncoder answer = new SubscribedEncoder();
        answer.wrapAndApplyHeader(frame, 4, new MessageHeaderEncoder())
                .position(begun.position())
                .tail(hub.tailer().tail())
                .epoch(hub.epoch())
                .schemaVersion(LogHeaderDecoder.SCHEMA_VERSION);
        frame.putInt(0, answer.limit(), ByteOrder.LITTLE_ENDIAN);
        return channel.alloc().directBuffer(answer.limit()).writeBytes(frame.byteArray(), 0, answer.limit());
    }

    private void refuse(ChannelHandlerContext channel, String why) {
        if (isRefused) {
            return;
        }
        isRefused = true;
        isSubscribing = true;
        if (subscription != null) {
            subscription.end();
        }
        channel.writeAndFlush(new StreamNotice(NoticeKind.REFUSED, hub.epoch(), 0, 0, why)
                        .encode(StreamFormat.SBE, channel.alloc()))
                .addListener(sent -> channel.close());
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext channel) {
        if (subscription != null && channel.channel().isWritable()) {
            subscription.onWritable();
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext channel) {
        cancelDeadline();
        if (subscription != null) {
            subscription.end();
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext channel, Throwable cause) {
        if (cause instanceof TooLongFrameException) {
            refuse(channel, "a frame is longer than " + TcpConnections.MOST_FRAME_BYTES + " bytes");
        } else if (cause instanceof CorruptedFrameException) {
            refuse(channel, "a frame's length is none");
        } else {
            // A connection that broke, a handshake that failed: there is nobody to tell.
            if (!(cause instanceof IOException || cause instanceof CodecException)) {
                failures.increment();
                LOG.warn("connection of {} closed", channel.channel().remoteAddress(), cause);
            }
            channel.close();
        }
    }
}
