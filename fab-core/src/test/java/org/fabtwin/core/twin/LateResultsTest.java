/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.core.twin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.util.List;
import org.fabtwin.core.event.LoopUpdatedDecoder;
import org.fabtwin.core.event.ResultSource;
import org.fabtwin.core.event.WaferMeasuredDecoder;
import org.fabtwin.core.line.definition.ControllerDefinition;
import org.fabtwin.core.line.definition.DistributionDefinition;
import org.fabtwin.core.line.definition.MeasurementDefinition;
import org.fabtwin.core.line.definition.ProcessDefinition.CriticalParameterDefinition;
import org.fabtwin.core.line.definition.Tunable;
import org.fabtwin.core.random.Distribution;
import org.fabtwin.core.yield.YieldLines;
import org.junit.jupiter.api.Test;

/** One wafer, set (5 min), measured (1 min), always reworked: set again from minute 6 on, and so forth. */
class LateResultsTest {
    private static final double THREE_PASSES_MINUTES = 20;

    private static LineFixture reworked(double delayMinutes) {
        LineFixture fixture = LineFixture.ofWafers().detail(1);
        fixture.cluster("T", 1, 1);
        fixture.clusterRecipe("set", 5);
        fixture.cluster("M", 1, 1);
        fixture.clusterRecipe("measure", 1);
        var route = fixture.product("p");
        fixture.step(route, "s", "T", "set");
        var measure = fixture.step(route, "m", "M", "measure");
        measure.reworkTo = "s";
        measure.reworkProbability = Tunable.share("rework", 0.999999);
        fixture.step(route, "end", "M", "measure");
        fixture.order("o", "p", 1, Distribution.CONSTANT, 1000).releases = 1;
        CriticalParameterDefinition parameter = YieldLines.parameter(fixture, "x", "s", false, 100);
        parameter.measureStep = "m";
        parameter.wafer = Tunable.number("variation.x.wafer", 0.1);
        MeasurementDefinition measurement = new MeasurementDefinition();
        measurement.parameter = "x";
        measurement.delay = Tunable.time("measurements.x.delay", "min", delayMinutes);
        fixture.definition().measurements.add(measurement);
        ControllerDefinition controller = new ControllerDefinition();
        controller.name = "x";
        controller.parameter = "x";
        controller.step = "s";
        controller.gain = Tunable.number("control.x.gain", 1);
        controller.weight = Tunable.number("control.x.weight", 0.3);
        controller.enabled = Tunable.number("control.x.enabled", 1);
        fixture.definition().controllers.add(controller);
        return fixture;
    }

    private static long learnt(RecordedRun run) {
        return run.events(LoopUpdatedDecoder.TEMPLATE_ID).stream()
                .map(event -> new LoopUpdatedDecoder()
                        .wrap(Story.bytes(event.block()), 0, LoopUpdatedDecoder.BLOCK_LENGTH, 1)
                        .source())
                .filter(ResultSource.MEASUREMENT::equals)
                .count();
    }

    @Test
    void shouldLearnFromResultsThatComeBeforeTheNextPass() throws IOException {
        try (RecordedRun run = RecordedRun.start(reworked(0).compile(), 1, 0).runTo(THREE_PASSES_MINUTES)) {
            List<RecordedRun.Event> results = run.events(WaferMeasuredDecoder.TEMPLATE_ID);
            assertThat(results).hasSizeGreaterThanOrEqualTo(2);
            assertThat(learnt(run)).isEqualTo(results.size());
        }
    }

    private static List<LoopUpdatedDecoder> updates(RecordedRun run) {
        return run.events(LoopUpdatedDecoder.TEMPLATE_ID).stream()
                .map(event -> new LoopUpdatedDecoder()
                        .wrap(Story.bytes(event.block()), 0, LoopUpdatedDecoder.BLOCK_LENGTH, 1))
                .toList();
    }

    private static List<Double> measured(RecordedRun run) {
        return run.events(WaferMeasuredDecoder.TEMPLATE_ID).stream()
                .map(event -> new WaferMeasuredDecoder()
                        .wrap(Story.bytes(event.block()), 0, WaferMeasuredDecoder.BLOCK_LENGTH, 1)
                        .deviation())
                .toList();
    }

    @Test
    void shouldJudgeALateResultByThePassThatWasMeasured() throws IOException {
        // Passes begin at minutes 0, 6, 12, their results come at 9, 15, 21: the first two had no offset, the third has
        // that of the first result.
        try (RecordedRun run = RecordedRun.start(reworked(3).compile(), 1, 0).runTo(THREE_PASSES_MINUTES + 2)) {
            List<Double> measured = measured(run);
            List<LoopUpdatedDecoder> updates = updates(run);
            assertThat(measured).hasSize(3);
            assertThat(updates).hasSize(3);
            double first = updates.get(0).recipeOffset();
            assertThat(first).isNotZero();
            assertThat(updates.get(0).residual()).isEqualTo(measured.get(0));
            assertThat(updates.get(1).residual())
                    .isCloseTo(measured.get(1) - updates.get(0).level(), within(1e-12));
            assertThat(updates.get(2).residual())
                    .isCloseTo(measured.get(2) - first - updates.get(1).level(), within(1e-12));
        }
    }

    @Test
    void shouldTellTheLoopAlsoWhenTheWafersRowIsAnothers() throws IOException {
        // A wafer each 10 minutes leaves after 7; its result comes 25 minutes later, and its row has been the next
        // one's
        // by then.
        LineFixture fixture = reworked(25);
        fixture.definition().products.get(0).route.get(1).reworkProbability = Tunable.share("rework", 0);
        fixture.definition().orders.get(0).interval =
                DistributionDefinition.of(Distribution.CONSTANT, Tunable.time("releases.o.every", "min", 10));
        fixture.definition().orders.get(0).releases = 20;
        try (RecordedRun run = RecordedRun.start(fixture.compile(), 1, 0).runTo(300)) {
            assertThat(measured(run)).hasSize(20);
            assertThat(learnt(run)).isEqualTo(20);
        }
    }
}
