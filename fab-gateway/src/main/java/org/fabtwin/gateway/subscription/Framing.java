/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.gateway.subscription;

import io.netty.buffer.ByteBuf;

/** Puts a stream's bytes into what a protocol's pipeline sends. Takes over the reference. Stateless; any event loop. */
@FunctionalInterface
public interface Framing {
    Object message(ByteBuf bytes);

    /** What the protocol sends last when a stream is ended; null: nothing. */
    default Object end(String why) {
        return null;
    }
}
