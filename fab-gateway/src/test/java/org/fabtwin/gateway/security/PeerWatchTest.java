/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.gateway.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollSocketChannel;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Who acknowledges nothing is gone; who owes nothing, or answers late, is not. */
class PeerWatchTest {
    private final LongAdder lost = new LongAdder();
    private long silentMs;
    private final EmbeddedChannel channel = new EmbeddedChannel(new PeerWatch(lost, its -> silentMs));

    @BeforeEach
    void freeze() {
        channel.freezeTime();
    }

    private void pass(long ms) {
        channel.advanceTimeBy(ms, TimeUnit.MILLISECONDS);
        channel.runScheduledPendingTasks();
    }

    @Test
    void shouldCloseWhoAcknowledgesNothing() {
        silentMs = PeerWatch.MOST_SILENT_MS - 1;
        pass(4 * PeerWatch.EVERY_MS);
        assertThat(channel.isOpen()).isTrue();

        silentMs = PeerWatch.MOST_SILENT_MS;
        pass(PeerWatch.EVERY_MS + 1_000);
        assertThat(channel.isOpen()).isFalse();
        assertThat(lost.sum()).isEqualTo(1);
    }

    @Test
    void shouldLeaveWhoOwesNothing() {
        pass(100 * PeerWatch.EVERY_MS);

        assertThat(channel.isOpen()).isTrue();
        // What is no socket of the kernel owes nothing.
        assertThat(PeerWatch.silentMs(channel)).isZero();
    }

    /** After a while without requests an answer has just been sent: its acknowledgement is on its way. */
    @Test
    void shouldLookTwice() {
        pass(4 * PeerWatch.EVERY_MS);
        silentMs = PeerWatch.MOST_SILENT_MS + 5_000;
        pass(PeerWatch.EVERY_MS);
        assertThat(channel.isOpen()).isTrue();
        silentMs = 0;
        pass(PeerWatch.EVERY_MS);

        silentMs = PeerWatch.MOST_SILENT_MS;
        pass(PeerWatch.EVERY_MS);
        assertThat(channel.isOpen()).isTrue();
        pass(PeerWatch.EVERY_MS);
        assertThat(channel.isOpen()).isFalse();
    }

    @Test
    void shouldEndWithItsChannel() {
        channel.pipeline().fireChannelInactive();
        silentMs = PeerWatch.MOST_SILENT_MS;
        pass(10 * PeerWatch.EVERY_MS);

        assertThat(lost.sum()).isZero();
    }

    @Test
    void shouldEndWhenItIsTakenOut() {
        channel.pipeline().remove(PeerWatch.class);
        silentMs = PeerWatch.MOST_SILENT_MS;
        pass(10 * PeerWatch.EVERY_MS);

        assertThat(lost.sum()).isZero();
    }

    /**
     * What the kernel says of a real connection. The peer's kernel holds an acknowledgement back for some 40 ms when it expects an answer
     * to send it with.
     */
    @Test
    @Timeout(60)
    void shouldAskTheKernel() throws Exception {
        assumeTrue(Epoll.isAvailable(), "this machine has no epoll");
        final EventLoopGroup loops = new MultiThreadIoEventLoopGroup(1, EpollIoHandler.newFactory());
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            final Channel socket = new Bootstrap()
                    .group(loops)
                    .channel(EpollSocketChannel.class)
                    .option(ChannelOption.TCP_NODELAY, true)
                    .handler(new ChannelInboundHandlerAdapter())
                    .connect("127.0.0.1", server.getLocalPort())
                    .sync()
                    .channel();
            try (Socket peer = server.accept()) {
                assertThat(PeerWatch.silentMs(socket)).isZero();

                long silent = 0;
                while (silent == 0) {
                    // An answer to each: from then on the peer's kernel waits for the next.
                    socket.writeAndFlush(Unpooled.wrappedBuffer(new byte[1])).sync();
                    silent = PeerWatch.silentMs(socket);
                    assertThat(peer.getInputStream().read()).isZero();
                    peer.getOutputStream().write(1);
                }
                assertThat(silent).isPositive();
                while (PeerWatch.silentMs(socket) > 0) {
                    Thread.onSpinWait();
                }
            }
            socket.close().sync();
            assertThat(PeerWatch.silentMs(socket)).isZero();
        } finally {
            loops.shutdownGracefully(0, 1, TimeUnit.SECONDS).sync();
        }
    }
}
