/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.sim.run;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;
import org.fabtwin.core.line.Line;
import org.fabtwin.core.log.EventLog;
import org.fabtwin.core.log.EventLogReader;
import org.fabtwin.core.log.Journal;
import org.fabtwin.core.log.LogMetadata;
import org.fabtwin.core.twin.CommandInbox;
import org.fabtwin.core.twin.TwinView;
import org.fabtwin.fold.FoldedTwin;
import org.fabtwin.sim.kpi.RunFigures;

/**
 * One run of a line: a twin, its event log, and the figures' reader, which is polled inline. Single-threaded; the caller's
 * thread is the twin's.
 *
 * <p>A plan whose log folder holds a log of the same line, seed and replication goes on where that one ended, in the same epoch
 * ({@link Resumption}). If what it repeats is not what the log holds, it repeats all from the origin; if that isn't either, it
 * begins a new epoch.
 */
public final class LineRun implements AutoCloseable {
    /** Records after which the figures are read and {@link #advance} returns. */
    public static final int RECORDS_PER_POLL = 1024;
    /** Log bytes between two snapshots that suit most runs. */
    public static final long DEFAULT_SNAPSHOT_BYTES = Snapshots.DEFAULT_EVERY_BYTES;

    private final RunPlan plan;
    private final Resumption resumption;
    private final Consumer<String> remarks;
    private RunLife life;
    private boolean isBetweenInstants = true;
    private boolean ended;
    private boolean isToBeFolded;

    private LineRun(RunPlan plan, Resumption resumption, Consumer<String> remarks, RunLife life) {
        this.plan = plan;
        this.resumption = resumption;
        this.remarks = remarks;
        this.life = life;
    }

    /** As {@link #start(RunPlan, long, Consumer)}, with the default for snapshots and without remarks. */
    public static LineRun start(RunPlan plan) throws IOException {
        return start(plan, DEFAULT_SNAPSHOT_BYTES, remark -> {});
    }

    /**
     * Opens or resumes the log; the line stands at the origin or at a snapshot.
     *
     * @param snapshotEveryBytes log bytes between two snapshots of a kept log; with the default a large snapshot is rarer.
     * @param remarks told in words what becomes of a log that is there, and of snapshots that fail.
     * @throws IOException if the log can't be read or written.
     * @throws DifferentRunException if the log's folder holds another run.
     */
    public static LineRun start(RunPlan wanted, long snapshotEveryBytes, Consumer<String> remarks) throws IOException {
        final Path directory = wanted.log().directory();
        final RunPlan plan = asItStarted(wanted, directory);
        final Resumption resumption = new Resumption(plan, snapshotEveryBytes, remarks);
        final RunLife life =
                directory != null && (Resumption.hasLog(directory) || Files.exists(directory.resolve("epoch-0")))
                        ? resumption.resume(true)
                        : fresh(plan, snapshotEveryBytes);
        return new LineRun(plan, resumption, remarks, life);
    }

    /** A run that is there already goes on from the snapshot beside it, should the one at hand have been made anew. */
    private static RunPlan asItStarted(RunPlan wanted, Path directory) throws IOException {
        if (directory == null || wanted.warmStart() == null || !Resumption.hasLog(directory)) {
            return wanted;
        }
        final String hash = LogMetadata.read(directory).startedFrom();
        return hash.isEmpty() ? wanted : wanted.from(WarmStart.beside(directory, hash));
    }

    /**
     * Gives the line code of its own ({@link FoldedTwin}), for a run so long that compiling it pays: a second or more. Call between two
     * calls of {@link #advance}. The property {@code fab.fold=false} leaves it on the code that all lines share.
     */
    public void fold() {
        isToBeFolded = !"false".equals(System.getProperty("fab.fold"));
        foldLife();
    }

    private void foldLife() {
        if (isToBeFolded) {
            FoldedTwin.fold(life.twin());
        }
    }

    private static RunLife fresh(RunPlan plan, long snapshotEveryBytes) throws IOException {
        final EventLog log = EventLog.create(plan.log());
        final Journal journal =
                plan.log().isKept() ? Journal.open(log.directory(), plan.log().durability()) : null;
        return RunLife.fromOrigin(plan, log, journal, plan.commands(), snapshotEveryBytes, false);
    }

    /**
     * Simulates a stretch: until about {@link #RECORDS_PER_POLL} records are written or the run ends. Between two calls the line
     * is between two instants.
     *
     * @return false when the run's end is reached.
     * @throws org.fabtwin.core.log.LogStoppedException when the log can take no more.
     */
    public boolean advance() {
        return advance(plan.endUs());
    }

    /**
     * As {@link #advance()}, but not beyond a simulated time within the run.
     *
     * @return false when that time is reached: all that happens up to and at it has happened.
     */
    public boolean advance(long limitUs) {
        if (ended) {
            return false;
        }
        isBetweenInstants = false;
        final long boundUs = Math.min(plan.endUs(), limitUs);
        final long untilUs =
                Math.min(boundUs, life.commands().offerTo(life.twin().inbox()));
        final boolean isDone = life.twin().advance(untilUs, RECORDS_PER_POLL) && untilUs == boundUs;
        isBetweenInstants = true;
        if (life.log().mismatchPosition() >= 0) {
            repeatOtherwise();
            return true;
        }
        poll();
        ended = isDone && boundUs == plan.endUs();
        if (life.snapshots() != null && life.snapshots().isDue(life.log().position())) {
            writeSnapshot();
        }
        return !isDone;
    }

