/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.core.equipment;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.fabtwin.core.line.ToolKind;
import org.fabtwin.core.line.definition.LineDefinition.BreakdownDefinition;
import org.fabtwin.core.line.definition.LineDefinition.MaintenanceDefinition;
import org.fabtwin.core.line.definition.LineDefinition.OrderDefinition;
import org.fabtwin.core.line.definition.LineDefinition.StageDefinition;
import org.fabtwin.core.line.definition.LineDefinition.ToolGroupDefinition;
import org.fabtwin.core.line.definition.Tunable;
import org.fabtwin.core.random.Distribution;
import org.fabtwin.core.twin.LineFixture;
import org.fabtwin.core.twin.Story;
import org.junit.jupiter.api.Test;

/** Breakdowns and maintenance of chambers: one cluster tool of two chambers, 10 min a wafer, lots of four wafers, no robot time. */
class ChambersTest {
    private final LineFixture fixture = LineFixture.ofWafers();
    private final ToolGroupDefinition group = fixture.cluster("ETCH", 1, 2);

    ChambersTest() {
        fixture.clusterRecipe("etch", 10);
        fixture.step(fixture.product("p"), "s", "ETCH", "etch");
    }

    private void lots(int releases, double everyMinutes) {
        fixture.order("o", "p", 4, Distribution.CONSTANT, everyMinutes).releases = releases;
    }

    private BreakdownDefinition chamberFails(int chamber, double atMinutes, double repair) {
        BreakdownDefinition breakdown = StoppagesTest.breakdown(group, atMinutes, 1000, repair);
        breakdown.perChamber = true;
        breakdown.places.add(chamber);
        return breakdown;
    }

    @Test
    void shouldShareTheWafersBetweenTheChambers() throws IOException {
        lots(1, 100);

        assertThat(Story.of(fixture, 100).wafers())
                .containsExactly(
                        "0 w0 starts ETCH-01/A",
                        "0 w1 starts ETCH-01/B",
                        "10 w0 ends",
                        "10 w1 ends",
                        "10 w2 starts ETCH-01/A",
                        "10 w3 starts ETCH-01/B",
                        "20 w2 ends",
                        "20 w3 ends");
    }

    @Test
    void shouldPlanWafersOfAFailedChamberAnewAndKeepTheOneInIt() throws IOException {
        lots(1, 100);
        chamberFails(0, 4, 6);

        Story story = Story.of(fixture, 100);

        assertThat(story.wafers())
                .containsExactly(
                        "0 w0 starts ETCH-01/A",
                        "0 w1 starts ETCH-01/B",
                        "10 w1 ends",
                        "10 w3 starts ETCH-01/B",
                        "16 w0 ends",
                        "20 w3 ends",
                        "20 w2 starts ETCH-01/B",
                        "30 w2 ends");
        assertThat(story.chamberStates())
                .containsExactly("4 ETCH-01/A UNSCHEDULED_DOWN BREAKDOWN", "10 ETCH-01/A STANDBY WORK");
        assertThat(story.trackOuts()).containsExactly("30 c0 s out ETCH-01");
    }

    @Test
    void shouldDelayEverythingPlannedWhenTheLastChamberFailsAndTakeNoCarrierBeforeARepair() throws IOException {
        lots(2, 6);
        chamberFails(0, 4, 6);
        chamberFails(1, 5, 20);

        Story story = Story.of(fixture, 100);

        assertThat(story.tracks())
                .as("A is repaired at 10 and free at 16, but wafers enter in order: after w2, planned for 20")
                .startsWith("0 c0 s in ETCH-01", "20 c1 s in ETCH-01");
        assertThat(story.wafers())
                .contains("16 w0 ends", "30 w1 ends", "30 w3 starts ETCH-01/B", "40 w3 ends", "40 w2 starts ETCH-01/B");
    }

    @Test
    void shouldDrainAChamberBeforeItsMaintenanceWhileTheOtherWorks() throws IOException {
        lots(2, 5);
        MaintenanceDefinition clean = LineFixture.maintenance(group, false, 1000, 30);
        clean.perChamber = true;
        clean.places.add(0);
        clean.firstOccurrence = Tunable.number("tools.ETCH.first", 12);
        clean.firstOccurrence = Tunable.time("first", "min", 6);

        Story story = Story.of(fixture, 200);

        // Share of chamber A is 1 of 2: due at 3, when w2 (10-20) is planned into it already; lot 1 goes through B
        // alone.
        assertThat(story.chamberStates())
                .containsExactly("20 ETCH-01/A SCHEDULED_DOWN MAINTENANCE", "50 ETCH-01/A STANDBY WORK");
        assertThat(story.tracks())
                .containsExactly(
                        "0 c0 s in ETCH-01", "20 c0 s out ETCH-01", "20 c1 s in ETCH-01", "60 c1 s out ETCH-01");
    }

    @Test
    void shouldDoMaintenanceByWafersOfAChamberWithSeasoning() throws IOException {
        lots(2, 5);
        MaintenanceDefinition clean = LineFixture.maintenance(group, true, 4, 30);
        clean.perChamber = true;
        clean.seasoningWafers = Tunable.number("season", 2);

        Story story = Story.of(fixture, 200);

        // First of A after 2 wafers (share 1/2), of B after 4; two seasoning wafers of 10 min lengthen each.
        assertThat(story.chamberStates())
                .containsExactly(
                        "20 ETCH-01/A SCHEDULED_DOWN MAINTENANCE",
                        "60 ETCH-01/B SCHEDULED_DOWN MAINTENANCE",
                        "70 ETCH-01/A STANDBY WORK",
                        "110 ETCH-01/B STANDBY WORK");
        assertThat(story.trackIns()).containsExactly("0 c0 s in ETCH-01", "20 c1 s in ETCH-01");
    }

