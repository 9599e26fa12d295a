/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.bench.latency;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Base64;
import org.HdrHistogram.Histogram;
import org.agrona.DirectBuffer;
import org.fabtwin.core.log.EventLogReader;
import org.fabtwin.core.log.RecordHandler;

/**
 * Reads a log that {@link PacedWriter} writes, in a thread or as a process of its own, and tells how long after its time it saw each
 * event. Processes compare because System.nanoTime is the machine's monotonic clock (Linux).
 */
final class LatencyReader implements RecordHandler {
    private final int skipped;
    private final int wanted;
    private final Histogram histogram = newHistogram();
    private int seen;

    /**
     * @param skipped events of the warm-up.
     * @param measured events after it.
     */
    LatencyReader(int skipped, int measured) {
        this.skipped = skipped;
        this.wanted = skipped + measured;
    }

    /** Up to a minute, three digits. */
    static Histogram newHistogram() {
        return new Histogram(60_000_000_000L, 3);
    }

    @Override
    public void onRecord(DirectBuffer buffer, int offset, int length, int templateId, long position) {
        if (seen++ >= skipped) {
            histogram.recordValue(Math.max(0, System.nanoTime() - buffer.getLong(offset + TIME_OFFSET)));
        }
    }

    /** Polls until all events are there. */
    Histogram read(EventLogReader reader) {
        while (seen < wanted) {
            final int polled = reader.poll(this, Integer.MAX_VALUE);
            if (polled == EventLogReader.LOST) {
                throw new IllegalStateException("the reader was overrun: events from " + reader.lostFrom() + " to "
                        + reader.lostTo() + " are gone");
            }
            if (polled == 0) {
                if (reader.isClosed()) {
                    throw new IllegalStateException("the log ended after " + seen + " of " + wanted + " events");
                }
                Thread.onSpinWait();
            }
        }
        return histogram;
    }

    /** The process: folder of the log, events to skip, events to measure. Prints "ready", then the histogram. */
    public static void main(String[] args) throws IOException {
        try (EventLogReader reader = EventLogReader.open(Path.of(args[0]))) {
            System.out.println("ready");
            final Histogram histogram =
                    new LatencyReader(Integer.parseInt(args[1]), Integer.parseInt(args[2])).read(reader);
            final ByteBuffer bytes = ByteBuffer.allocate(histogram.getNeededByteBufferCapacity());
            histogram.encodeIntoCompressedByteBuffer(bytes);
            final byte[] written = new byte[bytes.position()];
            bytes.flip().get(written);
            System.out.println(Base64.getEncoder().encodeToString(written));
        }
    }
}
