/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.core.log;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import org.agrona.IoUtil;
import org.agrona.UnsafeApi;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * The mapped file through which the writer, its helper and all readers, in any process, see each other's progress. It
 * outlives the process, so recovery starts from it.
 *
 * <pre>
 *    0  int64 magic | int32 version | int32 segment count | int64 segment bytes
 *   24  int32 epoch | int32 state   | int32 generation    | int32 kept (0: ring only)
 *   40  int64 ringFrom: lowest position that the ring holds since the last start
 *   48  int32 hash of a closed log
 *  128  int64 tail         by the writer:  all below is published             release, once an instant or 64 records
 *  136  int64 completeUpTo by the writer:  simulated time whose records are all below the tail     release, after tail
 *  256  int64 horizon      by the writer:  it may be writing anywhere below   before it writes there, fence
 *  384  int64 kept         by the helper:  all below is in kept files         release, after the file was written
 *  392  int64 earliest     by the helper:  lowest position that is not dropped  release, before a file is deleted
 * </pre>
 *
 * <p>Acquire partners: {@link #tailAcquire} and {@link #completeUpToUsAcquire} (readers, helper), {@link #horizonAcquire}
 * (readers check it after copying from the ring), {@link #keptAcquire} (the writer before it enters a block, readers),
 * {@link #earliestAcquire} (readers).
 */
final class LogMeta implements AutoCloseable {
    static final int RUNNING = 1;
    static final int CLOSED = 2;

    private static final int BYTES = 4096;
    private static final long MAGIC = 0x31474f4c42414601L;
    private static final int MAGIC_OFFSET = 0;
    private static final int VERSION_OFFSET = 8;
    private static final int SEGMENT_COUNT_OFFSET = 12;
    private static final int SEGMENT_BYTES_OFFSET = 16;
    private static final int EPOCH_OFFSET = 24;
    private static final int STATE_OFFSET = 28;
    private static final int GENERATION_OFFSET = 32;
    private static final int KEEPING_OFFSET = 36;
    private static final int RING_FROM_OFFSET = 40;
    private static final int HASH_OFFSET = 48;
    private static final int TAIL_OFFSET = 128;
    private static final int COMPLETE_OFFSET = 136;
    private static final int HORIZON_OFFSET = 256;
    private static final int KEPT_OFFSET = 384;
    private static final int EARLIEST_OFFSET = 392;

    private final LogOwnership ownership;
    private final MappedByteBuffer mapping;
    private final UnsafeBuffer words;
    /** Of {@link #words}, always direct: what the writer stores at each instant it stores without a check of bounds. */
    private final long address;

    private LogMeta(LogOwnership ownership, MappedByteBuffer mapping) {
        this.ownership = ownership;
        this.mapping = mapping;
        this.words = new UnsafeBuffer(mapping);
        this.address = words.addressOffset();
    }

    private LogMeta(UnsafeBuffer words) {
        this.ownership = null;
        this.mapping = null;
        this.words = words;
        this.address = words.addressOffset();
    }

    /** Words of a log that lies in memory: nobody but its writer's thread sees them. */
    static LogMeta inMemory(EventLogConfig config) {
        UnsafeBuffer words = new UnsafeBuffer(ByteBuffer.allocateDirect(BYTES));
        fill(words, config.segmentCount(), config.segmentBytes(), config.epoch(), false);
        return new LogMeta(words);
    }

    static boolean isIn(Path directory) {
        return Files.exists(directory.resolve(LogFormat.META));
    }

    /** Makes the file of a new log; readers see it whole or not at all. The caller is the writer and owns the log. */
    static LogMeta create(Path directory, int segmentCount, int segmentBytes, int epoch, boolean keeping)
            throws IOException {
        LogOwnership ownership = LogOwnership.of(directory);
        try {
            writeNew(directory, segmentCount, segmentBytes, epoch, keeping);
            return open(directory, ownership);
        } catch (IOException | RuntimeException e) {
            ownership.close();
            throw e;
        }
    }

    private static void writeNew(Path directory, int segmentCount, int segmentBytes, int epoch, boolean keeping)
            throws IOException {
        Path temporary = directory.resolve(LogFormat.META + ".new");
        UnsafeBuffer words = new UnsafeBuffer(ByteBuffer.allocateDirect(BYTES));
        fill(words, segmentCount, segmentBytes, epoch, keeping);
        try (FileChannel file = FileChannel.open(temporary, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            ByteBuffer bytes = words.byteBuffer();
            while (bytes.hasRemaining()) {
                file.write(bytes);
            }
        }
        Files.move(temporary, directory.resolve(LogFormat.META), StandardCopyOption.ATOMIC_MOVE);
    }

    private static void fill(UnsafeBuffer words, int segmentCount, int segmentBytes, int epoch, boolean keeping) {
        words.putLong(MAGIC_OFFSET, MAGIC);
        words.putInt(VERSION_OFFSET, LogFormat.VERSION);
        words.putInt(SEGMENT_COUNT_OFFSET, segmentCount);
        words.putLong(SEGMENT_BYTES_OFFSET, segmentBytes);
        words.putInt(EPOCH_OFFSET, epoch);
        words.putInt(STATE_OFFSET, RUNNING);
        words.putInt(KEEPING_OFFSET, keeping ? 1 : 0);
        words.putLong(COMPLETE_OFFSET, Long.MIN_VALUE);
    }

    /** Opens the file for its writer or for recovery: fails while another process or log owns it. */
    static LogMeta openAsOwner(Path directory) throws IOException {
        LogOwnership ownership = LogOwnership.of(directory);
        try {
            return open(directory, ownership);
        } catch (IOException | RuntimeException e) {
            ownership.close();
            throw e;
        }
    }

    private static LogMeta open(Path directory, LogOwnership ownership) throws IOException {
        Path file = directory.resolve(LogFormat.META);
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            return new LogMeta(ownership, map(file, channel, FileChannel.MapMode.READ_WRITE));
        }
    }

    static LogMeta openAsReader(Path directory) throws IOException {
        Path file = directory.resolve(LogFormat.META);
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            return new LogMeta(null, map(file, channel, FileChannel.MapMode.READ_ONLY));
        }
    }

    private static MappedByteBuffer map(Path file, FileChannel channel, FileChannel.MapMode mode) throws IOException {
        if (channel.size() < BYTES) {
            throw new IOException(file + " is no log: it has " + channel.size() + " bytes, not " + BYTES);
        }
        MappedByteBuffer mapping = channel.map(mode, 0, BYTES);
        UnsafeBuffer words = new UnsafeBuffer(mapping);
        long magic = words.getLong(MAGIC_OFFSET);
        int version = words.getInt(VERSION_OFFSET);
        if (magic != MAGIC || version != LogFormat.VERSION) {
            IoUtil.unmap(mapping);
            throw new IOException(file + " is no log of version " + LogFormat.VERSION + ": magic "
                    + Long.toHexString(magic) + ", version " + version);
        }
        return mapping;
    }

    int segmentCount() {
        return words.getInt(SEGMENT_COUNT_OFFSET);
    }

    int segmentBytes() {
        return (int) words.getLong(SEGMENT_BYTES_OFFSET);
    }

    int epoch() {
        return words.getInt(EPOCH_OFFSET);
    }

    boolean isKeeping() {
        return words.getInt(KEEPING_OFFSET) != 0;
    }

    int state() {
        return words.getIntVolatile(STATE_OFFSET);
    }

    /** Changes with every start of a writer: what readers have mapped of the ring before is stale. */
    int generation() {
        return words.getIntVolatile(GENERATION_OFFSET);
    }

    long ringFrom() {
        return words.getLongVolatile(RING_FROM_OFFSET);
    }

    int closedHash() {
        return words.getInt(HASH_OFFSET);
    }

    long tailAcquire() {
        return words.getLongAcquire(TAIL_OFFSET);
    }

    /** Writer only. Acquire partner: {@link #tailAcquire}. */
    void tailRelease(long tail) {
        UnsafeApi.putLongRelease(null, address + TAIL_OFFSET, tail);
    }

    long completeUpToUsAcquire() {
        return words.getLongAcquire(COMPLETE_OFFSET);
    }

    /** Writer only, after the tail. Acquire partner: {@link #completeUpToUsAcquire}, after which the tail is read. */
    void completeUpToUsRelease(long timeUs) {
        UnsafeApi.putLongRelease(null, address + COMPLETE_OFFSET, timeUs);
    }

    long horizonAcquire() {
        return words.getLongAcquire(HORIZON_OFFSET);
    }

    /** Writer only; it must put a store fence between this and its first byte below the new horizon. */
    void horizonRelease(long position) {
        words.putLongRelease(HORIZON_OFFSET, position);
    }

    long keptAcquire() {
        return words.getLongAcquire(KEPT_OFFSET);
    }

    /** Helper only. Acquire partner: {@link #keptAcquire}. */
    void keptRelease(long position) {
        words.putLongRelease(KEPT_OFFSET, position);
    }

    long earliestAcquire() {
        return words.getLongAcquire(EARLIEST_OFFSET);
    }

    /** Helper only. Acquire partner: {@link #earliestAcquire}. */
    void earliestRelease(long position) {
        words.putLongRelease(EARLIEST_OFFSET, position);
    }

    /** A writer starts: from now on readers take nothing below {@code position} from the ring. */
    void start(long position, int segmentCount) {
        words.putLongVolatile(RING_FROM_OFFSET, position);
        words.putIntVolatile(GENERATION_OFFSET, generation() + 1);
        words.putIntVolatile(SEGMENT_COUNT_OFFSET, segmentCount);
        words.putIntVolatile(STATE_OFFSET, RUNNING);
    }

    /** The writer or recovery is done: everything lies in kept files. */
    void close(int hash) {
        words.putInt(HASH_OFFSET, hash);
        words.putIntVolatile(STATE_OFFSET, CLOSED);
    }

    void force() {
        mapping.force();
    }

    @Override
    public void close() {
        if (mapping != null) {
            IoUtil.unmap(mapping);
        }
        if (ownership != null) {
            try {
                ownership.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
