/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.gateway.http;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.QueryStringDecoder;
import io.netty.handler.codec.http.websocketx.BinaryWebSocketFrame;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PingWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PongWebSocketFrame;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketCloseStatus;
import io.netty.handler.codec.http.websocketx.WebSocketDecoderConfig;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketHandshakeException;
import io.netty.handler.codec.http.websocketx.WebSocketServerHandshaker;
import io.netty.handler.codec.http.websocketx.WebSocketServerHandshakerFactory;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.fabtwin.gateway.conflation.ConflatedStreams;
import org.fabtwin.gateway.conflation.ConflationRequest;
import org.fabtwin.gateway.security.RequestToken;
import org.fabtwin.gateway.subscription.ChannelStream;
import org.fabtwin.gateway.subscription.Framing;
import org.fabtwin.gateway.subscription.StreamHub;
import org.fabtwin.gateway.subscription.SubscriptionRequest;
import org.fabtwin.gateway.wire.EventBatch;
import org.fabtwin.gateway.wire.StreamFormat;
import org.fabtwin.gateway.wire.StreamNotice;
import org.fabtwin.gateway.wire.frame.NoticeKind;

/** Turns a request into a WebSocket stream: subprotocol {@code fab.sbe.v1} or {@code fab.json.v1}. Stateless; any event loop. */
public final class WebSocketUpgrade implements Resource {
    /** Binary messages: frames of stream.xml. */
    public static final String SBE = "fab.sbe.v1";
    /** Text messages: one CloudEvents object a line. */
    public static final String JSON = "fab.json.v1";

    private static final String VERSION = "13";
    /**
     * Some clients lose, or hold back, frames that come in one segment with the answer to the handshake; the JDK's, 17, garbled one
     * connection in about a thousand on a busy machine.
     */
    private static final long FIRST_FRAME_AFTER_MS = 20;

    private static final int MOST_REASON_CHARS = 120;
    private static final int MOST_FRAME_BYTES = 64 << 10;

    private final StreamHub hub;
    private final ConflatedStreams conflated;
    private final ClientMessages messages;

    /** @param messages takes what clients say. */
    public WebSocketUpgrade(StreamHub hub, ConflatedStreams conflated, ClientMessages messages) {
        this.hub = hub;
        this.conflated = conflated;
        this.messages = messages;
    }

    @Override
    public void answer(ChannelHandlerContext channel, FullHttpRequest request, QueryStringDecoder target) {
        final StreamFormat format =
                format(String.join(",", request.headers().getAll(HttpHeaderNames.SEC_WEBSOCKET_PROTOCOL)));
        final boolean isConflated = target.parameters().containsKey(ConflationRequest.NAME);
        final ConflationRequest screen =
                isConflated ? ConflationRequest.parse(target.parameters(), format, hub.line()) : null;
        // What happens after the answer to the handshake belongs to a stream from "latest".
        final SubscriptionRequest wanted =
                isConflated ? null : hub.placed(SubscriptionRequest.parse(target.parameters(), format, hub.line()));
        final WebSocketServerHandshaker handshaker = new WebSocketServerHandshakerFactory(
                        "ws://" + request.headers().get(HttpHeaderNames.HOST, "localhost") + target.path(),
                        format == StreamFormat.SBE ? SBE : JSON,
                        WebSocketDecoderConfig.newBuilder()
                                .maxFramePayloadLength(MOST_FRAME_BYTES)
                                .allowExtensions(false)
                                .build())
                .newHandshaker(request);
        if (handshaker == null || !VERSION.equals(request.headers().get(HttpHeaderNames.SEC_WEBSOCKET_VERSION))) {
            // Netty would speak drafts from before RFC 6455 too.
            Responses.denied(
                    channel,
                    request,
                    HttpResponseStatus.UPGRADE_REQUIRED,
                    "expected Sec-WebSocket-Version: " + VERSION);
            return;
        }
        final ChannelPipeline pipeline = channel.pipeline();
        // Now: frames may come as soon as the client has the answer.
        pipeline.addAfter(channel.name(), "frames", new Frames(messages));
        final ChannelFuture handshake;
        try {
            handshake = handshaker.handshake(channel.channel(), request);
        } catch (WebSocketHandshakeException e) {
            pipeline.remove("frames");
            throw new IllegalArgumentException(e.getMessage(), e);
        }
        handshake.addListener(shaken -> {
            if (!shaken.isSuccess()) {
                channel.close();
                return;
            }
            if (pipeline.get(HttpObjectAggregator.class) != null) {
                pipeline.remove(HttpObjectAggregator.class);
            }
            final Framing framing = format == StreamFormat.SBE ? new Binary() : new Text();
            final Consumer<ChannelStream> begun = stream -> {
                pipeline.addAfter("frames", "stream", new EventStreamResource.StreamOnChannel(stream));
                pipeline.addBefore("frames", "pings", new WebSocketPings());
            };
            channel.executor()
                    .schedule(
                            () -> begin(channel, () -> {
                                if (isConflated) {
                                    conflated.subscribe(channel, screen, framing, begun);
                                } else {
                                    hub.subscribe(channel, wanted, framing, begun::accept);
                                }
                            }),
                            FIRST_FRAME_AFTER_MS,
                            TimeUnit.MILLISECONDS);
        });
    }

