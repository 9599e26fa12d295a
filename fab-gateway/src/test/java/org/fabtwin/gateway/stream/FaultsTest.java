/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.gateway.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.agrona.DirectBuffer;
import org.fabtwin.core.log.EventLogReader;
import org.fabtwin.core.log.LogMetadata;
import org.fabtwin.sim.event.EventJson;
import org.fabtwin.sim.event.HeaderLine;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Faults at random moments, one after the other: after each, every subscriber that is still there has every event exactly once, by
 * position and content, as the log's own reader finds them. 100 here; more by hand with {@code mvn -pl fab-gateway -am test
 * -Dtest=FaultsTest -Dsurefire.failIfNoSpecifiedTests=false -Dfab.faults=1000}, another seed with {@code -Dfab.seed=N}.
 */
@Timeout(value = 3600, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class FaultsTest {
    private static final int FAULTS = Integer.getInteger("fab.faults", 100);
    private static final long SEED = Long.getLong("fab.seed", 20261126);
    /** Simulated seconds a second: some 15,000 events. */
    private static final double SPEED = 4_320_000;

    /** One a protocol. Whoever is the last does not notice by itself that a connection is half open. */
    private static final int SUBSCRIBERS = 4;

    private static final int SILENT_MS = 400;
    private static final int MOST_PAUSE_MS = 60;
    private static final int MOST_STUCK = 8;
    private static final long CATCH_UP_WITHIN_MS = 60_000;

    /** In hundredths. */
    private enum Fault {
        SERVER_KILLED(8),
        CLIENT_KILLED(15),
        CONNECTION_CUT(27),
        CONNECTION_HALF_OPEN(10),
        SUBSCRIBER_NEVER_READS(20),
        GONE_WITHIN_A_REQUEST(20);

        private final int share;

        Fault(int share) {
            this.share = share;
        }

        static Fault draw(Random random) {
            int left = random.nextInt(100);
            for (final Fault fault : values()) {
                left -= fault.share;
                if (left < 0) {
                    return fault;
                }
            }
            throw new IllegalStateException("the shares are not 100");
        }
    }

    @TempDir
    private Path folder;

    private final Random random = new Random(SEED);
    private final EventLedger truth = new EventLedger();
    private final EventLedger jsonTruth = new EventLedger();
    private final Relay[] relays = new Relay[SUBSCRIBERS];
    private final Survivor[] subscribers = new Survivor[SUBSCRIBERS];
    private final Deque<Socket> stuck = new ArrayDeque<>();
    private ServedLine server;
    private EventLogReader log;
    private EventJson json;
    private KilledClient client;

    @Test
    void shouldBringEachEventOnceToWhoeverSurvives() throws Exception {
        assumeTrue(ClientProcess.isThere("python3", "--version"), "skipped: there is no python3 to be killed");
        System.out.println("faults: " + FAULTS + " with seed " + SEED);
        final Map<Fault, Integer> counts = new EnumMap<>(Fault.class);
        final Path directory = folder.resolve("log");
        server = new ServedLine(directory, SPEED);
        try {
            server.start();
            log = EventLogReader.open(directory);
            json = new EventJson(HeaderLine.parse(LogMetadata.read(directory).line()), log.epoch(), null);
            for (int i = 0; i < SUBSCRIBERS; i++) {
                relays[i] = new Relay(i == 0 ? server.tcpPort() : server.httpPort());
            }
            subscribers[0] = new RawSubscriber(relays[0].port(), SILENT_MS);
            subscribers[1] = new JsonSubscriber(relays[1].port(), SILENT_MS, false);
            subscribers[2] = new JsonSubscriber(relays[2].port(), SILENT_MS, true);
            subscribers[3] = new TailSubscriber(relays[3].port());
            client = new KilledClient(server.tcpPort());
            for (int n = 0; n < FAULTS; n++) {
                TimeUnit.MILLISECONDS.sleep(random.nextInt(MOST_PAUSE_MS));
                final Fault fault = Fault.draw(random);
                counts.merge(fault, 1, Integer::sum);
                happen(fault, directory);
                check("seed " + SEED + ", fault " + n + ": " + fault);
            }
            for (final Socket socket : stuck) {
                socket.close();
            }
            // Nothing of those who are gone is left.
            server.awaitSubscribers(SUBSCRIBERS + 1);
            System.out.println("faults: " + counts + ", " + truth.size() + " events, each once to each of "
                    + (SUBSCRIBERS + 1) + " subscribers");
        } finally {
            for (int i = 0; i < SUBSCRIBERS; i++) {
                if (subscribers[i] != null) {
                    subscribers[i].close();
                    relays[i].close();
                }
            }
            if (client != null) {
                client.close();
            }
            if (log != null) {
                log.close();
            }
            server.close();
        }
    }

    private void happen(Fault fault, Path directory) throws Exception {
        switch (fault) {
            case SERVER_KILLED -> {
                server.kill();
                server.start();
                final long position = log.position();
                log.close();
                log = EventLogReader.open(directory);
                log.seek(position);
            }
            case CLIENT_KILLED -> client.killAndStart();
            case CONNECTION_CUT -> relays[random.nextInt(SUBSCRIBERS)].cut();
            case CONNECTION_HALF_OPEN -> relays[random.nextInt(SUBSCRIBERS - 1)].silence();
            case SUBSCRIBER_NEVER_READS -> neverRead();
            case GONE_WITHIN_A_REQUEST -> goneWithinARequest();
        }
    }

    /** Some stay, some vanish again. */
    private void neverRead() throws Exception {
        final Socket socket = new Socket();
        socket.setReceiveBufferSize(4096);
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), server.tcpPort()));
        socket.getOutputStream().write(RawSubscribe.frame("", 0, -1, 0));
        stuck.add(socket);
        if (stuck.size() > MOST_STUCK) {
            final Socket oldest = stuck.poll();
            oldest.setSoLinger(true, random.nextBoolean() ? 0 : 1);
            oldest.close();
        }
    }

    private void goneWithinARequest() throws Exception {
        final boolean isTcp = random.nextBoolean();
        final byte[] request = isTcp
                ? RawSubscribe.frame("type=TrackIn", 0, -1, 0)
                : ("GET /v1/events?from=earliest HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
                                + "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AQIDBAUGBwgJCgsMDQ4PEA==\r\n\r\n")
                        .getBytes(java.nio.charset.StandardCharsets.US_ASCII);
        try (Socket socket =
                new Socket(InetAddress.getLoopbackAddress(), isTcp ? server.tcpPort() : server.httpPort())) {
            socket.getOutputStream().write(request, 0, random.nextInt(request.length + 1));
            socket.setSoLinger(true, random.nextBoolean() ? 0 : 1);
        }
    }

    private void onTrueRecord(DirectBuffer buffer, int offset, int length, int templateId, long position) {
        truth.add(position, KeptEvents.crc(buffer, offset, length));
        json.encode(buffer, offset, length, templateId, position);
        final StringWriter text = new StringWriter();
        try {
            json.writeTo(text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        jsonTruth.add(position, JsonSubscriber.crc(text.toString()));
    }

    private void check(String after) throws Exception {
        while (log.poll(this::onTrueRecord, 100_000) != 0) {
            // Until there is nothing more now.
        }
        final int events = truth.size();
        for (final Survivor subscriber : subscribers) {
            compare(after, subscriber.ledger(), subscriber instanceof JsonSubscriber ? jsonTruth : truth, events);
            assertThat(subscriber.losses()).as(after).isEmpty();
            assertThat(subscriber.failure()).as(after).isNull();
        }
        compare(after, client.ledger(), truth, events);
        assertThat(client.failure()).as(after).isNull();
    }

    private void compare(String after, EventLedger ledger, EventLedger right, int events) throws InterruptedException {
        assertThat(ledger.await(events, CATCH_UP_WITHIN_MS))
                .as("%s; server: %s", after, server.remarks())
                .isGreaterThanOrEqualTo(events);
        assertThat(ledger.difference(right, events)).as(after).isNull();
    }

    @Test
    void shouldServeOthersWhileTenThousandConnectionsAreIdle() throws Exception {
        final int idle = Integer.getInteger("fab.idle", 10_000);
        assumeTrue(
                ClientProcess.isThere(
                        "python3",
                        "-c",
                        "import resource as r; n = " + (idle + 200)
                                + "; h = r.getrlimit(r.RLIMIT_NOFILE)[1]; exit(not (h == r.RLIM_INFINITY or h >= n))"),
                "skipped: no python3, or no " + idle + " files for a process (ulimit -n)");
        final Path directory = folder.resolve("idle");
        server = new ServedLine(
                directory,
                86_400,
                "--connections",
                Integer.toString(idle + 100),
                "--connections-per-address",
                Integer.toString(idle + 100));
        try {
            server.start();
            final RawSubscriber subscriber = new RawSubscriber(server.tcpPort(), 30_000);
            final String program =
                    Path.of("src", "test", "python", "idle_connections.py").toString();
            try (ClientProcess crowd = new ClientProcess(
                            List.of("python3", program, Integer.toString(server.tcpPort()), Integer.toString(idle)));
                    subscriber) {
                crowd.awaitLine(line -> line.equals("ready " + idle));
                server.awaitSubscribers(idle + 1);
                follow(directory, subscriber, 200);

                crowd.kill();
                server.awaitSubscribers(1);
                follow(directory, subscriber, 200);
            }
        } finally {
            server.close();
        }
    }

    /** Lets so many more events come, and compares all. */
    private void follow(Path directory, RawSubscriber subscriber, int more) throws Exception {
        final int wanted = subscriber.ledger().size() + more;
        assertThat(subscriber.ledger().await(wanted, CATCH_UP_WITHIN_MS)).isGreaterThanOrEqualTo(wanted);
        final EventLedger all = new EventLedger();
        try (EventLogReader reader = EventLogReader.open(directory)) {
            while (all.size() < wanted) {
                reader.poll(
                        (buffer, offset, length, templateId, position) ->
                                all.add(position, KeptEvents.crc(buffer, offset, length)),
                        wanted - all.size());
            }
        }
        assertThat(subscriber.ledger().difference(all, wanted)).isNull();
        assertThat(subscriber.losses()).isEmpty();
    }
}
