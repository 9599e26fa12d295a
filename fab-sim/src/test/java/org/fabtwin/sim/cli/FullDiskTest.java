/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.sim.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.fabtwin.sim.cli.CommandLineFixture.fab;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.fabtwin.core.log.EventLogReader;
import org.fabtwin.core.log.LogRecovery;
import org.fabtwin.sim.cli.CommandLineFixture.Outcome;
import org.fabtwin.sim.determinism.ChildJvm;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code fab run --on-full} in a process of its own (a fault there would end it) on a small disk; skipped where none can be mounted. */
@Timeout(value = 600, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class FullDiskTest {
    private static final String DAYS = "2500";

    @TempDir
    private Path mountPoint;

    @TempDir
    private Path elsewhere;

    private boolean isMounted;
    private final List<String> said = new ArrayList<>();

    private void mount(String size) throws Exception {
        isMounted = isDone("mount", "-t", "tmpfs", "-o", "size=" + size, "tmpfs", mountPoint.toString());
        assumeTrue(isMounted, "skipped: no tmpfs can be mounted here");
    }

    @AfterEach
    void unmount() throws Exception {
        if (isMounted) {
            assertThat(isDone("umount", "-l", mountPoint.toString())).isTrue();
        }
    }

    private static boolean isDone(String... command) throws InterruptedException {
        try {
            final Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            return process.waitFor(10, TimeUnit.SECONDS) && process.exitValue() == 0;
        } catch (IOException e) {
            return false;
        }
    }

    private Path log() {
        return mountPoint.resolve("log");
    }

    private Process start(String days, String... policy) throws IOException {
        final List<String> args = new ArrayList<>(
                List.of("run", "minifab", "--days", days, "--warmup", "0", "--json", "--log", log().toString()));
        args.addAll(List.of(policy));
        return ChildJvm.same()
                .with("-XX:+UseSerialGC")
                .command(FabCommand.class, args)
                .redirectOutput(out().toFile())
                .start();
    }

    private Path out() {
        return elsewhere.resolve("out.json");
    }

    private static BufferedReader errors(Process process) {
        return new BufferedReader(new InputStreamReader(process.getErrorStream(), StandardCharsets.UTF_8));
    }

    private void readUntil(BufferedReader errors, String text) throws IOException {
        String line;
        do {
            line = errors.readLine();
            assertThat(line).as("after %s", said).isNotNull();
            said.add(line);
        } while (!line.contains(text));
    }

    private int readToTheEnd(Process process, BufferedReader errors) throws Exception {
        for (String line = errors.readLine(); line != null; line = errors.readLine()) {
            said.add(line);
        }
        final int exitCode = process.waitFor();
        assertThat(said).noneMatch(line -> line.contains("Exception") || line.contains("internal error"));
        return exitCode;
    }

    private void fillDisk() throws IOException {
        try (OutputStream other = Files.newOutputStream(mountPoint.resolve("other"))) {
            final byte[] block = new byte[1 << 16];
            while (true) {
                other.write(block);
            }
        } catch (IOException e) {
            assertThat(Files.getFileStore(mountPoint).getUsableSpace()).isLessThan(1 << 16);
        }
    }

    private String hash() throws IOException {
        return JsonMapper.builder()
                .build()
                .readTree(Files.readString(out()))
                .get("logHash")
                .asText();
    }

    private static String hashWithoutLog(String days) {
        final Outcome whole = fab("run", "minifab", "--days", days, "--warmup", "0", "--json");
        return whole.json().get("logHash").asText();
    }

    @Test
    void shouldNotEvenStartWhereTheLogWillNotFit() throws Exception {
        mount("20m");
        final Process process = start(DAYS);

        assertThat(readToTheEnd(process, errors(process))).isEqualTo(ExitCode.IO);
        assertThat(said).singleElement().asString().contains("is short of", "--on-full");
        assertThat(log()).doesNotExist();
    }

    @Test
    void shouldStopWithAReadableLogThatCanBeContinued() throws Exception {
        mount("300m");
        final Process process = start(DAYS, "--on-full", "stop");
        final BufferedReader errors = errors(process);
        readUntil(errors, "event log in");
        fillDisk();

        assertThat(readToTheEnd(process, errors)).isEqualTo(ExitCode.IO);

        assertThat(said).anyMatch(line -> line.contains("the log can take no more"));
        final Outcome first = fab("events", log().toString(), "--type", "LotReleased");
        assertThat(first.exitCode()).isZero();
        assertThat(first.out().lines().count()).isPositive();
        Files.delete(mountPoint.resolve("other"));
        final Process again = start(DAYS, "--on-full", "stop");
        assertThat(readToTheEnd(again, errors(again))).as("%s", said).isZero();
        assertThat(said).anyMatch(line -> line.contains("going on at position 0:"));
        assertThat(hash()).isEqualTo(hashWithoutLog(DAYS));
    }

    @Test
    void shouldWaitForRoom() throws Exception {
        mount("300m");
        final Process process = start(DAYS, "--on-full", "pause");
        final BufferedReader errors = errors(process);
        readUntil(errors, "event log in");
        fillDisk();
        readUntil(errors, "waiting for room");
        assertThat(process.isAlive()).isTrue();

        Files.delete(mountPoint.resolve("other"));

        assertThat(readToTheEnd(process, errors)).as("%s", said).isZero();
        assertThat(hash()).isEqualTo(hashWithoutLog(DAYS));
        assertThat(LogRecovery.openAndVerify(log()).repairs()).isEmpty();
    }

    @Test
    void shouldDropTheOldestAndGoOnFromWhatIsKept() throws Exception {
        mount("200m");
        final Process process = start("8600", "--on-full", "drop-oldest");

        assertThat(readToTheEnd(process, errors(process))).as("%s", said).isZero();

        assertThat(hash()).isEqualTo(hashWithoutLog("8600"));
        try (EventLogReader reader = EventLogReader.open(log())) {
            assertThat(reader.earliest()).isPositive();
        }
        assertThat(LogRecovery.openAndVerify(log()).repairs()).isEmpty();
        final Process again = start("8700", "--on-full", "drop-oldest");
        assertThat(readToTheEnd(again, errors(again))).as("%s", said).isZero();
        assertThat(said).anyMatch(line -> line.contains("are no longer kept: the figures are of what is there"));
        assertThat(hash()).isEqualTo(hashWithoutLog("8700"));

        try (Stream<Path> files = Files.list(log())) {
            for (final Path file :
                    files.filter(name -> name.toString().endsWith(".snap")).toList()) {
                Files.delete(file);
            }
        }
        final Process fromOrigin = start("8750", "--on-full", "drop-oldest");
        assertThat(readToTheEnd(fromOrigin, errors(fromOrigin))).as("%s", said).isZero();
        assertThat(said).anyMatch(line -> line.contains("repeated from the origin"));
        assertThat(hash()).isEqualTo(hashWithoutLog("8750"));
    }

    @Test
    void shouldSayThatTheEndOfTheLogHasNoRoomAndKeepItAtTheNextStart() throws Exception {
        // The ring and the second file together: there is nothing older than the file being written.
        mount("200m");
        final Process process = start("8000", "--on-full", "drop-oldest");
        assertThat(readToTheEnd(process, errors(process))).as("%s", said).isEqualTo(ExitCode.IO);
        assertThat(said).anyMatch(line -> line.contains("no room for the end of the log"));
        assertThat(hash()).isEqualTo(hashWithoutLog("8000"));

        assertThat(isDone("mount", "-o", "remount,size=600m", mountPoint.toString()))
                .isTrue();
        final Process again = start("8010", "--on-full", "drop-oldest");
        assertThat(readToTheEnd(again, errors(again))).as("%s", said).isZero();
        assertThat(hash()).isEqualTo(hashWithoutLog("8010"));
        assertThat(LogRecovery.openAndVerify(log()).repairs()).isEmpty();
    }
}
