/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.sim.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.fabtwin.core.event.EventDetail;
import org.fabtwin.core.line.Line;
import org.fabtwin.core.log.EventLog;
import org.fabtwin.core.log.EventLogReader;
import org.fabtwin.core.log.EventWriter;
import org.fabtwin.core.log.Journal;
import org.fabtwin.core.log.LogMetadata;
import org.fabtwin.core.log.LogRecovery;
import org.fabtwin.core.twin.Twin;
import org.fabtwin.sim.kpi.LineFigures;
import org.fabtwin.sim.kpi.RunFigures;

/**
 * One run of a line: a twin, its event log, and the figures' reader, which is polled inline. Single-threaded; the caller's
 * thread is the twin's.
 *
 * <p>A plan whose log folder holds a log of the same line, seed and replication goes on where that one ended, in the same
 * epoch: what was written is regenerated from the origin and from the journal, and compared.
 */
public final class LineRun implements AutoCloseable {
    /** Records after which the figures are read and {@link #advance} returns. */
    public static final int RECORDS_PER_POLL = 1024;

    /** CRC32C of no bytes. */
    private static final int EMPTY_LOG_HASH = 0;

    private final RunPlan plan;
    private final EventLog log;
    private final Journal journal;
    private final EventLogReader reader;
    private final LineFigures figures;
    private final Twin twin;
    private final CommandSchedule commands;
    private final long resumedFromUs;
    private boolean ended;

    private LineRun(RunPlan plan, EventLog log, Journal journal, List<TimedCommand> commands, long resumedFromUs) {
        this.plan = plan;
        this.log = log;
        this.journal = journal;
        this.resumedFromUs = resumedFromUs;
        this.commands = new CommandSchedule(commands);
        metadata(plan, log.epoch()).writeTo(log);
        twin = new Twin(plan.line(), plan.seed(), plan.replication(), log, new EventWriter(log), journal);
        reader = log.inlineReader();
        figures = new LineFigures(plan.warmupUs());
    }

    /**
     * Opens or resumes the log and puts the line at the origin, with nothing simulated yet.
     *
     * @throws IOException if the log can't be written.
     * @throws DifferentRunException if the log's folder holds another run.
     */
    public static LineRun start(RunPlan plan) throws IOException {
        final Path directory = plan.log().directory();
        final LineRun run = directory != null && Files.exists(directory.resolve("log.meta"))
                ? resumed(plan, directory)
                : fresh(plan);
        run.twin.start();
        return run;
    }

    private static LineRun fresh(RunPlan plan) throws IOException {
        final EventLog log = EventLog.create(plan.log());
        final Journal journal =
                plan.log().isKept() ? Journal.open(log.directory(), plan.log().durability()) : null;
        return new LineRun(plan, log, journal, plan.commands(), 0);
    }

    private static LineRun resumed(RunPlan plan, Path directory) throws IOException {
        final LogRecovery recovery = LogRecovery.open(directory);
        checkSameRun(plan, directory);
        final Journal journal = Journal.open(directory, plan.log().durability());
        final JournaledCommands earlier = JournaledCommands.read(journal);
        final List<TimedCommand> commands = earlier.followedBy(plan.commands(), recovery.completeUpToUs());
        if (recovery.lastTimeUs() > plan.endUs()) {
            journal.close();
            throw new DifferentRunException("the run in " + directory + " is past "
                    + SimulatedDays.text(plan.endUs()) + " already: it has got to "
                    + SimulatedDays.text(recovery.lastTimeUs()) + "; give it more days");
        }
        final EventLog log = EventLog.regenerate(plan.log(), recovery, 0, EMPTY_LOG_HASH);
        return new LineRun(plan, log, journal, commands, Math.max(0, recovery.completeUpToUs()));
    }

    private static void checkSameRun(RunPlan plan, Path directory) throws IOException {
        final LogMetadata there = LogMetadata.read(directory);
        final LogMetadata here = metadata(plan, there.epoch());
        String difference = null;
        if (!there.scenarioName().equals(here.scenarioName())) {
            difference = "scenario " + there.scenarioName() + ", not " + here.scenarioName();
        } else if (there.seed() != here.seed() || there.replication() != here.replication()) {
            difference = "seed " + there.seed() + ", replication " + there.replication() + ", not " + here.seed() + ", "
                    + here.replication();
        } else if (there.eventDetail() != here.eventDetail()) {
            difference = "detail " + there.eventDetail() + ", not " + here.eventDetail();
        } else if (!there.line().equals(here.line()) || !there.scenario().equals(here.scenario())) {
            difference = "a scenario " + there.scenarioName() + " of another text";
        }
        if (difference != null) {
            throw new DifferentRunException(
                    "the log in " + directory + " is of another run: " + difference + "; name another folder");
        }
    }

    private static LogMetadata metadata(RunPlan plan, int epoch) {
        final Line line = plan.line();
        return new LogMetadata(
                epoch,
                0,
                plan.wallTimeMs(),
                plan.scenario() + "-" + plan.seed() + "-" + plan.replication() + "-" + plan.wallTimeMs(),
                plan.codeVersion(),
                "",
                plan.seed(),
                plan.replication(),
                EventDetail.get((short) line.eventDetail()),
                plan.scenario(),
                line.toJson(),
                plan.scenarioText());
    }

    /**
     * Simulates a stretch: until about {@link #RECORDS_PER_POLL} records are written or the run ends. Between two calls the line
     * is between two instants.
     *
     * @return false when the run's end is reached.
     * @throws org.fabtwin.core.log.LogStoppedException when the log can take no more.
     * @throws DifferentRunException when a resumed run does not give the records that are in its log.
     */
    public boolean advance() {
        if (ended) {
            return false;
        }
        final long untilUs = Math.min(plan.endUs(), commands.offerTo(twin.inbox()));
        ended = twin.advance(untilUs, RECORDS_PER_POLL) && untilUs == plan.endUs();
        poll();
        if (log.mismatchPosition() >= 0) {
            throw new DifferentRunException("the log in " + log.directory() + " can't be continued: this version gives "
                    + "another record at position " + log.mismatchPosition() + "; name another folder");
        }
        return !ended;
    }

    private void poll() {
        while (reader.poll(figures, Integer.MAX_VALUE) > 0) {
            // Until it has seen all.
        }
    }

    /** The run's log, for readers on this thread. */
    EventLog log() {
        return log;
    }

    /** Simulated time up to which everything has happened. */
    public long nowUs() {
        return Math.max(0, twin.nowUs());
    }

    /** Where the log lies. */
    public Path directory() {
        return log.directory();
    }

    /** Simulated time up to which a resumed run only repeats what its log holds; 0 for a fresh one. */
    public long resumedFromUs() {
        return resumedFromUs;
    }

    /** Whether the log asks to wait for room ({@code --on-full pause}). */
    public boolean isLogPaused() {
        return log.isPaused();
    }

    /** CRC32C of the log so far. */
    public int logHash() {
        return log.hash();
    }

    /** The figures as of now. */
    public RunFigures figures(double wallSeconds) {
        poll();
        return figures.figures(nowUs(), wallSeconds, twin.calendarEvents(), log.hash());
    }

    /** Ends the log in order. */
    @Override
    public void close() {
        if (journal != null) {
            journal.close();
        }
        log.close();
    }
}
