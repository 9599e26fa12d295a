/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.core.equipment;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.fabtwin.core.event.TrackInDecoder;
import org.fabtwin.core.line.Line;
import org.fabtwin.core.line.ToolKind;
import org.fabtwin.core.line.definition.LineDefinition.InitialLotDefinition;
import org.fabtwin.core.line.definition.LineDefinition.ProductDefinition;
import org.fabtwin.core.line.definition.LineDefinition.StepDefinition;
import org.fabtwin.core.line.definition.Tunable;
import org.fabtwin.core.random.Distribution;
import org.fabtwin.core.twin.LineFixture;
import org.fabtwin.core.twin.RecordedRun;
import org.junit.jupiter.api.Test;

/**
 * One tool, two setups of which each must start three lots before the next change; a change takes 5 minutes, a lot
 * 10.
 */
class MinimumRunTest {
    private static LineFixture fixture() {
        LineFixture fixture = LineFixture.ofLots();
        fixture.group("I", ToolKind.SINGLE, 1).setupTime = Tunable.time("tools.I.setupTime", "min", 5);
        fixture.group("OTHER", ToolKind.SINGLE, 1);
        fixture.recipe("r", Distribution.CONSTANT, 10);
        fixture.recipe("long", Distribution.CONSTANT, 500);
        for (String name : new String[] {"a", "b"}) {
            ProductDefinition product = fixture.product(name);
            fixture.step(product, name + "1", "OTHER", "r");
            StepDefinition step = fixture.step(product, name + "2", "I", "r");
            step.setup = name;
            step.minimumRun = 3;
        }
        return fixture;
    }

    private static Line lineOf(double lastA, int releasesOfA) {
        LineFixture fixture = fixture();
        fixture.order("a", "a", 1, Distribution.CONSTANT, lastA).releases = releasesOfA;
        fixture.order("b", "b", 1, Distribution.CONSTANT, 1).releases = 1;
        return fixture.compile();
    }

    @Test
    void shouldHoldOtherSetupsBackUntilTheRunIsDone() throws IOException {
        try (RecordedRun run = RecordedRun.start(lineOf(1000, -1), 1, 0).runTo(5000)) {
            // Lot 0 is of a, lot 1 of b: it waits for the third lot of a, which comes to the tool at 2010 and leaves at
            // 2020.
            assertThat(run.minutes(TrackInDecoder.TEMPLATE_ID, 0)).containsExactly(0.0, 10.0);
            assertThat(run.minutes(TrackInDecoder.TEMPLATE_ID, 1)).containsExactly(10.0, 2020.0);
        }
    }

    @Test
    void shouldGiveUpARunThatNoLotCanGoOnWith() throws IOException {
        try (RecordedRun run = RecordedRun.start(lineOf(1000, 1), 1, 0).runTo(5000)) {
            // Lot 0 takes the tool from 10 to 25, its setup included. No lot of a comes behind it.
            assertThat(run.minutes(TrackInDecoder.TEMPLATE_ID, 1)).containsExactly(10.0, 25.0);
        }
    }

    @Test
    void shouldWaitForALotThatIsStillOnItsWay() throws IOException {
        LineFixture fixture = fixture();
        fixture.definition().products.get(0).route.get(0).recipe = "long";
        fixture.definition().orders.clear();
        fixture.definition().initialLots.add(new InitialLotDefinition(null, "a", "a", 0, 1, "a2", Long.MAX_VALUE));
        fixture.definition().initialLots.add(new InitialLotDefinition(null, "a", "a", 0, 1, "a1", Long.MAX_VALUE));
        fixture.definition().initialLots.add(new InitialLotDefinition(null, "b", "b", 0, 1, "b2", Long.MAX_VALUE));

        try (RecordedRun run = RecordedRun.start(fixture.compile(), 1, 0).runTo(5000)) {
            assertThat(run.minutes(TrackInDecoder.TEMPLATE_ID, 0)).containsExactly(0.0);
            assertThat(run.minutes(TrackInDecoder.TEMPLATE_ID, 1)).containsExactly(0.0, 500.0);
            assertThat(run.minutes(TrackInDecoder.TEMPLATE_ID, 2))
                    .as("the run is given up when the last lot of a has left the tool")
                    .containsExactly(510.0);
        }
    }
}
