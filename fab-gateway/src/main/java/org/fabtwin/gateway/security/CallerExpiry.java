/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.gateway.security;

import io.netty.channel.Channel;
import io.netty.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/** Watches for the end of a caller's time: what was begun with a token lasts no longer than it. On the channel's event loop. */
public final class CallerExpiry {
    private static final long LONGEST_WAIT_MS = 60_000;

    private final Channel channel;
    private final Runnable onExpired;
    private ScheduledFuture<?> expiry;

    private CallerExpiry(Channel channel, Runnable onExpired) {
        this.channel = channel;
        this.onExpired = onExpired;
    }

    /** Begins to watch; {@code onExpired} is called on the loop, once. */
    public static CallerExpiry watch(Channel channel, Runnable onExpired) {
        final CallerExpiry watch = new CallerExpiry(channel, onExpired);
        watch.await();
        return watch;
    }

    private void await() {
        final Caller caller = Caller.of(channel);
        if (caller != null && caller.expiresAtMs() != Long.MAX_VALUE) {
            final long leftMs = caller.expiresAtMs() - System.currentTimeMillis();
            // In parts: the wall clock may be set meanwhile.
            expiry = leftMs <= 0
                    ? channel.eventLoop().schedule(onExpired, 0, TimeUnit.MILLISECONDS)
                    : channel.eventLoop()
                            .schedule(this::await, Math.min(leftMs, LONGEST_WAIT_MS), TimeUnit.MILLISECONDS);
        }
    }

    /** No longer. */
    public void end() {
        if (expiry != null) {
            expiry.cancel(false);
        }
    }
}
