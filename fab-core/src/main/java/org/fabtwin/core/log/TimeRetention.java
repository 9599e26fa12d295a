/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.core.log;

import java.io.IOException;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Gives up segments by simulated time: one whose successor's first record is older than the newest by the log's limit holds nothing
 * younger. The helper's thread only.
 */
final class TimeRetention {
    /** Somebody has moved the file elsewhere: the first one behind it that is there tells how old what is before it is. */
    private static final long IS_MOVED = Long.MIN_VALUE + 1;

    private static final long NOTHING = -1;

    private final LogMeta meta;
    private final RingFiles ring;
    private final LogKeeper keeper;
    private final Path directory;
    private final long keepUs;
    private final int segmentBytes;
    private final ByteBuffer word = ByteBuffer.allocate(Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    /** A segment's start and the time of its first record: asked for again and again until it is old enough. */
    private long knownStart = -1;

    private long knownUs;

    /** @param keeper null: the log is a ring alone. */
    TimeRetention(EventLogConfig config, RingFiles ring, LogMeta meta, LogKeeper keeper) {
        this.meta = meta;
        this.ring = ring;
        this.keeper = keeper;
        this.directory = config.directory();
        this.keepUs = config.keepUs();
        this.segmentBytes = config.segmentBytes();
    }

    /** Gives up what is too old; false: there was nothing. */
    boolean expire() throws IOException {
        final long nowUs = meta.completeUpToUsAcquire();
        if (nowUs < Long.MIN_VALUE + keepUs) {
            return false;
        }
        // The current segment and a whole one stay: snapshots need a stretch of log behind them.
        final long end = keeper == null ? meta.tailAcquire() : Math.min(meta.tailAcquire(), meta.keptAcquire());
        final long last = (end & -(long) segmentBytes) - segmentBytes;
        // What is known was the last to be looked at: what is before it has been dropped or moved away.
        long next = Math.max(knownStart, (earliest() & -(long) segmentBytes) + segmentBytes);
        long dropped = NOTHING;
        while (next <= last && isFirst(next, nowUs - keepUs)) {
            if (knownUs != IS_MOVED) {
                dropped = next;
            }
            next += segmentBytes;
        }
        if (dropped == NOTHING) {
            return false;
        }
        if (keeper == null) {
            meta.earliestRelease(dropped);
        } else {
            keeper.dropTo(dropped);
        }
        return true;
    }

    private long earliest() {
        return keeper == null
                ? Math.max(meta.earliestAcquire(), meta.horizonAcquire() - ring.capacity())
                : meta.earliestAcquire();
    }

    /** Whether the first record of a segment is of this time or older. */
    private boolean isFirst(long start, long limitUs) throws IOException {
        if (knownStart != start) {
            knownUs = firstUs(start);
            knownStart = start;
        }
        return knownUs <= limitUs;
    }

    private long firstUs(long start) throws IOException {
        final long us = LogFormat.timeUs(ring.buffer(ring.slotOf(start)), 0);
        // Partner: the store fence in EventLog.announce; the ring may have come round.
        VarHandle.acquireFence();
        if (start >= meta.ringFrom() && start >= meta.horizonAcquire() - ring.capacity()) {
            return us;
        }
        if (keeper == null) {
            // It is gone anyway.
            return Long.MIN_VALUE;
        }
        try (FileChannel file = FileChannel.open(LogFormat.keptFile(directory, start), StandardOpenOption.READ)) {
            word.clear();
            if (file.read(word, RecordHandler.TIME_OFFSET) < Long.BYTES) {
                throw new IOException(LogFormat.keptFile(directory, start) + " has no record");
            }
            return word.getLong(0);
        } catch (NoSuchFileException e) {
            return IS_MOVED;
        }
    }
}
