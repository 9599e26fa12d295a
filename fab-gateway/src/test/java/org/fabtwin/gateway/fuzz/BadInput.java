/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.gateway.fuzz;

import io.netty.buffer.ByteBufUtil;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.SplittableRandom;
import org.fabtwin.gateway.security.TestTokens;
import org.fabtwin.gateway.tcp.Frames;

/**
 * What a hostile, broken or mistaken client sends: requests, WebSocket frames, Subscribe frames and JSON that are nearly
 * right, then bytes changed at random. A function of its seed.
 */
final class BadInput {
    private static final List<String> METHODS =
            List.of("GET", "GET", "GET", "POST", "POST", "DELETE", "OPTIONS", "PUT", "", "G\u0001T");
    private static final List<String> PATHS = List.of(
            "/v1/events",
            "/v1/events",
            "/v1/commands",
            "/v1/commands",
            "/v1/commands/a-1",
            "/v1/state",
            "/v1/state/tools",
            "/v1/state/lots/1",
            "/v1/session",
            "/v1/log",
            "/health",
            "/ready",
            "/metrics",
            "/v1/openapi.json",
            "/",
            "//",
            "/..%2f..",
            "*",
            "/v1/state/tools/%00",
            "/%",
            "/%zz",
            "http://[::1/");
    private static final List<String> PARAMETERS = List.of(
            "from=earliest",
            "from=latest",
            "from=0:0",
            "from=-1",
            "from=9:9:9",
            "after=0:99999999999999999999",
            "time=2d",
            "time=x",
            "type=LotCompleted",
            "type=Nothing",
            "lot=1",
            "lot=x",
            "wafer=1,2,,3",
            "tool=DIFF-01",
            "tool=%ff",
            "format=sse",
            "format=ndjson",
            "format=?",
            "token=x.y.z",
            "conflate=10",
            "=",
            "&&",
            "a",
            "from=0:0&after=0:0");
    private static final List<String> HEADERS = List.of(
            "Host: 127.0.0.1",
            "Host: evil.example",
            "Origin: https://evil.example",
            "Origin: null",
            "Accept: text/event-stream",
            "Accept: */*",
            "Connection: close",
            "Connection: keep-alive, Upgrade",
            "Last-Event-ID: 0:0",
            "Last-Event-ID: x",
            "Content-Type: application/json",
            "Idempotency-Key: k",
            "Content-Length: 5",
            "Content-Length: -1",
            "Content-Length: 99999999999",
            "Transfer-Encoding: chunked",
            "Transfer-Encoding: gzip",
            "Content-Encoding: gzip",
            "Expect: 100-continue",
            "Expect: 1",
            "Cookie: fab_token=x; ;=",
            "Cookie: fab_token=\"",
            "Authorization: Bearer",
            "Authorization: Bearer a.b.c",
            "Authorization: Bearer eyJhbGciOiJub25lIn0.e30.",
            "Authorization: Basic x",
            "Upgrade: websocket",
            "Upgrade: h2c",
            "Sec-WebSocket-Protocol: fab.nothing",
            "X: \u0000",
            ": x",
            "X : y",
            " folded");
    private static final List<String> VALUES = List.of(
            "{}",
            "[]",
            "null",
            "\"",
            "{\"do\":\"pause\"}",
            "{\"do\":\"toolDown\",\"target\":\"DIFF-01\"}",
            "{\"do\":\"toolDown\",\"target\":7}",
            "{\"do\":\"setParameter\",\"path\":\"x\",\"value\":1e999}",
            "{\"do\":{}}",
            "{\"do\":\"pause\",\"do\":\"resume\"}",
            "{\"command\":{\"do\":\"pause\"},\"id\":\"k\"}",
            "{\"command\":[],\"id\":{}}",
            "{\"do\":\"holdLot\",\"lot\":-1}",
            "\ud800",
            "{\"a\":\"\\u0000\\ud800\"}",
            "1e99999999",
            "{\"do\":\"resume\"} x");

    private final SplittableRandom random;
    private final String good;

    /**
     * @param good a token that is let in.
     */
    BadInput(long seed, String good) {
        this.random = new SplittableRandom(seed);
        this.good = good;
    }

    /** Whether something of this chance in a hundred happens. */
    private boolean percent(int chance) {
        return random.nextInt(100) < chance;
    }

    private String any(List<String> texts) {
        return texts.get(random.nextInt(texts.size()));
    }

    /** A number up to this one. */
    int upTo(int most) {
        return 1 + random.nextInt(most);
    }

