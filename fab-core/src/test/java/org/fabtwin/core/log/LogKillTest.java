/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.core.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Real processes: killed while they write, and reading what another one writes. */
@Timeout(value = 300, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class LogKillTest {
    private static final int KILLS = Integer.getInteger("fab.kills", 20);
    private static final long SEED = Long.getLong("fab.seed", 20260103);

    @TempDir
    private Path directory;

    @Test
    void shouldLoseNothingThatWasCommittedWhenTheProcessIsKilledAtRandomMoments() throws Exception {
        Random random = new Random(SEED);
        long before = 0;
        for (int kill = 0; kill < KILLS; kill++) {
            String at = "seed " + SEED + " kill " + kill;
            long[] said = killAfter(random.nextInt(60), random.nextInt(3_000_000));

            LogRecovery recovery = LogRecovery.open(directory);

            assertThat(recovery.wasClosed()).as(at).isFalse();
            assertThat(recovery.endPosition()).as(at).isGreaterThanOrEqualTo(said[1]);
            assertThat(recovery.repairs()).as(at).isEmpty();
            long records = readAll();
            assertThat(records).as(at).isGreaterThanOrEqualTo(said[0]).isGreaterThanOrEqualTo(before);
            assertThat(LogRecovery.openAndVerify(directory).hash()).as(at).isEqualTo(recovery.hash());
            assertThat(recovery.hash()).as(at).isEqualTo(hashOf(records, recovery.endPosition()));
            before = records;
        }
        assertThat(before).isPositive();
    }

    /** Runs the writer until it has said so many lines, and a little longer; returns what it said last. */
    private long[] killAfter(int lines, int nanos) throws Exception {
        Process process = ChildProcess.start(directory, "write", Long.MAX_VALUE);
        String last = null;
        try (BufferedReader output = ChildProcess.output(process)) {
            for (int line = 0; line <= lines; line++) {
                last = output.readLine();
                assertThat(last).matches("\\d+ \\d+");
            }
            long end = System.nanoTime() + nanos;
            while (System.nanoTime() < end) {
                Thread.onSpinWait();
            }
        } finally {
            process.destroyForcibly().waitFor();
        }
        String[] words = last.split(" ");
        return new long[] {Long.parseLong(words[0]), Long.parseLong(words[1])};
    }

    private long readAll() throws Exception {
        try (EventLogReader reader = EventLogReader.open(directory);
                TestStream.Checker checker = new TestStream.Checker(0)) {
            while (reader.poll(checker, 10_000) > 0) {
                assertThat(reader.isClosed()).isTrue();
            }
            return checker.next;
        }
    }

    /** What the hash must be: the same records, written by nobody who was killed. */
    private static int hashOf(long records, long position) throws Exception {
        try (EventLog log = EventLog.create(ChildProcess.config(null))) {
            TestStream.write(log, new EventWriter(log), 0, records);
            assertThat(log.position()).isEqualTo(position);
            return log.hash();
        }
    }

    @Test
    void shouldLetAnotherProcessReadWhileThisOneWrites() throws Exception {
        long records = 400_000;
        try (EventLog log = EventLog.create(ChildProcess.config(directory))) {
            EventWriter writer = new EventWriter(log);
            Process process = ChildProcess.start(directory, "read", records);
            try (BufferedReader output = ChildProcess.output(process)) {
                assertThat(output.readLine()).isEqualTo("ready");
                TestStream.write(log, writer, 0, records);
                log.publish();
                assertThat(output.readLine()).isEqualTo("read " + records + " up to " + log.position());
            } finally {
                process.destroyForcibly().waitFor();
            }
            assertThat(log.position()).isGreaterThan(20L * log.segmentBytes());
        }
    }
}
