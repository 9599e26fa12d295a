/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.gateway.server;

import java.net.InetSocketAddress;
import org.fabtwin.gateway.security.SecurityConfig;

/**
 * Where the gateway listens, and to whom. Immutable.
 *
 * @param http of HTTP and WebSocket.
 * @param tcp of the raw stream.
 * @param loops threads of the network.
 * @param security whom it lets in; {@link SecurityConfig#OPEN} for this machine alone.
 */
public record GatewayConfig(InetSocketAddress http, InetSocketAddress tcp, int loops, SecurityConfig security) {
    /**
     * Checks the figures.
     *
     * @throws IllegalArgumentException if other machines would reach it without TLS or authentication.
     */
    public GatewayConfig {
        if (loops < 1) {
            throw new IllegalArgumentException("the network needs a thread: " + loops);
        }
        security.check(http);
        security.check(tcp);
    }

    /** Open to everybody on this machine. */
    public GatewayConfig(InetSocketAddress http, InetSocketAddress tcp, int loops) {
        this(http, tcp, loops, SecurityConfig.OPEN);
    }

    /** On any free ports of this machine alone. */
    public static GatewayConfig local() {
        final InetSocketAddress any = new InetSocketAddress("127.0.0.1", 0);
        return new GatewayConfig(any, any, 1);
    }
}
