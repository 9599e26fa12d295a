/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.gateway.conflation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.fabtwin.gateway.server.LiveGateway;
import org.fabtwin.gateway.wire.StreamFormat;
import org.fabtwin.sim.event.HeaderLine;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class StateBoardTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final HeaderLine LINE = HeaderLine.parse("""
            {"name":"one","toolGroups":[{"name":"ETC","area":"etch","kind":"cluster","firstTool":0,"tools":1,"chambersPerTool":1}],
             "tools":["ETC-01"],"chambers":["ETC-01/A"]}
            """);

    @Test
    void shouldReadRateAndConditions() {
        final ConflationRequest request = parse(Map.of("conflate", List.of("10 Hz"), "area", List.of("etch")));

        assertThat(request.periodUs()).isEqualTo(100_000);
        assertThat(request.feed().text()).isEqualTo("area=etch&type=ToolStateChanged&");
        assertThat(parse(Map.of("conflate", List.of("0.5"))).periodUs()).isEqualTo(2_000_000);
        assertThatThrownBy(() -> parse(Map.of("conflate", List.of("fast"))))
                .hasMessage("conflate: expected a rate from 0.1 to 30 Hz such as 10Hz, found 'fast'");
        assertThatThrownBy(() -> parse(Map.of("conflate", List.of("31")))).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> parse(Map.of("conflate", List.of("10"), "from", List.of("latest"))))
                .hasMessageContaining("unknown parameter 'from' beside conflate");
        assertThatThrownBy(() -> parse(Map.of("conflate", List.of("10"), "type", List.of("TrackIn"))))
                .hasMessageContaining("expected ToolStateChanged or ChamberStateChanged, found 'TrackIn'");
    }

    private static ConflationRequest parse(Map<String, List<String>> parameters) {
        return ConflationRequest.parse(parameters, StreamFormat.JSON, LINE);
    }

    /** Millions of changes become a picture and a few: each tool at most once a batch, and at last as the state says. */
    @Test
    @Timeout(60)
    void shouldSendTheLatestStateOfEachTool() throws Exception {
        try (LiveGateway live = LiveGateway.start("minifab", null, Double.POSITIVE_INFINITY)) {
            final HttpResponse<InputStream> response = live.client()
                    .send(
                            HttpRequest.newBuilder(live.uri("/v1/events?conflate=20Hz"))
                                    .build(),
                            HttpResponse.BodyHandlers.ofInputStream());
            final Map<String, String> states = new HashMap<>();
            long sent = 0;
            try (BufferedReader lines =
                    new BufferedReader(new InputStreamReader(response.body(), StandardCharsets.UTF_8))) {
                boolean isCaughtUp = false;
                while (sent < 30 || !isCaughtUp) {
                    final JsonNode event = JSON.readTree(lines.readLine());
                    isCaughtUp |= event.path("type").asText().equals("org.fabtwin.stream.caughtUp");
                    sent += take(event, states);
                }
                live.command("{\"do\": \"pause\"}", null);
                final LiveGateway.Answer tools = live.get("/v1/state/tools");
                final Map<String, String> wanted = new HashMap<>();
                tools.body()
                        .path("data")
                        .path("items")
                        .forEach(tool -> wanted.put(
                                tool.path("tool").asText(), tool.path("state").asText()));
                while (!wanted.equals(states)) {
                    sent += take(JSON.readTree(lines.readLine()), states);
                }
            }
            final long changes = live.gateway()
                    .twin()
                    .ask(run -> run.figures(null).records())
                    .get();
            System.out.println("StateBoardTest: " + sent + " states sent, " + changes + " records in the log");
            assertThat(sent).isLessThan(changes / 10);
        }
    }

    private static int take(JsonNode event, Map<String, String> states) {
        if (!event.path("type").asText().equals("org.fabtwin.toolStateChanged")) {
            return 0;
        }
        states.put(
                event.path("data").path("tool").asText(),
                event.path("data").path("to").asText());
        return 1;
    }
}
