/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.core.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Death is a copy of the directory taken while the writer is still there. {@link LogKillTest} kills real processes. */
class LogRecoveryTest {
    private static final int SEGMENT = 16 << 10;
    private static final long SEED = 20260102;

    @TempDir
    private Path folder;

    private EventLogConfig config(String name) {
        return EventLogConfig.keptIn(folder.resolve(name))
                .withSegmentBytes(SEGMENT)
                .withSegmentCount(4)
                .withDurability(Durability.NONE)
                .withHelperThread(false);
    }

    private Path copyOf(Path directory, String name) throws IOException {
        Path copy = Files.createDirectories(folder.resolve(name));
        try (DirectoryStream<Path> files = Files.newDirectoryStream(directory)) {
            for (Path file : files) {
                Files.copy(file, copy.resolve(file.getFileName()));
            }
        }
        return copy;
    }

    private static long recordsIn(Path directory) throws IOException {
        try (EventLogReader reader = EventLogReader.open(directory);
                TestStream.Checker checker = new TestStream.Checker(0)) {
            while (reader.poll(checker, 1000) > 0) {
                assertThat(reader.epoch()).isZero();
            }
            assertThat(reader.position()).isEqualTo(reader.tail());
            return checker.next;
        }
    }

    /** Bytes of the whole stream and its hash, from a log that nothing happened to. */
    private long[] undisturbed(String name, long records) throws IOException {
        try (EventLog log = EventLog.create(config(name))) {
            TestStream.metadata("undisturbed").writeTo(log);
            TestStream.write(log, new EventWriter(log), 0, records);
            return new long[] {log.position(), log.hash()};
        }
    }

    @Test
    void shouldFindAllThatWasPublishedWhateverLiesBeyond() throws Exception {
        Random random = new Random(SEED);
        try (EventLog log = EventLog.create(config("live"))) {
            EventWriter writer = new EventWriter(log);
            TestStream.metadata("run").writeTo(log);
            long n = 0;
            for (int death = 0; death < 40; death++) {
                long until = n + 1 + random.nextInt(900);
                TestStream.write(log, writer, n, until);
                n = until;
                log.publish(TestStream.timeUs(n - 1));
                long published = log.position();
                int hash = log.hash();
                TestStream.writeOne(writer, n);
                Path dead = copyOf(log.directory(), "dead-" + death);
                damageBeyond(dead, published, random);

                LogRecovery recovery = LogRecovery.open(dead);

                String at = "seed " + SEED + " death " + death;
                assertThat(recovery.endPosition()).as(at).isEqualTo(published);
                assertThat(recovery.hash()).as(at).isEqualTo(hash);
                assertThat(recovery.lastTimeUs()).as(at).isEqualTo(TestStream.timeUs(n - 1));
                assertThat(recovery.completeUpToUs()).as(at).isEqualTo(TestStream.timeUs(n - 1));
                assertThat(recovery.repairs()).as(at).isEmpty();
                assertThat(recovery.wasClosed()).isFalse();
                assertThat(recordsIn(dead)).as(at).isEqualTo(n);
                assertThat(LogRecovery.openAndVerify(dead).hash()).as(at).isEqualTo(hash);
                n++;
            }
        }
    }

    /** Overwrites the ring beyond the tail, and appends to the last kept file, at random. */
    private static void damageBeyond(Path dead, long tail, Random random) throws IOException {
        Path ringFile = LogFormat.ringFile(dead, (int) (tail / SEGMENT % 4));
        try (RandomAccessFile ring = new RandomAccessFile(ringFile.toFile(), "rw")) {
            byte[] noise = new byte[(int) (SEGMENT - tail % SEGMENT)];
            random.nextBytes(noise);
            ring.seek(tail % SEGMENT);
            ring.write(noise);
        }
        long[] starts = KeptFiles.starts(dead);
        if (starts.length > 0 && random.nextBoolean()) {
            Path last = LogFormat.keptFile(dead, starts[starts.length - 1]);
            try (RandomAccessFile kept = new RandomAccessFile(last.toFile(), "rw")) {
                kept.seek(kept.length());
                kept.write(new byte[random.nextInt((int) (SEGMENT - kept.length()) + 1)]);
            }
        }
        if (random.nextBoolean()) {
            Files.write(LogFormat.keptFile(dead, (tail / SEGMENT + 1) * SEGMENT), new byte[100]);
        }
    }