    /**
     * Simulates a stretch of what a resumed run has behind it: up to the simulated time that its log and its journal had got to,
     * and not beyond. A new epoch is brought to the last command of the journal. Whoever hands commands in begins when this is
     * over: before, they could come between those of the journal.
     *
     * @return false when the line stands where it was; at once for a run that is not resumed.
     */
    public boolean repeat() {
        final long reachedUs = Math.min(plan.endUs(), life.reachedUs());
        if (life.twin().nowUs() < reachedUs) {
            advance(reachedUs);
            return true;
        }
        // The log has more than the line gives up to then: the next record differs from what is there.
        return life.log().isRegenerating() && advance();
    }

    private void writeSnapshot() {
        if (life.log().isRegenerating()) {
            return;
        }
        life.snapshots().write(life.twin(), life.log().position());
        final IOException failure = life.snapshots().takeFailure();
        if (failure != null) {
            remarks.accept("no snapshot at position " + life.log().position() + ": " + failure.getMessage());
        }
    }

    /** What the snapshot or the origin led to is not what the log holds. */
    private void repeatOtherwise() {
        final String place = life.log().epoch() + ":" + life.log().mismatchPosition() + " of the log in " + directory();
        final boolean isFromSnapshot = life.resumedFrom() > 0;
        life.close();
        try {
            if (isFromSnapshot) {
                remarks.accept("the snapshot leads to another record at " + place);
                life = resumption.resume(false);
            } else {
                life = resumption.startNewEpoch();
                remarks.accept("this version gives another record at " + place + ": epoch "
                        + life.log().epoch() + " begins; what was there is in " + directory() + "/epoch-"
                        + (life.log().epoch() - 1));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        foldLife();
    }

    private void poll() {
        int polled = life.reader().poll(life.figures(), Integer.MAX_VALUE);
        while (polled != 0) {
            // Until it has seen all; what a kept log has lost is said when it is opened.
            if (polled == EventLogReader.LOST && !plan.log().isKept()) {
                throw new IllegalStateException("an instant before " + SimulatedDays.text(nowUs())
                        + " wrote more records than the ring holds: it needs more segments");
            }
            polled = life.reader().poll(life.figures(), Integer.MAX_VALUE);
        }
    }

    /** The run's log, for readers on this thread. */
    EventLog log() {
        return life.log();
    }

    /** Another reader on this run's thread, from the log's beginning if it is opened before the first {@link #advance}. */
    public EventLogReader inlineReader() {
        return life.log().inlineReader();
    }

    /**
     * From the simulated time that was reached on, figures are of what happens from now on, as if the warm-up had ended here.
     * The counts of the whole run go on.
     */
    public void measureFromHere() {
        poll();
        life.figures().measureFrom(nowUs());
    }

    /** Simulated time up to which everything has happened. */
    public long nowUs() {
        return Math.max(plan.startUs(), life.twin().nowUs());
    }

    /** Where the log lies; null for a ring in memory. */
    public Path directory() {
        return life.log().directory();
    }

    /** Position from which a resumed run repeats what its log holds; -1 for a fresh one. */
    public long resumedFrom() {
        return life.resumedFrom();
    }

    /** Number of the log's life. */
    public int epoch() {
        return life.log().epoch();
    }

    /** Where commands enter. A resumed run takes others' only when it has been brought to where it was: see {@link #repeat}. */
    public CommandInbox inbox() {
        return life.twin().inbox();
    }

    /** Position after the last record: between two instants, that of the next one. */
    public long position() {
        return life.log().position();
    }

    /** What the line holds now, for reading between two instants: copy what is wanted, keep nothing. */
    public TwinView view() {
        return life.twin().view();
    }

    /** What the run depends on. */
    public RunPlan plan() {
        return plan;
    }

    /** The line it runs. */
    public Line line() {
        return plan.line();
    }

    /** Whether a command has paused the line: a paced run waits. */
    public boolean isPaused() {
        return life.twin().isPaused();
    }

    /** Whether the log asks to wait for room ({@code --on-full pause}). */
    public boolean isLogPaused() {
        return life.log().isPaused();
    }

    /** CRC32C of the log so far. */
    public int logHash() {
        return life.log().hash();
    }

    /**
     * The figures as of now; while a resumed run repeats what its log holds, as of what the reader has read ahead there.
     *
     * @param wallSeconds null where nobody measured.
     */
    public RunFigures figures(Double wallSeconds) {
        poll();
        final long asOfUs = Math.max(nowUs(), life.figures().lastTimeUs());
        return life.figures()
                .figures(
                        asOfUs,
                        wallSeconds,
                        life.twin().calendarEvents(),
                        life.log().hash());
    }

    /** Waits until all of the log is kept; false when there is no room for it. A run that keeps no log has nothing to wait for. */
    public boolean keepLog() {
        return life.log().flush();
    }

    /** Ends the log in order, with a snapshot of where it ends: more days go on from there. */
    @Override
    public void close() {
        if (isBetweenInstants
                && life.snapshots() != null
                && !life.log().isStopped()
                && life.snapshots().isBehind(life.log().position())) {
            writeSnapshot();
        }
        life.close();
    }
}
