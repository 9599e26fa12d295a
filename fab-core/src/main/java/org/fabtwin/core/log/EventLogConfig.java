/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.core.log;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * How a log is written. Immutable; the {@code with} methods return a changed copy.
 *
 * @param directory where the log is kept; null: only a ring, in a temporary folder that goes when the log is closed.
 * @param segmentBytes part of the format, {@link LogFormat#SEGMENT_BYTES} but in tests; a power of two.
 * @param segmentCount segments in the ring, 2 or more.
 * @param epoch of a new log; a resumed log keeps its own.
 * @param keepBytes limit of the kept files together.
 * @param keepUs segments whose records are all older than the newest by more than this simulated time are dropped, but the last
 *     two; {@code Long.MAX_VALUE}: none.
 * @param onFull what happens at that limit and on a full disk.
 * @param durability what is synced.
 * @param helperThread false: the writer's thread does the helper's work itself when it enters a block; for studies of
 *     many lines on few cores, and for tests.
 * @param memory where the ring lies instead of files; null: in files.
 */
public record EventLogConfig(
        Path directory,
        int segmentBytes,
        int segmentCount,
        int epoch,
        long keepBytes,
        long keepUs,
        OnFull onFull,
        Durability durability,
        boolean helperThread,
        RingMemory memory) {
    /** Segments of a ring. */
    public static final int DEFAULT_SEGMENT_COUNT = 8;

    private static final int MAX_SEGMENT_BYTES = 1 << 30;
    private static final int MAX_SEGMENT_COUNT = 1000;

    /** Checks the figures. */
    public EventLogConfig {
        if (segmentBytes < LogFormat.MIN_SEGMENT_BYTES
                || segmentBytes > MAX_SEGMENT_BYTES
                || Integer.bitCount(segmentBytes) != 1) {
            throw new IllegalArgumentException("segmentBytes must be a power of two in " + LogFormat.MIN_SEGMENT_BYTES
                    + ".." + MAX_SEGMENT_BYTES + ": " + segmentBytes);
        }
        if (segmentCount < 2 || segmentCount > MAX_SEGMENT_COUNT) {
            throw new IllegalArgumentException("segmentCount must be in 2.." + MAX_SEGMENT_COUNT + ": " + segmentCount);
        }
        if (keepBytes < 2L * segmentBytes) {
            throw new IllegalArgumentException(
                    "keepBytes must hold two segments, " + 2L * segmentBytes + " bytes: " + keepBytes);
        }
        if (keepUs <= 0) {
            throw new IllegalArgumentException("keepUs must be more than 0: " + keepUs);
        }
        if (memory != null
                && (directory != null
                        || helperThread
                        || memory.segmentBytes() != segmentBytes
                        || memory.segmentCount() != segmentCount)) {
            throw new IllegalArgumentException(
                    "a ring in memory has that memory's size, no folder and no helper thread");
        }
        if (epoch < 0) {
            throw new IllegalArgumentException("epoch must not be negative: " + epoch);
        }
    }

    /** A ring in a temporary folder, nothing kept. */
    public static EventLogConfig ringOnly() {
        return new EventLogConfig(
                null,
                LogFormat.SEGMENT_BYTES,
                DEFAULT_SEGMENT_COUNT,
                0,
                Long.MAX_VALUE,
                Long.MAX_VALUE,
                OnFull.STOP,
                Durability.JOURNAL,
                true,
                null);
    }

    /** A ring in memory, nothing kept, no thread and no file: for its own thread's reader alone. */
    public static EventLogConfig inMemory(RingMemory memory) {
        return new EventLogConfig(
                null,
                memory.segmentBytes(),
                memory.segmentCount(),
                0,
                Long.MAX_VALUE,
                Long.MAX_VALUE,
                OnFull.STOP,
                Durability.NONE,
                false,
                memory);
    }

    /** A log that is kept in a directory. */
    public static EventLogConfig keptIn(Path directory) {
        EventLogConfig ring = ringOnly();
        return new EventLogConfig(
                directory,
                ring.segmentBytes,
                ring.segmentCount,
                ring.epoch,
                ring.keepBytes,
                ring.keepUs,
                ring.onFull,
                ring.durability,
                ring.helperThread,
                null);
    }

    /** See {@link LogFormat#SEGMENT_BYTES}. */
    public EventLogConfig withSegmentBytes(int bytes) {
        return new EventLogConfig(
                directory, bytes, segmentCount, epoch, keepBytes, keepUs, onFull, durability, helperThread, memory);
    }

    /** Segments in the ring. */
    public EventLogConfig withSegmentCount(int count) {
        return new EventLogConfig(
                directory, segmentBytes, count, epoch, keepBytes, keepUs, onFull, durability, helperThread, memory);
    }

    /** Epoch of a new log. */
    public EventLogConfig withEpoch(int number) {
        return new EventLogConfig(
                directory,
                segmentBytes,
                segmentCount,
                number,
                keepBytes,
                keepUs,
                onFull,
                durability,
                helperThread,
                memory);
    }

    /** Limit of the kept files together. */
    public EventLogConfig withKeepBytes(long bytes) {
        return new EventLogConfig(
                directory, segmentBytes, segmentCount, epoch, bytes, keepUs, onFull, durability, helperThread, memory);
    }

    /** For how long, in simulated time, records are kept at least; in a ring alone they are not handed out longer. */
    public EventLogConfig withKeepUs(long us) {
        return new EventLogConfig(
                directory, segmentBytes, segmentCount, epoch, keepBytes, us, onFull, durability, helperThread, memory);
    }

    /** What happens at the limit and on a full disk. */
    public EventLogConfig withOnFull(OnFull policy) {
        return new EventLogConfig(
                directory,
                segmentBytes,
                segmentCount,
                epoch,
                keepBytes,
                keepUs,
                policy,
                durability,
                helperThread,
                memory);
    }

    /** What is synced. */
    public EventLogConfig withDurability(Durability level) {
        return new EventLogConfig(
                directory, segmentBytes, segmentCount, epoch, keepBytes, keepUs, onFull, level, helperThread, memory);
    }

    /** Whether a thread of its own keeps and prepares. */
    public EventLogConfig withHelperThread(boolean own) {
        return new EventLogConfig(
                directory, segmentBytes, segmentCount, epoch, keepBytes, keepUs, onFull, durability, own, memory);
    }

    /** Whether the log outlives the run. */
    public boolean isKept() {
        return directory != null;
    }

    /**
     * Bytes that the directory's disk is short of for a log of this size: the ring and what is kept of it. 0 if it fits
     * or nothing is kept. The directory or an ancestor of it must exist.
     *
     * @param predictedBytes size of the whole stream, as predicted from the scenario.
     */
    public long missingBytes(long predictedBytes) throws IOException {
        if (!isKept()) {
            return 0;
        }
        Path existing = directory.toAbsolutePath();
        while (!Files.exists(existing)) {
            existing = existing.getParent();
        }
        long ring = (long) segmentBytes * segmentCount;
        long needed = Math.min(predictedBytes, keepBytes) + Math.min(ring, roundUp(predictedBytes));
        return Math.max(0, needed - Files.getFileStore(existing).getUsableSpace());
    }

    private long roundUp(long bytes) {
        return (bytes + segmentBytes - 1) / segmentBytes * segmentBytes;
    }
}
