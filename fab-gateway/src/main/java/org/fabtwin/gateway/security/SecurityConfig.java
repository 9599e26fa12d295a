/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.gateway.security;

import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;

/**
 * Whom the gateway lets in. Immutable.
 *
 * @param tls null: none.
 * @param tokenKeys file for {@link TokenKeys}; null: no tokens.
 * @param audience that tokens must name.
 * @param origins of pages that may ask, besides our own.
 */
public record SecurityConfig(
        TlsFiles tls, Path tokenKeys, String audience, List<String> origins, ConnectionLimits limits) {
    /** Audience where nothing is said. */
    public static final String AUDIENCE = "fabtwin";

    /** Everybody may do everything: for this machine alone. */
    public static final SecurityConfig OPEN =
            new SecurityConfig(null, null, AUDIENCE, List.of(), ConnectionLimits.DEFAULT);

    /** Checks what belongs together. */
    public SecurityConfig {
        origins = List.copyOf(origins);
        for (final String origin : origins) {
            if (OriginCheck.normal(origin) == null) {
                throw new IllegalArgumentException(
                        "expected an origin such as https://dashboards.example:3000, found '" + origin + "'");
            }
        }
    }

    /** Whether callers must say who they are. */
    public boolean isAuthenticated() {
        return tokenKeys != null || tls != null && tls.clientCa() != null;
    }

    /**
     * Refuses to serve the world in the clear.
     *
     * @throws IllegalArgumentException if others than this machine reach the address and there is no TLS or no authentication.
     */
    public void check(InetSocketAddress address) {
        if (address.getAddress() == null || address.getAddress().isLoopbackAddress()) {
            return;
        }
        if (tls == null || !isAuthenticated()) {
            throw new IllegalArgumentException("other machines reach " + address.getHostString()
                    + ", so it is served only with TLS and authentication; missing: "
                    + (tls == null ? "--tls-cert and --tls-key" : "")
                    + (tls == null && !isAuthenticated() ? ", and " : "")
                    + (isAuthenticated() ? "" : "--token-key (or --client-ca)")
                    + ". See docs/GATEWAY.md, Security");
        }
    }
}
