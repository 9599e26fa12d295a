/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.core.twin;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import org.agrona.DirectBuffer;
import org.fabtwin.core.line.Line;
import org.fabtwin.core.log.EventLog;
import org.fabtwin.core.log.EventLogConfig;
import org.fabtwin.core.log.EventLogReader;
import org.fabtwin.core.log.EventWriter;
import org.fabtwin.core.log.RecordHandler;
import org.junit.jupiter.api.Test;

/** A line in steady state allocates nothing: the twin, its log over many segments, and the reader that follows it. */
class SteadyStateAllocationTest {
    private static final long US_PER_MINUTE = 60_000_000L;
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    /** Each with thousands of events and several segments of the log: what allocates for one of these shows in every window. */
    private static final int WINDOWS = 4;

    /** The compiler may be at work in the first ones, on a busy machine for longer. */
    private static final int MOST_WINDOWS = 12;

    /** A method compiled anew makes the text of its errors: some hundred bytes, once, on the thread that calls it. */
    private static final long MOST_OF_COMPILER = 8192;

    @Test
    void shouldAllocateNothingInALineOfLots() throws IOException {
        assertAllocatesNothing(BusyLines.ofLots(), 150_000, 600_000);
    }

    @Test
    void shouldAllocateNothingInALineOfWafers() throws IOException {
        assertAllocatesNothing(BusyLines.ofWafers(2), 150_000, 600_000);
    }

    @Test
    void shouldAllocateNothingInALineWhoseWafersAreTested() throws IOException {
        assertAllocatesNothing(BusyLines.ofTestedWafers(1), 150_000, 600_000);
    }

    @Test
    void shouldAllocateNothingInALineWithLoops() throws IOException {
        assertAllocatesNothing(BusyLines.ofControlledWafers(1), 150_000, 600_000);
    }

    @Test
    void shouldAllocateNothingInALineWithToolsInDetailedForm() throws IOException {
        assertAllocatesNothing(BusyLines.ofDetailedTools(3), 150_000, 600_000);
    }

    private static void assertAllocatesNothing(Line line, long warmUpMinutes, long minutes) throws IOException {
        EventLogConfig config =
                EventLogConfig.ringOnly().withSegmentBytes(1 << 20).withSegmentCount(4);
        RecordCount count = new RecordCount();
        try (EventLog log = EventLog.create(config);
                EventLogReader reader = log.inlineReader()) {
            Twin twin = new Twin(line, 1, 0, log, new EventWriter(log), null);
            twin.start();
            run(twin, reader, count, warmUpMinutes * US_PER_MINUTE);
            run(twin, reader, count, (warmUpMinutes + 1) * US_PER_MINUTE);
            long eventsBefore = twin.calendarEvents();
            long stateBefore = twin.stateBytes();
            long positionBefore = log.position();
            THREADS.getCurrentThreadAllocatedBytes();

            List<Long> allocated = new ArrayList<>();
            long windowMinutes = (minutes - warmUpMinutes) / WINDOWS;
            while (allocated.size() < WINDOWS || !endsWithNothing(allocated) && allocated.size() < MOST_WINDOWS) {
                long eventsThen = twin.calendarEvents();
                long until = warmUpMinutes + windowMinutes * (allocated.size() + 1);
                long before = THREADS.getCurrentThreadAllocatedBytes();
                run(twin, reader, count, until * US_PER_MINUTE);
                allocated.add(THREADS.getCurrentThreadAllocatedBytes() - before);
                assertThat(twin.calendarEvents() - eventsThen).isGreaterThan(100_000 / WINDOWS / 2);
            }

            assertThat(twin.stateBytes()).as("state has stopped growing").isEqualTo(stateBefore);
            assertThat(twin.calendarEvents() - eventsBefore).isGreaterThan(100_000);
            assertThat((log.position() - positionBefore) >> 20)
                    .as("segments rolled")
                    .isGreaterThan(8);
            assertThat(endsWithNothing(allocated))
                    .as("bytes of each window end with twice nothing: %s", allocated)
                    .isTrue();
            assertThat(allocated.stream().mapToLong(Long::longValue).sum()).isLessThan(MOST_OF_COMPILER);
        }
    }

    private static boolean endsWithNothing(List<Long> allocated) {
        int n = allocated.size();
        return allocated.get(n - 1) == 0 && allocated.get(n - 2) == 0;
    }

    private static void run(Twin twin, EventLogReader reader, RecordCount count, long untilUs) {
        boolean done;
        do {
            done = twin.advance(untilUs, 4096);
            int polled;
            do {
                polled = reader.poll(count, 10_000);
            } while (polled > 0);
        } while (!done);
    }

    private static final class RecordCount implements RecordHandler {
        private long count;

        @Override
        public void onRecord(DirectBuffer buffer, int offset, int length, int templateId, long position) {
            count++;
        }
    }
}
