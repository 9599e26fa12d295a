/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.core.twin;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import org.fabtwin.core.event.CommandResult;
import org.fabtwin.core.event.DiesLostDecoder;
import org.fabtwin.core.line.Line;
import org.fabtwin.core.yield.YieldLines;
import org.junit.jupiter.api.Test;

/** A density of defects that is changed by command in a running line. */
class ChangedDensityTest {
    private static final long HOUR_US = 3_600_000_000L;

    private static Line line(double perCm2) {
        return YieldLines.defects(YieldLines.of(4, 10), perCm2, 2).compile();
    }

    /** Of the lots that were released after the change: one an hour. */
    private static List<RecordedRun.Event> losses(RecordedRun run) {
        return run.where(event -> event.templateId() == DiesLostDecoder.TEMPLATE_ID && event.timeUs() > HOUR_US);
    }

    @Test
    void shouldLoseDiesToTheSameStepsAsIfItHadAlwaysBeenSo() throws IOException {
        Line high = line(4);
        try (RecordedRun changed = RecordedRun.start(high, 7, 0);
                RecordedRun fresh = RecordedRun.start(line(0.4), 7, 0)) {
            Command command = Command.setParameter(high.parameters().idOf("defects.sources.all.density"), 0.004);
            changed.twin().inbox().offer(command);
            changed.runTo(3000);
            fresh.runTo(3000);

            assertThat(command.receipt().join().result()).isEqualTo(CommandResult.APPLIED);
            assertThat(losses(fresh)).hasSizeGreaterThan(400);
            assertThat(losses(changed)).isEqualTo(losses(fresh));
        }
    }
}
