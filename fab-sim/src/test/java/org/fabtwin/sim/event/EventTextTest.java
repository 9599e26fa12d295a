/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.sim.event;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class EventTextTest {
    @Test
    void shouldWriteOneReadableLinePerEvent() {
        final EventText text = new EventText(TinyLine.line());
        final LogSketch log = new LogSketch()
                .add("TrackOut", 102_600_000_001L, "lot", 17, "tool", 1, "busyUs", 1_500_000, "wafers", 5)
                .add("LotReleased", 0, "dueUs", Long.MAX_VALUE, "firstWafer", -1, "wafers", 1)
                .add("CommandApplied", 0, "subject", 1, "kind", "TOOL_DOWN", "value", 2.5)
                .add("Padding", 0)
                .add("LogHeader", 0, "scenarioName", "tiny", "line", "x".repeat(61));
        final List<String> lines = new ArrayList<>();
        log.replay((buffer, offset, length, templateId, position) -> {
            try {
                final StringBuilder line = new StringBuilder();
                text.write(line, buffer, offset, length, templateId);
                lines.add(line.toString());
            } catch (final IOException e) {
                throw new UncheckedIOException(e);
            }
        });

        assertThat(lines)
                .containsExactly(
                        "   1d 04:30:00.000001  TrackOut             lot=17 carrier=0 step=1.clean tool=CLU-01 wafers=5"
                                + " visit=0 busy=1.500000s interrupted=0.000000s",
                        "   0d 00:00:00.000000  LotReleased          lot=0 product=logic lotClass=logic.0 priority=0"
                                + " due=- firstStep=1.clean carrier=0 firstWafer=- wafers=1 initial=0",
                        "   0d 00:00:00.000000  CommandApplied       sequence=0 subject=CLU-01 count=0 value=2.5"
                                + " kind=TOOL_DOWN result=APPLIED",
                        "",
                        "   0d 00:00:00.000000  LogHeader            replication=0 seed=0 eventDetail=LOT"
                                + " scenarioName=tiny line=(61 bytes) scenario=");
    }
}
