/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.sim.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.stream.LongStream;
import org.fabtwin.core.event.EventDetail;
import org.fabtwin.core.log.EventLog;
import org.fabtwin.core.log.EventLogConfig;
import org.fabtwin.core.log.EventLogReader;
import org.fabtwin.core.log.EventWriter;
import org.fabtwin.core.log.LogMetadata;
import org.fabtwin.core.twin.Twin;
import org.junit.jupiter.api.Test;

/** Tools in detailed form never stand in their own way. {@code -Dfab.seeds=N} tries more, {@code -Dfab.seed=S} one. */
class RandomToolsTest {
    private static final long DAY_US = 86_400_000_000L;
    /** Far more than the work takes. */
    private static final int MOST_DAYS = 400;

    @Test
    void shouldFinishAllWafersOfRandomTools() {
        final Long one = Long.getLong("fab.seed");
        final long seeds = Long.getLong("fab.seeds", 300);
        final LongStream tried = one == null ? LongStream.range(0, seeds) : LongStream.of(one);

        tried.forEach(RandomToolsTest::shouldFinish);
    }

    private static void shouldFinish(final long seed) {
        final RandomTool.Drawn drawn = RandomTool.of(seed);
        final EventLogConfig ring =
                EventLogConfig.ringOnly().withSegmentBytes(1 << 20).withSegmentCount(4);
        final Checks checks = new Checks();
        try (EventLog log = EventLog.create(ring)) {
            new LogMetadata(
                            0,
                            0,
                            0,
                            "run",
                            "0",
                            "",
                            seed,
                            0,
                            EventDetail.ROBOT,
                            "random",
                            drawn.line().toJson(),
                            "")
                    .writeTo(log);
            final Twin twin = new Twin(drawn.line(), seed, 0, log, new EventWriter(log), null);
            final EventLogReader reader = log.inlineReader();
            twin.start();
            int day = 0;
            do {
                day++;
                while (!twin.advance(day * DAY_US, 1000)) {
                    poll(reader, checks);
                }
                poll(reader, checks);
            } while (day < MOST_DAYS && (twin.lotsInLine() > 0 || day < 3));
            checks.end();
            assertThat(twin.lotsInLine())
                    .as("lots left of -Dfab.seed=%d after %d days: %s", seed, day, drawn.description())
                    .isZero();
        } catch (final IOException e) {
            throw new IllegalStateException(e);
        }
        assertThat(checks.checks())
                .as("-Dfab.seed=%d: %s", seed, drawn.description())
                .allSatisfy(check -> assertThat(check.findings()).isEmpty());
    }

    private static void poll(final EventLogReader reader, final Checks checks) {
        int polled;
        do {
            polled = reader.poll(checks, 10_000);
        } while (polled > 0);
    }
}
