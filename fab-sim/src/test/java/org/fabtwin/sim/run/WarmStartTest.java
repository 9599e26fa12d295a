/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.sim.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.fabtwin.core.line.Line;
import org.fabtwin.core.line.LineCompiler;
import org.fabtwin.core.log.EventLogConfig;
import org.fabtwin.core.log.EventLogReader;
import org.fabtwin.core.log.LogMetadata;
import org.fabtwin.sim.check.Checks;
import org.fabtwin.sim.check.LogCheck;
import org.fabtwin.sim.event.LogSketch;
import org.fabtwin.sim.kpi.RunFigures;
import org.fabtwin.sim.scenario.Scenario;
import org.fabtwin.sim.scenario.ScenarioReader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Runs that start from a snapshot of a working line. */
class WarmStartTest {
    private static final long DAY_US = 86_400_000_000L;
    private static final long HOUR_US = DAY_US / 24;

    @TempDir
    private Path folder;

    private Scenario scenario = scenario("line2nm-pilot", "3 d");
    private Line line = LineCompiler.compile(scenario.definition());

    private static Scenario scenario(String name, String warmStart, String... changes) {
        List<String> overrides = new java.util.ArrayList<>(List.of(changes));
        overrides.add("line.warmStart=" + warmStart);
        return ScenarioReader.read(name, overrides);
    }

    private WarmStarts starts() {
        return new WarmStarts(folder.resolve("cache"), "test");
    }

    private WarmStart start() throws IOException {
        Path file = starts().file(scenario, line);
        return Files.exists(file) ? WarmStart.of(file) : starts().make(scenario, line, now -> {});
    }

    private RunPlan plan(WarmStart start, long seed, long endUs, String log) {
        return new RunPlan(
                scenario.name(),
                scenario.text(),
                line,
                seed,
                0,
                start,
                0,
                endUs,
                List.of(),
                log == null ? EventLogConfig.ringOnly() : EventLogConfig.keptIn(folder.resolve(log)),
                0,
                "test");
    }

    private RunFigures run(RunPlan plan) throws IOException {
        try (LineRun run = LineRun.start(plan)) {
            while (run.advance()) {
                // To its end.
            }
            RunFigures figures = run.figures(0.0);
            run.keepLog();
            return figures;
        }
    }

    @Test
    void shouldCountCalendarEventsFromItsOwnStart() throws IOException {
        long oneHour = run(plan(start(), 1, 3 * DAY_US + HOUR_US, null)).calendarEvents();
        long twoHours = run(plan(start(), 1, 3 * DAY_US + 2 * HOUR_US, null)).calendarEvents();

        assertThat(oneHour).isPositive().isLessThan(3 * (twoHours - oneHour));
    }

    @ParameterizedTest
    @CsvSource({"lot, flow-line", "wafer, flow-line", "robot, flow-line", "robot, detailed"})
    void shouldLeaveALogThatCanBeCheckedAlone(String detail, String form) throws IOException {
        scenario = scenario("line2nm-pilot", "3 d", "line.eventDetail=" + detail, "line.form=" + form);
        line = LineCompiler.compile(scenario.definition());
        run(plan(start(), 7, 4 * DAY_US, "a"));

        Checks checks = new Checks();
        try (EventLogReader reader = EventLogReader.open(folder.resolve("a"))) {
            while (reader.poll(checks, 10_000) > 0) {
                // All of it.
            }
        }
        checks.end();
        if (form.equals("detailed")) {
            shouldMissWhatTheSnapshotHadInATool();
        }
        assertThat(checks.checks())
                .allSatisfy(
                        check -> assertThat(check.findings()).as(check.name()).isEmpty());
        assertThat(checks.records()).isGreaterThan(5_000);
    }

    /** Robots, locks and chambers are checked from the first record on: without what is told of a wafer inside, it is amiss. */
    private void shouldMissWhatTheSnapshotHadInATool() throws IOException {
        LogSketch log = new LogSketch();
        try (EventLogReader reader = EventLogReader.open(folder.resolve("a"))) {
            while (reader.poll((buffer, offset, length, code, at) -> log.addFrame(buffer, offset, length), 10_000)
                    > 0) {
                // All of it.
            }
        }
        for (String type : List.of("WaferPlaced", "LockStateChanged")) {
            LogSketch gap = log.copy();
            List<Integer> told = log.all(type).stream()
                    .filter(index -> log.value(index, "timeUs") == 3 * DAY_US)
                    .toList();
            assertThat(told).as(type).hasSizeGreaterThan(10);
            for (int i = told.size() - 1; i >= 0; i--) {
                gap.drop(told.get(i));
            }
            Checks checks = new Checks();
            gap.replay(checks);
            checks.end();
            assertThat(checks.checks().stream()
                            .filter(check -> !check.isPassed())
                            .map(LogCheck::name))
                    .as(type)
                    .contains("handling");
        }
    }

