/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.core.flow;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.fabtwin.core.line.QueuePolicy;
import org.fabtwin.core.line.ToolKind;
import org.fabtwin.core.line.definition.LineDefinition.ProductDefinition;
import org.fabtwin.core.line.definition.LineDefinition.StepDefinition;
import org.fabtwin.core.line.definition.Tunable;
import org.fabtwin.core.random.Distribution;
import org.fabtwin.core.twin.Command;
import org.fabtwin.core.twin.LineFixture;
import org.fabtwin.core.twin.Story;
import org.junit.jupiter.api.Test;

/** Clean (2 min), then etch (10 min) within 8 min: of two lots that are released together the second comes too late. */
class QueueTimesTest {
    private final LineFixture fixture = LineFixture.ofLots();
    private final StepDefinition clean;
    private final StepDefinition etch;

    QueueTimesTest() {
        fixture.group("CLEAN", ToolKind.SINGLE, 2);
        fixture.group("ETCH", ToolKind.SINGLE, 1);
        fixture.recipe("clean", Distribution.CONSTANT, 2);
        fixture.recipe("etch", Distribution.CONSTANT, 10);
        ProductDefinition product = fixture.product("p");
        clean = fixture.step(product, "clean", "CLEAN", "clean");
        etch = fixture.step(product, "etch", "ETCH", "etch");
        clean.queueTo = "etch";
        clean.queueLimit = Tunable.time("limit", "min", 8);
        var order = fixture.order("o", "p", 5, Distribution.CONSTANT, 1000);
        order.releases = 1;
        order.lotsPerRelease = 2;
    }

    @Test
    void shouldReportABreachOnceAndGoOnWhenThePolicyIsToWarn() throws IOException {
        Story story = Story.of(fixture, 100);

        assertThat(story.windows())
                .containsExactly(
                        "2 c0 window 0 opens",
                        "2 c1 window 0 opens",
                        "2 c0 window 0 ends after 0",
                        "12 c1 window 0 ends after 10 breached");
        assertThat(story.trackOuts()).last().isEqualTo("22 c1 etch out ETCH-01");
    }

    @Test
    void shouldNotBreachAtTheLimitItself() throws IOException {
        clean.queueLimit = Tunable.time("limit", "min", 10);

        assertThat(Story.of(fixture, 100).windows()).last().isEqualTo("12 c1 window 0 ends after 10");
    }

    @Test
    void shouldSendLateWafersBackToTheStepThatOpenedTheWindow() throws IOException {
        clean.queuePolicy = QueuePolicy.REWORK;

        Story story = Story.of(fixture, 100);

        assertThat(story.fates())
                .containsExactly(
                        "12 lot0 done 5 scrapped 0", "12 c1 rework etch>clean of 5", "24 lot1 done 5 scrapped 0");
        assertThat(story.windows()).endsWith("14 c1 window 0 opens", "14 c1 window 0 ends after 0");
    }

    @Test
    void shouldScrapLateWafers() throws IOException {
        clean.queuePolicy = QueuePolicy.SCRAP;

        assertThat(Story.of(fixture, 100).fates())
                .containsExactly(
                        "12 lot0 done 5 scrapped 0", "12 c1 scrapped QUEUE_TIME of 5", "12 lot1 done 0 scrapped 5");
    }

    @Test
    void shouldHoldLateWafersUntilACommandReleasesThem() throws IOException {
        clean.queuePolicy = QueuePolicy.HOLD;

        Story story = Story.of(fixture.compile(), 100, Command.releaseHold(1).at(30 * 60_000_000L));

        assertThat(story.fates())
                .containsExactly(
                        "12 lot0 done 5 scrapped 0",
                        "12 c1 held QUEUE_TIME",
                        "30 c1 freed QUEUE_TIME",
                        "40 lot1 done 5 scrapped 0");
        assertThat(story.windows()).hasSize(4);
    }

    @Test
    void shouldTakeTheStrictestOfTwoWindowsThatEndTogether() throws IOException {
        clean.queuePolicy = QueuePolicy.WARN;
        StepDefinition rinse = new StepDefinition();
        rinse.name = "rinse";
        rinse.toolGroup = "CLEAN";
        rinse.recipe = "clean";
        rinse.queueTo = "etch";
        rinse.queueLimit = Tunable.time("limit2", "min", 9);
        rinse.queuePolicy = QueuePolicy.SCRAP;
        fixture.definition().products.get(0).route.add(1, rinse);

        Story story = Story.of(fixture, 100);

        assertThat(story.windows())
                .endsWith("14 c1 window 0 ends after 12 breached", "14 c1 window 1 ends after 10 breached");
        assertThat(story.fates()).contains("14 c1 scrapped QUEUE_TIME of 5");
    }

    @Test
    void shouldCloseWindowsThatEndAtABatch() throws IOException {
        batch(QueuePolicy.WARN);

        Story story = Story.of(fixture, 100);

        assertThat(story.windows())
                .containsExactly(
                        "2 c0 window 0 opens",
                        "2 c1 window 0 opens",
                        "22 c2 window 0 opens",
                        "22 c0 window 0 ends after 20 breached",
                        "22 c1 window 0 ends after 20 breached",
                        "22 c2 window 0 ends after 0");
        assertThat(story.batches()).contains("22 ETCH-01 batch of 3 with 15");
    }

    @Test
    void shouldTakeLateCarriersOutOfTheBatch() throws IOException {
        batch(QueuePolicy.SCRAP);

        Story story = Story.of(fixture, 100);

        assertThat(story.fates())
                .containsExactly(
                        "22 c0 scrapped QUEUE_TIME of 5",
                        "22 lot0 done 0 scrapped 5",
                        "22 c1 scrapped QUEUE_TIME of 5",
                        "22 lot1 done 0 scrapped 5");
        assertThat(story.batches()).filteredOn(line -> line.contains("batch")).isEmpty();
    }

    /** Batches of three lots; the third comes at 20. */
    private void batch(int policy) {
        clean.queuePolicy = policy;
        fixture.definition().toolGroups.get(1).kind = ToolKind.BATCH;
        etch.batchMinimum = 15;
        etch.batchMaximum = 15;
        var late = fixture.order("late", "p", 5, Distribution.CONSTANT, 1000);
        late.releases = 1;
        late.first = Tunable.time("late", "min", 20);
    }

    @Test
    void shouldCancelWindowsOfCarriersThatAreSentBack() throws IOException {
        StepDefinition measure = new StepDefinition();
        measure.name = "measure";
        measure.toolGroup = "CLEAN";
        measure.recipe = "clean";
        measure.reworkTo = "clean";
        measure.reworkProbability = Tunable.share("rework", 0.999999);
        fixture.definition().products.get(0).route.add(1, measure);

        assertThat(Story.of(fixture, 7).windows())
                .containsExactly(
                        "2 c0 window 0 opens",
                        "2 c1 window 0 opens",
                        "4 c0 window 0 cancelled",
                        "4 c1 window 0 cancelled",
                        "6 c0 window 0 opens",
                        "6 c1 window 0 opens");
    }
}
