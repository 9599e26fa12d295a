/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.gateway.wire;

import io.netty.buffer.ByteBuf;
import org.fabtwin.core.log.RecordHandler;

/** Writes records into a buffer in one format. Single-threaded; {@link #begin}, records, {@link #end}. */
public interface RecordEncoder extends RecordHandler {
    /** Starts a batch of records at or after a position, in an empty buffer. */
    void begin(ByteBuf out, long from);

    /** Ends the batch; without events the buffer is left empty. */
    void end(long to);

    /** Events written since {@link #begin}. */
    int events();
}
