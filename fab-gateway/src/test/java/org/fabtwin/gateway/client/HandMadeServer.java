/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.gateway.client;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Answers as a gateway does, but sends what it is told: one list of WebSocket messages for each connection. */
final class HandMadeServer implements AutoCloseable {
    /** As the gateway: the JDK's client, 17, may garble frames that come with the answer to the handshake. */
    private static final long FIRST_FRAME_AFTER_MS = 20;

    private static final String WEB_SOCKET = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";

    private final ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private final ScheduledExecutorService sender = Executors.newSingleThreadScheduledExecutor();
    private final List<Socket> open = new ArrayList<>();
    private final List<String> streams = new CopyOnWriteArrayList<>();
    private final Iterator<List<byte[]>> toSend;
    private final int epoch;
    private final Thread thread = new Thread(this::run, "hand-made-server");

    HandMadeServer(int epoch, List<List<byte[]>> toSend) throws IOException {
        this.epoch = epoch;
        this.toSend = toSend.iterator();
        thread.setDaemon(true);
        thread.start();
    }

    int port() {
        return server.getLocalPort();
    }

    /** Targets of the requests for streams. */
    List<String> streams() {
        return streams;
    }

    private void run() {
        try {
            while (true) {
                final Socket socket = server.accept();
                open.add(socket);
                answer(socket, head(socket.getInputStream()));
            }
        } catch (IOException e) {
            // Closed.
        }
    }

    private static String head(InputStream in) throws IOException {
        final StringBuilder head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            final int next = in.read();
            if (next < 0) {
                return "";
            }
            head.append((char) next);
        }
        return head.toString();
    }

    private void answer(Socket socket, String head) throws IOException {
        final OutputStream out = socket.getOutputStream();
        if (head.startsWith("GET /v1/log ")) {
            final String log = "{\"epoch\":" + epoch + ",\"line\":{}}";
            out.write(ascii("HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Type: application/json\r\nContent-Length: "
                    + log.length() + "\r\n\r\n" + log));
            socket.close();
        } else if (head.startsWith("GET /v1/events") && toSend.hasNext()) {
            streams.add(head.split(" ")[1]);
            out.write(ascii("HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                    + "Sec-WebSocket-Protocol: fab.sbe.v1\r\nSec-WebSocket-Accept: " + accept(head) + "\r\n\r\n"));
            final List<byte[]> messages = toSend.next();
            sender.schedule(() -> send(socket, messages), FIRST_FRAME_AFTER_MS, TimeUnit.MILLISECONDS);
        } else {
            socket.close();
        }
    }

    private static String accept(String head) {
        final String name = "sec-websocket-key:";
        final String key = head.lines()
                .filter(line -> line.toLowerCase(java.util.Locale.ROOT).startsWith(name))
                .findFirst()
                .orElseThrow()
                .substring(name.length())
                .trim();
        try {
            return Base64.getEncoder()
                    .encodeToString(MessageDigest.getInstance("SHA-1").digest(ascii(key + WEB_SOCKET)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    /** In one go, so that the client has them before it gives up the connection. */
    private static void send(Socket socket, List<byte[]> messages) {
        final ByteBuffer all = ByteBuffer.allocate(
                messages.stream().mapToInt(message -> 4 + message.length).sum());
        for (final byte[] message : messages) {
            all.put((byte) 0x82);
            if (message.length < 126) {
                all.put((byte) message.length);
            } else {
                all.put((byte) 126).putShort((short) message.length);
            }
            all.put(message);
        }
        try {
            socket.getOutputStream().write(all.array(), 0, all.position());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() throws IOException {
        server.close();
        sender.shutdownNow();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        for (final Socket socket : open) {
            socket.close();
        }
    }
}
