/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.core.log;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import org.agrona.concurrent.UnsafeBuffer;
import org.fabtwin.core.event.PaddingEncoder;

/**
 * The event log's one writer: a ring of mapped segments. Single-threaded: the twin's thread only.
 *
 * <p>{@link #claim} room for a frame, encode it in {@link #buffer}, {@link #commit} it; {@link #publish} makes all that was
 * committed visible to readers. Records are encoded through {@link EventWriter}.
 *
 * <p>Assumptions and guarantees:
 *
 * <ul>
 *   <li>A position is the byte offset in the stream; it never depends on the ring.
 *   <li>No record straddles a segment; padding fills the rest.
 *   <li>All below the published tail survives the death of the process. It survives the machine's as {@link Durability}
 *       says.
 *   <li>Readers cost the writer nothing; a kept log's writer waits only where it would overwrite what is not kept yet.
 *   <li>The writer's first byte in a block follows a store fence that follows the horizon's release; a reader that has
 *       copied from the ring checks the horizon after a load fence ({@link EventLogReader}).
 *   <li>Claim, commit, publish, hash and roll allocate nothing.
 * </ul>
 */
public final class EventLog implements AutoCloseable {
    /** Records after which the tail is published at the latest; a power of two. */
    public static final int PUBLISH_EVERY = 64;

    static final int BLOCK_BYTES = 1 << 20;
    private static final int HASH_BATCH_BYTES = 16 << 10;

    private final EventLogConfig config;
    private final Path directory;
    private final RingFiles ring;
    private final LogMeta meta;
    private final LogThread helper;
    private final ByteBuffer[] hashViews;
    private final int[] segmentStartHash;
    private final long startPosition;
    private final int segmentBytes;
    private final int blockBytes;
    private final LogHash hash = new LogHash();
    private final UnsafeBuffer buffer = new UnsafeBuffer(0, 0);
    private Regeneration regeneration;
    private boolean closed;

    private long position;
    private long limit;
    private long segmentStart;
    private long addressOfOrigin;
    private long records;
    private long hashedTo;

    private EventLog(
            EventLogConfig config,
            Path directory,
            LogMeta meta,
            long position,
            int startHash,
            long validEnd,
            int endHash)
            throws IOException {
        this.config = config;
        this.directory = directory;
        this.meta = meta;
        this.segmentBytes = config.segmentBytes();
        this.blockBytes = Math.min(BLOCK_BYTES, segmentBytes);
        this.startPosition = position;
        this.position = position;
        this.limit = position;
        this.segmentStart = position & -segmentBytes;
        this.hashedTo = position;
        this.hash.resume(startHash);
        meta.start(validEnd, config.segmentCount());
        this.ring = config.memory() == null
                ? new RingFiles(directory, config.segmentCount(), segmentBytes, blockBytes)
                : new RingFiles(config.memory());
        this.hashViews = new ByteBuffer[config.segmentCount()];
        for (int slot = 0; slot < hashViews.length; slot++) {
            hashViews[slot] = ring.duplicate(slot);
        }
        this.segmentStartHash = new int[config.segmentCount()];
        if (position == segmentStart) {
            segmentStartHash[ring.slotOf(position)] = startHash;
        }
        if (validEnd > position) {
            regeneration =
                    new Regeneration(directory, position, meta.earliestAcquire(), validEnd, endHash, segmentBytes);
        }
        LogKeeper keeper = config.isKept() ? new LogKeeper(config, ring, meta, segmentStartHash) : null;
        this.helper = new LogThread(config, ring, meta, keeper, segmentStart, blockBytes);
        enterSegment();
    }

    /**
     * Starts a new log.
     *
     * @throws IOException if the directory already holds one, or can't be written.
     */
    public static EventLog create(EventLogConfig config) throws IOException {
        if (config.memory() != null) {
            return open(config, null, LogMeta.inMemory(config), 0, LogHash.EMPTY, 0, LogHash.EMPTY);
        }
        Path directory = config.isKept() ? LogDirectory.createKept(config.directory()) : LogDirectory.createTemporary();
        LogMeta meta = LogMeta.create(
                directory, config.segmentCount(), config.segmentBytes(), config.epoch(), config.isKept());
        return open(config, directory, meta, 0, LogHash.EMPTY, 0, LogHash.EMPTY);
    }

    /**
     * Starts the next epoch in a recovered log's directory, at position 0: its past can't be reproduced. What was there
     * moves to a folder of its own ({@code epoch-N}) and stays readable.
     */
    public static EventLog startNewEpoch(EventLogConfig config, LogRecovery recovery) throws IOException {
        moveEpochAway(config.directory(), recovery.epoch());
        return create(config.withEpoch(recovery.epoch() + 1));
    }

    /** First half of {@link #startNewEpoch}, for callers with files of their own; may be done again after it was cut short. */
    public static void moveEpochAway(Path directory, int epoch) throws IOException {
        LogDirectory.archiveEpoch(directory, epoch);
    }

