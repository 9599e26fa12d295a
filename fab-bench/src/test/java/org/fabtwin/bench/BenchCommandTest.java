/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.bench;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import jdk.jfr.consumer.RecordingFile;
import org.fabtwin.sim.cli.ExitCode;
import org.fabtwin.sim.cli.FabCommand;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BenchCommandTest {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @Test
    void shouldKeepFiguresWithTheirMachineAndCommand(@TempDir final Path results) throws IOException {
        final int exitCode = run(
                "bench", "ProbeBenchmark", "--quick", "--out=" + results, "--jmh=-p argument=2 -v SILENT", "--forks=1");

        assertThat(exitCode).as(err.toString()).isEqualTo(ExitCode.OK);
        final List<Path> files;
        try (Stream<Path> tree = Files.walk(results)) {
            files = tree.filter(Files::isRegularFile).sorted().toList();
        }
        assertThat(files).hasSize(2);
        final JsonNode raw = new ObjectMapper().readTree(files.get(0).toFile());
        assertThat(raw).hasSize(1);
        assertThat(raw.at("/0/benchmark").asText()).isEqualTo("org.fabtwin.bench.ProbeBenchmark.logarithm");
        assertThat(raw.at("/0/params/argument").asText()).isEqualTo("2");
        assertThat(raw.at("/0/secondaryMetrics").has("gc.alloc.rate.norm")).isTrue();
        assertThat(files.get(1).toString()).isEqualTo(files.get(0).toString().replace(".json", ".machine.json"));
        final JsonNode machine = new ObjectMapper().readTree(files.get(1).toFile());
        assertThat(machine.get("command").asText())
                .startsWith("./fab bench ProbeBenchmark --quick")
                .contains("'--jmh=-p argument=2 -v SILENT'");
        assertThat(machine.fieldNames())
                .toIterable()
                .contains("cpu", "cores", "jdk", "jvmFlags", "commit", "loadAverageBefore", "loadAverageAfter");
        assertThat(machine.get("jvmFlags").toString()).contains("--add-opens");
    }

    @Test
    void shouldLeaveARecordingAndAFlameGraph(@TempDir final Path results) throws IOException {
        final int exitCode = run(
                "bench", "ProbeBenchmark", "--quick", "--profile", "--out=" + results, "--jmh=-p argument=2 -v SILENT");

        assertThat(exitCode).as(err.toString()).isEqualTo(ExitCode.OK);
        final List<String> files;
        try (Stream<Path> tree = Files.walk(results)) {
            files = tree.filter(Files::isRegularFile)
                    .map(file -> file.getFileName().toString().replaceAll("^[0-9]{6}", "TIME"))
                    .sorted()
                    .toList();
        }
        assertThat(files)
                .containsExactly(
                        "TIME-probebenchmark.jfr",
                        "TIME-probebenchmark.json",
                        "TIME-probebenchmark.machine.json",
                        "TIME-probebenchmark.svg");
        assertThat(eventsOfRecording(results))
                .contains("jdk.CPUInformation")
                .doesNotContainAnyElementsOf(Profiles.LEFT_OUT);
    }

    private static Set<String> eventsOfRecording(final Path results) throws IOException {
        try (Stream<Path> tree = Files.walk(results)) {
            final Path recording = tree.filter(file -> file.toString().endsWith(".jfr"))
                    .findFirst()
                    .orElseThrow();
            return RecordingFile.readAllEvents(recording).stream()
                    .map(event -> event.getEventType().getName())
                    .collect(Collectors.toSet());
        }
    }

    @Test
    void shouldFailWhenAMarkedBenchmarkAllocates() {
        assertThat(run("bench", "AllocatingProbe", "--quick", "--jmh=-v SILENT"))
                .isEqualTo(ExitCode.REFUSED);

        assertThat(err.toString()).containsPattern("AllocatingProbe.array allocates [0-9.]+ B/op");
    }

    @Test
    void shouldPrintNothingButJsonWhereJsonIsAskedFor() throws IOException {
        assertThat(run("bench", "ProbeBenchmark|AllocatingProbe", "--quick", "--json", "--jmh=-p argument=2"))
                .isEqualTo(ExitCode.REFUSED);

        final JsonNode printed = new ObjectMapper().readTree(out.toString());
        assertThat(printed.get("raw").isNull()).isTrue();
        assertThat(printed.get("benchmarks")).hasSize(2);
        final JsonNode probe = printed.at("/benchmarks/1");
        assertThat(probe.get("benchmark").asText()).isEqualTo("org.fabtwin.bench.ProbeBenchmark.logarithm");
        assertThat(probe.at("/params/argument").asText()).isEqualTo("2");
        assertThat(probe.get("score").asDouble()).isPositive();
        assertThat(probe.get("error").isNull())
                .as("one reading has no interval")
                .isTrue();
        assertThat(probe.get("bytesPerOperation").asDouble()).isLessThan(1);
        assertThat(printed.get("violations").get(0).asText()).contains("AllocatingProbe.array allocates");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "a[ | REGEX: found 'a['",
                "--forks=-1 | --forks: found -1, expected 1 or more",
                "--rounds=0 | --rounds: found 0, expected 1 or more",
                "--report Hold | --report runs nothing"
            })
    void shouldRefuseWhatItCanNotDoWithoutRunningAnything(final String arguments, final String words) {
        final String[] all = ("bench " + arguments).split(" ");

        assertThat(run(all)).isEqualTo(ExitCode.USAGE);

        assertThat(err.toString()).contains(words);
    }

    @Test
    void shouldTakeAPeersModelAsTheHelpWritesIt(@TempDir final Path results) {
        assertThat(run("bench", "--peer-command=exit 7", "--peer-model=customers", "--rounds=1", "--out=" + results))
                .isEqualTo(ExitCode.IO);

        assertThat(err.toString()).doesNotContain("--peer-model");
    }

    @Test
    void shouldPrintAPeersFiguresAsJson() throws IOException {
        assertThat(run("bench", "--quick", "--json", "--peer-command=echo 24.2", "--peer-model=fab", "--rounds=1"))
                .as(err.toString())
                .isEqualTo(ExitCode.OK);

        assertThat(new ObjectMapper().readTree(out.toString()).get("peerAnswer").asDouble())
                .isEqualTo(24.2);
    }

    @Test
    void shouldLeaveNothingAmongTheResultsOfAQuickRunInProcesses() {
        assertThat(run("bench", "--quick", "--peer-command=exit 7", "--rounds=1"))
                .isEqualTo(ExitCode.IO);

        // The results' folder where the property fab.home is not set.
        assertThat(Path.of("fab-bench", "results")).doesNotExist();
    }

    @Test
    void shouldListTheNamesThatMatch() {
        assertThat(run("bench", "--list", "--json", "Probe.*logarithm")).isEqualTo(ExitCode.OK);
        assertThat(out.toString().strip()).isEqualTo("[ \"org.fabtwin.bench.ProbeBenchmark.logarithm\" ]");

        assertThat(run("bench", "--list", "NoSuchBenchmark")).isEqualTo(ExitCode.USAGE);
        assertThat(err.toString()).contains("no benchmark matches [NoSuchBenchmark]");
    }

    @Test
    void shouldSayThatNothingMatches() {
        assertThat(run("bench", "NoSuchBenchmark", "--quick")).isEqualTo(ExitCode.USAGE);

        assertThat(err.toString()).contains("no benchmark matches [NoSuchBenchmark]");
    }

    private int run(final String... args) {
        return FabCommand.run(new PrintWriter(out), new PrintWriter(err), args);
    }
}