    @Test
    void shouldReadADeadLogBeforeItsRecovery() throws Exception {
        try (EventLog log = EventLog.create(config("live"))) {
            TestStream.write(log, new EventWriter(log), 0, 5000);
            log.publish();
            Path dead = copyOf(log.directory(), "dead");

            assertThat(recordsIn(dead)).isEqualTo(5000);
        }
    }

    @Test
    void shouldResumeToTheSameBytes() throws Exception {
        long[] whole = undisturbed("whole", 9000);
        Random random = new Random(SEED);
        EventLog log = EventLog.create(config("live-0"));
        TestStream.metadata("run").writeTo(log);
        long n = 0;
        for (int life = 1; n < 9000; life++) {
            long until = Math.min(9000, n + 1 + random.nextInt(2500));
            TestStream.write(log, new EventWriter(log), n, until);
            n = until;
            log.publish();
            Path dead = copyOf(log.directory(), "live-" + life);
            log.close();
            LogRecovery recovery = LogRecovery.open(dead);
            log = EventLog.resume(config("live-" + life), recovery);
            assertThat(log.position()).isEqualTo(recovery.endPosition());
            assertThat(log.hash()).isEqualTo(recovery.hash());
        }
        assertThat(log.position()).isEqualTo(whole[0]);
        assertThat(log.hash()).isEqualTo((int) whole[1]);
        log.close();
        assertThat(recordsIn(log.directory())).isEqualTo(9000);
        assertThat(LogRecovery.openAndVerify(log.directory()).hash()).isEqualTo((int) whole[1]);
        try (DirectoryStream<Path> files = Files.newDirectoryStream(log.directory(), "log-*")) {
            for (Path file : files) {
                Path same = folder.resolve("whole").resolve(file.getFileName());
                if (!file.toString().endsWith("00000.seg")) {
                    assertThat(file).hasSameBinaryContentAs(same);
                }
            }
        }
    }

    @Test
    void shouldPassALogThatWasClosedInOrder() throws Exception {
        long[] whole = undisturbed("closed", 3000);

        LogRecovery recovery = LogRecovery.open(folder.resolve("closed"));

        assertThat(recovery.wasClosed()).isTrue();
        assertThat(recovery.endPosition()).isEqualTo(whole[0]);
        assertThat(recovery.hash()).isEqualTo((int) whole[1]);
        assertThat(recovery.repairs()).isEmpty();
    }

    @Test
    void shouldCompareWhatIsRegeneratedAndGoOnInTheSameEpoch() throws Exception {
        long[] whole = undisturbed("whole", 9000);
        for (long snapshotAt : new long[] {0, 700, 1400, 4900}) {
            String name = "snapshot-" + snapshotAt;
            long[] snapshot = writeAndDie(name, snapshotAt, 5003);
            LogRecovery recovery = LogRecovery.open(folder.resolve(name));
            try (EventLog log = EventLog.regenerate(config(name), recovery, snapshot[0], (int) snapshot[1]);
                    EventLogReader reader = EventLogReader.open(log.directory());
                    EventLogReader inline = log.inlineReader()) {
                EventWriter writer = new EventWriter(log);
                if (snapshotAt == 0) {
                    TestStream.metadata("another run").writeTo(log);
                }
                long n = snapshotAt;
                while (log.isRegenerating()) {
                    assertThat(reader.tail()).isEqualTo(recovery.endPosition());
                    TestStream.write(log, writer, n, n + 7);
                    n += 7;
                    assertThat(log.mismatchPosition()).isEqualTo(-1);
                }
                assertThat(log.position()).isGreaterThanOrEqualTo(recovery.endPosition());
                TestStream.write(log, writer, n, 9000);
                assertThat(log.epoch()).isZero();
                assertThat(log.position()).isEqualTo(whole[0]);
                assertThat(log.hash()).isEqualTo((int) whole[1]);
                assertThat(inline.position()).isEqualTo(snapshot[0]);
            }
            assertThat(recordsIn(folder.resolve(name))).isEqualTo(9000);
            assertThat(LogRecovery.openAndVerify(folder.resolve(name)).hash()).isEqualTo((int) whole[1]);
        }
    }

