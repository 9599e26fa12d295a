/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.gateway.metrics;

import io.prometheus.metrics.core.metrics.CounterWithCallback;
import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.prometheus.metrics.model.snapshots.Unit;
import java.util.List;
import java.util.Locale;
import org.fabtwin.gateway.conflation.ConflatedStreams;
import org.fabtwin.gateway.live.LiveTwin;
import org.fabtwin.gateway.security.AccessDenied;
import org.fabtwin.gateway.security.Connections;
import org.fabtwin.gateway.security.Entrance;
import org.fabtwin.gateway.subscription.LogTailer;
import org.fabtwin.gateway.subscription.StreamHub;
import org.fabtwin.gateway.subscription.StreamMetrics;
import org.fabtwin.gateway.wire.StreamFormat;

/**
 * The figures of a gateway under the names of OpenMetrics (docs/GATEWAY.md lists them). Nearly all are read from the counters of who
 * counts when they are asked for. No figure is one client's: their number would have no bound. Any thread.
 */
public final class GatewayMetrics {
    private static final List<String> PROTOCOLS = List.of("http", "tcp");

    private final PrometheusRegistry registry = new PrometheusRegistry();

    public GatewayMetrics(LiveTwin twin, StreamHub hub, ConflatedStreams screens, Entrance entrance) {
        connections(entrance);
        streams(hub, screens, entrance);
        log(twin, hub);
        registry.register(hub.metrics().publishToWrite());
    }

    /** The figures, to be written in some form. */
    public PrometheusRegistry registry() {
        return registry;
    }

    private void connections(Entrance entrance) {
        GaugeWithCallback.builder()
                .name("fab_gateway_connections_open")
                .help("Connections that are there now")
                .labelNames("protocol")
                .callback(figure -> PROTOCOLS.forEach(
                        name -> figure.call(entrance.connections().of(name).open(), name)))
                .register(registry);
        CounterWithCallback.builder()
                .name("fab_gateway_connections_total")
                .help("Connections that came, and whether there was a place for them")
                .labelNames("protocol", "result")
                .callback(figure -> PROTOCOLS.forEach(name -> {
                    final Connections.Count count = entrance.connections().of(name);
                    figure.call(count.accepted(), name, "accepted");
                    figure.call(count.refused(), name, "refused");
                }))
                .register(registry);
        CounterWithCallback.builder()
                .name("fab_gateway_failures_total")
                .help("Connections closed because of an error in the gateway")
                .callback(figure -> figure.call(entrance.failures().sum()))
                .register(registry);
        CounterWithCallback.builder()
                .name("fab_gateway_tls_handshakes_total")
                .help("TLS handshakes")
                .labelNames("result")
                .callback(figure -> {
                    figure.call(entrance.handshakes(), "done");
                    figure.call(entrance.failedHandshakes(), "failed");
                })
                .register(registry);
        CounterWithCallback.builder()
                .name("fab_gateway_auth_failures_total")
                .help("Requests and subscriptions refused for who asks")
                .labelNames("reason")
                .callback(figure -> {
                    for (final AccessDenied.Reason reason : AccessDenied.Reason.values()) {
                        figure.call(entrance.access().denials(reason), reason.text());
                    }
                })
                .register(registry);
    }

    private void streams(StreamHub hub, ConflatedStreams screens, Entrance entrance) {
        final StreamMetrics streams = hub.metrics();
        GaugeWithCallback.builder()
                .name("fab_gateway_subscribers")
                .help("Event streams that are there now")
                .callback(figure -> figure.call(hub.subscribers() + screens.subscribers()))
                .register(registry);
        CounterWithCallback.builder()
                .name("fab_gateway_events_delivered_total")
                .help("Events sent, once for each subscriber")
                .labelNames("format")
                .callback(figure -> {
                    for (final StreamFormat format : StreamFormat.values()) {
                        figure.call(streams.events(format), text(format));
                    }
                })
                .register(registry);
        CounterWithCallback.builder()
                .name("fab_gateway_sent_bytes_total")
                .help("Bytes sent on event streams, framing of the protocol not counted")
                .unit(Unit.BYTES)
                .labelNames("format")
                .callback(figure -> {
                    for (final StreamFormat format : StreamFormat.values()) {
                        figure.call(streams.bytes(format), text(format));
                    }
                })
                .register(registry);
        CounterWithCallback.builder()
                .name("fab_gateway_batches_read_total")
                .help(
                        "Batches read from the log: by event loops at its end, by the tailer, by the readers of files and of "
                                + "filters that pass little")
                .labelNames("by")
                .callback(figure -> {
                    for (final LogTailer.Reader reader : LogTailer.Reader.values()) {
                        figure.call(hub.tailer().reads(reader), reader.name().toLowerCase(Locale.ROOT));
                    }
                })
                .register(registry);
        GaugeWithCallback.builder()
                .name("fab_gateway_subscriber_lag_bytes")
                .help("Bytes of log that subscribers have still to be sent: of the one in the middle, of the last one")
                .unit(Unit.BYTES)
                .labelNames("subscriber")
                .callback(figure -> {
                    final long[] positions = hub.positions();
                    final long tail = hub.tailer().tail();
                    figure.call(positions.length == 0 ? 0 : lag(tail, positions[positions.length / 2]), "median");
                    figure.call(positions.length == 0 ? 0 : lag(tail, positions[0]), "last");
                })
                .register(registry);
        CounterWithCallback.builder()
                .name("fab_gateway_lost_ranges_total")
                .help("Notices of events that were no longer kept when a subscriber came to them")
                .callback(figure -> figure.call(streams.losses()))
                .register(registry);
        CounterWithCallback.builder()
                .name("fab_gateway_evictions_total")
                .help(
                        "Connections closed by the gateway: they took nothing for too long, their machine was gone, or their token expired")
                .labelNames("reason")
                .callback(figure -> {
                    figure.call(entrance.evictions().sum(), "stalled");
                    figure.call(entrance.lostPeers().sum(), "gone");
                    figure.call(streams.expiries(), "expired");
                })
                .register(registry);
    }

    private void log(LiveTwin twin, StreamHub hub) {
        GaugeWithCallback.builder()
                .name("fab_gateway_log_earliest_position_bytes")
                .help("Position of the earliest event that is kept")
                .unit(Unit.BYTES)
                .callback(figure -> figure.call(hub.tailer().earliest()))
                .register(registry);
        GaugeWithCallback.builder()
                .name("fab_gateway_log_tail_position_bytes")
                .help("Position after the last event")
                .unit(Unit.BYTES)
                .callback(figure -> figure.call(hub.tailer().tail()))
                .register(registry);
        GaugeWithCallback.builder()
                .name("fab_twin_time_seconds")
                .help("Simulated time of the line")
                .unit(Unit.SECONDS)
                .callback(figure -> figure.call(twin.nowUs() / 1e6))
                .register(registry);
        GaugeWithCallback.builder()
                .name("fab_twin_paused")
                .help("1 while the line is paused")
                .callback(figure -> figure.call(twin.isPaused() ? 1 : 0))
                .register(registry);
    }

    private static long lag(long tail, long position) {
        return Math.max(0, tail - position);
    }

    private static String text(StreamFormat format) {
        return format.name().toLowerCase(Locale.ROOT);
    }
}
