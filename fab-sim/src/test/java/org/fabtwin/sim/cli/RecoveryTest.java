/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.sim.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.fabtwin.sim.cli.CommandLineFixture.fab;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.fabtwin.core.event.CommandKind;
import org.fabtwin.core.log.Durability;
import org.fabtwin.core.log.EventLogReader;
import org.fabtwin.core.log.Journal;
import org.fabtwin.sim.cli.CommandLineFixture.Outcome;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A run that is started again on its log's folder. */
class RecoveryTest {
    private static final long HOUR_US = 3_600_000_000L;

    @TempDir
    private Path folder;

    private Path log;

    @BeforeEach
    void nameLog() {
        log = folder.resolve("log");
    }

    private Outcome run(int days, String... more) {
        final List<String> args =
                new ArrayList<>(List.of("run", "minifab", "--warmup", "0", "--json", "--days", Integer.toString(days)));
        args.addAll(List.of(more));
        final Outcome outcome = fab(args.toArray(new String[0]));
        assertThat(outcome.exitCode()).as(outcome.err()).isZero();
        return outcome;
    }

    private Outcome runWithLog(int days, String... more) {
        final List<String> args = new ArrayList<>(List.of("--log", log.toString(), "--snapshot-every", "100000"));
        args.addAll(List.of(more));
        return run(days, args.toArray(new String[0]));
    }

    private static ObjectNode figures(Outcome outcome) {
        return ((ObjectNode) outcome.json()).without("wallSeconds");
    }

    private List<Path> snapshots() throws IOException {
        try (Stream<Path> files = Files.list(log)) {
            return files.filter(file -> file.toString().endsWith(".snap"))
                    .sorted()
                    .toList();
        }
    }

