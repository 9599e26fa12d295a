/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.sim.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.fabtwin.sim.cli.CommandLineFixture.fab;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.fabtwin.sim.determinism.ChildJvm;
import org.fabtwin.sim.experiment.Results;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * {@code fab replicate} killed (SIGKILL) at random moments and started again until it ends, 50 times in all: what is in the file is a
 * beginning of the whole result, never shorter than before, and in the end all of it. And ended by Ctrl-C. More kills with
 * {@code -Dfab.kills=200}, other moments with {@code -Dfab.seed=N}.
 */
class StudyKillTest {
    private static final int KILLS = Integer.getInteger("fab.kills", 50);
    private static final long SEED = Long.getLong("fab.seed", 20261125);
    private static final String REPLICATIONS = "8000";
    private static final int INTERRUPTED = 130;

    @TempDir
    private Path folder;

    private final Random random = new Random(SEED);

    private ProcessBuilder child(Path file, String replications) throws IOException {
        final Path temporary = Files.createDirectories(folder.resolve("tmp"));
        return ChildJvm.same()
                .with("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xmx256m", "-Djava.io.tmpdir=" + temporary)
                .command(
                        FabCommand.class,
                        List.of(
                                "replicate",
                                "minifab",
                                "--days",
                                "6",
                                "--warmup",
                                "1",
                                "--replications",
                                replications,
                                "--threads",
                                "2",
                                "--out",
                                file.toString(),
                                "--json"))
                .redirectOutput(ProcessBuilder.Redirect.DISCARD);
    }

    private static String at(int kill) {
        return "seed " + SEED + ", kill " + kill;
    }

    @Test
    @Timeout(value = 2, unit = TimeUnit.HOURS)
    void shouldEndWithTheSameResultHoweverOftenTheProcessIsKilled() throws Exception {
        final Path reference = folder.resolve("reference.duckdb");
        final long start = System.nanoTime();
        final Process whole = child(reference, REPLICATIONS).start();
        final long startUpNs;
        try (BufferedReader err = whole.errorReader(StandardCharsets.UTF_8)) {
            assertThat(err.readLine()).startsWith("fab: results in ");
            startUpNs = System.nanoTime() - start;
            assertThat(whole.waitFor()).isZero();
        }
        final String digest;
        try (Results results = Results.open(reference)) {
            digest = results.digest();
        }

        int kills = 0;
        int inTheMiddle = 0;
        int ended = 0;
        while (kills < KILLS) {
            final Path file = folder.resolve("result-" + ended + ".duckdb");
            int done = 0;
            while (true) {
                final Process process = child(file, REPLICATIONS)
                        .redirectError(ProcessBuilder.Redirect.DISCARD)
                        .start();
                // Anywhere from its start on; the last one is left alone.
                if (kills < KILLS) {
                    process.waitFor((long) (random.nextDouble() * 2.5 * startUpNs), TimeUnit.NANOSECONDS);
                } else {
                    process.waitFor();
                }
                process.destroyForcibly().waitFor();
                deleteUnpackedLibraries();
                if (process.exitValue() == 0) {
                    break;
                }
                assertThat(process.exitValue()).as(at(kills)).isEqualTo(128 + 9);
                kills++;
                final int now = checkedReplications(file, reference, kills);
                assertThat(now).as(at(kills)).isGreaterThanOrEqualTo(done);
                inTheMiddle += now > 0 && now < Integer.parseInt(REPLICATIONS) ? 1 : 0;
                done = now;
            }
            try (Results results = Results.open(file)) {
                assertThat(results.digest()).as(at(kills)).isEqualTo(digest);
            }
            ended++;
        }
        System.out.println("StudyKillTest: seed " + SEED + ", " + kills + " kills, " + inTheMiddle
                + " with a part of the result in the file, " + ended + " studies ended");
        assertThat(inTheMiddle).isPositive();
    }

    /** Replications in a file that a dead process left: a beginning of the whole result. */
    private static int checkedReplications(Path file, Path reference, int kill) throws Exception {
        if (!Files.exists(file)) {
            return 0;
        }
        final Results left;
        try {
            left = Results.open(file);
        } catch (IOException e) {
            // Killed before its tables were committed; the next start makes them.
            assertThat(e).as(at(kill)).hasMessageContaining("holds no study");
            return 0;
        }
        try (left;
                Results whole = Results.open(reference)) {
            final int count = left.replications();
            final String sum =
                    "select sum(hash(point, replication, batch, figure, value)) from responses where replication < "
                            + count;
            assertThat(text(left, sum)).as(at(kill)).isEqualTo(text(whole, sum));
            assertThat(text(left, "select count(*) from replications"))
                    .as(at(kill))
                    .isEqualTo(Integer.toString(count));
            assertThat(text(left, "select count(distinct replication) from responses"))
                    .as(at(kill))
                    .isEqualTo(Integer.toString(count));
            return count;
        }
    }

    private static String text(Results file, String query) throws Exception {
        try (var statement = file.connection().createStatement();
                var row = statement.executeQuery(query)) {
            row.next();
            return String.valueOf(row.getObject(1));
        }
    }

    private void deleteUnpackedLibraries() throws IOException {
        try (Stream<Path> files = Files.list(folder.resolve("tmp"))) {
            for (final Path file : files.toList()) {
                Files.deleteIfExists(file);
            }
        }
    }

    @Test
    @Timeout(120)
    void shouldLeaveAFileThatCanBeResumedOnCtrlC() throws Exception {
        final Path file = folder.resolve("result.duckdb");
        // A shell in the background may have taught its children to ignore SIGINT.
        final ProcessBuilder builder = child(file, "2000000");
        final List<String> command = new ArrayList<>(List.of("env", "--default-signal=INT"));
        command.addAll(builder.command());
        final Process process = builder.command(command).start();
        try (BufferedReader err = process.errorReader(StandardCharsets.UTF_8)) {
            assertThat(err.readLine()).startsWith("fab: results in ");
            new ProcessBuilder("kill", "-INT", Long.toString(process.pid()))
                    .start()
                    .waitFor();

            assertThat(err.readLine())
                    .startsWith("fab: stopped after ")
                    .endsWith("; the same command goes on from there");
        }
        assertThat(process.waitFor()).isEqualTo(INTERRUPTED);
        final int done;
        try (Results left = Results.open(file)) {
            done = left.replications();
        }

        final CommandLineFixture.Outcome resumed = fab(
                "replicate",
                "minifab",
                "--days",
                "6",
                "--warmup",
                "1",
                "--replications",
                Integer.toString(done + 5),
                "--out",
                file.toString(),
                "--json");

        assertThat(resumed.exitCode()).as(resumed.err()).isZero();
        assertThat(resumed.json().get("replications").asInt()).isEqualTo(done + 5);
        assertThat(done == 0 || resumed.err().contains("which holds " + done + " replications already"))
                .isTrue();
    }
}
