/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.gateway.tcp;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelOption;
import java.io.IOException;
import java.net.InetSocketAddress;
import org.fabtwin.gateway.security.Entrance;
import org.fabtwin.gateway.server.EventLoops;
import org.fabtwin.gateway.subscription.StreamHub;

/** Listens for raw TCP: frames of stream.xml, the client's Subscribe first. */
public final class TcpServer implements AutoCloseable {
    static final int MOST_FRAME_BYTES = 16 << 10;

    private final Channel listener;

    private TcpServer(Channel listener) {
        this.listener = listener;
    }

    /**
     * Binds the address.
     *
     * @throws IOException if it can't be bound; the message names it.
     */
    public static TcpServer start(EventLoops loops, InetSocketAddress address, StreamHub hub, Entrance entrance)
            throws IOException {
        return new TcpServer(loops.bind(
                address,
                new ServerBootstrap()
                        .childOption(ChannelOption.TCP_NODELAY, true)
                        .childOption(ChannelOption.SO_KEEPALIVE, true)
                        .childOption(ChannelOption.WRITE_BUFFER_WATER_MARK, EventLoops.WATER_MARK)
                        .childHandler(new TcpConnections(hub, entrance))));
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
