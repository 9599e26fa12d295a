/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.core.log;

import java.util.Arrays;
import org.agrona.DirectBuffer;
import org.fabtwin.core.event.PaddingEncoder;

/**
 * Records of one segment by simulated time that a reader has come by while it sought, one in every {@value #EVERY_BYTES} bytes: the
 * index of a segment that is still being written, as far as the reader has walked through it. One thread.
 */
final class WalkedIndex {
    /** From one entry to the next, at least. */
    static final int EVERY_BYTES = SegmentScan.INDEX_EVERY_BYTES;

    private final int segmentBytes;
    private long start;
    private long[] times;
    private long[] positions;
    private int count;
    /** Where the next entry may be; entries are made in one go from the segment's first record on, so that none is left out. */
    private long nextAt;

    WalkedIndex(int segmentBytes) {
        this.segmentBytes = segmentBytes;
        this.times = new long[16];
        this.positions = new long[16];
        this.start = -1;
    }

    /** The last entry before a time in the segment of {@code position}; without one, the position itself. */
    long positionBefore(long position, long timeUs) {
        long segment = position & -(long) segmentBytes;
        if (segment != start) {
            start = segment;
            count = 0;
            nextAt = position;
            return position;
        }
        int before = SegmentIndex.countBefore(times, count, timeUs);
        // Of a ring alone, the position may have moved on beyond the entry.
        return before == 0 ? position : Math.max(position, positions[before - 1]);
    }

    /** Looks at a record that the reader walks over. */
    void note(long position, DirectBuffer view, int offset) {
        if (position >= nextAt && position < start + segmentBytes) {
            if (LogFormat.templateId(view, offset) != PaddingEncoder.TEMPLATE_ID) {
                add(LogFormat.timeUs(view, offset), position);
            }
        }
    }

    private void add(long timeUs, long position) {
        if (count == times.length) {
            times = Arrays.copyOf(times, 2 * count);
            positions = Arrays.copyOf(positions, 2 * count);
        }
        times[count] = timeUs;
        positions[count++] = position;
        nextAt = position + EVERY_BYTES;
    }
}
