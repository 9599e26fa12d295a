/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.gateway.server;

import java.net.InetSocketAddress;

/**
 * Where the gateway listens. Immutable.
 *
 * @param http of HTTP and WebSocket.
 * @param tcp of the raw stream.
 * @param loops threads of the network.
 */
public record GatewayConfig(InetSocketAddress http, InetSocketAddress tcp, int loops) {
    /** Checks the figures. */
    public GatewayConfig {
        if (loops < 1) {
            throw new IllegalArgumentException("the network needs a thread: " + loops);
        }
    }

    /** On any free ports of this machine alone. */
    public static GatewayConfig local() {
        final InetSocketAddress any = new InetSocketAddress("127.0.0.1", 0);
        return new GatewayConfig(any, any, 1);
    }
}
