/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.gateway.client;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import org.agrona.DirectBuffer;
import org.fabtwin.gateway.wire.StreamFrames;
import org.fabtwin.gateway.wire.StreamNotice;
import org.fabtwin.gateway.wire.StreamPlace;
import org.fabtwin.gateway.wire.frame.NoticeKind;

/**
 * A subscriber that goes on after breaks, from behind the last batch that its handler has got whole. One thread runs it; the handler
 * is called on the HTTP client's.
 */
public final class StreamClient {
    private static final Duration CONNECT_WITHIN = Duration.ofSeconds(10);
    private static final long LEAST_PAUSE_MS = 200;
    private static final long MOST_PAUSE_MS = 10_000;
    private static final long LOOK_EVERY_MS = 100;
    private static final int MOST_ERROR_CHARS = 500;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpClient http;
    private final URI server;
    private final String token;
    private final String filter;
    private final Listener listener;
    private volatile String place;
    private volatile boolean hasEnded;
    private volatile String refusal;
    private volatile boolean hasHeard;

    /** What the stream brings. */
    public interface Listener extends StreamFrames.Handler {
        /** Before the first event of a connection: the log that it comes from, with the line that names its ids. */
        void onLog(int epoch, JsonNode line);

        /** The connection is lost; another one is tried after the pause. */
        void onBreak(String why, String place, long pauseMs);
    }

    /**
     * @param server such as {@code http://localhost:8088}; what serves the log answers below its path.
     * @param token null: none.
     * @param filter conditions as in a query, {@code type=TrackIn&tool=CCP-01}; may be empty.
     * @param start {@code from=latest}, {@code time=2d}.
     */
    public StreamClient(HttpClient http, URI server, String token, String filter, String start, Listener listener) {
        this.http = http;
        this.server = server;
        this.token = token;
        this.filter = filter;
        this.place = start;
        this.listener = listener;
    }

    /**
     * Follows the stream until it has ended in order or {@code isDone}.
     *
     * @throws IOException if the first connection can't be made.
     * @throws IllegalArgumentException if the server says no; with its words.
     */
    public void run(BooleanSupplier isDone) throws IOException, InterruptedException {
        boolean isFirst = true;
        long pauseMs = LEAST_PAUSE_MS;
        while (!isDone.getAsBoolean()) {
            String why;
            hasHeard = false;
            try {
                why = follow(isDone);
            } catch (IOException e) {
                if (isFirst) {
                    throw new IOException(server + ": " + reason(e), e);
                }
                why = reason(e);
            }
            if (refusal != null) {
                throw new IllegalArgumentException(refusal);
            }
            if (hasEnded || isDone.getAsBoolean()) {
                return;
            }
            isFirst = false;
            pauseMs = hasHeard ? LEAST_PAUSE_MS : Math.min(2 * pauseMs, MOST_PAUSE_MS);
            listener.onBreak(why, place, pauseMs);
            pause(pauseMs, isDone);
        }
    }

    private static void pause(long millis, BooleanSupplier isDone) throws InterruptedException {
        final long untilNs = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
        while (System.nanoTime() < untilNs && !isDone.getAsBoolean()) {
            TimeUnit.MILLISECONDS.sleep(Math.min(LOOK_EVERY_MS, millis));
        }
    }

