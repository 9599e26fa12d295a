/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.core.flow;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.fabtwin.core.event.CarrierMergedDecoder;
import org.fabtwin.core.event.CarrierSplitDecoder;
import org.fabtwin.core.event.CommandKind;
import org.fabtwin.core.event.CommandResult;
import org.fabtwin.core.event.LotCompletedDecoder;
import org.fabtwin.core.line.QueuePolicy;
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

/** Wafers that were held join their carrier again: steps of 1, 1, 5 and 1 minutes a wafer, each on a tool of its own. */
class RejoiningTest {
    private static final long MINUTE_US = 60_000_000;

    private final LineFixture fixture = LineFixture.ofWafers();
    private final StepDefinition clean;
    private final StepDefinition coat;
    private final StepDefinition etch;

    RejoiningTest() {
        ProductDefinition product = fixture.product("p");
        clean = step(product, "clean", 1);
        coat = step(product, "coat", 1);
        etch = step(product, "etch", 5);
        step(product, "strip", 1);
    }

    private StepDefinition step(ProductDefinition product, String name, double minutes) {
        fixture.group(name.toUpperCase(java.util.Locale.ROOT), ToolKind.CASCADE, 1);
        fixture.recipe(name, Distribution.CONSTANT, minutes);
        return fixture.step(product, name, name.toUpperCase(java.util.Locale.ROOT), name);
    }

    private void lots(int wafers, int releases, double everyMinutes) {
        fixture.order("o", "p", wafers, Distribution.CONSTANT, everyMinutes).releases = releases;
    }

    private static Command hold(int serial, double minute) {
        return Command.of(CommandKind.HOLD_WAFER, serial, 0, 0).at(Math.round(minute * MINUTE_US));
    }

    private static Command release(int serial, int count, double minute) {
        return Command.of(CommandKind.RELEASE_WAFER, serial, count, 0).at(Math.round(minute * MINUTE_US));
    }

    private Story story(Command... commands) throws IOException {
        return Story.of(fixture.compile(), 500, commands);
    }

    @Test
    void shouldWaitForTheWaferAfterTheStepThatTheCarrierIsAt() throws IOException {
        lots(3, 1, 1);

        Story story = story(hold(1, 1), release(1, Command.REJOIN, 6));

        assertThat(story.fates())
                .containsExactly(
                        "3 c1 split from c0 with 1",
                        "3 c1 held COMMAND",
                        "6 c1 freed COMMAND",
                        "15 c0 held MERGE",
                        "20 c1 merged into c0 with 1",
                        "20 c0 freed MERGE",
                        "23 lot0 done 3 scrapped 0");
        assertThat(story.tracks()).contains("20 c0 strip in STRIP-01", "23 c0 strip out STRIP-01");
    }

    @Test
    void shouldWaitForTheCarrierWhereTheWafersAreAhead() throws IOException {
        lots(3, 1, 1);

        // Two are held before they are coated; the third is the one that joins the most.
        Story story = story(hold(1, 1), hold(2, 1), release(0, Command.REJOIN, 5), release(1, 0, 30));

        assertThat(story.fates())
                .containsExactly(
                        "3 c1 split from c0 with 2",
                        "3 c1 held COMMAND",
                        "9 c0 held MERGE",
                        "30 c1 freed COMMAND",
                        "42 c0 freed MERGE",
                        "42 c0 merged into c1 with 1",
                        "45 lot0 done 3 scrapped 0");
    }

    @Test
    void shouldMeetAfterAStepThatNeitherOfThemDoes() throws IOException {
        etch.sampling = Tunable.share("steps.etch.sampling", 0);
        lots(3, 1, 1);

        // At 3.5 the carrier is coated; etching is passed over, so it meets the wafer after the coating.
        assertThat(story(hold(1, 1), release(1, Command.REJOIN, 3.5)).fates())
                .endsWith(
                        "5 c0 held MERGE",
                        "6 c1 merged into c0 with 1",
                        "6 c0 freed MERGE",
                        "9 lot0 done 3 scrapped 0");
    }

    @Test
    void shouldLetTheOthersGoOnWhenTheWaferIsScrapped() throws IOException {
        clean.queueTo = "coat";
        clean.queueLimit = Tunable.time("steps.clean.limit", "min", 30);
        clean.queuePolicy = QueuePolicy.SCRAP;
        lots(3, 1, 1);

        Story story = story(
                hold(1, 1),
                Command.toolDown(1).at(MINUTE_US * 11 / 2),
                release(1, Command.REJOIN, 6),
                Command.toolUp(1).at(50 * MINUTE_US));

        assertThat(story.fates())
                .endsWith(
                        "6 c1 freed COMMAND",
                        "15 c0 held MERGE",
                        "50 c1 scrapped QUEUE_TIME of 1",
                        "50 c0 freed MERGE",
                        "52 lot0 done 2 scrapped 1");
    }

    @Test
    void shouldTravelAloneWhenNobodyIsThereToJoin() throws IOException {
        lots(2, 1, 1);

        assertThat(story(hold(1, 1), release(1, Command.REJOIN, 100)).fates())
                .endsWith("100 c1 freed COMMAND", "107 lot0 done 2 scrapped 0");
    }

    @Test
    void shouldKeepTheEarlierOpeningOfAWindow() throws IOException {
        coat.queueTo = "strip";
        coat.queueLimit = Tunable.time("steps.coat.limit", "min", 20);
        lots(3, 1, 1);

        // The carrier was coated at 5, the wafer at 7: together at 20, all have waited since 5.
        assertThat(story(hold(1, 1), release(1, Command.REJOIN, 6)).windows())
                .hasSize(3)
                .anyMatch(line -> line.startsWith("20 c0 ") && line.contains("15"));
    }

    @Test
    void shouldForgetAHoldThatIsReleasedBeforeItBegan() throws IOException {
        lots(3, 1, 1);

        assertThat(story(hold(1, 1), release(1, 0, 2)).fates()).containsExactly("24 lot0 done 3 scrapped 0");
    }

    @Test
    void shouldRefuseAReleaseOfAnotherKind() throws IOException {
        lots(3, 1, 1);
        Command odd = release(1, 2, 2);

        story(odd);

        assertThat(odd.receipt().join().result()).isEqualTo(CommandResult.OUT_OF_RANGE);
    }

    @Test
    void shouldJoinAgainAfterAHoldOfTheStep() throws IOException {
        coat.holdProbability = Tunable.share("steps.coat.hold.probability", 0.3);
        coat.holdTime = LineFixture.minutes(Distribution.EXPONENTIAL, "steps.coat.hold.time", 12);
        coat.holdJoins = true;
        coat.queueTo = "strip";
        coat.queueLimit = Tunable.time("steps.coat.limit", "min", 30);
        lots(3, 500, 60);

        try (RecordedRun run = RecordedRun.start(fixture.compile(), 1, 0).runTo(60_000)) {
            // Whose hold is over while the others are not yet stripped joins them, and their lot leaves as one.
            assertThat(run.events(CarrierSplitDecoder.TEMPLATE_ID)).hasSizeGreaterThan(200);
            assertThat(run.events(CarrierMergedDecoder.TEMPLATE_ID)).hasSizeGreaterThan(100);
            assertThat(run.events(LotCompletedDecoder.TEMPLATE_ID)).hasSize(500);
        }
    }
}
