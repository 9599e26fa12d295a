/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.gateway.server;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.WriteBufferWaterMark;
import java.io.IOException;
import java.net.InetSocketAddress;

/** Listens on an address; what its connections speak is their pipeline's. */
public final class Listener implements AutoCloseable {
    /** Bytes of a channel that wait for its socket: above the second it gets no more until it is below the first. */
    private static final WriteBufferWaterMark WATER_MARK = new WriteBufferWaterMark(64 << 10, 256 << 10);

    private final Channel listener;

    private Listener(Channel listener) {
        this.listener = listener;
    }

    /**
     * Binds the address.
     *
     * @throws IOException if it can't be bound; the message names it.
     */
    public static Listener start(EventLoops loops, InetSocketAddress address, ChannelInitializer<Channel> pipeline)
            throws IOException {
        return new Listener(loops.bind(
                address,
                new ServerBootstrap()
                        .childOption(ChannelOption.TCP_NODELAY, true)
                        .childOption(ChannelOption.SO_KEEPALIVE, true)
                        .childOption(ChannelOption.WRITE_BUFFER_WATER_MARK, WATER_MARK)
                        .childHandler(pipeline)));
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
