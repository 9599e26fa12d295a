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

class FactorialCommandTest {
    private static final String CYCLE_TIME = "classes.lots.cycleTimeDays.mean";
    private static final double SERVICE_DAYS = 0.5 / 24;

    @TempDir
    private Path folder;

    /** Lots arrive at random, one an hour, at one tool that takes half an hour on average: M/M/1. */
    private String queue() throws IOException {
        final Path file = folder.resolve("queue.yaml");
        Files.writeString(
                file,
                String.join(
                        "\n",
                        "line: {mode: lot, days: 10 d, warmup: 1 d}",
                        "products: {lot: {}}",
                        "tools: {server: {kind: single}}",
                        "steps: {serve: {tool: server, time: {mean: 0.5 h, distribution: exponential}}}",
                        "releases: {lots: {product: lot, every: {mean: 1 h, distribution: exponential}}}"));
        return file.toString();
    }

    private Outcome factorial(final String scenario, final String... more) {
        final List<String> args = new ArrayList<>(List.of(
                "factorial", scenario, "--out", folder.resolve("result.duckdb").toString()));
        args.addAll(List.of(more));
        return fab(args.toArray(new String[0]));
    }

    private static JsonNode json(final Outcome outcome) {
        assertThat(outcome.exitCode()).as(outcome.err()).isZero();
        return outcome.json();
    }

    @Test
    void shouldMakeTheOperatingCurveOfAQueueWithOneServer() throws IOException {
        final JsonNode cells = json(factorial(
                        queue(),
                        "--load",
                        "50,80",
                        "--days",
                        "420",
                        "--warmup",
                        "20",
                        "--replications",
                        "12",
                        "--confidence",
                        "99.9",
                        "--json"))
                .get("cells");

        for (final JsonNode cell : cells) {
            final double load = cell.at("/loads/server").asDouble() / 100;
            final JsonNode figure = cell.get("figures").get(CYCLE_TIME);
            final double expectedDays = SERVICE_DAYS / (1 - load);
            assertThat(figure.get("mean").asDouble())
                    .as("mean cycle time of M/M/1 at a load of %s", load)
                    .isCloseTo(expectedDays, within(figure.get("halfWidth").asDouble()));
            assertThat(figure.get("halfWidth").asDouble()).isLessThan(expectedDays / 10);
            assertThat(cell.get("grows").asBoolean()).isFalse();
            assertThat(cell.at("/movesPerHour/mean").asDouble()).isCloseTo(load / 0.5, within(0.03));
        }
        assertThat(cells.at("/0/loads/server").asDouble()).isCloseTo(50, within(0.01));
        assertThat(cells.at("/1/loads/server").asDouble()).isCloseTo(80, within(0.01));
    }

    @Test
    void shouldScaleAllTimesOfAnInterval() throws IOException {
        final JsonNode cells = json(factorial(
                        queue(),
                        "--set",
                        "releases.lots.every={mean: 60 min, halfWidth: 50 min, distribution: uniform}",
                        "--load",
                        "50,90",
                        "--days",
                        "300",
                        "--warmup",
                        "10",
                        "--replications",
                        "2",
                        "--json"))
                .get("cells");

        assertThat(cells.at("/1/loads/server").asDouble()).isCloseTo(90, within(0.01));
        assertThat(cells.at("/1/movesPerHour/mean").asDouble()).isCloseTo(1.8, within(0.05));
    }

    @Test
    void shouldTellALineThatFillsUp() throws IOException {
        final Outcome outcome = factorial(
                queue(), "--load", "60,130", "--days", "100", "--warmup", "10", "--replications", "3", "--json");
        final JsonNode cells = json(outcome).get("cells");

        assertThat(cells.at("/0/grows").asBoolean()).isFalse();
        assertThat(cells.at("/1/grows").asBoolean()).isTrue();
        // Of 1.3 that come, 1 leaves.
        assertThat(cells.at("/1/growth/mean").asDouble()).isCloseTo(0.3 / 1.3, within(0.02));
        assertThat(outcome.err()).contains("server 60", "server 130");
    }

