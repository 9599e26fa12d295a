/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.sim.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.stream.Stream;
import org.fabtwin.core.event.CommandKind;
import org.fabtwin.core.line.LineCompiler;
import org.fabtwin.core.log.Durability;
import org.fabtwin.core.log.EventLogConfig;
import org.fabtwin.core.log.EventLogReader;
import org.fabtwin.core.log.Journal;
import org.fabtwin.sim.scenario.Scenario;
import org.fabtwin.sim.scenario.ScenarioReader;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A resumed run is brought to where it was, to the microsecond: others give it commands from there on. */
class RepeatedRunTest {
    private static final long HOUR_US = 3_600_000_000L;
    /** Between two events of the line. */
    private static final long REACHED_US = 123 * HOUR_US + 7;

    @TempDir
    private Path folder;

    private Path log;

    @BeforeEach
    void nameLog() {
        log = folder.resolve("log");
    }

    private RunPlan plan(TimedCommand... commands) {
        final Scenario scenario = ScenarioReader.read("minifab", List.of());
        return new RunPlan(
                scenario.name(),
                scenario.text(),
                LineCompiler.compile(scenario.definition()),
                scenario.seed(),
                0,
                null,
                0,
                1000 * HOUR_US,
                List.of(commands),
                EventLogConfig.keptIn(log),
                0,
                "test");
    }

    private static TimedCommand toolDown(long atUs, int tool) {
        return new TimedCommand(atUs, CommandKind.TOOL_DOWN, tool, 0, 0);
    }

    /** Runs to a time, and leaves what a killed process leaves: no snapshot of the end. */
    private void runTo(RunPlan plan, long untilUs) throws IOException {
        try (LineRun run = LineRun.start(plan)) {
            while (run.advance(untilUs)) {
                // On.
            }
            assertThat(run.keepLog()).isTrue();
        }
        removeSnapshots();
    }

    private void removeSnapshots() throws IOException {
        try (Stream<Path> files = Files.list(log)) {
            for (final Path file :
                    files.filter(its -> its.toString().endsWith(".snap")).toList()) {
                Files.delete(file);
            }
        }
    }

    private void journal(int entry, long timeUs, int tool) throws IOException {
        try (Journal journal = Journal.open(log, Durability.NONE)) {
            assertThat(journal.append(entry, timeUs, CommandKind.TOOL_DOWN.value(), tool, 0, 0))
                    .isTrue();
        }
    }

    private static LineRun repeated(RunPlan plan) throws IOException {
        final LineRun run = LineRun.start(plan);
        while (run.repeat()) {
            // On.
        }
        return run;
    }

    @Test
    void shouldStandWhereItWasAndNotBeyond() throws IOException {
        runTo(plan(), REACHED_US);
        final long end;
        try (EventLogReader reader = EventLogReader.open(log)) {
            end = reader.tail();
        }

        try (LineRun run = repeated(plan())) {
            assertThat(run.nowUs()).isEqualTo(REACHED_US);
            assertThat(run.position()).isEqualTo(end);
            assertThat(run.epoch()).isZero();
        }
    }

    @Test
    void shouldStandAtTheOriginWhereTheLogEndsThere() throws IOException {
        runTo(plan(), 0);

        try (LineRun run = repeated(plan())) {
            assertThat(run.nowUs()).isZero();
            assertThat(run.position()).isPositive();
        }
    }

    @Test
    void shouldNotMoveAFreshRun() throws IOException {
        try (LineRun run = LineRun.start(plan())) {
            assertThat(run.repeat()).isFalse();
            assertThat(run.nowUs()).isZero();
        }
    }

    @Test
    void shouldRepeatCommandsThatTheJournalAloneHas() throws IOException {
        runTo(plan(toolDown(20 * HOUR_US, 0)), REACHED_US);
        journal(1, 130 * HOUR_US, 1);

        try (LineRun run = repeated(plan())) {
            assertThat(run.nowUs()).isEqualTo(130 * HOUR_US);
        }
        removeSnapshots();
        try (LineRun again = repeated(plan())) {
            assertThat(again.epoch()).isZero();
            assertThat(again.nowUs()).isEqualTo(130 * HOUR_US);
        }
    }

    @Test
    void shouldStandAtTheEndOfTheRunWhereTheJournalGoesOn() throws IOException {
        runTo(plan(), REACHED_US);
        journal(0, 2000 * HOUR_US, 1);

        try (LineRun run = repeated(plan())) {
            assertThat(run.nowUs()).isEqualTo(1000 * HOUR_US);
        }
    }

    @Test
    void shouldBringANewEpochToTheLastCommandOfTheJournal() throws IOException {
        runTo(plan(toolDown(20 * HOUR_US, 0), toolDown(90 * HOUR_US, 1)), REACHED_US);
        final Path kept = log.resolve("log-00000000000000000000.seg");
        try (FileChannel channel = FileChannel.open(kept, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            // Within a record's fields: the log alone doesn't show it.
            final ByteBuffer one = ByteBuffer.allocate(1);
            final long at = channel.size() - 4;
            channel.read(one, at);
            one.put(0, (byte) (one.get(0) ^ 0x10)).flip();
            channel.write(one, at);
        }

        try (LineRun run = repeated(plan())) {
            assertThat(run.epoch()).isEqualTo(1);
            assertThat(run.nowUs()).isEqualTo(90 * HOUR_US);
        }
        try (Journal journal = Journal.open(log, Durability.NONE)) {
            assertThat(journal.entries()).isEqualTo(2);
        }
    }
}
