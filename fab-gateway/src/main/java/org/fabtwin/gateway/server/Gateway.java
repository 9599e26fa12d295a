/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.gateway.server;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.QueryStringDecoder;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.fabtwin.core.log.LogMetadata;
import org.fabtwin.gateway.command.CommandDesk;
import org.fabtwin.gateway.command.CommandMessages;
import org.fabtwin.gateway.command.CommandResource;
import org.fabtwin.gateway.conflation.ConflatedStreams;
import org.fabtwin.gateway.document.DocumentRoutes;
import org.fabtwin.gateway.http.EventStreamResource;
import org.fabtwin.gateway.http.HttpConnections;
import org.fabtwin.gateway.http.HttpRouter;
import org.fabtwin.gateway.http.Responses;
import org.fabtwin.gateway.http.SessionResource;
import org.fabtwin.gateway.http.WebSocketUpgrade;
import org.fabtwin.gateway.live.LiveTwin;
import org.fabtwin.gateway.metrics.GatewayMetrics;
import org.fabtwin.gateway.metrics.MetricsResource;
import org.fabtwin.gateway.security.Entrance;
import org.fabtwin.gateway.security.Role;
import org.fabtwin.gateway.state.StateResource;
import org.fabtwin.gateway.state.StateRoutes;
import org.fabtwin.gateway.state.WaferMaps;
import org.fabtwin.gateway.subscription.LogTailer;
import org.fabtwin.gateway.subscription.StreamHub;
import org.fabtwin.gateway.tcp.TcpConnections;
import org.fabtwin.sim.event.HeaderLine;
import org.fabtwin.sim.run.RunPlan;

/**
 * A live twin with everything that serves it. Opened, then started, then closed, by one thread.
 *
 * <pre>
 *   LiveTwin --event log--> LogTailer --batches--> event loops --> subscribers
 *      ^------ commands, questions -------------------'
 * </pre>
 */
public final class Gateway implements AutoCloseable {
    /** At its end a gateway waits so long for subscribers that have not got everything yet. */
    private static final long LAST_EVENTS_WITHIN_S = 2;

    private final LiveTwin twin;
    private final LogTailer tailer;
    private final StreamHub hub;
    private final LogResource log;
    private final GatewayConfig config;
    private final CommandDesk desk;
    private final StateResource state;
    private final WaferMaps maps;
    private final ConflatedStreams conflated;
    private final Entrance entrance;
    private EventLoops loops;
    private Listener http;
    private Listener tcp;
    private boolean isClosed;

    private Gateway(
            LiveTwin twin,
            LogTailer tailer,
            StreamHub hub,
            LogResource log,
            CommandDesk desk,
            GatewayConfig config,
            Entrance entrance) {
        this.twin = twin;
        this.tailer = tailer;
        this.hub = hub;
        this.log = log;
        this.desk = desk;
        this.state = new StateResource(twin);
        this.conflated = new ConflatedStreams(hub, twin.directory());
        this.maps = new WaferMaps(twin.directory(), hub.line());
        this.config = config;
        this.entrance = entrance;
    }

    /**
     * Opens or resumes the run; a resumed run repeats what its log holds first.
     *
     * @param speed simulated seconds a second; infinite: as fast as it goes.
     * @throws IOException if the log can't be read or written.
     */
    public static Gateway open(
            RunPlan plan, long snapshotEveryBytes, double speed, GatewayConfig config, Consumer<String> remarks)
            throws IOException {
        // First: what is wrong with its files is said before a line is built.
        final Entrance entrance = Entrance.open(config.security());
        final LogTailer[] tailer = new LogTailer[1];
        final LiveTwin twin = LiveTwin.open(plan, snapshotEveryBytes, speed, () -> tailer[0].wake(), remarks);
        try {
            final LogMetadata metadata = LogMetadata.read(twin.directory());
            final HeaderLine line = HeaderLine.parse(metadata.line());
            tailer[0] = new LogTailer(twin.directory(), line);
            return new Gateway(
                    twin,
                    tailer[0],
                    new StreamHub(tailer[0], line),
                    new LogResource(metadata, tailer[0]),
                    new CommandDesk(twin),
                    config,
                    entrance);
        } catch (IOException | RuntimeException e) {
            twin.close();
            throw e;
        }
    }

