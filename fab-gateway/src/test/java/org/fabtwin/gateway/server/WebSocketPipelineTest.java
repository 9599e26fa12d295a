/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.gateway.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.fabtwin.gateway.security.ConnectionLimits;
import org.fabtwin.gateway.security.SecurityConfig;
import org.fabtwin.gateway.security.TestTokens;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a WebSocket does not take, byte for byte over a socket. */
class WebSocketPipelineTest {
    private static final String FIRST = "GET /v1/events?type=LotCompleted HTTP/1.1\r\nHost: localhost\r\n";
    private static final String UPGRADE = "Connection: Upgrade\r\nUpgrade: websocket\r\n"
            + "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n";

    @TempDir
    private Path directory;

    private Gateway gateway;

    @BeforeEach
    void start() throws IOException {
        gateway = TestGateway.open(new SecurityConfig(
                null, TestTokens.keyFile(directory), "fabtwin", List.of(), ConnectionLimits.DEFAULT));
        gateway.start();
    }

    @AfterEach
    void shouldHaveNoConnectionLeft() {
        while (gateway.entrance().connections().open() + gateway.hub().subscribers() > 0) {
            LockSupport.parkNanos(1_000_000);
        }
        assertThat(gateway.entrance().failures().sum()).isZero();
        gateway.close();
    }

    /** What the gateway says until it closes. */
    private String ask(String request, byte[]... frames) throws IOException {
        try (Socket socket = new Socket("127.0.0.1", gateway.httpPort())) {
            socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
            socket.setSoTimeout(20_000);
            final ByteArrayOutputStream answer = new ByteArrayOutputStream();
            final InputStream in = socket.getInputStream();
            // A client must not send frames before the handshake has been answered.
            while (frames.length > 0
                    && !answer.toString(StandardCharsets.ISO_8859_1).endsWith("\r\n\r\n")) {
                answer.write(in.read());
            }
            for (final byte[] frame : frames) {
                socket.getOutputStream().write(frame);
            }
            for (int next = in.read(); next >= 0; next = in.read()) {
                answer.write(next);
            }
            return answer.toString(StandardCharsets.ISO_8859_1);
        }
    }

    private static String handshake(String more) {
        return FIRST + UPGRADE + "Sec-WebSocket-Protocol: fab.json.v1, fab.token." + TestTokens.of("observe") + "\r\n"
                + more + "\r\n";
    }

    /** A masked frame whose mask is zero. */
    private static byte[] frame(int first, int length, int payload) {
        final ByteArrayOutputStream frame = new ByteArrayOutputStream();
        frame.write(first);
        if (length < 126) {
            frame.write(0x80 | length);
        } else {
            frame.write(0x80 | 127);
            for (int shift = 56; shift >= 0; shift -= 8) {
                frame.write((int) ((long) length >> shift));
            }
        }
        frame.writeBytes(new byte[4 + payload]);
        return frame.toByteArray();
    }

    @Test
    void shouldCloseOnFramesBeforeTheHandshakeIsAnswered() throws IOException {
        assertThat(ask(handshake("") + "\u0082\u0081xxxxx")).startsWith("HTTP/1.1 101");
    }

    @Test
    void shouldNegotiateNoCompression() throws IOException {
        final String answer = ask(
                handshake("Sec-WebSocket-Extensions: permessage-deflate; client_max_window_bits\r\n"),
                // A compressed message: RSV1 is set.
                frame(0xc1, 10, 10));

        assertThat(answer).startsWith("HTTP/1.1 101").doesNotContainIgnoringCase("sec-websocket-extensions");
        assertThat(answer).contains("RSV != 0 and no extension negotiated");
    }

    @Test
    void shouldCloseOnAFrameThatIsTooLong() throws IOException {
        assertThat(ask(handshake(""), frame(0x82, 1 << 20, 0))).contains("Max frame length of 65536 has been exceeded");
    }

    @Test
    void shouldCloseOnWhatAStreamDoesNotTake() throws IOException {
        assertThat(ask(handshake(""), frame(0x82, 1, 1))).contains("a stream takes whole text messages alone");
        assertThat(ask(handshake(""), new byte[] {(byte) 0x81, 1, 'x'}))
                .contains("received a frame that is not masked as expected");
    }

    @Test
    void shouldSayWhatIsWrongWithAHandshake() throws IOException {
        final String close = "Connection: close\r\n\r\n";
        final String token = "Authorization: Bearer " + TestTokens.of("observe") + "\r\n";

        assertThat(ask(FIRST + token + "Upgrade: websocket\r\nSec-WebSocket-Version: 13\r\n" + close))
                .startsWith("HTTP/1.1 400")
                .contains("not a WebSocket request: a |Connection| header must");
        assertThat(ask(FIRST + token + "Upgrade: websocket\r\n" + close)).startsWith("HTTP/1.1 426");
        assertThat(ask(FIRST + UPGRADE + "Sec-WebSocket-Protocol: fab.nothing\r\n" + token + close))
                .startsWith("HTTP/1.1 400")
                .contains("expected fab.sbe.v1 or fab.json.v1");
        assertThat(ask(FIRST + UPGRADE + close)).startsWith("HTTP/1.1 401");
        assertThat(ask(FIRST + UPGRADE + token + "Origin: https://evil.example\r\n" + close))
                .startsWith("HTTP/1.1 403");
    }
}
