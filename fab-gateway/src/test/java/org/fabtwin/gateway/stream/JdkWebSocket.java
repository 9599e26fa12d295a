/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.gateway.stream;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.fabtwin.gateway.wire.StreamFrames;
import org.fabtwin.gateway.wire.StreamNotice;

/** The JDK's WebSocket; keeps what comes: events as JSON or as "place CRC-32", names of notices, the status of the close. */
final class JdkWebSocket implements WebSocket.Listener, StreamFrames.Handler {
    private static final long MOST_WAIT_S = 60;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final List<String> events = new ArrayList<>();
    private final List<StreamNotice> notices = new ArrayList<>();
    private final List<String> names = new ArrayList<>();
    private final StringBuilder text = new StringBuilder();
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final StreamFrames frames = new StreamFrames(this);
    private WebSocket socket;
    private int epoch;
    private int status = -1;

    static JdkWebSocket open(LiveMinifab line, String subprotocol, String query) throws Exception {
        final JdkWebSocket client = new JdkWebSocket();
        client.socket = HttpClient.newHttpClient()
                .newWebSocketBuilder()
                .subprotocols(subprotocol)
                .buildAsync(URI.create(line.url().replace("http", "ws") + "/v1/events?" + query), client)
                .get(MOST_WAIT_S, TimeUnit.SECONDS);
        return client;
    }

    @Override
    public synchronized CompletionStage<?> onText(WebSocket from, CharSequence part, boolean isLast) {
        text.append(part);
        if (isLast) {
            text.toString().lines().forEach(this::onLine);
            text.setLength(0);
        }
        notifyAll();
        from.request(1);
        return null;
    }

    private void onLine(String line) {
        if (!line.contains("org.fabtwin.stream.")) {
            events.add(line);
            return;
        }
        try {
            final JsonNode notice = JSON.readTree(line);
            names.add(notice.path("type").asText().substring("org.fabtwin.stream.".length()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public synchronized CompletionStage<?> onBinary(WebSocket from, ByteBuffer part, boolean isLast) {
        final byte[] piece = new byte[part.remaining()];
        part.get(piece);
        bytes.writeBytes(piece);
        if (isLast) {
            final byte[] message = bytes.toByteArray();
            if (frames.read(new UnsafeBuffer(message), 0, message.length) != message.length) {
                throw new IllegalStateException("a message is not whole frames");
            }
            bytes.reset();
        }
        notifyAll();
        from.request(1);
        return null;
    }

    @Override
    public void onBatch(int epochOfBatch, long from) {
        epoch = epochOfBatch;
    }

    @Override
    public void onRecord(DirectBuffer buffer, int offset, int length, int templateId, long position) {
        events.add(epoch + ":" + position + " " + Integer.toHexString(KeptEvents.crc(buffer, offset, length)));
    }

    @Override
    public void onBatchEnd(int epochOfBatch, long to) {
        // Nothing to keep.
    }

    @Override
    public void onNotice(StreamNotice notice) {
        notices.add(notice);
        names.add(notice.name());
    }

    @Override
    public synchronized CompletionStage<?> onClose(WebSocket from, int code, String reason) {
        status = code;
        notifyAll();
        return null;
    }

    @Override
    public synchronized void onError(WebSocket from, Throwable error) {
        status = 0;
        names.add(error.toString());
        notifyAll();
    }

    synchronized void awaitNotice(String name) throws InterruptedException {
        final long untilNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(MOST_WAIT_S);
        while (!names.contains(name)) {
            if (status >= 0 || System.nanoTime() > untilNs) {
                throw new IllegalStateException("no " + name + ", but " + names + ", closed with " + status);
            }
            wait(100);
        }
    }

    /** Status of the close. */
    synchronized int awaitClose() throws InterruptedException {
        final long untilNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(MOST_WAIT_S);
        while (status < 0 && System.nanoTime() < untilNs) {
            wait(100);
        }
        return status;
    }

    synchronized List<String> events() {
        return List.copyOf(events);
    }

    /** Names of the notices without heartbeats. */
    synchronized List<String> notices() {
        return names.stream().filter(name -> !name.equals("heartbeat")).toList();
    }

    /** Notices of a binary stream. */
    synchronized List<StreamNotice> binaryNotices() {
        return List.copyOf(notices);
    }

    void close() {
        socket.abort();
    }
}
