/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.core.theory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.fabtwin.core.event.LotCompletedDecoder;
import org.fabtwin.core.event.TrackInDecoder;
import org.fabtwin.core.line.ProcessUnit;
import org.fabtwin.core.line.ToolKind;
import org.fabtwin.core.line.definition.LineDefinition.OrderDefinition;
import org.fabtwin.core.line.definition.LineDefinition.ProductDefinition;
import org.fabtwin.core.line.definition.LineDefinition.StageDefinition;
import org.fabtwin.core.line.definition.LineDefinition.StepDefinition;
import org.fabtwin.core.random.Distribution;
import org.fabtwin.core.twin.LineFixture;
import org.fabtwin.core.twin.RecordedRun;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What it is worth to move wafers singly instead of by the lot: closed forms of DOMAIN.md 7.7. */
class TransferBatchTest {
    private static final double[] MINUTES = {1, 2, 1.5, 1, 3, 1, 2, 1, 1, 2};

    @ParameterizedTest
    @CsvSource({"25, 387.5", "5, 137.5", "1, 87.5"})
    void shouldTakeSumAndBottleneckByTransferBatch(int transferBatch, double minutes) throws Exception {
        LineFixture fixture = LineFixture.ofLots();
        ProductDefinition product = fixture.product("p");
        for (int k = 0; k < MINUTES.length; k++) {
            fixture.group("T" + k, ToolKind.SINGLE, 1);
            fixture.recipe("r" + k, Distribution.CONSTANT, MINUTES[k]).unit = ProcessUnit.WAFER;
            fixture.step(product, "s" + k, "T" + k, "r" + k);
        }
        OrderDefinition order = fixture.order("o", "p", transferBatch, Distribution.CONSTANT, 1);
        order.releases = 1;
        order.lotsPerRelease = 25 / transferBatch;

        try (RecordedRun run = RecordedRun.start(fixture.compile(), 1, 0).runTo(1000)) {
            assertThat(run.events(LotCompletedDecoder.TEMPLATE_ID)).hasSize(25 / transferBatch);
            assertThat(run.events(LotCompletedDecoder.TEMPLATE_ID))
                    .last()
                    .extracting(RecordedRun.Event::minutes)
                    .isEqualTo(minutes);
        }
    }

    @Test
    void shouldTakeSumAndBottleneckThroughTheStagesOfOneSerialTool() throws Exception {
        LineFixture fixture = LineFixture.ofWafers();
        var tool = fixture.group("TRACK", ToolKind.SERIAL, 1);
        for (int k = 0; k < MINUTES.length; k++) {
            tool.stages.add(new StageDefinition("m" + k, 1));
        }
        fixture.clusterRecipe("r", MINUTES);
        fixture.step(fixture.product("p"), "s", "TRACK", "r");
        fixture.order("o", "p", 25, Distribution.CONSTANT, 1).releases = 1;

        try (RecordedRun run = RecordedRun.start(fixture.compile(), 1, 0).runTo(1000)) {
            assertThat(run.minutes(LotCompletedDecoder.TEMPLATE_ID, 0)).containsExactly(87.5);
        }
    }

    @Test
    void shouldWaitSeventyFiveMinutesByTheLotAndThreeByTheWafer() {
        double[] byLot = stays(25, 25 / 0.8, 20_000);
        double[] byWafer = stays(1, 1 / 0.8, 40_000);

        Interval.of(byLot).assertHolds("lots of 25", 75, 75 * 1.05);
        Interval.of(byWafer).assertHolds("wafers", 3, 3 * 1.05);
    }

    private static double[] stays(int wafers, double everyMinutes, int lots) {
        LineFixture fixture = LineFixture.ofLots().detail(0);
        fixture.group("A", ToolKind.SINGLE, 1);
        fixture.recipe("r", Distribution.CONSTANT, 1).unit = ProcessUnit.WAFER;
        fixture.step(fixture.product("p"), "s", "A", "r");
        fixture.order("o", "p", wafers, Distribution.EXPONENTIAL, everyMinutes);
        LineTimes[] runs =
                SingleStationTest.replicate(fixture.compile(), 20, 500 * everyMinutes, (500 + lots) * everyMinutes);
        return Arrays.stream(runs).mapToDouble(run -> run.line().meanMinutes()).toArray();
    }

    @Test
    void shouldWaitSixtyThreeMinutesWhenLotsArriveButWafersLeaveOneByOne() {
        LineFixture fixture = LineFixture.ofWafers();
        fixture.group("A", ToolKind.CASCADE, 1);
        fixture.recipe("r", Distribution.CONSTANT, 1);
        fixture.step(fixture.product("p"), "s", "A", "r");
        fixture.order("o", "p", 25, Distribution.EXPONENTIAL, 25 / 0.8);

        LineTimes[] runs = SingleStationTest.replicate(fixture.compile(), 20, 15_000, 400_000);

        double[] stays = Arrays.stream(runs)
                .mapToDouble(run -> run.wafers().meanMinutes())
                .toArray();
        Interval.of(stays).assertHolds("wafers of lots", 63, 63 * 1.06);
    }

    /** (B - 1) / (2 lambda): exact for regular arrivals, a mean for Poisson. */
    @Test
    void shouldWaitForTheBatchToForm() throws Exception {
        LineFixture fixture = LineFixture.ofLots();
        fixture.group("FURNACE", ToolKind.BATCH, 3);
        fixture.recipe("heat", Distribution.CONSTANT, 100);
        StepDefinition heat = fixture.step(fixture.product("p"), "s", "FURNACE", "heat");
        heat.batchMinimum = 50;
        heat.batchMaximum = 50;
        fixture.order("o", "p", 1, Distribution.CONSTANT, 2);

        try (RecordedRun run = RecordedRun.start(fixture.compile(), 1, 0).runTo(10_000)) {
            double wait = run.events(TrackInDecoder.TEMPLATE_ID).stream()
                    .mapToDouble(event -> event.minutes() - 2.0 * event.subject())
                    .average()
                    .orElseThrow();
            assertThat(run.events(TrackInDecoder.TEMPLATE_ID)).hasSize(5_000);
            assertThat(wait).isCloseTo(49, within(1e-9));
        }
    }
}
