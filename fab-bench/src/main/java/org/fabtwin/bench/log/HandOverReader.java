/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.bench.log;

import java.io.IOException;
import java.nio.file.Path;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.agrona.concurrent.ringbuffer.OneToOneRingBuffer;
import org.fabtwin.core.log.EventLogReader;
import org.fabtwin.core.log.RecordHandler;

/** Reads until it is told to stop; after each poll it tells how many records it has, and the sum of their times. */
public final class HandOverReader implements RecordHandler {
    private long seen;
    private long sum;

    private HandOverReader() {}

    /** The process: folder of the log, file of the shared page. */
    public static void main(String[] args) throws IOException {
        read(EventLogReader.open(Path.of(args[0])), HandOverBenchmark.map(Path.of(args[1])));
    }

    /** Closes the reader at its end. */
    static void read(EventLogReader reader, UnsafeBuffer shared) {
        final HandOverReader own = new HandOverReader();
        try (reader) {
            while (shared.getLongAcquire(HandOverBenchmark.STOP) == 0) {
                final int polled = reader.poll(own, Integer.MAX_VALUE);
                if (polled == EventLogReader.LOST) {
                    throw new IllegalStateException("the reader was overrun after " + own.seen + " records");
                }
                own.tell(polled, shared);
            }
        }
    }

    static void read(OneToOneRingBuffer ring, UnsafeBuffer shared) {
        final HandOverReader own = new HandOverReader();
        while (shared.getLongAcquire(HandOverBenchmark.STOP) == 0) {
            own.tell(
                    ring.read((type, buffer, offset, length) -> {
                        own.sum += buffer.getLong(offset + 8);
                        own.seen++;
                    }),
                    shared);
        }
    }

    private void tell(int polled, UnsafeBuffer shared) {
        if (polled == 0) {
            Thread.onSpinWait();
        } else {
            shared.putLong(HandOverBenchmark.SUM, sum);
            shared.putLongRelease(HandOverBenchmark.SEEN, seen);
        }
    }

    @Override
    public void onRecord(DirectBuffer buffer, int offset, int length, int templateId, long position) {
        sum += buffer.getLong(offset + TIME_OFFSET);
        seen++;
    }
}
