/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.core.log;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

/**
 * Brings the log in a directory in order after its process has died: finds the prefix that is sound, copies what only the
 * ring held to kept files, removes the rest, and leaves a closed log that {@link EventLog#resume} or
 * {@link EventLog#regenerate} can go on with. Safe to be killed and run again at any point; a log that was closed in
 * order passes unchanged.
 *
 * <p>The frames are checked, and the hash is computed, from the last segment's start on: the hash before it is taken from
 * its index. {@link #openAndVerify} checks everything that is kept.
 */
public final class LogRecovery {
    private final Path directory;
    private final LogMeta meta;
    private final int segmentBytes;
    private final int epoch;
    private final List<String> repairs = new ArrayList<>();
    private final boolean wasClosed;
    private long end;
    private int hash;
    private long lastTimeUs = Long.MIN_VALUE;
    private long completeUpToUs;
    private long earliest;

    private LogRecovery(Path directory, LogMeta meta) {
        this.directory = directory;
        this.meta = meta;
        this.segmentBytes = meta.segmentBytes();
        this.epoch = meta.epoch();
        this.wasClosed = meta.state() == LogMeta.CLOSED;
    }

    /**
     * Recovers the log in a directory.
     *
     * @throws IOException if there is none, another process writes it, or the disk fails.
     */
    public static LogRecovery open(Path directory) throws IOException {
        return recover(directory, false);
    }

    /** As {@link #open}, checking all kept files and computing the hash from the earliest on. */
    public static LogRecovery openAndVerify(Path directory) throws IOException {
        return recover(directory, true);
    }

    private static LogRecovery recover(Path directory, boolean verifyAll) throws IOException {
        try (LogMeta meta = LogMeta.openAsOwner(directory)) {
            if (!meta.isKeeping()) {
                throw new IOException("the log in " + directory + " is a ring alone: it can't be recovered");
            }
            LogRecovery recovery = new LogRecovery(directory, meta);
            recovery.run(verifyAll);
            return recovery;
        }
    }

    private void run(boolean verifyAll) throws IOException {
        long tail = meta.tailAcquire();
        earliest = meta.earliestAcquire();
        long[] starts = KeptFiles.starts(directory);
        if (starts.length > 0 && starts[0] > earliest && starts[0] < meta.keptAcquire()) {
            repairs.add("nothing is kept before " + starts[0] + ": someone moved files away");
            earliest = starts[0];
        }
        end = soundLengths(meta.keptAcquire());
        if (end < tail && !wasClosed) {
            copyFromRing(tail);
        }
        removeOutside();
        scan(verifyAll ? earliest : checkpoint());
        boolean whole = end == tail;
        completeUpToUs = whole ? meta.completeUpToUsAcquire() : lastTimeUs - 1;
        if (!whole) {
            repairs.add("the log ends at " + end + " instead of " + tail);
            meta.completeUpToUsRelease(completeUpToUs);
        }
        meta.earliestRelease(earliest);
        meta.keptRelease(end);
        meta.tailRelease(end);
        meta.close(hash);
        for (int slot = 0; slot < meta.segmentCount(); slot++) {
            Files.deleteIfExists(LogFormat.ringFile(directory, slot));
        }
    }

    /** Cuts kept files to what was recorded as kept; returns where the first one that is too short ends. */
    private long soundLengths(long kept) throws IOException {
        for (long start = earliest; start < kept; start += segmentBytes) {
            long expected = Math.min(segmentBytes, kept - start);
            Path file = LogFormat.keptFile(directory, start);
            long size = Files.exists(file) ? Files.size(file) : 0;
            if (size < expected) {
                repairs.add(file.getFileName() + " has " + size + " bytes of " + expected);
                return start + (size & -LogFormat.ALIGNMENT);
            }
            truncate(start, expected);
        }
        return kept;
    }