    /** One connection; why it is over. */
    private String follow(BooleanSupplier isDone) throws IOException, InterruptedException {
        final JsonNode log = JSON.readTree(get("/v1/log", "application/json"));
        listener.onLog(log.path("epoch").asInt(), log.path("line"));
        final String query = filter.isEmpty() ? place : place + "&" + filter;
        final StreamConnection connection = new StreamConnection(new Progress());
        final WebSocket.Builder builder =
                http.newWebSocketBuilder().connectTimeout(CONNECT_WITHIN).subprotocols("fab.sbe.v1");
        if (token != null) {
            builder.header("Authorization", "Bearer " + token);
        }
        final String scheme = server.getScheme().equals("https") ? "wss" : "ws";
        final URI address = URI.create(scheme
                + uri("/v1/events?" + query)
                        .toString()
                        .substring(server.getScheme().length()));
        final WebSocket socket;
        try {
            socket = builder.buildAsync(address, connection).get(2 * CONNECT_WITHIN.toSeconds(), TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof java.net.http.WebSocketHandshakeException) {
                // The answer to a handshake is thrown away; the same request without it says what is wrong.
                get("/v1/events?" + query, "application/x-ndjson");
            }
            throw new IOException(reason(e.getCause()), e);
        } catch (TimeoutException e) {
            throw new IOException("no connection within " + 2 * CONNECT_WITHIN.toSeconds() + " s", e);
        }
        try {
            String why = null;
            while (why == null && !hasEnded && refusal == null && !isDone.getAsBoolean()) {
                why = connection.awaitEnd(LOOK_EVERY_MS);
            }
            return why;
        } finally {
            socket.abort();
        }
    }

    private URI uri(String path) {
        return URI.create(server.toString().replaceFirst("/+$", "") + path);
    }

    /** The body of a good answer; a stream's body is not waited for. */
    private String get(String path, String mediaType) throws IOException, InterruptedException {
        final HttpRequest.Builder request =
                HttpRequest.newBuilder(uri(path)).timeout(CONNECT_WITHIN).header("Accept", mediaType);
        if (token != null) {
            request.header("Authorization", "Bearer " + token);
        }
        final boolean isStream = path.startsWith("/v1/events");
        final HttpResponse<String> answer = http.send(
                request.build(),
                head -> isStream && head.statusCode() == 200
                        ? HttpResponse.BodySubscribers.replacing("")
                        : HttpResponse.BodySubscribers.ofString(java.nio.charset.StandardCharsets.UTF_8));
        if (answer.statusCode() == 200) {
            return answer.body();
        }
        final String words = uri(path) + " answered " + answer.statusCode() + ": " + error(answer.body());
        if (answer.statusCode() >= 400 && answer.statusCode() < 500 && answer.statusCode() != 429) {
            throw new IllegalArgumentException(words);
        }
        throw new IOException(words);
    }

    private static String error(String body) {
        try {
            return JSON.readTree(body).path("error").asText(body);
        } catch (IOException e) {
            return body.substring(0, Math.min(body.length(), MOST_ERROR_CHARS));
        }
    }

    private static String reason(Throwable e) {
        if (e instanceof java.net.ConnectException) {
            return "the connection is refused";
        }
        return e.getMessage() == null ? e.toString() : e.getMessage();
    }

    /** Keeps the place to go on from, and passes on. */
    private final class Progress implements StreamFrames.Handler {
        @Override
        public void onBatch(int epoch, long from) {
            hasHeard = true;
            listener.onBatch(epoch, from);
        }

        @Override
        public void onRecord(DirectBuffer buffer, int offset, int length, int templateId, long position) {
            listener.onRecord(buffer, offset, length, templateId, position);
        }

        @Override
        public void onBatchEnd(int epoch, long to) {
            listener.onBatchEnd(epoch, to);
            place = "from=" + new StreamPlace(epoch, to);
        }

        @Override
        public void onNotice(StreamNotice notice) {
            hasHeard = true;
            listener.onNotice(notice);
            if (notice.kind() == NoticeKind.REFUSED) {
                refusal = notice.text();
                return;
            }
            // A reset names where the stream goes on; where the others point everything before has been sent.
            final long next = notice.kind() == NoticeKind.RESET || notice.kind() == NoticeKind.FELL_BEHIND
                    ? notice.from()
                    : notice.to();
            place = "from=" + new StreamPlace(notice.epoch(), next);
            hasEnded = notice.kind() == NoticeKind.ENDED;
        }
    }
}
