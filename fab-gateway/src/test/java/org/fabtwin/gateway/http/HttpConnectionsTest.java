/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.HttpContentDecompressor;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.fabtwin.gateway.security.AccessDenied.Reason;
import org.fabtwin.gateway.security.Caller;
import org.fabtwin.gateway.security.ConnectionLimits;
import org.fabtwin.gateway.security.Entrance;
import org.fabtwin.gateway.security.PeerChannel;
import org.fabtwin.gateway.security.Role;
import org.fabtwin.gateway.security.SecurityConfig;
import org.fabtwin.gateway.security.TestTokens;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The whole pipeline of HTTP, in memory: bytes in, bytes out. */
class HttpConnectionsTest {
    @TempDir
    private Path directory;

    private Entrance entrance;
    private HttpConnections connections;
    private final List<EmbeddedChannel> channels = new ArrayList<>();

    @BeforeEach
    void open() throws IOException {
        entrance = Entrance.open(new SecurityConfig(
                null,
                TestTokens.keyFile(directory),
                "fabtwin",
                List.of("https://dash.example"),
                ConnectionLimits.DEFAULT.with(3, 2)));
        final SessionResource session = new SessionResource();
        final HttpRouter router = new HttpRouter(entrance.access())
                .addOpen(HttpMethod.GET, "/open", HttpConnectionsTest::name)
                .add(HttpMethod.GET, "/observe", Role.OBSERVE, HttpConnectionsTest::name)
                .add(HttpMethod.POST, "/engineer", Role.ENGINEER, HttpConnectionsTest::name)
                .add(HttpMethod.POST, "/v1/session", Role.OBSERVE, session)
                .addOpen(HttpMethod.DELETE, "/v1/session", session);
        connections = new HttpConnections(entrance, router, List.of("https://dash.example"));
    }

    @AfterEach
    void shouldHaveNoConnectionLeft() {
        channels.forEach(EmbeddedChannel::finishAndReleaseAll);
        assertThat(entrance.connections().open()).isZero();
        assertThat(entrance.connections().of("http").open()).isZero();
        assertThat(entrance.connections().addresses()).isZero();
    }

    private static void name(
            io.netty.channel.ChannelHandlerContext channel,
            io.netty.handler.codec.http.FullHttpRequest request,
            io.netty.handler.codec.http.QueryStringDecoder target) {
        final Caller caller = Caller.of(channel.channel());
        Responses.text(channel, request, HttpResponseStatus.OK, "text/plain", caller == null ? "?" : caller.name());
    }

    private EmbeddedChannel connect(String peer) {
        final EmbeddedChannel channel = PeerChannel.from(peer, connections);
        channels.add(channel);
        return channel;
    }

    /** All that was answered. */
    private static String read(EmbeddedChannel channel) {
        channel.runPendingTasks();
        final StringBuilder text = new StringBuilder();
        for (ByteBuf bytes = channel.readOutbound(); bytes != null; bytes = channel.readOutbound()) {
            text.append(bytes.toString(StandardCharsets.UTF_8));
            bytes.release();
        }
        return text.toString();
    }

    private static void write(EmbeddedChannel channel, String text) {
        channel.writeInbound(Unpooled.copiedBuffer(text, StandardCharsets.UTF_8));
    }

    private String ask(String line, String... headers) {
        final EmbeddedChannel channel = connect("10.0.0.1");
        write(
                channel,
                line + " HTTP/1.1\r\nHost: fab.example\r\n" + String.join("\r\n", headers)
                        + (headers.length == 0 ? "" : "\r\n") + "\r\n");
        final String answer = read(channel);
        channel.finishAndReleaseAll();
        return answer;
    }

    private static String bearer(String role) {
        return "Authorization: Bearer " + TestTokens.of(role);
    }

    @Test
    void shouldTellTheResourceWhoAsks() {
        assertThat(ask("GET /observe", bearer("observe")))
                .startsWith("HTTP/1.1 200")
                .endsWith("alice");
        assertThat(ask("GET /open")).startsWith("HTTP/1.1 200").endsWith("?");
    }

    @Test
    void shouldAskForAToken() {
        assertThat(ask("GET /observe"))
                .startsWith("HTTP/1.1 401")
                .containsIgnoringCase("www-authenticate: Bearer")
                .endsWith("{\"error\":\"a bearer token is needed\"}");
    }

    @Test
    void shouldRefuseARoleThatIsTooLow() {
        assertThat(ask("POST /engineer", bearer("observe"), "Content-Length: 0"))
                .startsWith("HTTP/1.1 403")
                .endsWith("{\"error\":\"this needs role engineer; alice has observe\"}");
        assertThat(ask("POST /engineer", bearer("engineer"), "Content-Length: 0"))
                .startsWith("HTTP/1.1 200");
        assertThat(entrance.access().denials(Reason.ROLE)).isEqualTo(1);
    }

