/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.gateway.wire;

import io.netty.buffer.ByteBuf;

/**
 * Encoded events of a stretch of the log, for everybody who asked for that stretch in that filter and format. Immutable; whoever
 * holds it owns one reference to its bytes.
 *
 * @param from position from which the log was looked at.
 * @param to position to go on from.
 * @param lastRecord position of the last record that was looked at, sent or not; -1 without.
 * @param events in the bytes.
 * @param isAtTail whether there was no more when it was made.
 */
public record EventBatch(long from, long to, long lastRecord, int events, boolean isAtTail, ByteBuf bytes) {
    /**
     * Takes over the bytes; from now on they can be read only. TLS gathers small buffers by writing the next one behind the
     * one before, where that has room: into what others still have to send.
     */
    public EventBatch {
        bytes = bytes.asReadOnly();
    }
}
