/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.sim.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.fabtwin.sim.cli.CommandLineFixture.fab;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.fabtwin.sim.cli.CommandLineFixture.Outcome;
import org.fabtwin.sim.scenario.ScenarioReader;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** loops on a kept log of a few days of the pilot line, one of its loops by product and with predictions. */
class LoopsCommandTest {
    @TempDir
    private static Path folder;

    private static String log;
    private static JsonNode figures;

    @BeforeAll
    static void runPilot() throws IOException {
        log = folder.resolve("log").toString();
        final Path scenario = folder.resolve("guarded.yaml");
        Files.writeString(scenario, """
                extends: builtin:line2nm-pilot
                line: {eventDetail: lot}
                control: {sheet_w: {context: [chamber, product], virtual: {sensors: 3}}}
                spc: {guard: {watches: 'sheet_*', sigma: 0.05 nm, width: 2, down: 2 h}}
                """);
        final Outcome run = fab("run", scenario.toString(), "--days", "6", "--warmup", "0", "--json", "--log", log);
        assertThat(run.exitCode()).as(run.err()).isZero();
        figures = run.json();
    }

    @Test
    void shouldShowEachLoopInTheUnitsOfTheScenario() {
        final Outcome loops = fab("loops", log, "--controller", "sheet_t", "--json");

        assertThat(loops.exitCode()).as(loops.err()).isZero();
        final JsonNode loop = loops.json().at("/loops/0");
        assertThat(loop.get("context").asText()).startsWith("EPIS-01/");
        assertThat(loop.get("unit").asText()).isEqualTo("nm");
        assertThat(loop.get("variableUnit").asText()).isEqualTo("s");
        assertThat(Math.abs(loop.get("level").asDouble())).isBetween(1e-4, 2.0);
        assertThat(Math.abs(loop.get("offset").asDouble())).isBetween(1e-3, 28.0);
        assertThat(loop.get("residualSigma").asDouble()).isBetween(0.01, 1.0);
        assertThat(loop.get("results").asLong()).isPositive();
        assertThat(loop.get("product").isNull()).isTrue();
        assertThat(loop.get("component").isNull()).isTrue();
        assertThat(loop.get("ageHours").asDouble()).isBetween(0.0, 144.0);
    }

    @Test
    void shouldTellContextsComponentsAndPredictionsApart() {
        final JsonNode all = fab("loops", log, "--json").json().get("loops");

        assertThat(all.findValuesAsText("component")).contains("x", "y");
        assertThat(all.findValuesAsText("product")).contains("mobile", "accel");
        long predictions = 0;
        for (final JsonNode loop : all) {
            predictions += loop.get("predictions").asLong();
        }
        assertThat(predictions).isPositive();
    }

    @Test
    void shouldFindTheSameWorstLoopsInTheRunsFigures() throws IOException {
        final Map<String, Double> percents = new TreeMap<>();
        for (final JsonNode loop : fab("loops", log, "--json").json().get("loops")) {
            // What is predicted too has residuals of both in `fab loops`.
            if (loop.get("results").asInt() >= 10 && loop.get("predictions").asInt() == 0) {
                final String name = loop.get("controller").asText() + " "
                        + loop.get("context").asText()
                        + (loop.get("component").asText().equals("y") ? " y" : "");
                percents.put(
                        name,
                        100
                                * loop.get("residualSigma").asDouble()
                                / halfWindow(loop.get("controller").asText()));
            }
        }
        final List<String> worst = percents.entrySet().stream()
                .sorted(Map.Entry.<String, Double>comparingByValue().reversed())
                .map(Map.Entry::getKey)
                .limit(5)
                .toList();

        final JsonNode found = figures.get("worstLoops");
        assertThat(found).hasSize(10);
        assertThat(found.fieldNames()).toIterable().containsSubsequence(worst);
        for (final String name : worst) {
            assertThat(found.get(name).asDouble()).isCloseTo(percents.get(name), within(1e-6));
        }
    }

    private static double halfWindow(final String parameter) throws IOException {
        try (InputStream table =
                ScenarioReader.class.getResourceAsStream("/org/fabtwin/sim/reference/line2nm/parameters.csv")) {
            return new String(table.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .map(line -> line.split(","))
                    .filter(cells -> cells[0].equals(parameter))
                    .mapToDouble(cells -> (Double.parseDouble(cells[4]) - Double.parseDouble(cells[3])) / 2)
                    .findFirst()
                    .orElseThrow();
        }
    }

    @Test
    void shouldSortByAgeAndPrintATable() {
        final Outcome loops = fab("loops", log, "--sort", "age");

        assertThat(loops.exitCode()).isZero();
        assertThat(loops.out()).contains("d wafers", "age h", "gate_l");
        double before = Double.MAX_VALUE;
        for (final JsonNode loop :
                fab("loops", log, "--sort", "age", "--json").json().get("loops")) {
            assertThat(loop.get("ageHours").asDouble()).isLessThanOrEqualTo(before);
            before = loop.get("ageHours").asDouble();
        }
    }

    @Test
    void shouldKeepToTheRulesOfALineWhereChartsTakeChambersDown() {
        final Outcome events = fab("events", log, "--type", "ChamberStateChanged");
        final Outcome check = fab("check", log);

        assertThat(events.out()).contains("cause=CHART");
        assertThat(check.exitCode()).as(check.out()).isZero();
    }

    @Test
    void shouldNameWhatItKnows() {
        final Outcome controller = fab("loops", log, "--controller", "sheet_x");
        final Outcome order = fab("loops", log, "--sort", "size");

        assertThat(controller.exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(controller.err()).contains("--controller: the log has loops of sheet_t");
        assertThat(order.exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(order.err()).contains("--sort: found 'size', expected one of line, age, late, residual");
    }
}
