/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.core.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import org.fabtwin.core.event.CarrierSplitDecoder;
import org.fabtwin.core.event.CommandKind;
import org.fabtwin.core.event.CommandResult;
import org.fabtwin.core.event.LotCompletedDecoder;
import org.fabtwin.core.line.ToolKind;
import org.fabtwin.core.line.definition.LineDefinition.ProductDefinition;
import org.fabtwin.core.line.definition.LineDefinition.StepDefinition;
import org.fabtwin.core.line.definition.Tunable;
import org.fabtwin.core.random.Distribution;
import org.fabtwin.core.twin.Command;
import org.fabtwin.core.twin.LineFixture;
import org.fabtwin.core.twin.RecordedRun;
import org.fabtwin.core.twin.Story;
import org.junit.jupiter.api.Test;

/** Held wafers leave their carrier: measure (1 min a wafer), then etch (2 min a wafer). */
class HoldsTest {
    private static final long MINUTE_US = 60_000_000;

    private final LineFixture fixture = LineFixture.ofWafers();
    private final StepDefinition measure;

    HoldsTest() {
        fixture.group("SEM", ToolKind.CASCADE, 1);
        fixture.group("ETCH", ToolKind.CASCADE, 1);
        fixture.recipe("measure", Distribution.CONSTANT, 1);
        fixture.recipe("etch", Distribution.CONSTANT, 2);
        ProductDefinition product = fixture.product("p");
        measure = fixture.step(product, "measure", "SEM", "measure");
        fixture.step(product, "etch", "ETCH", "etch");
    }

    private void hold(double probability, boolean together) {
        measure.holdProbability = Tunable.share("steps.measure.hold.probability", probability);
        measure.holdTime = LineFixture.minutes(Distribution.CONSTANT, "steps.measure.hold.time", 60);
        measure.holdTogether = together;
    }

    private void lots(int wafers, int releases, double everyMinutes) {
        fixture.order("o", "p", wafers, Distribution.CONSTANT, everyMinutes).releases = releases;
    }

    private Command wafer(CommandKind kind, int serial, double minute) {
        return Command.of(kind, serial, 0, 0).at(Math.round(minute * MINUTE_US));
    }

    @Test
    void shouldHoldTheShareOfWafersAndLetThemTravelAlone() throws IOException {
        hold(0.2, false);
        lots(3, 2_000, 20);
        fixture.definition().eventDetail = 0;

        try (RecordedRun run = RecordedRun.start(fixture.compile(), 1, 0).runTo(50_000)) {
            Story story = Story.of(run);
            long held = story.fates().stream()
                    .filter(line -> line.contains("held ENGINEERING"))
                    .count();
            // A carrier has wafers held with probability 1 - 0.8^3 = 0.488, all three with 0.008.
            assertThat((double) held).isCloseTo(2_000 * 0.488, within(3 * 22.4));
            assertThat((double) run.events(CarrierSplitDecoder.TEMPLATE_ID).size())
                    .isCloseTo(2_000 * 0.48, within(3 * 22.4));
            assertThat(story.fates()).noneMatch(line -> line.contains("merged"));
            assertThat(run.events(LotCompletedDecoder.TEMPLATE_ID)).hasSize(2_000);
        }
    }

    @Test
    void shouldLetTheOthersWaitForHeldWafersWhereTheStepSaysSo() throws IOException {
        hold(0.4, true);
        lots(3, 200, 400);

        try (RecordedRun run = RecordedRun.start(fixture.compile(), 1, 0).runTo(100_000)) {
            Story story = Story.of(run);
            assertThat(story.fates().stream().filter(line -> line.contains("merged into")))
                    .hasSameSizeAs(run.events(CarrierSplitDecoder.TEMPLATE_ID))
                    .hasSizeGreaterThan(100);
            assertThat(run.events(LotCompletedDecoder.TEMPLATE_ID)).hasSize(200);
        }
    }

    @Test
    void shouldHoldASingleWaferInItsOwnCarrier() throws IOException {
        hold(1, false);
        lots(1, 1, 1);

        try (RecordedRun run = RecordedRun.start(fixture.compile(), 1, 0).runTo(200)) {
            assertThat(Story.of(run).fates())
                    .containsExactly("1 c0 held ENGINEERING", "61 c0 freed ENGINEERING", "63 lot0 done 1 scrapped 0");
        }
    }

