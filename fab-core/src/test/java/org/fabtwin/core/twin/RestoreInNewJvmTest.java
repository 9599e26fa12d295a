/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.core.twin;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.zip.CRC32C;
import org.agrona.DirectBuffer;
import org.fabtwin.core.line.Line;
import org.fabtwin.core.log.EventLog;
import org.fabtwin.core.log.EventLogConfig;
import org.fabtwin.core.log.EventLogReader;
import org.fabtwin.core.log.EventWriter;
import org.fabtwin.core.log.RecordHandler;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Fifty random instants, ten of each of five runs: a twin that is restored there in a new JVM goes on with the same bytes as the one
 * that was never stopped, commands included.
 */
class RestoreInNewJvmTest {
    private static final long US_PER_MINUTE = 60_000_000L;
    private static final long END_US = 20_000 * US_PER_MINUTE;
    private static final int POINTS = 10;

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5})
    void shouldGoOnWithTheSameBytesInANewJvm(int seed) throws Exception {
        Random random = new Random(seed);
        long[] instants = random.longs(POINTS, 0, END_US).sorted().toArray();
        List<String> arguments = new ArrayList<>(List.of(String.valueOf(seed)));
        List<Digest> digests = new ArrayList<>();
        try (Run run = new Run(seed)) {
            run.twin.start();
            run.offerCommandsAfter(-1);
            for (long instant : instants) {
                run.to(instant, digests);
                Path file = folder.resolve(instant + ".snapshot");
                try (FileChannel channel =
                        FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
                    run.twin.snapshot(channel);
                }
                arguments.add(file.toString());
                digests.add(new Digest());
            }
            run.to(END_US, digests);
        }

        List<String> found = runInNewJvm(arguments);

        assertThat(digests.get(0).records).isGreaterThan(1_000);
        assertThat(found)
                .as("seed %d, snapshots %s", seed, arguments)
                .isEqualTo(digests.stream().map(Digest::toString).toList());
    }

    private static List<String> runInNewJvm(List<String> arguments) throws Exception {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(
                List.of(System.getProperty("fab.test.flags", "--add-opens java.base/jdk.internal.misc=ALL-UNNAMED")
                        .split(" ")));
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), Restorer.class.getName()));
        command.addAll(arguments);
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        List<String> lines;
        try (var reader = process.inputReader()) {
            lines = reader.lines().toList();
        }
        assertThat(process.waitFor()).as("exit code of %s", command).isZero();
        return lines;
    }

    /** The child process: restores each snapshot, runs on to the end, prints a digest of what was logged. */
    static final class Restorer {
        private Restorer() {}

        public static void main(String[] arguments) throws IOException {
            for (int i = 1; i < arguments.length; i++) {
                List<Digest> digests = List.of(new Digest());
                try (Run run = new Run(Integer.parseInt(arguments[0]));
                        FileChannel channel = FileChannel.open(Path.of(arguments[i]))) {
                    SnapshotHeader header = SnapshotHeader.readFrom(channel);
                    run.twin.restore(header, channel);
                    run.offerCommandsAfter(header.timeUs());
                    run.to(END_US, digests);
                }
                System.out.println(digests.get(0));
            }
        }
    }

    /** Checksum and number of records. */
    private static final class Digest {
        private final CRC32C crc = new CRC32C();
        private int records;

        void add(byte[] record) {
            crc.update(record, 0, record.length);
            records++;
        }

        @Override
        public String toString() {
            return records + " records " + Long.toHexString(crc.getValue());
        }
    }

    private static final class Run implements AutoCloseable, RecordHandler {
        private final EventLog log;
        private final EventLogReader reader;
        private final Twin twin;
        private List<Digest> digests = List.of();

        Run(int seed) throws IOException {
            Line line = seed % 2 == 0 ? BusyLines.ofLots() : BusyLines.ofWafers(2);
            log = EventLog.create(
                    EventLogConfig.ringOnly().withSegmentBytes(1 << 20).withSegmentCount(2));
            reader = log.inlineReader();
            twin = new Twin(line, seed, 0, log, new EventWriter(log), null);
        }

        /** The same commands for every run; those before a snapshot are in it. */
        void offerCommandsAfter(long timeUs) {
            for (int k = 1; k < 40; k++) {
                long at = k * 500 * US_PER_MINUTE;
                Command command = k % 5 == 0
                        ? Command.releaseLots(0, 2)
                        : k % 5 == 1
                                ? Command.toolDown(k % 3)
                                : k % 5 == 2
                                        ? Command.toolUp((k - 1) % 3)
                                        : k % 5 == 3 ? Command.holdLot(k * 5) : Command.releaseHold((k - 1) * 5);
                if (at > timeUs) {
                    assertThat(twin.inbox().offer(command.at(at))).isTrue();
                }
            }
        }

        void to(long untilUs, List<Digest> into) {
            digests = into;
            boolean done;
            do {
                done = twin.advance(untilUs, 1000);
                while (reader.poll(this, 10_000) > 0) {
                    continue;
                }
            } while (!done);
        }

        @Override
        public void onRecord(DirectBuffer buffer, int offset, int length, int templateId, long position) {
            byte[] record = new byte[length];
            buffer.getBytes(offset, record);
            for (Digest digest : digests) {
                digest.add(record);
            }
        }

        @Override
        public void close() {
            reader.close();
            log.close();
        }
    }
}
