/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.core.equipment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import org.fabtwin.core.line.ToolKind;
import org.fabtwin.core.line.definition.LineDefinition.ToolGroupDefinition;
import org.fabtwin.core.twin.LineFixture;
import org.fabtwin.core.twin.RecordedRun;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Cluster and serial tools in detailed form: latency of an empty tool, interval of a saturated one. Seconds. */
class ClusterToolsTest {
    private static double[] numbers(String text) {
        return Arrays.stream(text.split(" ")).mapToDouble(Double::parseDouble).toArray();
    }

    /** Perkinson et al., IEEE TSM 7(3), 1994: one arm p + 4T, two arms p + 2T, transport bound 2 (m + 1) T (DOMAIN.md 7.8). */
    @ParameterizedTest
    @CsvSource({
        "60 60 60, 5, 1, 80",
        "60 60 60, 5, 2, 70",
        "100 60 40, 5, 1, 120",
        "100 60 40, 5, 2, 110",
        "40 60 100, 5, 1, 120",
        "40 60 100, 5, 2, 110",
        "60 100 40, 5, 2, 110",
        "20 20 20, 5, 1, 40",
        "20 20 20, 5, 2, 40",
        "90 90 90 90, 6, 1, 114",
        "90 90 90 90, 6, 2, 102",
        "30 30 30 30, 6, 1, 60",
        "30 30 30 30, 6, 2, 60",
    })
    void shouldHaveTheFundamentalPeriodOfSerialChambers(String times, double action, int arms, double period)
            throws IOException {
        double[] process = numbers(times);
        int[] copies = new int[process.length];
        Arrays.fill(copies, 1);
        LineFixture fixture = LineFixture.ofWafers().detail(0);
        DetailedTools.tool(fixture, ToolKind.SERIAL, arms, action, copies);
        DetailedTools.recipe(fixture, process);

        List<Double> out = DetailedTools.trackOutSeconds(DetailedTools.runAtOnce(fixture, 1, 100));

        assertThat(out.get(70) - out.get(20)).as("50 wafers").isEqualTo(50 * period);
    }

    /** N chambers side by side: max((p + 4T) / N, 4T) with one arm, max((p + 2T) / N, 4T) with two. */
    @ParameterizedTest
    @CsvSource({"150, 1, 29", "150, 2, 27", "60, 1, 24", "60, 2, 24"})
    void shouldHaveTheIntervalOfParallelChambers(double process, int arms, double interval) throws IOException {
        LineFixture fixture = LineFixture.ofWafers().detail(0);
        DetailedTools.tool(fixture, ToolKind.CLUSTER, arms, 6, 6);
        DetailedTools.recipe(fixture, process);

        List<Double> out = DetailedTools.trackOutSeconds(DetailedTools.runAtOnce(fixture, 25, 30));

        // Six lots are 25 rounds of the six chambers.
        assertThat(out.get(20) - out.get(14)).isEqualTo(6 * 25 * interval);
    }

    /** One wafer alone: 4 front-end actions, pump, 4 robot actions, process, vent, and the extra latency. */
    @ParameterizedTest
    @CsvSource({"1", "2"})
    void shouldPassAnEmptyToolWithoutWaiting(int arms) throws IOException {
        LineFixture fixture = LineFixture.ofWafers().detail(3);
        ToolGroupDefinition tool = DetailedTools.tool(fixture, ToolKind.CLUSTER, arms, 6, 4);
        DetailedTools.frontEnd(tool, 2, 4);
        DetailedTools.locks(tool, 2, 2, 20, 15);
        tool.handling.extraLatency = DetailedTools.seconds("tools.T.extraLatency", 26);
        DetailedTools.recipe(fixture, 300);

        List<Double> out = DetailedTools.trackOutSeconds(DetailedTools.runAtOnce(fixture, 1, 1));

        assertThat(out).containsExactly(4 * 4.0 + 20 + 4 * 6 + 300 + 15 + 26);
    }

