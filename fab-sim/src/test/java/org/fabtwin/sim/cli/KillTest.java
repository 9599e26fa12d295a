/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.sim.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.fabtwin.sim.cli.CommandLineFixture.fab;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.fabtwin.core.log.EventLogReader;
import org.fabtwin.core.log.LogRecovery;
import org.fabtwin.sim.determinism.ChildJvm;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * {@code fab run} killed (SIGKILL) at random moments and started again on the same folder until it ends: what was committed stays,
 * the log goes on in the same epoch, and ends as the same bytes as that of a run that nobody killed. 200 kills here; more with
 * {@code mvn -pl fab-sim -am test -Dtest=KillTest -Dsurefire.failIfNoSpecifiedTests=false -Dfab.kills=2000}, another seed with
 * {@code -Dfab.seed=N}.
 */
class KillTest {
    private static final int KILLS = Integer.getInteger("fab.kills", 200);
    private static final long SEED = Long.getLong("fab.seed", 20260511);
    /** Enough log for a second segment. */
    private static final String DAYS = "4400";

    private static final int MOST_STARTS = 10_000;
    private static final int STARTUP_SHARE_PERCENT = 30;
    /** At the least; a slow machine needs longer to get anywhere. */
    private static final int RUNNING_MS = 200;

    @TempDir
    private Path folder;

    private final Random random = new Random(SEED);
    private final Counts counts = new Counts();
    private Path commands;
    private Path reference;
    private int startupMs;

    /** What the kills hit. */
    private static final class Counts {
        private int kills;
        private int aroundStartUp;
        private int inSnapshots;
        private int rolls;
        private int resumed;
        private int fromSnapshots;
        private int logs;

        @Override
        public String toString() {
            return kills + " kills (" + aroundStartUp + " around start-up, " + inSnapshots + " in a snapshot), "
                    + resumed
                    + " restarts on a log, " + fromSnapshots + " of them from a snapshot, " + logs + " logs ended, "
                    + rolls + " segments begun in them";
        }
    }

    @Test
    @Timeout(value = 12, unit = TimeUnit.HOURS)
    void shouldEndWithTheSameLogHoweverOftenTheProcessIsKilled() throws Exception {
        System.out.println("KillTest: seed " + SEED);
        commands = folder.resolve("commands.ndjson");
        Files.writeString(commands, commandFile());
        reference = folder.resolve("reference");
        final long start = System.nanoTime();
        assertThat(child(reference, "none").start().waitFor()).isZero();
        startupMs = (int) TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start) / 4;

        while (counts.kills < KILLS) {
            final Path directory = folder.resolve("log-" + counts.logs);
            killUntilTheEnd(directory);
            deleteAll(directory);
        }

