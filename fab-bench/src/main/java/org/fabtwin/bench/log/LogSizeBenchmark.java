/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.bench.log;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.agrona.DirectBuffer;
import org.agrona.IoUtil;
import org.fabtwin.core.log.Durability;
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
 * Cost over the size of a kept log: to find a time in it, to read 4,096 records of 56 bytes from its middle on (both as another process
 * would), and to append behind it. The files are in the page cache, unless they do not fit.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(3)
@Warmup(iterations = 4, time = 1)
@Measurement(iterations = 4, time = 1)
@State(Scope.Thread)
public class LogSizeBenchmark implements RecordHandler {
    private static final int READ = 4096;
    private static final int APPENDED = 1 << 18;
    private static final int BYTES = 56;
    /** What a reader fetches at once. */
    private static final int BLOCK = 1 << 16;
    /** A record's simulated time is its number times this. */
    private static final long STEP_US = 1000;

    @Param({"1", "64", "1024", "4096"})
    public int megabytes;

    private Path directory;
    private EventLog log;
    private EventWriter writer;
    private EventLogReader reader;
    private long records;
    private long built;
    private long middle;
    private long lastTimeUs;
    private FileChannel plain;
    private long plainBytes;
    private final ByteBuffer block = ByteBuffer.allocateDirect(BLOCK).order(ByteOrder.nativeOrder());
    private final SplittableRandom random = new SplittableRandom(7);

    @Setup
    public void write() throws IOException {
        directory = Files.createTempDirectory("fab-log-size");
        log = EventLog.create(EventLogConfig.keptIn(directory.resolve("log")).withDurability(Durability.NONE));
        writer = new EventWriter(log);
        final long wanted = (long) megabytes << 20;
        append((int) (wanted / 2 / BYTES));
        middle = log.position();
        append((int) (wanted / 2 / BYTES));
        built = records;
        reader = EventLogReader.open(log.directory());
        for (int i = 0; i < 10; i++) {
            seekTime();
        }
        readFromMiddle();
        writePlain();
    }

    /** A plain file beside the log, as large, for the controls: each long is its own place. */
    private void writePlain() throws IOException {
        plain = FileChannel.open(
                directory.resolve("plain"),
                StandardOpenOption.CREATE_NEW,
                StandardOpenOption.READ,
                StandardOpenOption.WRITE);
        while (plain.position() < (long) megabytes << 20) {
            final long first = plain.position();
            for (int i = 0; i < BLOCK; i += Long.BYTES) {
                block.putLong(i, first + i);
            }
            plain.write(block.clear());
        }
        plainBytes = plain.position();
    }

    @TearDown
    public void close() throws IOException {
        plain.close();
        reader.close();
        log.close();
        IoUtil.delete(directory.toFile(), false);
    }

    private void append(int count) {
        for (int i = 0; i < count; i++) {
            final long now = records++;
            writer.trackOut(now * STEP_US, (int) now, (int) now, 5, 7, 25, 1, now, 0);
        }
        log.publish();
    }

    @Override
    public void onRecord(DirectBuffer buffer, int offset, int length, int templateId, long position) {
        lastTimeUs = buffer.getLong(offset + TIME_OFFSET);
    }

    @Benchmark
    public long seekTime() {
        final long wanted = random.nextLong(built);
        // Between two records: the later one is the first at or after it.
        reader.seekToTime(wanted * STEP_US - 1);
        if (reader.poll(this, 1) != 1 || lastTimeUs != wanted * STEP_US) {
            throw new IllegalStateException("found " + lastTimeUs + " us, sought " + wanted * STEP_US);
        }
        return lastTimeUs;
    }

    @Benchmark
    @OperationsPerInvocation(READ)
    public long readFromMiddle() {
        reader.seek(middle);
        int left = READ;
        while (left > 0) {
            final int polled = reader.poll(this, left);
            if (polled <= 0) {
                throw new IllegalStateException(left + " records missing behind position " + middle);
            }
            left -= polled;
        }
        if (lastTimeUs != (built / 2 + READ - 1) * STEP_US) {
            throw new IllegalStateException("the last record is of " + lastTimeUs + " us");
        }
        return lastTimeUs;
    }

    /** A fixed number, since what is appended stays on the disk. */
    @Benchmark
    @BenchmarkMode(Mode.SingleShotTime)
    @Warmup(iterations = 10)
    @Measurement(iterations = 20)
    @OperationsPerInvocation(APPENDED)
    public long append() {
        append(APPENDED);
        return log.position();
    }

    /** One block from anywhere in a plain file of this size: what any search must read at least. */
    @Benchmark
    public long controlReadBlock() throws IOException {
        return sum(random.nextLong(plainBytes / BLOCK) * BLOCK, BLOCK);
    }

    /** As many bytes from the middle of a plain file, a record. */
    @Benchmark
    @OperationsPerInvocation(READ)
    public long controlReadBytes() throws IOException {
        long sum = 0;
        for (int at = 0; at < READ * BYTES; at += BLOCK) {
            sum += sum(plainBytes / BLOCK / 2 * BLOCK + at, Math.min(BLOCK, READ * BYTES - at));
        }
        return sum;
    }

    private long sum(long position, int bytes) throws IOException {
        block.clear().limit(bytes);
        final int read = plain.read(block, position);
        long sum = 0;
        for (int i = 0; i < bytes; i += Long.BYTES) {
            sum += block.getLong(i);
        }
        final long longs = bytes / Long.BYTES;
        if (read != bytes || sum != longs * (position + (longs - 1) * Long.BYTES / 2)) {
            throw new IllegalStateException(read + " bytes at " + position + " of the plain file add up to " + sum);
        }
        return sum;
    }

    /** As many bytes written behind a plain file, a record. */
    @Benchmark
    @BenchmarkMode(Mode.SingleShotTime)
    @Warmup(iterations = 10)
    @Measurement(iterations = 20)
    @OperationsPerInvocation(APPENDED)
    public long controlWrite() throws IOException {
        final long before = plain.size();
        for (int written = 0; written < APPENDED * BYTES; written += BLOCK) {
            plain.write(block.clear());
        }
        if (plain.size() != before + APPENDED * BYTES) {
            throw new IllegalStateException("the plain file has " + plain.size() + " bytes after " + before);
        }
        return plain.size();
    }
}
