/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.core.log;

import java.nio.ByteBuffer;
import java.util.Arrays;
import org.agrona.DirectBuffer;
import org.fabtwin.core.event.PaddingEncoder;

/**
 * Walks the frames of one segment, as far as they are sound, and gathers what its index holds. Can stop anywhere and go
 * on when there is more. One thread.
 */
final class SegmentScan {
    /** Bytes from one entry of the index to the next, at least. */
    static final int INDEX_EVERY_BYTES = 64 << 10;

    private static final int SHORTEST_RECORD = RecordHandler.TIME_OFFSET + Long.BYTES;

    private final int segmentBytes;
    private final long[] times;
    private final int[] offsets;
    private long start;
    private int end;
    private int entries;
    private long records;
    private long lastTimeUs;

    SegmentScan(int segmentBytes) {
        this.segmentBytes = segmentBytes;
        int capacity = segmentBytes / INDEX_EVERY_BYTES + 1;
        this.times = new long[capacity];
        this.offsets = new int[capacity];
    }

    void startAt(long segmentStart) {
        start = segmentStart;
        end = 0;
        entries = 0;
        records = 0;
        lastTimeUs = Long.MIN_VALUE;
    }

    /** Walks from where it stopped to {@code limit}, an offset in the segment. False at a frame that is none. */
    boolean walk(DirectBuffer segment, int limit) {
        return walk(segment, limit, null, null);
    }

    /**
     * As above, and adds the hashed bytes to a hash.
     *
     * @param bytes the same bytes as {@code segment}, its position and limit are moved.
     */
    boolean walk(DirectBuffer segment, int limit, ByteBuffer bytes, LogHash hash) {
        int runStart = end;
        boolean sound = true;
        while (end < limit) {
            int length = soundFrameLength(segment, end, limit);
            if (length == 0) {
                sound = false;
                break;
            }
            int templateId = LogFormat.templateId(segment, end);
            if (templateId != PaddingEncoder.TEMPLATE_ID) {
                note(segment);
            }
            if (!LogFormat.isHashed(templateId)) {
                addTo(hash, bytes, runStart, end);
                runStart = end + length;
            }
            end += length;
        }
        addTo(hash, bytes, runStart, end);
        return sound;
    }

    private void note(DirectBuffer segment) {
        lastTimeUs = LogFormat.timeUs(segment, end);
        records++;
        if (entries == 0 || end - offsets[entries - 1] >= INDEX_EVERY_BYTES) {
            times[entries] = lastTimeUs;
            offsets[entries++] = end;
        }
    }

    private static void addTo(LogHash hash, ByteBuffer bytes, int from, int to) {
        if (hash != null && to > from) {
            bytes.limit(to).position(from);
            hash.update(bytes);
        }
    }

    private int soundFrameLength(DirectBuffer segment, int offset, int limit) {
        int length = LogFormat.frameLength(segment, offset);
        if (length < LogFormat.ALIGNMENT || (length & LogFormat.ALIGNMENT - 1) != 0 || length > limit - offset) {
            return 0;
        }
        if (LogFormat.templateId(segment, offset) == PaddingEncoder.TEMPLATE_ID) {
            return offset + length == segmentBytes ? length : 0;
        }
        boolean ours = length >= SHORTEST_RECORD
                && (segment.getShort(offset + Long.BYTES) & 0xFFFF) == PaddingEncoder.SCHEMA_ID;
        return ours ? length : 0;
    }

    long start() {
        return start;
    }

    /** Offset after the last frame walked. */
    int end() {
        return end;
    }

    long records() {
        return records;
    }

    /** Simulated time of the last record; {@code Long.MIN_VALUE} if there was none. */
    long lastTimeUs() {
        return lastTimeUs;
    }

    long[] times() {
        return Arrays.copyOf(times, entries);
    }

    int[] offsets() {
        return Arrays.copyOf(offsets, entries);
    }
}
