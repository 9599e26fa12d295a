/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.core.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ReaderAtTheEdgeTest {
    private static final int RECORDS = 70_000;

    @Test
    void shouldTellALossThatHappensWhileAPollGoesOn() throws Exception {
        try (EventLog log = EventLog.create(TestStream.smallRing().withHelperThread(false))) {
            EventWriter writer = new EventWriter(log);
            TestStream.metadata("run").writeTo(log);
            TestStream.write(log, writer, 0, 2_000);
            try (EventLogReader reader = EventLogReader.open(log.directory())) {
                List<Long> positions = new ArrayList<>();
                // The writer comes round while the first stretch is handed out.
                int delivered = reader.poll(
                        (buffer, offset, length, templateId, position) -> {
                            if (positions.isEmpty()) {
                                TestStream.write(log, writer, 2_000, RECORDS);
                            }
                            positions.add(position);
                        },
                        Integer.MAX_VALUE);
                long readUpTo = reader.position();

                assertThat(delivered).isPositive().isEqualTo(positions.size());
                assertThat(readUpTo).isLessThan(reader.earliest());

                assertThat(reader.poll((buffer, offset, length, templateId, position) -> {}, 1))
                        .isEqualTo(EventLogReader.LOST);
                assertThat(reader.lostFrom()).isEqualTo(readUpTo);
                assertThat(reader.lostTo()).isEqualTo(reader.position());
            }
        }
    }

    @Test
    void shouldSayAtOnceThatNoRecordBeginsInsideOfAnother() throws Exception {
        try (EventLog log = EventLog.create(TestStream.smallRing())) {
            EventWriter writer = new EventWriter(log);
            TestStream.metadata("run").writeTo(log);
            TestStream.write(log, writer, 0, 77);
            List<Long> positions = new ArrayList<>();
            try (EventLogReader reader = EventLogReader.open(log.directory())) {
                reader.poll((buffer, offset, length, templateId, position) -> positions.add(position), 1000);
                // The time of the last record, 10,000 us, is taken for a length that goes beyond the tail.
                reader.seek(positions.get(positions.size() - 1) + RecordHandler.TIME_OFFSET);

                assertThatThrownBy(() -> reader.poll((buffer, offset, length, templateId, position) -> {}, 1))
                        .isInstanceOf(IllegalStateException.class)
                        .hasMessageContaining("no record at 0:")
                        .hasMessageContaining("10000 bytes");
            }
        }
    }
}
