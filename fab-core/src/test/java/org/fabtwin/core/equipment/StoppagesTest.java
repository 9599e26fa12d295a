/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.core.equipment;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.fabtwin.core.line.Line;
import org.fabtwin.core.line.ToolKind;
import org.fabtwin.core.line.definition.LineDefinition.BreakdownDefinition;
import org.fabtwin.core.line.definition.LineDefinition.OrderDefinition;
import org.fabtwin.core.line.definition.LineDefinition.ToolGroupDefinition;
import org.fabtwin.core.line.definition.Tunable;
import org.fabtwin.core.random.Distribution;
import org.fabtwin.core.twin.Command;
import org.fabtwin.core.twin.LineFixture;
import org.fabtwin.core.twin.Story;
import org.junit.jupiter.api.Test;

/** Breakdowns and maintenance of whole tools against timelines made by hand: one tool A, or several. */
class StoppagesTest {
    private final LineFixture fixture = LineFixture.ofLots();
    private final ToolGroupDefinition group = fixture.group("A", ToolKind.SINGLE, 1);

    private OrderDefinition lots(int wafers, double processMinutes, double everyMinutes, int releases) {
        fixture.recipe("r", Distribution.CONSTANT, processMinutes);
        fixture.step(fixture.product("p"), "s", "A", "r");
        OrderDefinition order = fixture.order("o", "p", wafers, Distribution.CONSTANT, everyMinutes);
        order.releases = releases;
        return order;
    }

    static BreakdownDefinition breakdown(ToolGroupDefinition group, double first, double gap, double repair) {
        String path = "tools." + group.name + ".breakdown" + group.breakdowns.size();
        BreakdownDefinition breakdown = new BreakdownDefinition();
        breakdown.name = "b" + group.breakdowns.size();
        breakdown.firstFailure = LineFixture.minutes(Distribution.CONSTANT, path + ".first", first);
        breakdown.timeToFailure = LineFixture.minutes(Distribution.CONSTANT, path + ".gap", gap);
        breakdown.timeToRepair = LineFixture.minutes(Distribution.CONSTANT, path + ".repair", repair);
        group.breakdowns.add(breakdown);
        return breakdown;
    }

    @Test
    void shouldLetNoSecondLotInWhereMaintenanceIsDueFromTheFirstOn() throws IOException {
        LineFixture cascade = LineFixture.ofLots();
        ToolGroupDefinition wet = cascade.group("W", ToolKind.TWO_SLOT_CASCADE, 1);
        LineFixture.maintenance(wet, true, 100, 5).firstOccurrence = Tunable.number("tools.W.first", 0);
        cascade.recipe("r", Distribution.CONSTANT, 10).interval = Tunable.time("recipes.r.interval", "min", 2);
        cascade.step(cascade.product("p"), "s", "W", "r");
        cascade.order("o", "p", 1, Distribution.CONSTANT, 1).releases = 2;

        assertThat(Story.of(cascade, 100).trackIns()).containsExactly("0 c0 s in W-01", "15 c1 s in W-01");
    }

    @Test
    void shouldResumeInterruptedWorkToTheMicrosecond() throws IOException {
        lots(1, 10, 100, 1);
        BreakdownDefinition breakdown = breakdown(group, 4, 4, 3);
        breakdown.timeToRepair = org.fabtwin.core.line.definition.DistributionDefinition.of(
                Distribution.CONSTANT, Tunable.time("repair", "us", 180_000_001));

        Story story = Story.of(fixture, 17);

        // Works 4 min, 4 min and 2 min; the gap counts from the end of the repair.
        assertThat(story.tracks())
                .containsExactly("0 c0 s in A-01", "16'0.000002 c0 s out A-01 interrupted 6'0.000002");
        assertThat(story.toolStates())
                .containsExactly(
                        "0 A-01 PRODUCTIVE WORK",
                        "4 A-01 UNSCHEDULED_DOWN BREAKDOWN",
                        "7'0.000001 A-01 PRODUCTIVE WORK",
                        "11'0.000001 A-01 UNSCHEDULED_DOWN BREAKDOWN",
                        "14'0.000002 A-01 PRODUCTIVE WORK",
                        "16'0.000002 A-01 STANDBY WORK");
    }

    @Test
    void shouldCountProductiveTimeOnlyTowardsAFailureInBusyTime() throws IOException {
        lots(1, 3, 10, 3);
        breakdown(group, 4, 4, 3).busyTime = true;

        assertThat(Story.of(fixture, 40).tracks())
                .containsExactly(
                        "0 c0 s in A-01",
                        "3 c0 s out A-01",
                        "10 c1 s in A-01",
                        "16 c1 s out A-01 interrupted 3",
                        "20 c2 s in A-01",
                        "26 c2 s out A-01 interrupted 3");
    }

