/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.core.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** On a disk of 2 MiB; skipped where no tmpfs can be mounted. */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class FullDiskTest {
    private static final int SEGMENT = 256 << 10;
    private static final long RECORDS = 100_000;

    @TempDir
    private Path mountPoint;

    private boolean mounted;

    @BeforeEach
    void mount() throws Exception {
        mounted = run("mount", "-t", "tmpfs", "-o", "size=2m", "tmpfs", mountPoint.toString());
        assumeTrue(mounted, "skipped: no tmpfs can be mounted here");
    }

    @AfterEach
    void unmount() throws Exception {
        if (mounted) {
            assertThat(run("umount", "-l", mountPoint.toString())).isTrue();
        }
    }

    private static boolean run(String... command) throws InterruptedException {
        try {
            Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            return process.waitFor(10, TimeUnit.SECONDS) && process.exitValue() == 0;
        } catch (IOException e) {
            return false;
        }
    }

    private EventLogConfig config(OnFull policy) {
        return EventLogConfig.keptIn(mountPoint.resolve("log"))
                .withSegmentBytes(SEGMENT)
                .withSegmentCount(3)
                .withOnFull(policy)
                .withDurability(Durability.NONE);
    }

    @Test
    void shouldStopAndKeepWhatWasCommittedUntilThereIsRoom() throws Exception {
        EventLog log = EventLog.create(config(OnFull.STOP));
        EventWriter writer = new EventWriter(log);

        assertThatThrownBy(() -> TestStream.write(log, writer, 0, RECORDS)).isInstanceOf(LogStoppedException.class);

        assertThat(log.isStopped()).isTrue();
        log.publish();
        long committed = log.position();
        int hash = log.hash();
        log.close();
        assertThat(run("mount", "-o", "remount,size=8m", mountPoint.toString())).isTrue();
        LogRecovery recovery = LogRecovery.open(log.directory());
        assertThat(recovery.endPosition()).isEqualTo(committed);
        assertThat(recovery.hash()).isEqualTo(hash);
        try (EventLog resumed = EventLog.resume(config(OnFull.STOP), recovery)) {
            TestStream.write(resumed, new EventWriter(resumed), writer.records(), writer.records() + 1000);
        }
    }

    @Test
    void shouldDropTheOldestFilesAndWriteOn() throws Exception {
        try (EventLog log = EventLog.create(config(OnFull.DROP_OLDEST))) {
            TestStream.write(log, new EventWriter(log), 0, RECORDS);
            assertThat(log.isStopped()).isFalse();
        }

        checkEndsAt(RECORDS);
    }

    @Test
    void shouldWriteOnEvenIfThereIsNothingLeftToDrop() throws Exception {
        try (EventLog log = EventLog.create(config(OnFull.DROP_OLDEST))) {
            // Once round, so that the whole ring has its place.
            TestStream.write(log, new EventWriter(log), 0, 30_000);
            fill();
            TestStream.write(log, new EventWriter(log), 30_000, RECORDS);
            assertThat(log.isStopped()).isFalse();
            Files.delete(mountPoint.resolve("other"));
            assertThat(log.flush()).isTrue();
        }

        checkEndsAt(RECORDS);
    }

    @Test
    void shouldNotWaitForRoomForEverAtAFlushWithNothingLeftToDrop() throws Exception {
        try (EventLog log = EventLog.create(config(OnFull.DROP_OLDEST))) {
            EventWriter writer = new EventWriter(log);
            TestStream.write(log, writer, 0, 30_000);
            fill();
            boolean isKept = true;
            for (int records = 30_000; isKept && records < RECORDS; records += 100) {
                TestStream.write(log, writer, records, records + 100);
                isKept = log.flush();
                // Takes the room of what was dropped.
                fill();
            }
            assertThat(isKept).as("the file being written is never dropped").isFalse();

            Files.delete(mountPoint.resolve("other"));
            assertThat(log.flush()).isTrue();
        }
    }

    @Test
    void shouldStopIfTheRingItselfHasNoRoomAndThereIsNothingToDrop() throws Exception {
        EventLogConfig large = config(OnFull.DROP_OLDEST).withSegmentBytes(1 << 20);
        EventLog log = EventLog.create(large);
        fill();

        assertThatThrownBy(() -> TestStream.write(log, new EventWriter(log), 0, RECORDS))
                .isInstanceOf(LogStoppedException.class);

        log.close();
    }

    private void fill() throws IOException {
        try (var other = Files.newOutputStream(
                mountPoint.resolve("other"), StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
            byte[] block = new byte[4096];
            while (true) {
                other.write(block);
            }
        } catch (IOException e) {
            // Not the space left: the log's helper may have dropped a file since.
            assertThat(e).hasMessageContaining("No space left");
        }
    }

    private void checkEndsAt(long records) throws IOException {
        Path directory = mountPoint.resolve("log");
        try (EventLogReader reader = EventLogReader.open(directory)) {
            long[] last = new long[1];
            RecordHandler handler = (buffer, offset, length, template, position) -> {
                assertThat(LogFormat.timeUs(buffer, offset)).isBetween(last[0], Long.MAX_VALUE);
                last[0] = LogFormat.timeUs(buffer, offset);
            };
            assertThat(reader.earliest()).isPositive();
            while (reader.poll(handler, 1000) > 0) {
                assertThat(reader.isClosed()).isTrue();
            }
            assertThat(last[0]).isEqualTo(TestStream.timeUs(records - 1));
        }
        assertThat(LogRecovery.openAndVerify(directory).repairs()).isEmpty();
    }

    /** The pause is seen by another thread, as by the one that tells the user: the writer may be waiting for room. */
    @Test
    void shouldPauseUntilThereIsRoom() throws Exception {
        try (EventLog log = EventLog.create(config(OnFull.PAUSE))) {
            Thread twin = new Thread(() -> {
                TestStream.write(log, new EventWriter(log), 0, RECORDS);
                log.publish();
            });
            twin.start();
            while (!log.isPaused()) {
                Thread.onSpinWait();
            }
            assertThat(twin.isAlive()).isTrue();
            assertThat(run("mount", "-o", "remount,size=16m", mountPoint.toString()))
                    .isTrue();

            twin.join();

            assertThat(log.flush()).isTrue();
            assertThat(log.isPaused()).isFalse();
            try (EventLogReader reader = EventLogReader.open(log.directory());
                    TestStream.Checker checker = new TestStream.Checker(0)) {
                while (reader.poll(checker, 1000) > 0) {
                    assertThat(reader.earliest()).isZero();
                }
                assertThat(checker.next).isEqualTo(RECORDS);
            }
        }
    }

    @Test
    void shouldRefuseACommandThatTheJournalHasNoRoomFor() throws Exception {
        try (Journal journal = Journal.open(mountPoint, Durability.JOURNAL)) {
            int sequence = 0;
            while (journal.append(sequence, sequence, 1, 2, 3, 4)) {
                if (++sequence == 10) {
                    fill();
                }
            }
            assertThat(journal.failure()).isNotNull();
            assertThat(journal.entries()).isEqualTo(sequence);
            Files.delete(mountPoint.resolve("other"));
            assertThat(journal.append(sequence, sequence, 1, 2, 3, 4)).isTrue();
        }
        try (Journal journal = Journal.open(mountPoint, Durability.JOURNAL)) {
            assertThat(journal.entries()).isGreaterThan(10);
        }
    }

    @Test
    void shouldFailCleanlyWhenThereIsNoRoomForTheRingsFirstBlock() throws Exception {
        fill();

        assertThatThrownBy(() -> EventLog.create(config(OnFull.STOP))).isInstanceOf(IOException.class);
    }
}
