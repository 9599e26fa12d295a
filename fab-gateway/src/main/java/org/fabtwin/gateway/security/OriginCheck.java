/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.gateway.security;

import io.netty.util.NetUtil;
import java.net.URI;
import java.util.Locale;
import java.util.Set;
import org.fabtwin.gateway.security.AccessDenied.Reason;

/**
 * Keeps pages of other origins out: a browser says where a page comes from, and sends our cookies with its requests. Who is no
 * browser sends no origin and is let through. Immutable.
 */
public final class OriginCheck {
    private final Set<String> allowed;
    private final boolean isLocalOnly;

    /**
     * @param allowed origins besides our own, such as {@code https://dashboards.example:3000}.
     * @param isLocalOnly whether requests must name this machine as host. Without it, a page whose name has been pointed to
     *     127.0.0.1 (DNS rebinding) would be of the same origin as a gateway that asks for no token.
     */
    public OriginCheck(Set<String> allowed, boolean isLocalOnly) {
        this.allowed = allowed;
        this.isLocalOnly = isLocalOnly;
    }

    /**
     * Checks what a request says.
     *
     * @param origin null: none.
     * @param host as the request names us; null: not at all.
     */
    void check(String origin, String host, boolean isTls) throws AccessDenied {
        if (isLocalOnly && host != null && !isLocalName(host)) {
            throw new AccessDenied(
                    Reason.ORIGIN, "Host: this gateway is for this machine alone; expected localhost or an address");
        }
        if (origin == null || allowed.contains(origin.toLowerCase(Locale.ROOT))) {
            return;
        }
        final String own = host == null ? null : normal((isTls ? "https://" : "http://") + host);
        if (own == null || !own.equals(normal(origin))) {
            throw new AccessDenied(Reason.ORIGIN, "pages of this origin may not ask here; see --allow-origin");
        }
    }

    private static boolean isLocalName(String host) {
        final int colon = host.lastIndexOf(':');
        final String name = (colon > host.lastIndexOf(']') ? host.substring(0, colon) : host).toLowerCase(Locale.ROOT);
        final String bare = name.startsWith("[") && name.endsWith("]") ? name.substring(1, name.length() - 1) : name;
        return bare.equals("localhost") || NetUtil.isValidIpV4Address(bare) || NetUtil.isValidIpV6Address(bare);
    }

    /** Scheme, host and port; null if the text is no origin. */
    static String normal(String origin) {
        try {
            final URI uri = URI.create(origin.toLowerCase(Locale.ROOT));
            if (uri.getScheme() == null
                    || uri.getHost() == null
                    || uri.getUserInfo() != null
                    || !uri.getPath().isEmpty()) {
                return null;
            }
            final int port =
                    uri.getPort() >= 0 ? uri.getPort() : uri.getScheme().equals("https") ? 443 : 80;
            return uri.getScheme() + "://" + uri.getHost() + ":" + port;
        } catch (IllegalArgumentException e) {
            return null;
        }
    }
}
