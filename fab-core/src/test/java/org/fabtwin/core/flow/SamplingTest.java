/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.core.flow;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.fabtwin.core.event.WaferProcessedDecoder;
import org.fabtwin.core.line.ToolKind;
import org.fabtwin.core.line.definition.LineDefinition.ProductDefinition;
import org.fabtwin.core.line.definition.LineDefinition.StepDefinition;
import org.fabtwin.core.line.definition.LineDefinition.ToolGroupDefinition;
import org.fabtwin.core.line.definition.Tunable;
import org.fabtwin.core.random.Distribution;
import org.fabtwin.core.twin.LineFixture;
import org.fabtwin.core.twin.RecordedRun;
import org.fabtwin.core.twin.Story;
import org.junit.jupiter.api.Test;

/** Sampling rules: etch (1 min a wafer) on one tool, then measure (1 min); carriers of 5 every 60 minutes. */
class SamplingTest {
    private final LineFixture fixture = LineFixture.ofWafers();
    private final ToolGroupDefinition etcher = fixture.group("ETCH", ToolKind.CASCADE, 1);
    private final StepDefinition measure;

    SamplingTest() {
        fixture.group("SEM", ToolKind.CASCADE, 1);
        fixture.recipe("etch", Distribution.CONSTANT, 1);
        fixture.recipe("measure", Distribution.CONSTANT, 1);
        ProductDefinition product = fixture.product("p");
        fixture.step(product, "etch", "ETCH", "etch");
        measure = fixture.step(product, "measure", "SEM", "measure");
        fixture.order("o", "p", 5, Distribution.CONSTANT, 60);
    }

    private long measured(double minutes) throws IOException {
        try (RecordedRun run = RecordedRun.start(fixture.compile(), 1, 0).runTo(minutes)) {
            return Story.of(run).wafers().stream()
                    .filter(line -> line.contains("starts SEM"))
                    .count();
        }
    }

    private void sampling(double share) {
        measure.sampling = Tunable.share("steps.measure.sampling.share", share);
    }

    @Test
    void shouldMeasureEveryNthWaferThatComesBy() throws IOException {
        sampling(1.0 / 3);
        measure.samplingEvery = Tunable.number("steps.measure.sampling.every", 3);

        try (RecordedRun run = RecordedRun.start(fixture.compile(), 1, 0).runTo(170)) {
            // Wafers 0, 3, 6, 9, 12 of the three carriers.
            assertThat(Story.of(run).wafers().stream().filter(line -> line.contains("starts SEM")))
                    .extracting(line -> line.substring(line.indexOf('w'), line.indexOf(" starts")))
                    .containsExactly("w0", "w3", "w6", "w9", "w12");
        }
    }

    @Test
    void shouldMeasureTheFirstWafersAfterMaintenanceOfTheirTool() throws IOException {
        sampling(0);
        measure.samplingAfterMaintenance = Tunable.number("steps.measure.sampling.afterMaintenance", 7);
        LineFixture.maintenance(etcher, false, 150, 10).firstOccurrence = Tunable.time("first", "min", 150);

        // Maintenance at 150 and 300 min: the carriers at 180 and, of it two wafers, 240; then the one at 300
        // (processed after it), two
        // of 360.
        assertThat(measured(420)).isEqualTo(14);
    }

    @Test
    void shouldMeasureOneWaferOfAToolThatWasNotMeasuredForTooLong() throws IOException {
        sampling(0);
        measure.samplingUnmeasuredFor = Tunable.time("steps.measure.sampling.unmeasuredFor", "min", 100);

        // Decided when the carrier leaves the etcher at 5 min after each hour: at 125, at 245 (120 later), 365, 485,
        // 605.
        assertThat(measured(650)).isEqualTo(5);
    }

    @Test
    void shouldLetSampledWafersWaitAtABusyMeasurement() throws IOException {
        sampling(1);
        measure.samplingEvery = Tunable.number("steps.measure.sampling.every", 1);
        fixture.definition().recipes.get(1).processTime =
                LineFixture.minutes(Distribution.CONSTANT, "recipes.measure.time", 30);

        try (RecordedRun run = RecordedRun.start(fixture.compile(), 1, 0).runTo(600)) {
            // 150 minutes a carrier at one tool that gets one each hour.
            assertThat(Story.of(run).trackIns().stream().filter(line -> line.contains(" measure in")))
                    .hasSize(4);
            assertThat(run.events(WaferProcessedDecoder.TEMPLATE_ID)).hasSizeGreaterThan(60);
        }
    }
}
