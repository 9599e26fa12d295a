/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.gateway.http;

import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.cors.CorsConfigBuilder;
import io.netty.handler.codec.http.cors.CorsHandler;
import io.netty.util.ReferenceCountUtil;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.fabtwin.gateway.security.Entrance;
import org.fabtwin.gateway.security.PeerWatch;
import org.fabtwin.gateway.security.StallGuard;

/** The pipeline of a connection of HTTP/1.1 or WebSocket. Made once; any event loop. */
public final class HttpConnections extends ChannelInitializer<Channel> {
    static final int MOST_LINE_BYTES = 8 << 10;
    static final int MOST_HEADER_BYTES = 16 << 10;
    static final int MOST_BODY_BYTES = 256 << 10;

    private static final byte[] FULL = ("HTTP/1.1 503 Service Unavailable\r\nContent-Type: application/json\r\n"
                    + "Content-Length: 32\r\nConnection: close\r\n\r\n{\"error\":\"too many connections\"}")
            .getBytes(StandardCharsets.US_ASCII);

    private final Entrance entrance;
    private final HttpRouter router;
    private final List<String> origins;

    /**
     * @param origins of pages whose scripts may read what they asked for, besides our own.
     */
    public HttpConnections(Entrance entrance, HttpRouter router, List<String> origins) {
        this.entrance = entrance;
        this.router = router;
        this.origins = origins;
    }

    @Override
    protected void initChannel(Channel channel) {
        final ChannelPipeline pipeline = channel.pipeline();
        if (!entrance.enter(channel, "http")) {
            pipeline.addLast("refusal", new Refusal(entrance.isTls()));
            return;
        }
        pipeline.addLast(
                "http",
                new HttpServerCodec(new HttpDecoderConfig()
                        .setMaxInitialLineLength(MOST_LINE_BYTES)
                        .setMaxHeaderSize(MOST_HEADER_BYTES)));
        pipeline.addLast("whole", new HttpObjectAggregator(MOST_BODY_BYTES, true));
        pipeline.addLast("turns", new RequestTurns(entrance.connections().limits()));
        pipeline.addLast("stall", new StallGuard(entrance.connections().limits().stalledMs(), entrance.evictions()));
        pipeline.addLast("watch", new PeerWatch(entrance.lostPeers()));
        if (!origins.isEmpty()) {
            pipeline.addLast("cors", cors());
        }
        pipeline.addLast("router", router);
        pipeline.addLast("end", new ConnectionEnd(entrance.failures()));
    }

    private CorsHandler cors() {
        return new CorsHandler(CorsConfigBuilder.forOrigins(origins.toArray(new String[0]))
                .allowedRequestMethods(HttpMethod.GET, HttpMethod.POST, HttpMethod.DELETE)
                .allowedRequestHeaders("authorization", "content-type", "last-event-id", "idempotency-key")
                .allowCredentials()
                .maxAge(600)
                .build());
    }

    /** Says that there is no place, where it can be said in clear text. */
    private static final class Refusal extends ChannelInboundHandlerAdapter {
        private final boolean isTls;

        Refusal(boolean isTls) {
            this.isTls = isTls;
        }

        @Override
        public void channelActive(ChannelHandlerContext channel) {
            if (isTls) {
                channel.close();
            } else {
                channel.writeAndFlush(Unpooled.wrappedBuffer(FULL)).addListener(ChannelFutureListener.CLOSE);
            }
        }

        @Override
        public void channelRead(ChannelHandlerContext channel, Object message) {
            ReferenceCountUtil.release(message);
        }
    }
}
