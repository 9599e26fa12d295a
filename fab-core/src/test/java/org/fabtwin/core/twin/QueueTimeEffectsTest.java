/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.core.twin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.fabtwin.core.event.DiesLostDecoder;
import org.fabtwin.core.event.LossCause;
import org.fabtwin.core.event.QueueTimeEndedDecoder;
import org.fabtwin.core.event.WaferMeasuredDecoder;
import org.fabtwin.core.line.ToolKind;
import org.fabtwin.core.line.definition.LineDefinition.ProductDefinition;
import org.fabtwin.core.line.definition.LineDefinition.StepDefinition;
import org.fabtwin.core.line.definition.ProcessDefinition.QueueEffectDefinition;
import org.fabtwin.core.line.definition.Tunable;
import org.fabtwin.core.random.Distribution;
import org.fabtwin.core.yield.YieldLines;
import org.junit.jupiter.api.Test;

/** Two windows of a route do different things to the wafers that wait in them: 40 minutes each, on the way to the next tool. */
class QueueTimeEffectsTest {
    private static final double WAIT = 40;

    /** Steps 0, 1, 2 and a measurement; x is set by step 0 and y by step 1, and each waits for the next in a window of its own. */
    private static LineFixture twoWindows() {
        LineFixture fixture = YieldLines.of(3, 10).transport(WAIT);
        ProductDefinition product = fixture.definition().products.get(0);
        fixture.group("M", ToolKind.SINGLE, 1);
        fixture.recipe("measure", Distribution.CONSTANT, 1);
        fixture.step(product, "measure", "M", "measure");
        YieldLines.parameter(fixture, "x", "step0", false, 100).measureStep = "measure";
        YieldLines.parameter(fixture, "y", "step1", false, 100).measureStep = "measure";
        window(product.route.get(0), "step1", "AIR");
        window(product.route.get(1), "step2", "WET");
        effect(fixture, "oxide", "AIR", "x", 0.3, 10, 15);
        effect(fixture, "swelling", "WET", "x", 0.05, 30, 5);
        effect(fixture, "rust", "WET", "y", -0.2, 20, 20);
        return fixture;
    }

    private static void window(StepDefinition from, String to, String queueClass) {
        from.queueTo = to;
        from.queueClass = queueClass;
        from.queueLimit = Tunable.time("steps." + from.name + ".limit", "h", 10);
    }

    private static void effect(
            LineFixture fixture,
            String name,
            String queueClass,
            String parameter,
            double shift,
            double freeMinutes,
            double tauMinutes) {
        QueueEffectDefinition effect = new QueueEffectDefinition();
        effect.name = name;
        effect.queueClass = queueClass;
        effect.parameter = parameter;
        effect.shift = YieldLines.number("queueEffects." + name + ".shift", shift);
        effect.free = Tunable.time("queueEffects." + name + ".free", "min", freeMinutes);
        effect.tau = Tunable.time("queueEffects." + name + ".tau", "min", tauMinutes);
        fixture.definition().process.queueEffects.add(effect);
    }

    private static List<Double> deviations(RecordedRun run, int parameter) {
        WaferMeasuredDecoder measured = new WaferMeasuredDecoder();
        List<Double> deviations = new ArrayList<>();
        for (RecordedRun.Event event : run.events(WaferMeasuredDecoder.TEMPLATE_ID)) {
            measured.wrap(
                    ReworkCornersTest.bytes(event),
                    0,
                    WaferMeasuredDecoder.BLOCK_LENGTH,
                    WaferMeasuredDecoder.SCHEMA_VERSION);
            if (measured.criticalParameter() == parameter) {
                deviations.add(measured.deviation());
            }
        }
        return deviations;
    }

    @Test
    void shouldShiftByEachWindowWhatThatWindowShifts() throws IOException {
        try (RecordedRun run = RecordedRun.start(twoWindows().compile(), 1, 0).runTo(1000)) {
            assertThat(run.events(QueueTimeEndedDecoder.TEMPLATE_ID)).hasSizeGreaterThan(20);
            assertThat(deviations(run, 0)).hasSizeGreaterThan(50).allSatisfy(x -> assertThat(x)
                    .isCloseTo(0.3 * Math.log(1 + 30.0 / 15) + 0.05 * Math.log(1 + 10.0 / 5), within(1e-9)));
            assertThat(deviations(run, 1)).hasSizeGreaterThan(50).allSatisfy(y -> assertThat(y)
                    .isCloseTo(-0.2 * Math.log(1 + 20.0 / 20), within(1e-9)));
        }
    }

    @Test
    void shouldBookTheDefectsOfAWindowUnderTheStepThatOpenedIt() throws IOException {
        for (int window = 0; window < 2; window++) {
            LineFixture fixture = twoWindows();
            effect(fixture, "dust", window == 0 ? "AIR" : "WET", null, 0.01, 10, 15);
            int opening = window;
            try (RecordedRun run = RecordedRun.start(fixture.compile(), 1, 0).runTo(1000)) {
                assertThat(run.events(DiesLostDecoder.TEMPLATE_ID))
                        .hasSizeGreaterThan(50)
                        .allSatisfy(event -> {
                            DiesLostDecoder lost = new DiesLostDecoder();
                            lost.wrap(
                                    ReworkCornersTest.bytes(event),
                                    0,
                                    DiesLostDecoder.BLOCK_LENGTH,
                                    DiesLostDecoder.SCHEMA_VERSION);
                            assertThat(lost.cause()).isEqualTo(LossCause.RANDOM);
                            assertThat(lost.step()).isEqualTo(opening);
                        });
            }
        }
    }
}