    @Test
    void shouldGiveEachCombinationTheToolsThatItNeeds() {
        final JsonNode cells = json(factorial(
                        "line2nm-pilot",
                        "--set",
                        "line.eventDetail=lot",
                        "--vary",
                        "carrier.size=1,5",
                        "--vary",
                        "carrier.handoff=held",
                        "--size-to",
                        "85",
                        "--days",
                        "2",
                        "--warmup",
                        "1",
                        "--replications",
                        "1",
                        "--json"))
                .get("cells");

        for (final JsonNode cell : cells) {
            cell.get("loadsWithSetups")
                    .forEach(load -> assertThat(load.asDouble()).isLessThan(85.0001));
        }
        // Held in carriers of one, a tool's ports are its bound: the line needs many more tools.
        assertThat(cells.at("/0/tools").asInt())
                .isGreaterThan(cells.at("/1/tools").asInt() + 20);
    }

    @Test
    void shouldSizeToolsForTheFewWafersThatSampledStepsTakeOutOfACarrier() {
        final JsonNode cells = json(factorial(
                        "line2nm-pilot",
                        "--set",
                        "line.eventDetail=lot",
                        "--set",
                        "carrier.handoff=held",
                        "--vary",
                        "carrier.size=3",
                        "--size-to",
                        "85",
                        "--days",
                        "70",
                        "--warmup",
                        "30",
                        "--replications",
                        "1",
                        "--json"))
                .get("cells");

        // With ports counted as if full carriers came to metrology, 60 % of the wafers pile up there.
        assertThat(cells.at("/0/growth/mean").asDouble()).isLessThan(0.2);
    }

    @Test
    void shouldDrawTheSamePicturesAgain() throws IOException {
        final Path plots = folder.resolve("plots");
        final String[] args = {
            "--vary",
            "releases.lots.every=1 h,2 h",
            "--vary",
            "dispatch.default=[fifo],[shortestProcess, fifo]",
            "--days",
            "20",
            "--replications",
            "3",
            "--plots",
            plots.toString()
        };
        final String scenario = queue();
        assertThat(factorial(scenario, args).exitCode()).isZero();
        final String first = Files.readString(plots.resolve(CYCLE_TIME + ".svg"));

        final Outcome again = factorial(scenario, args);

        assertThat(again.exitCode()).isZero();
        assertThat(first).contains("<svg");
        assertThat(Files.readString(plots.resolve(CYCLE_TIME + ".svg"))).isEqualTo(first);
        assertThat(Files.readAllLines(plots.resolve("cells.csv"))).hasSize(1 + 4);
        assertThat(Files.readAllLines(plots.resolve("loads.csv")))
                .hasSize(1 + 4)
                .contains("1 h,[fifo],server,50,50");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--vary carrier.size|expected [NAME:]PATH=VALUE,VALUE...",
                "--json|nothing varies",
                "--load 70 --size-to 80|exclude each other",
                "--load 0|expected percentages above 0",
                "--load 70 --x tool|expected tools or one of [load]",
                "--vary a=1,2 --vary a=3,4|same name",
                "--size-to 100 --vary carrier.size=1|below 100",
                "--vary a=1,2,3,4,5,6,7 --vary b=1,2,3,4,5,6,7 --vary c=1,2,3,4,5,6,7|found 343 combinations, expected 200",
                "--load 70 --figure nothing --days 2 --warmup 1 --replications 1|no figure is like nothing"
            })
    void shouldSayWhatIsWrong(final String options, final String expected) throws IOException {
        final Outcome outcome = factorial(queue(), options.split(" "));

        assertThat(outcome.exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(outcome.err()).contains(expected);
    }

    @Test
    void shouldRefuseToScaleALineThatKeepsItsLots() throws IOException {
        final Outcome outcome = factorial(
                queue(), "--load", "70", "--set", "releases.lots.every=null", "--set", "releases.lots.conwip=3");

        assertThat(outcome.exitCode()).isEqualTo(ExitCode.REFUSED);
        assertThat(outcome.err()).contains("no release has an interval that could be scaled");
    }
}
