/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.gateway.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CommandKeysTest {
    private static final CommandAnswer DONE = new CommandAnswer(
            HttpResponseStatus.OK, JsonNodeFactory.instance.objectNode().put("result", "APPLIED"));

    @TempDir
    private Path folder;

    @Test
    void shouldKeepTheNewestKeysAndThoseThatStillWait() {
        final CommandKeys keys = new CommandKeys(3);
        keys.putIfAbsent("waits", new CommandKeys.Entry("r", new CompletableFuture<>()));
        for (int i = 0; i < 10; i++) {
            keys.putIfAbsent("k" + i, new CommandKeys.Entry("r", CompletableFuture.completedFuture(DONE)));
        }

        assertThat(keys.size()).isEqualTo(3);
        assertThat(keys.get("waits")).isNotNull();
        assertThat(keys.get("k9")).isNotNull();
        assertThat(keys.get("k5")).isNull();
    }

    @Test
    void shouldOutliveTheProcess() throws Exception {
        try (CommandKeyFile file = CommandKeyFile.open(folder, 10, new CommandKeys(10), new CommandKeys(10), true)) {
            file.offered("done", "{1}", true).join();
            file.answered("done", DONE).join();
            file.offered("withdrawn", "{2}", true).join();
            file.withdrawn("withdrawn").join();
            file.offered("unknown", "{3}", true).join();
        }
        Files.writeString(folder.resolve(CommandKeyFile.NAME), "{\"key\": \"torn", StandardOpenOption.APPEND);
        final CommandKeys keys = new CommandKeys(10);

        CommandKeyFile.open(folder, 10, keys, new CommandKeys(10), false).close();

        assertThat(keys.get("done").request()).isEqualTo("{1}");
        assertThat(keys.get("done").answer().join()).isEqualTo(DONE);
        assertThat(keys.get("withdrawn")).isNull();
        assertThat(keys.get("unknown").answer().join().status()).isEqualTo(HttpResponseStatus.CONFLICT);
        assertThat(keys.get("torn")).isNull();
    }

    /** A promise is not dropped, however old. */
    @Test
    void shouldKeepWhatIsNotAnswered() throws Exception {
        try (CommandKeyFile file = CommandKeyFile.open(folder, 10, new CommandKeys(10), new CommandKeys(10), true)) {
            file.offered("waits", "{}", true).join();
            for (int i = 0; i < 5; i++) {
                file.offered("k" + i, "{}", true).join();
                file.answered("k" + i, DONE).join();
            }
        }

        try (CommandKeyFile file = CommandKeyFile.open(folder, 2, new CommandKeys(2), new CommandKeys(2), true)) {
            assertThat(file.takeNoted().stream().map(CommandKeyFile.Noted::key)).containsExactly("waits", "k4");
        }
    }

    @Test
    void shouldDropTheOldestFromTheFileWhenItIsOpened() throws Exception {
        try (CommandKeyFile file = CommandKeyFile.open(folder, 10, new CommandKeys(10), new CommandKeys(10), true)) {
            for (int i = 0; i < 10; i++) {
                file.offered("k" + i, "{}", true).join();
                file.answered("k" + i, DONE).join();
            }
        }

        CommandKeyFile.open(folder, 2, new CommandKeys(2), new CommandKeys(2), true)
                .close();

        assertThat(Files.readAllLines(folder.resolve(CommandKeyFile.NAME)))
                .hasSize(4)
                .allMatch(line -> line.contains("k8") || line.contains("k9"));
    }

    /** Keys that nobody chose push out none that somebody did. */
    @Test
    void shouldKeepKeysOfEitherKindApart() throws Exception {
        try (CommandKeyFile file = CommandKeyFile.open(folder, 10, new CommandKeys(10), new CommandKeys(10), true)) {
            file.offered("chosen", "{}", true).join();
            file.answered("chosen", DONE).join();
            for (int i = 0; i < 5; i++) {
                file.offered("given" + i, "{}", false).join();
                file.answered("given" + i, DONE).join();
            }
        }
        final CommandKeys named = new CommandKeys(2);
        final CommandKeys unnamed = new CommandKeys(2);

        CommandKeyFile.open(folder, 2, named, unnamed, true).close();

        assertThat(named.size()).isEqualTo(1);
        assertThat(named.get("chosen").answer().join()).isEqualTo(DONE);
        assertThat(unnamed.size()).isEqualTo(2);
        assertThat(unnamed.get("given4").answer().join()).isEqualTo(DONE);
        assertThat(unnamed.get("given2")).isNull();
    }
}
