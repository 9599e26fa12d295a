/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.core.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EventLogTest {
    /** Bytes of a segment of four blocks: what the writer has overwritten of it ends inside of it, not at a record. */
    private static final int FOUR_BLOCKS = 1 << 22;

    private static EventLogConfig ring(int segmentBytes, int segmentCount) {
        return EventLogConfig.ringOnly().withSegmentBytes(segmentBytes).withSegmentCount(segmentCount);
    }

    @Test
    void shouldHandOutExactlyWhatWasWritten() throws Exception {
        try (EventLog log = EventLog.create(TestStream.smallRing());
                TestStream.Checker checker = new TestStream.Checker(0)) {
            EventWriter writer = new EventWriter(log);
            EventLogReader reader = log.inlineReader();
            TestStream.metadata("run").writeTo(log);
            for (long n = 0; n < 50_000; n += 1000) {
                TestStream.write(log, writer, n, n + 1000);
                while (reader.poll(checker, 64) > 0) {
                    assertThat(reader.position()).isLessThanOrEqualTo(log.position());
                }
            }
            assertThat(checker.next).isEqualTo(50_000);
            assertThat(checker.headers).isEqualTo(TestStream.HEADER_RECORDS);
            assertThat(reader.position()).isEqualTo(log.position());
            assertThat(writer.records()).isEqualTo(50_002);
            reader.close();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1_000, 200_000, 230_000, 260_000, 290_000})
    void shouldBeginAtAWholeRecordForAReaderWhoComesWhenTheRingHasComeRound(int records) throws Exception {
        try (EventLog log = EventLog.create(ring(FOUR_BLOCKS, 2))) {
            TestStream.metadata("run").writeTo(log);
            TestStream.write(log, new EventWriter(log), 0, records);
            List<Long> timesUs = new ArrayList<>();
            try (EventLogReader reader = log.inlineReader()) {
                long first = reader.position();
                reader.poll(
                        (buffer, offset, length, templateId, position) ->
                                timesUs.add(buffer.getLong(offset + RecordHandler.TIME_OFFSET)),
                        Integer.MAX_VALUE);

                assertThat(first % FOUR_BLOCKS).isZero();
                assertThat(log.position() - first).isLessThanOrEqualTo(2 * FOUR_BLOCKS);
                assertThat(reader.position()).isEqualTo(log.position());
                assertThat(timesUs).isSorted().hasSizeGreaterThan(10);
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"4096,2", "4096,5", "65536,2", "1048576,3"})
    void shouldHashTheSameBytesWhateverTheSegments(int segmentBytes, int segmentCount) throws Exception {
        int hash = hashOf(TestStream.smallRing(), "one");

        assertThat(hashOf(ring(segmentBytes, segmentCount), "another run")).isEqualTo(hash);
    }

    private static int hashOf(EventLogConfig config, String runId) throws Exception {
        try (EventLog log = EventLog.create(config)) {
            TestStream.metadata(runId).writeTo(log);
            TestStream.write(log, new EventWriter(log), 0, 20_000);
            return log.hash();
        }
    }

    @Test
    void shouldHashAllRecordsButRunInfoAndPadding() throws Exception {
        CRC32C crc = new CRC32C();
        try (EventLog log = EventLog.create(ring(4096, 64))) {
            TestStream.metadata("run").writeTo(log);
            TestStream.write(log, new EventWriter(log), 0, 2000);
            try (EventLogReader reader = log.inlineReader()) {
                TestStream.Collector collector = new TestStream.Collector();
                reader.seek(0);
                reader.poll(collector, Integer.MAX_VALUE);
                collector.frames.stream().skip(1).forEach(crc::update);
            }
            assertThat(log.hash()).isEqualTo((int) crc.getValue());
        }
    }

    @Test
    void shouldAskForTheHashWithoutChangingIt() throws Exception {
        try (EventLog often = EventLog.create(TestStream.smallRing());
                EventLog once = EventLog.create(TestStream.smallRing())) {
            EventWriter writer = new EventWriter(often);
            for (int n = 0; n < 5000; n++) {
                TestStream.write(often, writer, n, n + 1);
                often.hash();
            }
            TestStream.write(once, new EventWriter(once), 0, 5000);
            assertThat(often.hash()).isEqualTo(once.hash());
        }
    }

    @Test
    void shouldPadTheEndOfASegmentSoThatNoRecordStraddlesIt() throws Exception {
        try (EventLog log = EventLog.create(ring(4096, 64))) {
            TestStream.write(log, new EventWriter(log), 0, 3000);
            TestStream.Collector collector = new TestStream.Collector();
            try (EventLogReader reader = log.inlineReader()) {
                reader.seek(0);
                reader.poll(collector, Integer.MAX_VALUE);
            }
            assertThat(collector.frames).hasSize(3000);
            boolean padded = false;
            long end = 0;
            for (int i = 0; i < collector.frames.size(); i++) {
                long start = collector.positions.get(i);
                padded |= start != end;
                end = start + collector.frames.get(i).length;
                assertThat(start / 4096).isEqualTo((end - 1) / 4096);
                assertThat(start % 8).isZero();
            }
            assertThat(padded).isTrue();
        }
    }

    @Test
    void shouldPublishEverySixtyFourRecordsAndOnRequest() throws Exception {
        try (EventLog log = EventLog.create(TestStream.smallRing());
                EventLogReader reader = EventLogReader.open(log.directory())) {
            EventWriter writer = new EventWriter(log);
            for (int n = 0; n < 63; n++) {
                writer.lotHeld(n, n, n, n, 1);
            }
            assertThat(reader.tail()).isZero();

            writer.lotHeld(64, 1, 2, 3, 1);
            assertThat(reader.tail()).isEqualTo(log.position());

            writer.lotHeld(65, 1, 2, 3, 1);
            assertThat(reader.tail()).isLessThan(log.position());
            assertThat(reader.completeUpToUs()).isEqualTo(Long.MIN_VALUE);

            log.publish(65);
            assertThat(reader.tail()).isEqualTo(log.position());
            assertThat(reader.completeUpToUs()).isEqualTo(65);
        }
    }

    @Test
    void shouldRefuseAFrameThatIsLongerThanASegment() throws Exception {
        try (EventLog log = EventLog.create(ring(4096, 2))) {
            assertThatThrownBy(() -> log.claim(4104))
                    .hasMessageContaining("4104")
                    .hasMessageContaining("4096");
        }
    }

    @Test
    void shouldTakeAFrameThatFillsASegment() throws Exception {
        try (EventLog log = EventLog.create(ring(4096, 2))) {
            EventWriter writer = new EventWriter(log);
            writer.lotHeld(1, 1, 1, 1, 1);
            assertThat(log.claim(4096)).isZero();
            assertThat(log.position()).isEqualTo(4096);
        }
    }

    @Test
    void shouldRefuseRecordsOnceItIsClosed() throws Exception {
        EventLog log = EventLog.create(TestStream.smallRing());
        EventWriter writer = new EventWriter(log);
        log.close();

        assertThatThrownBy(() -> writer.lotHeld(1, 1, 1, 1, 1)).hasMessageContaining("closed");
    }

    @Test
    void shouldRemoveTheTemporaryFolderWhenItIsClosed() throws Exception {
        Path directory;
        try (EventLog log = EventLog.create(TestStream.smallRing())) {
            directory = log.directory();
            assertThat(directory).isDirectory();
        }
        assertThat(Files.exists(directory)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void shouldAllocateNothingWhileAppendingRollingAndReadingInline(boolean kept, @TempDir Path folder)
            throws Exception {
        EventLogConfig config = (kept ? EventLogConfig.keptIn(folder.resolve("log")) : EventLogConfig.ringOnly())
                .withSegmentBytes(64 << 10)
                .withSegmentCount(4);
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long thread = Thread.currentThread().getId();
        long[] sum = new long[1];
        RecordHandler handler = (buffer, offset, length, templateId, position) -> sum[0] += position;
        try (EventLog log = EventLog.create(config);
                EventLogReader reader = log.inlineReader()) {
            EventWriter writer = new EventWriter(log);
            run(log, writer, reader, handler, 0, 100);
            long before = threads.getThreadAllocatedBytes(thread);

            run(log, writer, reader, handler, 100, 400);

            assertThat(threads.getThreadAllocatedBytes(thread) - before).isLessThan(1024);
            assertThat(log.position()).isGreaterThan(100L * log.segmentBytes());
        }
    }

    private static void run(
            EventLog log, EventWriter writer, EventLogReader reader, RecordHandler handler, int from, int to) {
        for (int batch = from; batch < to; batch++) {
            TestStream.write(log, writer, batch * 1024L, (batch + 1) * 1024L);
            reader.poll(handler, 2048);
            log.hash();
        }
    }
}
