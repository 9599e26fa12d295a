/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.core.log;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import org.agrona.UnsafeApi;
import org.agrona.concurrent.UnsafeBuffer;
import org.fabtwin.core.event.PaddingEncoder;

/**
 * Reads a log's records in order, from any place, at its own pace; costs the writer nothing. One thread.
 *
 * <p>Made by {@link EventLog#inlineReader} it runs on the writer's thread, sees records as soon as they are committed, and
 * hands them out where they lie. Made by {@link #open} it reads a log that runs in this or another process, or that is
 * closed or dead, up to the published tail: it copies a stretch from the ring, or from kept files what the ring no longer
 * holds, and hands out the copy. Polling allocates nothing once the reader's buffers are there.
 */
public final class EventLogReader implements AutoCloseable {
    /** Result of {@link #poll}: records were overwritten or deleted before they were read. */
    public static final int LOST = -1;

    private final EventLog log;
    private final LogSource source;
    private final int segmentBytes;
    private final WalkedIndex walked;
    private long position;
    private long lostFrom;
    private long lostTo;
    private UnsafeBuffer view;
    private long viewStart;
    private long viewEnd;
    /** Whether the view is the writer's own segment up to its last record, so that it ends with a whole one. */
    private boolean isInPlace;

    private EventLogReader(EventLog log, LogSource source) {
        this.log = log;
        this.source = source;
        this.segmentBytes = source.segmentBytes();
        this.walked = new WalkedIndex(segmentBytes);
        seek(source.earliest());
    }

