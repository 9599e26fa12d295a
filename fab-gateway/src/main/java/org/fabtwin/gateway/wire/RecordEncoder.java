/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.gateway.wire;

import io.netty.buffer.ByteBuf;
import java.util.EnumMap;
import java.util.Map;
import org.fabtwin.core.log.RecordHandler;
import org.fabtwin.sim.event.HeaderLine;

/** Writes records into a buffer in one format. Single-threaded; {@link #begin}, records, {@link #end}. */
public interface RecordEncoder extends RecordHandler {
    /** One for each format; each is for one thread. */
    static Map<StreamFormat, RecordEncoder> all(HeaderLine line, int epoch) {
        return new EnumMap<>(Map.of(
                StreamFormat.SBE, new SbeRecords(epoch),
                StreamFormat.JSON, new JsonRecords(line, epoch, false),
                StreamFormat.SSE, new JsonRecords(line, epoch, true)));
    }

    /** Starts a batch of records at or after a position, behind what the buffer holds. */
    void begin(ByteBuf out, long from);

    /** Ends the batch; without events nothing has been added to the buffer. */
    void end(long to);

    /** Events written since {@link #begin}. */
    int events();
}
