/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.gateway.security;

import io.netty.channel.ChannelHandler;
import io.netty.channel.DefaultChannelId;
import io.netty.channel.embedded.EmbeddedChannel;
import java.net.InetSocketAddress;
import java.net.SocketAddress;

/** A channel in memory whose peer has an address. */
public final class PeerChannel extends EmbeddedChannel {
    private static final ThreadLocal<String> PEER = new ThreadLocal<>();

    private final SocketAddress peer;

    private PeerChannel(String peer, ChannelHandler... handlers) {
        super(DefaultChannelId.newInstance(), handlers);
        this.peer = new InetSocketAddress(peer, 40_000);
    }

    /** A connection from an address. */
    public static PeerChannel from(String peer, ChannelHandler... handlers) {
        PEER.set(peer);
        return new PeerChannel(peer, handlers);
    }

    @Override
    protected SocketAddress remoteAddress0() {
        // Handlers ask for it while the constructor above is at work.
        return peer == null ? new InetSocketAddress(PEER.get(), 40_000) : peer;
    }
}
