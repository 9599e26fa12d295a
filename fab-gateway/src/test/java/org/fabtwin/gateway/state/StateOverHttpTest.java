/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.gateway.state;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.fabtwin.core.log.EventLogReader;
import org.fabtwin.core.log.LogMetadata;
import org.fabtwin.gateway.server.LiveGateway;
import org.fabtwin.sim.event.EventJson;
import org.fabtwin.sim.event.HeaderLine;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The state of a paused line, compared with what its log tells up to the state's position. */
@Timeout(120)
class StateOverHttpTest {
    private static LiveGateway live;
    private static LogFold fold;

    /** An independent reader: folds the events into where everything is. */
    private static final class LogFold {
        private final Map<String, String> toolStates = new HashMap<>();
        private final Map<Integer, String> carrierPlaces = new HashMap<>();
        private final Map<Integer, Integer> lotOfCarrier = new HashMap<>();
        private final Map<Integer, String> productOfLot = new HashMap<>();
        private final Set<Integer> held = new HashSet<>();

        void take(JsonNode event) {
            final JsonNode data = event.path("data");
            final int carrier = data.path("carrier").asInt(-1);
            switch (event.path("type").asText().replace("org.fabtwin.", "")) {
                case "lotReleased" -> {
                    lotOfCarrier.put(carrier, data.path("lot").asInt());
                    productOfLot.put(
                            data.path("lot").asInt(), data.path("product").asText());
                    carrierPlaces.put(carrier, "IN_TRANSPORT");
                }
                case "carrierSplit" -> {
                    lotOfCarrier.put(carrier, data.path("lot").asInt());
                    carrierPlaces.put(
                            carrier, carrierPlaces.get(data.path("parent").asInt()));
                }
                case "carrierMerged", "wafersScrapped" -> {
                    carrierPlaces.remove(carrier);
                    lotOfCarrier.remove(carrier);
                }
                case "transportStarted" -> carrierPlaces.put(carrier, "IN_TRANSPORT");
                case "carrierQueued" -> carrierPlaces.put(carrier, "QUEUED");
                case "trackIn" ->
                    carrierPlaces.put(carrier, "IN_TOOL " + data.path("tool").asText());
                case "trackOut" -> carrierPlaces.put(carrier, "OUT");
                case "lotCompleted" -> {
                    productOfLot.remove(data.path("lot").asInt());
                    lotOfCarrier
                            .values()
                            .removeIf(lot -> lot == data.path("lot").asInt());
                    carrierPlaces.keySet().retainAll(lotOfCarrier.keySet());
                }
                case "toolStateChanged" ->
                    toolStates.put(data.path("tool").asText(), data.path("to").asText());
                case "lotHeld" -> held.add(carrier);
                case "lotHoldReleased" -> held.remove(carrier);
                default -> {
                    // Moves nothing.
                }
            }
        }
    }

