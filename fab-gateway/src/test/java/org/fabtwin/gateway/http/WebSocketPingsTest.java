/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.websocketx.PingWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PongWebSocketFrame;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class WebSocketPingsTest {
    private final EmbeddedChannel channel = new EmbeddedChannel();

    WebSocketPingsTest() {
        channel.freezeTime();
        channel.pipeline().addLast(new WebSocketPings());
    }

    @AfterEach
    void close() {
        channel.finishAndReleaseAll();
    }

    private void pass(long pings) {
        channel.advanceTimeBy(pings * WebSocketPings.EVERY_S, TimeUnit.SECONDS);
        channel.runScheduledPendingTasks();
    }

    private int pings() {
        int count = 0;
        for (Object sent = channel.readOutbound(); sent != null; sent = channel.readOutbound()) {
            assertThat(sent).isInstanceOf(PingWebSocketFrame.class);
            ((PingWebSocketFrame) sent).release();
            count++;
        }
        return count;
    }

    @Test
    void shouldCloseAConnectionThatAnswersNothing() {
        for (int ping = 0; ping < WebSocketPings.MOST_UNANSWERED; ping++) {
            pass(1);
            assertThat(pings()).isEqualTo(1);
            assertThat(channel.isOpen()).isTrue();
        }

        pass(1);

        assertThat(channel.isOpen()).isFalse();
    }

    @Test
    void shouldKeepOneThatAnswers() {
        for (int ping = 0; ping < 10; ping++) {
            pass(1);
            assertThat(pings()).isEqualTo(1);
            channel.writeInbound(new PongWebSocketFrame());
        }

        assertThat(channel.isOpen()).isTrue();
    }

    @Test
    void shouldNotCountWhileTheChannelIsFull() {
        channel.unsafe().outboundBuffer().setUserDefinedWritability(1, false);

        pass(10);

        assertThat(pings()).isZero();
        assertThat(channel.isOpen()).isTrue();
    }
}
