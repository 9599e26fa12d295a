/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.gateway.security;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.embedded.EmbeddedChannel;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ConnectionsTest {
    private final Connections connections = new Connections(ConnectionLimits.DEFAULT.with(5, 2));
    private final List<EmbeddedChannel> channels = new ArrayList<>();

    private boolean take(String peer) {
        final EmbeddedChannel channel = PeerChannel.from(peer);
        channels.add(channel);
        return connections.take(channel, "http");
    }

    private void closeAll() {
        channels.forEach(EmbeddedChannel::close);
        assertThat(connections.open()).isZero();
        assertThat(connections.addresses()).isZero();
        assertThat(connections.of("http").open()).isZero();
    }

    @Test
    void shouldLimitTheConnectionsOfAnAddress() {
        assertThat(take("10.0.0.1")).isTrue();
        assertThat(take("10.0.0.1")).isTrue();
        assertThat(take("10.0.0.1")).isFalse();
        assertThat(take("10.0.0.2")).isTrue();
        assertThat(connections.of("http").refused()).isEqualTo(1);

        closeAll();
        assertThat(take("10.0.0.1")).isTrue();
        closeAll();
    }

    @Test
    void shouldCountANetworkOfIpv6AsOneAddress() {
        assertThat(take("2001:db8::1")).isTrue();
        assertThat(take("2001:db8::2")).isTrue();
        assertThat(take("2001:db8::3")).isFalse();
        assertThat(take("2001:db8:0:1::1")).isTrue();
        closeAll();
    }

    @Test
    void shouldLimitAllConnectionsAndThoseOfThisMachineByThatAlone() {
        for (int i = 0; i < 5; i++) {
            assertThat(take("127.0.0.1")).isTrue();
        }
        assertThat(take("127.0.0.1")).isFalse();
        assertThat(take("10.0.0.1")).isFalse();
        assertThat(connections.of("http").open()).isEqualTo(5);
        closeAll();
    }
}
