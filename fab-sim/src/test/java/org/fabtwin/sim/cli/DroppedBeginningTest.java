/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.sim.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.fabtwin.sim.cli.CommandLineFixture.fab;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.fabtwin.core.line.LineCompiler;
import org.fabtwin.core.log.Durability;
import org.fabtwin.core.log.EventLogConfig;
import org.fabtwin.core.log.EventLogReader;
import org.fabtwin.core.log.OnFull;
import org.fabtwin.sim.cli.CommandLineFixture.Outcome;
import org.fabtwin.sim.run.LineRun;
import org.fabtwin.sim.run.RunPlan;
import org.fabtwin.sim.scenario.Scenario;
import org.fabtwin.sim.scenario.ScenarioReader;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Commands on a log of the pilot line whose beginning was dropped, and on the same one whole. */
class DroppedBeginningTest {
    private static final long DAY_US = 86_400_000_000L;
    /** The header, with the line in it, has to fit. */
    private static final int SEGMENT_BYTES = 1 << 20;

    @TempDir
    private static Path folder;

    private static String whole;
    private static String dropped;

    @BeforeAll
    static void runPilot() throws IOException {
        whole = run("whole", Long.MAX_VALUE);
        dropped = run("dropped", 16L * SEGMENT_BYTES);
    }

    private static String run(String name, long keepBytes) throws IOException {
        final Path directory = folder.resolve(name);
        final Scenario scenario = ScenarioReader.read("line2nm-pilot", List.of("line.eventDetail=lot"));
        final RunPlan plan = new RunPlan(
                scenario.name(),
                scenario.text(),
                LineCompiler.compile(scenario.definition()),
                scenario.seed(),
                0,
                null,
                0,
                40 * DAY_US,
                List.of(),
                EventLogConfig.keptIn(directory)
                        .withSegmentBytes(SEGMENT_BYTES)
                        .withKeepBytes(keepBytes)
                        .withOnFull(OnFull.DROP_OLDEST)
                        .withDurability(Durability.NONE),
                0,
                "test");
        try (LineRun run = LineRun.start(plan)) {
            while (run.advance()) {
                // To its end.
            }
        }
        return directory.toString();
    }

    @Test
    void shouldListTheWafersWhoseReleaseIsKept() {
        final Outcome all = fab("wafers", whole, "--state", "finished");
        final Outcome kept = fab("wafers", dropped, "--state", "finished");

        assertThat(kept.exitCode()).isZero();
        assertThat(kept.err()).containsPattern("records from position 0 to [0-9]+ are no longer kept: wafers of lots");
        assertThat(words(kept)).hasSizeGreaterThan(5).hasSizeLessThan(words(all).size());
        assertThat(words(all)).containsAll(words(kept));
    }

    /** Rows without the padding, which depends on the longest. */
    private static List<String> words(Outcome outcome) {
        return outcome.out().lines().map(line -> line.replaceAll(" +", " ")).toList();
    }

    @Test
    void shouldDrawTheMapOfAWaferThatWasTestedSince() {
        final List<String> kept = words(fab("wafers", dropped, "--state", "finished"));
        final String wafer = kept.get(kept.size() - 1).trim().split(" ")[0];

        final Outcome map = fab("map", dropped, "--wafer", wafer);

        assertThat(map.exitCode()).as(map.err()).isZero();
        assertThat(map.out())
                .isEqualTo(fab("map", whole, "--wafer", wafer).out())
                .contains("yield");
        assertThat(map.err()).contains("no longer kept: wafers tested in them have no map");
    }

    @Test
    void shouldShowLoopsAsTheyAreNow() {
        final Outcome all = fab("loops", whole, "--json");
        final Outcome kept = fab("loops", dropped, "--json");

        assertThat(kept.exitCode()).as(kept.err()).isZero();
        assertThat(kept.err()).contains("no longer kept: their results are not counted");
        assertThat(levels(kept)).hasSizeGreaterThan(10).isEqualTo(levels(all));
    }

    private static List<String> levels(Outcome loops) {
        return loops.json().at("/loops").findValuesAsText("level");
    }

    @Test
    void shouldSplitTheCycleTimesOfLotsReleasedSince() {
        final Outcome all = fab("ct", whole, "--json");
        final Outcome kept = fab("ct", dropped, "--json");

        assertThat(kept.exitCode()).as(kept.err()).isZero();
        assertThat(kept.err()).contains("no longer kept: lots released in them are left out");
        assertThat(completed(kept)).isPositive().isLessThan(completed(all));
    }

    private static long completed(Outcome split) {
        long sum = 0;
        for (final JsonNode count : split.json().findValues("completed")) {
            sum += count.asLong();
        }
        return sum;
    }

    @ParameterizedTest
    @ValueSource(strings = {"check", "diff"})
    void shouldRefuseWhatOnlyAWholeLogCanTell(String command) throws IOException {
        final Outcome outcome = command.equals("diff") ? fab(command, whole, dropped) : fab(command, dropped);

        assertThat(outcome.exitCode()).isEqualTo(ExitCode.IO);
        assertThat(outcome.out()).isEmpty();
        try (EventLogReader reader = EventLogReader.open(Path.of(dropped))) {
            assertThat(outcome.err())
                    .contains(dropped + ": records from position 0 to " + reader.earliest()
                            + " are no longer kept; only a whole log can be ");
        }
    }
}
