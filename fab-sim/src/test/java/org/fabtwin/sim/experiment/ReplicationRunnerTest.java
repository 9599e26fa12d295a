/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.sim.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.fabtwin.core.log.EventLogConfig;
import org.fabtwin.sim.kpi.RunFigures;
import org.fabtwin.sim.run.LineRun;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReplicationRunnerTest {
    @TempDir
    private Path folder;

    private final ReplicationRunner runner = new ReplicationRunner(() -> false);

    private static RunFigures figuresOfFabRun(Point point, int replication) throws IOException {
        try (LineRun run =
                LineRun.start(ReplicationRunner.plan(point, replication, EventLogConfig.ringOnly(), 0, "test"))) {
            while (run.advance()) {
                // To the end.
            }
            return run.figures(1.0);
        }
    }

    @Test
    void shouldGiveTheLogAndTheFiguresOfFabRun() throws IOException {
        final Point point = Points.minifab(0);

        final Replication replication = runner.run(point, 3, 1);
        final RunFigures figures = figuresOfFabRun(point, 3);

        assertThat(replication.logHash()).isEqualTo(figures.logHash());
        assertThat(replication.responses()).isEqualTo(figures.values());
        assertThat(replication.responses()).containsKeys("classes.Pa.cycleTimeDays.mean", "wip.lots.mean", "records");
        assertThat(replication.responses()).doesNotContainKeys("wallSeconds", "seed", "replication");
        replication
                .responses()
                .forEach((path, value) -> assertThat(value).as(path).isEqualTo(Double.valueOf(figures.value(path))));
    }

    @ParameterizedTest
    @ValueSource(strings = {"minifab", "tested-wafers.yaml"})
    void shouldKnowTheFiguresWithoutARun(String scenario) throws IOException {
        final Point point = Points.of(
                0,
                scenario.equals("minifab") ? scenario : Points.example(scenario),
                List.of(),
                Points.DAY_US,
                5 * Points.DAY_US);

        assertThat(ReplicationRunner.figures(point))
                .containsExactlyElementsOf(runner.run(point, 0, 1).responses().keySet());
    }

    @Test
    void shouldNotMixUpRunsThatUseTheSameRing() {
        final Point point = Points.minifab(0);
        final Replication first = runner.run(point, 0, 1);
        runner.run(Points.queue("0.5", 0, 500 * Points.HOUR_US), 0, 1);
        runner.run(point, 1, 1);

        assertThat(runner.run(point, 0, 1)).isEqualTo(first);
        assertThat(runner.run(point, 1, 1).logHash()).isNotEqualTo(first.logHash());
    }

    @Test
    void shouldMeasureEachBatchAsARunThatIsCutThere() throws IOException {
        final Point point = Points.of(0, "minifab", List.of(), 5 * Points.DAY_US, 45 * Points.DAY_US);

        final List<Map<String, Double>> batches = runner.run(point, 0, 4).observations();

        assertThat(batches).hasSize(4);
        for (int batch = 0; batch < 4; batch++) {
            final Point cut = Points.of(
                    0, "minifab", List.of(), (5 + 10 * batch) * Points.DAY_US, (15 + 10 * batch) * Points.DAY_US);
            assertThat(batches.get(batch))
                    .as("batch %d", batch)
                    .isEqualTo(figuresOfFabRun(cut, 0).values());
        }
    }

    @Test
    void shouldGiveNothingWhenStopped() {
        assertThat(new ReplicationRunner(() -> true).run(Points.minifab(0), 0, 1))
                .isNull();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void shouldNameTheSnapshotThatCanNotBeReadAnyMore(boolean isThere) throws IOException {
        final Path snapshot = folder.resolve("warm.snap");
        if (isThere) {
            Files.write(snapshot, new byte[10]);
        }
        final Point point = Points.startingFrom(Points.minifab(0), snapshot);

        assertThatThrownBy(() -> runner.run(point, 0, 1))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageContaining("the snapshot that the runs start from can't be read any more, " + snapshot)
                .hasMessageContaining(isThere ? "snapshot is cut short: 10 bytes" : "no such file");
    }
}