    @Test
    void shouldRepairAFailureThatFallsIntoMaintenanceAfterItAndBeforeTheNextMaintenance() throws IOException {
        lots(1, 1, 100, 0);
        LineFixture.maintenance(group, false, 10, 5);
        LineFixture.maintenance(group, false, 12, 4).name = "other";
        breakdown(group, 13, 100, 2);

        Story story = Story.of(fixture, 27);

        // First maintenance 10-15, repair 15-17, second (due at 12) 17-21, first again (due at 20) 21-26, second (due
        // at 24).
        assertThat(story.toolStates())
                .containsExactly(
                        "10 A-01 SCHEDULED_DOWN MAINTENANCE",
                        "15 A-01 UNSCHEDULED_DOWN BREAKDOWN",
                        "17 A-01 SCHEDULED_DOWN MAINTENANCE");
        assertThat(Story.of(fixture, 35).toolStates())
                .as("second until 30, first (due at 30) until 35")
                .element(3)
                .isEqualTo("35 A-01 STANDBY WORK");
    }

    @Test
    void shouldLetMaintenanceWaitForTheToolToBeEmptyAndStartNothingBefore() throws IOException {
        lots(1, 10, 1, 2);
        LineFixture.maintenance(group, false, 100, 4).firstOccurrence = Tunable.time("first", "min", 5);

        assertThat(Story.of(fixture, 50).tracks())
                .containsExactly("0 c0 s in A-01", "10 c0 s out A-01", "14 c1 s in A-01", "24 c1 s out A-01");
    }

    @Test
    void shouldCountMaintenancePeriodsFromDueDateToDueDate() throws IOException {
        lots(1, 25, 1000, 1);
        LineFixture.maintenance(group, false, 20, 3);

        assertThat(Story.of(fixture, 64).toolStates())
                .containsExactly(
                        "0 A-01 PRODUCTIVE WORK",
                        "25 A-01 SCHEDULED_DOWN MAINTENANCE",
                        "28 A-01 STANDBY WORK",
                        "40 A-01 SCHEDULED_DOWN MAINTENANCE",
                        "43 A-01 STANDBY WORK",
                        "60 A-01 SCHEDULED_DOWN MAINTENANCE",
                        "63 A-01 STANDBY WORK");
    }

    @Test
    void shouldSkipDueDatesThatPassDuringAMaintenance() throws IOException {
        lots(1, 1, 1000, 0);
        LineFixture.maintenance(group, false, 10, 25);

        assertThat(Story.of(fixture, 50).toolStates())
                .containsExactly(
                        "10 A-01 SCHEDULED_DOWN MAINTENANCE",
                        "35 A-01 STANDBY WORK",
                        "40 A-01 SCHEDULED_DOWN MAINTENANCE");
    }

    @Test
    void shouldDoMaintenanceByWafersWhenTheToolHasDoneThem() throws IOException {
        lots(5, 1, 10, 7);
        LineFixture.maintenance(group, true, 12, 2);

        // Lots of 5: 15 wafers after the third, 15 more after the sixth.
        assertThat(Story.of(fixture, 100).toolStates())
                .filteredOn(line -> line.contains("MAINTENANCE"))
                .containsExactly("21 A-01 SCHEDULED_DOWN MAINTENANCE", "51 A-01 SCHEDULED_DOWN MAINTENANCE");
    }

    @Test
    void shouldStaggerTheFirstOccurrenceOverTheToolsOfAGroup() throws IOException {
        group.count = 4;
        lots(1, 1, 1000, 0);
        LineFixture.maintenance(group, false, 40, 1).firstOccurrence = Tunable.time("first", "min", 8);

        assertThat(Story.of(fixture, 50).toolStates())
                .filteredOn(line -> line.contains("MAINTENANCE"))
                .extracting(line -> line.substring(0, line.indexOf(" SCHEDULED")))
                .containsExactly("2 A-01", "4 A-02", "6 A-03", "8 A-04", "42 A-01", "44 A-02", "46 A-03", "48 A-04");
    }

    @Test
    void shouldKeepToThePlacesThatAnItemNames() throws IOException {
        group.count = 3;
        lots(1, 1, 1000, 0);
        breakdown(group, 5, 100, 1).places.add(1);

        assertThat(Story.of(fixture, 50).toolStates())
                .containsExactly("5 A-02 UNSCHEDULED_DOWN BREAKDOWN", "6 A-02 STANDBY WORK");
    }

    /** Both fall on minute 10; the failure was scheduled at the origin before the lot started, so it comes first. */
    @Test
    void shouldFinishAfterTheRepairWhenAFailureComesFirstInTheInstantOfTrackOut() throws IOException {
        lots(1, 10, 100, 1);
        breakdown(group, 10, 100, 3);

        assertThat(Story.of(fixture, 50).tracks()).containsExactly("0 c0 s in A-01", "13 c0 s out A-01 interrupted 3");
    }

    @Test
    void shouldStopAndGoOnByCommandToTheMicrosecond() throws IOException {
        lots(1, 10, 1, 2);

        Story story = Story.of(
                fixture.compile(),
                50,
                Command.toolDown(0).at(180_000_007),
                Command.toolUp(0).at(480_000_000));

        assertThat(story.tracks())
                .containsExactly(
                        "0 c0 s in A-01",
                        "14'59.999993 c0 s out A-01 interrupted 4'59.999993",
                        "14'59.999993 c1 s in A-01",
                        "24'59.999993 c1 s out A-01");
        assertThat(story.toolStates())
                .startsWith(
                        "0 A-01 PRODUCTIVE WORK", "3'0.000007 A-01 UNSCHEDULED_DOWN COMMAND", "8 A-01 PRODUCTIVE WORK");
    }

