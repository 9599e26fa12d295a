/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.core.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A log whose ring lies in memory: the same bytes, for its own thread alone. */
class RingMemoryTest {
    private static final int RECORDS = 20_000;

    private static int hashOfAllThatIsRead(EventLogConfig config) throws Exception {
        try (EventLog log = EventLog.create(config);
                TestStream.Checker checker = new TestStream.Checker(0)) {
            EventWriter writer = new EventWriter(log);
            EventLogReader reader = log.inlineReader();
            TestStream.metadata("run").writeTo(log);
            for (long n = 0; n < RECORDS; n += 10) {
                TestStream.write(log, writer, n, n + 10);
                while (reader.poll(checker, Integer.MAX_VALUE) > 0) {
                    // All that was written since.
                }
            }
            assertThat(checker.next).isEqualTo(RECORDS);
            reader.close();
            return log.hash();
        }
    }

    @ParameterizedTest
    @CsvSource({"4096,2", "4096,7", "1048576,4"})
    void shouldHandOutAndHashTheSameRecordsAsARingInFiles(int segmentBytes, int segmentCount) throws Exception {
        int hash = hashOfAllThatIsRead(TestStream.smallRing());

        assertThat(hashOfAllThatIsRead(EventLogConfig.inMemory(new RingMemory(segmentBytes, segmentCount))))
                .isEqualTo(hash);
    }

    @Test
    void shouldServeOneLogAfterTheOther() throws Exception {
        RingMemory memory = new RingMemory(4096, 3);
        int first = hashOfAllThatIsRead(EventLogConfig.inMemory(memory));

        assertThat(hashOfAllThatIsRead(EventLogConfig.inMemory(memory))).isEqualTo(first);
    }

    @Test
    void shouldTellAReaderThatWasOverrunWhatIsLost() throws Exception {
        try (EventLog log = EventLog.create(EventLogConfig.inMemory(new RingMemory(4096, 2)))) {
            EventLogReader reader = log.inlineReader();
            TestStream.metadata("run").writeTo(log);
            TestStream.write(log, new EventWriter(log), 0, 2000);

            assertThat(reader.poll((buffer, offset, length, template, position) -> {}, 10))
                    .isEqualTo(EventLogReader.LOST);
            assertThat(reader.lostFrom()).isZero();
            assertThat(reader.lostTo()).isPositive().isLessThanOrEqualTo(log.position());
            reader.close();
        }
    }

    @Test
    void shouldHaveNoFolder() throws Exception {
        try (EventLog log = EventLog.create(EventLogConfig.inMemory(new RingMemory(4096, 2)))) {
            assertThat(log.directory()).isNull();
            assertThat(log.flush()).isTrue();
        }
    }

    @Test
    void shouldBeNeitherKeptNorLargerThanItsMemory() {
        EventLogConfig config = EventLogConfig.inMemory(new RingMemory(4096, 2));

        assertThatThrownBy(() -> config.withSegmentBytes(8192)).hasMessageContaining("a ring in memory");
        assertThatThrownBy(() -> config.withHelperThread(true)).hasMessageContaining("a ring in memory");
        assertThat(config.isKept()).isFalse();
        assertThat(EventLogConfig.keptIn(Path.of("x")).memory()).isNull();
    }
}
