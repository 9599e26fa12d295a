/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.gateway.security;

import io.netty.channel.Channel;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.util.concurrent.GlobalEventExecutor;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;

/** Counts the connections of all protocols, and keeps them within their limits. Any event loop. */
public final class Connections {
    private final ConnectionLimits limits;
    private final AtomicInteger open = new AtomicInteger();
    private final Map<String, Integer> byAddress = new ConcurrentHashMap<>();
    private final Map<String, Count> byProtocol = new ConcurrentHashMap<>();
    private final ChannelGroup channels = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE);

    /** What one protocol has seen. */
    public static final class Count {
        private final AtomicInteger open = new AtomicInteger();
        private final LongAdder accepted = new LongAdder();
        private final LongAdder refused = new LongAdder();

        /** Connections that are there now. */
        public int open() {
            return open.get();
        }

        /** Connections that were let in. */
        public long accepted() {
            return accepted.sum();
        }

        /** Connections beyond a limit. */
        public long refused() {
            return refused.sum();
        }
    }

    public Connections(ConnectionLimits limits) {
        this.limits = limits;
    }

    public ConnectionLimits limits() {
        return limits;
    }

    /** Connections of all protocols. */
    public int open() {
        return open.get();
    }

    /** Addresses with a connection, other than this machine. */
    public int addresses() {
        return byAddress.size();
    }

    /** Count of a protocol. */
    public Count of(String protocol) {
        return byProtocol.computeIfAbsent(protocol, name -> new Count());
    }

    /** Closes all connections and waits until they are, for so long at most. Any thread but an event loop. */
    public void closeAll(long timeoutMs) {
        channels.close().awaitUninterruptibly(timeoutMs);
    }

    /** Takes a place until the channel closes; false when there is none. */
    public boolean take(Channel channel, String protocol) {
        final Count count = of(protocol);
        if (open.incrementAndGet() > limits.connections()) {
            open.decrementAndGet();
            count.refused.increment();
            return false;
        }
        final String address = Addresses.isLoopback(channel) ? null : Addresses.of(channel);
        if (address != null && byAddress.merge(address, 1, Integer::sum) > limits.connectionsPerAddress()) {
            leave(address);
            open.decrementAndGet();
            count.refused.increment();
            return false;
        }
        channels.add(channel);
        count.accepted.increment();
        count.open.incrementAndGet();
        channel.closeFuture().addListener(closed -> {
            count.open.decrementAndGet();
            open.decrementAndGet();
            if (address != null) {
                leave(address);
            }
        });
        return true;
    }

    private void leave(String address) {
        byAddress.computeIfPresent(address, (a, before) -> before == 1 ? null : before - 1);
    }
}
