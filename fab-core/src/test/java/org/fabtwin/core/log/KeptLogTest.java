/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.core.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class KeptLogTest {
    @TempDir
    private Path directory;

    private EventLogConfig config() {
        return EventLogConfig.keptIn(directory)
                .withSegmentBytes(16 << 10)
                .withSegmentCount(3)
                .withDurability(Durability.NONE);
    }

    private void write(EventLogConfig config, long records) throws IOException {
        try (EventLog log = EventLog.create(config)) {
            TestStream.metadata("run").writeTo(log);
            TestStream.write(log, new EventWriter(log), 0, records);
        }
    }

    private static long readAll(EventLogReader reader, long firstRecord) throws IOException {
        try (TestStream.Checker checker = new TestStream.Checker(firstRecord)) {
            int polled;
            do {
                polled = reader.poll(checker, 100);
            } while (polled > 0);
            assertThat(polled).isZero();
            return checker.next;
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void shouldKeepTheWholeStreamInFilesNamedByTheirStart(boolean helperThread) throws Exception {
        write(config().withHelperThread(helperThread), 20_000);

        try (EventLogReader reader = EventLogReader.open(directory)) {
            assertThat(readAll(reader, 0)).isEqualTo(20_000);
            assertThat(reader.isClosed()).isTrue();
            long[] starts = KeptFiles.starts(directory);
            for (int i = 0; i < starts.length; i++) {
                assertThat(starts[i]).isEqualTo(i * (16L << 10));
            }
            assertThat(starts.length).isEqualTo((int) (reader.tail() / (16 << 10)) + 1);
        }
        assertThat(Files.exists(LogFormat.ringFile(directory, 0))).isFalse();
    }

    @ParameterizedTest
    @EnumSource(Durability.class)
    void shouldKeepTheSameBytesWhateverIsSynced(Durability durability) throws Exception {
        write(config().withDurability(durability), 3000);

        try (EventLogReader reader = EventLogReader.open(directory)) {
            assertThat(readAll(reader, 0)).isEqualTo(3000);
        }
    }

    @Test
    void shouldRefuseADirectoryThatHoldsALogAlready() throws Exception {
        write(config(), 10);

        assertThatThrownBy(() -> EventLog.create(config())).hasMessageContaining(directory.toString());
    }

    @Test
    void shouldLetAReaderInAnotherPlaceFollowWhileTheRingGoesRoundManyTimes() throws Exception {
        try (EventLog log = EventLog.create(config());
                EventLogReader reader = EventLogReader.open(directory);
                TestStream.Checker checker = new TestStream.Checker(0)) {
            EventWriter writer = new EventWriter(log);
            for (long n = 0; n < 40_000; n += 500) {
                TestStream.write(log, writer, n, n + 500);
                reader.poll(checker, 300);
            }
            log.publish();
            while (checker.next < 40_000) {
                assertThat(reader.poll(checker, 1000)).isPositive();
            }
            assertThat(reader.poll(checker, 1)).isZero();
        }
    }

    @Test
    void shouldLetAnInlineReaderThatWasLeftBehindReadKeptFiles() throws Exception {
        try (EventLog log = EventLog.create(config());
                EventLogReader reader = log.inlineReader()) {
            TestStream.write(log, new EventWriter(log), 0, 20_000);

            assertThat(readAll(reader, 0)).isEqualTo(20_000);
        }
    }

    @Test
    void shouldTellAReaderWhichRangeTheRingHasLostWhenNothingIsKept() throws Exception {
        try (EventLog log = EventLog.create(TestStream.smallRing());
                EventLogReader other = EventLogReader.open(log.directory());
                EventLogReader inline = log.inlineReader()) {
            TestStream.Collector collector = new TestStream.Collector();
            TestStream.write(log, new EventWriter(log), 0, 20_000);
            log.publish();
            for (EventLogReader reader : new EventLogReader[] {other, inline}) {
                assertThat(reader.poll(collector, 10)).isEqualTo(EventLogReader.LOST);
                assertThat(reader.lostFrom()).isZero();
                assertThat(reader.lostTo()).isPositive();
                assertThat(reader.position()).isEqualTo(reader.lostTo()).isEqualTo(reader.earliest());
                collector.frames.clear();
                assertThat(reader.poll(collector, Integer.MAX_VALUE)).isGreaterThan(1000);
                assertThat(reader.position()).isEqualTo(log.position());
            }
        }
    }

    /** The seqlock under stress: a reader that is overrun all the time is never handed a torn record. */
    @Test
    @Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void shouldHandOutOnlyWholeRecordsWhileTheRingIsOverwritten() throws Exception {
        int records = 2_000_000;
        EventLogConfig tiny = EventLogConfig.ringOnly().withSegmentBytes(4096).withSegmentCount(2);
        try (EventLog log = EventLog.create(tiny);
                EventLogReader reader = EventLogReader.open(log.directory())) {
            Thread twin = new Thread(() -> {
                EventWriter writer = new EventWriter(log);
                for (int n = 0; n < records; n++) {
                    writer.parameterChanged(n, n, n * 3.0, n * 5.0);
                }
                log.publish();
            });
            twin.start();
            long[] last = {-1};
            long[] lost = {0};
            RecordHandler handler = (buffer, offset, length, template, position) -> {
                long n = LogFormat.timeUs(buffer, offset);
                int block = offset + RecordHandler.BLOCK_OFFSET;
                assertThat(n).isGreaterThan(last[0]);
                assertThat(length).isEqualTo(40);
                assertThat(buffer.getInt(block)).isEqualTo((int) n);
                assertThat(buffer.getDouble(block + 12)).isEqualTo(n * 3.0);
                assertThat(buffer.getDouble(block + 20)).isEqualTo(n * 5.0);
                last[0] = n;
            };
            while (last[0] < records - 1) {
                if (reader.poll(handler, 10) == EventLogReader.LOST) {
                    assertThat(reader.lostTo()).isGreaterThan(reader.lostFrom());
                    lost[0]++;
                }
            }
            twin.join();
            assertThat(lost[0]).isPositive();
        }
    }

    @Test
    void shouldFindTheFirstRecordAtASimulatedTime() throws Exception {
        long records = 30_000;
        try (EventLog log = EventLog.create(config())) {
            TestStream.metadata("run").writeTo(log);
            TestStream.write(log, new EventWriter(log), 0, records);
            log.publish();
            try (EventLogReader live = EventLogReader.open(directory)) {
                seekAndCheck(live, records);
            }
        }
        try (EventLogReader closed = EventLogReader.open(directory)) {
            seekAndCheck(closed, records);
        }
        for (long start : KeptFiles.starts(directory)) {
            Files.write(LogFormat.indexFile(directory, start), new byte[] {1, 2, 3});
        }
        try (EventLogReader withoutIndex = EventLogReader.open(directory)) {
            seekAndCheck(withoutIndex, records);
        }
        int rebuilt = 0;
        for (long start : KeptFiles.starts(directory)) {
            rebuilt += SegmentIndex.read(directory, start) == null ? 0 : 1;
        }
        assertThat(rebuilt).isGreaterThan(10);
    }

    /** What a reader has come by while it sought shortens its way, and changes nothing, while the log grows from segment to segment. */
    @Test
    void shouldFindTheSameRecordAsAReaderThatSeeksForTheFirstTime() throws Exception {
        long step = 4000;
        SplittableRandom random = new SplittableRandom(7);
        EventLogConfig config = config().withSegmentBytes(1 << 20);
        try (EventLog log = EventLog.create(config)) {
            TestStream.metadata("run").writeTo(log);
            EventWriter writer = new EventWriter(log);
            try (EventLogReader sought = EventLogReader.open(directory)) {
                for (long written = 0; written < 20 * step; written += step) {
                    TestStream.write(log, writer, written, written + step);
                    log.publish();
                    for (int i = 0; i < 20; i++) {
                        long timeUs = TestStream.timeUs(random.nextLong(written + step)) + random.nextInt(3) - 1;
                        sought.seekToTime(timeUs);
                        try (EventLogReader first = EventLogReader.open(directory)) {
                            first.seekToTime(timeUs);
                            assertThat(sought.position()).isEqualTo(first.position());
                            assertThat(first.position()).isEqualTo(walkTo(first, timeUs));
                        }
                    }
                }
                assertThat(sought.tail()).isGreaterThan(3L << 20);
            }
        }
    }

    /** Position of the first record at or after a time, found by reading all from the beginning. */
    private static long walkTo(EventLogReader reader, long timeUs) {
        long[] found = {-1};
        reader.seekEarliest();
        while (found[0] < 0
                && reader.poll(
                                (buffer, offset, length, template, position) ->
                                        found[0] = LogFormat.timeUs(buffer, offset) >= timeUs ? position : -1,
                                1)
                        > 0) {}
        return found[0] < 0 ? reader.tail() : found[0];
    }

    private static void seekAndCheck(EventLogReader reader, long records) {
        TestStream.Collector collector = new TestStream.Collector();
        for (long n = 0; n < records; n += 997) {
            long timeUs = TestStream.timeUs(n);
            long[] times = new long[1];
            reader.seekToTime(timeUs);
            reader.poll((buffer, offset, length, template, position) -> times[0] = LogFormat.timeUs(buffer, offset), 1);
            assertThat(times[0]).isEqualTo(timeUs);
            if (timeUs > 0) {
                reader.seekToTime(timeUs - 1);
                long position = reader.position();
                reader.seekToTime(timeUs);
                assertThat(reader.position()).isEqualTo(position);
            }
        }
        reader.seekToTime(Long.MAX_VALUE);
        assertThat(reader.poll(collector, 1)).isZero();
        assertThat(reader.position()).isEqualTo(reader.tail());
    }

    @Test
    void shouldStoreTheHashBeforeAndAfterEachKeptFile() throws Exception {
        int hash;
        try (EventLog log = EventLog.create(config())) {
            TestStream.metadata("run").writeTo(log);
            TestStream.write(log, new EventWriter(log), 0, 5000);
            hash = log.hash();
        }

        long[] starts = KeptFiles.starts(directory);
        int before = LogHash.EMPTY;
        for (long start : starts) {
            SegmentIndex index = SegmentIndex.read(directory, start);
            assertThat(index.startHash()).isEqualTo(before);
            before = index.endHash();
        }
        assertThat(before).isEqualTo(hash);
    }

    @Test
    void shouldDropTheOldestFilesAtTheLimitAndStillKnowTheHeader() throws Exception {
        long limit = 5L * (16 << 10);
        write(config().withKeepBytes(limit).withOnFull(OnFull.DROP_OLDEST), 20_000);

        assertThat(KeptFiles.totalBytes(directory)).isLessThanOrEqualTo(limit);
        assertThat(LogMetadata.read(directory).scenarioName()).isEqualTo("minifab");
        try (EventLogReader reader = EventLogReader.open(directory)) {
            assertThat(reader.earliest()).isPositive().isEqualTo(KeptFiles.starts(directory)[0]);
            reader.seek(0);
            assertThat(reader.poll((buffer, offset, length, template, position) -> {}, 1))
                    .isEqualTo(EventLogReader.LOST);
            assertThat(reader.lostTo()).isEqualTo(reader.earliest());
            long[] last = new long[1];
            while (reader.poll((b, offset, length, template, position) -> last[0] = LogFormat.timeUs(b, offset), 50)
                    > 0) {
                assertThat(last[0]).isPositive();
            }
            assertThat(last[0]).isEqualTo(TestStream.timeUs(19_999));
        }
    }

    @Test
    void shouldStopAtTheLimitWhenThePolicyIsToStop() throws Exception {
        long limit = 5L * (16 << 10);
        EventLog log = EventLog.create(config().withKeepBytes(limit));
        EventWriter writer = new EventWriter(log);

        assertThatThrownBy(() -> TestStream.write(log, writer, 0, 20_000))
                .isInstanceOf(LogStoppedException.class)
                .hasMessageContaining(Long.toString(limit));

        assertThat(log.isStopped()).isTrue();
        long committed = log.position();
        log.close();
        LogRecovery recovery = LogRecovery.open(directory);
        assertThat(recovery.endPosition()).isEqualTo(committed);
    }

    @Test
    void shouldAskThePacerToPauseAtTheLimitAndGoOnWhenThereIsRoomAgain() throws Exception {
        long limit = 5L * (16 << 10);
        try (EventLog log = EventLog.create(
                config().withKeepBytes(limit).withOnFull(OnFull.PAUSE).withHelperThread(false))) {
            EventWriter writer = new EventWriter(log);
            long n = 0;
            while (!log.isPaused()) {
                TestStream.write(log, writer, n, ++n);
            }
            assertThat(log.flush()).isFalse();
            for (long start : KeptFiles.starts(directory)) {
                if (start < log.position() - 4 * (16 << 10)) {
                    KeptFiles.delete(directory, start);
                }
            }

            assertThat(log.flush()).isTrue();

            assertThat(log.isPaused()).isFalse();
            TestStream.write(log, writer, n, n + 10);
            assertThat(log.isStopped()).isFalse();
        }
    }

    @Test
    void shouldSayHowManyBytesThePredictedLogIsShortOf() throws Exception {
        long free = Files.getFileStore(directory).getUsableSpace();

        assertThat(config().missingBytes(1000)).isZero();
        assertThat(config().missingBytes(free)).isPositive();
        assertThat(config().withKeepBytes(1 << 20).missingBytes(free)).isZero();
        assertThat(EventLogConfig.keptIn(directory.resolve("not/there/yet")).missingBytes(2 * free))
                .isGreaterThan(free / 2);
    }

    @Test
    void shouldReadTheHeaderOfALogThatRuns() throws Exception {
        try (EventLog log = EventLog.create(config())) {
            LogMetadata written = TestStream.metadata("run 7");
            written.writeTo(log);

            assertThat(LogMetadata.read(directory)).isEqualTo(written);
        }
    }
}
