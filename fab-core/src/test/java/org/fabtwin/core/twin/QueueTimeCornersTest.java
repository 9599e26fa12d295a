/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.core.twin;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.fabtwin.core.event.BatchStartedDecoder;
import org.fabtwin.core.event.QueueTimeCancelledDecoder;
import org.fabtwin.core.event.QueueTimeEndedDecoder;
import org.fabtwin.core.event.WafersScrappedDecoder;
import org.fabtwin.core.line.QueuePolicy;
import org.fabtwin.core.line.ToolKind;
import org.fabtwin.core.line.definition.LineDefinition.ProductDefinition;
import org.fabtwin.core.line.definition.LineDefinition.StepDefinition;
import org.fabtwin.core.line.definition.Tunable;
import org.fabtwin.core.random.Distribution;
import org.junit.jupiter.api.Test;

/** Queue-time windows that end at a batch, or at a step that is skipped. */
class QueueTimeCornersTest {
    /** Lots of one wafer every hour, 10 minutes in A, then in twos into B, within half an hour. */
    private static LineFixture cleanAndFurnace(int policy) {
        LineFixture fixture = LineFixture.ofLots();
        fixture.group("A", ToolKind.SINGLE, 1);
        fixture.group("B", ToolKind.BATCH, 1);
        fixture.recipe("r", Distribution.CONSTANT, 10);
        ProductDefinition product = fixture.product("p");
        window(fixture.step(product, "clean", "A", "r"), "furnace", policy);
        StepDefinition furnace = fixture.step(product, "furnace", "B", "r");
        furnace.batchMinimum = 2;
        furnace.batchMaximum = 2;
        fixture.order("o", "p", 1, Distribution.CONSTANT, 60).releases = 4;
        return fixture;
    }

    private static void window(StepDefinition from, String to, int policy) {
        from.queueTo = to;
        from.queueLimit = Tunable.time("steps." + from.name + ".limit", "min", 30);
        from.queuePolicy = policy;
    }

    @Test
    void shouldCloseTheWindowsOfABatchWhenItStarts() throws IOException {
        try (RecordedRun run = RecordedRun.start(
                        cleanAndFurnace(QueuePolicy.WARN).compile(), 1, 0)
                .runTo(1000)) {
            assertThat(run.events(QueueTimeEndedDecoder.TEMPLATE_ID))
                    .extracting(RecordedRun.Event::minutes)
                    .containsExactly(70.0, 70.0, 190.0, 190.0);
            assertThat(run.events(QueueTimeEndedDecoder.TEMPLATE_ID))
                    .extracting(event -> breached(event))
                    .as("the first of each batch has waited for an hour")
                    .containsExactly(1, 0, 1, 0);
            assertThat(run.twin().lotsInLine()).isZero();
        }
    }

    private static int breached(RecordedRun.Event event) {
        QueueTimeEndedDecoder ended = new QueueTimeEndedDecoder();
        ended.wrap(ReworkCornersTest.bytes(event), 0, QueueTimeEndedDecoder.BLOCK_LENGTH, 1);
        return ended.breached();
    }

    @Test
    void shouldStartNoBatchWithALotThatABreachSendsElsewhere() throws IOException {
        try (RecordedRun run = RecordedRun.start(
                        cleanAndFurnace(QueuePolicy.SCRAP).compile(), 1, 0)
                .runTo(1000)) {
            assertThat(run.events(WafersScrappedDecoder.TEMPLATE_ID))
                    .extracting(RecordedRun.Event::minutes)
                    .as("when a second lot would make a batch of the first, it is too late for that")
                    .containsExactly(70.0, 130.0, 190.0);
            assertThat(run.events(BatchStartedDecoder.TEMPLATE_ID)).isEmpty();
            assertThat(run.twin().lotsInLine()).isEqualTo(1);
        }
    }

    @Test
    void shouldCloseAWindowAtTheNextStepDoneWhereItsLastIsSkipped() throws IOException {
        LineFixture fixture = LineFixture.ofLots();
        fixture.group("A", ToolKind.SINGLE, 1);
        fixture.recipe("r", Distribution.CONSTANT, 10);
        ProductDefinition product = fixture.product("p");
        window(fixture.step(product, "s1", "A", "r"), "s2", QueuePolicy.WARN);
        fixture.step(product, "s2", "A", "r").sampling = Tunable.share("steps.s2.sampling", 0);
        window(fixture.step(product, "s3", "A", "r"), "s4", QueuePolicy.WARN);
        fixture.step(product, "s4", "A", "r").sampling = Tunable.share("steps.s4.sampling", 0);
        fixture.order("o", "p", 1, Distribution.CONSTANT, 60).releases = 1;

        try (RecordedRun run = RecordedRun.start(fixture.compile(), 1, 0).runTo(1000)) {
            assertThat(run.events(QueueTimeEndedDecoder.TEMPLATE_ID))
                    .extracting(RecordedRun.Event::minutes)
                    .containsExactly(10.0);
            assertThat(run.events(QueueTimeCancelledDecoder.TEMPLATE_ID))
                    .extracting(RecordedRun.Event::minutes)
                    .as("no step follows the one that was skipped")
                    .containsExactly(20.0);
        }
    }
}
