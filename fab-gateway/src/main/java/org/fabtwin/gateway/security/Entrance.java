/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.gateway.security;

import io.netty.channel.Channel;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslHandler;
import java.io.IOException;
import java.time.Clock;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Collectors;

/** What every connection passes first: a place among the limits, then TLS. Made once; any event loop. */
public final class Entrance {
    /** Seconds by which the clock of who makes tokens may differ from ours. */
    private static final int CLOCK_SKEW_S = 5;

    private static final int FREE_FAILURES = 10;
    private static final long FAILURE_INTERVAL_MS = 6_000;

    private final SslContext tls;
    private final Connections connections;
    private final AccessControl access;
    private final LongAdder handshakes = new LongAdder();
    private final LongAdder failedHandshakes = new LongAdder();
    private final LongAdder evictions = new LongAdder();
    private final LongAdder lostPeers = new LongAdder();
    private final LongAdder failures = new LongAdder();

    private Entrance(SslContext tls, Connections connections, AccessControl access) {
        this.tls = tls;
        this.connections = connections;
        this.access = access;
    }

    /**
     * Reads the files that the configuration names.
     *
     * @throws IOException if one can't be read.
     * @throws KeyFileException if one does not hold what it should; names it.
     */
    public static Entrance open(SecurityConfig config) throws IOException {
        final boolean isOpen = !config.isAuthenticated();
        final TokenVerifier tokens = config.tokenKeys() == null
                ? null
                : new TokenVerifier(
                        TokenKeys.read(config.tokenKeys()), config.audience(), CLOCK_SKEW_S, Clock.systemUTC());
        final Set<String> origins = config.origins().stream()
                .map(origin -> origin.toLowerCase(Locale.ROOT))
                .collect(Collectors.toCollection(LinkedHashSet::new));
        return new Entrance(
                config.tls() == null ? null : config.tls().read(tokens == null),
                new Connections(config.limits()),
                new AccessControl(
                        tokens,
                        isOpen,
                        new OriginCheck(origins, isOpen),
                        new FailedLogins(FREE_FAILURES, FAILURE_INTERVAL_MS, () -> System.nanoTime() / 1_000_000)));
    }

    /** Takes a place for a channel and puts TLS at the head of its pipeline; false when there is no place. */
    public boolean enter(Channel channel, String protocol) {
        if (!connections.take(channel, protocol)) {
            return false;
        }
        if (tls != null) {
            final SslHandler handler = tls.newHandler(channel.alloc());
            handler.setHandshakeTimeoutMillis(connections.limits().handshakeMs());
            handler.handshakeFuture()
                    .addListener(done -> (done.isSuccess() ? handshakes : failedHandshakes).increment());
            channel.pipeline().addLast("tls", handler);
        }
        return true;
    }

    public boolean isTls() {
        return tls != null;
    }

    public Connections connections() {
        return connections;
    }

    public AccessControl access() {
        return access;
    }

    /** Channels closed because their peer took nothing for too long. */
    public LongAdder evictions() {
        return evictions;
    }

    /** Channels closed because their peer's machine answered no more. */
    public LongAdder lostPeers() {
        return lostPeers;
    }

    /** Connections closed because we failed: each is an error in the gateway. */
    public LongAdder failures() {
        return failures;
    }

    /** TLS handshakes that came to an end. */
    public long handshakes() {
        return handshakes.sum();
    }

    /** TLS handshakes that failed or took too long. */
    public long failedHandshakes() {
        return failedHandshakes.sum();
    }
}
