/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.gateway.tcp;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.QueryStringDecoder;
import java.nio.ByteOrder;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.agrona.concurrent.UnsafeBuffer;
import org.fabtwin.core.event.LogHeaderDecoder;
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

/** One raw connection: Subscribe comes, Subscribed goes, then batches. The channel's event loop. */
final class TcpStreamHandler extends SimpleChannelInboundHandler<ByteBuf> {
    private static final long SUBSCRIBE_WITHIN_S = 2;

    private final StreamHub hub;
    private Subscription subscription;
    private boolean isSubscribing;

    TcpStreamHandler(StreamHub hub) {
        this.hub = hub;
    }

    @Override
    public void channelActive(ChannelHandlerContext channel) {
        channel.executor()
                .schedule(
                        () -> {
                            if (!isSubscribing) {
                                channel.close();
                            }
                        },
                        SUBSCRIBE_WITHIN_S,
                        TimeUnit.SECONDS);
    }

    @Override
    protected void channelRead0(ChannelHandlerContext channel, ByteBuf frame) {
        if (isSubscribing) {
            refuse(channel, "a stream takes one Subscribe");
            return;
        }
        isSubscribing = true;
        try {
            subscribe(channel, frame);
        } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
            refuse(channel, e.getMessage());
        }
    }

    private void subscribe(ChannelHandlerContext channel, ByteBuf frame) {
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
        final Map<String, List<String>> parameters =
                new HashMap<>(new QueryStringDecoder("?" + subscribe.filter()).parameters());
        parameters.put(placeName(start), List.of(place(start, epoch, position)));
        final SubscriptionRequest request = SubscriptionRequest.parse(parameters, StreamFormat.SBE, hub.line());
        hub.subscribe(channel, request, bytesOut -> bytesOut, begun -> {
            subscription = begun;
            channel.write(subscribed(channel, begun));
        });
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
        if (subscription != null) {
            subscription.end();
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext channel, Throwable cause) {
        refuse(channel, cause instanceof java.io.IOException ? "the connection failed" : cause.getMessage());
    }
}
