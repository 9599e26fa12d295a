/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.core.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.agrona.DirectBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is older than a simulated time goes, in whole segments, and nothing younger does. */
class TimeRetentionTest {
    private static final int SEGMENT_BYTES = 16 << 10;
    private static final long RECORDS = 20_000;
    /** 3,500 records, some ten segments. */
    private static final long KEEP_US = 500_000;

    @TempDir
    private Path directory;

    private EventLogConfig config(boolean isKept) {
        final EventLogConfig log =
                isKept ? EventLogConfig.keptIn(directory).withDurability(Durability.NONE) : EventLogConfig.ringOnly();
        // Kept files outlive the ring here; without files the ring has room for the whole log.
        return log.withSegmentBytes(SEGMENT_BYTES)
                .withSegmentCount(isKept ? 3 : 100)
                .withHelperThread(false);
    }

    private static final class Times implements RecordHandler {
        private long firstUs = -1;
        private long records;

        @Override
        public void onRecord(DirectBuffer buffer, int offset, int length, int templateId, long position) {
            firstUs = records++ == 0 ? LogFormat.timeUs(buffer, offset) : firstUs;
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void shouldKeepAllThatIsYoungAndTellWhatIsGone(boolean isKept) throws Exception {
        try (EventLog log = EventLog.create(config(isKept).withKeepUs(KEEP_US))) {
            TestStream.metadata("run").writeTo(log);
            TestStream.write(log, new EventWriter(log), 0, RECORDS);
            final long nowUs = TestStream.timeUs(RECORDS - 1);

            try (EventLogReader reader = EventLogReader.open(log.directory())) {
                reader.seek(0);
                final Times times = new Times();
                assertThat(reader.poll(times, 1)).isEqualTo(EventLogReader.LOST);
                assertThat(reader.lostFrom()).isZero();
                assertThat(reader.lostTo()).isEqualTo(reader.earliest()).isPositive();

                while (reader.poll(times, 1000) > 0) {
                    assertThat(reader.position()).isPositive();
                }
                // A segment and the block in which the helper looks again: two segments of 370 records.
                assertThat(times.firstUs)
                        .isLessThanOrEqualTo(nowUs - KEEP_US)
                        .isGreaterThan(nowUs - KEEP_US - TestStream.timeUs(900));
                assertThat(times.records).isBetween(3_500L, 4_400L);
            }
            if (isKept) {
                assertThat(KeptFiles.starts(directory)[0]).isGreaterThan(10L * SEGMENT_BYTES);
            }
        }
    }

    /** Snapshots need a stretch of log from which a restart goes on. */
    @Test
    void shouldLeaveTheLastTwoSegmentsHoweverOldTheyAre() throws Exception {
        try (EventLog log = EventLog.create(config(true).withKeepUs(1))) {
            TestStream.metadata("run").writeTo(log);
            TestStream.write(log, new EventWriter(log), 0, RECORDS);
            log.flush();

            assertThat(KeptFiles.starts(directory)).hasSize(2);
        }
    }

    private long endOf(long records) throws Exception {
        try (EventLog log = EventLog.create(config(false))) {
            TestStream.metadata("run").writeTo(log);
            TestStream.write(log, new EventWriter(log), 0, records);
            return log.position();
        }
    }

    /** Time goes on in the ring when the files are full. */
    @ParameterizedTest
    @EnumSource(names = {"STOP", "PAUSE"})
    void shouldMakeRoomByAgeWhenTheLimitOfBytesIsReached(OnFull policy) throws Exception {
        final long end = endOf(2_100);
        final EventLogConfig full =
                config(true).withKeepUs(KEEP_US).withKeepBytes(end).withOnFull(policy);
        try (EventLog log = EventLog.create(full)) {
            TestStream.metadata("run").writeTo(log);
            final EventWriter writer = new EventWriter(log);
            // The files are full to the last byte, and nothing is older than half a second.
            TestStream.write(log, writer, 0, 2_100);
            log.flush();
            final long before = KeptFiles.starts(directory).length;
            assertThat(before).isEqualTo(6);
            assertThat(log.position()).isEqualTo(end);

            // Few: the helper has not looked at them before it finds the files full.
            TestStream.write(log, writer, 7_000_000, 7_000_007);
            assertThat(log.flush()).isTrue();
            TestStream.write(log, writer, 7_000_007, 7_000_700);
            assertThat(log.flush()).isTrue();

            assertThat(KeptFiles.starts(directory)[0]).isPositive().isLessThanOrEqualTo(end);
            try (EventLogReader reader = EventLogReader.open(log.directory())) {
                final Times times = new Times();
                reader.seek(end);
                while (reader.poll(times, 1000) > 0) {
                    assertThat(reader.position()).isGreaterThan(end);
                }
                assertThat(times.records).as("none of the young ones is gone").isEqualTo(700);
            }
        }
    }

    /** As somebody who makes room by hand does; also not in order. */
    @Test
    void shouldGoOnWhenOldFilesHaveBeenMovedAway() throws Exception {
        try (EventLog log = EventLog.create(config(true).withKeepUs(KEEP_US))) {
            TestStream.metadata("run").writeTo(log);
            final EventWriter writer = new EventWriter(log);
            TestStream.write(log, writer, 0, 3_000);
            final long[] starts = KeptFiles.starts(directory);
            assertThat(starts).hasSizeGreaterThan(5);
            for (final int moved : new int[] {0, 1, 3}) {
                KeptFiles.delete(directory, starts[moved]);
            }

            TestStream.write(log, writer, 3_000, RECORDS);
            log.flush();

            assertThat(KeptFiles.starts(directory)[0]).isGreaterThan(10L * SEGMENT_BYTES);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void shouldKeepEverythingWithoutALimit(boolean isKept) throws Exception {
        try (EventLog log = EventLog.create(config(isKept))) {
            TestStream.metadata("run").writeTo(log);
            TestStream.write(log, new EventWriter(log), 0, RECORDS);
            try (EventLogReader reader = EventLogReader.open(log.directory())) {
                assertThat(reader.earliest()).isZero();
            }
        }
    }

    @Test
    void shouldRefuseATimeThatIsNone() {
        assertThatThrownBy(() -> config(true).withKeepUs(0)).hasMessageContaining("keepUs");
    }
}
