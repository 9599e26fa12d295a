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
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** Reading a log from the ring, ns a record of 56 bytes: by a reader as other threads and processes have it, which copies; and inline. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(3)
@Warmup(iterations = 4, time = 1)
@Measurement(iterations = 4, time = 1)
@State(Scope.Thread)
@AllocationFree
public class ReadBenchmark {
    private static final int RECORDS = 1 << 20;
    private static final int LONGS_PER_RECORD = 7;

    private final long[] words = new long[RECORDS * LONGS_PER_RECORD];
    private EventLog log;
    private EventLogReader open;
    private EventLogReader inline;
    private long sum;
    private final RecordHandler handler = this::onRecord;

    @Setup
    public void write() throws IOException {
        log = EventLog.create(EventLogConfig.ringOnly().withSegmentCount(4));
        EventWriter writer = new EventWriter(log);
        for (int i = 0; i < RECORDS; i++) {
            writer.trackOut(i, i, i, 5, 7, 25, 1, i, 0);
            words[i * LONGS_PER_RECORD] = i;
        }
        log.publish();
        open = EventLogReader.open(log.directory());
        inline = log.inlineReader();
        long sum = read();
        if (sum != inline() || sum != controlArray()) {
            throw new IllegalStateException("the readers saw different records");
        }
    }

    @TearDown
    public void close() {
        inline.close();
        open.close();
        log.close();
    }

    private void onRecord(DirectBuffer buffer, int offset, int length, int templateId, long position) {
        sum += buffer.getLong(offset + RecordHandler.TIME_OFFSET);
    }

    private long all(EventLogReader reader) {
        sum = 0;
        reader.seek(0);
        int left = RECORDS;
        while (left > 0) {
            left -= reader.poll(handler, left);
        }
        return sum;
    }

    @Benchmark
    @OperationsPerInvocation(RECORDS)
    public long read() {
        return all(open);
    }

    @Benchmark
    @OperationsPerInvocation(RECORDS)
    public long inline() {
        return all(inline);
    }

    /** As many bytes in a plain array, a word of each record added up. */
    @Benchmark
    @OperationsPerInvocation(RECORDS)
    public long controlArray() {
        long total = 0;
        for (int i = 0; i < RECORDS; i++) {
            total += words[i * LONGS_PER_RECORD];
        }
        return total;
    }
}
