/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.gateway.client;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.buffer.UnpooledByteBufAllocator;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.fabtwin.gateway.wire.SbeRecords;
import org.fabtwin.gateway.wire.StreamFormat;
import org.fabtwin.gateway.wire.StreamNotice;
import org.fabtwin.gateway.wire.frame.NoticeKind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The client on streams that no gateway sends. */
@Timeout(60)
class StreamClientTest {
    private static final int EPOCH = 7;
    private static final int RECORD_BYTES = 40;
    private static final int RECORDS = 3;

    private final List<Long> positions = new ArrayList<>();
    private final List<String> breaks = new ArrayList<>();

    private final StreamClient.Listener listener = new StreamClient.Listener() {
        @Override
        public void onLog(int epoch, JsonNode line) {
            assertThat(epoch).isEqualTo(EPOCH);
        }

        @Override
        public void onBreak(String why, String place, long pauseMs) {
            breaks.add(place + " " + why);
        }

        @Override
        public void onBatch(int epoch, long from) {
            // Records are looked at.
        }

        @Override
        public void onRecord(DirectBuffer buffer, int offset, int length, int templateId, long position) {
            positions.add(position);
        }

        @Override
        public void onBatchEnd(int epoch, long to) {
            // Records are looked at.
        }

        @Override
        public void onNotice(StreamNotice notice) {
            // Records are looked at.
        }
    };

    private static byte[] batch(long from) {
        final SbeRecords encoder = new SbeRecords(EPOCH);
        final UnsafeBuffer record = new UnsafeBuffer(new byte[RECORD_BYTES]);
        record.putInt(0, RECORD_BYTES, ByteOrder.LITTLE_ENDIAN);
        final ByteBuf out = Unpooled.buffer(64);
        encoder.begin(out, from);
        for (int i = 0; i < RECORDS; i++) {
            encoder.onRecord(record, 0, RECORD_BYTES, 22, from + i * RECORD_BYTES);
        }
        encoder.end(from + RECORDS * RECORD_BYTES);
        return bytes(out);
    }

    private static byte[] bytes(ByteBuf buffer) {
        final byte[] bytes = new byte[buffer.readableBytes()];
        buffer.readBytes(bytes).release();
        return bytes;
    }

    /** The length of its last record is another. */
    private static byte[] damaged(byte[] batch) {
        new UnsafeBuffer(batch).putInt(batch.length - RECORD_BYTES, 2_901_060, ByteOrder.LITTLE_ENDIAN);
        return batch;
    }

    private static byte[] ended(long at) {
        return bytes(StreamNotice.of(NoticeKind.ENDED, EPOCH, at, at)
                .encode(StreamFormat.SBE, UnpooledByteBufAllocator.DEFAULT));
    }

    /** Nothing of it is handed out; the next connection goes on behind the last whole batch, and brings every record once. */
    @Test
    void shouldTakeADamagedBatchFromAnotherConnection() throws Exception {
        try (HandMadeServer server = new HandMadeServer(
                EPOCH,
                List.of(List.of(batch(800), damaged(batch(920)), batch(1040)), List.of(batch(920), ended(1040))))) {
            new StreamClient(
                            HttpClient.newHttpClient(),
                            URI.create("http://127.0.0.1:" + server.port()),
                            null,
                            "",
                            "from=latest",
                            listener)
                    .run(() -> false);

            assertThat(server.streams()).containsExactly("/v1/events?from=latest", "/v1/events?from=7:920");
        }
        assertThat(positions).containsExactly(800L, 840L, 880L, 920L, 960L, 1000L);
        assertThat(breaks)
                .containsExactly("from=7:920 damaged on its way: a record of 2901060 bytes in a batch of 144");
    }
}
