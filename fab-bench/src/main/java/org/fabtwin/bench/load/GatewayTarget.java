/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.bench.load;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.ByteChannel;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.SSLContext;
import org.agrona.concurrent.UnsafeBuffer;
import org.fabtwin.bench.BenchJvm;
import org.fabtwin.core.event.LogHeaderDecoder;
import org.fabtwin.gateway.wire.frame.MessageHeaderEncoder;
import org.fabtwin.gateway.wire.frame.Start;
import org.fabtwin.gateway.wire.frame.SubscribeEncoder;

/** The gateway over a log ({@link EventServer}): WebSocket binary, WebSocket JSON, or raw TCP. */
final class GatewayTarget implements Target {
    /** A stream of the gateway. */
    enum Protocol {
        WEBSOCKET,
        WEBSOCKET_TLS,
        JSON,
        TCP,
        TCP_TLS;

        boolean isTls() {
            return this == WEBSOCKET_TLS || this == TCP_TLS;
        }
    }

    private static final String FILTER = "type=TrackIn";

    private final Protocol protocol;
    private final Process process;
    private final BufferedReader answers;
    private final Writer commands;
    private final int httpPort;
    private final int tcpPort;
    private final String token;
    private final LoadCertificate certificate;
    private final SSLContext tls;
    private boolean isFromEarliest;

    GatewayTarget(Protocol protocol, int loops) throws IOException {
        this.protocol = protocol;
        // As this JVM, which is as the launcher starts one for "fab serve".
        final List<String> command = new ArrayList<>(BenchJvm.command());
        command.add(EventServer.class.getName());
        command.add(Integer.toString(loops));
        certificate = protocol.isTls() ? LoadCertificate.make(Files.createTempDirectory("fabtwin-load-")) : null;
        tls = certificate == null ? null : certificate.client();
        if (certificate != null) {
            command.add(certificate.certificate().toString());
            command.add(certificate.key().toString());
        }
        process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        answers = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        commands = new OutputStreamWriter(process.getOutputStream(), StandardCharsets.UTF_8);
        final String[] ports = answer().split(" ");
        httpPort = Integer.parseInt(ports[1]);
        tcpPort = Integer.parseInt(ports[2]);
        token = ports[3];
    }

    private String answer() throws IOException {
        final String line = answers.readLine();
        if (line == null) {
            throw new IOException("the gateway's process has ended");
        }
        return line;
    }

    @Override
    public String name() {
        return "fabtwin-" + protocol.name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
    }

    @Override
    public long pid() {
        return process.pid();
    }

    /** From now on subscribers want all events that there are. */
    void fromEarliest() {
        isFromEarliest = true;
    }

    @Override
    public Subscriber subscribe() throws IOException {
        if (protocol == Protocol.TCP || protocol == Protocol.TCP_TLS) {
            final SocketChannel socket = Target.connect(tcpPort, new byte[0]);
            final ByteChannel wire = wire(socket);
            Target.writeAll(
                    wire,
                    ByteBuffer.wrap(subscribeFrame(isFromEarliest ? Start.EARLIEST : Start.LATEST, FILTER, token)));
            readSubscribed(wire);
            return new BatchSubscriber(socket, wire, false);
        }
        final boolean isJson = protocol == Protocol.JSON;
        final SocketChannel socket = Target.connect(httpPort, new byte[0]);
        final ByteChannel wire = wire(socket);
        Target.writeAll(
                wire,
                ByteBuffer.wrap(
                        Target.ascii("GET /v1/events?from=" + (isFromEarliest ? "earliest&" : "latest&") + FILTER
                                + " HTTP/1.1\r\nHost: 127.0.0.1:" + httpPort
                                + "\r\nAuthorization: Bearer " + token
                                + "\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
                                + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Protocol: "
                                + (isJson ? "fab.json.v1" : "fab.sbe.v1") + "\r\n\r\n")));
        final String head = Target.readUntil(wire, "\r\n\r\n");
        if (!head.startsWith("HTTP/1.1 101")) {
            throw new IOException("no WebSocket: " + head);
        }
        return isJson ? new LineSubscriber(socket, wire) : new BatchSubscriber(socket, wire, true);
    }

    private ByteChannel wire(SocketChannel socket) throws IOException {
        return tls == null ? socket : new TlsConnection(socket, tls);
    }

    /** A raw subscriber of all that is to come, of a server that needs no token or this one. */
    static Subscriber subscribeTcp(int port, String token) throws IOException {
        final SocketChannel socket = Target.connect(port, subscribeFrame(Start.LATEST, "", token));
        readSubscribed(socket);
        return new BatchSubscriber(socket, socket, false);
    }

    private static byte[] subscribeFrame(Start start, String filter, String token) {
        final UnsafeBuffer frame = new UnsafeBuffer(new byte[1024]);
        final SubscribeEncoder subscribe = new SubscribeEncoder();
        subscribe
                .wrapAndApplyHeader(frame, 4, new MessageHeaderEncoder())
                .position(0)
                .epoch(-1)
                .schemaVersion(LogHeaderDecoder.SCHEMA_VERSION)
                .start(start)
                .filter(filter)
                .token(token);
        frame.putInt(0, subscribe.limit(), ByteOrder.LITTLE_ENDIAN);
        final byte[] bytes = new byte[subscribe.limit()];
        frame.getBytes(0, bytes);
        return bytes;
    }

    private static void readSubscribed(ReadableByteChannel socket) throws IOException {
        final ByteBuffer length = ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN);
        readAll(socket, length);
        readAll(socket, ByteBuffer.allocate(length.getInt(0) - 4));
    }

    private static void readAll(ReadableByteChannel socket, ByteBuffer buffer) throws IOException {
        while (buffer.hasRemaining()) {
            if (socket.read(buffer) < 0) {
                throw new IOException("the gateway closed the connection");
            }
        }
    }

    @Override
    public void burst(long events, Receiver receiver, int stuck) throws IOException {
        // One in ten is filtered out.
        obey("burst " + (events * 10 + 8) / 9 + " " + stuck);
    }

    @Override
    public long pace(long rate, long seconds) throws IOException {
        return paceFor(rate, seconds);
    }

    /** As {@link #pace}, for parts of a second too. */
    long paceFor(long rate, double seconds) throws IOException {
        return Long.parseLong(obey("pace " + rate + " " + seconds, "paced ").trim());
    }

    @Override
    public long fill(int stuck) throws IOException {
        return Long.parseLong(obey("fill " + stuck, "filled ").trim());
    }

    private void obey(String command) throws IOException {
        obey(command, "done");
    }

    private String obey(String command, String expected) throws IOException {
        commands.write(command + "\n");
        commands.flush();
        final String answer = answer();
        if (!answer.startsWith(expected)) {
            throw new IOException("expected " + expected + ", found " + answer);
        }
        return answer.substring(expected.length());
    }

    @Override
    public void close() throws IOException {
        commands.close();
        try {
            process.waitFor();
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
        if (certificate != null) {
            certificate.delete();
        }
    }
}
