/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.sim.kpi;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import org.fabtwin.core.line.LineCompiler;
import org.fabtwin.core.log.EventLogConfig;
import org.fabtwin.core.log.EventLogReader;
import org.fabtwin.core.log.RecordHandler;
import org.fabtwin.sim.run.LineRun;
import org.fabtwin.sim.run.RunPlan;
import org.fabtwin.sim.scenario.Scenario;
import org.fabtwin.sim.scenario.ScenarioReader;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MoveTallyTest {
    private static final long DAY_US = 86_400_000_000L;

    @ParameterizedTest
    @CsvSource({
        "minifab, line.eventDetail=lot, 60",
        "line2nm-pilot, carrier.handoff=direct, 4",
        // How long a carrier keeps its load port.
        "line2nm-pilot, carrier.handoff=held, 4"
    })
    void shouldCountStretchesOfRecordsAsOneByOne(String scenario, String set, int days) throws IOException {
        final RunPlan plan = plan(ScenarioReader.read(scenario, List.of(set)), days * DAY_US);
        try (LineRun run = LineRun.start(plan);
                EventLogReader reader = run.inlineReader()) {
            final LineFigures single = new LineFigures(plan.warmupUs());
            final RecordHandler oneByOne = single::onRecord;
            boolean goesOn = true;
            while (goesOn) {
                goesOn = run.advance();
                reader.poll(oneByOne, Integer.MAX_VALUE);
            }

            final RunFigures inStretches = run.figures(null);
            assertThat(inStretches.lotSteps()).isGreaterThan(1000);
            assertThat(inStretches)
                    .isEqualTo(single.figures(plan.endUs(), null, inStretches.calendarEvents(), run.logHash()));
        }
    }

    private static RunPlan plan(Scenario scenario, long endUs) {
        return new RunPlan(
                scenario.name(),
                scenario.text(),
                LineCompiler.compile(scenario.definition()),
                scenario.seed(),
                0,
                null,
                DAY_US / 2,
                endUs,
                List.of(),
                EventLogConfig.ringOnly(),
                0,
                "test");
    }
}
