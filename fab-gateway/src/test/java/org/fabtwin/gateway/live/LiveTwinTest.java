/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.gateway.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.fabtwin.core.twin.Command;
import org.fabtwin.gateway.server.LiveGateway;
import org.fabtwin.sim.run.LineRun;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class LiveTwinTest {
    @TempDir
    private Path folder;

    /** Each answer brings the next question, so that there is always one that waits. */
    private static final class Asker {
        private final LiveTwin twin;
        private final AtomicBoolean isDone = new AtomicBoolean();
        private final CompletableFuture<Long> moved = new CompletableFuture<>();

        Asker(LiveTwin twin) {
            this.twin = twin;
        }

        Long ask(LineRun run, long sinceUs) {
            if (run.nowUs() > sinceUs) {
                isDone.set(true);
                moved.complete(run.nowUs());
            }
            if (!isDone.get()) {
                twin.ask(its -> ask(its, sinceUs));
            }
            return run.nowUs();
        }
    }

    @Test
    void shouldLiveOnHoweverManyQuestionsThereAre() throws Exception {
        try (LiveGateway live = LiveGateway.start("minifab", folder.resolve("log"), 1000)) {
            final Asker asker = new Asker(live.gateway().twin());
            final long sinceUs = asker.twin.nowUs();
            try {
                asker.twin.ask(run -> asker.ask(run, run.nowUs()));

                assertThat(asker.moved.get(20, TimeUnit.SECONDS)).isGreaterThan(sinceUs);
            } finally {
                asker.isDone.set(true);
            }
        }
    }

    @Test
    void shouldTellWhoWaitsForACommandThatTheTwinHasEnded() throws Exception {
        final CompletableFuture<?> later;
        try (LiveGateway live = LiveGateway.start("minifab", folder.resolve("log"), 1000)) {
            later = live.gateway().twin().offer(Command.pause().at(30_000L * 86_400_000_000L));
        }

        assertThatThrownBy(() -> later.get(20, TimeUnit.SECONDS))
                .hasRootCauseInstanceOf(RejectedExecutionException.class)
                .hasMessageContaining("the twin has ended");
    }
}