    @Test
    void shouldRepairAFailureOfAToolThatIsDownByCommandWhenItComesUp() throws IOException {
        lots(1, 10, 100, 1);
        breakdown(group, 5, 100, 2);

        Story story = Story.of(
                fixture.compile(),
                50,
                Command.toolDown(0).at(180_000_000),
                Command.toolUp(0).at(480_000_000));

        assertThat(story.trackOuts()).containsExactly("17 c0 s out A-01 interrupted 7");
    }

    @Test
    void shouldStayDownByCommandWhenARepairEnds() throws IOException {
        lots(1, 10, 100, 1);
        breakdown(group, 2, 100, 3);

        Story story = Story.of(
                fixture.compile(),
                50,
                Command.toolDown(0).at(180_000_000),
                Command.toolUp(0).at(480_000_000));

        assertThat(story.toolStates())
                .containsExactly(
                        "0 A-01 PRODUCTIVE WORK",
                        "2 A-01 UNSCHEDULED_DOWN BREAKDOWN",
                        "5 A-01 UNSCHEDULED_DOWN COMMAND",
                        "8 A-01 PRODUCTIVE WORK",
                        "16 A-01 STANDBY WORK");
    }

    @Test
    void shouldInterruptASetupToo() throws IOException {
        fixture.recipe("r", Distribution.CONSTANT, 10);
        fixture.step(fixture.product("p"), "s", "A", "r").setup = "x";
        fixture.order("o", "p", 1, Distribution.CONSTANT, 100).releases = 1;
        group.setupTime = Tunable.time("setup", "min", 5);
        breakdown(group, 2, 100, 3);

        Story story = Story.of(fixture, 50);

        assertThat(story.trackOuts()).containsExactly("18 c0 s out A-01 interrupted 3");
        assertThat(story.toolStates())
                .containsExactly(
                        "0 A-01 SCHEDULED_DOWN SETUP",
                        "2 A-01 UNSCHEDULED_DOWN BREAKDOWN",
                        "5 A-01 SCHEDULED_DOWN SETUP",
                        "8 A-01 PRODUCTIVE WORK",
                        "18 A-01 STANDBY WORK");
    }

    @Test
    void shouldInterruptBothSlotsOfATwoSlotCascade() throws IOException {
        group.kind = ToolKind.TWO_SLOT_CASCADE;
        lots(1, 10, 1, 2);
        fixture.definition().recipes.get(0).interval = Tunable.time("interval", "min", 4);
        breakdown(group, 5, 100, 3);

        // Lot 1 comes in at 1, enters slot 1 at 4, would be done there at 8, is at 11, waits for slot 2 until 13 and
        // stays
        // there 6 min.
        assertThat(Story.of(fixture, 50).tracks())
                .containsExactly(
                        "0 c0 s in A-01",
                        "4 c1 s in A-01",
                        "13 c0 s out A-01 interrupted 3",
                        "19 c1 s out A-01 interrupted 3");
    }

    /** The gap that runs was drawn before the change; the one after the repair is drawn from the new value. */
    @Test
    void shouldDrawTheNextGapNotTheRunningOneFromAChangedParameter() throws IOException {
        lots(1, 1, 1000, 0);
        breakdown(group, 100, 100, 5);
        Line line = fixture.compile();
        int gap = 0;
        while (!line.parameters().row(gap).path().endsWith(".gap")) {
            gap++;
        }
        int first = 0;
        while (!line.parameters().row(first).path().endsWith(".first")) {
            first++;
        }

        Story story = Story.of(
                line,
                140,
                Command.setParameter(gap, 600_000_000.0).at(50 * 60_000_000L),
                Command.setParameter(first, 1.0).at(51 * 60_000_000L));

        assertThat(story.toolStates())
                .containsExactly(
                        "100 A-01 UNSCHEDULED_DOWN BREAKDOWN",
                        "105 A-01 STANDBY WORK",
                        "115 A-01 UNSCHEDULED_DOWN BREAKDOWN",
                        "120 A-01 STANDBY WORK",
                        "130 A-01 UNSCHEDULED_DOWN BREAKDOWN",
                        "135 A-01 STANDBY WORK");
    }

    @Test
    void shouldTakeTrackOutsOfOneInstantInTheOrderInWhichTheyWereScheduled() throws IOException {
        group.count = 3;
        fixture.group("B", ToolKind.SINGLE, 1);
        lots(1, 10, 0, 3);
        fixture.recipe("b", Distribution.CONSTANT, 1);
        fixture.step(fixture.definition().products.get(0), "next", "B", "b");
        StoppagesTest.breakdown(group, 5, 1000, 2);

        // All three tools stand still from 5 to 7; the lots reach B in the order of their tools.
        assertThat(Story.of(fixture, 100).trackIns())
                .endsWith("12 c0 next in B-01", "13 c1 next in B-01", "14 c2 next in B-01");
    }
}
