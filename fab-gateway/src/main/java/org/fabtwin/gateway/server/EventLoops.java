/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.gateway.server;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.ServerChannel;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.util.ResourceLeakDetector;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The threads of the network: epoll where there is one. Any thread. */
public final class EventLoops implements AutoCloseable {
    /** Netty's settings for its leak detector, new and old; whoever sets one of them gets it. */
    private static final List<String> LEAK_DETECTION =
            List.of("io.netty.leakDetection.level", "io.netty.leakDetectionLevel");

    static {
        // It follows one buffer in 128 through its life, for developers: tests have it at paranoid.
        if (LEAK_DETECTION.stream().allMatch(name -> System.getProperty(name) == null)) {
            ResourceLeakDetector.setLevel(ResourceLeakDetector.Level.DISABLED);
        }
    }

    private final MultiThreadIoEventLoopGroup group;
    private final Class<? extends ServerChannel> serverChannel;

    public EventLoops(int threads) {
        final boolean isEpoll = Epoll.isAvailable();
        final IoHandlerFactory io = isEpoll ? EpollIoHandler.newFactory() : NioIoHandler.newFactory();
        group = new MultiThreadIoEventLoopGroup(threads, new DefaultThreadFactory("fab-loop", true), io);
        serverChannel = isEpoll ? EpollServerSocketChannel.class : NioServerSocketChannel.class;
    }

    /**
     * Listens on an address.
     *
     * @throws IOException if it can't be bound; the message names it.
     */
    Channel bind(InetSocketAddress address, ServerBootstrap bootstrap) throws IOException {
        final ChannelFuture bound =
                bootstrap.group(group).channel(serverChannel).bind(address).awaitUninterruptibly();
        if (!bound.isSuccess()) {
            throw new IOException(
                    "cannot listen on " + address + ": " + bound.cause().getMessage(), bound.cause());
        }
        return bound.channel();
    }

    @Override
    public void close() {
        group.shutdownGracefully(0, 2, TimeUnit.SECONDS).awaitUninterruptibly(5, TimeUnit.SECONDS);
    }
}