    /** Position and hash after {@code snapshotAt} records of a log that dies after {@code records}. */
    private long[] writeAndDie(String name, long snapshotAt, long records) throws IOException {
        try (EventLog log = EventLog.create(config("before-" + name))) {
            EventWriter writer = new EventWriter(log);
            long[] snapshot = {0, 0};
            TestStream.metadata("run").writeTo(log);
            if (snapshotAt > 0) {
                TestStream.write(log, writer, 0, snapshotAt);
                snapshot = new long[] {log.position(), log.hash()};
            }
            TestStream.write(log, writer, snapshotAt, records);
            log.publish();
            copyOf(log.directory(), name);
            return snapshot;
        }
    }

    @Test
    void shouldReportTheFirstRecordThatIsRegeneratedDifferentlyAndStartANewEpoch() throws Exception {
        long[] snapshot = writeAndDie("past", 700, 5003);
        LogRecovery recovery = LogRecovery.open(folder.resolve("past"));
        long differentAt;
        try (EventLog log = EventLog.regenerate(config("past"), recovery, snapshot[0], (int) snapshot[1])) {
            EventWriter writer = new EventWriter(log);
            TestStream.write(log, writer, 700, 2100);
            differentAt = log.position();
            writer.lotHeld(TestStream.timeUs(2100), 1, 2, 3, 1);
            log.publish();
            assertThat(log.mismatchPosition()).isEqualTo(differentAt);
            TestStream.write(log, writer, 2101, 6000);
            assertThat(log.mismatchPosition()).isEqualTo(differentAt);
            assertThat(log.isRegenerating()).isTrue();
        }
        assertThat(recordsIn(folder.resolve("past"))).isEqualTo(5003);

        LogRecovery again = LogRecovery.open(folder.resolve("past"));
        assertThat(again.endPosition()).isEqualTo(recovery.endPosition());
        try (EventLog log = EventLog.startNewEpoch(config("past"), again)) {
            assertThat(log.epoch()).isEqualTo(1);
            TestStream.write(log, new EventWriter(log), 0, 100);
        }

        assertThat(recordsIn(folder.resolve("past/epoch-0"))).isEqualTo(5003);
        try (EventLogReader reader = EventLogReader.open(folder.resolve("past"))) {
            assertThat(reader.epoch()).isEqualTo(1);
            assertThat(reader.tail()).isPositive().isLessThan(recovery.endPosition());
        }
    }

    @Test
    void shouldNotPassAWrongHashOfTheSnapshot() throws Exception {
        long[] snapshot = writeAndDie("past", 700, 1500);
        LogRecovery recovery = LogRecovery.open(folder.resolve("past"));
        try (EventLog log = EventLog.regenerate(config("past"), recovery, snapshot[0], (int) snapshot[1] + 1)) {
            TestStream.write(log, new EventWriter(log), 700, 2100);

            assertThat(log.mismatchPosition()).isEqualTo(recovery.endPosition());
        }
    }

    @Test
    void shouldEndAtTheFirstDamagedFrameAndSayWhatIsLost() throws Exception {
        try (EventLog log = EventLog.create(config("live"))) {
            TestStream.write(log, new EventWriter(log), 0, 3000);
            log.publish();
            Path dead = copyOf(log.directory(), "dead");
            long tail = log.position();
            long segment = tail / SEGMENT * SEGMENT;
            try (RandomAccessFile ring = new RandomAccessFile(
                    LogFormat.ringFile(dead, (int) (tail / SEGMENT % 4)).toFile(), "rw")) {
                ring.seek(0);
                ring.writeInt(-1);
            }

            LogRecovery recovery = LogRecovery.open(dead);

            assertThat(recovery.endPosition()).isEqualTo(segment);
            assertThat(recovery.repairs()).isNotEmpty();
            assertThat(recordsIn(dead)).isPositive().isLessThan(3000);
        }
    }

    @Test
    void shouldRefuseToRecoverALogThatIsBeingWritten() throws Exception {
        try (EventLog log = EventLog.create(config("live"))) {
            assertThatThrownBy(() -> LogRecovery.open(log.directory())).hasMessageContaining("being written");
        }
    }
}
