/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.bench.log;

import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.agrona.DirectBuffer;
import org.fabtwin.bench.AllocationFree;
import org.fabtwin.core.log.EventLog;
import org.fabtwin.core.log.EventLogConfig;
import org.fabtwin.core.log.EventLogReader;
import org.fabtwin.core.log.EventWriter;
import org.fabtwin.core.log.RecordHandler;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Appends a TrackOut (56 bytes) to the ring in its steady state: encoding, padding, publishing every 64 records, hash, and
 * the roll of segments. Controls: the same fields stored into an array of longs that fits the first-level cache, and into
 * one as large as the ring. The warm-up goes round the ring many times, so that its pages are there.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(3)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@AllocationFree
public class AppendBenchmark {
    private static final int BATCH = 1024;
    private static final int LONGS_PER_RECORD = 7;
    private static final int SMALL_RECORDS = 512;

    /** Segments of 64 MiB in the ring. */
    @Param({"2", "8"})
    private int segments;

    private EventLog log;
    private EventWriter writer;
    private EventLogReader reader;
    private long[] small;
    private long[] large;
    private int largeNext;
    private long n;
    private long sum;
    private final RecordHandler handler = this::onRecord;

    /** Starts a ring; refuses to measure one that doesn't give back what was written. */
    @Setup
    public void open() throws IOException {
        log = EventLog.create(EventLogConfig.ringOnly().withSegmentCount(segments));
        writer = new EventWriter(log);
        reader = log.inlineReader();
        small = new long[SMALL_RECORDS * LONGS_PER_RECORD];
        large = new long[segments * (64 << 20) / Long.BYTES];
        appendBatch();
        if (reader.poll(handler, 2 * BATCH) != BATCH || log.position() != BATCH * 56L || sum == 0) {
            throw new IllegalStateException("the reader did not see what was written");
        }
    }

    /** Removes the ring. */
    @TearDown
    public void close() {
        reader.close();
        log.close();
    }

    private void onRecord(DirectBuffer buffer, int offset, int length, int templateId, long position) {
        sum += buffer.getLong(offset + RecordHandler.TIME_OFFSET);
    }

    private void appendBatch() {
        for (int i = 0; i < BATCH; i++) {
            long now = n++;
            writer.trackOut(now, (int) now, (int) now, 5, 7, 25, 1, now, 0);
        }
    }

    @Benchmark
    @OperationsPerInvocation(BATCH)
    public long append() {
        appendBatch();
        return log.position();
    }

    @Benchmark
    @OperationsPerInvocation(BATCH)
    public long appendAndReadInline() {
        appendBatch();
        reader.poll(handler, 2 * BATCH);
        return sum;
    }

    @Benchmark
    @OperationsPerInvocation(BATCH)
    public long[] controlSmallArray() {
        for (int i = 0; i < BATCH; i++) {
            store(small, (i & SMALL_RECORDS - 1) * LONGS_PER_RECORD, n++);
        }
        return small;
    }

    @Benchmark
    @OperationsPerInvocation(BATCH)
    public long[] controlArrayLikeTheRing() {
        for (int i = 0; i < BATCH; i++) {
            if (largeNext + LONGS_PER_RECORD > large.length) {
                largeNext = 0;
            }
            store(large, largeNext, n++);
            largeNext += LONGS_PER_RECORD;
        }
        return large;
    }

    private static void store(long[] array, int at, long now) {
        array[at] = 56;
        array[at + 1] = now;
        array[at + 2] = now;
        array[at + 3] = now << 32 | 5;
        array[at + 4] = 7L << 32 | 25 << 16 | 1;
        array[at + 5] = now;
        array[at + 6] = 0;
    }
}
