/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.bench.log;

import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.agrona.concurrent.UnsafeBuffer;
import org.agrona.concurrent.ringbuffer.OneToOneRingBuffer;
import org.agrona.concurrent.ringbuffer.RingBufferDescriptor;
import org.fabtwin.bench.BenchJvm;
import org.fabtwin.core.log.EventLog;
import org.fabtwin.core.log.EventLogConfig;
import org.fabtwin.core.log.EventLogReader;
import org.fabtwin.core.log.EventWriter;
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
 * Throughput of the hand-over from one writer to one reader through the log, ns a record of 56 bytes: from the first of a million records
 * until the reader has the last. The reader's sum of the records is checked each time. Two cores. Baselines: the same records through
 * Agrona's ring between two threads, and nobody who reads.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(3)
@Warmup(iterations = 4, time = 1)
@Measurement(iterations = 4, time = 1)
@State(Scope.Thread)
public class HandOverBenchmark {
    /** Who reads. */
    public enum Reader {
        THREAD,
        PROCESS,
        AGRONA_RING,
        NOBODY
    }

    private static final int RECORDS = 1 << 20;
    private static final int BYTES = 56;
    private static final int RING_BYTES = 64 << 20;
    private static final long TIMEOUT_NS = 60_000_000_000L;
    /** Places in the shared page, a cache line each. */
    static final int SEEN = 0;

    static final int SUM = 128;
    static final int STOP = 256;
    static final int SHARED_BYTES = 4096;

    @Param
    public Reader reader;

    private EventLog log;
    private EventWriter writer;
    private OneToOneRingBuffer ring;
    private final UnsafeBuffer message = new UnsafeBuffer(new byte[BYTES]);
    private UnsafeBuffer shared;
    private Path sharedFile;
    private Thread thread;
    private Process process;
    private long written;
    private long expectedSum;

    @Setup
    public void start() throws IOException {
        log = EventLog.create(EventLogConfig.ringOnly());
        writer = new EventWriter(log);
        sharedFile = Files.createTempFile("fab-hand-over", ".shared");
        shared = map(sharedFile);
        switch (reader) {
            case THREAD -> {
                final EventLogReader opened = EventLogReader.open(log.directory());
                thread = new Thread(() -> HandOverReader.read(opened, shared), "hand-over");
            }
            case PROCESS -> {
                final List<String> command = new ArrayList<>(BenchJvm.command());
                command.addAll(
                        List.of(HandOverReader.class.getName(), log.directory().toString(), sharedFile.toString()));
                process = new ProcessBuilder(command).inheritIO().start();
            }
            case AGRONA_RING -> {
                ring = new OneToOneRingBuffer(
                        new UnsafeBuffer(new byte[RING_BYTES + RingBufferDescriptor.TRAILER_LENGTH]));
                thread = new Thread(() -> HandOverReader.read(ring, shared), "hand-over");
            }
            default -> {}
        }
        if (thread != null) {
            thread.start();
        }
        million();
    }

    static UnsafeBuffer map(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            final MappedByteBuffer mapped = channel.map(FileChannel.MapMode.READ_WRITE, 0, SHARED_BYTES);
            return new UnsafeBuffer(mapped.order(ByteOrder.nativeOrder()));
        }
    }

    @TearDown
    public void stop() throws IOException, InterruptedException {
        shared.putLongRelease(STOP, 1);
        if (thread != null) {
            thread.join();
        }
        if (process != null && process.waitFor() != 0) {
            throw new IllegalStateException("the reader's process ended with " + process.exitValue());
        }
        log.close();
        Files.delete(sharedFile);
    }

    @Benchmark
    @OperationsPerInvocation(RECORDS)
    public long million() {
        for (int i = 0; i < RECORDS; i++) {
            final long now = written++;
            expectedSum += now;
            if (ring != null) {
                send(now);
            } else {
                writer.trackOut(now, (int) now, (int) now, 5, 7, 25, 1, now, 0);
            }
        }
        if (ring == null) {
            log.publish();
        }
        if (reader != Reader.NOBODY) {
            await();
        }
        return written;
    }

    private void send(long now) {
        message.putLong(8, now);
        while (!ring.write(1, message, 0, BYTES)) {
            Thread.onSpinWait();
        }
    }

    private void await() {
        final long until = System.nanoTime() + TIMEOUT_NS;
        while (shared.getLongAcquire(SEEN) < written) {
            Thread.onSpinWait();
            if (System.nanoTime() > until) {
                throw new IllegalStateException(
                        "the reader has " + shared.getLong(SEEN) + " of " + written + " records");
            }
        }
        if (shared.getLong(SUM) != expectedSum) {
            throw new IllegalStateException("the reader's sum is " + shared.getLong(SUM) + ", written " + expectedSum);
        }
    }
}
