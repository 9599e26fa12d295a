/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.gateway.http;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpServerCodec;
import java.io.IOException;
import java.net.InetSocketAddress;
import org.fabtwin.gateway.server.EventLoops;

/** Listens for HTTP/1.1 and WebSocket. */
public final class HttpServer implements AutoCloseable {
    private static final int MOST_LINE_BYTES = 8 << 10;
    private static final int MOST_HEADER_BYTES = 16 << 10;
    private static final int MOST_BODY_BYTES = 256 << 10;

    private final Channel listener;

    private HttpServer(Channel listener) {
        this.listener = listener;
    }

    /**
     * Binds the address.
     *
     * @throws IOException if it can't be bound; the message names it.
     */
    public static HttpServer start(EventLoops loops, InetSocketAddress address, HttpRouter router) throws IOException {
        return new HttpServer(loops.bind(
                address,
                new ServerBootstrap()
                        .childOption(ChannelOption.TCP_NODELAY, true)
                        .childOption(ChannelOption.WRITE_BUFFER_WATER_MARK, EventLoops.WATER_MARK)
                        .childHandler(new ChannelInitializer<Channel>() {
                            @Override
                            protected void initChannel(Channel channel) {
                                final ChannelPipeline pipeline = channel.pipeline();
                                pipeline.addLast(
                                        "http",
                                        new HttpServerCodec(new HttpDecoderConfig()
                                                .setMaxInitialLineLength(MOST_LINE_BYTES)
                                                .setMaxHeaderSize(MOST_HEADER_BYTES)));
                                pipeline.addLast("whole", new HttpObjectAggregator(MOST_BODY_BYTES));
                                pipeline.addLast("one", new OneAtATime());
                                pipeline.addLast("router", router);
                            }
                        })));
    }

    /** The port, also where 0 was asked for. */
    public int port() {
        return ((InetSocketAddress) listener.localAddress()).getPort();
    }

    @Override
    public void close() {
        listener.close().syncUninterruptibly();
    }
}
