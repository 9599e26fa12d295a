/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.gateway.security;

import io.netty.channel.Channel;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Arrays;

/** Whom limits count as one. Stateless. */
final class Addresses {
    private static final int NETWORK_BYTES = 8;

    private Addresses() {}

    /** The peer's address; of IPv6 the network (64 bits), since one host has all of it. */
    static String of(Channel channel) {
        if (!(channel.remoteAddress() instanceof InetSocketAddress remote) || remote.getAddress() == null) {
            return "unknown";
        }
        final InetAddress address = remote.getAddress();
        if (address instanceof Inet6Address) {
            return Arrays.toString(Arrays.copyOf(address.getAddress(), NETWORK_BYTES));
        }
        return address.getHostAddress();
    }

    /** Whether the peer is this machine, which has one address for all its programs. */
    static boolean isLoopback(Channel channel) {
        return channel.remoteAddress() instanceof InetSocketAddress remote
                && remote.getAddress() != null
                && remote.getAddress().isLoopbackAddress();
    }
}
