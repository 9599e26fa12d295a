/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.gateway.security;

import io.netty.channel.Channel;
import io.netty.util.AttributeKey;
import io.netty.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/**
 * Who is at the other end of a connection. Immutable; the binding to a channel is for its event loop.
 *
 * @param name as the token or the certificate says; for logs, and the keys of its commands: two callers of one name share them.
 * @param role what it may do.
 * @param expiresAtMs wall time after which it is nobody any more; {@link Long#MAX_VALUE}: never.
 */
public record Caller(String name, Role role, long expiresAtMs) {
    private static final long GRACE_MS = 1_000;
    private static final long LONGEST_WAIT_MS = 60_000;
    private static final AttributeKey<Caller> KEY = AttributeKey.valueOf(Caller.class, "caller");
    private static final AttributeKey<ScheduledFuture<?>> TIMER = AttributeKey.valueOf(Caller.class, "timer");

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

    /**
     * Says who is at the channel's other end. The channel lasts hardly longer than the caller: a stream has a moment to say so
     * before.
     */
    public void bind(Channel channel) {
        final Caller before = channel.attr(KEY).getAndSet(this);
        if (expiresAtMs != Long.MAX_VALUE && !equals(before)) {
            if (channel.attr(TIMER).get() == null) {
                channel.closeFuture().addListener(closed -> cancelTimer(channel));
            }
            closeAtEnd(channel);
        }
    }

    private void closeAtEnd(Channel channel) {
        final long leftMs = expiresAtMs + GRACE_MS - System.currentTimeMillis();
        if (!equals(of(channel)) || !channel.isActive()) {
            return;
        }
        if (leftMs <= 0) {
            channel.close();
            return;
        }
        cancelTimer(channel);
        // In parts: the wall clock may be set meanwhile.
        channel.attr(TIMER)
                .set(channel.eventLoop()
                        .schedule(() -> closeAtEnd(channel), Math.min(leftMs, LONGEST_WAIT_MS), TimeUnit.MILLISECONDS));
    }

    private static void cancelTimer(Channel channel) {
        final ScheduledFuture<?> timer = channel.attr(TIMER).get();
        if (timer != null) {
            timer.cancel(false);
        }
    }
}
