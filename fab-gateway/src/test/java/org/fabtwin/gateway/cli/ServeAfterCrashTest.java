/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.gateway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.fabtwin.core.event.CommandAppliedDecoder;
import org.fabtwin.core.log.EventLogReader;
import org.fabtwin.core.log.LogRecovery;
import org.fabtwin.sim.cli.FabCommand;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code fab serve} in a process of its own, killed (SIGKILL) and started again on the same folder. */
@Timeout(180)
class ServeAfterCrashTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Pattern ADDRESS = Pattern.compile("serving .* at (http://[0-9.:]+) ");
    private static final int KILLS = Integer.getInteger("fab.kills", 4);

    @TempDir
    private Path folder;

    private final HttpClient client = HttpClient.newHttpClient();
    private Process process;
    private URI address;

    @Test
    void shouldGoOnInTheSameEpochWithEveryCommandDoneOnce() throws Exception {
        final Path log = folder.resolve("log");
        final List<JsonNode> answers = new ArrayList<>();
        long lastUs = 0;
        for (int life = 0; life <= KILLS; life++) {
            start(log);
            try {
                if (life > 0) {
                    final JsonNode again =
                            command("{\"do\": \"" + what(life - 1) + "\", \"target\": \"Ma\"}", "k" + (life - 1));
                    assertThat(again).as("the key outlives the process").isEqualTo(answers.get(life - 1));
                }
                final JsonNode answer = command("{\"do\": \"" + what(life) + "\", \"target\": \"Ma\"}", "k" + life);
                answers.add(answer);
                assertThat(answer.path("result").asText()).isEqualTo("APPLIED");
                assertThat(answer.path("sequence").asInt()).isEqualTo(life);
                assertThat(answer.path("epoch").asInt()).isZero();
                assertThat(answer.path("timeUs").asLong()).isGreaterThan(lastUs);
                lastUs = answer.path("timeUs").asLong();
            } finally {
                process.destroyForcibly().waitFor();
            }
        }

        LogRecovery.openAndVerify(log);
        final List<String> found = new ArrayList<>();
        try (EventLogReader reader = EventLogReader.open(log)) {
            assertThat(reader.epoch()).isZero();
            final CommandAppliedDecoder applied = new CommandAppliedDecoder();
            reader.poll(
                    (buffer, offset, length, templateId, position) -> {
                        if (templateId == CommandAppliedDecoder.TEMPLATE_ID) {
                            applied.wrap(
                                    buffer,
                                    offset + org.fabtwin.core.log.RecordHandler.BLOCK_OFFSET,
                                    CommandAppliedDecoder.BLOCK_LENGTH,
                                    CommandAppliedDecoder.SCHEMA_VERSION);
                            found.add(applied.sequence() + " " + position + " " + applied.timeUs());
                        }
                    },
                    Integer.MAX_VALUE);
        }
        assertThat(found)
                .containsExactlyElementsOf(answers.stream()
                        .map(answer -> answer.path("sequence").asText() + " "
                                + answer.path("position").asText() + " "
                                + answer.path("timeUs").asText())
                        .toList());
    }

    /**
     * One under a key of the client's, one without; and one whose answer did not come into the file of keys before the kill. Both are
     * due in the hours after it: minifab writes fewer records in that time than one stretch of a run has.
     */
    @Test
    void shouldKeepAPromiseOverAKill() throws Exception {
        final Path log = folder.resolve("log");
        start(log, "100");
        final long atUs;
        final String unnamed;
        try {
            atUs = get("/health").path("timeUs").asLong() + 3 * 3_600_000_000L;
            final JsonNode later = command(at("Mb", atUs), "later");
            assertThat(later.path("result").asText()).isEqualTo("WAITING");
            unnamed = command(at("Mc", atUs), null).path("key").asText();
        } finally {
            process.destroyForcibly().waitFor();
        }

        start(log, "1");
        try {
            assertThat(get("/v1/commands/later").path("result").asText()).isEqualTo("WAITING");
            assertThat(get("/v1/commands/" + unnamed).path("result").asText()).isEqualTo("WAITING");
            assertThat(get("/health").path("timeUs").asLong()).isLessThan(atUs);
        } finally {
            process.destroyForcibly().waitFor();
        }

        start(log, "max");
        final JsonNode first;
        final JsonNode second;
        try {
            first = awaitAnswer("later");
            second = awaitAnswer(unnamed);
        } finally {
            process.destroyForcibly().waitFor();
        }
        assertThat(first.path("result").asText()).isEqualTo("APPLIED");
        assertThat(first.path("timeUs").asLong()).isEqualTo(atUs);
        assertThat(second.path("timeUs").asLong()).isEqualTo(atUs);

        // As if the kill had come between the effect and the note of the answer.
        final Path keys = log.resolve("command-keys.ndjson");
        Files.write(
                keys,
                Files.readAllLines(keys).stream()
                        .filter(line -> !line.contains("\"status\""))
                        .toList());
        start(log, "1");
        try {
            assertThat(get("/v1/commands/later")).isEqualTo(first);
            assertThat(get("/v1/commands/" + unnamed)).isEqualTo(second);
        } finally {
            process.destroyForcibly().waitFor();
        }
        LogRecovery.openAndVerify(log);
        final List<Long> effects = new ArrayList<>();
        try (EventLogReader reader = EventLogReader.open(log)) {
            reader.poll(
                    (buffer, offset, length, templateId, position) -> {
                        if (templateId == CommandAppliedDecoder.TEMPLATE_ID) {
                            effects.add(position);
                        }
                    },
                    Integer.MAX_VALUE);
        }
        assertThat(effects)
                .containsExactlyInAnyOrder(
                        first.path("position").asLong(), second.path("position").asLong());
    }

    private static String at(String tool, long us) {
        return "{\"do\": \"toolDown\", \"target\": \"" + tool + "\", \"at\": \"" + us + " us\"}";
    }

    private JsonNode awaitAnswer(String key) throws Exception {
        JsonNode answer = get("/v1/commands/" + key);
        while (answer.path("result").asText().equals("WAITING")) {
            answer = get("/v1/commands/" + key);
        }
        return answer;
    }

    private JsonNode get(String path) throws IOException, InterruptedException {
        return JSON.readTree(
                client.send(HttpRequest.newBuilder(address.resolve(path)).build(), HttpResponse.BodyHandlers.ofString())
                        .body());
    }

    private static String what(int life) {
        return life % 2 == 0 ? "toolDown" : "toolUp";
    }

    private void start(Path log) throws IOException {
        start(log, "100000");
    }

    private void start(Path log, String speed) throws IOException {
        final List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of(System.getProperty("fab.test.flags", "").split(" ")));
        command.addAll(List.of(
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Xmx256m",
                "-cp",
                System.getProperty("java.class.path"),
                FabCommand.class.getName(),
                "serve",
                "minifab",
                "--speed",
                speed,
                "--port",
                "0",
                "--tcp-port",
                "0",
                "--snapshot-every",
                "200000",
                "--log",
                log.toString()));
        command.removeIf(String::isEmpty);
        process = new ProcessBuilder(command).redirectErrorStream(true).start();
        final BufferedReader output =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        final StringBuilder said = new StringBuilder();
        for (String line = output.readLine(); line != null; line = output.readLine()) {
            said.append(line).append('\n');
            final Matcher matcher = ADDRESS.matcher(line);
            if (matcher.find()) {
                address = URI.create(matcher.group(1));
                return;
            }
        }
        throw new IOException("it does not serve: " + said);
    }

    private JsonNode command(String body, String key) throws IOException, InterruptedException {
        final HttpRequest.Builder request = HttpRequest.newBuilder(address.resolve("/v1/commands"))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body));
        if (key != null) {
            request.header("Idempotency-Key", key);
        }
        return JSON.readTree(client.send(request.build(), HttpResponse.BodyHandlers.ofString())
                .body());
    }
}
