/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.core.equipment;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.fabtwin.core.event.TrackInDecoder;
import org.fabtwin.core.line.Criterion;
import org.fabtwin.core.line.ToolKind;
import org.fabtwin.core.line.definition.LineDefinition.StageDefinition;
import org.fabtwin.core.line.definition.LineDefinition.ToolGroupDefinition;
import org.fabtwin.core.random.Distribution;
import org.fabtwin.core.twin.LineFixture;
import org.fabtwin.core.twin.RecordedRun;
import org.junit.jupiter.api.Test;

/**
 * A carrier of ten wafers at a tool of one chamber, p = 100 s, one arm, T = 5 s: by Perkinson's p + 4T a wafer starts each 120 s, the
 * k-th at 2T + 120 k. A hot wafer comes at 500 s, when the first five are in or through.
 */
class OvertakingTest {
    private static final double EACH = 120;

    private static LineFixture line(int... criteria) {
        LineFixture fixture = LineFixture.ofWafers().detail(0);
        ToolGroupDefinition tool = DetailedTools.tool(fixture, ToolKind.CLUSTER, 1, 5, 1);
        for (int criterion : criteria) {
            tool.criteria.add(criterion);
        }
        DetailedTools.recipe(fixture, 100);
        fixture.step(fixture.product("p"), "s", "T", "r");
        order(fixture, "normal", 10, 0, 0);
        return fixture;
    }

    private static void order(LineFixture fixture, String name, int wafers, int priority, double firstSeconds) {
        var order = fixture.order(name, "p", wafers, Distribution.CONSTANT, 1);
        order.releases = 1;
        order.priority = priority;
        order.first = DetailedTools.seconds("releases." + name + ".first", firstSeconds);
    }

    private static RecordedRun run(LineFixture fixture) throws IOException {
        return RecordedRun.start(fixture.compile(), 1, 0).runTo(1000);
    }

    private static double lastTrackInSeconds(RecordedRun run) {
        return run.events(TrackInDecoder.TEMPLATE_ID).stream()
                .mapToDouble(event -> event.timeUs() / 1e6)
                .max()
                .orElseThrow();
    }

    /** It goes in with the next wafer that enters the chamber, and is the next but one there. */
    @Test
    void shouldLetAHotWaferGoBeforeTheRawOnes() throws IOException {
        LineFixture fixture = line(Criterion.PRIORITY, Criterion.FIFO);
        order(fixture, "hot", 1, 1, 500);

        assertThat(DetailedTools.trackOutSeconds(run(fixture)))
                .containsExactly(10 + 6 * EACH + 110, 10 + 10 * EACH + 110);
    }

    /** The second waits for the raw wafer of the first, not for those of the carrier that both overtake. */
    @Test
    void shouldLetASecondHotWaferGoBeforeTheRawOnes() throws IOException {
        LineFixture fixture = line(Criterion.PRIORITY, Criterion.FIFO);
        order(fixture, "hot", 1, 1, 500);
        order(fixture, "hot-2", 1, 1, 501);

        assertThat(DetailedTools.trackOutSeconds(run(fixture)))
                .containsExactly(10 + 6 * EACH + 110, 10 + 7 * EACH + 110, 10 + 11 * EACH + 110);
    }

    @Test
    void shouldLetAHotWaferFollowAHotterOneBeforeTheRawOnes() throws IOException {
        LineFixture fixture = line(Criterion.PRIORITY, Criterion.FIFO);
        order(fixture, "bullet", 2, 2, 500);
        order(fixture, "hot", 1, 1, 501);

        assertThat(DetailedTools.trackOutSeconds(run(fixture)))
                .containsExactly(10 + 7 * EACH + 110, 10 + 8 * EACH + 110, 10 + 12 * EACH + 110);
    }

    /** The first of two chambers is down for good, the other is emptied at 595 s and maintained for 300 s. */
    @Test
    void shouldComeWhenTheOnlyChamberIsBackFromMaintenance() throws IOException {
        LineFixture fixture = line(Criterion.PRIORITY, Criterion.FIFO);
        order(fixture, "hot", 1, 1, 500);
        ToolGroupDefinition tool = fixture.definition().toolGroups.get(0);
        tool.stages.set(0, new StageDefinition("m0", 2));
        DetailedTools.chamberDown(tool, 0);
        LineFixture.maintenance(tool, false, 495 / 60.0, 5).perChamber = true;

        assertThat(lastTrackInSeconds(run(fixture))).isEqualTo(595 + 300);
    }

    @Test
    void shouldNotLetAWaferOfEqualPriorityGoFirst() throws IOException {
        LineFixture fixture = line(Criterion.PRIORITY, Criterion.FIFO);
        order(fixture, "normal-2", 1, 0, 500);

        assertThat(DetailedTools.trackOutSeconds(run(fixture)))
                .containsExactly(10 + 9 * EACH + 110, 10 + 10 * EACH + 110);
    }

    @Test
    void shouldNotOvertakeWherePriorityIsNotTheFirstCriterion() throws IOException {
        LineFixture fixture = line(Criterion.FIFO);
        order(fixture, "hot", 1, 1, 500);

        assertThat(DetailedTools.trackOutSeconds(run(fixture)))
                .containsExactly(10 + 9 * EACH + 110, 10 + 10 * EACH + 110);
    }

    /** Buffered, one port: it is free when the exchange is over. */
    @Test
    void shouldComeWhenAPortIsFree() throws IOException {
        LineFixture fixture = line(Criterion.PRIORITY, Criterion.FIFO);
        fixture.definition().handOff = 1;
        ToolGroupDefinition tool = fixture.definition().toolGroups.get(0);
        tool.loadPorts = 1;
        tool.portExchangeTime = DetailedTools.seconds("tools.T.ports.exchange", 550);
        order(fixture, "hot", 1, 1, 500);

        assertThat(lastTrackInSeconds(run(fixture))).isEqualTo(550);
    }

    /** Held, one port: the carrier there keeps it. */
    @Test
    void shouldNotComeWhileTheOnlyPortIsHeld() throws IOException {
        LineFixture fixture = line(Criterion.PRIORITY, Criterion.FIFO);
        fixture.definition().handOff = 0;
        ToolGroupDefinition tool = fixture.definition().toolGroups.get(0);
        tool.loadPorts = 1;
        tool.portExchangeTime = DetailedTools.seconds("tools.T.ports.exchange", 90);
        order(fixture, "hot", 1, 1, 500);

        assertThat(lastTrackInSeconds(run(fixture))).isEqualTo(10 + 9 * EACH + 110 + 90);
    }
}
