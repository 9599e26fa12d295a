/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.gateway.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import org.fabtwin.gateway.security.SecurityConfig;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class HealthAndMetricsTest {
    private final HttpClient client = HttpClient.newHttpClient();
    private Gateway gateway;

    @BeforeEach
    void start() throws Exception {
        gateway = TestGateway.open(SecurityConfig.OPEN);
        gateway.start();
    }

    @AfterEach
    void close() {
        gateway.close();
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create("http://localhost:" + gateway.httpPort() + path));
    }

    private String get(String path, String... headers) throws Exception {
        final HttpRequest.Builder request = request(path);
        if (headers.length > 0) {
            request.headers(headers);
        }
        return client.send(request.build(), HttpResponse.BodyHandlers.ofString())
                .body();
    }

    @Test
    void shouldBeReadyWhileTheLogIsFollowed() throws Exception {
        assertThat(get("/ready")).isEqualTo("{\"ready\":true}");

        gateway.hub().tailer().close();
        final HttpResponse<String> answer =
                client.send(request("/ready").build(), HttpResponse.BodyHandlers.ofString());
        assertThat(answer.statusCode()).isEqualTo(503);
        assertThat(answer.body()).isEqualTo("{\"ready\":false,\"missing\":\"the log is not followed\"}");
    }

    @Test
    void shouldCountWhatItSends() throws Exception {
        try (InputStream stream = client.send(request("/v1/events").build(), HttpResponse.BodyHandlers.ofInputStream())
                .body()) {
            String metrics = "";
            // The line goes on; each event comes to a subscriber that waits for it.
            while (!metrics.contains("fab_gateway_publish_to_write_seconds_count")
                    || metrics.contains("fab_gateway_publish_to_write_seconds_count 0\n")) {
                assertThat(stream.read()).isNotNegative();
                metrics = get("/metrics");
            }

            assertThat(metrics)
                    .endsWith("# EOF\n")
                    .contains("# TYPE fab_gateway_publish_to_write_seconds histogram\n")
                    .contains("\nfab_gateway_subscribers 1.0\n")
                    .contains("\nfab_gateway_connections_open{protocol=\"http\"} 2.0\n")
                    .contains("\nfab_gateway_failures_total 0.0\n")
                    .containsPattern("\nfab_gateway_events_delivered_total\\{format=\"json\"} [1-9]")
                    .containsPattern("\nfab_gateway_sent_bytes_total\\{format=\"json\"} [1-9]")
                    .containsPattern("\nfab_gateway_log_tail_position_bytes [1-9]")
                    .containsPattern("\nfab_twin_time_seconds [1-9]");
        }
    }

    @Test
    void shouldSpeakOpenMetricsUnlessOnlyTheOlderTextIsAccepted() throws Exception {
        for (final String accepted : List.of("*/*", "application/openmetrics-text; version=1.0.0")) {
            assertThat(client.send(
                                    request("/metrics")
                                            .header("Accept", accepted)
                                            .build(),
                                    HttpResponse.BodyHandlers.discarding())
                            .headers()
                            .firstValue("content-type"))
                    .hasValueSatisfying(type -> assertThat(type).startsWith("application/openmetrics-text"));
        }
        assertThat(get("/metrics", "Accept", "text/plain")).doesNotContain("# EOF");
    }
}
