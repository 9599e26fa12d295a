/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.bench.load;

import io.netty.handler.codec.http.HttpMethod;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.fabtwin.core.event.EventDetail;
import org.fabtwin.core.line.Line;
import org.fabtwin.core.line.LineCompiler;
import org.fabtwin.core.log.EventLog;
import org.fabtwin.core.log.EventLogConfig;
import org.fabtwin.core.log.EventWriter;
import org.fabtwin.core.log.LogMetadata;
import org.fabtwin.gateway.conflation.ConflatedStreams;
import org.fabtwin.gateway.http.EventStreamResource;
import org.fabtwin.gateway.http.HttpConnections;
import org.fabtwin.gateway.http.HttpRouter;
import org.fabtwin.gateway.http.WebSocketUpgrade;
import org.fabtwin.gateway.security.ConnectionLimits;
import org.fabtwin.gateway.security.Entrance;
import org.fabtwin.gateway.security.Role;
import org.fabtwin.gateway.security.SecurityConfig;
import org.fabtwin.gateway.security.TlsFiles;
import org.fabtwin.gateway.security.TokenIssuer;
import org.fabtwin.gateway.security.TokenKeys;
import org.fabtwin.gateway.server.EventLoops;
import org.fabtwin.gateway.server.Listener;
import org.fabtwin.gateway.subscription.LogTailer;
import org.fabtwin.gateway.subscription.StreamHub;
import org.fabtwin.gateway.tcp.TcpConnections;
import org.fabtwin.sim.event.HeaderLine;
import org.fabtwin.sim.scenario.Scenario;
import org.fabtwin.sim.scenario.ScenarioReader;

/**
 * The gateway without a twin, in a process of its own: events are written to the log as told on standard input, one command a line.
 *
 * <pre>
 *   burst N STUCK   N events of 40 bytes, no further ahead of the slowest subscriber but STUCK than half the ring
 *   fill STUCK      events until the slowest STUCK take no more and the others have all; the answer says how many were wanted
 *   pace RATE S     RATE events a second for S seconds, each with its due time (us of the monotonic clock) as simulated time; the
 *                   answer says how many were wanted
 *   end
 * </pre>
 *
 * One event in ten is of a type that the load's filter does not want. Each command is answered with a line on standard output.
 */
public final class EventServer {
    private static final int STEPS = 100;
    /** A run of many rounds is shorter: its token holds so long, and so long those who are stuck stay. */
    private static final long LONGEST_RUN_MS = 86_400_000;
    /** As usual, but with time for the handshakes of a thousand subscribers on a busy machine. */
    private static final ConnectionLimits LIMITS = new ConnectionLimits(16_384, 256, 30_000, 60_000, LONGEST_RUN_MS);

    private static final int FILL_EVENTS = 50_000;
    /** In each of so many rounds, of 2 MB, nobody who is stuck has taken anything. */
    private static final int ROUNDS_STILL = 5;

    private static final long WINDOW_BYTES = 192L << 20;

    private final EventLog log;
    private final EventWriter events;
    private final LogTailer tailer;
    private final StreamHub hub;
    private int serial;

    private EventServer(EventLog log, LogTailer tailer, StreamHub hub) {
        this.log = log;
        this.events = new EventWriter(log);
        this.tailer = tailer;
        this.hub = hub;
    }

    /** @param arguments number of network threads; for TLS, files of certificate and key. */
    public static void main(String[] arguments) throws IOException {
        final Scenario scenario = ScenarioReader.read("minifab", List.of());
        final Line line = LineCompiler.compile(scenario.definition());
        try (EventLog log = EventLog.create(EventLogConfig.ringOnly())) {
            new LogMetadata(0, 0, 0, "load", "load", "", 1, 0, EventDetail.LOT, "minifab", line.toJson(), "")
                    .writeTo(log);
            final HeaderLine names = HeaderLine.parse(line.toJson());
            final InetSocketAddress any = new InetSocketAddress("127.0.0.1", 0);
            try (LogTailer tailer = new LogTailer(log.directory(), names);
                    EventLoops loops = new EventLoops(Integer.parseInt(arguments[0]))) {
                final StreamHub hub = new StreamHub(tailer, names);
                final ConflatedStreams conflated = new ConflatedStreams(hub, log.directory());
                final TlsFiles tls =
                        arguments.length < 3 ? null : new TlsFiles(Path.of(arguments[1]), Path.of(arguments[2]), null);
                final Path secret = log.directory().resolve("load.secret");
                TokenIssuer.newSecret(secret);
                final SecurityConfig security =
                        new SecurityConfig(tls, secret, SecurityConfig.AUDIENCE, List.of(), LIMITS);
                final Entrance entrance = Entrance.open(security);
                final String token = TokenIssuer.issue(
                        TokenKeys.read(secret),
                        "load",
                        Role.OBSERVE,
                        SecurityConfig.AUDIENCE,
                        LONGEST_RUN_MS,
                        Clock.systemUTC());
                tailer.start();
                final HttpRouter router = new HttpRouter(entrance.access())
                        .add(
                                HttpMethod.GET,
                                "/v1/events",
                                Role.OBSERVE,
                                new EventStreamResource(
                                        hub,
                                        conflated,
                                        new WebSocketUpgrade(hub, conflated, (channel, text) -> channel.close())));
                try (Listener http =
                                Listener.start(loops, any, new HttpConnections(entrance, router, security.origins()));
                        Listener tcp = Listener.start(loops, any, new TcpConnections(hub, entrance))) {
                    say("ports " + http.port() + " " + tcp.port() + " " + token);
                    new EventServer(log, tailer, hub).obey();
                }
            }
        }
    }