    private void truncate(long start, long length) throws IOException {
        Path file = LogFormat.keptFile(directory, start);
        if (Files.exists(file) && Files.size(file) > length) {
            try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
                channel.truncate(length);
            }
        }
    }

    /** Copies from the ring what is not kept, if the ring still holds it. */
    private void copyFromRing(long tail) throws IOException {
        long capacity = (long) segmentBytes * meta.segmentCount();
        if (end < meta.ringFrom() || end < meta.horizonAcquire() - capacity) {
            return;
        }
        while (end < tail) {
            long start = end & -(long) segmentBytes;
            Path ringFile = LogFormat.ringFile(directory, (int) (start / segmentBytes % meta.segmentCount()));
            if (!Files.exists(ringFile) || Files.size(ringFile) < segmentBytes) {
                repairs.add(ringFile.getFileName() + " is missing or short");
                return;
            }
            long length = Math.min(tail, start + segmentBytes) - end;
            copy(ringFile, start, end - start, length);
            end += length;
        }
    }

    private void copy(Path ringFile, long start, long offset, long length) throws IOException {
        try (FileChannel from = FileChannel.open(ringFile, StandardOpenOption.READ);
                FileChannel to = FileChannel.open(
                        LogFormat.keptFile(directory, start), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            ByteBuffer bytes = ByteBuffer.allocateDirect((int) Math.min(length, 1 << 20));
            long at = offset;
            while (at < offset + length) {
                bytes.clear().limit((int) Math.min(bytes.capacity(), offset + length - at));
                if (from.read(bytes, at) < 0) {
                    throw new IOException(ringFile + " ends at " + at);
                }
                bytes.flip();
                long writeAt = at;
                while (bytes.hasRemaining()) {
                    writeAt += to.write(bytes, writeAt);
                }
                at = writeAt;
            }
            to.force(true);
        }
    }

    /** Deletes files before the earliest (a drop that was cut short), and sets those aside that lie after the end. */
    private void removeOutside() throws IOException {
        for (long start : KeptFiles.starts(directory)) {
            if (start < meta.earliestAcquire()) {
                KeptFiles.delete(directory, start);
            } else if (start >= end) {
                Path file = LogFormat.keptFile(directory, start);
                Files.move(
                        file, file.resolveSibling(file.getFileName() + ".lost"), StandardCopyOption.REPLACE_EXISTING);
                Files.deleteIfExists(LogFormat.indexFile(directory, start));
            }
        }
    }

    /** Start of the last segment with a record in it whose hash before it is known. */
    private long checkpoint() throws IOException {
        long start = Math.max(earliest, (end - 1) & -(long) segmentBytes);
        while (start > earliest && !isHashKnown(start)) {
            start -= segmentBytes;
        }
        return start;
    }

    private boolean isHashKnown(long start) throws IOException {
        SegmentIndex index = SegmentIndex.read(directory, start);
        return index != null && index.hashKnown();
    }

    private void scan(long from) throws IOException {
        LogHash running = new LogHash();
        running.resume(hashBefore(from));
        SegmentScan scan = new SegmentScan(segmentBytes);
        for (long start = from; start < end; start += segmentBytes) {
            int startHash = running.value();
            scan.startAt(start);
            boolean sound = SegmentIndex.scanFile(directory, scan, running);
            if (scan.records() > 0) {
                lastTimeUs = scan.lastTimeUs();
            }
            long scannedTo = start + scan.end();
            if (!sound || scannedTo < Math.min(end, start + segmentBytes)) {
                repairs.add("no record at " + scannedTo);
                end = scannedTo;
                truncate(start, scan.end());
            }
            SegmentIndex.of(scan, startHash, running.value()).write(directory);
        }
        removeOutside();
        hash = running.value();
    }

    private int hashBefore(long start) throws IOException {
        if (start == 0) {
            return LogHash.EMPTY;
        }
        SegmentIndex index = SegmentIndex.read(directory, start);
        if (index == null || !index.hashKnown()) {
            throw new IOException("the hash before position " + start + " of the log in " + directory
                    + " is lost: neither its index nor the log's beginning is there");
        }
        return index.startHash();
    }

    /** Position after the last sound record. */
    public long endPosition() {
        return end;
    }

    /** The log's hash at the end. */
    public int hash() {
        return hash;
    }

    /** Simulated time of the last record; {@code Long.MIN_VALUE} if there is none. */
    public long lastTimeUs() {
        return lastTimeUs;
    }

    /** All records up to this simulated time are there; {@code Long.MIN_VALUE} if no instant was completed. */
    public long completeUpToUs() {
        return completeUpToUs;
    }

    /** Lowest position that is kept. */
    public long earliest() {
        return earliest;
    }

    /** The log's epoch. */
    public int epoch() {
        return epoch;
    }

    /** See {@link LogFormat#SEGMENT_BYTES}. */
    public int segmentBytes() {
        return segmentBytes;
    }

    /** Whether the log had been closed in order. */
    public boolean wasClosed() {
        return wasClosed;
    }

    /** What had to be given up, in words; empty after the mere death of the process. */
    public List<String> repairs() {
        return List.copyOf(repairs);
    }
}
