/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.sim.run;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.fabtwin.core.event.EventDetail;
import org.fabtwin.core.line.Line;
import org.fabtwin.core.log.EventLog;
import org.fabtwin.core.log.EventLogReader;
import org.fabtwin.core.log.EventWriter;
import org.fabtwin.core.log.Journal;
import org.fabtwin.core.log.LogMetadata;
import org.fabtwin.core.twin.SnapshotHeader;
import org.fabtwin.core.twin.Twin;
import org.fabtwin.sim.kpi.LineFigures;

/**
 * A twin with all that belongs to it while its process lives; a run that finds that its past can't be reproduced goes on with
 * another one. Single-threaded: the twin's thread.
 *
 * @param journal null where nothing is kept.
 * @param snapshots null where nothing is kept.
 * @param resumedFrom position of the log from which the twin repeats what is there; -1 if there was nothing.
 * @param reachedUs simulated time that an earlier process had got to, as log and journal tell; -1 if there was none.
 */
record RunLife(
        EventLog log,
        Journal journal,
        Twin twin,
        CommandSchedule commands,
        EventLogReader reader,
        LineFigures figures,
        Snapshots snapshots,
        long resumedFrom,
        long reachedUs)
        implements AutoCloseable {

    /** From the start: the header is written, the line is empty or as the snapshot that the plan names has it. */
    static RunLife fromOrigin(
            RunPlan plan,
            EventLog log,
            Journal journal,
            List<TimedCommand> commands,
            long snapshotEveryBytes,
            boolean isResumed)
            throws IOException {
        metadata(plan, log.epoch()).writeTo(log);
        final Twin twin = twin(plan, log, journal);
        if (plan.warmStart() == null) {
            twin.start();
        } else {
            plan.warmStart().start(twin);
            if (plan.log().isKept()) {
                plan.warmStart().copyTo(log.directory());
            }
        }
        return of(plan, log, journal, twin, commands, snapshotEveryBytes, isResumed ? 0 : -1);
    }

    /**
     * From a snapshot.
     *
     * @throws IOException if the snapshot can't be used; log and journal are still open then.
     */
    static RunLife fromSnapshot(
            RunPlan plan,
            EventLog log,
            Journal journal,
            List<TimedCommand> commands,
            long snapshotEveryBytes,
            Path snapshot)
            throws IOException {
        final Twin twin = twin(plan, log, journal);
        try (FileChannel channel = FileChannel.open(snapshot, StandardOpenOption.READ)) {
            twin.restore(SnapshotHeader.readFrom(channel), channel);
        }
        final List<TimedCommand> later = commands.stream()
                .filter(command -> command.atUs() > twin.nowUs())
                .toList();
        return of(plan, log, journal, twin, later, snapshotEveryBytes, Snapshots.position(snapshot));
    }

    private static RunLife of(
            RunPlan plan,
            EventLog log,
            Journal journal,
            Twin twin,
            List<TimedCommand> commands,
            long snapshotEveryBytes,
            long resumedFrom) {
        return new RunLife(
                log,
                journal,
                twin,
                new CommandSchedule(commands),
                log.inlineReader(),
                new LineFigures(plan.warmupUs()),
                plan.log().isKept()
                        ? new Snapshots(
                                log.directory(), plan.log().durability(), snapshotEveryBytes, Math.max(0, resumedFrom))
                        : null,
                resumedFrom,
                -1);
    }

    /** The same, which is to be brought to where an earlier process had got to. */
    RunLife reaching(long us) {
        return new RunLife(log, journal, twin, commands, reader, figures, snapshots, resumedFrom, us);
    }

    private static Twin twin(RunPlan plan, EventLog log, Journal journal) {
        return new Twin(plan.line(), plan.seed(), plan.replication(), log, new EventWriter(log), journal);
    }

    static LogMetadata metadata(RunPlan plan, int epoch) {
        final Line line = plan.line();
        return new LogMetadata(
                epoch,
                plan.startUs(),
                plan.wallTimeMs(),
                plan.scenario() + "-" + plan.seed() + "-" + plan.replication() + "-" + plan.wallTimeMs(),
                plan.codeVersion(),
                plan.warmStart() == null ? "" : plan.warmStart().hash(),
                plan.seed(),
                plan.replication(),
                EventDetail.get((short) line.eventDetail()),
                plan.scenario(),
                line.toJson(),
                plan.scenarioText());
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