    /** Goes on writing a recovered log where it ends, in the same epoch. */
    public static EventLog resume(EventLogConfig config, LogRecovery recovery) throws IOException {
        return regenerate(config, recovery, recovery.endPosition(), recovery.hash());
    }

    /**
     * Writes a recovered log again from the position of a snapshot. Up to the end of what is there, the regenerated
     * records are compared with it, byte for byte (by the hash alone where it is no longer kept), and nothing is published;
     * then the log goes on, in the same epoch.
     * After a difference nothing more is published: {@link #mismatchPosition}, and the caller starts a new epoch.
     *
     * @param from position at which the snapshot was taken.
     * @param hashAtFrom {@link #hash} there.
     */
    public static EventLog regenerate(EventLogConfig config, LogRecovery recovery, long from, int hashAtFrom)
            throws IOException {
        if (from < 0 || from > recovery.endPosition()) {
            throw new IllegalArgumentException(
                    "position " + from + " is outside of the log, which ends at " + recovery.endPosition());
        }
        EventLogConfig own = config.withSegmentBytes(recovery.segmentBytes()).withEpoch(recovery.epoch());
        Path directory = config.directory();
        LogMeta meta = LogMeta.openAsOwner(directory);
        if (meta.tailAcquire() != recovery.endPosition()) {
            meta.close();
            throw new IOException("the log in " + directory + " has been written since its recovery");
        }
        return open(own, directory, meta, from, hashAtFrom, recovery.endPosition(), recovery.hash());
    }

    private static EventLog open(
            EventLogConfig config,
            Path directory,
            LogMeta meta,
            long position,
            int startHash,
            long validEnd,
            int endHash)
            throws IOException {
        try {
            EventLog log = new EventLog(config, directory, meta, position, startHash, validEnd, endHash);
            log.helper.start();
            return log;
        } catch (IOException | RuntimeException e) {
            meta.close();
            throw e;
        }
    }

    /**
     * Room for a frame of {@code length} bytes, a multiple of 8. May wait for the helper.
     *
     * @return the frame's offset in {@link #buffer()}, valid until the next claim.
     * @throws LogStoppedException when no room can be had under the policy {@link OnFull#STOP}.
     */
    public int claim(int length) {
        if (position + length > limit) {
            extendLimit(length);
        }
        return (int) (position - segmentStart);
    }

    /** As {@link #claim}: the frame's address, valid until the next claim. The caller must stay within the frame. */
    long claimAddress(int length) {
        if (position + length > limit) {
            extendLimit(length);
        }
        return addressOfOrigin + position;
    }

    /** Holds the claimed frame; the same object for the log's life. */
    public UnsafeBuffer buffer() {
        return buffer;
    }

    /** The claimed frame, {@code length} bytes of it, is complete. */
    public void commit(int length) {
        position += length;
        if ((++records & PUBLISH_EVERY - 1) == 0) {
            publish();
        }
    }

    /** As {@link #commit}, for a record outside the hash. */
    void commitUnhashed(int length) {
        hashUpTo(position);
        commit(length);
        hashedTo = position;
    }

    /** Makes all committed records visible to readers. */
    public void publish() {
        if (regeneration == null || isRegenerated()) {
            if (position - hashedTo >= HASH_BATCH_BYTES) {
                hashUpTo(position);
            }
            meta.tailRelease(position);
        }
    }

    /** Compares what was committed since; true once the end of what was there is reached, and all was the same. */
    private boolean isRegenerated() {
        if (!regeneration.compareUpTo(position, buffer)) {
            return false;
        }
        hashUpTo(regeneration.end());
        if (!regeneration.isHashRight(hash.value())) {
            return false;
        }
        regeneration = null;
        return true;
    }

    /** {@link #publish}, and all records up to this simulated time are now written. Once per instant. */
    public void publish(long completeUpToUs) {
        publish();
        if (regeneration == null) {
            meta.completeUpToUsRelease(completeUpToUs);
        }
    }

    /** Slow path of a claim, once a block: rolls the segment, waits for the helper, announces where it will write. */
    private void extendLimit(int length) {
        if (closed) {
            throw new IllegalStateException("the log is closed");
        }
        if (length > segmentBytes || length <= 0 || (length & LogFormat.ALIGNMENT - 1) != 0) {
            throw new IllegalArgumentException("a frame has 8.." + segmentBytes + " bytes, in eights: " + length);
        }
        if (position + length > segmentStart + segmentBytes) {
            roll();
        }
        long end = position + length;
        if (end > limit) {
            announce(helper.awaitWritable(end), end);
        }
    }

    private void announce(long writable, long end) {
        long blockEnd = (end + blockBytes - 1) & -(long) blockBytes;
        limit = Math.min(writable, blockEnd);
        meta.horizonRelease(limit);
        // Partner: the load fence of EventLogReader between its copy and its look at the horizon.
        VarHandle.storeStoreFence();
        helper.signal();
    }

