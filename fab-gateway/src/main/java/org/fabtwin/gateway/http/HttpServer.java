/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.gateway.http;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelOption;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.List;
import org.fabtwin.gateway.security.Entrance;
import org.fabtwin.gateway.server.EventLoops;

/** Listens for HTTP/1.1 and WebSocket. */
public final class HttpServer implements AutoCloseable {
    private final Channel listener;

    private HttpServer(Channel listener) {
        this.listener = listener;
    }

    /**
     * Binds the address.
     *
     * @param origins of pages whose scripts may read what they asked for, besides our own.
     * @throws IOException if it can't be bound; the message names it.
     */
    public static HttpServer start(
            EventLoops loops, InetSocketAddress address, HttpRouter router, Entrance entrance, List<String> origins)
            throws IOException {
        return new HttpServer(loops.bind(
                address,
                new ServerBootstrap()
                        .childOption(ChannelOption.TCP_NODELAY, true)
                        .childOption(ChannelOption.SO_KEEPALIVE, true)
                        .childOption(ChannelOption.WRITE_BUFFER_WATER_MARK, EventLoops.WATER_MARK)
                        .childHandler(new HttpConnections(entrance, router, origins))));
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
