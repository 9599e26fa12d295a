/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.bench.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class MeasurementTest {
    private static final long EVENTS = 5_000;

    @ParameterizedTest
    @EnumSource(GatewayTarget.Protocol.class)
    void shouldDeliverEveryEventToEverySubscriberWhenSomeNeverRead(GatewayTarget.Protocol protocol) throws IOException {
        try (Target target = new GatewayTarget(protocol, 1)) {
            final LoadFigures figures = new Measurement(target, 4, 1).run(EVENTS);

            assertThat(figures.delivered()).isEqualTo(3 * EVENTS);
            assertThat(figures.deliveredPerSecond()).isPositive();
        }
    }

    @ParameterizedTest
    @EnumSource(GatewayTarget.Protocol.class)
    void shouldMeasureTheLatencyOfEveryEventAtARate(GatewayTarget.Protocol protocol) throws IOException {
        final List<LoadFigures> figures = new ArrayList<>();
        try (LatencyTurns turns = new LatencyTurns(1_000, 2, 0)) {
            turns.add(new GatewayTarget(protocol, 1));
            turns.run(1, 1, 1, figures::add);
        }

        assertThat(figures).singleElement().satisfies(one -> {
            assertThat(one.delivered()).isEqualTo(2_000);
            assertThat(one.p50Us()).isPositive().isLessThanOrEqualTo(one.p99Us());
        });
    }

    /** All of them are there from the beginning, and every round takes each once. */
    @Test
    void shouldMeasureTargetsInTurn() throws IOException {
        final List<LoadFigures> figures = new ArrayList<>();
        try (LatencyTurns turns = new LatencyTurns(1_000, 2, 1)) {
            turns.add(new GatewayTarget(GatewayTarget.Protocol.TCP, 1));
            turns.add(new GatewayTarget(GatewayTarget.Protocol.JSON, 1));
            turns.run(5, 1, 2, figures::add);
        }

        assertThat(figures)
                .extracting(LoadFigures::target)
                .containsExactly("fabtwin-tcp", "fabtwin-json", "fabtwin-tcp", "fabtwin-json");
        assertThat(figures).allSatisfy(one -> {
            assertThat(one.stuck()).isEqualTo(1);
            assertThat(one.delivered()).isEqualTo(1_000);
            assertThat(one.p999Us()).isPositive();
        });
    }

    @Test
    void shouldTakeALatencyFromTheDueTimeThatTheEventBears() throws IOException {
        final Histogram latencies = new Histogram(3);
        final long nowNs = 90_000_000_000L;
        final byte[] line = "\u0081\u0019{\"simtimeus\":\"87500000\"}\n".getBytes(StandardCharsets.ISO_8859_1);
        try (SocketChannel none = SocketChannel.open()) {
            assertThat(new LineSubscriber(none, none).consume(ByteBuffer.wrap(line), latencies, nowNs))
                    .isEqualTo(1);
        }

        assertThat(latencies.getTotalCount()).isEqualTo(1);
        assertThat(latencies.getMaxValue() / 1e9).isCloseTo(2.5, within(0.01));
    }

    /** Over TLS the socket carries another wire; the server would take a plain pong for garbage. */
    @Test
    void shouldAnswerThePingOfAServerOnTheWireThatItCameBy() throws IOException {
        final byte[] ping = {(byte) 0x89, 0};
        assertThat(answersOf((none, wire) -> new BatchSubscriber(none, wire, true), ping, 0))
                .containsExactly(0x8A, 0x80, 0, 0, 0, 0);
    }

    /** A length that looks like a ping, in a head that comes byte by byte, is none. */
    @Test
    void shouldAnswerThePingBetweenLines() throws IOException {
        final int length = 0x8900;
        final byte[] lines = new byte[4 + length + 2];
        Arrays.fill(lines, (byte) ' ');
        final byte[] event = "{\"simtimeus\":\"1\"}\n".getBytes(StandardCharsets.US_ASCII);
        ByteBuffer.wrap(lines)
                .put((byte) 0x81)
                .put((byte) 126)
                .putShort((short) length)
                .put(event);
        lines[3 + length] = '\n';
        lines[4 + length] = (byte) 0x89;
        lines[5 + length] = 0;

        assertThat(answersOf(LineSubscriber::new, lines, 1)).containsExactly(0x8A, 0x80, 0, 0, 0, 0);
    }

    private interface Kind {
        Subscriber on(SocketChannel socket, SocketChannel wire);
    }

    /** What a subscriber says to a server that sends it so much, byte by byte. */
    private static int[] answersOf(Kind kind, byte[] sent, int events) throws IOException {
        try (ServerSocketChannel server =
                        ServerSocketChannel.open().bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
                SocketChannel none = SocketChannel.open();
                SocketChannel wire = SocketChannel.open(server.getLocalAddress());
                SocketChannel end = server.accept()) {
            final Subscriber subscriber = kind.on(none, wire);
            long count = 0;
            for (final byte one : sent) {
                count += subscriber.consume(ByteBuffer.wrap(new byte[] {one}), null, 0);
            }
            assertThat(count).isEqualTo(events);
            wire.shutdownOutput();

            final ByteBuffer answers = ByteBuffer.allocate(16);
            while (end.read(answers) >= 0) {
                assertThat(answers.hasRemaining()).isTrue();
            }
            final int[] bytes = new int[answers.position()];
            Arrays.setAll(bytes, i -> answers.get(i) & 0xFF);
            return bytes;
        }
    }

    @ParameterizedTest
    @EnumSource(BrokerTarget.Broker.class)
    void shouldPutTheSameLoadOnABroker(BrokerTarget.Broker broker) throws IOException {
        assumeTrue(broker.file() != null, "this machine has no " + broker);
        try (Target target = new BrokerTarget(broker)) {
            final LoadFigures figures = new Measurement(target, 3, 0).run(EVENTS);

            assertThat(figures.delivered()).isEqualTo(3 * EVENTS);
        }
    }
}
