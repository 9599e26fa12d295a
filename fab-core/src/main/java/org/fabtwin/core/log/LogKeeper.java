/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.core.log;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.agrona.IoUtil;
import org.agrona.concurrent.UnsafeBuffer;

/** Copies published bytes from the ring to kept files, one a segment. The helper's thread only. */
final class LogKeeper {
    private static final int CHUNK_BYTES = 1 << 20;

    private final EventLogConfig config;
    private final Path directory;
    private final RingFiles ring;
    private final LogMeta meta;
    private final int[] segmentStartHash;
    private final int segmentBytes;
    private final ByteBuffer[] views;
    private final SegmentScan scan;
    private FileChannel file;
    private long fileStart;
    private int fileStartHash;
    private long totalBytes;

    /**
     * Goes on where the directory's kept files end.
     *
     * @param segmentStartHash hash of the log at the start of the segment in each slot: the writer sets it before it
     *     publishes anything in the segment, and doesn't enter the slot again before this keeper has begun the segment.
     */
    LogKeeper(EventLogConfig config, RingFiles ring, LogMeta meta, int[] segmentStartHash) throws IOException {
        this.config = config;
        this.directory = config.directory();
        this.ring = ring;
        this.meta = meta;
        this.segmentStartHash = segmentStartHash;
        this.segmentBytes = config.segmentBytes();
        this.scan = new SegmentScan(segmentBytes);
        this.views = new ByteBuffer[config.segmentCount()];
        for (int slot = 0; slot < views.length; slot++) {
            views[slot] = ring.duplicate(slot);
        }
        this.totalBytes = KeptFiles.totalBytes(directory);
        long kept = meta.keptAcquire();
        if ((kept & segmentBytes - 1) != 0) {
            reopen(kept);
        }
    }

    private void reopen(long kept) throws IOException {
        fileStart = kept & -(long) segmentBytes;
        SegmentIndex index = SegmentIndex.read(directory, fileStart);
        if (index == null || index.end() != kept) {
            throw new IOException("the log in " + directory + " was not recovered: no index up to position " + kept);
        }
        fileStartHash = index.startHash();
        file = FileChannel.open(
                LogFormat.keptFile(directory, fileStart), StandardOpenOption.READ, StandardOpenOption.WRITE);
        int length = (int) (kept - fileStart);
        MappedByteBuffer bytes = file.map(FileChannel.MapMode.READ_ONLY, 0, length);
        scan.startAt(fileStart);
        scan.walk(new UnsafeBuffer(bytes), length);
        IoUtil.unmap(bytes);
    }

    /**
     * Copies a chunk, if there is one.
     *
     * @param evenLittle false: only if a whole chunk or the end of a segment is there.
     * @return bytes copied.
     * @throws IOException if the disk or the limit is full; nothing has changed then.
     */
    int keep(boolean evenLittle) throws IOException {
        long kept = meta.keptAcquire();
        long tail = meta.tailAcquire();
        long segmentStart = kept & -(long) segmentBytes;
        long available = Math.min(tail, segmentStart + segmentBytes);
        long end = Math.min(available, kept + CHUNK_BYTES);
        int length = (int) (end - kept);
        boolean whole = length == CHUNK_BYTES || end == segmentStart + segmentBytes;
        if (length <= 0 || !whole && !evenLittle) {
            return 0;
        }
        if (file == null || fileStart != segmentStart) {
            finishFile(segmentStartHash[ring.slotOf(segmentStart)]);
            startFile(segmentStart);
        }
        if (totalBytes + length > config.keepBytes() && lookAgain() + length > config.keepBytes()) {
            throw new KeepLimitException("its limit of " + config.keepBytes() + " bytes is reached");
        }
        copy(kept, length);
        scan.walk(ring.buffer(ring.slotOf(segmentStart)), (int) (available - segmentStart));
        totalBytes += length;
        meta.keptRelease(end);
        return length;
    }

    /** Someone may have moved the oldest files elsewhere to make room. */
    private long lookAgain() throws IOException {
        long[] starts = KeptFiles.starts(directory);
        if (starts.length > 0 && starts[0] > meta.earliestAcquire()) {
            meta.earliestRelease(starts[0]);
        }
        totalBytes = KeptFiles.totalBytes(directory);
        return totalBytes;
    }

    private void copy(long from, int length) throws IOException {
        int offset = (int) (from - fileStart);
        ByteBuffer view = views[ring.slotOf(from)];
        view.limit(offset + length).position(offset);
        long at = offset;
        while (view.hasRemaining()) {
            at += file.write(view, at);
        }
        if (config.durability() == Durability.ALL) {
            file.force(false);
        }
    }

    private void startFile(long segmentStart) throws IOException {
        fileStart = segmentStart;
        fileStartHash = segmentStartHash[ring.slotOf(segmentStart)];
        scan.startAt(segmentStart);
        file = FileChannel.open(
                LogFormat.keptFile(directory, segmentStart), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        // Recovery starts from this hash.
        SegmentIndex.of(scan, fileStartHash, fileStartHash).write(directory);
    }

    private void finishFile(int endHash) throws IOException {
        if (file != null) {
            SegmentIndex.of(scan, fileStartHash, endHash).write(directory);
            if (config.durability() == Durability.ALL) {
                file.force(true);
            }
            file.close();
            file = null;
        }
    }

    /** Whether this is about room, and not about a broken disk. */
    boolean isFull(IOException cause) {
        try {
            return cause instanceof KeepLimitException
                    || Files.getFileStore(directory).getUsableSpace() < 2L * CHUNK_BYTES;
        } catch (IOException e) {
            return false;
        }
    }

    /**
     * Makes room: deletes the oldest kept file; if there is but the one being written, gives up what is not kept of it
     * once the writer has gone on to the next segment.
     *
     * @return false if there is nothing to delete now.
     */
    boolean drop() throws IOException {
        long kept = meta.keptAcquire();
        long current = kept & -(long) segmentBytes;
        long[] starts = KeptFiles.starts(directory);
        if (starts.length > 0 && starts[0] < current) {
            meta.earliestRelease(starts.length > 1 ? starts[1] : current);
            KeptFiles.delete(directory, starts[0]);
            totalBytes = KeptFiles.totalBytes(directory);
            return true;
        }
        long tailSegment = meta.tailAcquire() & -(long) segmentBytes;
        if (tailSegment <= current) {
            return false;
        }
        meta.earliestRelease(tailSegment);
        if (file != null) {
            file.close();
            file = null;
        }
        KeptFiles.delete(directory, current);
        totalBytes = KeptFiles.totalBytes(directory);
        meta.keptRelease(tailSegment);
        return true;
    }

    /** Deletes the kept files of all segments before one that is kept. */
    void dropTo(long segmentStart) throws IOException {
        meta.earliestRelease(segmentStart);
        for (long start : KeptFiles.starts(directory)) {
            if (start < segmentStart) {
                KeptFiles.delete(directory, start);
            }
        }
        totalBytes = KeptFiles.totalBytes(directory);
    }

    /**
     * Ends the current file.
     *
     * @param complete everything is kept and {@code hash} is the log's at the end of it.
     */
    void close(boolean complete, int hash) {
        try {
            if (complete) {
                finishFile(hash);
            } else if (file != null) {
                file.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The limit of the kept log, not the disk, is what is full. */
    private static final class KeepLimitException extends IOException {
        private static final long serialVersionUID = 1L;

        KeepLimitException(String message) {
            super(message);
        }
    }
}
