/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.sim.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.fabtwin.sim.cli.CommandLineFixture.fab;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.fabtwin.sim.cli.CommandLineFixture.Outcome;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** events, ct and replay on one kept log of 20 days of the Mini-Fab. */
class LogCommandsTest {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    @TempDir
    private static Path folder;

    private static String log;
    private static JsonNode figures;

    @BeforeAll
    static void runMinifab() {
        log = folder.resolve("log").toString();
        final Outcome run = fab("run", "minifab", "--days", "20", "--warmup", "5", "--json", "--log", log);
        assertThat(run.exitCode()).as(run.err()).isZero();
        figures = run.json();
    }

    @Test
    void shouldPrintEventsOfOneLotAsText() {
        final Outcome events = fab("events", log, "--lot", "17");

        assertThat(events.exitCode()).isZero();
        assertThat(events.out().lines()).isNotEmpty().allMatch(line -> line.contains("lot=17 "));
        assertThat(events.out()).contains("LotReleased", "TrackIn", "LotCompleted");
    }

    @Test
    void shouldPrintEventsAsCloudEvents() throws IOException {
        final Outcome events = fab("events", log, "--type", "LotCompleted", "--format", "ndjson");

        final List<String> lines = events.out().lines().toList();
        long completed = 0;
        for (final JsonNode lotClass : figures.get("classes")) {
            completed += lotClass.get("completed").asLong();
        }
        assertThat(lines).hasSizeGreaterThan((int) completed);
        for (final String line : lines) {
            final JsonNode event = JSON.readTree(line);
            assertThat(event.get("type").asText()).isEqualTo("org.fabtwin.lotCompleted");
            assertThat(event.get("id").asText()).matches("0:[0-9]+");
            assertThat(event.at("/data/lot").isInt()).isTrue();
        }
    }

    @Test
    void shouldFilterEventsByTimeAndTool() {
        final Outcome events =
                fab("events", log, "--from", "2", "--to", "60h", "--tool", "Ma", "--type", "TrackIn,TrackOut");

        assertThat(events.out().lines())
                .isNotEmpty()
                .allMatch(line -> line.matches(" +2d (0[0-9]|1[01]):.* (TrackIn|TrackOut) .*tool=Ma .*"));
    }

    @Test
    void shouldStopAtLimit() {
        assertThat(fab("events", log, "--limit", "7").out().lines()).hasSize(7);
    }

    @Test
    void shouldPrintEveryRecordOfTheLog() {
        final long events =
                fab("events", log, "--format", "ndjson").out().lines().count();

        assertThat(events)
                .as("the header's two records are printed too")
                .isEqualTo(figures.get("records").asLong() + 2);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--type LotBorn",
                "--tool Nothing",
                "--format xml",
                "--from yesterday",
                "--lot first",
                "--limit few",
            })
    void shouldRefuseWrongFilters(String args) {
        final Outcome events = fab(Stream.concat(Stream.of("events", log), Stream.of(args.split(" ")))
                .toArray(String[]::new));

        assertThat(events.exitCode()).as(events.err()).isEqualTo(ExitCode.USAGE);
        assertThat(events.err()).startsWith("fab: ");
        assertThat(events.out()).isEmpty();
    }

    @Test
    void shouldSplitCycleTimeIntoPartsThatSumToTheMean() {
        final JsonNode report = fab("ct", log, "--warmup", "5", "--json").json();

        assertThat(report.get("classes").size())
                .isEqualTo(figures.get("classes").size());
        report.get("classes").properties().forEach(entry -> {
            final JsonNode hours = entry.getValue().get("cycleTimeHours");
            final double total = hours.get("total").asDouble();
            double sum = 0;
            for (final String part : List.of("process", "queue", "transport", "hold", "down")) {
                sum += hours.get(part).asDouble();
            }
            assertThat(sum).isCloseTo(total, within(1e-9));
            assertThat(total / 24)
                    .isCloseTo(
                            figures.at("/classes/" + entry.getKey() + "/cycleTimeDays/mean")
                                    .asDouble(),
                            within(1e-9));
        });
    }

    @Test
    void shouldSplitCycleTimeOfOneClass() {
        final Outcome ct = fab("ct", log, "--class", "Pa");

        assertThat(ct.out()).contains("Pa: ", "module").doesNotContain("Pb: ");
        assertThat(fab("ct", log, "--class", "Pz").exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(fab("ct", log, "--module", "none").err()).contains("--module: the line has");
    }

    @Test
    void shouldRegenerateTheSameLog() {
        final Outcome replay = fab("replay", log);

        assertThat(replay.exitCode()).isZero();
        assertThat(replay.out()).matches("equal: [0-9,]+ records\\R");
    }

    @Test
    void shouldFindFirstDifferenceWhenLogWasChanged() throws IOException {
        final Path copy = folder.resolve("copy");
        Files.createDirectories(copy);
        final List<Path> files = new ArrayList<>();
        try (Stream<Path> listed = Files.list(Path.of(log))) {
            listed.forEach(files::add);
        }
        for (final Path file : files) {
            Files.copy(file, copy.resolve(file.getFileName()));
        }
        final Path segment = copy.resolve("log-00000000000000000000.seg");
        final long changedAt = Files.size(segment) / 16 * 8 + 1;
        try (RandomAccessFile bytes = new RandomAccessFile(segment.toFile(), "rw")) {
            bytes.seek(changedAt);
            final int old = bytes.read();
            bytes.seek(changedAt);
            bytes.write(old ^ 0x20);
        }

        final Outcome replay = fab("replay", copy.toString());

        assertThat(replay.exitCode()).as(replay.out() + replay.err()).isEqualTo(ExitCode.REFUSED);
        assertThat(replay.out()).startsWith("different after ").contains("position ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"events", "ct", "replay"})
    void shouldSayWhenFolderHoldsNoLog(String command) {
        final Outcome none = fab(command, folder.resolve("none").toString());
        assertThat(none.exitCode()).isEqualTo(ExitCode.IO);
        assertThat(none.err()).contains("holds no log: there is no such folder");

        assertThat(fab(command, folder.toString()).err()).contains("holds no log");
        assertThat(fab(command).exitCode()).isEqualTo(ExitCode.USAGE);
    }
}
