/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.gateway.conflation;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.QueryStringDecoder;
import java.io.BufferedReader;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.fabtwin.gateway.http.EventStreamResource;
import org.fabtwin.gateway.http.HttpConnections;
import org.fabtwin.gateway.http.HttpRouter;
import org.fabtwin.gateway.http.WebSocketUpgrade;
import org.fabtwin.gateway.security.Role;
import org.fabtwin.gateway.security.SecurityConfig;
import org.fabtwin.gateway.server.EventLoops;
import org.fabtwin.gateway.server.Gateway;
import org.fabtwin.gateway.server.Listener;
import org.fabtwin.gateway.server.TestGateway;
import org.fabtwin.gateway.wire.StreamFormat;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Screens of the JDK's client, of a line that does not run. */
@Timeout(60)
class ScreensTest {
    private final HttpClient client = HttpClient.newHttpClient();
    private Gateway gateway;
    private EventLoops loops;
    private ConflatedStreams screens;
    private Listener http;

    @BeforeEach
    void start() throws Exception {
        gateway = TestGateway.open(SecurityConfig.OPEN);
        loops = new EventLoops(1);
        screens = new ConflatedStreams(gateway.hub(), gateway.twin().directory());
        final WebSocketUpgrade upgrade = new WebSocketUpgrade(gateway.hub(), screens, (channel, text) -> {});
        final HttpRouter router = new HttpRouter(gateway.entrance().access())
                .add(
                        HttpMethod.GET,
                        "/v1/events",
                        Role.OBSERVE,
                        new EventStreamResource(gateway.hub(), screens, upgrade));
        http = Listener.start(
                loops,
                new InetSocketAddress("127.0.0.1", 0),
                new HttpConnections(gateway.entrance(), router, List.of()));
    }

    @AfterEach
    void end() {
        http.close();
        loops.close();
        gateway.close();
    }

    private HttpRequest request(String query) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + http.port() + "/v1/events?" + query))
                .build();
    }

    @Test
    void shouldTellScreensThatTheGatewayEndsAndFinishTheirBodies() throws Exception {
        final HttpResponse<InputStream> answer =
                client.send(request("conflate=30Hz"), HttpResponse.BodyHandlers.ofInputStream());
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(answer.body(), StandardCharsets.UTF_8))) {
            assertThat(lines.readLine()).contains("org.fabtwin.stream.caughtUp");

            screens.close();

            assertThat(lines.readLine()).contains("org.fabtwin.stream.ended");
            assertThat(lines.readLine())
                    .as("the last chunk; a torn body throws")
                    .isNull();
        }
        assertThat(screens.subscribers()).isZero();
    }

    @Test
    void shouldRoundTheRateToATenthOfAHertz() {
        assertThat(periodUs("10.04Hz")).isEqualTo(100_000);
        assertThat(periodUs("9.96Hz")).isEqualTo(100_000);
        assertThat(periodUs("0.1Hz")).isEqualTo(10_000_000);
        assertThat(periodUs("0.14Hz")).isEqualTo(10_000_000);
        assertThat(periodUs("30Hz")).isEqualTo(33_333);
    }

    private long periodUs(String rate) {
        return ConflationRequest.parse(
                        new QueryStringDecoder("?conflate=" + rate).parameters(),
                        StreamFormat.JSON,
                        gateway.hub().line())
                .periodUs();
    }
}
