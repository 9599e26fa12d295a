/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.gateway.subscription;

import io.netty.buffer.ByteBuf;
import org.fabtwin.gateway.wire.EventBatch;
import org.fabtwin.gateway.wire.StreamNotice;

/** Puts a stream's bytes into what a protocol's pipeline sends. Takes over the reference. Stateless; any event loop. */
@FunctionalInterface
public interface Framing {
    Object message(ByteBuf bytes);

    /** A batch that others are sent too; the caller keeps its reference. */
    default Object message(EventBatch batch) {
        return message(batch.content());
    }

    /** What the protocol sends last, after the notice that says why a stream ends; null: nothing. */
    default Object end(StreamNotice why) {
        return null;
    }
}
