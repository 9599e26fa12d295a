/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.gateway.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

class StreamFramesTest {
    private static final int RECORD_BYTES = 40;

    private final List<Long> positions = new ArrayList<>();
    private final StreamFrames frames = new StreamFrames(new StreamFrames.Handler() {
        @Override
        public void onBatch(int epoch, long from) {
            positions.add(-from);
        }

        @Override
        public void onRecord(DirectBuffer buffer, int offset, int length, int templateId, long position) {
            positions.add(position);
        }

        @Override
        public void onBatchEnd(int epoch, long to) {
            positions.add(to);
        }

        @Override
        public void onNotice(StreamNotice notice) {
            throw new IllegalStateException("no notice was sent");
        }
    });

    /** A batch of three records. */
    private static UnsafeBuffer batch() {
        final SbeRecords encoder = new SbeRecords(7);
        final UnsafeBuffer record = new UnsafeBuffer(new byte[RECORD_BYTES]);
        record.putInt(0, RECORD_BYTES, ByteOrder.LITTLE_ENDIAN);
        final ByteBuf out = Unpooled.directBuffer(64);
        encoder.begin(out, 800);
        for (int i = 0; i < 3; i++) {
            encoder.onRecord(record, 0, RECORD_BYTES, 22, 800 + i * RECORD_BYTES);
        }
        encoder.end(920);
        final byte[] bytes = new byte[out.readableBytes()];
        out.readBytes(bytes).release();
        return new UnsafeBuffer(bytes);
    }

    @Test
    void shouldHandOutTheRecordsOfABatch() {
        final UnsafeBuffer message = batch();

        assertThat(frames.read(message, 0, message.capacity())).isEqualTo(message.capacity());
        assertThat(positions).containsExactly(-800L, 800L, 840L, 880L, 920L);
    }

    @Test
    void shouldHandOutNothingOfABatchThatIsDamaged() {
        final UnsafeBuffer message = batch();
        final int lastLength = message.capacity() - RECORD_BYTES;
        message.putInt(lastLength, 2_901_060, ByteOrder.LITTLE_ENDIAN);

        assertThatThrownBy(() -> frames.read(message, 0, message.capacity()))
                .isInstanceOf(MalformedFrameException.class)
                .hasMessageContaining("a record of 2901060 bytes");
        assertThat(positions).isEmpty();
    }
}
