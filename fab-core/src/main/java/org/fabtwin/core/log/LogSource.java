/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.core.log;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.agrona.IoUtil;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Where a reader outside of the writer's thread gets a log's bytes from: the ring, else the kept files. One thread.
 *
 * <p>Bytes are copied from the ring while the writer may come round and overwrite them; the copy counts only if, after a
 * load fence, the writer's horizon still leaves them alone (a seqlock whose counter is the horizon). The writer releases
 * the horizon, with a store fence, before it writes below it. That bytes change under the copy is benign: it is thrown
 * away unread.
 */
final class LogSource implements AutoCloseable {
    static final int CHUNK_BYTES = 256 << 10;
    /** To look at a segment's first record; a longer one is fetched whole. */
    private static final int FIRST_RECORD_BYTES = 64;

    private static final int TRIES = 10_000;

    private final Path directory;
    private final LogMeta meta;
    private final int segmentBytes;
    private final boolean isKeeping;
    private MappedByteBuffer[] ring = new MappedByteBuffer[0];
    private UnsafeBuffer[] ringBuffers = new UnsafeBuffer[0];
    private int generation = -1;
    private FileChannel keptFile;
    private long keptFileStart;
    private UnsafeBuffer chunk;
    private long lostTo;
    /** Of a complete segment: it stays as it is. */
    private SegmentIndex index;

    LogSource(Path directory) throws IOException {
        this.directory = directory;
        this.meta = LogMeta.openAsReader(directory);
        this.segmentBytes = meta.segmentBytes();
        this.isKeeping = meta.isKeeping();
        this.chunk = new UnsafeBuffer(ByteBuffer.allocateDirect(CHUNK_BYTES));
    }

    /** Of a log in memory: what its own thread can't take from the ring in place is gone. */
    LogSource(LogMeta meta) {
        this.directory = null;
        this.meta = meta;
        this.segmentBytes = meta.segmentBytes();
        this.isKeeping = meta.isKeeping();
    }

