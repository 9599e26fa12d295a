/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.core.log;

import java.util.ArrayList;
import java.util.List;
import org.agrona.DirectBuffer;
import org.fabtwin.core.event.EventDetail;

/** A deterministic stream of events: record n is a function of n alone. */
final class TestStream {
    static final int HEADER_RECORDS = 2;

    private TestStream() {}

    static LogMetadata metadata(String runId) {
        return new LogMetadata(
                0,
                0,
                1234,
                runId,
                "test",
                "",
                42,
                3,
                EventDetail.CHAMBER,
                "minifab",
                "{\"tools\":[]}",
                "name: minifab\n");
    }

    /** Writes records {@code from} (inclusive) to {@code to}; an instant has 7 records. */
    static void write(EventLog log, EventWriter writer, long from, long to) {
        for (long n = from; n < to; n++) {
            writeOne(writer, n);
            if (n % 7 == 6) {
                log.publish(timeUs(n));
            }
        }
    }

    static long timeUs(long n) {
        return n / 7 * 1000;
    }

    static void writeOne(EventWriter writer, long n) {
        int lot = (int) (n * 31 % 1009);
        long timeUs = timeUs(n);
        switch ((int) (n % 5)) {
            case 0 -> writer.trackIn(timeUs, lot, (int) n, 5, (int) (n % 17), 25, 1);
            case 1 -> writer.trackOut(timeUs, lot, (int) n, 5, (int) (n % 17), 25, 1, n * 3, n % 11);
            case 2 -> writer.toolStateChanged(timeUs, lot, 0, 1, 2, -1);
            case 3 -> writer.parameterChanged(timeUs, lot, n * 0.5, n * 0.25);
            default -> writer.queueTimeStarted(timeUs, lot, (int) n, 3);
        }
    }

    static EventLogConfig smallRing() {
        return EventLogConfig.ringOnly().withSegmentBytes(64 << 10).withSegmentCount(4);
    }

    /** Keeps copies of all records it is handed. */
    static final class Collector implements RecordHandler {
        final List<byte[]> frames = new ArrayList<>();
        final List<Long> positions = new ArrayList<>();

        @Override
        public void onRecord(DirectBuffer buffer, int offset, int length, int templateId, long position) {
            byte[] frame = new byte[length];
            buffer.getBytes(offset, frame);
            frames.add(frame);
            positions.add(position);
        }
    }

    /** Checks, without keeping anything, that the records are those of the stream, from record {@code next} on. */
    static final class Checker implements RecordHandler, AutoCloseable {
        private final EventLog scratch;
        private final EventWriter writer;
        private final Collector expected = new Collector();
        private final EventLogReader reader;
        long next;
        long headers;

        Checker(long next) throws java.io.IOException {
            this.next = next;
            this.scratch = EventLog.create(smallRing().withHelperThread(false));
            this.writer = new EventWriter(scratch);
            this.reader = scratch.inlineReader();
        }

        @Override
        public void onRecord(DirectBuffer buffer, int offset, int length, int templateId, long position) {
            if (templateId < 10) {
                headers++;
                return;
            }
            writeOne(writer, next);
            expected.frames.clear();
            reader.poll(expected, 1);
            byte[] frame = expected.frames.get(0);
            byte[] found = new byte[length];
            buffer.getBytes(offset, found);
            if (!java.util.Arrays.equals(frame, found)) {
                throw new AssertionError("record " + next + " at " + position + " differs");
            }
            next++;
        }

        @Override
        public void close() {
            reader.close();
            scratch.close();
        }
    }
}
