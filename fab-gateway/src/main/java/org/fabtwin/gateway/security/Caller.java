/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.gateway.security;

import io.netty.channel.Channel;
import io.netty.util.AttributeKey;

/**
 * Who is at the other end of a connection. Immutable; the binding to a channel is for its event loop.
 *
 * @param name as the token or the certificate says; for logs and the journal, not trusted to be unique.
 * @param role what it may do.
 * @param expiresAtMs wall time after which it is nobody any more; {@link Long#MAX_VALUE}: never.
 */
public record Caller(String name, Role role, long expiresAtMs) {
    private static final AttributeKey<Caller> KEY = AttributeKey.valueOf(Caller.class, "caller");

    /** Whoever reaches a gateway that listens on this machine alone and asks for no token. */
    public static final Caller LOCAL = new Caller("local", Role.ADMIN, Long.MAX_VALUE);

    /** Whether it may do what this role may. */
    public boolean may(Role needed) {
        return role.includes(needed);
    }

    /** The caller of the request that is being answered, or of the stream; null before it is known. */
    public static Caller of(Channel channel) {
        return channel.attr(KEY).get();
    }

    /** Says who is at the channel's other end. */
    public void bind(Channel channel) {
        channel.attr(KEY).set(this);
    }
}
