/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.core.theory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.fabtwin.core.event.ChamberQualifiedDecoder;
import org.fabtwin.core.event.ChartSignalledDecoder;
import org.fabtwin.core.event.LoopUpdatedDecoder;
import org.fabtwin.core.event.QualificationStartedDecoder;
import org.fabtwin.core.event.ResultSource;
import org.fabtwin.core.event.TrackInDecoder;
import org.fabtwin.core.line.ChartRule;
import org.fabtwin.core.line.ControlMethod;
import org.fabtwin.core.line.definition.ChartDefinition;
import org.fabtwin.core.line.definition.ControllerDefinition;
import org.fabtwin.core.line.definition.LineDefinition.MaintenanceDefinition;
import org.fabtwin.core.line.definition.LineDefinition.QualificationDefinition;
import org.fabtwin.core.line.definition.Tunable;
import org.fabtwin.core.twin.LineFixture;
import org.fabtwin.core.twin.RecordedRun;
import org.fabtwin.core.twin.Story;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * A maintenance after each 20 wafers draws the chamber anew (standard deviation 2), wafers scatter by 0.5, results by 0.2. The
 * loop begins anew after it, so the first wafer is off by 2^2 + 0.5^2, of which its result shows 0.2^2 more: 4.29. A qualification
 * wafer, measured with R = 0.5^2 + 0.2^2, leaves P R / (P + R) of P = 2^2: the first wafer is off by 0.2704 + 0.25 + 0.04 = 0.5604.
 */
class QualificationTest {
    private static final int REPLICATIONS = 12;
    private static final int WAFERS = 20_000;
    private static final double REDRAW = 2;
    private static final double WAFER = 0.5;
    private static final double NOISE = 0.2;

    private static Consumer<ControllerDefinition> law(int method) {
        return controller -> {
            controller.method = method;
            controller.weight = Tunable.number("control.c.weight", 0.3);
            controller.byChamber = true;
            controller.resetsAfterMaintenance = true;
            controller.resultSigma = Tunable.number("control.c.noise", Math.sqrt(WAFER * WAFER + NOISE * NOISE));
            controller.redrawSigma = Tunable.number("control.c.spread.afterMaintenance", REDRAW);
            controller.measurementSigma = Tunable.number("metrology.x.noise", NOISE);
        };
    }

    /** The line; {@code delayMinutes} of a qualification wafer, none below 0. */
    private static LineFixture line(Consumer<ControllerDefinition> law, double delayMinutes, double waits) {
        return line(law, delayMinutes, waits, 1);
    }

    private static LineFixture line(
            Consumer<ControllerDefinition> law, double delayMinutes, double waits, double metrologyMinutes) {
        LineFixture fixture = ControlledLine.fixture(
                parameter -> {
                    parameter.wafer = Tunable.number("variation.x.wafer", WAFER);
                    parameter.afterMaintenance = Tunable.number("variation.x.afterMaintenance", REDRAW);
                },
                law,
                metrologyMinutes);
        ControlledLine.measurement(fixture, NOISE);
        MaintenanceDefinition clean =
                LineFixture.maintenance(fixture.definition().toolGroups.get(0), true, 20, 1);
        clean.redrawsOffset = true;
        if (delayMinutes >= 0) {
            QualificationDefinition wafer = new QualificationDefinition();
            wafer.enabled = Tunable.number("qualification.enabled", 1);
            wafer.time = Tunable.time("qualification.time", "min", 1);
            wafer.delay = Tunable.time("qualification.delay", "min", delayMinutes);
            wafer.waits = Tunable.number("qualification.wait", waits);
            clean.qualification = wafer;
        }
        return fixture;
    }

    private static Interval firsts(LineFixture fixture) {
        return Interval.of(IntStream.range(0, REPLICATIONS)
                .mapToDouble(replication ->
                        ControlledLine.run(fixture, WAFERS, replication).meanSquareOfFirsts())
                .toArray());
    }

    @Test
    @DisplayName("Without qualification the first wafer after maintenance is off by 2^2 + 0.5^2 + 0.2^2")
    void shouldCostTheFirstWaferWithoutQualification() {
        firsts(line(law(ControlMethod.EWMA), -1, 1)).assertHolds("first wafer", 4.29, 4.6);
    }

