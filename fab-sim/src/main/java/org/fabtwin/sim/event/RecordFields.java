/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.sim.event;

import java.nio.ByteOrder;
import org.agrona.DirectBuffer;
import org.fabtwin.core.log.RecordHandler;

/** Fields of raw records by their offset. Stateless. */
final class RecordFields {
    /** Offset of a field that a type does not have. */
    static final int NO_FIELD = -1;

    private RecordFields() {}

    /** By template id the offset of a field in the block, {@link #NO_FIELD} where a type does not have it. */
    static int[] offsets(final EventTable table, final String field) {
        final int[] result = new int[table.mostCode() + 1];
        for (int code = 0; code < result.length; code++) {
            final EventType type = table.type(code);
            final EventField found = type == null ? null : type.field(field);
            result[code] = found == null ? NO_FIELD : found.offset();
        }
        return result;
    }

    /** An id or serial of the record in the frame at {@code frame}; -1 where its type has none. */
    static int int32(final DirectBuffer buffer, final int frame, final int field) {
        return field == NO_FIELD
                ? -1
                : buffer.getInt(frame + RecordHandler.BLOCK_OFFSET + field, ByteOrder.LITTLE_ENDIAN);
    }
}