    @Test
    void shouldCountDaysAndWorkInProcessFromTheSnapshotOn() throws IOException {
        RunFigures figures = run(plan(start(), 7, 3 * DAY_US + 12 * HOUR_US, null));

        assertThat(figures.simulatedDays()).isEqualTo(0.5);
        // 1,100 wafers a month came in for three days and none has left yet.
        assertThat(figures.wip().start()).isBetween(100L, 170L);
        assertThat(figures.wip().mean()).isBetween(100.0, 190.0);
    }

    @Test
    void shouldDrawByItsOwnSeedAndRepeatItself() throws IOException {
        long endUs = 3 * DAY_US + 6 * HOUR_US;
        String seven = run(plan(start(), 7, endUs, null)).logHash();

        assertThat(run(plan(start(), 7, endUs, null)).logHash()).isEqualTo(seven);
        assertThat(run(plan(start(), 8, endUs, null)).logHash()).isNotEqualTo(seven);
        assertThat(run(plan(null, 7, endUs, null)).logHash()).isNotEqualTo(seven);
    }

    @Test
    void shouldNameTheSnapshotAndReplayAndGoOnFromItsCopy() throws IOException {
        WarmStart start = start();
        String whole = run(plan(start, 7, 3 * DAY_US + 8 * HOUR_US, null)).logHash();
        run(plan(start, 7, 3 * DAY_US + 4 * HOUR_US, "a"));
        assertThat(LogMetadata.read(folder.resolve("a")).startedFrom())
                .isEqualTo(start.hash())
                .hasSize(16);

        // Made anew by another version, the snapshot at hand may be another.
        Files.write(start.file(), new byte[] {0}, java.nio.file.StandardOpenOption.APPEND);
        RunFigures resumed = run(plan(start(), 7, 3 * DAY_US + 8 * HOUR_US, "a"));
        assertThat(resumed.logHash()).isEqualTo(whole);
        try (Replay replay = Replay.open(folder.resolve("a"))) {
            while (replay.advance()) {
                // To its end.
            }
            assertThat(replay.result().difference()).isNull();
            assertThat(replay.result().records()).isGreaterThan(1_000);
        }
    }

    @Test
    void shouldRefuseToGoOnWithARunThatStartedOtherwise() throws IOException {
        run(plan(start(), 7, 3 * DAY_US + HOUR_US, "a"));

        assertThatThrownBy(() -> LineRun.start(plan(null, 7, 4 * DAY_US, "a")))
                .isInstanceOf(DifferentRunException.class)
                .hasMessageContaining("started from snapshot " + start().hash() + ", not started from an empty line");
    }

    @Test
    void shouldKeepASnapshotForEachLine() {
        Path file = starts().file(scenario, line);

        for (String change : new String[] {"tools.CCP.breakdown.mtbf=300 h", "dispatch.EUV=[fifo]", "carrier.size=1"}) {
            Scenario other = scenario("line2nm-pilot", "3 d", change);
            assertThat(starts().file(other, LineCompiler.compile(other.definition())))
                    .as(change)
                    .isNotEqualTo(file);
        }
        Scenario sameLine = scenario("line2nm-pilot", "3 d", "line.days=5 d", "line.seed=9", "line.warmup=1 d");
        assertThat(starts().file(sameLine, line)).isEqualTo(file);
        assertThat(new WarmStarts(folder.resolve("cache"), "other").file(scenario, line))
                .isNotEqualTo(file);
    }

    @Test
    void shouldRefuseASnapshotOfAnotherLine() throws IOException {
        WarmStart start = start();
        scenario = scenario("line2nm-pilot", "3 d", "tools.CCP.count=3");
        line = LineCompiler.compile(scenario.definition());

        assertThatThrownBy(() -> LineRun.start(plan(start, 7, 4 * DAY_US, null)))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("snapshot is of another line");
    }
}
