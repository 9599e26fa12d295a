/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.websocketx.BinaryWebSocketFrame;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PingWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PongWebSocketFrame;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import java.util.ArrayList;
import java.util.List;
import org.fabtwin.gateway.subscription.ChannelStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a client may cause to be written by what it sends. */
class WebSocketFramesTest {
    private static final int FLOOD = 1_000;

    private final List<String> heard = new ArrayList<>();
    private final List<Object> sent = new ArrayList<>();
    private final CountedStream stream = new CountedStream();
    private final EmbeddedChannel channel = new EmbeddedChannel();

    WebSocketFramesTest() {
        channel.pipeline()
                .addLast(new WebSocketUpgrade.Frames((from, text) -> heard.add(text)))
                .addLast(new EventStreamResource.StreamOnChannel(stream));
    }

    private static final class CountedStream implements ChannelStream {
        private int ends;

        @Override
        public void onWritable() {
            // Nothing to write.
        }

        @Override
        public void end() {
            ends++;
        }
    }

    @AfterEach
    void close() {
        channel.finishAndReleaseAll();
        sent.forEach(frame -> ((WebSocketFrame) frame).release());
    }

    private List<Object> sent() {
        for (Object next = channel.readOutbound(); next != null; next = channel.readOutbound()) {
            sent.add(next);
        }
        return sent;
    }

    private void writable(boolean isWritable) {
        channel.unsafe().outboundBuffer().setUserDefinedWritability(1, isWritable);
        channel.runPendingTasks();
    }

    private static PingWebSocketFrame ping(int content) {
        return new PingWebSocketFrame(Unpooled.buffer(4).writeInt(content));
    }

    @Test
    void shouldAnswerTheLastOfThePingsThatCameWhileTheChannelWasFull() {
        writable(false);
        final List<PingWebSocketFrame> pings = new ArrayList<>();
        for (int i = 0; i < FLOOD; i++) {
            pings.add(ping(i));
            channel.writeInbound(pings.get(i));
        }
        assertThat(sent()).isEmpty();

        writable(true);

        assertThat(sent()).hasSize(1);
        assertThat(((PongWebSocketFrame) sent.get(0)).content().getInt(0)).isEqualTo(FLOOD - 1);
        assertThat(pings.subList(0, FLOOD - 1)).allMatch(ping -> ping.refCnt() == 0);
    }

    @Test
    void shouldAnswerEachPingOtherwise() {
        channel.writeInbound(ping(1), ping(2));

        assertThat(sent()).hasSize(2).allMatch(frame -> frame instanceof PongWebSocketFrame);
    }

    @Test
    void shouldCloseOnceAndHearNoMore() {
        for (int i = 0; i < FLOOD; i++) {
            channel.pipeline()
                    .fireChannelRead(new BinaryWebSocketFrame(Unpooled.buffer(1).writeByte(0)));
        }
        channel.pipeline().fireChannelRead(new TextWebSocketFrame("{}"));

        assertThat(sent()).hasSize(1).allMatch(frame -> frame instanceof CloseWebSocketFrame);
        assertThat(heard).isEmpty();
        assertThat(stream.ends).as("nothing follows a close frame").isEqualTo(1);
        assertThat(channel.config().isAutoRead()).isFalse();
        assertThat(channel.isOpen()).isFalse();
    }

    @Test
    void shouldTakeNoMessagesWhileTheChannelIsFull() {
        channel.pipeline().fireChannelRead(new TextWebSocketFrame("heard"));
        writable(false);
        channel.pipeline().fireChannelRead(new TextWebSocketFrame("not heard"));

        assertThat(heard).containsExactly("heard");
        assertThat(((CloseWebSocketFrame) sent().get(0)).statusCode()).isEqualTo(1013);
    }
}
