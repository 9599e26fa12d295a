/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.gateway.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.websocketx.BinaryWebSocketFrame;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocket13FrameDecoder;
import io.netty.handler.codec.http.websocketx.WebSocketDecoderConfig;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EventBatchTest {
    private static EventBatch batch(StreamFormat format, int length) {
        final ByteBuf bytes = EventBatch.newBytes(length);
        for (int i = 0; i < length; i++) {
            bytes.writeByte(i * 31);
        }
        return EventBatch.of(format, 0, 8, 0, 1, true, bytes);
    }

    /** Netty's TLS asks a buffer for room behind its bytes and writes there what comes next for one channel. */
    @Test
    void shouldLeaveNoRoomBehindBytesThatAreShared() {
        final EventBatch batch = batch(StreamFormat.SBE, 8);
        // Room that a careless slice could hand out.
        batch.bytes().ensureWritable(64);

        for (final ByteBuf ofChannel : List.of(batch.content(), batch.webSocketMessage())) {
            assertThat(ofChannel.isWritable(1)).isFalse();
            assertThat(ofChannel.ensureWritable(1, false))
                    .as("1: there is no room")
                    .isEqualTo(1);
            assertThat(ofChannel.maxCapacity()).isEqualTo(ofChannel.readableBytes());
            // What encoders and TLS make of it on the way.
            assertThat(ofChannel.duplicate().maxCapacity()).isEqualTo(ofChannel.readableBytes());
            ofChannel.release();
        }
        batch.bytes().release();
        assertThat(batch.bytes().refCnt()).isZero();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 125, 126, 127, 128, 65_535, 65_536, 70_000})
    void shouldMakeAMessageThatAWebSocketDecoderReads(int length) {
        for (final StreamFormat format : List.of(StreamFormat.SBE, StreamFormat.JSON)) {
            final EventBatch batch = batch(format, length);
            final EmbeddedChannel decoder =
                    new EmbeddedChannel(new WebSocket13FrameDecoder(WebSocketDecoderConfig.newBuilder()
                            .expectMaskedFrames(false)
                            .withUTF8Validator(false)
                            .maxFramePayloadLength(1 << 20)
                            .build()));

            // Twice: the second subscriber gets the same.
            decoder.writeInbound(batch.webSocketMessage());
            decoder.writeInbound(batch.webSocketMessage());

            for (int i = 0; i < 2; i++) {
                final WebSocketFrame frame = decoder.readInbound();
                assertThat(frame)
                        .isInstanceOf(
                                format == StreamFormat.SBE ? BinaryWebSocketFrame.class : TextWebSocketFrame.class);
                assertThat(frame.isFinalFragment()).isTrue();
                final ByteBuf content = batch.content();
                assertThat(content.readableBytes()).isEqualTo(length);
                assertThat(frame.content()).isEqualTo(content);
                content.release();
                frame.release();
            }
            assertThat(decoder.inboundMessages()).isEmpty();
            decoder.finishAndReleaseAll();
            batch.bytes().release();
            assertThat(batch.bytes().refCnt()).isZero();
        }
    }
}