    /** A request, perhaps garbled. */
    byte[] request() {
        final StringBuilder text = new StringBuilder();
        text.append(any(METHODS)).append(' ').append(any(PATHS));
        for (int i = random.nextInt(3); i > 0; i--) {
            text.append(text.indexOf("?") < 0 ? '?' : '&').append(any(PARAMETERS));
        }
        text.append(percent(95) ? " HTTP/1.1\r\n" : percent(50) ? " HTTP/7.0\r\n" : "\n");
        text.append(percent(90) ? "Host: localhost\r\n" : "");
        text.append(percent(50) ? "Authorization: Bearer " + good + "\r\n" : "");
        for (int i = random.nextInt(4); i > 0; i--) {
            text.append(any(HEADERS)).append("\r\n");
        }
        if (percent(2)) {
            text.append("Long: ").append("x".repeat(random.nextInt(20_000))).append("\r\n");
        }
        final String body = percent(30) ? json() : "";
        if (percent(90) && !body.isEmpty()) {
            text.append("Content-Type: application/json\r\nContent-Length: ")
                    .append(body.getBytes(StandardCharsets.UTF_8).length)
                    .append("\r\n");
        }
        text.append("\r\n").append(body);
        return garbled(text.toString().getBytes(StandardCharsets.UTF_8), 25);
    }

    private String json() {
        if (percent(3)) {
            return "[".repeat(random.nextInt(5_000));
        }
        return new String(garbled(any(VALUES).getBytes(StandardCharsets.UTF_8), 30), StandardCharsets.ISO_8859_1);
    }

    /** A handshake that is let in. */
    byte[] handshake() {
        final String protocol = percent(50) ? "fab.json.v1" : "fab.sbe.v1";
        return ("GET /v1/events?" + (percent(70) ? "type=LotCompleted" : any(PARAMETERS))
                        + " HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
                        + "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
                        + "Sec-WebSocket-Protocol: " + protocol + ", fab.token." + good + "\r\n"
                        + (percent(20) ? "Sec-WebSocket-Extensions: permessage-deflate\r\n" : "") + "\r\n")
                .getBytes(StandardCharsets.UTF_8);
    }

    /** A WebSocket frame, perhaps with a length, a bit or a mask that is wrong. */
    byte[] webSocketFrame() {
        final byte[] payload = percent(2)
                ? new byte[random.nextInt(70_000)]
                : percent(60) ? json().getBytes(StandardCharsets.UTF_8) : bytes(random.nextInt(200));
        final ByteArrayOutputStream frame = new ByteArrayOutputStream(payload.length + 14);
        final int opcode = new int[] {0, 1, 1, 1, 2, 8, 9, 10, 3, 15}[random.nextInt(10)];
        frame.write((percent(85) ? 0x80 : 0) | (percent(5) ? 0x70 : 0) | opcode);
        final boolean isMasked = percent(95);
        final int mask = isMasked ? 0x80 : 0;
        final long length = percent(95) ? payload.length : random.nextLong();
        if (length >= 0 && length < 126) {
            frame.write(mask | (int) length);
        } else if (length >= 0 && length < 65_536) {
            frame.write(mask | 126);
            frame.write((int) length >> 8);
            frame.write((int) length);
        } else {
            frame.write(mask | 127);
            for (int shift = 56; shift >= 0; shift -= 8) {
                frame.write((int) (length >> shift));
            }
        }
        if (isMasked) {
            // A mask of zeros leaves the payload as it is.
            frame.writeBytes(new byte[4]);
        }
        frame.writeBytes(payload);
        return garbled(frame.toByteArray(), 10);
    }

    /** A frame of raw TCP, perhaps garbled. */
    byte[] tcpFrame() {
        final String filter = percent(50) ? "type=LotCompleted" : any(PARAMETERS);
        final String token = percent(60) ? good : percent(50) ? "" : any(HEADERS);
        final byte[] frame = ByteBufUtil.getBytes(Frames.subscribe(filter, token));
        if (percent(20)) {
            frame[random.nextInt(4)] = (byte) random.nextInt();
        }
        if (percent(20)) {
            frame[4 + random.nextInt(24)] = (byte) random.nextInt();
        }
        return garbled(frame, 20);
    }

    private byte[] bytes(int count) {
        final byte[] bytes = new byte[count];
        random.nextBytes(bytes);
        return bytes;
    }

    /** The same, or with this chance in a hundred changed: bytes flipped, cut off, left out, doubled, put in. */
    private byte[] garbled(byte[] bytes, int chance) {
        if (!percent(chance) || bytes.length == 0) {
            return bytes;
        }
        final int at = random.nextInt(bytes.length);
        final int count = Math.min(bytes.length - at, 1 + random.nextInt(8));
        final ByteArrayOutputStream out = new ByteArrayOutputStream(bytes.length + 16);
        out.write(bytes, 0, at);
        switch (random.nextInt(5)) {
            case 0 -> {
                out.write(bytes[at] ^ 1 << random.nextInt(8));
                out.write(bytes, at + 1, bytes.length - at - 1);
            }
            case 1 -> out.write(bytes, at, count);
            case 2 -> out.write(bytes, at + count, bytes.length - at - count);
            case 3 -> {
                out.write(bytes, at, count);
                out.write(bytes, at, bytes.length - at);
            }
            default -> {
                out.writeBytes(bytes(count));
                out.write(bytes, at, bytes.length - at);
            }
        }
        return out.toByteArray();
    }

    /** A good token of this role. */
    static String token(String role) {
        return TestTokens.signed(TestTokens.claims(java.time.Instant.now())
                .claim("role", role)
                .expirationTime(java.util.Date.from(java.time.Instant.now().plusSeconds(86_400)))
                .build());
    }
}
