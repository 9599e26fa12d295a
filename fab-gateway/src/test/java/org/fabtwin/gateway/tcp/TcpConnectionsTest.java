/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.gateway.tcp;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.fabtwin.gateway.security.ConnectionLimits;
import org.fabtwin.gateway.security.PeerChannel;
import org.fabtwin.gateway.security.SecurityConfig;
import org.fabtwin.gateway.security.TestTokens;
import org.fabtwin.gateway.server.Gateway;
import org.fabtwin.gateway.server.TestGateway;
import org.fabtwin.gateway.wire.frame.BatchDecoder;
import org.fabtwin.gateway.wire.frame.SubscribedDecoder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The whole pipeline of raw TCP, in memory. */
class TcpConnectionsTest {
    @TempDir
    private Path directory;

    private Gateway gateway;
    private TcpConnections connections;
    private final List<EmbeddedChannel> channels = new ArrayList<>();

    @BeforeEach
    void open() throws IOException {
        gateway = TestGateway.open(new SecurityConfig(
                null, TestTokens.keyFile(directory), "fabtwin", List.of(), ConnectionLimits.DEFAULT.with(9, 2)));
        connections = new TcpConnections(gateway.hub(), gateway.entrance());
    }

    @AfterEach
    void shouldHaveNoConnectionLeft() {
        channels.forEach(EmbeddedChannel::finishAndReleaseAll);
        assertThat(gateway.entrance().connections().of("tcp").open()).isZero();
        assertThat(gateway.entrance().connections().open()).isZero();
        assertThat(gateway.hub().subscribers()).isZero();
        gateway.close();
    }

    private EmbeddedChannel connect() {
        final EmbeddedChannel channel = PeerChannel.from("10.0.0.1", connections);
        channel.freezeTime();
        channels.add(channel);
        return channel;
    }

    private static byte[] read(EmbeddedChannel channel) {
        channel.runPendingTasks();
        final ByteBuf bytes = channel.readOutbound();
        final byte[] copy = ByteBufUtil.getBytes(bytes);
        bytes.release();
        return copy;
    }

    private String refused(ByteBuf bytes) {
        final EmbeddedChannel channel = connect();
        channel.writeInbound(bytes);
        final String notice = Frames.notice(read(channel));
        assertThat(channel.isOpen()).isFalse();
        channel.finishAndReleaseAll();
        return notice;
    }

    @Test
    void shouldSubscribeTheBearerOfAToken() {
        final EmbeddedChannel channel = connect();
        assertThat(channel.pipeline().names()).containsSubsequence("frames", "stall", "watch", "subscribe");
        channel.writeInbound(Frames.subscribe("type=TrackIn", TestTokens.of("observe")));

        assertThat(Frames.template(read(channel))).isEqualTo(SubscribedDecoder.TEMPLATE_ID);
        assertThat(gateway.hub().subscribers()).isEqualTo(1);
    }

    @Test
    void shouldRefuseWhoHasNoGoodToken() {
        assertThat(refused(Frames.subscribe("", ""))).isEqualTo("REFUSED: a bearer token is needed");
        assertThat(refused(Frames.subscribe("", "x.y.z"))).isEqualTo("REFUSED: the token is no JSON Web Token");
        assertThat(refused(Frames.subscribe(
                        "", TestTokens.signed(TestTokens.claims(TestTokens.NOW).build()))))
                .isEqualTo("REFUSED: the token has expired");
    }

    @Test
    void shouldSayWhatIsWrongWithAFrame() {
        final ByteBuf longFrame = Unpooled.buffer().writeIntLE(1 << 20).writeZero(100);
        assertThat(refused(longFrame)).isEqualTo("REFUSED: a frame is longer than 16384 bytes");
        assertThat(refused(Unpooled.buffer().writeIntLE(-1).writeZero(8)))
                .isEqualTo("REFUSED: a frame is longer than 16384 bytes");
        assertThat(refused(Unpooled.buffer().writeIntLE(0).writeZero(8)))
                .isEqualTo("REFUSED: a frame's length is none");
        assertThat(refused(Unpooled.buffer().writeIntLE(4)))
                .isEqualTo("REFUSED: the Subscribe frame is shorter than it says");
        assertThat(refused(Unpooled.buffer().writeIntLE(16).writeZero(12)))
                .startsWith("REFUSED: expected a Subscribe frame (schema 2027, template 3), found schema 0");
        final ByteBuf cut = Frames.subscribe("type=TrackIn", TestTokens.of("observe"));
        cut.writerIndex(cut.writerIndex() - 20).setIntLE(0, cut.readableBytes());
        assertThat(refused(cut)).isEqualTo("REFUSED: the Subscribe frame is shorter than it says");
        final int filterLengthAt = 4 + 8 + 15;
        for (final int length : new int[] {-1, Integer.MIN_VALUE, Integer.MAX_VALUE, 1 << 30, 200}) {
            final ByteBuf lying =
                    Frames.subscribe("type=TrackIn", TestTokens.of("observe").substring(0, 100));
            assertThat(lying.getIntLE(filterLengthAt)).isEqualTo("type=TrackIn".length());
            assertThat(refused(lying.setIntLE(filterLengthAt, length)))
                    .isEqualTo("REFUSED: the Subscribe frame is shorter than it says");
        }
        assertThat(refused(Frames.subscribe("colour=red", TestTokens.of("observe"))))
                .startsWith("REFUSED: unknown parameter 'colour'");
    }

    @Test
    void shouldTakeOneSubscribe() {
        final EmbeddedChannel channel = connect();
        channel.writeInbound(Frames.subscribe("", TestTokens.of("observe")));
        read(channel);
        channel.writeInbound(Frames.subscribe("", TestTokens.of("observe")));

        byte[] frame = read(channel);
        while (Frames.template(frame) == BatchDecoder.TEMPLATE_ID
                || Frames.notice(frame).startsWith("CAUGHT_UP")) {
            // What the first Subscribe gets meanwhile.
            frame = read(channel);
        }
        assertThat(Frames.notice(frame)).isEqualTo("REFUSED: a stream takes one Subscribe");
        assertThat(channel.isOpen()).isFalse();
        assertThat(gateway.hub().subscribers()).isZero();
    }

    @Test
    void shouldWaitTwoSecondsForASubscribe() {
        final EmbeddedChannel channel = connect();
        final ByteBuf whole = Frames.subscribe("", TestTokens.of("observe"));
        channel.writeInbound(whole.readRetainedSlice(20));
        whole.release();
        channel.advanceTimeBy(1_900, TimeUnit.MILLISECONDS);
        channel.runScheduledPendingTasks();
        assertThat(channel.isOpen()).isTrue();

        channel.advanceTimeBy(200, TimeUnit.MILLISECONDS);
        channel.runScheduledPendingTasks();
        assertThat(Frames.notice(read(channel))).isEqualTo("REFUSED: no Subscribe came within 2000 ms");
        assertThat(channel.isOpen()).isFalse();
    }

    @Test
    void shouldCloseAConnectionBeyondTheLimit() {
        connect();
        connect();

        assertThat(connect().isOpen()).isFalse();
        assertThat(gateway.entrance().connections().of("tcp").refused()).isEqualTo(1);
    }
}
