/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.gateway.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.fabtwin.core.event.CommandAppliedDecoder;
import org.fabtwin.core.event.CommandKind;
import org.fabtwin.core.line.Line;
import org.fabtwin.core.line.LineCompiler;
import org.fabtwin.core.log.Durability;
import org.fabtwin.core.log.EventLogConfig;
import org.fabtwin.core.log.EventLogReader;
import org.fabtwin.core.log.Journal;
import org.fabtwin.core.log.RecordHandler;
import org.fabtwin.core.twin.Command;
import org.fabtwin.gateway.live.LiveTwin;
import org.fabtwin.gateway.security.Caller;
import org.fabtwin.gateway.server.LiveGateway;
import org.fabtwin.sim.run.CommandObject;
import org.fabtwin.sim.run.LineRun;
import org.fabtwin.sim.run.RunPlan;
import org.fabtwin.sim.run.TimedCommand;
import org.fabtwin.sim.scenario.Scenario;
import org.fabtwin.sim.scenario.ScenarioReader;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of promised commands when a served line is started again on what a killed process left. */
@Timeout(60)
class PromisedCommandsTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final long HOUR_US = 3_600_000_000L;
    private static final long END_US = 120 * HOUR_US;
    private static final String DOWN = "{\"do\":\"toolDown\",\"target\":\"Ma\",\"at\":\"%d us\"}";

    @TempDir
    private Path folder;

    private Path log;
    private RunPlan plan;

    @BeforeEach
    void plan() {
        log = folder.resolve("log");
        plan = plan(List.of());
    }

    private RunPlan plan(List<TimedCommand> commands) {
        final Scenario scenario = ScenarioReader.read("minifab", List.of());
        final Line line = LineCompiler.compile(scenario.definition());
        return new RunPlan(
                scenario.name(),
                scenario.text(),
                line,
                scenario.seed(),
                0,
                null,
                0,
                40_000 * 24 * HOUR_US,
                commands,
                EventLogConfig.keptIn(log),
                0,
                "test");
    }

    private TimedCommand timed(String request, long atUs) throws IOException {
        final Command command = CommandObject.read(JSON.readTree(request), plan.line());
        return new TimedCommand(atUs, command.kind(), command.subject(), command.count(), command.value());
    }

    private static String down(long atUs) {
        return DOWN.formatted(atUs);
    }

    /** Leaves what a process leaves that is killed at {@link #END_US}: no snapshot of the end. */
    private void earlierLife(TimedCommand... commands) throws IOException {
        try (LineRun run = LineRun.start(plan(List.of(commands)))) {
            while (run.advance(END_US)) {
                // On.
            }
            assertThat(run.keepLog()).isTrue();
        }
        try (Stream<Path> files = Files.list(log)) {
            for (final Path file :
                    files.filter(its -> its.toString().endsWith(".snap")).toList()) {
                Files.delete(file);
            }
        }
    }

    private void promise(String key, String request) throws IOException {
        final String line = JsonNodeFactory.instance
                .objectNode()
                .put("key", Caller.LOCAL.name() + " " + key)
                .put("request", request)
                .toString();
        Files.writeString(
                log.resolve(CommandKeyFile.NAME), line + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }

    private void answered(String key, JsonNode body) throws IOException {
        final String line = JsonNodeFactory.instance
                .objectNode()
                .put("key", Caller.LOCAL.name() + " " + key)
                .put("status", 200)
                .<ObjectNode>set("body", body)
                .toString();
        Files.writeString(log.resolve(CommandKeyFile.NAME), line + "\n", StandardOpenOption.APPEND);
    }

    private LiveGateway reopened() throws IOException {
        return LiveGateway.start("minifab", log, 1);
    }

    /** Sequence, time and result of all commands that took effect. */
    private List<String> effects() throws IOException {
        final List<String> effects = new ArrayList<>();
        final CommandAppliedDecoder applied = new CommandAppliedDecoder();
        try (EventLogReader reader = EventLogReader.open(log)) {
            assertThat(reader.epoch()).isZero();
            reader.poll(
                    (buffer, offset, length, templateId, position) -> {
                        if (templateId == CommandAppliedDecoder.TEMPLATE_ID) {
                            applied.wrap(
                                    buffer,
                                    offset + RecordHandler.BLOCK_OFFSET,
                                    CommandAppliedDecoder.BLOCK_LENGTH,
                                    CommandAppliedDecoder.SCHEMA_VERSION);
                            effects.add(applied.sequence() + " " + applied.timeUs() + " " + applied.result());
                        }
                    },
                    Integer.MAX_VALUE);
        }
        return effects;
    }

    private static String effect(JsonNode body) {
        return body.path("sequence").asText() + " " + body.path("timeUs").asText() + " "
                + body.path("result").asText();
    }

    @Test
    void shouldTakeUpWhatIsDueAnHourAfterTheLogsEnd() throws Exception {
        final long atUs = END_US + HOUR_US;
        earlierLife();
        promise("later", down(atUs));
        promise("same", down(atUs));

        try (LiveGateway live = reopened()) {
            final LiveTwin twin = live.gateway().twin();
            assertThat(twin.nowUs()).isBetween(END_US, atUs - 1);
            assertThat(live.get("/v1/commands/later").status()).isEqualTo(202);
            assertThat(live.get("/v1/commands/same").status()).isEqualTo(202);
            twin.setSpeed(1e6);
            while (live.get("/v1/commands/same").status() == 202) {
                // Until it has taken effect.
            }
            assertThat(effect(live.get("/v1/commands/later").body())).isEqualTo("0 " + atUs + " APPLIED");
            assertThat(effect(live.get("/v1/commands/same").body())).isEqualTo("1 " + atUs + " NO_EFFECT");
        }
        assertThat(effects()).containsExactly("0 " + atUs + " APPLIED", "1 " + atUs + " NO_EFFECT");
    }

    /** Its time passed while the file of keys was synced. */
    @Test
    void shouldFindWhatTookEffectAfterItsTime() throws Exception {
        final long atUs = 100 * HOUR_US;
        earlierLife(timed(down(atUs), atUs + 1));
        promise("late", down(atUs));

        try (LiveGateway live = reopened()) {
            final LiveGateway.Answer answer = live.get("/v1/commands/late");
            assertThat(answer.status()).isEqualTo(200);
            assertThat(effect(answer.body())).isEqualTo("0 " + (atUs + 1) + " APPLIED");
        }
    }

    @Test
    void shouldNotDoAgainWhatTheJournalAloneHasAfterItsTime() throws Exception {
        final long atUs = END_US + HOUR_US;
        earlierLife();
        try (Journal journal = Journal.open(log, Durability.NONE)) {
            final TimedCommand command = timed(down(atUs), atUs + 1);
            assertThat(command.kind()).isEqualTo(CommandKind.TOOL_DOWN);
            assertThat(journal.append(0, command.atUs(), command.kind().value(), command.subject(), command.count(), 0))
                    .isTrue();
        }
        promise("late", down(atUs));

        try (LiveGateway live = reopened()) {
            final LiveGateway.Answer answer = live.get("/v1/commands/late");
            assertThat(answer.status()).isEqualTo(200);
            assertThat(effect(answer.body())).isEqualTo("0 " + (atUs + 1) + " APPLIED");
            assertThat(live.command("{\"do\":\"toolUp\",\"target\":\"Ma\"}", "next")
                            .body()
                            .path("sequence")
                            .asInt())
                    .isEqualTo(1);
        }
        assertThat(effects()).hasSize(2).first().isEqualTo("0 " + (atUs + 1) + " APPLIED");
    }

    @Test
    void shouldTellIdenticalPromisesApart() throws Exception {
        final long atUs = 100 * HOUR_US;
        earlierLife(timed(down(atUs), atUs), timed(down(atUs), atUs), timed(down(atUs), atUs + 9));
        promise("first", down(atUs));
        promise("second", down(atUs));
        promise("third", down(atUs));
        promise("fourth", down(END_US + HOUR_US));
        answered(
                "first",
                JSON.readTree(
                        "{\"result\":\"APPLIED\",\"sequence\":0,\"epoch\":0,\"position\":8,\"timeUs\":" + atUs + "}"));

        try (LiveGateway live = reopened()) {
            assertThat(effect(live.get("/v1/commands/first").body())).isEqualTo("0 " + atUs + " APPLIED");
            assertThat(effect(live.get("/v1/commands/second").body())).isEqualTo("1 " + atUs + " NO_EFFECT");
            assertThat(effect(live.get("/v1/commands/third").body())).isEqualTo("2 " + (atUs + 9) + " NO_EFFECT");
            assertThat(live.get("/v1/commands/fourth").status()).isEqualTo(202);
        }
    }

    @Test
    void shouldTellValuesApart() throws Exception {
        final long atUs = 100 * HOUR_US;
        final String set = "{\"do\":\"setParameter\",\"target\":\"tools.Me.setupTime\",\"value\":\"%s min\",\"at\":\""
                + atUs + " us\"}";
        earlierLife(timed(set.formatted("5"), atUs), timed(set.formatted("6"), atUs));
        promise("six", set.formatted("6"));
        promise("five", set.formatted("5"));

        try (LiveGateway live = reopened()) {
            assertThat(effect(live.get("/v1/commands/five").body())).isEqualTo("0 " + atUs + " APPLIED");
            assertThat(effect(live.get("/v1/commands/six").body())).isEqualTo("1 " + atUs + " APPLIED");
        }
    }
}
