/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.HttpMethod;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.fabtwin.gateway.conflation.ConflatedStreams;
import org.fabtwin.gateway.security.PeerChannel;
import org.fabtwin.gateway.security.Role;
import org.fabtwin.gateway.security.SecurityConfig;
import org.fabtwin.gateway.server.Gateway;
import org.fabtwin.gateway.server.TestGateway;
import org.fabtwin.gateway.subscription.ChannelStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** From the request to the first frame, on a channel without a network and with a clock that stands. */
@Timeout(60)
class WebSocketUpgradeTest {
    private static final String KEY = "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==";

    private final List<String> heard = new ArrayList<>();
    private Gateway gateway;
    private ConflatedStreams screens;
    private EmbeddedChannel channel;

    @BeforeEach
    void connect() throws IOException {
        gateway = TestGateway.open(SecurityConfig.OPEN);
        screens = new ConflatedStreams(gateway.hub(), gateway.twin().directory());
        final WebSocketUpgrade upgrade = new WebSocketUpgrade(gateway.hub(), screens, (from, text) -> heard.add(text));
        final HttpRouter router = new HttpRouter(gateway.entrance().access())
                .add(
                        HttpMethod.GET,
                        "/v1/events",
                        Role.OBSERVE,
                        new EventStreamResource(gateway.hub(), screens, upgrade));
        channel = PeerChannel.from("127.0.0.1", new HttpConnections(gateway.entrance(), router, List.of()));
        channel.freezeTime();
    }

    @AfterEach
    void shouldLeaveNothingBehind() {
        channel.finishAndReleaseAll();
        assertThat(gateway.hub().subscribers()).isZero();
        assertThat(gateway.entrance().connections().open()).isZero();
        assertThat(gateway.entrance().failures().sum()).isZero();
        screens.close();
        gateway.close();
    }

    private void ask(String target, String... headers) {
        channel.writeInbound(Unpooled.copiedBuffer(
                "GET " + target + " HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                        + String.join("\r\n", headers) + "\r\n\r\n",
                StandardCharsets.UTF_8));
    }

    private void pass(long ms) {
        channel.advanceTimeBy(ms, TimeUnit.MILLISECONDS);
        channel.runScheduledPendingTasks();
        channel.runPendingTasks();
    }

    private byte[] sent() {
        final ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (ByteBuf bytes = channel.readOutbound(); bytes != null; bytes = channel.readOutbound()) {
            final byte[] part = new byte[bytes.readableBytes()];
            bytes.readBytes(part);
            bytes.release();
            all.writeBytes(part);
        }
        return all.toByteArray();
    }

    private String text() {
        return new String(sent(), StandardCharsets.ISO_8859_1);
    }

    /** A masked frame whose mask is zero. */
    private void say(int first, String payload) {
        channel.writeInbound(Unpooled.buffer()
                .writeByte(first)
                .writeByte(0x80 | payload.length())
                .writeInt(0)
                .writeBytes(payload.getBytes(StandardCharsets.UTF_8)));
    }

    @ParameterizedTest
    @CsvSource({"fab.json.v1,129", "fab.sbe.v1,130"})
    void shouldAnswerTheHandshakeFirstAndSendTheStreamAMomentLater(String protocol, int firstByte) {
        ask("/v1/events?from=latest", "Sec-WebSocket-Version: 13", KEY, "Sec-WebSocket-Protocol: chat, " + protocol);
        assertThat(text())
                .startsWith("HTTP/1.1 101 ")
                .contains("sec-websocket-accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n")
                .contains("sec-websocket-protocol: " + protocol + "\r\n")
                .endsWith("\r\n\r\n");
        pass(19);
        assertThat(sent()).isEmpty();
        assertThat(gateway.hub().subscribers()).isZero();

        pass(1);

        assertThat(gateway.hub().subscribers()).isEqualTo(1);
        // The line does not live yet: all there is to say is that the end is reached.
        assertThat(sent()[0] & 0xFF).isEqualTo(firstByte);
        channel.close();
        assertThat(gateway.hub().subscribers()).isZero();
    }

    @Test
    void shouldHearWhatComesBetweenTheHandshakeAndTheStream() {
        ask("/v1/events", "Sec-WebSocket-Version: 13", KEY);
        sent();
        say(0x81, "early");
        pass(20);
        say(0x81, "late");

        assertThat(heard).containsExactly("early", "late");
    }

    @Test
    void shouldNotSubscribeWhoHasGoneMeanwhile() {
        ask("/v1/events", "Sec-WebSocket-Version: 13", KEY);
        sent();
        say(0x88, "");
        assertThat(sent()[0] & 0xFF).as("a close frame").isEqualTo(0x88);
        assertThat(channel.isOpen()).isFalse();

        pass(100);

        assertThat(gateway.hub().subscribers()).isZero();
    }

    @Test
    void shouldPingWhoIsSilentAndCloseWhoDoesNotAnswer() {
        ask("/v1/events?from=latest", "Sec-WebSocket-Version: 13", KEY);
        pass(20);
        sent();

        pass(WebSocketPings.EVERY_S * 1000);
        assertThat(text()).contains("\u0089\u0000");
        say(0x8A, "");
        pass(WebSocketPings.EVERY_S * 1000 * WebSocketPings.MOST_UNANSWERED);
        assertThat(channel.isOpen()).isTrue();
        pass(WebSocketPings.EVERY_S * 1000);

        assertThat(channel.isOpen()).isFalse();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "/v1/events|Sec-WebSocket-Version: 8|" + KEY + "|426",
                "/v1/events|Sec-WebSocket-Version: 13|X-No: key|400",
                "/v1/events?form=x|Sec-WebSocket-Version: 13|" + KEY + "|400",
                "/v1/events?conflate=1000Hz|Sec-WebSocket-Version: 13|" + KEY + "|400",
            })
    void shouldRefuseWhatIsNoHandshake(String target, String version, String key, int status) {
        ask(target, version, key);

        assertThat(text()).startsWith("HTTP/1.1 " + status + " ");
        pass(100);
        assertThat(gateway.hub().subscribers()).isZero();
    }

    @Test
    void shouldRefuseASubprotocolThatIsNone() {
        ask("/v1/events", "Sec-WebSocket-Version: 13", KEY, "Sec-WebSocket-Protocol: chat");

        assertThat(text()).startsWith("HTTP/1.1 400 ").contains("expected fab.sbe.v1 or fab.json.v1");
    }

    /** Ties a stream to its channel, whatever the protocol. */
    @Test
    void shouldTellAStreamWhenItsChannelTakesMoreAndWhenItEnds() {
        final List<String> told = new ArrayList<>();
        final EmbeddedChannel own = new EmbeddedChannel(new EventStreamResource.StreamOnChannel(new ChannelStream() {
            @Override
            public void onWritable() {
                told.add("writable");
            }

            @Override
            public void end() {
                told.add("end");
            }
        }));
        own.unsafe().outboundBuffer().setUserDefinedWritability(1, false);
        own.runPendingTasks();
        assertThat(told).isEmpty();
        own.unsafe().outboundBuffer().setUserDefinedWritability(1, true);
        own.runPendingTasks();
        assertThat(told).containsExactly("writable");

        final ByteBuf unexpected = Unpooled.buffer(1).writeByte(0);
        own.writeInbound(unexpected);
        assertThat(unexpected.refCnt()).as("taken and thrown away").isZero();
        own.finishAndReleaseAll();
        assertThat(told).contains("end");
    }
}
