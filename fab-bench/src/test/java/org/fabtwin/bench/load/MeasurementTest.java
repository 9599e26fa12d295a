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
import java.util.Arrays;
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
            final LoadFigures figures = new Measurement(target, 4, 1).run(0, 0, 0, EVENTS);

            assertThat(figures.delivered()).isEqualTo(3 * EVENTS);
            assertThat(figures.deliveredPerSecond()).isPositive();
        }
    }

    @ParameterizedTest
    @EnumSource(GatewayTarget.Protocol.class)
    void shouldMeasureTheLatencyOfEveryEventAtARate(GatewayTarget.Protocol protocol) throws IOException {
        try (Target target = new GatewayTarget(protocol, 1)) {
            final LoadFigures figures = new Measurement(target, 2, 0).run(1_000, 1, 1, 0);

            assertThat(figures.delivered()).isEqualTo(2_000);
            assertThat(figures.p50Us()).isPositive().isLessThanOrEqualTo(figures.p99Us());
        }
    }

    @Test
    void shouldTakeALatencyFromTheDueTimeThatTheEventBears() throws IOException {
        final Histogram latencies = new Histogram(3);
        final long nowNs = 90_000_000_000L;
        final byte[] line = "{\"simtimeus\":\"87500000\"}\n".getBytes(StandardCharsets.UTF_8);
        try (SocketChannel none = SocketChannel.open()) {
            assertThat(new LineSubscriber(none).consume(ByteBuffer.wrap(line), latencies, nowNs))
                    .isEqualTo(1);
        }

        assertThat(latencies.getTotalCount()).isEqualTo(1);
        assertThat(latencies.getMaxValue() / 1e9).isCloseTo(2.5, within(0.01));
    }

    /** Over TLS the socket carries another wire; the server would take a plain pong for garbage. */
    @Test
    void shouldAnswerThePingOfAServerOnTheWireThatItCameBy() throws IOException {
        final ByteBuffer ping = ByteBuffer.wrap(new byte[] {(byte) 0x89, 0});
        try (ServerSocketChannel server =
                        ServerSocketChannel.open().bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
                SocketChannel none = SocketChannel.open();
                SocketChannel wire = SocketChannel.open(server.getLocalAddress());
                SocketChannel end = server.accept()) {
            assertThat(new BatchSubscriber(none, wire, true).consume(ping, null, 0))
                    .isZero();
            wire.shutdownOutput();

            final ByteBuffer pong = ByteBuffer.allocate(16);
            while (end.read(pong) >= 0) {
                assertThat(pong.hasRemaining()).isTrue();
            }
            assertThat(Arrays.copyOf(pong.array(), pong.position())).containsExactly(0x8A, 0x80, 0, 0, 0, 0);
        }
    }

    @ParameterizedTest
    @EnumSource(BrokerTarget.Broker.class)
    void shouldPutTheSameLoadOnABroker(BrokerTarget.Broker broker) throws IOException {
        assumeTrue(broker.file() != null, "this machine has no " + broker);
        try (Target target = new BrokerTarget(broker)) {
            final LoadFigures figures = new Measurement(target, 3, 0).run(0, 0, 0, EVENTS);

            assertThat(figures.delivered()).isEqualTo(3 * EVENTS);
        }
    }
}