    @ParameterizedTest
    @CsvSource({"EWMA", "INTEGRAL", "DOUBLE_EWMA"})
    @DisplayName("With a qualification wafer before product by P R / (P + R) + 0.5^2 + 0.2^2")
    void shouldLeaveTheNoiseOfOneWaferWithQualification(String law) throws ReflectiveOperationException {
        int method = ControlMethod.class.getField(law).getInt(null);
        firsts(line(law(method), 1, 1)).assertHolds("first wafer", 0.5604, 0.60);
    }

    @Test
    @DisplayName("Kalman: what it knew of the chamber and two draws make P = P0 + 2^2")
    void shouldTeachTheSharedFilter() {
        // The filter adds 2^2 at each maintenance to what it has; 20 wafers leave next to nothing of that: P is 2^2 + R
        // / 20
        // or so, while the truth is off by two draws, 2^2 + 2^2. Gain K = 4.0145 / (4.0145 + 0.29): (1 - K)^2 8.0 + K^2
        // 0.29 + 0.29.
        firsts(line(law(ControlMethod.KALMAN), 1, 1)).assertHolds("first wafer", 0.5803, 0.62);
    }

    @Test
    @DisplayName("When products do not wait the first wafer goes in as without qualification")
    void shouldNotHelpTheFirstWaferThatDoesNotWait() {
        firsts(line(law(ControlMethod.EWMA), 15, 0)).assertHolds("first wafer", 4.29, 4.6);
    }

    private static List<Double> minutes(RecordedRun run, int template) {
        return run.events(template).stream().map(RecordedRun.Event::minutes).toList();
    }

    @Test
    void shouldTakeNoProductBeforeTheResultAndTellAllOfIt() throws IOException {
        try (RecordedRun run = RecordedRun.start(
                        line(law(ControlMethod.EWMA), 30, 1).compile(), 1, 0)
                .runTo(250)) {
            // A wafer each 10 minutes from 0 on; the 20th leaves at 195, a minute of maintenance, one of the wafer, 30
            // to its result.
            assertThat(minutes(run, QualificationStartedDecoder.TEMPLATE_ID)).containsExactly(196.0);
            assertThat(minutes(run, ChamberQualifiedDecoder.TEMPLATE_ID)).containsExactly(227.0);
            assertThat(Story.of(run).toolStates())
                    .contains("195 T-01 SCHEDULED_DOWN MAINTENANCE", "227 T-01 PRODUCTIVE WORK");
            assertThat(run.where(event -> event.templateId() == TrackInDecoder.TEMPLATE_ID
                            && event.minutes() > 190
                            && event.minutes() < 227
                            && Story.bytes(event.block()).getInt(TrackInDecoder.stepEncodingOffset()) == 0))
                    .isEmpty();
        }
    }

    @Test
    void shouldDiscardAResultThatAnotherMaintenanceHasOvertaken() throws IOException {
        LineFixture fixture = line(law(ControlMethod.EWMA), 400, 0);
        try (RecordedRun run = RecordedRun.start(fixture.compile(), 1, 0).runTo(1000)) {
            // Results come 400 minutes after the wafer, maintenance 200 minutes apart.
            assertThat(minutes(run, ChamberQualifiedDecoder.TEMPLATE_ID)).hasSizeGreaterThanOrEqualTo(2);
            assertThat(run.events(LoopUpdatedDecoder.TEMPLATE_ID)).noneMatch(event -> new LoopUpdatedDecoder()
                    .wrap(Story.bytes(event.block()), 0, LoopUpdatedDecoder.BLOCK_LENGTH, 1)
                    .source()
                    .equals(ResultSource.QUALIFICATION));
        }
    }

    @Test
    void shouldTeachNoLoopFromAWaferOfBeforeTheMaintenance() throws IOException {
        LineFixture fixture = line(law(ControlMethod.EWMA), -1, 1, 22);
        try (RecordedRun run = RecordedRun.start(fixture.compile(), 1, 0).runTo(232)) {
            // The wafers that start at 170, 180 and 190 have their results at 197, 207 and 217; the chamber is another
            // since 196.
            assertThat(run.where(
                            event -> event.templateId() == LoopUpdatedDecoder.TEMPLATE_ID && event.minutes() > 190))
                    .extracting(RecordedRun.Event::minutes)
                    .containsExactly(196.0, 227.0);
        }
    }

