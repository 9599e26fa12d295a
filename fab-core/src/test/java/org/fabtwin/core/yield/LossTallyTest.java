/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.core.yield;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.fabtwin.core.event.DiesLostDecoder;
import org.fabtwin.core.event.LossCause;
import org.fabtwin.core.log.EventLog;
import org.fabtwin.core.log.EventLogConfig;
import org.fabtwin.core.log.EventLogReader;
import org.fabtwin.core.log.EventWriter;
import org.fabtwin.core.log.RecordHandler;
import org.fabtwin.core.state.StateArena;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LossTallyTest {
    private static final int KINDS = 300;

    /** However many kinds a wafer loses dies by, and in whatever order: each die is counted, under its cause. */
    @ParameterizedTest
    @CsvSource({"SYSTEMATIC, PARAMETRIC, RANDOM", "RANDOM, SYSTEMATIC, PARAMETRIC", "PARAMETRIC, RANDOM, SYSTEMATIC"})
    void shouldCountEachDieWithMoreKindsThanRows(LossCause first, LossCause second, LossCause third)
            throws IOException {
        try (EventLog log = EventLog.create(EventLogConfig.ringOnly())) {
            LossTally tally = new LossTally(new StateArena(), new EventWriter(log));
            for (LossCause cause : List.of(first, second, third)) {
                for (int step = 0; step < KINDS; step++) {
                    tally.add(cause, step, 0, 0);
                }
            }

            assertThat(tally.of(first)).isEqualTo(KINDS);
            assertThat(tally.of(second)).isEqualTo(KINDS);
            assertThat(tally.of(third)).isEqualTo(KINDS);

            Map<LossCause, Integer> logged = logged(log, tally);
            assertThat(logged).containsOnlyKeys(first, second, third);
            assertThat(logged.values()).containsOnly(KINDS);
        }
    }

    private static Map<LossCause, Integer> logged(EventLog log, LossTally tally) {
        Map<LossCause, Integer> sums = new EnumMap<>(LossCause.class);
        List<Integer> rows = new ArrayList<>();
        DiesLostDecoder lost = new DiesLostDecoder();
        RecordHandler handler = (buffer, offset, length, templateId, position) -> {
            lost.wrap(
                    buffer,
                    offset + RecordHandler.BLOCK_OFFSET,
                    DiesLostDecoder.BLOCK_LENGTH,
                    DiesLostDecoder.SCHEMA_VERSION);
            sums.merge(lost.cause(), lost.dies(), Integer::sum);
            rows.add(lost.step());
        };
        try (EventLogReader reader = log.inlineReader()) {
            tally.log(0, 1);
            while (reader.poll(handler, Integer.MAX_VALUE) > 0) {
                // Until it has seen all.
            }
        }
        assertThat(rows).hasSizeLessThanOrEqualTo(LossTally.MOST);
        return sums;
    }
}
