/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.gateway.conflation;

import static org.fabtwin.core.log.RecordHandler.BLOCK_OFFSET;

import io.netty.buffer.ByteBuf;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.fabtwin.core.event.ChamberStateChangedDecoder;
import org.fabtwin.core.event.ToolStateChangedDecoder;
import org.fabtwin.core.log.RecordHandler;
import org.fabtwin.gateway.wire.EventBatch;
import org.fabtwin.gateway.wire.RecordEncoder;
import org.fabtwin.gateway.wire.StreamFormat;
import org.fabtwin.sim.event.EventFilter;
import org.fabtwin.sim.event.HeaderLine;

/**
 * The last record of each tool's and each chamber's state that a log has, and where it stands. One thread.
 *
 * <p>A tool without a record has been STANDBY since the log's beginning: states are logged when they change.
 */
final class StateBoard implements RecordHandler {
    /** Bytes of the longer record, its frame included, rounded up to whole words. */
    private static final int RECORD_BYTES = 64;

    private static final int CODE_SHIFT = 24;

    private final int tools;
    private final long[] positions;
    private final int[] lengths;
    private final UnsafeBuffer records;
    private long[] changed = new long[256];

    StateBoard(HeaderLine line) {
        tools = line.toolCount();
        positions = new long[tools + line.chamberCount()];
        lengths = new int[positions.length];
        records = new UnsafeBuffer(new byte[positions.length * RECORD_BYTES]);
        Arrays.fill(positions, -1);
    }

    @Override
    public void onRecord(DirectBuffer buffer, int offset, int length, int templateId, long position) {
        final int row;
        if (templateId == ToolStateChangedDecoder.TEMPLATE_ID) {
            row = buffer.getInt(offset + BLOCK_OFFSET, ByteOrder.LITTLE_ENDIAN);
        } else if (templateId == ChamberStateChangedDecoder.TEMPLATE_ID) {
            row = tools + buffer.getInt(offset + BLOCK_OFFSET, ByteOrder.LITTLE_ENDIAN);
        } else {
            return;
        }
        if (length > RECORD_BYTES) {
            throw new IllegalStateException("a state record of " + length + " bytes at " + position);
        }
        records.putBytes(row * RECORD_BYTES, buffer, offset, length);
        lengths[row] = length;
        positions[row] = position;
    }

    /** Encodes the last record of each row that lies at or after {@code from} and passes the filter, in the order of the log. */
    EventBatch changes(long from, long to, EventFilter filter, StreamFormat format, RecordEncoder encoder) {
        int count = 0;
        for (int row = 0; row < positions.length; row++) {
            if (positions[row] >= from && filter.isWanted(records, row * RECORD_BYTES, templateOf(row))) {
                if (count == changed.length) {
                    changed = Arrays.copyOf(changed, 2 * count);
                }
                // Positions are multiples of 8.
                changed[count++] = positions[row] / 8 << CODE_SHIFT | row;
            }
        }
        Arrays.sort(changed, 0, count);
        final ByteBuf bytes = EventBatch.newBytes(64 + count * RECORD_BYTES * 2);
        boolean isMade = false;
        try {
            encoder.begin(bytes, from);
            for (int i = 0; i < count; i++) {
                final int row = (int) (changed[i] & (1 << CODE_SHIFT) - 1);
                encoder.onRecord(records, row * RECORD_BYTES, lengths[row], templateOf(row), positions[row]);
            }
            encoder.end(to);
            isMade = true;
            return EventBatch.of(format, from, to, -1, count, true, bytes);
        } finally {
            if (!isMade) {
                bytes.release();
            }
        }
    }

    private int templateOf(int row) {
        return row < tools ? ToolStateChangedDecoder.TEMPLATE_ID : ChamberStateChangedDecoder.TEMPLATE_ID;
    }
}