    static EventLogReader inline(EventLog log) {
        try {
            EventLogReader reader = new EventLogReader(log, log.source());
            reader.seek(log.firstInRing());
            return reader;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Opens the log in a directory, at its earliest record.
     *
     * @throws IOException if there is no log.
     */
    public static EventLogReader open(Path directory) throws IOException {
        return new EventLogReader(null, new LogSource(directory));
    }

    /**
     * Hands out the next records.
     *
     * @return how many; 0 if there are none now; {@link #LOST} if records from {@link #lostFrom} to {@link #lostTo} are
     *     gone, where the next poll goes on.
     */
    public int poll(RecordHandler handler, int recordLimit) {
        return poll(handler, recordLimit, Long.MAX_VALUE);
    }

    /** As {@link #poll(RecordHandler, int)}, but no record that begins at or after a position. */
    public int poll(RecordHandler handler, int recordLimit, long positionLimit) {
        if (log != null) {
            // The writer may have come round since.
            viewEnd = position;
        }
        int delivered = 0;
        while (delivered < recordLimit && position < positionLimit) {
            if (position >= viewEnd) {
                int state = fetch(LogSource.CHUNK_BYTES);
                if (state == LOST && delivered > 0) {
                    // What was delivered is no loss: the next poll finds the gap again, and says so.
                    seek(lostFrom);
                    return delivered;
                }
                if (state <= 0) {
                    return delivered > 0 ? delivered : state;
                }
            }
            delivered += deliver(handler, recordLimit - delivered, positionLimit);
        }
        return delivered;
    }

    private int deliver(RecordHandler handler, int recordLimit, long positionLimit) {
        if (isInPlace && recordLimit == Integer.MAX_VALUE && positionLimit >= viewEnd) {
            int from = (int) (position - viewStart);
            int delivered = handler.onRecords(view, from, (int) (viewEnd - viewStart), position);
            position = viewEnd;
            return delivered;
        }
        return deliverEach(handler, recordLimit, positionLimit);
    }

    private int deliverEach(RecordHandler handler, int recordLimit, long positionLimit) {
        UnsafeBuffer frames = view;
        long start = viewStart;
        int end = (int) (viewEnd - start);
        int offset = (int) (position - start);
        // Where the last record must begin; all of the view where the limit lies behind it.
        int last = (int) Math.min(end, positionLimit - start);
        int delivered = 0;
        // All views lie outside the heap, and the bounds of each frame are checked here.
        long address = frames.addressOffset();
        while (offset < last && delivered < recordLimit) {
            long word = UnsafeApi.getLong(address + offset);
            int length = LogFormat.lengthOf(word);
            if (length > end - offset || length < LogFormat.ALIGNMENT) {
                checkLength(length, start + offset);
                viewEnd = start + offset;
                break;
            }
            int templateId = LogFormat.templateOf(word);
            if (templateId != PaddingEncoder.TEMPLATE_ID) {
                handler.onRecord(frames, offset, length, templateId, start + offset);
                delivered++;
            }
            offset += length;
            position = start + offset;
        }
        return delivered;
    }

    private void checkLength(int length, long at) {
        if (length < LogFormat.ALIGNMENT || length > segmentBytes) {
            throw new IllegalStateException(
                    "no record at " + epoch() + ":" + at + ", its length would be " + length + " bytes");
        }
    }

    /** Brings bytes from {@code position} on into view, about so many at most: 1 done, 0 there are none, LOST. */
    private int fetch(int most) {
        if (log != null && position >= log.ringStart()) {
            return viewInPlace();
        }
        isInPlace = false;
        int bytes = source.fetch(position, most);
        if (bytes > 0) {
            view = source.chunk();
            viewStart = position;
            viewEnd = position + bytes;
            return 1;
        }
        if (bytes == 0) {
            return 0;
        }
        lostFrom = position;
        lostTo = source.lostTo();
        seek(lostTo);
        return LOST;
    }

    private int viewInPlace() {
        long written = log.position();
        if (position >= written) {
            return 0;
        }
        viewStart = position & -(long) segmentBytes;
        viewEnd = Math.min(written, viewStart + segmentBytes);
        view = log.segmentAt(position);
        isInPlace = true;
        return 1;
    }

    /** Position of the next record. */
    public long position() {
        return position;
    }

    /** First position of what the last {@link #LOST} was about. */
    public long lostFrom() {
        return lostFrom;
    }

    /** Position after what the last {@link #LOST} was about. */
    public long lostTo() {
        return lostTo;
    }

    /** Goes to a record's position, as a handler was told it, or to the end of what was read. */
    public void seek(long recordPosition) {
        position = recordPosition;
        viewStart = recordPosition;
        viewEnd = recordPosition;
    }

    /** Goes to the first record that is still there. */
    public void seekEarliest() {
        seek(source.earliest());
    }

    /** Goes behind the last published record. */
    public void seekLatest() {
        seek(tail());
    }

    /**
     * Goes to the first record at or after a simulated time; to the tail if there is none yet. Walks over 64 KiB of records at most
     * in a segment that has an index; in one that has none, as while it is being written, over what this reader has not walked over
     * yet since it last sought in another.
     */
    public void seekToTime(long timeUs) {
        try {
            long before = source.positionBefore(timeUs);
            seek(source.hasIndexAt(before) ? before : walked.positionBefore(before, timeUs));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        while (true) {
            if (position >= viewEnd) {
                int state = fetch(WalkedIndex.EVERY_BYTES);
                if (state == 0) {
                    return;
                }
                if (state == LOST) {
                    continue;
                }
            }
            if (skipBefore(timeUs)) {
                return;
            }
        }
    }

    /** Skips the records in view that lie before a time; true if one that doesn't was found. */
    private boolean skipBefore(long timeUs) {
        int end = (int) (viewEnd - viewStart);
        int offset = (int) (position - viewStart);
        while (offset < end) {
            int length = LogFormat.frameLength(view, offset);
            if (length > end - offset || length < LogFormat.ALIGNMENT) {
                checkLength(length, viewStart + offset);
                viewEnd = viewStart + offset;
                return false;
            }
            if (LogFormat.templateId(view, offset) != PaddingEncoder.TEMPLATE_ID
                    && LogFormat.timeUs(view, offset) >= timeUs) {
                return true;
            }
            walked.note(position, view, offset);
            offset += length;
            position = viewStart + offset;
        }
        return false;
    }

    /** Published end of the log. */
    public long tail() {
        return source.tail();
    }

    /** All records up to this simulated time lie below a tail that is read after this; {@code Long.MIN_VALUE} at first. */
    public long completeUpToUs() {
        return source.completeUpToUs();
    }

    /** Whether a position lies in the ring, so that reading it touches no file; it may be overwritten at once. */
    public boolean isInRing(long recordPosition) {
        return source.isInRing(recordPosition);
    }

    /** Lowest position that is still there. */
    public long earliest() {
        return source.earliest();
    }

    /** The log's epoch. */
    public int epoch() {
        return source.epoch();
    }

    /** Whether the log was ended in order: the tail is final. False for a log that runs or died. */
    public boolean isClosed() {
        return source.isClosed();
    }

    /** CRC32C over all hashed bytes of the log, as its writer published it at the end; undefined until {@link #isClosed}. */
    public int closedHash() {
        return source.closedHash();
    }

    @Override
    public void close() {
        view = null;
        source.close();
    }
}
