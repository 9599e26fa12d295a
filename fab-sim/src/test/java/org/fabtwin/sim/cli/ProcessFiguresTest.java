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

/** Figures of excursions, capability and load ports, from a scenario to what {@code fab run} prints. */
class ProcessFiguresTest {
    @TempDir
    private Path folder;

    private JsonNode run(final String text, final String... more) throws IOException {
        final Path file = folder.resolve("line.yaml");
        Files.writeString(file, text);
        final List<String> args = new ArrayList<>(List.of("run", file.toString(), "--cold", "--json"));
        args.addAll(List.of(more));
        final Outcome outcome = fab(args.toArray(new String[0]));
        assertThat(outcome.exitCode()).as(outcome.err()).isZero();
        return outcome.json();
    }

    /** At a time when no chamber is about to be maintained: an excursion that ends before a wafer feels it is not detected. */
    @Test
    void shouldEndAnExcursionSoonerWhereAChartTakesTheChamberDown() throws IOException {
        final String text = """
                extends: builtin:line2nm-pilot
                line: {eventDetail: lot}
                excursions:
                  jump: {kind: jump, parameter: gate_l, chambers: ["ICP-*"], at: 30 d, size: 2 nm}
                spc:
                  guard: {watches: gate_l, width: 4, sigma: 0.2 nm, down: 4 h}
                """;

        final JsonNode watched = run(text, "--days", "60", "--warmup", "10");
        final JsonNode blind = run(text, "--days", "60", "--warmup", "10", "--set", "spc.guard.enabled=0");

        assertThat(watched.at("/excursions/started").asInt()).isPositive();
        assertThat(watched.at("/excursions/detected").asInt())
                .isEqualTo(watched.at("/excursions/started").asInt());
        assertThat(watched.at("/excursions/meanDetectionHours").asDouble()).isBetween(0.5, 72.0);
        assertThat(blind.at("/excursions/detected").asInt()).isZero();
        assertThat(blind.at("/excursions/meanDetectionHours").isNull()).isTrue();
        assertThat(watched.at("/excursions/wafersPerExcursion").asDouble())
                .isLessThan(0.7 * blind.at("/excursions/wafersPerExcursion").asDouble());
        // A jump that nobody mends, in all chambers, widens what is measured.
        assertThat(watched.at("/parameters/gate_l/measured").asInt()).isGreaterThan(100);
        assertThat(watched.at("/parameters/gate_l/cpk").asDouble()).isPositive();
    }

    @Test
    void shouldBookLoadPortsByHandOff() throws IOException {
        final String text = """
                line: {days: 40 d, form: detailed, eventDetail: robot}
                carrier: {size: 5, handoff: held}
                transport: 1 min
                products: {P: {}}
                tools:
                  T: {kind: cluster, count: 1, chambers: 1, ports: {count: 2, exchange: 60 s}, robot: {arms: 1, action: 5 s}}
                steps: {s: {tool: T, time: 100 s}}
                releases: {P: {product: P, every: 30 min}}
                """;
        final Path log = folder.resolve("log");
        final JsonNode held = run(text, "--log", log.toString());
        final JsonNode buffered = run(text, "--set", "carrier.handoff=buffered");
        final JsonNode direct = run(text, "--set", "carrier.handoff=direct");

        final double insideMinutes = 60
                * fab("ct", log.toString(), "--json")
                        .json()
                        .at("/classes/P/cycleTimeHours/process")
                        .asDouble();
        assertThat(insideMinutes).isGreaterThan(5 * 100 / 60.0);
        assertThat(held.at("/toolGroups/T/portUtilisation").asDouble())
                .isCloseTo(100 * (insideMinutes + 1) / (2 * 30), within(0.2));
        assertThat(buffered.at("/toolGroups/T/portUtilisation").asDouble()).isCloseTo(100 * 1 / 60.0, within(0.02));
        assertThat(direct.at("/toolGroups/T/portUtilisation").isNull()).isTrue();
        // Each wafer is moved twice, in and out, and a move is a pick and a place.
        assertThat(held.at("/toolGroups/T/robotUtilisation").asDouble())
                .isCloseTo(100.0 * 5 * 2 * 2 * 5 / 1800, within(0.1));
    }
}
