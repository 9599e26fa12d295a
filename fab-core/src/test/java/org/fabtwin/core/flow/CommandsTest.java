/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.core.flow;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import org.fabtwin.core.event.CommandResult;
import org.fabtwin.core.line.Line;
import org.fabtwin.core.line.ToolKind;
import org.fabtwin.core.line.definition.LineDefinition.ProductDefinition;
import org.fabtwin.core.random.Distribution;
import org.fabtwin.core.twin.Command;
import org.fabtwin.core.twin.LineFixture;
import org.fabtwin.core.twin.Story;
import org.junit.jupiter.api.Test;

/** Commands and their instants: a (10 min), then b (10 min), transport 5 min, a lot every 12 minutes. */
class CommandsTest {
    private static final long US_PER_MINUTE = 60_000_000L;

    private final Line line;

    CommandsTest() {
        LineFixture fixture = LineFixture.ofLots().transport(5);
        fixture.group("A", ToolKind.SINGLE, 1);
        fixture.group("B", ToolKind.SINGLE, 1);
        fixture.recipe("a", Distribution.CONSTANT, 10);
        fixture.recipe("b", Distribution.CONSTANT, 10);
        ProductDefinition product = fixture.product("p");
        fixture.step(product, "a", "A", "a");
        fixture.step(product, "b", "B", "b");
        fixture.order("o", "p", 1, Distribution.CONSTANT, 12).releases = 2;
        line = fixture.compile();
    }

    private List<String> tracks(Command... commands) throws IOException {
        return Story.of(line, 200, commands).tracks();
    }

    @Test
    void shouldHoldALotInTransportWhenItArrives() throws IOException {
        Story story = Story.of(
                line,
                200,
                Command.holdLot(0).at(11 * US_PER_MINUTE),
                Command.releaseHold(0).at(50 * US_PER_MINUTE));

        assertThat(story.fates())
                .containsExactly(
                        "15 c0 held COMMAND",
                        "37 lot1 done 1 scrapped 0",
                        "50 c0 freed COMMAND",
                        "60 lot0 done 1 scrapped 0");
        assertThat(story.trackIns())
                .containsExactly("0 c0 a in A-01", "12 c1 a in A-01", "27 c1 b in B-01", "50 c0 b in B-01");
    }

    @Test
    void shouldHoldALotInAToolOnlyBeforeItsNextStep() throws IOException {
        Story story = Story.of(line, 200, Command.holdLot(0).at(3 * US_PER_MINUTE));

        assertThat(story.trackOuts()).startsWith("10 c0 a out A-01");
        assertThat(story.fates()).containsExactly("15 c0 held COMMAND", "37 lot1 done 1 scrapped 0");
    }

    @Test
    void shouldTakeAHeldLotOutOfItsQueueAndPutItBackAtTheEnd() throws IOException {
        Story story = Story.of(
                line,
                200,
                Command.releaseLots(0, 3).at(US_PER_MINUTE),
                Command.holdLot(1).at(2 * US_PER_MINUTE),
                Command.releaseHold(1).at(3 * US_PER_MINUTE));

        assertThat(story.trackIns())
                .filteredOn(in -> in.endsWith("A-01"))
                .containsExactly(
                        "0 c0 a in A-01", "10 c2 a in A-01", "20 c3 a in A-01", "30 c1 a in A-01", "40 c4 a in A-01");
        assertThat(story.fates()).startsWith("2 c1 held COMMAND", "3 c1 freed COMMAND");
    }

    @Test
    void shouldForgetAHoldThatIsTakenBackBeforeTheLotArrives() throws IOException {
        Story story = Story.of(
                line,
                200,
                Command.holdLot(0).at(11 * US_PER_MINUTE),
                Command.releaseHold(0).at(13 * US_PER_MINUTE));

        assertThat(story.tracks()).isEqualTo(tracks());
    }