    @Test
    void shouldRefuseForeignPagesAndAnswerAllowedOnes() {
        assertThat(ask("GET /open", "Origin: https://evil.example")).startsWith("HTTP/1.1 403");
        assertThat(ask("GET /open", "Origin: https://dash.example"))
                .startsWith("HTTP/1.1 200")
                .containsIgnoringCase("access-control-allow-origin: https://dash.example");
        assertThat(ask(
                        "OPTIONS /engineer",
                        "Origin: https://dash.example",
                        "Access-Control-Request-Method: POST",
                        "Access-Control-Request-Headers: authorization"))
                .startsWith("HTTP/1.1 200")
                .containsIgnoringCase("access-control-allow-headers: authorization");
    }

    @Test
    void shouldRefuseATokenInTheUrl() {
        final String token = TestTokens.of("admin");

        assertThat(ask("GET /observe?access_token=" + token))
                .startsWith("HTTP/1.1 400")
                .contains("a token has no place in a URL")
                .doesNotContain(token);
    }

    @Test
    void shouldSayWhatThereIs() {
        assertThat(ask("GET /nowhere")).startsWith("HTTP/1.1 404").contains("there is nothing at /nowhere");
        assertThat(ask("GET /engineer", bearer("engineer")))
                .startsWith("HTTP/1.1 405")
                .contains("[POST]");
    }

    @Test
    void shouldRefuseWhatIsTooLong() {
        assertThat(ask("GET /" + "x".repeat(9_000)))
                .startsWith("HTTP/1.1 414")
                .contains("the first line is longer than 8192 bytes");
        assertThat(ask("GET /open", "X: " + "x".repeat(17_000)))
                .startsWith("HTTP/1.1 431")
                .contains("the header is longer than 16384 bytes");
        assertThat(ask("POST /engineer", "Content-Length: 300000")).startsWith("HTTP/1.1 413");
        assertThat(ask(
                        "POST /engineer",
                        "Transfer-Encoding: chunked\r\n\r\n40000\r\n" + "x".repeat(0x40000) + "\r\n1\r\nx"))
                .startsWith("HTTP/1.1 413");
    }

    @Test
    void shouldRefuseWhatIsNotHttp() {
        for (final String line : List.of("\u0016\u0003\u0001\u0002", "GET", "GET /open HTTP/9.9", "G\u0000T /open")) {
            final EmbeddedChannel channel = connect("10.0.0.1");
            write(channel, line + "\r\n\r\n");
            assertThat(read(channel))
                    .as(line)
                    .containsPattern("^HTTP/1.1 (400|505)")
                    .contains("the request is not HTTP/1.1");
            assertThat(channel.isOpen()).isFalse();
        }
    }

    @Test
    void shouldNotUnpackBodies() {
        // No decompressor is in the pipeline: a bomb stays as small as it was sent.
        final EmbeddedChannel channel = connect("10.0.0.1");

        assertThat(channel.pipeline().names())
                .containsSubsequence("http", "whole", "turns", "stall", "watch", "cors", "router");
        assertThat(channel.pipeline().get(HttpContentDecompressor.class)).isNull();
    }

    @Test
    void shouldCloseWhoDripsHeaders() {
        final EmbeddedChannel channel = connect("10.0.0.1");
        channel.freezeTime();
        write(channel, "GET /open HTTP/1.1\r\n");
        for (int i = 0; i < 19; i++) {
            channel.advanceTimeBy(100, TimeUnit.MILLISECONDS);
            channel.runScheduledPendingTasks();
            write(channel, "X-" + i + ": 1\r\n");
        }
        assertThat(channel.isOpen()).isTrue();

        channel.advanceTimeBy(200, TimeUnit.MILLISECONDS);
        channel.runScheduledPendingTasks();
        assertThat(channel.isOpen()).isFalse();
    }

    @Test
    void shouldSayThatThereIsNoPlace() {
        connect("10.0.0.1");
        connect("10.0.0.1");

        final EmbeddedChannel third = connect("10.0.0.1");
        assertThat(read(third)).startsWith("HTTP/1.1 503").endsWith("{\"error\":\"too many connections\"}");
        assertThat(third.isOpen()).isFalse();
        assertThat(entrance.connections().of("http").open()).isEqualTo(2);
    }

    @Test
    void shouldMakeASessionForBrowsers() {
        final String token = TestTokens.of("observe");
        final String answer = ask("POST /v1/session", "Authorization: Bearer " + token, "Content-Length: 0");

        assertThat(answer)
                .startsWith("HTTP/1.1 204")
                .contains("fab_token=" + token, "HTTPOnly", "SameSite=Strict", "Path=/", "Max-Age=");
        assertThat(ask("GET /observe", "Cookie: fab_token=" + token)).startsWith("HTTP/1.1 200");
        assertThat(ask("DELETE /v1/session")).startsWith("HTTP/1.1 204").contains("fab_token=;", "Max-Age=0");
    }
}
