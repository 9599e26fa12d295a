/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.gateway.stream;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.DataInputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.fabtwin.core.log.Durability;
import org.fabtwin.core.log.EventLogConfig;
import org.fabtwin.core.log.OnFull;
import org.fabtwin.gateway.server.Gateway;
import org.fabtwin.gateway.wire.StreamFrames;
import org.fabtwin.gateway.wire.StreamNotice;
import org.fabtwin.gateway.wire.frame.NoticeKind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Subscribers that are far behind: within what is kept they lose nothing, past it they are told what. */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class RetentionTest {
    private static final int SEGMENT_BYTES = 64 << 10;
    /** Some 13 KB of log a day. */
    private static final int DAYS = 1000;

    @TempDir
    private Path folder;

    private EventLogConfig smallSegments() {
        return EventLogConfig.keptIn(folder)
                .withDurability(Durability.NONE)
                .withSegmentBytes(SEGMENT_BYTES)
                .withSegmentCount(4);
    }

    @Test
    void shouldTellASubscriberWhatIsNoLongerKeptAndGoOnBehindIt() throws Exception {
        final LiveMinifab line = new LiveMinifab(
                smallSegments().withKeepBytes(8L * SEGMENT_BYTES).withOnFull(OnFull.DROP_OLDEST), DAYS);
        try (Gateway gateway = line.start(Double.POSITIVE_INFINITY)) {
            LiveMinifab.awaitEnd(gateway);
            final List<String> kept = KeptEvents.read(folder).placesAndContents();

            final JdkWebSocket client = JdkWebSocket.open(line, "fab.sbe.v1", "from=0:0");
            client.awaitNotice("caughtUp");

            assertThat(client.notices()).containsExactly("lost", "caughtUp");
            final StreamNotice lost = client.binaryNotices().get(0);
            assertThat(lost.from()).isZero();
            assertThat(lost.to()).isGreaterThan(100L * SEGMENT_BYTES);
            // What is kept may have become less since it was read.
            final String first = client.events().get(0);
            assertThat(first).startsWith("0:" + lost.to() + " ");
            assertThat(kept).contains(first);
            assertThat(client.events()).isEqualTo(kept.subList(kept.indexOf(first), kept.size()));
            client.close();
        }
    }

    /** By simulated time: in kept files, and in a ring alone. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void shouldTellWhatIsTooOldToBeKept(boolean isKept) throws Exception {
        final EventLogConfig log = isKept
                ? smallSegments()
                : EventLogConfig.ringOnly().withSegmentBytes(SEGMENT_BYTES).withSegmentCount(400);
        final LiveMinifab line = new LiveMinifab(log.withKeepUs(100L * 86_400_000_000L), DAYS);
        try (Gateway gateway = line.start(Double.POSITIVE_INFINITY)) {
            LiveMinifab.awaitEnd(gateway);
            // The log's helper goes on by itself.
            while (gateway.hub().tailer().earliest() < gateway.hub().tailer().tail() - 40L * SEGMENT_BYTES) {
                Thread.onSpinWait();
            }

            final JdkWebSocket client = JdkWebSocket.open(line, "fab.sbe.v1", "from=0:0");
            client.awaitNotice("caughtUp");

            assertThat(client.notices()).containsExactly("lost", "caughtUp");
            final StreamNotice lost = client.binaryNotices().get(0);
            assertThat(lost.from()).isZero();
            assertThat(lost.to()).isEqualTo(gateway.hub().tailer().earliest());
            assertThat(client.events().get(0)).startsWith(gateway.hub().epoch() + ":" + lost.to() + " ");
            client.close();
        }
    }

    /** Small batches that were at the end when another subscriber got them are in the cache. */
    @Test
    void shouldSayCaughtUpOnlyAtTheEnd() throws Exception {
        final LiveMinifab line = new LiveMinifab(smallSegments(), 30);
        try (Gateway gateway = line.start(LiveMinifab.SPEED)) {
            final JdkWebSocket first = JdkWebSocket.open(line, "fab.sbe.v1", "from=earliest");
            first.awaitNotice("caughtUp");
            LiveMinifab.awaitEnd(gateway);
            final JdkWebSocket second = JdkWebSocket.open(line, "fab.sbe.v1", "from=earliest");
            second.awaitNotice("caughtUp");

            assertThat(second.notices()).containsExactly("caughtUp");
            assertThat(second.binaryNotices().get(0).to())
                    .isEqualTo(gateway.hub().tailer().tail());
            assertThat(second.events()).isEqualTo(KeptEvents.read(folder).placesAndContents());
            first.close();
            second.close();
        }
    }

    @Test
    void shouldLoseNothingWithinWhatIsKeptAndBeToldWhenFarBehind() throws Exception {
        final LiveMinifab line = new LiveMinifab(smallSegments(), DAYS);
        try (Gateway gateway = line.start(1);
                Socket socket = new Socket()) {
            // Small, so that what fills up is not the sockets but the way behind.
            socket.setReceiveBufferSize(8 * SEGMENT_BYTES);
            socket.connect(new InetSocketAddress("127.0.0.1", line.tcpPort()));
            final RawStream stream = new RawStream(socket);
            stream.subscribeFromEarliest();
            stream.readUntil(NoticeKind.CAUGHT_UP, 1);
            // It reads nothing while the whole run passes.
            gateway.twin().setSpeed(Double.POSITIVE_INFINITY);
            LiveMinifab.awaitEnd(gateway);
            stream.readUntil(NoticeKind.CAUGHT_UP, 2);

            assertThat(stream.kinds)
                    .containsExactly(NoticeKind.CAUGHT_UP, NoticeKind.FELL_BEHIND, NoticeKind.CAUGHT_UP);
            assertThat(stream.events).isEqualTo(KeptEvents.read(folder).placesAndContents());
        }
    }

    /** Reads raw TCP, and only when it is told to. */
    private static final class RawStream implements StreamFrames.Handler {
        private static final int CHUNK = 16 << 10;

        private final List<NoticeKind> kinds = new ArrayList<>();
        private final List<String> events = new ArrayList<>();
        private final StreamFrames frames = new StreamFrames(this);
        private final Socket socket;
        private byte[] bytes = new byte[1 << 20];
        private int length;
        private int epoch;

        RawStream(Socket socket) {
            this.socket = socket;
        }

        void subscribeFromEarliest() throws Exception {
            socket.getOutputStream().write(RawSubscribe.frame("", 0, -1, 0));
        }

        void readUntil(NoticeKind kind, int times) throws Exception {
            final DataInputStream in = new DataInputStream(socket.getInputStream());
            while (kinds.stream().filter(kind::equals).count() < times) {
                if (bytes.length - length < CHUNK) {
                    bytes = java.util.Arrays.copyOf(bytes, 2 * bytes.length);
                }
                final int read = in.read(bytes, length, CHUNK);
                assertThat(read).as("the stream has ended").isPositive();
                length += read;
                final int used = frames.read(new UnsafeBuffer(bytes), 0, length);
                System.arraycopy(bytes, used, bytes, 0, length - used);
                length -= used;
            }
        }

        @Override
        public void onBatch(int epochOfBatch, long from) {
            epoch = epochOfBatch;
        }

        @Override
        public void onRecord(DirectBuffer buffer, int offset, int size, int templateId, long position) {
            events.add(epoch + ":" + position + " " + Integer.toHexString(KeptEvents.crc(buffer, offset, size)));
        }

        @Override
        public void onBatchEnd(int epochOfBatch, long to) {
            // Nothing to keep.
        }

        @Override
        public void onNotice(StreamNotice notice) {
            if (notice.kind() != NoticeKind.HEARTBEAT) {
                kinds.add(notice.kind());
            }
        }
    }
}
