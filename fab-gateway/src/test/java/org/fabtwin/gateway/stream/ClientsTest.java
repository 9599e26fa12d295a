/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.gateway.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.fabtwin.core.log.Durability;
import org.fabtwin.core.log.EventLogConfig;
import org.fabtwin.gateway.server.Gateway;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The examples in clients/, run as their users would, while the gateway is ended and started again under them. */
@Timeout(value = 300, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ClientsTest {
    private static final int BREAKS = 2;
    private static final int MOST_LINES = 100;
    private static final Path CLIENTS = Path.of("..", "clients");

    @TempDir
    private Path folder;

    @Test
    void shouldKeepTheExamplesShort() throws IOException {
        try (Stream<Path> files = Files.list(CLIENTS)) {
            final List<Path> examples =
                    files.filter(file -> !file.toString().endsWith(".md")).toList();
            assertThat(examples).hasSize(4);
            for (final Path example : examples) {
                assertThat(Files.readAllLines(example)).as(example.toString()).hasSizeLessThan(MOST_LINES);
            }
        }
    }

    @Test
    void shouldGoOnWithoutGapOrRepeatInPythonOverNdjson() throws Exception {
        assumeTrue(ClientProcess.isThere("python3", "--version"), "skipped: there is no python3");
        final LiveMinifab line = line();
        follow(line, List.of("python3", example("follow_events.py"), line.url(), "", "earliest"), false);
    }

    @Test
    void shouldGoOnWithoutGapOrRepeatInPythonOverBinaryTcp() throws Exception {
        assumeTrue(ClientProcess.isThere("python3", "--version"), "skipped: there is no python3");
        final LiveMinifab line = line();
        follow(
                line,
                List.of(
                        "python3",
                        example("follow_binary.py"),
                        "127.0.0.1",
                        Integer.toString(line.tcpPort()),
                        "",
                        "earliest"),
                true);
    }

    @ParameterizedTest
    @ValueSource(strings = {"follow_events.py", "follow_binary.py"})
    void shouldEndQuietlyWhenWhoeverReadsThemInPythonDoes(String client) throws Exception {
        assumeTrue(ClientProcess.isThere("python3", "--version"), "skipped: there is no python3");
        final LiveMinifab line = line();
        final Path told = folder.resolve("told");
        final Gateway gateway = line.start(LiveMinifab.SPEED);
        try {
            final String server = client.contains("binary") ? "127.0.0.1 " + line.tcpPort() : line.url();
            final Process shell = new ProcessBuilder(
                            "sh", "-c", "python3 " + example(client) + " " + server + " '' earliest | head -n 3")
                    .redirectError(told.toFile())
                    .start();
            final String printed = new String(shell.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

            // The shell waits for both.
            assertThat(shell.waitFor()).isZero();
            assertThat(printed.lines()).hasSize(3);
            assertThat(Files.readString(told)).doesNotContain("Traceback").doesNotContain("BrokenPipe");
        } finally {
            gateway.close();
        }
    }

    @Test
    void shouldGoOnWithoutGapOrRepeatInNodeOverServerSentEvents() throws Exception {
        assumeTrue(
                ClientProcess.isThere("node", "-e", "process.exit(+(parseInt(process.versions.node) < 20))"),
                "skipped: there is no node, 20 or newer");
        final LiveMinifab line = line();
        follow(line, List.of("node", example("follow-events.mjs"), line.url(), "", "earliest"), false);
    }

    @Test
    void shouldGoOnWithoutGapOrRepeatInJavaOverWebSocket() throws Exception {
        final LiveMinifab line = line();
        final String java =
                Path.of(System.getProperty("java.home"), "bin", "java").toString();
        follow(line, List.of(java, example("FollowEvents.java"), line.url(), "", "earliest"), false);
    }

    private LiveMinifab line() throws IOException {
        return new LiveMinifab(EventLogConfig.keptIn(folder).withDurability(Durability.NONE), 100_000);
    }

    private static String example(String name) {
        return CLIENTS.resolve(name).toString();
    }

    private void follow(LiveMinifab line, List<String> command, boolean isBinary) throws Exception {
        Gateway gateway = line.start(LiveMinifab.SPEED);
        try (ClientProcess client = new ClientProcess(command)) {
            int seen = 0;
            for (int broken = 0; broken < BREAKS; broken++) {
                assertThat(client.awaitLines(seen + 500))
                        .as("%s", client.errors())
                        .isGreaterThanOrEqualTo(seen + 500);
                gateway.close();
                seen = KeptEvents.read(folder).ids().size();
                gateway = line.start(LiveMinifab.SPEED);
            }
            assertThat(client.awaitLines(seen + 500)).as("%s", client.errors()).isGreaterThanOrEqualTo(seen + 500);
            gateway.close();
            gateway = null;

            final KeptEvents kept = KeptEvents.read(folder);
            client.awaitLines(kept.ids().size());

            if (isBinary) {
                // Without the leading zeros of CRCs.
                assertThat(client.lines().stream()
                                .map(ClientsTest::placeAndContent)
                                .toList())
                        .isEqualTo(kept.placesAndContents());
            } else {
                assertThat(client.lines()).isEqualTo(kept.jsonLines());
            }
            assertThat(client.errors()).anyMatch(line2 -> line2.contains("going on"));
        } finally {
            if (gateway != null) {
                gateway.close();
            }
        }
    }

    private static String placeAndContent(String line) {
        final String[] words = line.split(" ");
        return words[0] + " " + words[3].replaceFirst("^0+(?=.)", "");
    }
}