    /** What a task of the event loop throws would be seen by nobody. */
    private static void begin(ChannelHandlerContext channel, Runnable subscribe) {
        if (!channel.channel().isActive()) {
            return;
        }
        try {
            subscribe.run();
        } catch (RuntimeException | OutOfMemoryError e) {
            channel.pipeline().fireExceptionCaught(e);
        }
    }

    /** The first of the client's subprotocols that is ours; without any, JSON. */
    private static StreamFormat format(String offered) {
        final List<String> names =
                Arrays.stream(offered.split(",")).map(String::trim).toList();
        for (final String name : names) {
            if (name.equals(SBE)) {
                return StreamFormat.SBE;
            }
            if (name.equals(JSON)) {
                return StreamFormat.JSON;
            }
        }
        // Not repeated in the message: one of them may be a token.
        if (names.stream().anyMatch(name -> !name.isEmpty() && !name.startsWith(RequestToken.SUBPROTOCOL))) {
            throw new IllegalArgumentException("Sec-WebSocket-Protocol: expected " + SBE + " or " + JSON);
        }
        return StreamFormat.JSON;
    }

    private static CloseWebSocketFrame closeFrame(StreamNotice why) {
        return why.kind() == NoticeKind.ENDED
                ? new CloseWebSocketFrame(WebSocketCloseStatus.ENDPOINT_UNAVAILABLE, "the gateway ends")
                : new CloseWebSocketFrame(WebSocketCloseStatus.POLICY_VIOLATION, shortened(why.text()));
    }

    /** A close frame has room for 123 bytes of reason; ours is ASCII. */
    private static String shortened(String text) {
        return text.length() <= MOST_REASON_CHARS ? text : text.substring(0, MOST_REASON_CHARS);
    }

    private static final class Binary implements Framing {
        @Override
        public Object message(ByteBuf bytes) {
            return new BinaryWebSocketFrame(bytes);
        }

        @Override
        public Object message(EventBatch batch) {
            return batch.webSocketMessage();
        }

        @Override
        public Object end(StreamNotice why) {
            return closeFrame(why);
        }
    }

    private static final class Text implements Framing {
        @Override
        public Object message(ByteBuf bytes) {
            return new TextWebSocketFrame(bytes);
        }

        @Override
        public Object message(EventBatch batch) {
            return batch.webSocketMessage();
        }

        @Override
        public Object end(StreamNotice why) {
            return closeFrame(why);
        }
    }

    /**
     * The client's frames: ping, close, messages. What is written for them is bounded: of the pings that come while the channel
     * is full the last one is answered, and a close frame is the end of what is heard and said.
     */
    static final class Frames extends SimpleChannelInboundHandler<WebSocketFrame> {
        private final ClientMessages messages;
        private boolean isClosing;
        /** Content of the last ping that is not answered; null: none. */
        private ByteBuf ping;

        Frames(ClientMessages messages) {
            this.messages = messages;
        }

        @Override
        protected void channelRead0(ChannelHandlerContext channel, WebSocketFrame frame) {
            if (isClosing || frame instanceof PongWebSocketFrame) {
                return;
            }
            if (frame instanceof PingWebSocketFrame) {
                forgetPing();
                ping = frame.content().retain();
                answerPing(channel);
            } else if (frame instanceof CloseWebSocketFrame close) {
                end(channel, close.retainedDuplicate());
            } else if (frame instanceof TextWebSocketFrame text && text.isFinalFragment()) {
                if (channel.channel().isWritable()) {
                    messages.onText(channel, text.text());
                } else {
                    // Answers would pile up for a client that does not read.
                    end(channel, WebSocketCloseStatus.TRY_AGAIN_LATER, "read what was sent before you say more");
                }
            } else {
                end(channel, WebSocketCloseStatus.INVALID_MESSAGE_TYPE, "a stream takes whole text messages alone");
            }
        }

        private void answerPing(ChannelHandlerContext channel) {
            if (ping != null && channel.channel().isWritable()) {
                final ByteBuf content = ping;
                ping = null;
                channel.writeAndFlush(new PongWebSocketFrame(content), channel.voidPromise());
            }
        }

        private void forgetPing() {
            if (ping != null) {
                ping.release();
                ping = null;
            }
        }

        @Override
        public void channelWritabilityChanged(ChannelHandlerContext channel) {
            answerPing(channel);
            channel.fireChannelWritabilityChanged();
        }

        @Override
        public void handlerRemoved(ChannelHandlerContext channel) {
            forgetPing();
        }

        private void end(ChannelHandlerContext channel, WebSocketCloseStatus status, String why) {
            end(channel, new CloseWebSocketFrame(status, why));
        }

        private void end(ChannelHandlerContext channel, CloseWebSocketFrame last) {
            isClosing = true;
            forgetPing();
            channel.channel().config().setAutoRead(false);
            if (channel.pipeline().get(EventStreamResource.StreamOnChannel.class) != null) {
                // Nothing may follow a close frame.
                channel.pipeline().remove(EventStreamResource.StreamOnChannel.class);
            }
            channel.writeAndFlush(last).addListener(sent -> channel.close());
        }
    }
}
