/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.bench.load;

import java.io.IOException;
import java.net.ServerSocket;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/** nats-server or redis-server, with a password: one publisher in this process, on its own connection. */
final class BrokerTarget implements Target {
    /** A broker that this machine may have. */
    enum Broker {
        NATS("nats-server"),
        REDIS("redis-server");

        private final String program;

        Broker(String program) {
            this.program = program;
        }

        /** The program's file; null where there is none. */
        Path file() {
            for (final String folder :
                    (System.getenv().getOrDefault("PATH", "") + ":/usr/sbin:/usr/local/sbin").split(":")) {
                final Path file = Path.of(folder, program);
                if (Files.isExecutable(file)) {
                    return file;
                }
            }
            return null;
        }
    }

    private static final String PASSWORD = "measured";
    /** Events that may be on their way: well below what the brokers queue before they drop a subscriber. */
    private static final long MOST_IN_WINDOW = 60_000;
    /** For all subscribers together: more than that is memory that the broker has to walk through. */
    private static final long MOST_DELIVERIES_IN_WINDOW = 6_000_000;

    private static final int PUBLISHED_AT_ONCE = 500;

    private final Broker broker;
    private final Process process;
    private final int port;
    private final SocketChannel publisher;
    private final byte[] head;
    private final byte[] messageHead;
    private final ByteBuffer out =
            ByteBuffer.allocateDirect(PUBLISHED_AT_ONCE * 128).order(ByteOrder.LITTLE_ENDIAN);
    private long published;
    private int subscribers;

    BrokerTarget(Broker broker) throws IOException {
        this.broker = broker;
        try (ServerSocket free = new ServerSocket(0)) {
            port = free.getLocalPort();
        }
        final List<String> command = new ArrayList<>(List.of(broker.file().toString()));
        if (broker == Broker.NATS) {
            command.addAll(
                    List.of("-a", "127.0.0.1", "-p", Integer.toString(port), "--user", "load", "--pass", PASSWORD));
        } else {
            command.addAll(List.of(
                    "--bind",
                    "127.0.0.1",
                    "--port",
                    Integer.toString(port),
                    "--requirepass",
                    PASSWORD,
                    "--save",
                    "",
                    "--appendonly",
                    "no",
                    "--client-output-buffer-limit",
                    "pubsub 256mb 256mb 0"));
        }
        process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        head = Target.ascii(
                broker == Broker.NATS
                        ? "PUB e " + PAYLOAD_BYTES + "\r\n"
                        : "*3\r\n$7\r\nPUBLISH\r\n$1\r\ne\r\n$" + PAYLOAD_BYTES + "\r\n");
        messageHead = Target.ascii(
                broker == Broker.NATS
                        ? "MSG e 1 " + PAYLOAD_BYTES + "\r\n"
                        : "*3\r\n$7\r\nmessage\r\n$1\r\ne\r\n$" + PAYLOAD_BYTES + "\r\n");
        publisher = connectWhenReady();
    }

    private SocketChannel connectWhenReady() throws IOException {
        IOException last = null;
        for (int tries = 0; tries < 100; tries++) {
            try {
                return login();
            } catch (IOException e) {
                last = e;
                LockSupport.parkNanos(50_000_000);
            }
        }
        throw new IOException(name() + " does not answer", last);
    }

    private SocketChannel login() throws IOException {
        if (broker == Broker.NATS) {
            final SocketChannel socket = Target.connect(
                    port,
                    Target.ascii(
                            "CONNECT {\"verbose\":false,\"user\":\"load\",\"pass\":\"" + PASSWORD + "\"}\r\nPING\r\n"));
            Target.readUntil(socket, "PONG\r\n");
            return socket;
        }
        final SocketChannel socket = Target.connect(port, Target.ascii("AUTH " + PASSWORD + "\r\n"));
        Target.readUntil(socket, "+OK\r\n");
        return socket;
    }

    @Override
    public String name() {
        return broker.program;
    }

    @Override
    public long pid() {
        return process.pid();
    }

    @Override
    public Subscriber subscribe() throws IOException {
        subscribers++;
        final SocketChannel socket = login();
        if (broker == Broker.NATS) {
            Target.writeAll(socket, ByteBuffer.wrap(Target.ascii("SUB e 1\r\nPING\r\n")));
            Target.readUntil(socket, "PONG\r\n");
        } else {
            Target.writeAll(socket, ByteBuffer.wrap(Target.ascii("SUBSCRIBE e\r\n")));
            Target.readUntil(socket, ":1\r\n");
        }
        return new BrokerSubscriber(socket, messageHead.length + PAYLOAD_BYTES + 2, messageHead.length + 16);
    }

    private void put(long timeUs) {
        out.put(head);
        final int start = out.position();
        out.putLong(40).putLong(0).putLong(timeUs).putLong(0).putLong(0);
        out.position(start + PAYLOAD_BYTES);
        out.put((byte) '\r').put((byte) '\n');
        published++;
    }

    private void send() throws IOException {
        out.flip();
        Target.writeAll(publisher, out);
        out.clear();
        drainAnswers();
    }

    /** What the broker says to the publisher: PINGs, counts. Nobody needs it, but it has to be taken. */
    private void drainAnswers() throws IOException {
        publisher.configureBlocking(false);
        final ByteBuffer answers = ByteBuffer.allocate(16 << 10);
        int bytes = publisher.read(answers);
        while (bytes > 0) {
            if (broker == Broker.NATS && answers.get(0) == 'P') {
                Target.writeAll(publisher, ByteBuffer.wrap(Target.ascii("PONG\r\n")));
            }
            answers.clear();
            bytes = publisher.read(answers);
        }
        publisher.configureBlocking(true);
    }

    @Override
    public void burst(long events, Receiver receiver, int stuck) throws IOException {
        final long before = published;
        final long window = Math.min(MOST_IN_WINDOW, MOST_DELIVERIES_IN_WINDOW / subscribers);
        while (published < before + events) {
            while (published - receiver.lowest() > window) {
                LockSupport.parkNanos(20_000);
            }
            final long now = Math.min(PUBLISHED_AT_ONCE, before + events - published);
            for (long i = 0; i < now; i++) {
                put(published);
            }
            send();
        }
    }

    @Override
    public long fill(int stuck) {
        // They close the connection of who does not read.
        return 0;
    }

    @Override
    public long pace(long rate, long seconds) throws IOException {
        final long startNs = System.nanoTime() + 1_000_000;
        final long count = rate * seconds;
        final double stepNs = 1e9 / rate;
        long next = 0;
        while (next < count) {
            final long nowNs = System.nanoTime();
            final long due =
                    Math.min(Math.min(count, next + PUBLISHED_AT_ONCE), (long) ((nowNs - startNs) / stepNs) + 1);
            if (due > next) {
                for (; next < due; next++) {
                    put((startNs + (long) (next * stepNs)) / 1000);
                }
                send();
            } else {
                LockSupport.parkNanos(Math.min(200_000, startNs + (long) (next * stepNs) - nowNs));
            }
        }
        return count;
    }

    @Override
    public void close() throws IOException {
        publisher.close();
        process.destroy();
        try {
            process.waitFor();
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
