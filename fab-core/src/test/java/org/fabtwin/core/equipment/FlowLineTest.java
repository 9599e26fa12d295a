/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.core.equipment;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import org.fabtwin.core.event.TrackOutDecoder;
import org.fabtwin.core.line.ToolKind;
import org.fabtwin.core.line.definition.LineDefinition.StageDefinition;
import org.fabtwin.core.line.definition.LineDefinition.ToolGroupDefinition;
import org.fabtwin.core.line.definition.Tunable;
import org.fabtwin.core.random.Distribution;
import org.fabtwin.core.twin.LineFixture;
import org.fabtwin.core.twin.RecordedRun;
import org.fabtwin.core.twin.Story;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Cascade, cluster and serial tools in flow-line form: latency of an empty tool, interval of a saturated one. Seconds. */
class FlowLineTest {
    private static Tunable seconds(String path, double value) {
        return Tunable.time(path, "s", value);
    }

    private static ToolGroupDefinition tool(
            LineFixture fixture, int kind, double feed, double exchange, double transfer) {
        ToolGroupDefinition tool = fixture.group("T", kind, 1);
        tool.feedInterval = seconds("feed", feed);
        tool.exchangeTime = seconds("exchange", exchange);
        tool.transferTime = seconds("transfer", transfer);
        tool.entryTime = seconds("entry", 7);
        tool.exitTime = seconds("exit", 9);
        return tool;
    }

    private static List<Double> trackOutSeconds(LineFixture fixture, int wafers, int lots) throws IOException {
        fixture.step(fixture.product("p"), "s", "T", "r");
        var order = fixture.order("o", "p", wafers, Distribution.CONSTANT, 1);
        order.releases = 1;
        order.lotsPerRelease = lots;
        try (RecordedRun run = RecordedRun.start(fixture.compile(), 1, 0).runTo(100_000)) {
            return run.events(TrackOutDecoder.TEMPLATE_ID).stream()
                    .map(event -> event.timeUs() / 1e6)
                    .toList();
        }
    }

    /** Perkinson et al., IEEE TSM 7(3), 1994: single arm p + 4T, dual arm p + 2T, transport bound 2 (m + 1) T (DOMAIN.md 7.8). */
    @ParameterizedTest
    @CsvSource({
        "60 60 60, 5, 4, 80",
        "60 60 60, 5, 2, 70",
        "100 60 40, 5, 4, 120",
        "100 60 40, 5, 2, 110",
        "40 60 100, 5, 4, 120",
        "60 100 40, 5, 2, 110",
        "20 20 20, 5, 4, 40",
        "20 20 20, 5, 2, 40",
        "90 90 90 90, 6, 4, 114",
        "90 90 90 90, 6, 2, 102",
        "30 30 30 30, 6, 4, 60",
        "30 30 30 30, 6, 2, 60",
    })
    void shouldHaveTheFundamentalPeriodOfSerialChambers(String times, double arm, int moves, double period)
            throws IOException {
        String[] stages = times.split(" ");
        LineFixture fixture = LineFixture.ofWafers().detail(0);
        ToolGroupDefinition tool = tool(fixture, ToolKind.SERIAL, 2 * (stages.length + 1) * arm, moves * arm, 2 * arm);
        double[] minutes = new double[stages.length];
        double latency = 7 + 9 + (stages.length - 1) * 2 * arm;
        for (int s = 0; s < stages.length; s++) {
            tool.stages.add(new StageDefinition("m" + s, 1));
            minutes[s] = Double.parseDouble(stages[s]) / 60;
            latency += Double.parseDouble(stages[s]);
        }
        fixture.clusterRecipe("r", minutes);

        List<Double> out = trackOutSeconds(fixture, 1, 100);

        assertThat(out.get(0)).as("empty tool").isEqualTo(latency);
        assertThat(out.get(99) - out.get(50)).as("49 wafers").isEqualTo(49 * period);
    }