    @Test
    void shouldDoTheSameAtEveryDetail() throws IOException {
        List<Double> expected = null;
        for (int detail = 0; detail <= 3; detail++) {
            LineFixture fixture = LineFixture.ofWafers().detail(detail);
            ToolGroupDefinition tool = DetailedTools.tool(fixture, ToolKind.CLUSTER, 2, 6, 4);
            DetailedTools.frontEnd(tool, 2, 4);
            DetailedTools.locks(tool, 2, 2, 20, 15);
            DetailedTools.recipe(fixture, 300);
            try (RecordedRun run = DetailedTools.runAtOnce(fixture, 5, 40)) {
                List<Double> out = DetailedTools.trackOutSeconds(run);
                assertThat(out).hasSize(40);
                expected = expected == null ? out : expected;
                assertThat(out).as("detail %d", detail).isEqualTo(expected);
            }
        }
    }

    /**
     * Pump 40 s, vent 30 s, Tf = 1 s with two arms, T = 2 s: a lock of s slots carries s wafers in and out each 70 s and the moves while
     * it stands open. At atmosphere s swaps (2 Tf) and, between them, to the port and back (2 Tf); in vacuum the same with two
     * arms, 4 T a wafer with one arm, which fetches the finished wafer after it has put the raw one into its chamber. So
     * DOMAIN.md 7.8's bound is (70 + 2 (2 s - 1) (T + Tf)) / (locks s) with two arms, (70 + 4 s T + 2 (2 s - 1) Tf) / (locks s) with one.
     * Locks of one slot reach it; two arms miss it by up to 2.3 % with more slots, where the wafer that a lock waits for is not done.
     */
    @ParameterizedTest
    @CsvSource({
        "2, 1, 1, 100, 76, 76",
        "2, 1, 1, 200, 76, 76",
        "2, 2, 1, 200, 38, 38",
        "2, 2, 1, 100, 38, 38",
        "1, 1, 1, 100, 80, 80",
        "1, 2, 1, 100, 40, 40",
        "1, 3, 1, 100, 26.6666, 26.6667",
        "2, 2, 2, 100, 22, 22.5",
        "1, 2, 2, 100, 23, 23.1",
        "2, 2, 3, 100, 16.6666, 17.03"
    })
    void shouldBeBoundByItsLocks(int arms, int locks, int slots, int recipeS, double bound, double most)
            throws IOException {
        LineFixture fixture = LineFixture.ofWafers().detail(0);
        ToolGroupDefinition tool = DetailedTools.tool(fixture, ToolKind.CLUSTER, arms, 2, 3 * locks * slots);
        DetailedTools.frontEnd(tool, 2, 1);
        DetailedTools.locks(tool, locks, slots, 40, 30);
        DetailedTools.recipe(fixture, recipeS);

        List<Double> out = DetailedTools.trackOutSeconds(DetailedTools.runAtOnce(fixture, 25, 40));

        assertThat((out.get(28) - out.get(16)) / 300).isBetween(bound, most);
    }

    /** The last chamber of 64 works like the others: each wafer goes straight into one, whose sets are words of 64 bits. */
    @Test
    void shouldUseSixtyFourChambersAndRefuseMore() throws IOException {
        LineFixture fixture = LineFixture.ofWafers().detail(0);
        DetailedTools.tool(fixture, ToolKind.CLUSTER, 2, 0, 64);
        DetailedTools.recipe(fixture, 100);

        assertThat(DetailedTools.trackOutSeconds(DetailedTools.runAtOnce(fixture, 64, 2)))
                .containsExactly(100.0, 200.0);

        LineFixture tooMany = LineFixture.ofWafers().detail(0);
        DetailedTools.tool(tooMany, ToolKind.CLUSTER, 2, 0, 65);
        DetailedTools.recipe(tooMany, 100);
        assertThatThrownBy(() -> DetailedTools.runAtOnce(tooMany, 1, 1)).hasMessageContaining("at most 64 possible");
    }