    /** At minute 10 lot 0 would leave A. The command comes first, so the lot stays until the tool is up. */
    @Test
    void shouldApplyACommandBeforeTheEventsOfItsInstant() throws IOException {
        assertThat(tracks(
                        Command.toolDown(0).at(10 * US_PER_MINUTE),
                        Command.toolUp(0).at(11 * US_PER_MINUTE)))
                .startsWith("0 c0 a in A-01", "11 c0 a out A-01 interrupted 1");
        assertThat(tracks(
                        Command.toolDown(0).at(10 * US_PER_MINUTE + 1),
                        Command.toolUp(0).at(11 * US_PER_MINUTE)))
                .startsWith("0 c0 a in A-01", "10 c0 a out A-01");
        assertThat(tracks(
                        Command.toolDown(0).at(12 * US_PER_MINUTE),
                        Command.toolUp(0).at(12 * US_PER_MINUTE + 1)))
                .as("lot 1 comes at 12 and finds the tool down for a microsecond")
                .contains("12'0.000001 c1 a in A-01");
    }

    @Test
    void shouldApplyCommandsOfOneInstantInTheOrderInWhichTheyCame() throws IOException {
        assertThat(tracks(
                        Command.toolDown(0).at(US_PER_MINUTE), Command.toolUp(0).at(US_PER_MINUTE)))
                .isEqualTo(tracks());
        assertThat(tracks(
                        Command.toolUp(0).at(US_PER_MINUTE), Command.toolDown(0).at(US_PER_MINUTE)))
                .as("nothing to take up, then down for good")
                .containsExactly("0 c0 a in A-01");
    }

    @Test
    void shouldChangeAProcessTimeForLaterStartsOnly() throws IOException {
        int parameter = -1;
        for (int id = 0; id < line.parameters().size(); id++) {
            parameter = line.parameters().row(id).path().equals("recipes.a.time") ? id : parameter;
        }

        // Lot 0 starts at 0 with 10 min; lot 1 starts at 12 in the very instant of the change, after it.
        assertThat(tracks(Command.setParameter(parameter, 3.0 * US_PER_MINUTE).at(12 * US_PER_MINUTE)))
                .startsWith("0 c0 a in A-01", "10 c0 a out A-01", "12 c1 a in A-01", "15 c1 a out A-01");
        assertThat(tracks(Command.setParameter(parameter, 3.0 * US_PER_MINUTE).at(5 * US_PER_MINUTE)))
                .startsWith("0 c0 a in A-01", "10 c0 a out A-01");
    }

    @Test
    void shouldAnswerWithWhatBecameOfACommand() throws Exception {
        Command down = Command.toolDown(0).at(5);
        Command again = Command.toolDown(0).at(6);
        Command nowhere = Command.toolDown(7).at(7);
        Command noLot = Command.holdLot(99).at(8);
        Command tooMany = Command.releaseLots(0, 0).at(9);
        Command outOfRange = Command.setParameter(0, -1).at(10);
        Story.of(line, 1, down, again, nowhere, noLot, tooMany, outOfRange);

        assertThat(down.receipt().get().result()).isEqualTo(CommandResult.APPLIED);
        assertThat(down.receipt().get().timeUs()).isEqualTo(5);
        assertThat(down.receipt().get().sequence()).isZero();
        assertThat(again.receipt().get().result()).isEqualTo(CommandResult.NO_EFFECT);
        assertThat(again.receipt().get().sequence()).isEqualTo(1);
        assertThat(nowhere.receipt().get().result()).isEqualTo(CommandResult.NO_SUCH_SUBJECT);
        assertThat(noLot.receipt().get().result()).isEqualTo(CommandResult.NO_SUCH_SUBJECT);
        assertThat(tooMany.receipt().get().result()).isEqualTo(CommandResult.OUT_OF_RANGE);
        assertThat(outOfRange.receipt().get().result()).isEqualTo(CommandResult.OUT_OF_RANGE);
    }
}