    /**
     * Listens, and lets the line live.
     *
     * @throws IOException if an address can't be bound.
     */
    public void start() throws IOException {
        loops = new EventLoops(config.loops());
        tailer.start();
        http = Listener.start(
                loops,
                config.http(),
                new HttpConnections(entrance, router(), config.security().origins()));
        tcp = Listener.start(loops, config.tcp(), new TcpConnections(hub, entrance));
        twin.start();
    }

    /** What is answered over HTTP. */
    HttpRouter router() {
        final CommandResource commands = new CommandResource(desk);
        final WebSocketUpgrade upgrade = new WebSocketUpgrade(hub, conflated, new CommandMessages(desk));
        final SessionResource session = new SessionResource();
        final HttpRouter router = new HttpRouter(entrance.access())
                .addOpen(HttpMethod.GET, "/health", this::health)
                .addOpen(HttpMethod.GET, "/ready", this::ready)
                .add(
                        HttpMethod.GET,
                        "/metrics",
                        Role.OBSERVE,
                        new MetricsResource(new GatewayMetrics(twin, hub, conflated, entrance)))
                .add(HttpMethod.POST, "/v1/session", Role.OBSERVE, session)
                .addOpen(HttpMethod.DELETE, "/v1/session", session)
                .add(HttpMethod.GET, "/v1/log", Role.OBSERVE, log)
                .add(HttpMethod.GET, "/v1/events", Role.OBSERVE, new EventStreamResource(hub, conflated, upgrade))
                .add(HttpMethod.POST, "/v1/commands", Role.ENGINEER, commands)
                .add(HttpMethod.GET, "/v1/commands/*", Role.OBSERVE, commands::find);
        StateRoutes.addTo(router, state, maps);
        DocumentRoutes.addTo(router);
        return router;
    }

    private void health(ChannelHandlerContext channel, FullHttpRequest request, QueryStringDecoder target) {
        final ObjectNode body = JsonNodeFactory.instance.objectNode();
        final boolean isWell = failure() == null;
        body.put("status", isWell ? "up" : "failed")
                .put("scenario", twin.plan().scenario())
                .put("epoch", hub.epoch())
                .put("position", tailer.tail())
                .put("earliest", tailer.earliest())
                .put("timeUs", twin.nowUs())
                .put("paused", twin.isPaused())
                .put("subscribers", hub.subscribers() + conflated.subscribers());
        Responses.json(channel, request, isWell ? HttpResponseStatus.OK : HttpResponseStatus.SERVICE_UNAVAILABLE, body);
    }

    private void ready(ChannelHandlerContext channel, FullHttpRequest request, QueryStringDecoder target) {
        final String missing = twin.failure() != null
                ? "the line has failed"
                : !tailer.isAlive() ? "the log is not followed" : !twin.isAlive() ? "the line does not run" : null;
        final ObjectNode body = JsonNodeFactory.instance.objectNode().put("ready", missing == null);
        if (missing != null) {
            body.put("missing", missing);
        }
        Responses.json(
                channel,
                request,
                missing == null ? HttpResponseStatus.OK : HttpResponseStatus.SERVICE_UNAVAILABLE,
                body);
    }

    /** What ended the twin or the tailer before its time; null. */
    public Throwable failure() {
        return twin.failure() != null ? twin.failure() : tailer.failure();
    }

    public LiveTwin twin() {
        return twin;
    }

    public StreamHub hub() {
        return hub;
    }

    /** Who is there, and who was refused. */
    public Entrance entrance() {
        return entrance;
    }

    /** Port of HTTP and WebSocket. */
    public int httpPort() {
        return http.port();
    }

    /** Port of the raw TCP stream. */
    public int tcpPort() {
        return tcp.port();
    }

    /** Ends the twin and its log, then the streams: each gets the last events and the notice {@code ended}. */
    @Override
    public void close() {
        if (isClosed) {
            return;
        }
        isClosed = true;
        if (http != null) {
            http.close();
        }
        if (tcp != null) {
            tcp.close();
        }
        try {
            twin.stop();
            if (loops != null) {
                tailer.wake();
                hub.end(LAST_EVENTS_WITHIN_S, TimeUnit.SECONDS);
            }
            conflated.close();
            if (loops != null) {
                entrance.connections().closeAll(TimeUnit.SECONDS.toMillis(LAST_EVENTS_WITHIN_S));
                loops.close();
            }
            state.close();
            maps.close();
            desk.close();
        } finally {
            // A ring without a folder goes with the log: subscribers have got its end by now.
            tailer.close();
            twin.close();
        }
    }
}