    private static void say(String line) {
        final PrintStream out = System.out;
        out.println(line);
        out.flush();
    }

    private void obey() throws IOException {
        final BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line = in.readLine(); line != null && !line.equals("end"); line = in.readLine()) {
            final String[] words = line.split(" ");
            switch (words[0]) {
                case "burst" -> {
                    burst(Long.parseLong(words[1]), Integer.parseInt(words[2]));
                    say("done");
                }
                case "fill" -> say("filled " + fill(Integer.parseInt(words[1])));
                case "pace" -> say("paced " + pace(Long.parseLong(words[1]), Double.parseDouble(words[2])));
                default -> throw new IOException("unknown command " + line);
            }
        }
    }

    private static boolean isWanted(int number) {
        return number % 10 != 9;
    }

    private long wantedOfNext(long count) {
        long wanted = 0;
        for (int i = 0; i < count; i++) {
            wanted += isWanted(serial + i) ? 1 : 0;
        }
        return wanted;
    }

    private void write(long timeUs) {
        final int number = serial++;
        if (!isWanted(number)) {
            events.transportStarted(timeUs, number, number, number % STEPS, 1);
        } else {
            events.trackIn(timeUs, number, number, number % STEPS, 0, 1, 0);
        }
    }

    private void burst(long count, int stuck) {
        long allowed = 0;
        for (long i = 0; i < count; i++) {
            if (log.position() >= allowed) {
                log.publish(i);
                tailer.wake();
                allowed = waitForRoom(stuck);
            }
            write(i);
            if ((i & 1023) == 0) {
                log.publish(i);
                tailer.wake();
            }
        }
        log.publish(count);
        tailer.wake();
    }

    /** Until those who never read are stuck: nothing more fits into their sockets, whatever comes. */
    private long fill(int stuck) {
        long wanted = 0;
        long[] before = new long[0];
        int still = 0;
        while (still < ROUNDS_STILL) {
            wanted += wantedOfNext(FILL_EVENTS);
            burst(FILL_EVENTS, stuck);
            long[] now = hub.positions();
            // Who is connected is a stream a little later.
            while (now.length <= stuck || now[stuck] < log.position()) {
                LockSupport.parkNanos(100_000);
                now = hub.positions();
            }
            final long[] slowest = Arrays.copyOf(now, stuck);
            still = Arrays.equals(slowest, before) ? still + 1 : 0;
            before = slowest;
        }
        return wanted;
    }

    private long waitForRoom(int stuck) {
        while (true) {
            final long[] positions = hub.positions();
            final long lowest = stuck < positions.length ? positions[stuck] : log.position();
            if (lowest + WINDOW_BYTES > log.position()) {
                return lowest + WINDOW_BYTES;
            }
            LockSupport.parkNanos(100_000);
        }
    }

    private long pace(long rate, double seconds) {
        final long startNs = System.nanoTime() + 1_000_000;
        final long count = (Math.round(rate * seconds) * 10 + 8) / 9;
        final double stepNs = 0.9e9 / rate;
        final long wanted = wantedOfNext(count);
        long next = 0;
        while (next < count) {
            final long nowNs = System.nanoTime();
            final long due = Math.min(count, (long) ((nowNs - startNs) / stepNs) + 1);
            if (due > next) {
                for (; next < due; next++) {
                    write((startNs + (long) (next * stepNs)) / 1000);
                }
                log.publish(nowNs / 1000);
                tailer.wake();
            } else {
                LockSupport.parkNanos(Math.min(200_000, startNs + (long) (next * stepNs) - nowNs));
            }
        }
        return wanted;
    }
}