    /** The last lock of 64 takes wafers like the others: what holds of each is a bit of a word. */
    @Test
    void shouldUseSixtyFourLocksAndRefuseMore() throws IOException {
        LineFixture fixture = LineFixture.ofWafers().detail(0);
        DetailedTools.locks(DetailedTools.tool(fixture, ToolKind.CLUSTER, 2, 0, 64), 64, 1, 10, 20);
        DetailedTools.recipe(fixture, 100);

        assertThat(DetailedTools.trackOutSeconds(DetailedTools.runAtOnce(fixture, 64, 1)))
                .containsExactly(130.0);

        LineFixture tooMany = LineFixture.ofWafers().detail(0);
        DetailedTools.locks(DetailedTools.tool(tooMany, ToolKind.CLUSTER, 2, 0, 1), 65, 1, 10, 20);
        DetailedTools.recipe(tooMany, 100);
        assertThatThrownBy(() -> DetailedTools.runAtOnce(tooMany, 1, 1)).hasMessageContaining("at most 64 possible");
    }

    /** Hand-off held: a port is taken for the wafer's whole way and the exchange (DOMAIN.md 7.8), in both forms. */
    @ParameterizedTest
    @CsvSource({"true, 0, 280", "false, 0, 280", "true, 1, 90", "false, 1, 90", "true, 2, 27", "false, 2, 27"})
    void shouldBeBoundByItsPorts(boolean detailed, int handOff, double interval) throws IOException {
        LineFixture fixture = LineFixture.ofWafers().detail(0);
        fixture.definition().handOff = handOff;
        ToolGroupDefinition tool = DetailedTools.tool(fixture, ToolKind.CLUSTER, 2, 6, 6);
        DetailedTools.frontEnd(tool, 2, 4);
        tool.detailed = detailed;
        tool.exchangeTime = DetailedTools.seconds("exchange", 12);
        tool.feedInterval = DetailedTools.seconds("feed", 24);
        tool.entryTime = DetailedTools.seconds("entry", 20);
        tool.exitTime = DetailedTools.seconds("exit", 20);
        tool.loadPorts = 1;
        tool.portExchangeTime = DetailedTools.seconds("ports.exchange", 90);
        DetailedTools.recipe(fixture, 150);

        List<Double> out = DetailedTools.trackOutSeconds(DetailedTools.runAtOnce(fixture, 1, 90));

        assertThat(out.get(80) - out.get(20)).isEqualTo(60 * interval);
    }

    @ParameterizedTest
    @CsvSource({"false, 27", "true, 32.4"})
    void shouldLoseOneOfSixWithAChamber(boolean down, double interval) throws IOException {
        LineFixture fixture = LineFixture.ofWafers().detail(0);
        ToolGroupDefinition tool = DetailedTools.tool(fixture, ToolKind.CLUSTER, 2, 6, 6);
        DetailedTools.recipe(fixture, 150);
        if (down) {
            DetailedTools.chamberDown(tool, 2);
        }

        List<Double> out = DetailedTools.trackOutSeconds(DetailedTools.runAtOnce(fixture, 30, 30));

        assertThat(out.get(20) - out.get(10)).isCloseTo(300 * interval, within(1e-6));
    }

    /** Stages of 1 and 2 chambers: with one of the two gone the stage has half its rate. */
    @ParameterizedTest
    @CsvSource({"false, 70", "true, 130"})
    void shouldLoseAStageOfASerialTool(boolean down, double interval) throws IOException {
        LineFixture fixture = LineFixture.ofWafers().detail(0);
        ToolGroupDefinition tool = DetailedTools.tool(fixture, ToolKind.SERIAL, 2, 5, 1, 2);
        DetailedTools.recipe(fixture, 60, 120);
        if (down) {
            DetailedTools.chamberDown(tool, 2);
        }

        List<Double> out = DetailedTools.trackOutSeconds(DetailedTools.runAtOnce(fixture, 10, 30));

        assertThat(out.get(20) - out.get(10)).isEqualTo(100 * interval);
    }

    @Test
    void shouldStandWhenTheOnlyChamberOfAStageIsDown() throws IOException {
        LineFixture fixture = LineFixture.ofWafers().detail(0);
        ToolGroupDefinition tool = DetailedTools.tool(fixture, ToolKind.SERIAL, 2, 5, 1, 1);
        DetailedTools.recipe(fixture, 60, 120);
        DetailedTools.chamberDown(tool, 1);

        assertThat(DetailedTools.trackOutSeconds(DetailedTools.runAtOnce(fixture, 1, 3)))
                .isEmpty();
    }
}