    private static void flip(Path file, long offset) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            final ByteBuffer one = ByteBuffer.allocate(1);
            channel.read(one, offset);
            one.put(0, (byte) (one.get(0) ^ 0x10)).flip();
            channel.write(one, offset);
        }
    }

    @Test
    void shouldGoOnFromTheNewestSnapshotWithWholeFigures() throws IOException {
        runWithLog(50);
        assertThat(snapshots()).as("the older ones are removed").hasSize(2);
        Files.write(log.resolve("snapshot.new"), new byte[100]);

        final Outcome continued = runWithLog(80);

        assertThat(continued.err())
                .contains("from the snapshot of 50.00 days on")
                .doesNotContain("epoch");
        assertThat(figures(continued)).isEqualTo(figures(run(80)));
        assertThat(fab("replay", log.toString()).out()).startsWith("equal: ");
    }

    @Test
    void shouldSkipDamagedSnapshot() throws IOException {
        runWithLog(50);
        final Path newest = snapshots().get(1);
        flip(newest, Files.size(newest) / 2);

        final Outcome continued = runWithLog(80);

        assertThat(continued.err())
                .contains(newest.getFileName() + " can't be used: snapshot is damaged")
                .contains("from the snapshot of");
        assertThat(figures(continued)).isEqualTo(figures(run(80)));
    }

    @Test
    void shouldRepeatFromTheOriginWhenNoSnapshotCanBeUsed() throws IOException {
        runWithLog(50);
        Files.write(snapshots().get(0), new byte[0]);
        Files.write(snapshots().get(1), new byte[] {1, 2, 3});

        final Outcome continued = runWithLog(80);

        assertThat(continued.err()).contains("cut short").contains("repeated from the origin");
        assertThat(figures(continued)).isEqualTo(figures(run(80)));
    }

    /** Moves what a new epoch moves away, as far as a process that died had got with it. */
    private void moveToEpochFolder(String... names) throws IOException {
        final Path past = Files.createDirectories(log.resolve("epoch-0"));
        for (final String name : names) {
            Files.move(log.resolve(name), past.resolve(name));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5})
    void shouldFinishNewEpochWhoseBeginningWasCutShort(int moved) throws IOException {
        final Path commands = folder.resolve("commands.ndjson");
        Files.writeString(commands, "{\"at\": \"30 d\", \"do\": \"toolDown\", \"target\": \"Ma\"}\n");
        runWithLog(50, "--commands", commands.toString());
        final String[] inOrder = {
            "log-00000000000000000000.seg", "log-00000000000000000000.idx", "log.header", "commands.journal", "log.meta"
        };
        moveToEpochFolder(List.of(inOrder).subList(0, moved).toArray(new String[0]));
        if (moved == inOrder.length) {
            // The new journal was begun, too.
            Files.write(log.resolve("commands.journal"), new byte[] {1});
        }

        // The command comes from the journal.
        final Outcome anew = runWithLog(80);

        assertThat(anew.err()).contains("epoch 1 begins, as was intended when the process died");
        assertThat(figures(anew)).isEqualTo(figures(run(80, "--commands", commands.toString())));
        assertThat(log.resolve("epoch-0")).isDirectoryContaining("glob:**.seg").isDirectoryContaining("glob:**.meta");
        assertThat(runWithLog(90).err()).contains("going on at position 1:");
    }

    @Test
    void shouldBeginNewEpochWhenThePastCanNotBeReproduced() throws IOException {
        runWithLog(50);
        final Path kept = log.resolve("log-00000000000000000000.seg");
        // Within a record's fields: the log alone doesn't show it.
        flip(kept, Files.size(kept) - 4);

        final Outcome anew = runWithLog(80);

        assertThat(anew.err()).contains("epoch 1 begins", "epoch-0");
        assertThat(figures(anew)).isEqualTo(figures(run(80)));
        assertThat(log.resolve("epoch-0")).isDirectoryContaining("glob:**.seg").isDirectoryContaining("glob:**.snap");
        try (EventLogReader reader = EventLogReader.open(log)) {
            assertThat(reader.epoch()).isEqualTo(1);
        }
        assertThat(runWithLog(90).err()).contains("going on at position 1:");
    }

    @Test
    void shouldApplyJournaledCommandWhoseRecordDidNotReachTheLog() throws IOException {
        final Path commands = folder.resolve("commands.ndjson");
        Files.writeString(commands, "{\"at\": \"1210 h\", \"do\": \"toolDown\", \"target\": \"Ma\"}\n");
        runWithLog(50);
        try (Journal journal = Journal.open(log, Durability.NONE)) {
            assertThat(journal.append(0, 1210 * HOUR_US, CommandKind.TOOL_DOWN.value(), 0, 0, 0.0))
                    .isTrue();
        }

        final Outcome continued = runWithLog(80);

        assertThat(figures(continued)).isEqualTo(figures(run(80, "--commands", commands.toString())));
        assertThat(fab("events", log.toString(), "--type", "CommandApplied")
                        .out()
                        .lines())
                .hasSize(1);
    }

    /** Its number in the journal would be that of the command that is there. */
    @Test
    void shouldRefuseACommandBeforeTheLastOfTheJournal() throws IOException {
        final Path commands = folder.resolve("commands.ndjson");
        Files.writeString(commands, "{\"at\": \"1205 h\", \"do\": \"toolDown\", \"target\": \"Mb\"}\n");
        runWithLog(50);
        try (Journal journal = Journal.open(log, Durability.NONE)) {
            assertThat(journal.append(0, 1210 * HOUR_US, CommandKind.TOOL_DOWN.value(), 0, 0, 0.0))
                    .isTrue();
        }

        final Outcome refused =
                fab("run", "minifab", "--days", "80", "--log", log.toString(), "--commands", commands.toString());

        assertThat(refused.exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(refused.err()).contains("had no command TOOL_DOWN at");
    }

    @Test
    void shouldStartAgainWhenTheProcessDiedBeforeItsFirstRecord() throws IOException {
        runWithLog(1);
        try (Stream<Path> files = Files.list(log)) {
            for (final Path file : files.toList()) {
                if (!file.endsWith("log.meta")) {
                    Files.delete(file);
                }
            }
        }
        // Tail, complete-up-to, kept.
        try (FileChannel meta = FileChannel.open(log.resolve("log.meta"), StandardOpenOption.WRITE)) {
            meta.write(ByteBuffer.allocate(8), 128);
            meta.write(ByteBuffer.wrap(new byte[] {0, 0, 0, 0, 0, 0, 0, (byte) 0x80}), 136);
            meta.write(ByteBuffer.allocate(8), 384);
        }

        assertThat(figures(runWithLog(50))).isEqualTo(figures(run(50)));
        assertThat(fab("replay", log.toString()).out()).startsWith("equal: ");
    }

    @Test
    void shouldWriteNoSnapshotsWithoutKeptLog() {
        final Outcome outcome = fab("run", "minifab", "--days", "1", "--snapshot-every", "1MB");

        assertThat(outcome.exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(outcome.err()).contains("--snapshot-every need --log");
    }
}
