/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.gateway.stream;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.fabtwin.core.log.Durability;
import org.fabtwin.core.log.EventLogConfig;
import org.fabtwin.gateway.security.ConnectionLimits;
import org.fabtwin.gateway.security.SecurityConfig;
import org.fabtwin.gateway.security.TlsFiles;
import org.fabtwin.gateway.server.Gateway;
import org.fabtwin.sim.cli.FabCommand;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code fab tail} against {@code fab events} of the same log. */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class TailCommandTest {
    private static final Path CERTIFICATES =
            Path.of("src", "test", "resources", "org", "fabtwin", "gateway", "security");

    @TempDir
    private Path folder;

    private record Outcome(int exitCode, String out, String err) {}

    /** Standard error that others may look at while it is written. */
    private static final class Remarks extends StringWriter {
        void await(String text) throws InterruptedException {
            while (!toString().contains(text)) {
                TimeUnit.MILLISECONDS.sleep(5);
            }
        }
    }

    private static Outcome fab(Remarks err, String... arguments) {
        final StringWriter out = new StringWriter();
        final int exitCode = FabCommand.run(new PrintWriter(out), new PrintWriter(err, true), arguments);
        return new Outcome(exitCode, out.toString(), err.toString());
    }

    private static Outcome fab(String... arguments) {
        return fab(new Remarks(), arguments);
    }

    private static FutureTask<Outcome> inBackground(Callable<Outcome> command) {
        final FutureTask<Outcome> task = new FutureTask<>(command);
        final Thread thread = new Thread(task, "fab tail");
        thread.setDaemon(true);
        thread.start();
        return task;
    }

    private LiveMinifab line(double days) throws Exception {
        return new LiveMinifab(EventLogConfig.keptIn(folder.resolve("log")).withDurability(Durability.NONE), days);
    }

    private String log() {
        return folder.resolve("log").toString();
    }

    @Test
    void shouldPrintWhatFabEventsPrintsAcrossABreakUntilTheStreamEnds() throws Exception {
        final LiveMinifab line = line(10_000);
        final Gateway first = line.start(LiveMinifab.SPEED);
        final Remarks text = new Remarks();
        final Remarks filtered = new Remarks();
        final FutureTask<Outcome> all = inBackground(() -> fab(text, "tail", line.url(), "--from", "earliest"));
        final FutureTask<Outcome> some = inBackground(() -> fab(
                filtered,
                "tail",
                line.url(),
                "--from",
                "2",
                "--tool",
                "Me",
                "--type",
                "TrackIn,TrackOut",
                "--format",
                "ndjson"));
        text.await("caught up");
        filtered.await("caught up");
        try (Relay relay = new Relay(line.httpPort())) {
            final Remarks broken = new Remarks();
            final FutureTask<Outcome> resumed =
                    inBackground(() -> fab(broken, "tail", relay.url(), "--from", "earliest"));
            broken.await("caught up");
            relay.cut();
            broken.await("the connection is lost");
            relay.cut();

            LiveMinifab.awaitTimeUs(first, 20 * LiveMinifab.DAY_US);
            first.close();

            final Outcome expected = fab("events", log());
            assertThat(all.get().exitCode()).isZero();
            assertThat(all.get().out()).isEqualTo(expected.out());
            assertThat(all.get().err()).contains("the server has ended the stream");
            assertThat(some.get().out())
                    .isNotEmpty()
                    .isEqualTo(fab(
                                    "events",
                                    log(),
                                    "--from",
                                    "2",
                                    "--tool",
                                    "Me",
                                    "--type",
                                    "TrackIn,TrackOut",
                                    "--format",
                                    "ndjson")
                            .out());
            assertThat(resumed.get().out()).isEqualTo(expected.out());
            assertThat(resumed.get().err()).contains("going on with from=0:");
        }
    }

    @Test
    void shouldEndAfterSoManyEvents() throws Exception {
        final LiveMinifab line = line(5);
        try (Gateway gateway = line.start(Double.POSITIVE_INFINITY)) {
            LiveMinifab.awaitEnd(gateway);

            final Outcome outcome = fab("tail", line.url(), "--from", "0:0", "--limit", "7");

            assertThat(outcome.exitCode()).isZero();
            assertThat(outcome.out())
                    .isEqualTo(fab("events", log(), "--limit", "7").out());
        }
    }

    @Test
    void shouldSayWhatIsWrong() throws Exception {
        final LiveMinifab line = line(5);
        try (Gateway gateway = line.start(Double.POSITIVE_INFINITY)) {
            LiveMinifab.awaitEnd(gateway);
            final Path empty = Files.createFile(folder.resolve("empty.pem"));
            final Path words = Files.writeString(folder.resolve("token"), "two words\n");

            assertThat(fab("tail", line.url(), "--type", "TrackOn")).satisfies(refusal(2, "no event type TrackOn"));
            assertThat(fab("tail", line.url(), "--from", "0:7"))
                    .satisfies(refusal(2, "no record begins at position 7"));
            assertThat(fab("tail", line.url(), "--from", "noon"))
                    .satisfies(refusal(2, "expected earliest, latest, a place"));
            assertThat(fab("tail", "localhost"))
                    .satisfies(refusal(2, "expected an address such as http://localhost:8088"));
            assertThat(fab("tail", "http://127.0.0.1:1"))
                    .satisfies(refusal(3, "http://127.0.0.1:1: the connection is refused"));
            assertThat(fab("tail", line.url(), "--ca", empty.toString()))
                    .satisfies(refusal(2, "holds no certificates in PEM"));
            assertThat(fab("tail", line.url(), "--token-file", words.toString()))
                    .satisfies(refusal(2, "holds no bearer token"));
        }
    }

    @Test
    void shouldFollowOverTlsWithAToken() throws Exception {
        final Path keys = folder.resolve("keys");
        final Path token = folder.resolve("token");
        assertThat(fab("token", keys.toString(), "--new").exitCode()).isZero();
        Files.writeString(token, fab("token", keys.toString()).out());
        final SecurityConfig security = new SecurityConfig(
                new TlsFiles(CERTIFICATES.resolve("server.pem"), CERTIFICATES.resolve("server-key.pem"), null),
                keys,
                SecurityConfig.AUDIENCE,
                List.of(),
                ConnectionLimits.DEFAULT);
        final LiveMinifab line = new LiveMinifab(
                EventLogConfig.keptIn(folder.resolve("log")).withDurability(Durability.NONE), 5, security);
        try (Gateway gateway = line.start(Double.POSITIVE_INFINITY)) {
            LiveMinifab.awaitEnd(gateway);
            final String url = "https://localhost:" + line.httpPort();
            final String authority = CERTIFICATES.resolve("test-ca.pem").toString();

            final Outcome outcome = fab(
                    "tail",
                    url,
                    "--ca",
                    authority,
                    "--token-file",
                    token.toString(),
                    "--from",
                    "earliest",
                    "--limit",
                    "99");

            assertThat(outcome.err()).doesNotContain("lost");
            assertThat(outcome.exitCode()).isZero();
            assertThat(outcome.out())
                    .isEqualTo(fab("events", log(), "--limit", "99").out());
            assertThat(fab("tail", url, "--ca", authority)).satisfies(refusal(2, "answered 401"));
            assertThat(fab("tail", url, "--token-file", token.toString())).satisfies(refusal(3, "certificat"));
        }
    }

    private static java.util.function.Consumer<Outcome> refusal(int exitCode, String words) {
        return outcome -> {
            assertThat(outcome.err()).contains(words);
            assertThat(outcome.exitCode()).isEqualTo(exitCode);
            assertThat(outcome.out()).isEmpty();
        };
    }
}