    @BeforeAll
    static void runThreeDaysAndPause() throws Exception {
        live = LiveGateway.start("line2nm-pilot", null, Double.POSITIVE_INFINITY);
        assertThat(live.command("{\"do\": \"pause\", \"at\": \"72 h\"}", null).status())
                .isIn(200, 202);
        while (!live.get("/v1/state/line").body().path("data").path("paused").asBoolean()) {
            Thread.onSpinWait();
        }
        fold = new LogFold();
        final long position = live.get("/v1/state/line").body().path("position").asLong();
        final var directory = live.gateway().twin().directory();
        final EventJson json =
                new EventJson(HeaderLine.parse(LogMetadata.read(directory).line()), 0, null);
        final com.fasterxml.jackson.databind.ObjectMapper mapper = new com.fasterxml.jackson.databind.ObjectMapper();
        try (EventLogReader reader = EventLogReader.open(directory)) {
            while (reader.position() < position) {
                reader.poll(
                        (buffer, offset, length, templateId, at) -> {
                            if (json.encode(buffer, offset, length, templateId, at) > 0) {
                                try {
                                    fold.take(mapper.readTree(json.toString()));
                                } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
                                    throw new IllegalStateException(e);
                                }
                            }
                        },
                        Integer.MAX_VALUE,
                        position);
            }
        }
    }

    @AfterAll
    static void end() {
        live.close();
    }

    private static JsonNode data(String path) throws Exception {
        final LiveGateway.Answer answer = live.get("/v1/state/" + path);
        assertThat(answer.status()).as(path + ": " + answer.body()).isEqualTo(200);
        return answer.body().path("data");
    }

    @Test
    void shouldTellTheStateOfEachToolAsItsLastEventDid() throws Exception {
        final JsonNode tools = data("tools?limit=1000");

        assertThat(tools.path("total").asInt())
                .isEqualTo(tools.path("items").size())
                .isEqualTo(live.gateway().twin().plan().line().toolGroups().toolTotal());
        for (final JsonNode tool : tools.path("items")) {
            assertThat(tool.path("state").asText())
                    .as(tool.toString())
                    .isEqualTo(fold.toolStates.getOrDefault(tool.path("tool").asText(), "STANDBY"));
        }
    }

    @Test
    void shouldTellWhereEachLotIsAsTheEventsDid() throws Exception {
        final JsonNode lots = data("lots?limit=1000");

        assertThat(lots.path("items").findValues("lot").stream().map(JsonNode::asInt))
                .containsExactlyElementsOf(
                        fold.productOfLot.keySet().stream().sorted().toList());
        for (final JsonNode lot : lots.path("items")) {
            final JsonNode detail = data("lots/" + lot.path("lot").asInt());
            assertThat(lot.path("product").asText())
                    .isEqualTo(fold.productOfLot.get(lot.path("lot").asInt()));
            for (final JsonNode carrier : detail.path("carriers")) {
                if (carrier.path("state").asText().matches("HELD.*|WAITING.*")) {
                    assertThat(fold.held).contains(carrier.path("carrier").asInt());
                    continue;
                }
                final String place = carrier.path("state").asText()
                        + (carrier.path("tool").isNull()
                                ? ""
                                : " " + carrier.path("tool").asText());
                assertThat(place)
                        .isEqualTo(
                                fold.carrierPlaces.get(carrier.path("carrier").asInt()));
            }
        }
    }

    @Test
    void shouldAgreeWithItselfFromAllSides() throws Exception {
        final JsonNode line = data("line");
        int queued = 0;
        for (final JsonNode queue : data("queues?limit=1000").path("items")) {
            final JsonNode detail = data("queues/" + queue.path("toolGroup").asText() + "?limit=1000");
            assertThat(detail.path("queue")).isEqualTo(queue);
            assertThat(detail.path("carriers").size())
                    .isEqualTo(queue.path("carriers").asInt());
            queued += queue.path("carriers").asInt();
        }
        int inside = 0;
        for (final JsonNode tool : data("tools?limit=1000").path("items")) {
            final JsonNode detail = data("tools/" + tool.path("tool").asText());
            assertThat(detail.path("carriers").size())
                    .isEqualTo(tool.path("carriersInside").asInt());
            inside += detail.path("carriers").size();
        }

        assertThat(queued).isEqualTo(line.path("carriers").path("QUEUED").asInt());
        assertThat(inside)
                .isEqualTo(line.path("carriers").path("IN_TOOL").asInt())
                .isPositive();
        assertThat(data("wafers?limit=1").path("total").asInt())
                .isEqualTo(line.path("wafers").asInt());
        assertThat(data("lots?limit=1").path("total").asInt())
                .isEqualTo(line.path("lots").asInt());
        assertThat(data("figures").path("wip").path("end").asInt())
                .isEqualTo(line.path("wafers").asInt());
    }

    @Test
    void shouldPageThroughWafers() throws Exception {
        final List<Integer> all = serials(data("wafers?limit=1000"));
        final List<Integer> paged = new ArrayList<>();
        String after = "";
        do {
            final JsonNode page = data("wafers?limit=97" + after);
            paged.addAll(serials(page));
            after = page.path("next").isNull()
                    ? ""
                    : "&after=" + page.path("next").asInt();
        } while (!after.isEmpty());

        assertThat(paged).isEqualTo(all).isSorted().doesNotHaveDuplicates().isNotEmpty();
        final JsonNode one = data("wafers/" + all.get(0));
        assertThat(one.path("wafer").path("wafer").asInt()).isEqualTo(all.get(0));
    }

    private static List<Integer> serials(JsonNode page) {
        return page.path("items").findValues("wafer").stream()
                .map(JsonNode::asInt)
                .toList();
    }

    @Test
    void shouldRefuseWhatItDoesNotKnow() throws Exception {
        assertThat(live.get("/v1/state/tools?colour=red").body().path("error").asText())
                .isEqualTo("unknown parameter 'colour'; there are after, limit, toolGroup, area, state");
        assertThat(live.get("/v1/state/tools?state=BUSY").body().path("error").asText())
                .contains("expected one of STANDBY");
        assertThat(live.get("/v1/state/lots?limit=1001").status()).isEqualTo(400);
        assertThat(live.get("/v1/state/lots?after=-1").status()).isEqualTo(400);
        assertThat(live.get("/v1/state/lots/first").status()).isEqualTo(400);
        assertThat(live.get("/v1/state/lots/4000000").status()).isEqualTo(404);
        assertThat(live.get("/v1/state/tools/Mx").body().path("error").asText())
                .isEqualTo("the line has no /v1/state/tools/Mx now");
        assertThat(live.get("/v1/state/maps/4000000").status()).isEqualTo(404);
    }
}
