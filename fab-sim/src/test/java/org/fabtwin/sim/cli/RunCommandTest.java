/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.sim.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.fabtwin.sim.cli.CommandLineFixture.fab;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.fabtwin.sim.cli.CommandLineFixture.Outcome;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RunCommandTest {
    @TempDir
    private Path folder;

    private static List<String> keys(JsonNode object) {
        final List<String> keys = new ArrayList<>();
        object.fieldNames().forEachRemaining(keys::add);
        return keys;
    }

    private static String hash(String... moreArgs) {
        final List<String> args = new ArrayList<>(List.of("run", "minifab", "--days", "5", "--warmup", "0", "--json"));
        args.addAll(List.of(moreArgs));
        final Outcome outcome = fab(args.toArray(new String[0]));
        assertThat(outcome.exitCode()).as(outcome.err()).isZero();
        return outcome.json().get("logHash").asText();
    }

    @Test
    void shouldPrintReadableSummary() {
        final Outcome outcome = fab("run", "minifab", "--days", "20", "--warmup", "5");

        assertThat(outcome.exitCode()).as(outcome.err()).isZero();
        assertThat(outcome.out())
                .startsWith("minifab: 20.00 days simulated, seed 1, replication 0, log hash ")
                .contains("lot class", "flow factor", "<- bottleneck", "WIP, wafers", "queue time", "events/s");
        assertThat(outcome.err()).startsWith("fab: event log in ");
    }

    @Test
    void shouldPrintJsonAloneOnStandardOutput() {
        final Outcome outcome = fab("run", "minifab", "--days", "20", "--warmup", "5", "--seed", "9", "--json");

        final JsonNode json = outcome.json();
        assertThat(keys(json))
                .containsExactly(
                        "scenario",
                        "seed",
                        "replication",
                        "simulatedDays",
                        "wallSeconds",
                        "calendarEvents",
                        "records",
                        "lotSteps",
                        "waferSteps",
                        "logHash",
                        "classes",
                        "toolGroups",
                        "wip",
                        "queueTime",
                        "products",
                        "worstLosses",
                        "parameters",
                        "excursions",
                        "worstLoops",
                        "qualifications",
                        "movesPerHour");
        assertThat(json.get("seed").asLong()).isEqualTo(9);
        assertThat(json.get("simulatedDays").asDouble()).isEqualTo(20.0);
        assertThat(json.get("calendarEvents").asLong()).isPositive();
        assertThat(json.get("logHash").asText()).matches("[0-9a-f]{8}");
        json.get("classes").forEach(lotClass -> assertThat(keys(lotClass))
                .containsExactly("completed", "cycleTimeDays", "onTimePercent", "flowFactor", "waferStepsDone"));
        json.get("toolGroups")
                .forEach(group -> assertThat(group.get("availability").asDouble()
                                + group.get("breakdown").asDouble()
                                + group.get("pm").asDouble())
                        .isCloseTo(100, within(1e-9)));
        assertThat(keys(json.get("wip"))).containsExactly("start", "end", "mean", "lots");
        assertThat(keys(json.get("queueTime"))).containsExactly("windows", "breached");
    }

    @Test
    void shouldGiveSameLogForSameInputsAndAnotherForOthers() {
        final String hash = hash();

        assertThat(hash()).isEqualTo(hash);
        assertThat(hash("--seed", "2")).isNotEqualTo(hash);
        assertThat(hash("--replication", "1")).isNotEqualTo(hash);
        assertThat(hash("--detail", "chamber")).isNotEqualTo(hash);
    }

    @Test
    void shouldRunWithChangedParameter() throws IOException {
        final Outcome slow = fab("run", "minifab", "--days", "20", "--warmup", "0", "--json");
        final Outcome fast =
                fab("run", "minifab", "--days", "20", "--warmup", "0", "--json", "--set", "recipes.S1.time=100");

        assertThat(fast.exitCode()).as(fast.err()).isZero();
        assertThat(fast.json().at("/toolGroups/MaMb/utilisation").asDouble())
                .isLessThan(slow.json().at("/toolGroups/MaMb/utilisation").asDouble());
    }

    @Test
    void shouldSayWhenRunIsShorterThanWarmUpOfScenario() {
        final Outcome outcome = fab("run", "minifab", "--days", "1");

        assertThat(outcome.exitCode()).isZero();
        assertThat(outcome.err()).contains("not longer than the scenario's warm-up");
    }

    @Test
    void shouldRunCommandsAtTheirTimes() throws IOException {
        final Path commands = folder.resolve("commands.yaml");
        Files.writeString(commands, """
                - {at: 6 h, do: hold, target: 2}
                - {at: 8 h, do: release, target: 2}
                - {at: 1 d, do: toolDown, target: Ma}
                - {at: 60 h, do: toolUp, target: Ma}
                """);
        final String log = folder.resolve("log").toString();

        final Outcome outcome = fab(
                "run",
                "minifab",
                "--days",
                "5",
                "--warmup",
                "0",
                "--json",
                "--commands",
                commands.toString(),
                "--log",
                log);

        assertThat(outcome.exitCode()).as(outcome.err()).isZero();
        // A tool of two is down for 36 of 120 hours.
        assertThat(outcome.json().at("/toolGroups/MaMb/breakdown").asDouble()).isCloseTo(15.0, within(1e-9));
        assertThat(fab("events", log, "--type", "CommandApplied").out().lines())
                .hasSize(4)
                .anyMatch(line -> line.contains("1d 00:00:00.000000") && line.contains("TOOL_DOWN"));
        assertThat(fab("replay", log)).extracting(Outcome::exitCode).isEqualTo(ExitCode.OK);
    }

    @Test
    void shouldContinueLogOfSameRun() throws IOException {
        final Path commands = folder.resolve("commands.ndjson");
        Files.writeString(commands, "{\"at\": \"2 d\", \"do\": \"toolDown\", \"target\": \"Ma\"}\n");
        final String log = folder.resolve("log").toString();
        final String[] common = {"run", "minifab", "--warmup", "0", "--json", "--commands", commands.toString()};
        final Outcome whole = fab(with(common, "--days", "10"));
        assertThat(fab(with(common, "--days", "4", "--log", log)).exitCode()).isZero();

        final Outcome continued = fab(with(common, "--days", "10", "--log", log));

        assertThat(continued.exitCode()).as(continued.err()).isZero();
        assertThat(continued.err()).contains("from the snapshot of 4.00 days on");
        for (final String figure : List.of("/logHash", "/records", "/lotSteps", "/classes", "/toolGroups", "/wip")) {
            assertThat(continued.json().at(figure))
                    .as(figure)
                    .isEqualTo(whole.json().at(figure));
        }
        assertThat(fab("replay", log).out()).startsWith("equal: ");
        assertThat(fab("events", log, "--type", "CommandApplied").out().lines()).hasSize(1);
    }

    private static String[] with(String[] args, String... more) {
        final List<String> all = new ArrayList<>(List.of(args));
        all.addAll(List.of(more));
        return all.toArray(new String[0]);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "--days 5 --seed 8|seed 1, replication 0, not 8",
                "--days 5 --detail chamber|detail",
                "--days 1|past 1.00 days already",
                "--days 5 --set recipes.S1.time=100|another text",
            })
    void shouldRefuseToContinueAnotherRun(String args, String message) {
        final String log = folder.resolve("log").toString();
        assertThat(fab("run", "minifab", "--days", "3", "--log", log).exitCode())
                .isZero();

        final Outcome outcome = fab(with(new String[] {"run", "minifab", "--log", log}, args.split(" ")));

        assertThat(outcome.exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(outcome.err()).contains(message);
        assertThat(fab("replay", log).exitCode()).as("the log is as it was").isZero();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "run minifap|minifab",
                "run no/such.yaml|no/such.yaml",
                "run minifab --days x|is no simulated time",
                "run minifab --days 0|needs some simulated time",
                "run minifab --days -3|'-3'",
                "run minifab --days 5 --warmup 5|leave nothing",
                "run minifab --seed many|'many'",
                "run minifab --set tools.MaMb.cuont=3|did you mean tools.MaMb.",
                "run minifab --detail atom|found 'atom'",
                "run minifab --log-keep 20 GB|GB",
                "run minifab --log-keep 20GB|need --log",
                "run minifab --log x --log-keep 5MB|--log-keep",
                "run minifab --log x --log-keep 0h|keepUs must be more than 0",
                "run minifab --log x --log-keep 5kg|neither a number of bytes nor a simulated time",
                "run minifab --log x --log-keep 20GB,30d,2h|one time at most, found 2",
                "run minifab --log x --on-full explode|found 'explode'",
                "run minifab --log x --durability some|found 'some'",
                "run minifab --jsno|--json",
            })
    void shouldRefuseBadArgumentsWithOneClearLine(String args, String message) {
        final Outcome outcome = fab(args.split(" "));

        assertThat(outcome.exitCode()).as(outcome.err()).isEqualTo(ExitCode.USAGE);
        assertThat(outcome.out()).isEmpty();
        assertThat(outcome.err()).startsWith("fab: ").contains(message).doesNotContain("Exception");
    }

    /** A shell's variable that is not set. */
    @Test
    void shouldRefuseAFolderWithoutAName() {
        final Outcome outcome = fab("run", "minifab", "--days", "1", "--log", "");

        assertThat(outcome.exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(outcome.err()).contains("--log: expected a folder, found ''");
    }

    @Test
    void shouldNameFileThatCanNotBeRead() {
        final Outcome outcome =
                fab("run", "minifab", "--commands", folder.resolve("none.yaml").toString());

        assertThat(outcome.exitCode()).isEqualTo(ExitCode.IO);
        assertThat(outcome.err()).contains("none.yaml: no such file");
    }

    @Test
    void shouldReportAllErrorsOfCommandFile() throws IOException {
        final Path commands = folder.resolve("commands.yaml");
        Files.writeString(commands, "- {at: 1 d, do: toolDown, target: Mx}\n- {at: 1 d, do: toolDwon}\n");

        final Outcome outcome = fab("run", "minifab", "--commands", commands.toString());

        assertThat(outcome.exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(outcome.err()).contains("commands.yaml:1:", "commands.yaml:2:", "did you mean toolDown?");
    }
}
