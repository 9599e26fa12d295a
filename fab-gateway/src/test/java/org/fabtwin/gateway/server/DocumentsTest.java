/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.gateway.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.BufferedReader;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Collectors;
import org.fabtwin.gateway.document.AsyncApiDocument;
import org.fabtwin.gateway.document.OpenApiDocument;
import org.fabtwin.sim.event.EventTable;
import org.fabtwin.sim.event.EventType;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The documents against what is really sent, by a foreign validator of JSON Schema. */
@Timeout(180)
class DocumentsTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final SchemaRegistry SCHEMAS = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12);

    private static LiveGateway live;
    private static JsonNode asyncApi;
    private static JsonNode openApi;

    @BeforeAll
    static void start() throws Exception {
        live = LiveGateway.start("line2nm-pilot", null, Double.POSITIVE_INFINITY);
        asyncApi = live.get("/v1/asyncapi.json").body();
        openApi = live.get("/v1/openapi.json").body();
    }

    @AfterAll
    static void end() {
        live.close();
    }

    @Test
    void shouldDescribeEachEventThatIsSent() throws Exception {
        final Map<String, Schema> schemas = new HashMap<>();
        final Map<String, Integer> seen = new HashMap<>();
        validate("/v1/events", 60_000, schemas, seen);
        // What is rare, without what is not: the gateway looks through more of the log than a client could.
        final String rare = EventTable.table().types().stream()
                .map(EventType::name)
                .filter(name -> !seen.containsKey(name))
                .collect(Collectors.joining(","));
        validate("/v1/events?type=" + rare, 2_000, schemas, seen);
        System.out.println("DocumentsTest: events validated " + seen);
        assertThat(seen)
                .containsKeys(
                        "LogHeader",
                        "TrackIn",
                        "ToolStateChanged",
                        "WaferStarted",
                        "LotCompleted",
                        "WaferTested",
                        "DiesLost");
    }

    private static void validate(String target, int events, Map<String, Schema> schemas, Map<String, Integer> seen)
            throws Exception {
        final HttpResponse<InputStream> response = live.client()
                .send(HttpRequest.newBuilder(live.uri(target)).build(), HttpResponse.BodyHandlers.ofInputStream());
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(response.body(), StandardCharsets.UTF_8))) {
            for (int i = 0; i < events; i++) {
                final JsonNode event = JSON.readTree(lines.readLine());
                final String name = AsyncApiDocument.schemaOf(event.path("type").asText());
                // A few of each: a validator takes its time.
                if (seen.merge(name, 1, Integer::sum) <= 300) {
                    final Schema schema = schemas.computeIfAbsent(
                            name,
                            n -> SCHEMAS.getSchema(
                                    asyncApi.path("components").path("schemas").path(n)));
                    assertThat(schema.validate(event)).as(event.toString()).isEmpty();
                }
            }
        }
    }

    @Test
    void shouldResolveEachReferenceWithinTheDocuments() {
        for (final JsonNode document : new JsonNode[] {asyncApi, openApi}) {
            for (final JsonNode reference : document.findValues("$ref")) {
                assertThat(document.at(reference.asText().substring(1)).isMissingNode())
                        .as(reference.asText())
                        .isFalse();
            }
        }
        assertThat(asyncApi.path("asyncapi").asText()).isEqualTo("3.0.0");
        assertThat(openApi.path("openapi").asText()).isEqualTo("3.1.0");
    }

    @Test
    void shouldDescribeEachRouteAndNoOther() {
        assertThat(new OpenApiDocument("test").routes())
                .isEqualTo(live.gateway().router().routes());
    }

    @ParameterizedTest
    @ValueSource(strings = {"line", "tools", "queues", "lots", "wafers", "loops", "figures"})
    void shouldDescribeTheStateThatIsSent(String path) throws Exception {
        final LiveGateway.Answer answer = live.get("/v1/state/" + path);

        assertThat(answer.status()).isEqualTo(200);
        assertThat(schema("/v1/state/" + path).validate(answer.body())).isEmpty();
    }

    @Test
    void shouldDescribeTheDetailsThatAreSent() throws Exception {
        // Nobody leaves the line between two questions.
        assertThat(live.command("{\"do\": \"pause\"}", null).status()).isEqualTo(200);
        final JsonNode tool =
                live.get("/v1/state/tools?state=PRODUCTIVE&limit=1").body().at("/data/items/0");
        final JsonNode wafer = live.get("/v1/state/wafers?limit=1").body().at("/data/items/0");
        final Map<String, String> paths = Map.of(
                "tools/{tool}", "tools/" + tool.path("tool").asText(),
                "queues/{toolGroup}", "queues/" + tool.path("toolGroup").asText(),
                "lots/{lot}", "lots/" + wafer.path("lot").asText(),
                "wafers/{wafer}", "wafers/" + wafer.path("wafer").asText());
        for (final Map.Entry<String, String> path : paths.entrySet()) {
            final LiveGateway.Answer answer = live.get("/v1/state/" + path.getValue());
            assertThat(answer.status()).as(path.getValue()).isEqualTo(200);
            assertThat(schema("/v1/state/" + path.getKey()).validate(answer.body()))
                    .as(path.getValue())
                    .isEmpty();
        }
        assertThat(live.command("{\"do\": \"resume\"}", null).status()).isEqualTo(200);
    }

    @Test
    void shouldDescribeTheMapThatIsSent() throws Exception {
        final HttpResponse<InputStream> response = live.client()
                .send(
                        HttpRequest.newBuilder(live.uri("/v1/events?type=WaferTested"))
                                .build(),
                        HttpResponse.BodyHandlers.ofInputStream());
        final JsonNode tested;
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(response.body(), StandardCharsets.UTF_8))) {
            JsonNode event = JSON.readTree(lines.readLine());
            while (!event.path("type").asText().equals("org.fabtwin.waferTested")) {
                event = JSON.readTree(lines.readLine());
            }
            tested = event;
        }

        final LiveGateway.Answer map =
                live.get("/v1/state/maps/" + tested.at("/data/wafer").asInt());

        assertThat(map.status()).isEqualTo(200);
        assertThat(schema("/v1/state/maps/{wafer}").validate(map.body())).isEmpty();
        assertThat(map.body().path("epoch").asText() + ":"
                        + map.body().path("position").asText())
                .isEqualTo(tested.path("id").asText());
        assertThat(map.body().at("/data/letters")).isEqualTo(tested.at("/data/dieMap"));
        assertThat(map.body().at("/data/columns").size())
                .isEqualTo(tested.at("/data/dies").asInt());
    }

    @Test
    void shouldServeTheSchemasOfTheBinaryForms() throws Exception {
        for (final String name : new String[] {"events", "stream"}) {
            final HttpResponse<String> schema = live.client()
                    .send(
                            HttpRequest.newBuilder(live.uri("/v1/schema/" + name + ".xml"))
                                    .build(),
                            HttpResponse.BodyHandlers.ofString());
            assertThat(schema.statusCode()).isEqualTo(200);
            assertThat(schema.body()).contains("<sbe:messageSchema");
        }
    }

    private static Schema schema(String path) {
        final String reference = openApi.path("paths")
                .path(path)
                .at("/get/responses/200/content/application~1json/schema/$ref")
                .asText();
        return SCHEMAS.getSchema(openApi.at(reference.substring(1)));
    }
}
