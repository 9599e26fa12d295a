/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.gateway.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.fabtwin.core.log.Durability;
import org.fabtwin.core.log.EventLogConfig;
import org.fabtwin.gateway.server.Gateway;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Each protocol with a client that is not ours, from each kind of start, to the stream's end in order. */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ProtocolsTest {
    private static final int DAYS = 20;
    private static final long TIME_US = 7 * LiveMinifab.DAY_US;
    private static final String NOTICE = "org.fabtwin.stream.";
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    private Path folder;

    private LiveMinifab line;
    private Gateway gateway;
    private KeptEvents kept;

    @BeforeEach
    void start() throws Exception {
        line = new LiveMinifab(EventLogConfig.keptIn(folder).withDurability(Durability.NONE), DAYS);
        gateway = line.start(Double.POSITIVE_INFINITY);
        LiveMinifab.awaitEnd(gateway);
        kept = KeptEvents.read(folder);
    }

    @AfterEach
    void end() {
        gateway.close();
    }

    /** Query to the events that must come, as lines of JSON. */
    private Map<String, List<String>> starts() throws IOException {
        final List<String> ids = kept.ids();
        final List<String> lines = kept.jsonLines();
        final int middle = ids.size() / 2;
        final List<String> fromTime = new ArrayList<>();
        for (final String event : lines) {
            if (JSON.readTree(event).path("simtimeus").asLong() >= TIME_US) {
                fromTime.add(event);
            }
        }
        final Map<String, List<String>> starts = new LinkedHashMap<>();
        starts.put("", lines);
        starts.put("from=earliest", lines);
        starts.put("from=latest", List.of());
        starts.put("from=" + ids.get(middle), lines.subList(middle, lines.size()));
        starts.put("from=" + ids.get(middle).substring(2), lines.subList(middle, lines.size()));
        starts.put("after=" + ids.get(middle), lines.subList(middle + 1, lines.size()));
        starts.put("after=" + ids.get(ids.size() - 1), List.of());
        starts.put("time=7", fromTime);
        starts.put(
                "from=earliest&type=LotCompleted,TrackIn&tool=Me",
                lines.stream()
                        .filter(event -> event.contains("org.fabtwin.trackIn") && event.contains("\"tool\":\"Me\""))
                        .toList());
        // Nothing of this kind ever happens in this line.
        starts.put("from=earliest&type=ExcursionStarted", List.of());
        return starts;
    }

    private static boolean isNotice(String event) {
        return event.contains(NOTICE);
    }

    private static List<String> noticeNames(List<String> events) throws IOException {
        final List<String> names = new ArrayList<>();
        for (final String event : events) {
            if (isNotice(event)) {
                names.add(JSON.readTree(event).path("type").asText().substring(NOTICE.length()));
            }
        }
        return names;
    }

    private static List<String> withoutNotices(List<String> events) {
        return events.stream().filter(event -> !isNotice(event)).toList();
    }

    @Test
    void shouldServeLinesToCurl() throws Exception {
        serveCurl(false);
    }

    @Test
    void shouldServeServerSentEventsToCurl() throws Exception {
        serveCurl(true);
    }

    private void serveCurl(boolean isSse) throws Exception {
        assumeTrue(ClientProcess.isThere("curl", "--version"), "skipped: there is no curl");
        final Map<ClientProcess, List<String>> clients = new LinkedHashMap<>();
        for (final Map.Entry<String, List<String>> start : starts().entrySet()) {
            final List<String> command =
                    new ArrayList<>(List.of("curl", "-sSN", line.url() + "/v1/events?" + start.getKey()));
            if (isSse) {
                command.addAll(List.of("-H", "Accept: text/event-stream"));
            }
            clients.put(new ClientProcess(command), start.getValue());
        }
        for (final ClientProcess client : clients.keySet()) {
            client.awaitLine(text -> text.contains(NOTICE + "caughtUp"));
        }

        gateway.close();

        for (final Map.Entry<ClientProcess, List<String>> client : clients.entrySet()) {
            // 0: curl has seen the last chunk.
            assertThat(client.getKey().awaitExit())
                    .as("%s", client.getKey().errors())
                    .isZero();
            final List<String> lines = client.getKey().lines();
            final List<String> events = isSse ? sseData(lines) : lines;
            assertThat(withoutNotices(events)).isEqualTo(client.getValue());
            assertThat(noticeNames(events)).containsExactly("caughtUp", "ended");
        }
    }

    /** Checks the form, and returns the data. */
    private static List<String> sseData(List<String> lines) throws IOException {
        final List<String> data = new ArrayList<>();
        String id = null;
        String name = null;
        for (final String line : lines) {
            if (line.startsWith("id: ")) {
                id = line.substring(4);
            } else if (line.startsWith("event: ")) {
                name = line.substring(7);
            } else if (line.startsWith("data: ")) {
                final JsonNode event = JSON.readTree(line.substring(6));
                assertThat(event.path("id").asText())
                        .isEqualTo(id == null ? event.path("id").asText() : id);
                assertThat(name == null).isEqualTo(id != null);
                data.add(line.substring(6));
            } else {
                assertThat(line).isEmpty();
                id = null;
                name = null;
            }
        }
        return data;
    }

    @Test
    void shouldGoOnAfterTheLastEventIdOfABrowser() throws Exception {
        assumeTrue(ClientProcess.isThere("curl", "--version"), "skipped: there is no curl");
        final List<String> ids = kept.ids();
        // The address says where it once started; what counts is the header.
        try (ClientProcess curl = new ClientProcess(List.of(
                "curl",
                "-sSN",
                "-H",
                "Accept: text/event-stream",
                "-H",
                "Last-Event-ID: " + ids.get(99),
                line.url() + "/v1/events?from=earliest"))) {
            curl.awaitLine(text -> text.contains(NOTICE + "caughtUp"));

            assertThat(withoutNotices(sseData(curl.lines())))
                    .isEqualTo(kept.jsonLines().subList(100, ids.size()));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"fab.json.v1", "fab.sbe.v1"})
    void shouldServeAWebSocketOfTheJdk(String subprotocol) throws Exception {
        final Map<JdkWebSocket, List<String>> clients = new LinkedHashMap<>();
        for (final Map.Entry<String, List<String>> start : starts().entrySet()) {
            clients.put(JdkWebSocket.open(line, subprotocol, start.getKey()), start.getValue());
        }
        for (final JdkWebSocket client : clients.keySet()) {
            client.awaitNotice("caughtUp");
        }

        gateway.close();

        for (final Map.Entry<JdkWebSocket, List<String>> client : clients.entrySet()) {
            assertThat(client.getKey().awaitClose()).isEqualTo(1001);
            assertThat(client.getKey().events()).isEqualTo(expected(subprotocol, client.getValue()));
            assertThat(client.getKey().notices()).containsExactly("caughtUp", "ended");
        }
    }

    /** What the client keeps of an event: JSON as it came, of records place and content. */
    private List<String> expected(String subprotocol, List<String> events) throws IOException {
        if (subprotocol.equals("fab.json.v1")) {
            return events;
        }
        final List<String> expected = new ArrayList<>();
        for (final String event : events) {
            final String id = JSON.readTree(event).path("id").asText();
            expected.add(id + " " + Integer.toHexString(kept.events().get(id).crc()));
        }
        return expected;
    }

    @Test
    void shouldServeTheWebSocketOfNode() throws Exception {
        final Path modules = Path.of("target", "node").toAbsolutePath();
        assumeTrue(
                modules.resolve("node_modules/ws").toFile().isDirectory() && ClientProcess.isThere("node", "--version"),
                "skipped: no node with ws (npm install --prefix fab-gateway/target/node ws)");
        final String program = "const {WebSocket} = require('" + modules + "/node_modules/ws');"
                + "const s = new WebSocket(process.argv[1], 'fab.json.v1');"
                + "s.on('message', m => process.stdout.write(m));"
                + "s.on('close', c => console.error('closed ' + c));";
        try (ClientProcess node =
                new ClientProcess(List.of("node", "-e", program, line.url().replace("http", "ws") + "/v1/events"))) {
            node.awaitLine(text -> text.contains(NOTICE + "caughtUp"));

            gateway.close();

            assertThat(node.awaitExit()).isZero();
            assertThat(withoutNotices(node.lines())).isEqualTo(kept.jsonLines());
            assertThat(noticeNames(node.lines())).containsExactly("caughtUp", "ended");
            assertThat(node.errors()).containsExactly("closed 1001");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"after=7:4096", "from=0:8000000000", "after=8000000000"})
    void shouldResetASubscriberOfAnotherEpochOrBeyondTheEndOnce(String place) throws Exception {
        final JdkWebSocket client = JdkWebSocket.open(line, "fab.json.v1", place);
        client.awaitNotice("caughtUp");

        assertThat(client.notices()).containsExactly("reset", "caughtUp");
        assertThat(client.events()).isEqualTo(kept.jsonLines());
        client.close();
    }

    @Test
    void shouldRefuseAPlaceThatIsNone() throws Exception {
        final JdkWebSocket client = JdkWebSocket.open(line, "fab.json.v1", "from=0:7");

        assertThat(client.awaitClose()).isEqualTo(1008);
        assertThat(client.notices()).containsExactly("refused");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "form=latest|unknown parameter 'form'",
                "from=earliest&after=0:8|expected one of from, after, time",
                "from=yesterday|from: expected a place such as 0:4096",
                "after=latest|after: expected a place such as 0:4096",
                "time=5kg|time: '5kg' is no simulated time",
                "type=TrackOn|no event type TrackOn",
                "tool=,|tool: expected a name or more, found none",
                "tool=CCP-99|CCP-99",
                "lot=last|lot: expected a serial such as 17, found 'last'",
                "format=xml|format: expected sse or ndjson, found 'xml'"
            })
    void shouldSayWhatIsWrongWithARequest(String queryAndWords) throws Exception {
        final String[] words = queryAndWords.split("\\|");
        final HttpResponse<String> answer = HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create(line.url() + "/v1/events?" + words[0]))
                                .build(),
                        HttpResponse.BodyHandlers.ofString());

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(JSON.readTree(answer.body()).path("error").asText()).contains(words[1]);
    }

    @Test
    void shouldLeaveNoSubscriptionBehind() throws Exception {
        final List<JdkWebSocket> clients = new ArrayList<>();
        for (int client = 0; client < 10; client++) {
            clients.add(JdkWebSocket.open(line, "fab.sbe.v1", "from=latest"));
        }
        for (final JdkWebSocket client : clients) {
            client.awaitNotice("caughtUp");
        }
        assertThat(gateway.hub().subscribers()).isEqualTo(10);

        clients.forEach(JdkWebSocket::close);

        final long untilNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        while (gateway.hub().subscribers() > 0 && System.nanoTime() < untilNs) {
            Thread.onSpinWait();
        }
        assertThat(gateway.hub().subscribers()).isZero();
    }
}
