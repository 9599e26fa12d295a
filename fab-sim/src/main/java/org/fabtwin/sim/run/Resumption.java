/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.sim.run;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import org.fabtwin.core.log.EventLog;
import org.fabtwin.core.log.EventLogReader;
import org.fabtwin.core.log.Journal;
import org.fabtwin.core.log.LogMetadata;
import org.fabtwin.core.log.LogRecovery;
import org.fabtwin.core.twin.SnapshotHeader;

/**
 * Goes on with the run whose log lies in a folder, however its process ended: the log's sound prefix, then the newest snapshot
 * that can be used, then the journal's commands from there. What the twin writes from the snapshot to the log's end is compared
 * with the log ({@link EventLog#regenerate}).
 */
final class Resumption {
    /** CRC32C of no bytes. */
    private static final int EMPTY_LOG_HASH = 0;

    private final RunPlan plan;
    private final Path directory;
    private final long snapshotEveryBytes;
    private final Consumer<String> remarks;

    Resumption(RunPlan plan, long snapshotEveryBytes, Consumer<String> remarks) {
        this.plan = plan;
        this.directory = plan.log().directory();
        this.snapshotEveryBytes = snapshotEveryBytes;
        this.remarks = remarks;
    }

    /**
     * Opens the folder's log.
     *
     * @param withSnapshots false: from the origin.
     * @throws DifferentRunException if it is of another run.
     */
    RunLife resume(boolean withSnapshots) throws IOException {
        final int unfinished = unfinishedEpoch();
        if (unfinished >= 0) {
            remarks.accept("epoch " + (unfinished + 1) + " begins, as was intended when the process died");
            return startEpochAfter(unfinished);
        }
        final LogRecovery recovery = LogRecovery.open(directory);
        if (recovery.endPosition() > 0) {
            checkSameRun(recovery);
        }
        Snapshots.removeUnfinished(directory);
        recovery.repairs().forEach(repair -> remarks.accept("the log was repaired: " + repair));
        final Journal journal = Journal.open(directory, plan.log().durability());
        try {
            final JournaledCommands journaled = JournaledCommands.read(journal);
            final List<TimedCommand> commands = journaled.followedBy(plan.commands(), recovery.completeUpToUs());
            // A command is synced before its record: the journal may know of more than the log.
            final long reachedUs = Math.max(reachedUs(recovery), journaled.lastUs());
            if (recovery.endPosition() == 0) {
                // It died before it had written anything.
                final EventLog log = EventLog.resume(plan.log(), recovery);
                return RunLife.fromOrigin(plan, log, journal, commands, snapshotEveryBytes, false)
                        .reaching(reachedUs);
            }
            final RunLife life = withSnapshots ? fromNewestSnapshot(recovery, journal, commands) : null;
            return (life != null ? life : fromOrigin(recovery, journal, commands)).reaching(reachedUs);
        } catch (IOException | RuntimeException e) {
            journal.close();
            throw e;
        }
    }

    private RunLife fromOrigin(LogRecovery recovery, Journal journal, List<TimedCommand> commands) throws IOException {
        final EventLog log = EventLog.regenerate(plan.log(), recovery, 0, EMPTY_LOG_HASH);
        remarks.accept(String.format(
                Locale.ROOT,
                "going on at position %d:%d (%s); everything is repeated from the origin and compared first",
                recovery.epoch(),
                recovery.endPosition(),
                SimulatedDays.text(reachedUs(recovery))));
        return RunLife.fromOrigin(plan, log, journal, commands, snapshotEveryBytes, true);
    }

    private RunLife fromNewestSnapshot(LogRecovery recovery, Journal journal, List<TimedCommand> commands)
            throws IOException {
        for (final Path file : Snapshots.newestFirst(directory)) {
            try {
                return fromSnapshot(file, recovery, journal, commands);
            } catch (UnusableSnapshotException e) {
                remarks.accept(file.getFileName() + " can't be used: " + e.getMessage());
            }
        }
        return null;
    }

    private RunLife fromSnapshot(Path file, LogRecovery recovery, Journal journal, List<TimedCommand> commands)
            throws IOException, UnusableSnapshotException {
        final SnapshotHeader header = header(file);
        if (header.logPosition() > recovery.endPosition()) {
            throw new UnusableSnapshotException("it lies beyond the log's end at " + recovery.endPosition(), null);
        }
        if (header.logPosition() == recovery.endPosition() && header.logHash() != recovery.hash()) {
            throw new UnusableSnapshotException("the log has another hash at its position", null);
        }
        final EventLog log = EventLog.regenerate(plan.log(), recovery, header.logPosition(), header.logHash());
        final RunLife life;
        try {
            life = RunLife.fromSnapshot(plan, log, journal, commands, snapshotEveryBytes, file);
        } catch (IOException e) {
            log.close();
            throw new UnusableSnapshotException(e.getMessage(), e);
        }
        remarks.accept(String.format(
                Locale.ROOT,
                "going on at position %d:%d (%s); from the snapshot of %s on, all is repeated and compared first",
                recovery.epoch(),
                recovery.endPosition(),
                SimulatedDays.text(reachedUs(recovery)),
                SimulatedDays.text(header.timeUs())));
        life.reader().seekEarliest();
        if (recovery.earliest() > 0) {
            LogMetadata.deliverHeader(directory, life.figures());
            remarks.accept("records before position " + recovery.earliest()
                    + " are no longer kept: the figures are of what is there");
        }
        return life;
    }

