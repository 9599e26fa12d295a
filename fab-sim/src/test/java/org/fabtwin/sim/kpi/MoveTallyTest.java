/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.sim.kpi;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import org.fabtwin.core.event.EventDetail;
import org.fabtwin.core.line.Line;
import org.fabtwin.core.line.LineCompiler;
import org.fabtwin.core.log.EventLog;
import org.fabtwin.core.log.EventLogConfig;
import org.fabtwin.core.log.EventLogReader;
import org.fabtwin.core.log.EventWriter;
import org.fabtwin.core.log.LogMetadata;
import org.fabtwin.core.log.RecordHandler;
import org.fabtwin.core.twin.Twin;
import org.fabtwin.sim.scenario.ScenarioReader;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MoveTallyTest {
    private static final long DAY_US = 86_400_000_000L;
    private static final int RECORDS = 4096;

    @ParameterizedTest
    @CsvSource({
        "minifab, line.eventDetail=lot, 60",
        "line2nm-pilot, carrier.handoff=direct, 4",
        // How long a carrier keeps its load port.
        "line2nm-pilot, carrier.handoff=held, 4"
    })
    void shouldCountStretchOfRecordsAsOneByOne(String scenario, String set, int days) throws IOException {
        Line line =
                LineCompiler.compile(ScenarioReader.read(scenario, List.of(set)).definition());
        try (EventLog log = EventLog.create(EventLogConfig.ringOnly())) {
            new LogMetadata(
                            log.epoch(),
                            0,
                            0,
                            "b",
                            "c",
                            "",
                            1,
                            0,
                            EventDetail.get((short) line.eventDetail()),
                            "s",
                            line.toJson(),
                            "t")
                    .writeTo(log);
            Twin twin = new Twin(line, 1, 0, log, new EventWriter(log), null);
            twin.start();
            LineFigures inStretches = new LineFigures(DAY_US / 2);
            LineFigures single = new LineFigures(DAY_US / 2);
            RecordHandler oneByOne = single::onRecord;
            EventLogReader reader = log.inlineReader();
            EventLogReader otherReader = log.inlineReader();
            long endUs = days * DAY_US;

            boolean done = false;
            while (!done) {
                done = twin.advance(endUs, RECORDS);
                assertThat(reader.poll(inStretches, Integer.MAX_VALUE))
                        .isEqualTo(otherReader.poll(oneByOne, Integer.MAX_VALUE));
                assertThat(inStretches.lastTimeUs()).isEqualTo(single.lastTimeUs());
            }

            assertThat(inStretches.records()).isEqualTo(single.records()).isGreaterThan(3L * RECORDS);
            RunFigures figures = inStretches.figures(endUs, null, null, 0);
            assertThat(figures.lotSteps()).isPositive();
            assertThat(figures).isEqualTo(single.figures(endUs, null, null, 0));
        }
    }
}
