/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.gateway.security;

/**
 * How much anybody may ask of the gateway. Immutable.
 *
 * @param connections in all; each carries one stream at most, so subscriptions too.
 * @param connectionsPerAddress of one other machine (of IPv6: one network); this machine is bounded by {@code connections} alone.
 * @param handshakeMs for the TLS handshake, then as much again until the first request, or Subscribe, is there and admitted.
 * @param idleMs between two requests of a connection.
 * @param stalledMs for which a subscriber may take nothing although there is something for it.
 */
public record ConnectionLimits(
        int connections, int connectionsPerAddress, long handshakeMs, long idleMs, long stalledMs) {
    /** What holds where nothing is said. */
    public static final ConnectionLimits DEFAULT = new ConnectionLimits(16_384, 256, 2_000, 60_000, 600_000);

    /** The same with other numbers of connections. */
    public ConnectionLimits with(int all, int perAddress) {
        return new ConnectionLimits(all, perAddress, handshakeMs, idleMs, stalledMs);
    }
}
