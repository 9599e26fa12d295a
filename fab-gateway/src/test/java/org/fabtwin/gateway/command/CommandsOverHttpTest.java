/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.gateway.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.io.BufferedReader;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.fabtwin.gateway.security.Caller;
import org.fabtwin.gateway.security.Role;
import org.fabtwin.gateway.server.LiveGateway;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Commands over the network, sent by the JDK's client to a minifab that runs at a thousandfold speed. */
@Timeout(60)
class CommandsOverHttpTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String DOWN = "{\"do\": \"toolDown\", \"target\": \"Ma\"}";

    @TempDir
    private Path folder;

    private LiveGateway live;

    @BeforeEach
    void start() throws Exception {
        live = LiveGateway.start("minifab", folder.resolve("log"), 1000);
    }

    @AfterEach
    void end() {
        live.close();
    }

    @Test
    void shouldSayWhenAndWhereACommandTookEffect() throws Exception {
        final LiveGateway.Answer answer = live.command(DOWN, null);

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.body().path("result").asText()).isEqualTo("APPLIED");
        assertThat(answer.body().path("sequence").asInt()).isZero();
        final JsonNode event = eventAt(answer.body());
        assertThat(event.path("type").asText()).isEqualTo("org.fabtwin.commandApplied");
        assertThat(event.path("data").path("timeUs").asLong())
                .isEqualTo(answer.body().path("timeUs").asLong());
        assertThat(event.path("data").path("kind").asText()).isEqualTo("TOOL_DOWN");
        assertThat(event.path("data").path("subject").asText()).isEqualTo("Ma");
    }

    private JsonNode eventAt(JsonNode place) throws Exception {
        final HttpResponse<InputStream> stream = live.client()
                .send(
                        HttpRequest.newBuilder(live.uri("/v1/events?from=" + place.path("epoch") + ":"
                                        + place.path("position").asLong()))
                                .build(),
                        HttpResponse.BodyHandlers.ofInputStream());
        try (InputStream body = stream.body();
                BufferedReader lines = new BufferedReader(new InputStreamReader(body, StandardCharsets.UTF_8))) {
            return JSON.readTree(lines.readLine());
        }
    }

    @Test
    void shouldSayWhyACommandHadNoEffect() throws Exception {
        live.command(DOWN, null);

        final LiveGateway.Answer again = live.command(DOWN, null);
        final LiveGateway.Answer stranger = live.command("{\"do\": \"hold\", \"target\": 4000000}", null);

        assertThat(again.status()).isEqualTo(409);
        assertThat(again.body().path("result").asText()).isEqualTo("NO_EFFECT");
        assertThat(again.body().path("error").asText()).contains("in the wanted state already");
        assertThat(stranger.status()).isEqualTo(404);
        assertThat(stranger.body().path("result").asText()).isEqualTo("NO_SUCH_SUBJECT");
        assertThat(stranger.body().path("sequence").asInt())
                .as("it is journaled")
                .isEqualTo(2);
    }

    @Test
    void shouldNameFieldValueAndWhatWasExpected() throws Exception {
        final LiveGateway.Answer answer =
                live.command("{\"do\": \"toolDown\", \"target\": \"Mx\", \"when\": 3, \"at\": \"5 kg\"}", null);

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.body().path("error").asText())
                .contains("target: found 'Mx', expected a tool of the line; did you mean Ma?")
                .contains("at: found '5 kg', expected a simulated time such as '2 d' or '36 h'")
                .contains("found 'when', expected one of at, do, target, value");
        assertThat(answer.body().path("problems").findValuesAsText("field")).contains("target", "at");
    }

    @Test
    void shouldRefuseWhatIsNoCommand() throws Exception {
        assertThat(live.command("{\"do\": ", null).body().path("error").asText())
                .startsWith("expected a JSON object: ");
        assertThat(live.command("[]", null).status()).isEqualTo(400);
        assertThat(live.command("{\"do\": \"pause\", \"do\": \"resume\"}", null)
                        .body()
                        .path("error")
                        .asText())
                .contains("Duplicate field 'do'");
        assertThat(live.command(DOWN + DOWN, null).status()).isEqualTo(400);
        assertThat(live.command("{\"do\": " + "[".repeat(2000) + "]".repeat(2000) + "}", null)
                        .status())
                .isEqualTo(400);
        final LiveGateway.Answer form = live.send(HttpRequest.newBuilder(live.uri("/v1/commands"))
                .header("Content-Type", "text/plain")
                .POST(HttpRequest.BodyPublishers.ofString(DOWN))
                .build());
        assertThat(form.status()).as("a page of another site can send this").isEqualTo(415);
    }

    @Test
    void shouldDoACommandOnceUnderItsKey() throws Exception {
        final LiveGateway.Answer first = live.command(DOWN, "k-1");
        final LiveGateway.Answer second = live.command(" {\"do\":\"toolDown\",   \"target\":\"Ma\"}", "k-1");
        final LiveGateway.Answer other = live.command("{\"do\": \"toolUp\", \"target\": \"Ma\"}", "k-1");

        assertThat(second).isEqualTo(first);
        assertThat(other.status()).isEqualTo(422);
        assertThat(other.body().path("error").asText()).contains("k-1").contains("toolDown");
        assertThat(live.get("/v1/commands/k-1").body()).isEqualTo(first.body());
        assertThat(live.get("/v1/commands/k-2").status()).isEqualTo(404);
        assertThat(live.command(DOWN, "k 1").status()).isEqualTo(400);
    }

    @Test
    void shouldFindACommandUnderAKeyWithASlash() throws Exception {
        final LiveGateway.Answer answer = live.command(DOWN, "shift/7/1");

        assertThat(live.get("/v1/commands/shift/7/1").body()).isEqualTo(answer.body());
        assertThat(live.get("/v1/commands/shift%2F7%2F1").body()).isEqualTo(answer.body());
        assertThat(live.get("/v1/commands/1").status()).isEqualTo(404);
        final LiveGateway.Answer none = live.get("/v1/commands/shift%207");
        assertThat(none.status()).isEqualTo(400);
        assertThat(none.body().path("error").asText()).contains("printable ASCII characters");
    }

    @Test
    void shouldKeepAPromiseOverAStop() throws Exception {
        final String later = "{\"do\": \"toolDown\", \"target\": \"Ma\", \"at\": \"30000 d\"}";
        live.command(later, "later");
        live.close();

        live = LiveGateway.start("minifab", folder.resolve("log"), 1000);

        assertThat(live.get("/v1/commands/later").status()).isEqualTo(202);
        assertThat(live.command(DOWN, "later").status()).as("the key is in use").isEqualTo(422);
        assertThat(folder.resolve("log").resolve(CommandKeyFile.NAME)).content().doesNotContain("withdrawn");
    }

    /** Others have room beside somebody who sends without end. */
    @Test
    void shouldLimitTheCommandsThatACallerHasWaiting() throws Exception {
        final JsonNode later = JSON.readTree("{\"do\": \"toolDown\", \"target\": \"Ma\", \"at\": \"30000 d\"}");
        final Caller other = new Caller("other", Role.ENGINEER, Long.MAX_VALUE);
        try (LiveGateway ring = LiveGateway.start("minifab", null, 1000);
                CommandDesk desk = new CommandDesk(ring.gateway().twin())) {
            for (int i = 0; i < CommandDesk.MOST_WAITING_OF_CALLER; i++) {
                assertThat(desk.submit(Caller.LOCAL, later, "k" + i, true)).isNotDone();
            }

            assertThat(desk.submit(Caller.LOCAL, later, "more", true).join().status())
                    .isEqualTo(HttpResponseStatus.TOO_MANY_REQUESTS);
            assertThat(desk.submit(other, later, "k0", true)).isNotDone();
            assertThat(desk.find(Caller.LOCAL, "more"))
                    .as("it may be sent again")
                    .isNull();
        }
    }

    /** A place is held until the answer, however many have had it before. */
    @Test
    void shouldGiveBackThePlaceOfACommandThatIsAnswered() throws Exception {
        final JsonNode later = JSON.readTree("{\"do\": \"toolDown\", \"target\": \"Ma\", \"at\": \"30000 d\"}");
        final JsonNode now = JSON.readTree("{\"do\": \"hold\", \"target\": 4000000}");
        try (LiveGateway ring = LiveGateway.start("minifab", null, 1000);
                CommandDesk desk = new CommandDesk(ring.gateway().twin())) {
            for (int i = 1; i < CommandDesk.MOST_WAITING_OF_CALLER; i++) {
                assertThat(desk.submit(Caller.LOCAL, later, "k" + i, true)).isNotDone();
            }
            for (int i = 0; i < 3; i++) {
                assertThat(desk.submit(Caller.LOCAL, now, "now" + i, true)
                                .get(20, TimeUnit.SECONDS)
                                .status())
                        .isEqualTo(HttpResponseStatus.NOT_FOUND);
            }

            assertThat(desk.submit(Caller.LOCAL, later, "last", true)).isNotDone();
            assertThat(desk.submit(Caller.LOCAL, now, "more", true).join().status())
                    .isEqualTo(HttpResponseStatus.TOO_MANY_REQUESTS);
        }
    }

    @Test
    void shouldTakeARefusedCommandAgainUnderTheSameKey() throws Exception {
        assertThat(live.command("{\"do\": \"toolDown\", \"target\": \"Mx\"}", "k-1")
                        .status())
                .isEqualTo(400);
        assertThat(live.command(DOWN, "k-1").status()).isEqualTo(200);
    }

    @Test
    void shouldPromiseACommandForLater() throws Exception {
        final String later = "{\"do\": \"toolDown\", \"target\": \"Ma\", \"at\": \"30000 d\"}";

        final LiveGateway.Answer answer = live.command(later, "later");

        assertThat(answer.status()).isEqualTo(202);
        assertThat(answer.body().path("result").asText()).isEqualTo("WAITING");
        assertThat(live.get("/v1/commands/later").status()).isEqualTo(202);
        assertThat(live.command("{\"do\": \"toolDown\", \"target\": \"Mb\", \"at\": \"1 us\"}", null)
                        .status())
                .as("a time that has passed means now")
                .isEqualTo(200);
    }

    @Test
    void shouldNameAllThatDoMaySayWhenItSaysSomethingElse() throws Exception {
        for (final String wrong : new String[] {"{\"do\": \"sped\", \"value\": 3600}", "{\"value\": 3600}"}) {
            final LiveGateway.Answer answer = live.command(wrong, null);

            assertThat(answer.status()).isEqualTo(400);
            final JsonNode problem = answer.body().path("problems").path(0);
            assertThat(problem.path("field").asText()).isEqualTo("do");
            assertThat(problem.path("expected").asText().replace("one of ", "").split(", "))
                    .containsExactlyElementsOf(CommandDesk.kinds())
                    .contains("toolDown", "resume", "speed");
        }
        assertThat(live.command("{\"do\": \"sped\"}", null)
                        .body()
                        .path("problems")
                        .path(0)
                        .path("nearest")
                        .asText())
                .isEqualTo("speed");
    }

    @Test
    void shouldPauseResumeAndChangeSpeed() throws Exception {
        assertThat(live.command("{\"do\": \"pause\"}", null).status()).isEqualTo(200);
        final long stoodUs = live.get("/health").body().path("timeUs").asLong();
        assertThat(live.command(DOWN, null).status()).as("also while paused").isEqualTo(200);
        assertThat(live.get("/health").body().path("timeUs").asLong()).isBetween(stoodUs, stoodUs + 10);
        assertThat(live.command("{\"do\": \"resume\"}", null).status()).isEqualTo(200);

        final LiveGateway.Answer speed = live.command("{\"do\": \"speed\", \"value\": 7200}", null);

        assertThat(speed.status()).isEqualTo(200);
        assertThat(speed.body().path("speed").asDouble()).isEqualTo(7200);
        assertThat(speed.body().has("sequence")).as("it is in no journal").isFalse();
        assertThat(live.gateway().twin().speed()).isEqualTo(7200);
        assertThat(live.command("{\"do\": \"speed\", \"value\": \"max\"}", null)
                        .body()
                        .path("speed")
                        .asText())
                .isEqualTo("max");
        for (final String bad : new String[] {"0", "-1", "\"fast\"", "null", "1e13"}) {
            assertThat(live.command("{\"do\": \"speed\", \"value\": " + bad + "}", null)
                            .body()
                            .path("error")
                            .asText())
                    .contains("expected simulated seconds a second");
        }
    }

    @Test
    void shouldTakeCommandsOnTheWebSocketOfAStream() throws Exception {
        final BlockingQueue<String> messages = new LinkedBlockingQueue<>();
        final WebSocket socket = live.client()
                .newWebSocketBuilder()
                .subprotocols("fab.json.v1")
                .buildAsync(
                        java.net.URI.create(live.uri("/v1/events?from=latest&type=CommandApplied")
                                .toString()
                                .replace("http:", "ws:")),
                        new Collector(messages))
                .join();

        socket.sendText("{\"command\": " + DOWN + ", \"id\": \"a-1\"}", true).join();
        final JsonNode answer = next(messages, "org.fabtwin.command.answered");
        final JsonNode event = next(messages, "org.fabtwin.commandApplied");

        assertThat(answer.path("data").path("id").asText()).isEqualTo("a-1");
        assertThat(answer.path("data").path("status").asInt()).isEqualTo(200);
        assertThat(event.path("id").asText())
                .isEqualTo(answer.path("data").path("epoch").asText() + ":"
                        + answer.path("data").path("position").asText());
        socket.sendText("{\"command\": " + DOWN + ", \"id\": \"a-1\"}", true).join();
        assertThat(next(messages, "org.fabtwin.command.answered").path("data"))
                .as("once under its key")
                .isEqualTo(answer.path("data"));
        socket.sendText("{\"command\": 3}", true).join();
        assertThat(next(messages, "org.fabtwin.command.answered")
                        .path("data")
                        .path("status")
                        .asInt())
                .isEqualTo(400);
        socket.abort();
    }

    @Test
    void shouldKeepTheOrderOfCommandsWithAndWithoutKeys() throws Exception {
        final BlockingQueue<String> messages = new LinkedBlockingQueue<>();
        final WebSocket socket = live.client()
                .newWebSocketBuilder()
                .subprotocols("fab.json.v1")
                .buildAsync(
                        java.net.URI.create(live.uri("/v1/events?from=latest&type=CommandApplied")
                                .toString()
                                .replace("http:", "ws:")),
                        new Collector(messages))
                .join();

        for (int i = 0; i < 50; i++) {
            socket.sendText("{\"command\": " + DOWN + ", \"id\": \"down-" + i + "\"}", true)
                    .join();
            socket.sendText("{\"command\": {\"do\": \"toolUp\", \"target\": \"Ma\"}}", true)
                    .join();
        }

        for (int i = 0; i < 100; i++) {
            final JsonNode answer =
                    next(messages, "org.fabtwin.command.answered").path("data");
            assertThat(answer.path("status").asInt())
                    .as("down and up in turns: %s", answer)
                    .isEqualTo(200);
        }
        socket.abort();
    }

    private JsonNode next(BlockingQueue<String> messages, String type) throws Exception {
        final java.util.List<String> others = new java.util.ArrayList<>();
        while (true) {
            final String message = messages.poll(20, TimeUnit.SECONDS);
            assertThat(message).as("a message of type " + type).isNotNull();
            for (final String line : message.split("\n")) {
                final JsonNode node = JSON.readTree(line);
                if (node.path("type").asText().equals(type)) {
                    messages.addAll(others);
                    return node;
                }
                others.add(line);
            }
        }
    }

    /** Whole messages. */
    private record Collector(BlockingQueue<String> messages, StringBuilder part) implements WebSocket.Listener {
        Collector(BlockingQueue<String> messages) {
            this(messages, new StringBuilder());
        }

        @Override
        public CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean last) {
            part.append(data);
            if (last) {
                messages.add(part.toString());
                part.setLength(0);
            }
            socket.request(1);
            return null;
        }
    }
}
