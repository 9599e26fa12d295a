/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.gateway.security;

import io.netty.channel.Channel;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.QueryStringDecoder;
import io.netty.handler.ssl.SslHandler;
import java.util.EnumMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.LongAdder;
import org.fabtwin.gateway.security.AccessDenied.Reason;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Decides who a request comes from and whether it may ask. Immutable but for its counters; any event loop. */
public final class AccessControl {
    private static final Logger LOG = LoggerFactory.getLogger(AccessControl.class);
    /** Names under which people put tokens into URLs, where proxies log them and browsers remember them. */
    private static final Set<String> TOKEN_PARAMETERS =
            Set.of("token", "access_token", "auth_token", "id_token", "jwt", "bearer", "authorization", "api_key");

    private final TokenVerifier tokens;
    private final boolean isOpen;
    private final OriginCheck origins;
    private final FailedLogins failures;
    private final Map<Reason, LongAdder> denials = new EnumMap<>(Reason.class);

    /**
     * @param tokens null where no tokens are accepted.
     * @param isOpen whether everybody may do everything: for addresses that only this machine reaches.
     */
    public AccessControl(TokenVerifier tokens, boolean isOpen, OriginCheck origins, FailedLogins failures) {
        this.tokens = tokens;
        this.isOpen = isOpen;
        this.origins = origins;
        this.failures = failures;
        for (final Reason reason : Reason.values()) {
            denials.put(reason, new LongAdder());
        }
    }

    /** Everybody may do everything. */
    public static AccessControl open() {
        return new AccessControl(
                null, true, new OriginCheck(Set.of(), true), new FailedLogins(1, 1, System::currentTimeMillis));
    }

    /**
     * Finds the caller of a request and binds it to the channel.
     *
     * @param needed role that what is asked for needs; null: none, not even a token.
     * @throws AccessDenied if it may not.
     */
    public void admit(Channel channel, HttpRequest request, QueryStringDecoder target, Role needed)
            throws AccessDenied {
        try {
            for (final String parameter : target.parameters().keySet()) {
                if (TOKEN_PARAMETERS.contains(parameter.toLowerCase(java.util.Locale.ROOT))) {
                    throw new AccessDenied(
                            Reason.IN_URL,
                            "a token has no place in a URL, where it is logged and remembered: send it in the header "
                                    + "Authorization: Bearer, as WebSocket subprotocol " + RequestToken.SUBPROTOCOL
                                    + "..., or as a cookie (POST /v1/session)");
                }
            }
            final HttpHeaders headers = request.headers();
            origins.check(
                    headers.get(HttpHeaderNames.ORIGIN),
                    headers.get(HttpHeaderNames.HOST),
                    channel.pipeline().get(SslHandler.class) != null);
            if (needed != null) {
                admit(channel, RequestToken.of(headers), needed);
            }
        } catch (AccessDenied e) {
            throw counted(channel, e);
        }
    }

    /**
     * Finds the caller of a connection of another protocol and binds it to the channel.
     *
     * @param token that it brought; empty: none.
     * @throws AccessDenied if it may not.
     */
    public void admitToken(Channel channel, String token, Role needed) throws AccessDenied {
        try {
            admit(channel, token, needed);
        } catch (AccessDenied e) {
            throw counted(channel, e);
        }
    }

    private void admit(Channel channel, String token, Role needed) throws AccessDenied {
        final Caller caller = identify(channel, token);
        if (!caller.may(needed)) {
            throw new AccessDenied(
                    Reason.ROLE,
                    "this needs role " + needed.text() + "; " + caller.name() + " has "
                            + caller.role().text());
        }
        caller.bind(channel);
    }

    private Caller identify(Channel channel, String token) throws AccessDenied {
        if (isOpen) {
            return Caller.LOCAL;
        }
        if (tokens == null || token.isEmpty()) {
            final Caller known = CertificateCaller.of(channel);
            if (known != null) {
                return known;
            }
            throw new AccessDenied(
                    Reason.MISSING, tokens == null ? "a client certificate is needed" : "a bearer token is needed");
        }
        final String address = Addresses.of(channel);
        if (failures.isBlocked(address)) {
            throw new AccessDenied(Reason.RATE, "too many failed attempts from this address; wait a minute");
        }
        try {
            return tokens.verify(token);
        } catch (AccessDenied e) {
            // An expired token, or one with another role, is no guess: its signature was right.
            if (e.reason() != Reason.EXPIRED && e.reason() != Reason.ROLE) {
                failures.add(address);
            }
            throw e;
        }
    }

    private AccessDenied counted(Channel channel, AccessDenied denied) {
        denials.get(denied.reason()).increment();
        LOG.debug("{} refused: {}", channel.remoteAddress(), denied.getMessage());
        return denied;
    }

    /** How often it was refused for a reason. */
    public long denials(Reason reason) {
        return denials.get(reason).sum();
    }
}