        System.out.println("KillTest: " + counts);
        assertThat(counts.fromSnapshots).isPositive();
        assertThat(counts.aroundStartUp).isPositive();
        assertThat(counts.rolls).isPositive();
    }

    @Test
    @Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void shouldLeaveTheLogOfALivingProcessAlone() throws Exception {
        commands = folder.resolve("commands.ndjson");
        Files.writeString(commands, "");
        final Path directory = folder.resolve("log");
        final Process process = child(directory, "journal", "30000").start();
        try {
            readUntilLogIsOpen(process, new ArrayList<>(), false);

            final CommandLineFixture.Outcome second =
                    fab("run", "minifab", "--days", "30000", "--log", directory.toString());

            assertThat(process.isAlive()).as("it runs long enough").isTrue();
            assertThat(second.exitCode()).isEqualTo(ExitCode.IO);
            assertThat(second.err()).contains("is being written by another process");
        } finally {
            process.destroyForcibly().waitFor();
        }
        assertThat(LogRecovery.openAndVerify(directory).repairs()).isEmpty();
    }

    private String commandFile() {
        final StringBuilder rows = new StringBuilder();
        for (int day = 1; day < 4000; day += 8) {
            rows.append("{\"at\": \"").append(day).append(" d\", \"do\": \"toolDown\", \"target\": \"Ma\"}\n");
            rows.append("{\"at\": \"").append(day).append(" d\", \"do\": \"setParameter\", ");
            rows.append("\"target\": \"recipes.S1.time\", \"value\": ")
                    .append(200 + day % 5)
                    .append("}\n");
            rows.append("{\"at\": \"").append(24 * day + 1).append(" h\", \"do\": \"toolUp\", \"target\": \"Ma\"}\n");
        }
        return rows.toString();
    }

    private ProcessBuilder child(Path directory, String durability) throws IOException {
        return child(directory, durability, DAYS);
    }

    private ProcessBuilder child(Path directory, String durability, String days) throws IOException {
        return ChildJvm.same()
                .with("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xshare:auto", "-Xmx256m")
                .command(
                        FabCommand.class,
                        List.of(
                                "run",
                                "minifab",
                                "--days",
                                days,
                                "--warmup",
                                "0",
                                "--json",
                                "--commands",
                                commands.toString(),
                                "--log",
                                directory.toString(),
                                "--snapshot-every",
                                "1000000",
                                "--durability",
                                durability))
                .redirectOutput(ProcessBuilder.Redirect.DISCARD);
    }

    private void killUntilTheEnd(Path directory) throws Exception {
        long committed = 0;
        for (int starts = 0; starts < MOST_STARTS; starts++) {
            final Process process =
                    child(directory, random.nextBoolean() ? "none" : "journal").start();
            final List<String> said = new ArrayList<>();
            try {
                if (counts.kills >= KILLS) {
                    readUntilLogIsOpen(process, said, true);
                    process.waitFor();
                } else {
                    waitForAMoment(process, said);
                }
                committed = Math.max(committed, tail(directory));
            } finally {
                process.destroyForcibly().waitFor();
            }
            count(process, said, directory);
            if (process.exitValue() == 0) {
                checkEnded(directory);
                return;
            }
            assertThat(process.exitValue()).as("%s: %s", at(), said).isEqualTo(128 + 9);
            committed = checkPrefix(directory, committed);
        }
        throw new AssertionError("no end after " + MOST_STARTS + " starts, " + at());
    }

    /** Waits for a random time, from the start of the process or from when its log is open. */
    private void waitForAMoment(Process process, List<String> said) throws Exception {
        int ms;
        if (random.nextInt(100) < STARTUP_SHARE_PERCENT) {
            ms = random.nextInt(startupMs);
        } else {
            readUntilLogIsOpen(process, said, false);
            ms = random.nextInt(Math.max(RUNNING_MS, startupMs));
        }
        final long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(ms) + random.nextInt(1_000_000);
        while (System.nanoTime() < end && process.isAlive()) {
            Thread.onSpinWait();
        }
    }

    private static void readUntilLogIsOpen(Process process, List<String> said, boolean toTheEnd) throws IOException {
        final BufferedReader errors =
                new BufferedReader(new InputStreamReader(process.getErrorStream(), StandardCharsets.UTF_8));
        for (String line = errors.readLine(); line != null; line = errors.readLine()) {
            said.add(line);
            if (!toTheEnd && line.startsWith("fab: event log in ")) {
                return;
            }
        }
    }

    private void count(Process process, List<String> said, Path directory) {
        if (process.exitValue() != 0) {
            counts.kills++;
            if (said.isEmpty()) {
                counts.aroundStartUp++;
            }
            if (Files.exists(directory.resolve("snapshot.new"))) {
                counts.inSnapshots++;
            }
        }
        if (said.stream().anyMatch(line -> line.contains("going on at"))) {
            counts.resumed++;
        }
        if (said.stream().anyMatch(line -> line.contains("from the snapshot of"))) {
            counts.fromSnapshots++;
        }
        assertThat(said).as(at()).noneMatch(line -> line.contains("epoch") && line.contains("begins"));
        assertThat(said).as(at()).noneMatch(line -> line.contains("can't be used") || line.contains("repaired"));
    }

    private String at() {
        return "seed " + SEED + ", kill " + counts.kills;
    }

    /** Published end of the log as somebody outside sees it; 0 while there is none. */
    private static long tail(Path directory) throws IOException {
        if (!Files.exists(directory.resolve("log.meta"))) {
            return 0;
        }
        try (EventLogReader reader = EventLogReader.open(directory)) {
            assertThat(reader.epoch()).isZero();
            return reader.tail();
        }
    }

    /** What a dead process left is a prefix of the whole log, and not shorter than what was committed; returns its end. */
    private long checkPrefix(Path directory, long committed) throws IOException {
        if (!Files.exists(directory.resolve("log.meta"))) {
            assertThat(committed).as(at()).isZero();
            return 0;
        }
        try (EventLogReader there = EventLogReader.open(directory);
                EventLogReader whole = EventLogReader.open(reference)) {
            assertThat(there.tail()).as(at()).isGreaterThanOrEqualTo(committed);
            compare(there, whole);
            return there.tail();
        }
    }

    private void compare(EventLogReader there, EventLogReader whole) {
        final LogDigest expected = new LogDigest();
        final LogDigest found = new LogDigest();
        while (there.poll(found, 10_000) > 0) {
            while (whole.position() < there.position()) {
                assertThat(whole.poll(expected, (int) Math.min(10_000, found.records() - expected.records())))
                        .as(at())
                        .isPositive();
            }
            assertThat(whole.position()).as(at()).isEqualTo(there.position());
            assertThat(found.value())
                    .as("%s, before %d", at(), there.position())
                    .isEqualTo(expected.value());
        }
        assertThat(there.position()).as(at()).isEqualTo(there.tail());
    }

    private void checkEnded(Path directory) throws IOException {
        final LogRecovery recovery = LogRecovery.openAndVerify(directory);
        final LogRecovery expected = LogRecovery.openAndVerify(reference);
        assertThat(recovery.wasClosed()).isTrue();
        assertThat(recovery.repairs()).isEmpty();
        assertThat(recovery.epoch()).isZero();
        assertThat(recovery.endPosition()).as(at()).isEqualTo(expected.endPosition());
        assertThat(recovery.hash()).as(at()).isEqualTo(expected.hash());
        assertThat(fab("events", directory.toString(), "--type", "CommandApplied")
                        .out()
                        .lines()
                        .count())
                .isEqualTo(1500);
        counts.logs++;
        counts.rolls += (int) (recovery.endPosition() / recovery.segmentBytes());
    }

    private static void deleteAll(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            for (final Path file : files.toList()) {
                Files.delete(file);
            }
        }
        Files.delete(directory);
    }
}