    private void roll() {
        if (regeneration != null) {
            isRegenerated();
        }
        long segmentEnd = segmentStart + segmentBytes;
        int rest = (int) (segmentEnd - position);
        if (rest > 0) {
            if (segmentEnd > limit) {
                announce(helper.awaitWritable(segmentEnd), segmentEnd);
            }
            int offset = (int) (position - segmentStart);
            buffer.setMemory(offset, rest, (byte) 0);
            buffer.putLong(offset, LogFormat.frameWord(rest, PaddingEncoder.BLOCK_LENGTH, PaddingEncoder.TEMPLATE_ID));
            if (rest > Long.BYTES) {
                buffer.putLong(offset + Long.BYTES, LogFormat.schemaWord(0));
            }
        }
        hashUpTo(position);
        position = segmentEnd;
        hashedTo = segmentEnd;
        if (regeneration != null) {
            isRegenerated();
        }
        helper.awaitWritable(segmentEnd + 1);
        segmentStart = segmentEnd;
        segmentStartHash[ring.slotOf(segmentEnd)] = hash.value();
        enterSegment();
    }

    private void enterSegment() {
        buffer.wrap(ring.buffer(ring.slotOf(segmentStart)), 0, segmentBytes);
        addressOfOrigin = buffer.addressOffset() - segmentStart;
    }

    private void hashUpTo(long end) {
        if (end > hashedTo) {
            ByteBuffer view = hashViews[ring.slotOf(hashedTo)];
            view.limit((int) (end - segmentStart)).position((int) (hashedTo - segmentStart));
            hash.update(view);
            hashedTo = end;
        }
    }

    /** CRC32C over all hashed bytes of all committed records. */
    public int hash() {
        hashUpTo(position);
        return hash.value();
    }

    /** Position after the last committed record. */
    public long position() {
        return position;
    }

    /** Records committed by this writer, paddings apart. */
    public long records() {
        return records;
    }

    /** Number of the log's life; a place in it is {@code epoch:position}. */
    public int epoch() {
        return meta.epoch();
    }

    /** Where the log lies; readers in other threads and processes open it there. Null for a ring in memory. */
    public Path directory() {
        return directory;
    }

    /** Whether the pacer should wait: the disk or the limit is full, and the policy is {@link OnFull#PAUSE}. Any thread. */
    public boolean isPaused() {
        return helper.isPaused();
    }

    /** Whether the log takes no more than what fits its ring: policy {@link OnFull#STOP}. Any thread. */
    public boolean isStopped() {
        return helper.failure() != null;
    }

    /** Why the log {@linkplain #isStopped stopped}; null while it has not. */
    public LogStoppedException failure() {
        return helper.failure();
    }

    /** Whether records are still being compared with what an earlier process wrote. */
    public boolean isRegenerating() {
        return regeneration != null;
    }

    /**
     * Start of the first regenerated record that differs from the one that was there, or the end of what was there if the
     * hash given for the snapshot was wrong; -1 while there is no difference.
     */
    public long mismatchPosition() {
        return regeneration == null ? -1 : regeneration.mismatchPosition();
    }

    /**
     * Publishes, and returns when all of it is in kept files, synced with {@link Durability#ALL}.
     *
     * @return false if the disk is full.
     */
    public boolean flush() {
        publish();
        return helper.flush();
    }

    /** Keeps the first records beside the log: they outlive the oldest kept file. */
    void saveHeader(long headerEnd) {
        if (directory == null) {
            return;
        }
        byte[] bytes = new byte[(int) headerEnd];
        buffer.getBytes(0, bytes);
        try {
            Files.write(directory.resolve(LogFormat.HEADER), bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A reader for the writer's own thread: sees records as soon as they are committed, and copies nothing. */
    public EventLogReader inlineReader() {
        return EventLogReader.inline(this);
    }

    /** What the ring no longer holds, and the words that say so; for a reader. */
    LogSource source() throws IOException {
        return directory == null ? new LogSource(meta) : new LogSource(directory);
    }

    /** Lowest position that an inline reader can take from the ring. */
    long ringStart() {
        return Math.max(startPosition, limit - ring.capacity());
    }

    /** The first record of those that an inline reader can take: where the log began, or, once the ring has come round, its first whole segment. */
    long firstInRing() {
        if (position == 0) {
            return 0;
        }
        long overwritten = limit - ring.capacity();
        return Math.max(startPosition, overwritten + segmentBytes - 1 & -(long) segmentBytes);
    }

    UnsafeBuffer segmentAt(long at) {
        return ring.buffer(ring.slotOf(at));
    }

    int segmentBytes() {
        return segmentBytes;
    }

    /**
     * Publishes and keeps everything, and ends the log. A log that could not be kept whole (see {@link #isStopped}) stays
     * open on the disk, with its ring, for {@link LogRecovery}.
     */
    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        publish();
        int finalHash = regeneration == null ? hash() : regeneration.endHash();
        boolean complete = helper.close(finalHash);
        try {
            if (complete) {
                meta.close(finalHash);
                ring.delete();
            }
            limit = Long.MIN_VALUE;
            buffer.wrap(0, 0);
            ring.close();
            meta.close();
            if (!config.isKept() && directory != null) {
                LogDirectory.delete(directory);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
