/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.gateway.subscription;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.fabtwin.gateway.server.LiveGateway;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The filter by product, compared with products that are learnt from lots and wafers alone; and from the middle of the log. */
@Timeout(120)
class ProductFilterTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Map<Integer, String> productOfLot = new HashMap<>();
    private final Map<Integer, String> productOfWafer = new HashMap<>();

    @Test
    void shouldPassTheSameEventsWhereverASubscriberStarts() throws Exception {
        try (LiveGateway live = LiveGateway.start("line2nm-pilot", null, Double.POSITIVE_INFINITY)) {
            live.command("{\"do\": \"pause\", \"at\": \"48 h\"}", null);
            while (!live.get("/v1/state/line").body().at("/data/paused").asBoolean()) {
                Thread.onSpinWait();
            }
            final List<String> expected = new ArrayList<>();
            for (final JsonNode event : read(live, "")) {
                if ("mobile".equals(product(event.path("data")))) {
                    expected.add(event.path("id").asText());
                }
            }
            final List<String> fromTheMiddle =
                    read(live, "product=mobile&after=" + expected.get(expected.size() / 2)).stream()
                            .filter(ProductFilterTest::isOfSomething)
                            .map(event -> event.path("id").asText())
                            .toList();

            final List<String> all = read(live, "product=mobile").stream()
                    .filter(ProductFilterTest::isOfSomething)
                    .map(event -> event.path("id").asText())
                    .toList();

            assertThat(all).hasSizeGreaterThan(1_000).isEqualTo(expected);
            assertThat(fromTheMiddle).isEqualTo(all.subList(all.size() / 2 + 1, all.size()));
        }
    }

    /** Names a lot, wafer or product: what has a step alone (a batch) is not looked at here. */
    private static boolean isOfSomething(JsonNode event) {
        return event.path("data").has("lot")
                || event.path("data").has("wafer")
                || event.path("data").has("product");
    }

    private String product(JsonNode data) {
        if (data.has("firstWafer")) {
            productOfLot.put(data.path("lot").asInt(), data.path("product").asText());
            for (int i = 0; i < data.path("wafers").asInt(); i++) {
                productOfWafer.put(
                        data.path("firstWafer").asInt() + i,
                        data.path("product").asText());
            }
        }
        if (data.has("product")) {
            return data.path("product").asText();
        }
        return data.has("lot")
                ? productOfLot.get(data.path("lot").asInt())
                : productOfWafer.get(data.path("wafer").asInt(-1));
    }

    /** All events up to the end of the log. */
    private static List<JsonNode> read(LiveGateway live, String query) throws Exception {
        final HttpResponse<InputStream> response = live.client()
                .send(
                        HttpRequest.newBuilder(live.uri("/v1/events?" + query)).build(),
                        HttpResponse.BodyHandlers.ofInputStream());
        final List<JsonNode> events = new ArrayList<>();
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(response.body(), StandardCharsets.UTF_8))) {
            while (true) {
                final JsonNode event = JSON.readTree(lines.readLine());
                if (event.path("type").asText().equals("org.fabtwin.stream.caughtUp")) {
                    return events;
                }
                events.add(event);
            }
        }
    }
}