    /**
     * Brings bytes from {@code position} on into {@link #chunk}, at least one whole frame.
     *
     * @param most so many, unless the first frame is longer; no more than {@link #CHUNK_BYTES}.
     * @return how many; 0 if there are none yet; -1 if they are gone, see {@link #lostTo}.
     */
    int fetch(long position, int most) {
        if (directory == null) {
            lostTo = earliest();
            return position >= lostTo ? 0 : -1;
        }
        int room = most;
        try {
            for (int tries = 0; tries < TRIES; tries++) {
                long tail = meta.tailAcquire();
                if (position >= tail) {
                    return 0;
                }
                long segmentEnd = (position & -(long) segmentBytes) + segmentBytes;
                int wanted = (int) Math.min(Math.min(tail, segmentEnd) - position, room);
                int got = copyFromRing(position, wanted) ? wanted : readKept(position, wanted);
                if (got > 0) {
                    int first = LogFormat.frameLength(chunk, 0);
                    if (first > Math.min(tail, segmentEnd) - position) {
                        // Records end below the tail and in their segment: a caller's position is inside of one.
                        throw new IllegalStateException("no record at " + meta.epoch() + ":" + position
                                + ", its length would be " + first + " bytes");
                    }
                    if (first > got) {
                        room = first;
                        grow(first);
                        continue;
                    }
                    return got;
                }
                lostTo = earliest();
                if (lostTo > position) {
                    return -1;
                }
                Thread.onSpinWait();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        throw new IllegalStateException(
                "position " + position + " of the log in " + directory + " is neither in the ring nor in a kept file");
    }

    private void grow(int bytes) {
        if (bytes > chunk.capacity()) {
            chunk = new UnsafeBuffer(ByteBuffer.allocateDirect(bytes));
        }
    }

    UnsafeBuffer chunk() {
        return chunk;
    }

    long lostTo() {
        return lostTo;
    }

    private boolean copyFromRing(long position, int length) throws IOException {
        if (!isInRing(position)) {
            return false;
        }
        UnsafeBuffer segment = mapped((int) (position / segmentBytes % ring.length));
        if (segment == null) {
            return false;
        }
        chunk.putBytes(0, segment, (int) (position & segmentBytes - 1), length);
        // Partner: the store fence in EventLog.announce.
        VarHandle.acquireFence();
        return isInRing(position);
    }

    /** Whether the writer leaves the bytes at a position alone for now, and the mappings are those of its ring. */
    boolean isInRing(long position) {
        int now = meta.generation();
        if (now != generation) {
            unmapRing();
            int segmentCount = meta.segmentCount();
            ring = new MappedByteBuffer[segmentCount];
            ringBuffers = new UnsafeBuffer[segmentCount];
            generation = now;
            return meta.generation() == now && isAhead(position) && meta.state() == LogMeta.RUNNING;
        }
        return isAhead(position) && meta.state() == LogMeta.RUNNING;
    }

    private boolean isAhead(long position) {
        long capacity = (long) segmentBytes * ring.length;
        return position >= meta.ringFrom()
                && position >= meta.horizonAcquire() - capacity
                && (isKeeping || position >= meta.earliestAcquire());
    }

    private UnsafeBuffer mapped(int slot) throws IOException {
        if (ringBuffers[slot] == null) {
            try (FileChannel channel = FileChannel.open(LogFormat.ringFile(directory, slot), StandardOpenOption.READ)) {
                if (channel.size() < segmentBytes) {
                    return null;
                }
                ring[slot] = channel.map(FileChannel.MapMode.READ_ONLY, 0, segmentBytes);
                ringBuffers[slot] = new UnsafeBuffer(ring[slot]);
            } catch (NoSuchFileException e) {
                // Closed meanwhile: all is in kept files, or gone with a temporary folder.
                return null;
            }
        }
        return ringBuffers[slot];
    }

    private int readKept(long position, int length) throws IOException {
        long kept = meta.keptAcquire();
        if (position >= kept || position < meta.earliestAcquire()) {
            return 0;
        }
        long start = position & -(long) segmentBytes;
        if (keptFile == null || keptFileStart != start) {
            closeKept();
            try {
                keptFile = FileChannel.open(LogFormat.keptFile(directory, start), StandardOpenOption.READ);
                keptFileStart = start;
            } catch (NoSuchFileException e) {
                // Dropped meanwhile: the caller looks at the earliest position again.
                return 0;
            }
        }
        ByteBuffer bytes = chunk.byteBuffer();
        bytes.clear().limit((int) Math.min(length, kept - position));
        long offset = position - start;
        while (bytes.hasRemaining()) {
            int read = keptFile.read(bytes, offset);
            if (read < 0) {
                throw new IOException(LogFormat.keptFile(directory, start) + " ends at " + offset
                        + ", before the log's kept position " + kept + ": the log needs recovery");
            }
            offset += read;
        }
        return bytes.limit();
    }

    /**
     * A record's position at or before the first record at or after a simulated time: by the first record of each
     * segment, then by the segment's index.
     */
    long positionBefore(long timeUs) throws IOException {
        long first = earliest() / segmentBytes;
        long low = first;
        long high = Math.max(first, (meta.tailAcquire() - 1) / segmentBytes);
        while (low < high) {
            long middle = (low + high + 1) >>> 1;
            int bytes = fetch(middle * segmentBytes, FIRST_RECORD_BYTES);
            if (bytes < 0 || bytes > 0 && LogFormat.timeUs(chunk, 0) < timeUs) {
                low = middle;
            } else {
                high = middle - 1;
            }
        }
        long start = low * segmentBytes;
        if (start + segmentBytes <= meta.keptAcquire() && start >= meta.earliestAcquire()) {
            if (!hasIndexAt(start)) {
                index = SegmentIndex.readOrRebuild(directory, start, segmentBytes, isClosed());
            }
            return start + index.offsetBefore(timeUs);
        }
        return Math.max(start, earliest());
    }

    /** Whether the segment of a position is complete and the last whose index was looked at. */
    boolean hasIndexAt(long position) {
        return index != null && index.start() == (position & -(long) segmentBytes);
    }

    int segmentBytes() {
        return segmentBytes;
    }

    long tail() {
        return meta.tailAcquire();
    }

    long completeUpToUs() {
        return meta.completeUpToUsAcquire();
    }

    int epoch() {
        return meta.epoch();
    }

    boolean isClosed() {
        return meta.state() == LogMeta.CLOSED;
    }

    int closedHash() {
        return meta.closedHash();
    }

    /** Lowest readable position: of the kept files, or in a ring alone the first segment that is whole. */
    long earliest() {
        if (isKeeping) {
            return meta.earliestAcquire();
        }
        if (isClosed()) {
            return meta.tailAcquire();
        }
        long overwritten = meta.horizonAcquire() - (long) segmentBytes * meta.segmentCount();
        return Math.max(meta.earliestAcquire(), (overwritten + segmentBytes - 1) & -(long) segmentBytes);
    }

    private void unmapRing() {
        for (int slot = 0; slot < ring.length; slot++) {
            if (ring[slot] != null) {
                ringBuffers[slot] = null;
                IoUtil.unmap(ring[slot]);
                ring[slot] = null;
            }
        }
    }

    private void closeKept() throws IOException {
        if (keptFile != null) {
            keptFile.close();
            keptFile = null;
        }
    }

    @Override
    public void close() {
        unmapRing();
        try {
            closeKept();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        meta.close();
    }
}
