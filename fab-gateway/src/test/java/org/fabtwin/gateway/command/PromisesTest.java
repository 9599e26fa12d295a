/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.gateway.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.fabtwin.gateway.live.LiveTwin;
import org.fabtwin.gateway.security.Caller;
import org.fabtwin.gateway.server.LiveGateway;
import org.fabtwin.sim.run.LineRun;
import org.fabtwin.sim.run.RunPlan;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Commands for a time to come, while a twin ends and after the next has begun. */
@Timeout(60)
class PromisesTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String LATER = "{\"do\": \"toolDown\", \"target\": \"Ma\", \"at\": \"30000 d\"}";

    @TempDir
    private Path folder;

    /** A twin and its desk without a network. */
    private final class Desk implements AutoCloseable {
        private final LiveTwin twin;
        private final CommandDesk desk;

        Desk(double speed) throws IOException {
            this(LiveGateway.plan("minifab", folder.resolve("log")), speed);
        }

        Desk(RunPlan plan, double speed) throws IOException {
            twin = LiveTwin.open(plan, LineRun.DEFAULT_SNAPSHOT_BYTES, speed, () -> {}, remark -> {});
            desk = new CommandDesk(twin);
            twin.start();
        }

        CompletableFuture<CommandAnswer> submit(String command, String key, boolean isKept) throws IOException {
            return desk.submit(Caller.LOCAL, JSON.readTree(command), key, isKept);
        }

        CommandAnswer answer(String key) throws Exception {
            return desk.find(Caller.LOCAL, key).get(20, TimeUnit.SECONDS);
        }

        @Override
        public void close() {
            twin.stop();
            desk.close();
            twin.close();
        }
    }

    private static JsonNode body(CommandAnswer answer) {
        return answer.body();
    }

    /** What was promised is not struck out by the same command, sent again while the gateway ends. */
    @Test
    void shouldKeepAPromiseThatIsSentAgainDuringTheEnd() throws Exception {
        try (Desk ending = new Desk(1000)) {
            final var promised = ending.submit(LATER, "named", true);
            final var given = ending.submit(LATER, "given", false);
            // Behind both in the file of keys: they have been offered.
            ending.submit("{\"do\": \"toolUp\", \"target\": \"Mb\"}", "now", true)
                    .get(20, TimeUnit.SECONDS);
            ending.twin.stop();

            assertThat(promised.get(20, TimeUnit.SECONDS)).isEqualTo(CommandAnswer.waiting("named"));
            assertThat(given.get(20, TimeUnit.SECONDS)).isEqualTo(CommandAnswer.waiting("given"));
            assertThat(ending.submit(LATER, "named", true).get(20, TimeUnit.SECONDS))
                    .isEqualTo(CommandAnswer.waiting("named"));
            assertThat(ending.answer("given")).isEqualTo(CommandAnswer.waiting("given"));
        }

        try (Desk next = new Desk(1000)) {
            assertThat(next.desk.find(Caller.LOCAL, "named")).isNotDone();
            assertThat(next.desk.find(Caller.LOCAL, "given")).isNotDone();
        }
    }

    /** What is refused is struck out by then: it may be sent again, and is done once. */
    @Test
    void shouldTakeUpNothingThatWasRefusedDuringTheEnd() throws Exception {
        try (Desk ending = new Desk(1000)) {
            ending.twin.stop();

            assertThat(ending.submit(LATER, "late", true)
                            .get(20, TimeUnit.SECONDS)
                            .status())
                    .isEqualTo(HttpResponseStatus.SERVICE_UNAVAILABLE);
        }

        try (Desk next = new Desk(1000)) {
            assertThat(next.desk.find(Caller.LOCAL, "late")).isNull();
        }
    }

    /** Also under a key that the gateway gave and the client now names: one map or the other knows it. */
    @Test
    void shouldDoACommandOnceUnderTheKeyThatItWasGiven() throws Exception {
        try (Desk live = new Desk(1000)) {
            final var first = live.submit("{\"do\": \"toolDown\", \"target\": \"Ma\"}", "given", false)
                    .get(20, TimeUnit.SECONDS);

            assertThat(live.submit("{\"do\": \"toolDown\", \"target\": \"Ma\"}", "given", true)
                            .get(20, TimeUnit.SECONDS))
                    .isEqualTo(first);
        }
    }

    @Test
    void shouldKeepTwoPromisesThatAreAlike() throws Exception {
        final String later = "{\"do\": \"hold\", \"target\": 4000000, \"at\": \"50 d\"}";
        try (Desk ending = new Desk(1)) {
            ending.submit(later, "first", true);
            ending.submit(later, "second", true);
            ending.submit("{\"do\": \"toolUp\", \"target\": \"Mb\"}", "now", true)
                    .get(20, TimeUnit.SECONDS);
        }

        try (Desk next = new Desk(Double.POSITIVE_INFINITY)) {
            final JsonNode first = body(next.answer("first"));
            final JsonNode second = body(next.answer("second"));

            assertThat(first.path("timeUs").asLong()).isEqualTo(50L * 86_400_000_000L);
            assertThat(second.path("timeUs")).isEqualTo(first.path("timeUs"));
            assertThat(second.path("sequence").asInt())
                    .isEqualTo(first.path("sequence").asInt() + 1);
        }
    }

    /** Nobody will take up what is for a time behind the end of the run: it is struck out, and whoever waits is told. */
    @Test
    void shouldStrikeOutAPromiseAtThePlannedEnd() throws Exception {
        final RunPlan whole = LiveGateway.plan("minifab", folder.resolve("log"));
        final long endUs = 500 * 86_400_000_000L;
        final RunPlan plan = new RunPlan(
                whole.scenario(),
                whole.scenarioText(),
                whole.line(),
                whole.seed(),
                0,
                null,
                0,
                endUs,
                List.of(),
                whole.log(),
                0,
                "test");
        try (Desk ending = new Desk(plan, Double.POSITIVE_INFINITY)) {
            final var promised = ending.submit(LATER, "behind", true);

            assertThat(promised.get(20, TimeUnit.SECONDS).status()).isEqualTo(HttpResponseStatus.SERVICE_UNAVAILABLE);
            assertThat(ending.desk.find(Caller.LOCAL, "behind")).isNull();
        }

        try (Desk next = new Desk(plan, 1)) {
            assertThat(next.desk.find(Caller.LOCAL, "behind")).isNull();
        }
    }
}
