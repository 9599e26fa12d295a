/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.core.equipment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import org.fabtwin.core.line.ToolKind;
import org.fabtwin.core.line.definition.LineDefinition.BreakdownDefinition;
import org.fabtwin.core.line.definition.LineDefinition.StepDefinition;
import org.fabtwin.core.line.definition.LineDefinition.ToolGroupDefinition;
import org.fabtwin.core.random.Distribution;
import org.fabtwin.core.twin.LineFixture;
import org.fabtwin.core.twin.Story;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** One cluster tool of two chambers, no robot time: step x (10 min) runs in A only, y (30 min) in B only; lots of two wafers. Both forms. */
class ChamberQualificationTest {
    /** By so much the first of twelve wafers may be later than the last, when the robot comes from the other chamber: 12 s. */
    private static final double PHASE = 12 / 60.0 / 12;

    private final LineFixture fixture = LineFixture.ofWafers();
    private final ToolGroupDefinition group = fixture.cluster("ETCH", 1, 2);
    private final StepDefinition x;
    private final StepDefinition y;

    ChamberQualificationTest() {
        fixture.clusterRecipe("short", 10);
        fixture.clusterRecipe("long", 30);
        x = fixture.step(fixture.product("p"), "x", "ETCH", "short");
        y = fixture.step(fixture.product("q"), "y", "ETCH", "long");
        x.chambersLeftOut.add(1);
        y.chambersLeftOut.add(0);
    }

    private void lots(String product, int many) {
        var order = fixture.order("of " + product, product, 2, Distribution.CONSTANT, 1);
        order.releases = 1;
        order.lotsPerRelease = many;
    }

    private BreakdownDefinition chamberFails(int chamber, double atMinutes, double repair) {
        BreakdownDefinition breakdown = StoppagesTest.breakdown(group, atMinutes, 1000, repair);
        breakdown.perChamber = true;
        breakdown.places.add(chamber);
        return breakdown;
    }

    /** Two arms with locks of two slots, so that a raw wafer for each chamber can wait. */
    private void form(boolean detailed, int arms, int locks) {
        group.detailed = detailed;
        group.handling.arms = arms;
        group.handling.locks = locks;
        group.handling.slots = 2;
    }

    @ParameterizedTest
    @CsvSource({"false, 1, 0", "true, 1, 0", "true, 2, 0", "true, 1, 1", "true, 2, 1", "true, 1, 2", "true, 2, 2"})
    void shouldWorkAsTwoSeparateTools(boolean detailed, int arms, int locks) throws IOException {
        form(detailed, arms, locks);
        lots("q", 3);
        lots("p", 9);

        Story story = Story.of(fixture, 1000);

        assertThat(story.trackOuts().stream().filter(out -> out.contains(" x out")))
                .extracting(out -> out.substring(0, out.indexOf(' ')))
                .containsExactly("20", "40", "60", "80", "100", "120", "140", "160", "180");
        assertThat(story.trackOuts().stream().filter(out -> out.contains(" y out")))
                .extracting(out -> out.substring(0, out.indexOf(' ')))
                .containsExactly("60", "120", "180");
        assertThat(story.wafers().stream().filter(wafer -> wafer.endsWith("/A")))
                .hasSize(18);
        assertThat(story.wafers().stream().filter(wafer -> wafer.endsWith("/B")))
                .hasSize(6);
    }

    @ParameterizedTest
    @CsvSource({"false, 1, 0", "true, 1, 0", "true, 2, 0", "true, 1, 1", "true, 2, 1", "true, 1, 2", "true, 2, 2"})
    void shouldStopOnlyTheStepOfTheFailedChamber(boolean detailed, int arms, int locks) throws IOException {
        form(detailed, arms, locks);
        lots("q", 2);
        lots("p", 3);
        chamberFails(0, 5, 100);

        Story story = Story.of(fixture, 1000);

        assertThat(story.trackOuts().stream().filter(out -> out.contains(" x out")))
                .extracting(out -> out.substring(0, out.indexOf(' ')))
                .containsExactly("120", "140", "160");
        assertThat(story.trackOuts().stream().filter(out -> out.contains(" y out")))
                .extracting(out -> out.substring(0, out.indexOf(' ')))
                .containsExactly("60", "120");
    }

    /**
     * A robot of 6 s an action: 10 (30) min and two actions with two arms, four with one, and at times one or two that serve the other
     * chamber. Where a lock of two slots is all there is, a wafer of y waits in the one slot that is not kept for what comes out,
     * and one of x comes when A is vacant: within a cycle of the lock, 20 s + 15 s, and four actions of the front end of 5 s.
     */
    @ParameterizedTest
    @CsvSource({
        "1, 0, 10.4, 30.4, 12",
        "2, 0, 10.2, 30.2, 12",
        "1, 1, 10.4, 30.4, 55",
        "2, 1, 10.2, 30.2, 55",
        "1, 2, 10.4, 30.4, 12",
        "2, 2, 10.2, 30.2, 12"
    })
    void shouldKeepEachChamberBusyInSpiteOfTheRobot(
            int arms, int locks, double shortMinutes, double longMinutes, double mostLostSeconds) throws IOException {
        form(true, arms, locks);
        group.handling.action = DetailedTools.seconds("action", 6);
        DetailedTools.frontEnd(group, 1, 5);
        group.handling.pump = DetailedTools.seconds("pump", 20);
        group.handling.vent = DetailedTools.seconds("vent", 15);
        lots("q", 10);
        lots("p", 30);

        Story story = Story.of(fixture, 1000);

        assertThat(minutesOfAWafer(story, " x out", 20))
                .isBetween(shortMinutes - PHASE, shortMinutes + mostLostSeconds / 60);
        assertThat(minutesOfAWafer(story, " y out", 6))
                .isBetween(longMinutes - PHASE, longMinutes + mostLostSeconds / 60);
    }

    /** Minutes and seconds as a story tells them. */
    private static double minutes(String text) {
        String[] parts = text.split("'");
        return Integer.parseInt(parts[0]) + (parts.length > 1 ? Integer.parseInt(parts[1]) / 60.0 : 0);
    }

    /** Mean over so many lots after the third. */
    private static double minutesOfAWafer(Story story, String step, int lots) {
        double[] out = story.trackOuts().stream()
                .filter(line -> line.contains(step))
                .mapToDouble(line -> minutes(line.substring(0, line.indexOf(' '))))
                .toArray();
        return (out[2 + lots] - out[2]) / lots / 2;
    }

    @ParameterizedTest
    @CsvSource({"false, 1, 0", "true, 1, 0", "true, 2, 1"})
    void shouldTakeNoCarrierForABlockedChamberBeforeItsRepair(boolean detailed, int arms, int locks)
            throws IOException {
        form(detailed, arms, locks);
        fixture.order("late", "p", 2, Distribution.CONSTANT, 1).releases = 1;
        lots("q", 1);
        chamberFails(0, 0, 50);

        assertThat(Story.of(fixture, 1000).trackOuts().stream().filter(out -> out.contains(" x out")))
                .extracting(out -> out.substring(0, out.indexOf(' ')))
                .containsExactly("70");
    }

    @Test
    void shouldRefuseToolsThatDoNotTellChambersApart() {
        group.kind = ToolKind.SERIAL;
        assertThatThrownBy(fixture::compile).hasMessageContaining("only cluster tools know that");
    }

    @Test
    void shouldRefuseAToolWithoutAnyChamberForAStep() {
        x.chambersLeftOut.add(0);
        assertThatThrownBy(fixture::compile).hasMessageContaining("but on no chamber of it");
    }
}
