/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.core.flow;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.fabtwin.core.event.LotReleasedDecoder;
import org.fabtwin.core.event.TrackInDecoder;
import org.fabtwin.core.event.TrackOutDecoder;
import org.fabtwin.core.line.Criterion;
import org.fabtwin.core.line.Line;
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

/** Draws belong to a lot of an order and its step: what else there is in the line does not shift them. */
class CommonRandomNumbersTest {
    private static LineFixture fixture() {
        LineFixture fixture = LineFixture.ofLots().transport(2);
        fixture.group("A", ToolKind.SINGLE, 2, Criterion.PRIORITY);
        fixture.group("B", ToolKind.SINGLE, 1);
        fixture.recipe("a", Distribution.EXPONENTIAL, 8);
        fixture.recipe("b", Distribution.EXPONENTIAL, 3);
        ProductDefinition product = fixture.product("p");
        fixture.step(product, "s1", "A", "a");
        StepDefinition s2 = fixture.step(product, "s2", "B", "b");
        s2.sampling = Tunable.share("sampling", 0.7);
        s2.reworkTo = "s1";
        s2.reworkProbability = Tunable.share("rework", 0.1);
        fixture.order("normal", "p", 1, Distribution.EXPONENTIAL, 8);
        return fixture;
    }

    /** Process time and release time by (order, number in the order, step, visit). */
    private static Map<String, Long> times(LineFixture fixture, Command... commands) throws IOException {
        Line line = fixture.compile();
        Map<String, Long> times = new LinkedHashMap<>();
        Map<Integer, String> nameOfLot = new LinkedHashMap<>();
        Map<Integer, Integer> released = new LinkedHashMap<>();
        Map<Integer, Long> startedUs = new LinkedHashMap<>();
        try (RecordedRun run = RecordedRun.start(line, 1, 0)) {
            for (Command command : commands) {
                run.twin().inbox().offer(command);
            }
            for (RecordedRun.Event event : run.runTo(5_000).events()) {
                if (event.templateId() == LotReleasedDecoder.TEMPLATE_ID) {
                    LotReleasedDecoder lot = new LotReleasedDecoder();
                    lot.wrap(Story.bytes(event.block()), 0, LotReleasedDecoder.BLOCK_LENGTH, 1);
                    // Lots by command are told from those of the stream by their instant: a minute and 1 us.
                    boolean byCommand = event.timeUs() % 60_000_000 == 1 && commands.length > 0;
                    int number = byCommand ? -event.subject() : released.merge((int) lot.lotClass(), 1, Integer::sum);
                    nameOfLot.put(event.subject(), lot.lotClass() + "/" + number);
                    times.put(nameOfLot.get(event.subject()), event.timeUs());
                } else if (event.templateId() == TrackInDecoder.TEMPLATE_ID) {
                    startedUs.put(event.subject(), event.timeUs());
                } else if (event.templateId() == TrackOutDecoder.TEMPLATE_ID) {
                    TrackOutDecoder out = new TrackOutDecoder();
                    out.wrap(Story.bytes(event.block()), 0, TrackOutDecoder.BLOCK_LENGTH, 1);
                    String key =
                            nameOfLot.get(event.subject()) + "/" + line.steps().name(out.step()) + "/" + out.visit();
                    times.put(key, event.timeUs() - startedUs.get(event.subject()) - out.interruptedUs());
                }
            }
        }
        return times;
    }

    private static void assertSame(Consumer<LineFixture> change, Command... commands) throws IOException {
        Map<String, Long> before = times(fixture());
        LineFixture changed = fixture();
        change.accept(changed);
        Map<String, Long> after = times(changed, commands);

        int compared = 0;
        for (Map.Entry<String, Long> entry : before.entrySet()) {
            Long other = after.get(entry.getKey());
            if (other != null) {
                assertThat(other).as(entry.getKey()).isEqualTo(entry.getValue());
                compared++;
            }
        }
        // The two runs differ in which lots are through at the end; by far most are in both.
        assertThat(compared).isGreaterThan(before.size() * 9 / 10).isGreaterThan(1_000);
    }

    @Test
    void shouldKeepTheDrawsOfLotsWhenAToolIsAdded() throws IOException {
        assertSame(fixture -> fixture.definition().toolGroups.get(0).count = 3);
    }

    @Test
    void shouldKeepTheDrawsOfLotsWhenAGroupAndAStepOfAnotherProductAreAddedBefore() throws IOException {
        assertSame(fixture -> {
            fixture.group("C", ToolKind.SINGLE, 1);
            fixture.definition()
                    .toolGroups
                    .add(0, fixture.definition().toolGroups.remove(2));
            fixture.recipe("c", Distribution.EXPONENTIAL, 1);
            fixture.step(fixture.product("q"), "s0", "C", "c");
            fixture.definition().products.add(0, fixture.definition().products.remove(1));
        });
    }

    @Test
    void shouldKeepTheDrawsOfLotsWhenAnOrderIsAdded() throws IOException {
        assertSame(fixture -> fixture.order("hot", "p", 1, Distribution.EXPONENTIAL, 100).priority = 5);
    }

    @Test
    void shouldKeepTheDrawsOfLotsWhenABreakdownIsAdded() throws IOException {
        assertSame(
                fixture -> LineFixture.breakdown(fixture.definition().toolGroups.get(0), 500, 30));
    }

    @Test
    void shouldKeepTheDrawsOfLotsWhenTheRuleChanges() throws IOException {
        assertSame(fixture -> fixture.definition().toolGroups.get(0).criteria.set(0, Criterion.LAST_STEP));
    }

    @Test
    void shouldKeepTheDrawsOfLotsWhenCommandsReleaseLotsAndStopTools() throws IOException {
        assertSame(
                fixture -> {},
                Command.releaseLots(0, 3).at(600_000_001L),
                Command.toolDown(0).at(1_200_000_001L),
                Command.toolUp(0).at(1_800_000_001L));
    }
}
