/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.sim.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import org.fabtwin.core.line.Line;
import org.fabtwin.core.line.LineCompiler;
import org.fabtwin.sim.event.HeaderLine;
import org.fabtwin.sim.scenario.ScenarioReader;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The check of ports with hand-off bounded passes on the pilot line, and fails where it is told of fewer places than there were. */
class PlacesInsideCheckTest {
    @ParameterizedTest
    @CsvSource({"1, flow-line", "1, detailed", "5, flow-line", "5, detailed"})
    void shouldFindCarriersWithoutPlace(final int size, final String form) throws IOException {
        final Line line = LineCompiler.compile(ScenarioReader.read(
                        "line2nm-pilot",
                        List.of("carrier.size=" + size, "carrier.handoff=bounded", "line.form=" + form))
                .definition());
        final PortCheck right = new PortCheck(HeaderLine.parse(line.toJson()));
        final PortCheck wrong = new PortCheck(
                HeaderLine.parse(line.toJson().replaceAll("\"placesInside\":\\d+", "\"placesInside\":0")));

        RunLog.run(
                line,
                2,
                1,
                (buffer, offset, length, templateId, position) -> {
                    right.onRecord(buffer, offset, length, templateId, position);
                    wrong.onRecord(buffer, offset, length, templateId, position);
                },
                twin -> {});

        assertThat(right.findings()).isEmpty();
        assertThat(wrong.findings()).isNotEmpty();
    }
}
