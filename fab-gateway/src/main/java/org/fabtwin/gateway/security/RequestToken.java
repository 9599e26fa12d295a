/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.gateway.security;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.cookie.Cookie;
import io.netty.handler.codec.http.cookie.ServerCookieDecoder;
import org.fabtwin.gateway.security.AccessDenied.Reason;

/** Where a request may carry its token: the header, a WebSocket subprotocol, a cookie; in this order. Stateless. */
public final class RequestToken {
    /** Beginning of the subprotocol that is a token: browsers can set no header on a WebSocket. */
    public static final String SUBPROTOCOL = "fab.token.";
    /** Name of the cookie: browsers can set no header on an EventSource. */
    public static final String COOKIE = "fab_token";

    private static final String BEARER = "Bearer ";

    private RequestToken() {}

    /** The token; empty if there is none. */
    static String of(HttpHeaders headers) throws AccessDenied {
        final String authorization = headers.get(HttpHeaderNames.AUTHORIZATION);
        if (authorization != null) {
            if (!authorization.regionMatches(true, 0, BEARER, 0, BEARER.length())) {
                throw new AccessDenied(Reason.INVALID, "Authorization: expected Bearer and a token");
            }
            return authorization.substring(BEARER.length()).strip();
        }
        for (final String line : headers.getAll(HttpHeaderNames.SEC_WEBSOCKET_PROTOCOL)) {
            for (final String protocol : line.split(",")) {
                if (protocol.strip().startsWith(SUBPROTOCOL)) {
                    return protocol.strip().substring(SUBPROTOCOL.length());
                }
            }
        }
        final String cookies = headers.get(HttpHeaderNames.COOKIE);
        if (cookies != null) {
            for (final Cookie cookie : ServerCookieDecoder.STRICT.decode(cookies)) {
                if (cookie.name().equals(COOKIE)) {
                    return cookie.value();
                }
            }
        }
        return "";
    }
}
