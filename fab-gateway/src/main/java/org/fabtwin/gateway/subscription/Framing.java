/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.gateway.subscription;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.function.Supplier;

/** Puts a stream's bytes into what a protocol's pipeline sends. Takes over the reference. Stateless; any event loop. */
@FunctionalInterface
public interface Framing {
    Object message(ByteBuf bytes);

    /** The protocol's own last word, before the connection is closed: none unless it has one. */
    default Object closing() {
        return Unpooled.EMPTY_BUFFER;
    }

    /** A framing whose protocol has a last word. */
    static Framing closedBy(Framing framing, Supplier<Object> closing) {
        return new Framing() {
            @Override
            public Object message(ByteBuf bytes) {
                return framing.message(bytes);
            }

            @Override
            public Object closing() {
                return closing.get();
            }
        };
    }
}
