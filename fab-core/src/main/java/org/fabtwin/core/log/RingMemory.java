/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.core.log;

import java.nio.ByteBuffer;

/**
 * Room for a ring that lies in memory, without a file: for studies of many short runs, in which making, mapping and removing files
 * would cost more than the runs. One log at a time uses it; the next may use it again. Only the log's own thread can read such a
 * log ({@link EventLog#inlineReader}).
 */
public final class RingMemory {
    private final int segmentBytes;
    private final ByteBuffer[] segments;

    /**
     * Takes the memory, outside of the heap.
     *
     * @param segmentBytes see {@link EventLogConfig}.
     * @param segmentCount 2 or more.
     */
    public RingMemory(int segmentBytes, int segmentCount) {
        this.segmentBytes = segmentBytes;
        this.segments = new ByteBuffer[segmentCount];
        for (int slot = 0; slot < segmentCount; slot++) {
            // Eight bytes more: the runtime aligns direct memory by eight, but doesn't promise it.
            segments[slot] =
                    ByteBuffer.allocateDirect(segmentBytes + Long.BYTES).alignedSlice(Long.BYTES);
        }
    }

    int segmentBytes() {
        return segmentBytes;
    }

    int segmentCount() {
        return segments.length;
    }

    ByteBuffer segment(int slot) {
        return segments[slot];
    }
}
