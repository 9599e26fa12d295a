/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.gateway.http;

import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.QueryStringDecoder;
import io.netty.handler.codec.http.cookie.CookieHeaderNames.SameSite;
import io.netty.handler.codec.http.cookie.DefaultCookie;
import io.netty.handler.codec.http.cookie.ServerCookieEncoder;
import io.netty.handler.ssl.SslHandler;
import org.fabtwin.gateway.security.Caller;
import org.fabtwin.gateway.security.RequestToken;

/**
 * {@code POST /v1/session}: makes the token of the request's header a cookie, for a browser's EventSource; {@code DELETE} takes it
 * away. The cookie goes to this gateway only, never with a request that a page of another site makes, and scripts can't read
 * it. Stateless; any event loop.
 */
public final class SessionResource implements Resource {
    private static final String BEARER = "Bearer ";

    @Override
    public void answer(ChannelHandlerContext channel, FullHttpRequest request, QueryStringDecoder target) {
        final boolean isEnd = request.method().equals(HttpMethod.DELETE);
        final String header = request.headers().get(HttpHeaderNames.AUTHORIZATION, "");
        if (!isEnd && header.length() <= BEARER.length()) {
            throw new IllegalArgumentException("a session needs the token in the header Authorization: Bearer");
        }
        final DefaultCookie cookie = new DefaultCookie(
                RequestToken.COOKIE,
                isEnd ? "" : header.substring(BEARER.length()).strip());
        cookie.setHttpOnly(true);
        cookie.setSecure(channel.pipeline().get(SslHandler.class) != null);
        cookie.setSameSite(SameSite.Strict);
        cookie.setPath("/");
        if (isEnd) {
            cookie.setMaxAge(0);
        } else if (Caller.of(channel.channel()).expiresAtMs() != Long.MAX_VALUE) {
            final long expiresAtMs = Caller.of(channel.channel()).expiresAtMs();
            cookie.setMaxAge(Math.max(0, (expiresAtMs - System.currentTimeMillis()) / 1000));
        }
        final FullHttpResponse response =
                new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.NO_CONTENT, Unpooled.EMPTY_BUFFER);
        response.headers()
                .set(HttpHeaderNames.SET_COOKIE, ServerCookieEncoder.STRICT.encode(cookie))
                .set(HttpHeaderNames.CACHE_CONTROL, "no-store");
        Responses.send(channel, request, response);
    }
}
