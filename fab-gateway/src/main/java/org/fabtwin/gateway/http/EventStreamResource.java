/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.gateway.http;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.http.DefaultHttpContent;
import io.netty.handler.codec.http.DefaultHttpResponse;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.handler.codec.http.QueryStringDecoder;
import io.netty.util.ReferenceCountUtil;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.fabtwin.gateway.conflation.ConflatedStreams;
import org.fabtwin.gateway.conflation.ConflationRequest;
import org.fabtwin.gateway.subscription.ChannelStream;
import org.fabtwin.gateway.subscription.Framing;
import org.fabtwin.gateway.subscription.StreamHub;
import org.fabtwin.gateway.subscription.SubscriptionRequest;
import org.fabtwin.gateway.wire.StreamFormat;
import org.fabtwin.gateway.wire.StreamNotice;

/**
 * {@code GET /v1/events}: NDJSON, or Server-Sent Events where the client accepts {@code text/event-stream} (or asks with
 * {@code format=sse}); or the upgrade to a WebSocket. Stateless; any event loop.
 */
public final class EventStreamResource implements Resource {
    private static final String LAST_EVENT_ID = "last-event-id";

    private final StreamHub hub;
    private final ConflatedStreams conflated;
    private final WebSocketUpgrade upgrade;

    public EventStreamResource(StreamHub hub, ConflatedStreams conflated, WebSocketUpgrade upgrade) {
        this.hub = hub;
        this.conflated = conflated;
        this.upgrade = upgrade;
    }

    @Override
    public void answer(ChannelHandlerContext channel, FullHttpRequest request, QueryStringDecoder target) {
        if (request.headers().contains(HttpHeaderNames.UPGRADE, HttpHeaderValues.WEBSOCKET, true)) {
            upgrade.answer(channel, request, target);
            return;
        }
        final Map<String, List<String>> parameters = new HashMap<>(target.parameters());
        final boolean isSse = isSse(request, parameters.remove("format"));
        final StreamFormat form = isSse ? StreamFormat.SSE : StreamFormat.JSON;
        if (parameters.containsKey(ConflationRequest.NAME)) {
            // Also after a reconnection: it starts with all there is.
            conflated.subscribe(
                    channel,
                    ConflationRequest.parse(parameters, form, hub.line()),
                    new Chunks(),
                    stream -> begin(channel, stream, isSse));
            return;
        }
        final String lastEventId = request.headers().get(LAST_EVENT_ID);
        if (isSse && lastEventId != null && !lastEventId.isEmpty()) {
            // The browser's reconnection: what the address says is where it once started.
            List.of("from", "time", "after").forEach(parameters::remove);
            parameters.put("after", List.of(lastEventId));
        }
        final SubscriptionRequest wanted = SubscriptionRequest.parse(parameters, form, hub.line());
        hub.subscribe(channel, wanted, new Chunks(), subscription -> begin(channel, subscription, isSse));
    }

    private static boolean isSse(FullHttpRequest request, List<String> format) {
        if (format != null) {
            return switch (format.get(0)) {
                case "sse" -> true;
                case "ndjson" -> false;
                default ->
                    throw new IllegalArgumentException("format: expected sse or ndjson, found '" + format.get(0) + "'");
            };
        }
        final String accepted = request.headers().get(HttpHeaderNames.ACCEPT, "");
        return accepted.contains("text/event-stream");
    }

    private static void begin(ChannelHandlerContext channel, ChannelStream subscription, boolean isSse) {
        final HttpResponse head = new DefaultHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.OK);
        head.headers()
                .set(HttpHeaderNames.CONTENT_TYPE, isSse ? "text/event-stream" : "application/x-ndjson")
                .set(HttpHeaderNames.CACHE_CONTROL, "no-store")
                .set("X-Accel-Buffering", "no")
                .set(HttpHeaderNames.TRANSFER_ENCODING, HttpHeaderValues.CHUNKED);
        final ChannelPipeline pipeline = channel.pipeline();
        pipeline.addAfter(channel.name(), "stream", new StreamOnChannel(subscription));
        channel.writeAndFlush(head);
    }

    /** Ties a subscription to its channel: nothing more is expected from the client. */
    static final class StreamOnChannel extends ChannelInboundHandlerAdapter {
        private final ChannelStream subscription;

        StreamOnChannel(ChannelStream subscription) {
            this.subscription = subscription;
        }

        @Override
        public void channelWritabilityChanged(ChannelHandlerContext channel) {
            if (channel.channel().isWritable()) {
                subscription.onWritable();
            }
            channel.fireChannelWritabilityChanged();
        }

        @Override
        public void channelRead(ChannelHandlerContext channel, Object message) {
            ReferenceCountUtil.release(message);
        }

        @Override
        public void channelInactive(ChannelHandlerContext channel) {
            subscription.end();
            channel.fireChannelInactive();
        }

        @Override
        public void handlerRemoved(ChannelHandlerContext channel) {
            subscription.end();
        }
    }

    /** Chunks of the body. */
    private static final class Chunks implements Framing {
        @Override
        public Object message(ByteBuf bytes) {
            return new DefaultHttpContent(bytes);
        }

        @Override
        public Object end(StreamNotice why) {
            return LastHttpContent.EMPTY_LAST_CONTENT;
        }
    }
}