    /** N chambers side by side: max((p + 4T) / N, 4T) with one arm, max((p + 2T) / N, 4T) with two; lots of 25. */
    @ParameterizedTest
    @CsvSource({"150, 24, 29", "150, 12, 27", "60, 24, 24", "60, 12, 24"})
    void shouldHaveTheIntervalOfParallelChambers(double process, double exchange, double interval) throws IOException {
        LineFixture fixture = LineFixture.ofWafers().detail(0);
        tool(fixture, ToolKind.CLUSTER, 24, exchange, 0).stages.add(new StageDefinition("", 6));
        fixture.clusterRecipe("r", process / 60);

        List<Double> out = trackOutSeconds(fixture, 25, 30);

        assertThat(out.get(0)).as("first lot of 25").isGreaterThan(7 + 24 * interval + process + 9 - 30);
        // Six lots are 25 rounds of the six chambers.
        assertThat(out.get(20) - out.get(14)).isEqualTo(6 * 25 * interval);
    }

    @Test
    void shouldHaveLatencyAndIntervalOfACascade() throws IOException {
        LineFixture fixture = LineFixture.ofWafers().detail(0);
        tool(fixture, ToolKind.CASCADE, 0, 0, 0);
        var recipe = fixture.recipe("r", Distribution.CONSTANT, 10);
        recipe.interval = seconds("interval", 30);

        List<Double> out = trackOutSeconds(fixture, 5, 4);

        double first = 7 + 4 * 30 + 600 + 9;
        assertThat(out).containsExactly(first, first + 150, first + 300, first + 450);
    }

    @Test
    void shouldBlockAStageUntilTheNextTakesTheWafer() throws IOException {
        LineFixture fixture = LineFixture.ofWafers();
        ToolGroupDefinition tool = fixture.group("T", ToolKind.SERIAL, 1);
        tool.stages.add(new StageDefinition("coat", 1));
        tool.stages.add(new StageDefinition("bake", 1));
        fixture.clusterRecipe("r", 2, 5);
        fixture.step(fixture.product("p"), "s", "T", "r");
        fixture.order("o", "p", 4, Distribution.CONSTANT, 1).releases = 1;

        // Wafer 1 is coated at 4 and stays in the coater until 7, so wafer 2 starts at 7 and not at 4.
        assertThat(Story.of(fixture, 100).wafers())
                .containsExactly(
                        "0 w0 starts T-01/coat",
                        "2 w1 starts T-01/coat",
                        "7 w0 ends",
                        "7 w2 starts T-01/coat",
                        "12 w1 ends",
                        "12 w3 starts T-01/coat",
                        "17 w2 ends",
                        "22 w3 ends");
    }

    @Test
    void shouldSpreadAStageOverItsCopies() throws IOException {
        LineFixture fixture = LineFixture.ofWafers().detail(0);
        ToolGroupDefinition tool = fixture.group("T", ToolKind.SERIAL, 1);
        tool.stages.add(new StageDefinition("coat", 1));
        tool.stages.add(new StageDefinition("bake", 3));
        fixture.clusterRecipe("r", 2, 6);

        List<Double> out = trackOutSeconds(fixture, 10, 1);

        assertThat(out).containsExactly((2 + 9 * 2 + 6) * 60.0);
    }

    @Test
    void shouldPassWafersOfTwoLotsThroughTogether() throws IOException {
        LineFixture fixture = LineFixture.ofWafers();
        fixture.cluster("T", 1, 3);
        fixture.clusterRecipe("r", 10);
        fixture.step(fixture.product("p"), "s", "T", "r");
        var order = fixture.order("o", "p", 2, Distribution.CONSTANT, 1);
        order.releases = 1;
        order.lotsPerRelease = 2;

        // Two wafers of lot 0 take A and B; C is free, so lot 1 starts at once, its second wafer after the first of lot
        // 0.
        assertThat(Story.of(fixture, 100).tracks())
                .containsExactly("0 c0 s in T-01", "0 c1 s in T-01", "10 c0 s out T-01", "20 c1 s out T-01");
    }
}