    @Test
    void shouldTellResultsOfBeforeTheMaintenanceApartWhereTheLoopGoesOn() throws IOException {
        try (RecordedRun run = RecordedRun.start(
                        line(goesOn(ControlMethod.EWMA), -1, 1, 22).compile(), 1, 0)
                .runTo(232)) {
            assertThat(run
                            .where(event ->
                                    event.templateId() == LoopUpdatedDecoder.TEMPLATE_ID && event.minutes() > 190)
                            .stream()
                            .map(event -> new LoopUpdatedDecoder()
                                    .wrap(Story.bytes(event.block()), 0, LoopUpdatedDecoder.BLOCK_LENGTH, 1)
                                    .source()))
                    .containsExactly(
                            ResultSource.MAINTENANCE,
                            ResultSource.EARLIER_MEASUREMENT,
                            ResultSource.EARLIER_MEASUREMENT,
                            ResultSource.EARLIER_MEASUREMENT,
                            ResultSource.MEASUREMENT);
        }
    }

    private static Consumer<ControllerDefinition> goesOn(int method) {
        return law(method).andThen(controller -> controller.resetsAfterMaintenance = false);
    }

    private static List<LoopUpdatedDecoder> updates(RecordedRun run, double fromMinutes) {
        return run
                .where(event -> event.templateId() == LoopUpdatedDecoder.TEMPLATE_ID && event.minutes() >= fromMinutes)
                .stream()
                .map(event -> new LoopUpdatedDecoder()
                        .wrap(Story.bytes(event.block()), 0, LoopUpdatedDecoder.BLOCK_LENGTH, 1))
                .toList();
    }

    /** The maintenance has cleared the chart; what is off by a thousandth of a standard deviation signals. */
    @Test
    void shouldChartNoResultOfBeforeTheMaintenance() throws IOException {
        LineFixture fixture = line(goesOn(ControlMethod.EWMA), -1, 1, 22);
        ChartDefinition chart = new ChartDefinition();
        chart.name = "x";
        chart.controller = "x";
        chart.rule = ChartRule.SHEWHART;
        chart.width = Tunable.number("spc.x.width", 0.001);
        chart.sigma = Tunable.number("spc.x.sigma", 1);
        chart.enabled = Tunable.number("spc.x.enabled", 1);
        fixture.definition().charts.add(chart);
        try (RecordedRun run = RecordedRun.start(fixture.compile(), 1, 0).runTo(232)) {
            assertThat(updates(run, 190))
                    .extracting(LoopUpdatedDecoder::source)
                    .contains(ResultSource.EARLIER_MEASUREMENT, ResultSource.MEASUREMENT);
            // The results of 197, 207 and 217 are of wafers from before the maintenance at 195.
            assertThat(minutes(run, ChartSignalledDecoder.TEMPLATE_ID)).endsWith(177.0, 187.0, 227.0);
        }
    }

    /**
     * R = 0.5^2 + 0.2^2 and the weight 0.3 mean P = 0.3 R / 0.7. A result of an earlier wafer has its full weight as long as nothing is
     * known of the chamber since; after the qualification wafer the two draws lie between: P / (P + R + 2 2^2).
     */
    @Test
    void shouldTrustAnEarlierResultLessOnceTheChamberIsQualified() throws IOException {
        double variance = WAFER * WAFER + NOISE * NOISE;
        double prior = 0.3 * variance / 0.7;
        double less = prior / (prior + variance + 2 * REDRAW * REDRAW);
        try (RecordedRun run = RecordedRun.start(
                        line(goesOn(ControlMethod.EWMA), 1, 1, 22).compile(), 1, 0)
                .runTo(225)) {
            List<LoopUpdatedDecoder> updates = updates(run, 187);
            assertThat(updates)
                    .extracting(LoopUpdatedDecoder::source)
                    .containsExactly(
                            ResultSource.MEASUREMENT,
                            ResultSource.MAINTENANCE,
                            ResultSource.EARLIER_MEASUREMENT,
                            ResultSource.QUALIFICATION,
                            ResultSource.EARLIER_MEASUREMENT,
                            ResultSource.EARLIER_MEASUREMENT);
            assertThat(weight(updates, 2)).isCloseTo(0.3, within(1e-9));
            assertThat(weight(updates, 4)).isCloseTo(less, within(1e-9));
            assertThat(weight(updates, 5)).isCloseTo(less, within(1e-9));
        }
    }

    /** How much of its residual a result added to the level. */
    private static double weight(List<LoopUpdatedDecoder> updates, int at) {
        return (updates.get(at).level() - updates.get(at - 1).level())
                / updates.get(at).residual();
    }
}