    @Test
    void shouldEndATimedHoldByCommand() throws IOException {
        hold(1, false);
        lots(1, 1, 1);

        try (RecordedRun run = RecordedRun.start(fixture.compile(), 1, 0)) {
            run.twin().inbox().offer(Command.releaseHold(0).at(11 * MINUTE_US));
            assertThat(Story.of(run.runTo(200)).fates())
                    .containsExactly("1 c0 held ENGINEERING", "11 c0 freed ENGINEERING", "13 lot0 done 1 scrapped 0");
        }
    }

    @Test
    void shouldSplitAHeldWaferOffAWaitingCarrier() throws IOException {
        lots(3, 2, 1);
        Command hold = wafer(CommandKind.HOLD_WAFER, 4, 2);

        try (RecordedRun run = RecordedRun.start(fixture.compile(), 1, 0)) {
            run.twin().inbox().offer(hold);
            run.twin().inbox().offer(wafer(CommandKind.RELEASE_WAFER, 4, 30));
            Story story = Story.of(run.runTo(200));

            assertThat(hold.receipt().join().result()).isEqualTo(CommandResult.APPLIED);
            assertThat(story.fates())
                    .containsExactly(
                            "2 c2 split from c1 with 1",
                            "2 c2 held COMMAND",
                            "9 lot0 done 3 scrapped 0",
                            "30 c2 freed COMMAND",
                            "33 lot1 done 3 scrapped 0");
            assertThat(story.trackIns()).contains("3 c1 measure in SEM-01", "30 c2 measure in SEM-01");
        }
    }

    @Test
    void shouldHoldAWaferInAToolBeforeItsNextStep() throws IOException {
        lots(3, 1, 1);

        try (RecordedRun run = RecordedRun.start(fixture.compile(), 1, 0)) {
            run.twin().inbox().offer(wafer(CommandKind.HOLD_WAFER, 1, 1));
            run.twin().inbox().offer(wafer(CommandKind.RELEASE_WAFER, 1, 50));
            assertThat(Story.of(run.runTo(200)).fates())
                    .containsExactly(
                            "3 c1 split from c0 with 1",
                            "3 c1 held COMMAND",
                            "50 c1 freed COMMAND",
                            "52 lot0 done 3 scrapped 0");
        }
    }

    @Test
    void shouldHoldTheCarrierWhereNoOthersAreLeft() throws IOException {
        lots(1, 2, 0.5);

        try (RecordedRun run = RecordedRun.start(fixture.compile(), 1, 0)) {
            run.twin().inbox().offer(wafer(CommandKind.HOLD_WAFER, 1, 0.75));
            run.twin().inbox().offer(wafer(CommandKind.RELEASE_WAFER, 1, 9));
            assertThat(Story.of(run.runTo(200)).fates())
                    .containsExactly(
                            "0'45 c1 held COMMAND",
                            "3 lot0 done 1 scrapped 0",
                            "9 c1 freed COMMAND",
                            "12 lot1 done 1 scrapped 0");
        }
    }

    @Test
    void shouldRefuseToHoldAWaferThatIsNotThere() throws IOException {
        lots(1, 1, 1);
        Command hold = wafer(CommandKind.HOLD_WAFER, 99, 1);

        try (RecordedRun run = RecordedRun.start(fixture.compile(), 1, 0)) {
            run.twin().inbox().offer(hold);
            run.runTo(10);
            assertThat(hold.receipt().join().result()).isEqualTo(CommandResult.NO_SUCH_SUBJECT);
        }
    }

    @Test
    void shouldTakeOpenWindowsAlongWhenWafersTravelAlone() throws IOException {
        hold(0.4, false);
        measure.queueTo = "etch";
        measure.queueLimit = Tunable.time("steps.measure.limit", "min", 30);
        lots(3, 50, 200);

        try (RecordedRun run = RecordedRun.start(fixture.compile(), 1, 0).runTo(20_000)) {
            Story story = Story.of(run);
            long held = story.fates().stream()
                    .filter(line -> line.contains("held ENGINEERING"))
                    .count();
            assertThat(held).isGreaterThan(20);
            // The hold of 60 minutes is longer than the window.
            assertThat(story.windows().stream().filter(line -> line.contains("breached")))
                    .hasSize((int) held);
        }
    }
}