    @Test
    void shouldRepairAChamberThatFailsInMaintenanceAfterIt() throws IOException {
        lots(0, 5);
        MaintenanceDefinition clean = LineFixture.maintenance(group, false, 1000, 10);
        clean.perChamber = true;
        clean.firstOccurrence = Tunable.time("first", "min", 10);
        chamberFails(0, 7, 3);

        assertThat(Story.of(fixture, 100).chamberStates())
                .containsExactly(
                        "5 ETCH-01/A SCHEDULED_DOWN MAINTENANCE",
                        "10 ETCH-01/B SCHEDULED_DOWN MAINTENANCE",
                        "15 ETCH-01/A UNSCHEDULED_DOWN BREAKDOWN",
                        "18 ETCH-01/A STANDBY WORK",
                        "20 ETCH-01/B STANDBY WORK");
    }

    @Test
    void shouldDrainAgainAfterAStopOfTheWholeTool() throws IOException {
        lots(1, 100);
        MaintenanceDefinition clean = LineFixture.maintenance(group, false, 1000, 10);
        clean.perChamber = true;
        clean.places.add(0);
        clean.firstOccurrence = Tunable.number("tools.ETCH.first", 12);
        clean.firstOccurrence = Tunable.time("first", "min", 10);
        StoppagesTest.breakdown(group, 15, 1000, 7);

        Story story = Story.of(fixture, 100);

        assertThat(story.chamberStates())
                .containsExactly("27 ETCH-01/A SCHEDULED_DOWN MAINTENANCE", "37 ETCH-01/A STANDBY WORK");
        assertThat(story.trackOuts()).containsExactly("27 c0 s out ETCH-01 interrupted 7");
    }

    @Test
    void shouldResumeWafersOfAStoppedToolToTheMicrosecond() throws IOException {
        lots(1, 100);
        StoppagesTest.breakdown(group, 4, 1000, 3);

        assertThat(Story.of(fixture, 100).wafers())
                .containsExactly(
                        "0 w0 starts ETCH-01/A",
                        "0 w1 starts ETCH-01/B",
                        "13 w0 ends",
                        "13 w1 ends",
                        "13 w2 starts ETCH-01/A",
                        "13 w3 starts ETCH-01/B",
                        "23 w2 ends",
                        "23 w3 ends");
    }

    @Test
    void shouldStopTheToolWhenTheOnlyCopyOfAStageFails() throws IOException {
        LineFixture serial = LineFixture.ofWafers();
        ToolGroupDefinition track = serial.group("TRACK", ToolKind.SERIAL, 1);
        track.stages.add(new StageDefinition("coat", 1));
        track.stages.add(new StageDefinition("bake", 2));
        serial.clusterRecipe("r", 2, 4);
        serial.step(serial.product("p"), "s", "TRACK", "r");
        serial.order("o", "p", 2, Distribution.CONSTANT, 100).releases = 1;
        BreakdownDefinition coat = StoppagesTest.breakdown(track, 3, 1000, 5);
        coat.perChamber = true;
        coat.places.add(0);

        Story story = Story.of(serial, 100);

        assertThat(story.toolStates())
                .containsExactly(
                        "0 TRACK-01 PRODUCTIVE WORK",
                        "3 TRACK-01 UNSCHEDULED_DOWN BREAKDOWN",
                        "8 TRACK-01 PRODUCTIVE WORK",
                        "13 TRACK-01 STANDBY WORK");
        assertThat(story.trackOuts()).containsExactly("13 c0 s out TRACK-01 interrupted 5");
    }

    @Test
    void shouldNotCountWafersThatAFailedChamberHasLostToOthers() throws IOException {
        LineFixture lines = LineFixture.ofWafers();
        ToolGroupDefinition etch = lines.cluster("ETCH", 1, 2);
        BreakdownDefinition failure = LineFixture.breakdown(etch, 1e6, 100);
        failure.perChamber = true;
        failure.places.add(0);
        failure.firstFailure = LineFixture.minutes(Distribution.CONSTANT, "first", 1);
        MaintenanceDefinition clean = LineFixture.maintenance(etch, true, 6, 1);
        clean.perChamber = true;
        clean.places.add(0);
        clean.firstOccurrence = Tunable.number("tools.ETCH.first", 12);
        lines.clusterRecipe("etch", 10);
        lines.step(lines.product("p"), "etch", "ETCH", "etch");
        lines.order("ten", "p", 10, Distribution.CONSTANT, 1).releases = 1;
        OrderDefinition later = lines.order("four", "p", 4, Distribution.CONSTANT, 1);
        later.releases = 1;
        later.first = Tunable.time("later", "min", 900);

        assertThat(Story.of(lines, 2000).chamberStates())
                .as("chamber A has done 1 + 2 wafers, not the 5 planned at first and 2")
                .noneMatch(state -> state.contains("SCHEDULED_DOWN MAINTENANCE"));
    }
}