    private static SnapshotHeader header(Path file) throws UnusableSnapshotException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            final SnapshotHeader header = SnapshotHeader.readFrom(channel);
            if (header.logPosition() != Snapshots.position(file)) {
                throw new UnusableSnapshotException("it is of position " + header.logPosition(), null);
            }
            return header;
        } catch (IOException e) {
            throw new UnusableSnapshotException(e.getMessage(), e);
        }
    }

    private static long reachedUs(LogRecovery recovery) {
        return Math.max(0, Math.max(recovery.completeUpToUs(), recovery.lastTimeUs()));
    }

    /**
     * Begins anew in the same folder: what is there can't be reproduced, and moves to a folder of its own. The commands of its
     * journal are given again.
     */
    RunLife startNewEpoch() throws IOException {
        return startEpochAfter(LogRecovery.open(directory).epoch());
    }

    /** The new log comes last: until then all of this can be done again. */
    private RunLife startEpochAfter(int pastEpoch) throws IOException {
        if (Files.exists(epochFolder(pastEpoch).resolve(JournaledCommands.FILE))) {
            // Moved already: what is here is the beginning of the new one.
            Files.deleteIfExists(directory.resolve(JournaledCommands.FILE));
        }
        EventLog.moveEpochAway(directory, pastEpoch);
        final List<TimedCommand> earlier =
                JournaledCommands.readCopy(epochFolder(pastEpoch)).commands();
        final Journal journal = Journal.open(directory, plan.log().durability());
        try {
            for (final TimedCommand command : earlier) {
                journal.append(
                        journal.entries(),
                        command.atUs(),
                        command.kind().value(),
                        command.subject(),
                        command.count(),
                        command.value());
            }
            final JournaledCommands journaled = JournaledCommands.read(journal);
            final List<TimedCommand> commands = journaled.followedBy(plan.commands(), -1);
            final EventLog log = EventLog.create(plan.log().withEpoch(pastEpoch + 1));
            return RunLife.fromOrigin(plan, log, journal, commands, snapshotEveryBytes, false)
                    .reaching(journaled.lastUs());
        } catch (IOException | RuntimeException e) {
            journal.close();
            throw e;
        }
    }

    private Path epochFolder(int epoch) {
        return directory.resolve("epoch-" + epoch);
    }

    /** The epoch whose move to its own folder was cut short, or after which no log was begun; -1 if there is none. */
    private int unfinishedEpoch() throws IOException {
        int last = -1;
        while (Files.exists(epochFolder(last + 1))) {
            last++;
        }
        if (last >= 0 && hasLog(directory)) {
            try (EventLogReader reader = EventLogReader.open(directory)) {
                return reader.epoch() == last ? last : -1;
            }
        }
        return last;
    }

    static boolean hasLog(Path directory) {
        return Files.exists(directory.resolve("log.meta"));
    }

    private void checkSameRun(LogRecovery recovery) throws IOException {
        final LogMetadata there = LogMetadata.read(directory);
        final LogMetadata here = RunLife.metadata(plan, there.epoch());
        String difference = null;
        if (!there.scenarioName().equals(here.scenarioName())) {
            difference = "scenario " + there.scenarioName() + ", not " + here.scenarioName();
        } else if (there.seed() != here.seed() || there.replication() != here.replication()) {
            difference = "seed " + there.seed() + ", replication " + there.replication() + ", not " + here.seed() + ", "
                    + here.replication();
        } else if (there.eventDetail() != here.eventDetail()) {
            difference = "detail " + there.eventDetail() + ", not " + here.eventDetail();
        } else if (!there.startedFrom().equals(here.startedFrom())) {
            difference = startOf(there) + ", not " + startOf(here);
        } else if (!there.scenario().equals(here.scenario())) {
            difference = "a scenario " + there.scenarioName() + " of another text";
        }
        if (difference != null) {
            throw new DifferentRunException(
                    "the log in " + directory + " is of another run: " + difference + "; name another folder");
        }
        final long reachedUs = reachedUs(recovery);
        if (reachedUs > plan.endUs()) {
            throw new DifferentRunException("the run in " + directory + " is past " + SimulatedDays.text(plan.endUs())
                    + " already: it has got to " + SimulatedDays.text(reachedUs) + "; give it more days");
        }
    }

    private static String startOf(LogMetadata run) {
        return run.startedFrom().isEmpty()
                ? "started from an empty line"
                : "started from snapshot " + run.startedFrom();
    }

    /** A snapshot is damaged, or of something else. */
    private static final class UnusableSnapshotException extends Exception {
        private static final long serialVersionUID = 1L;

        UnusableSnapshotException(String message, Throwable cause) {
            super(message, cause);
        }
    }
}
