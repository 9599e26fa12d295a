/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.sim.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.fabtwin.sim.scenario.BundledScenarios;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** fab validate, fab scenarios and fab params as a shell sees them. */
class ScenarioCommandsTest {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @TempDir
    private Path folder;

    static List<Path> scenarioFiles() throws IOException {
        // Tests run in the module's folder.
        try (Stream<Path> files = Files.walk(Path.of("..", "scenarios"))) {
            return files.filter(path -> path.toString().endsWith(".yaml"))
                    .sorted()
                    .toList();
        }
    }

    @ParameterizedTest
    @MethodSource("scenarioFiles")
    void shouldFindNoErrorInTheRepositorysScenarios(final Path file) {
        assertThat(run("validate", file.toString())).as(out.toString()).isEqualTo(ExitCode.OK);
        assertThat(out.toString()).contains("valid, ");
    }

    @Test
    void shouldListEveryBundledScenarioWithADescription() throws IOException {
        assertThat(run("scenarios", "--json")).isEqualTo(ExitCode.OK);

        final JsonNode rows = new ObjectMapper().readTree(out.toString());
        assertThat(rows.findValuesAsText("name")).containsExactlyElementsOf(BundledScenarios.names());
        assertThat(rows.findValuesAsText("description"))
                .allSatisfy(text -> assertThat(text).isNotBlank());
        final List<String> files = scenarioFiles().stream()
                .filter(path -> path.getParent().endsWith("scenarios"))
                .map(path -> path.getFileName().toString().replace(".yaml", ""))
                .toList();
        assertThat(BundledScenarios.names()).containsExactlyInAnyOrderElementsOf(files);
    }

    @Test
    void shouldListAllErrorsAndExitWith2() throws IOException {
        final Path file = Files.writeString(
                folder.resolve("my.yaml"),
                "extends: builtin:minifab\ntools:\n  Me: {count: two}\nsteps:\n  S1: {sampeling: 0.5}\n");

        assertThat(run("validate", file.toString())).isEqualTo(ExitCode.USAGE);

        assertThat(out.toString().lines()).hasSize(2);
        assertThat(out.toString()).contains(":3:15: tools.Me.count: found 'two', expected a whole number from 1");
        assertThat(out.toString()).contains("did you mean sampling?");
        assertThat(err.toString()).contains("2 errors");
    }

    @Test
    void shouldListErrorsAsJson() throws IOException {
        assertThat(run("validate", "minifab", "--json", "--set", "tools.Me.setupTime=4 nm"))
                .isEqualTo(ExitCode.USAGE);

        final JsonNode result = new ObjectMapper().readTree(out.toString());
        assertThat(result.get("valid").asBoolean()).isFalse();
        final JsonNode problem = result.get("problems").get(0);
        assertThat(problem.get("file").asText()).isEqualTo("--set tools.Me.setupTime=4 nm");
        assertThat(problem.get("path").asText()).isEqualTo("tools.Me.setupTime");
        assertThat(problem.get("found").asText()).isEqualTo("'4 nm'");
    }

    @Test
    void shouldNameTheNearestBundledScenario() {
        assertThat(run("validate", "minifap")).isEqualTo(ExitCode.USAGE);

        assertThat(out.toString()).contains("did you mean minifab?");
    }

    @Test
    void shouldListTunablesWithUnitRangeAndSource() throws IOException {
        assertThat(run("params", "minifab", "--json", "--filter", "tools.McMd.*"))
                .isEqualTo(ExitCode.OK);

        final JsonNode rows = new ObjectMapper().readTree(out.toString()).get("parameters");
        assertThat(rows.findValuesAsText("path"))
                .containsExactlyInAnyOrder(
                        "tools.McMd.breakdown.mtbf",
                        "tools.McMd.breakdown.mttr",
                        "tools.McMd.maintenance.shift.duration",
                        "tools.McMd.maintenance.shift.every",
                        "tools.McMd.count");
        final JsonNode first = row(rows, "tools.McMd.breakdown.mtbf");
        assertThat(first.get("unit").asText()).isEqualTo("min");
        assertThat(first.get("default").asDouble()).isEqualTo(1956);
        assertThat(first.get("minimum").asDouble())
                .as("time must move on from failure to failure")
                .isPositive();
        assertThat(row(rows, "tools.McMd.breakdown.mttr").get("minimum").asDouble())
                .isZero();
        assertThat(first.get("maximum").isNull()).isTrue();
        assertThat(first.get("source").asText()).isEqualTo("estimate");
        assertThat(first.get("live").asBoolean()).isTrue();
        assertThat(row(rows, "tools.McMd.count").get("live").asBoolean()).isFalse();
    }

    @Test
    void shouldPrintTunablesAsATable() {
        assertThat(run("params", "minifab", "--filter", "transport*")).isEqualTo(ExitCode.OK);

        assertThat(out.toString().lines())
                .containsExactly(
                        "PATH            DEFAULT  RANGE  SOURCE    CHANGE",
                        "transport.mean  5 min    0..    estimate  live");
    }

    @Test
    void shouldListTheErrorsOfAScenarioWhoseTunablesAreAskedFor() {
        assertThat(run("params", "minifab", "--set", "tools.Me.cuont=2")).isEqualTo(ExitCode.USAGE);

        assertThat(out.toString()).isEmpty();
        assertThat(err.toString()).contains("tools.Me.cuont");
    }

    private static JsonNode row(final JsonNode rows, final String path) {
        for (final JsonNode row : rows) {
            if (row.get("path").asText().equals(path)) {
                return row;
            }
        }
        throw new AssertionError("no parameter " + path);
    }

    private int run(final String... arguments) {
        return FabCommand.run(new PrintWriter(out, true), new PrintWriter(err, true), arguments);
    }
}
