/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.sim.experiment;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.function.BooleanSupplier;
import java.util.function.IntSupplier;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * Runs a study into its result file, from where the file ends. The result does not depend on the number of threads: replications
 * are taken in their order, the stopping rule looks at whole replications only, and what has run ahead of its decision is thrown
 * away. Only a budget of wall time is an exception.
 */
public final class StudyRunner {
    private static final long COMMIT_NANOS = 500_000_000;
    private static final int COMMIT_RUNS = 1000;

    private final Study study;
    private final ResultFile file;
    private final int threads;
    private final BooleanSupplier isStopped;
    private final LongSupplier clockNanos;

    /** Told about each run, on the thread of {@link StudyRunner#run}. */
    @FunctionalInterface
    public interface Progress {
        /**
         * @param runs that are done, of all points: one replication of a study of many points can take long.
         * @param expected runs that it will take, as far as that can be told.
         * @param precision reached so far, in words: of the targets, else of a cycle time.
         */
        void at(int runs, IntSupplier expected, Supplier<String> precision);
    }

    /**
     * @param isStopped asked from several threads; once true, the study ends and can be resumed.
     * @param clockNanos wall time for budgets, and for how often results are made durable.
     */
    public StudyRunner(Study study, ResultFile file, int threads, BooleanSupplier isStopped, LongSupplier clockNanos) {
        this.study = study;
        this.file = file;
        this.threads = threads;
        this.isStopped = isStopped;
        this.clockNanos = clockNanos;
    }

    /**
     * Runs what is missing.
     *
     * @throws IOException if the file can't be written.
     * @throws UnknownFigureException for a target whose figure is none.
     */
    public StudyEnd run(StoppingRule rule, Progress progress) throws IOException, InterruptedException {
        final PrecisionTracker tracker =
                new PrecisionTracker(rule, study.points().size());
        final int done = file.replications();
        if (!rule.targets().isEmpty()) {
            recall(tracker, rule.targets(), done);
        }
        if (tracker.isMet() || done >= rule.mostReplications()) {
            return end(rule, tracker, done, false);
        }
        final Taking taking = new Taking(rule, tracker, done, progress);
        try (ReplicationPool pool = new ReplicationPool(threads, isStopped)) {
            pool.run(new Orders(done, rule.mostReplications()), taking::take);
        } catch (UncheckedIOException e) {
            throw e.getCause();
        } finally {
            taking.commit();
        }
        return end(rule, tracker, taking.replications, taking.isOutOfTime);
    }

    /**
     * Makes sure that this version of the program goes on with the same twin as the one that began the file: repeats the first
     * replication of each point where the versions differ.
     *
     * @throws DifferentStudyException if a log is another one.
     */
    public void checkVersion(String version, String commit) {
        final Results.StudyRow begun = file.study();
        if (file.replications() == 0
                || begun.version().equals(version) && begun.commit().equals(commit)) {
            return;
        }
        final ReplicationRunner runner = new ReplicationRunner(isStopped);
        for (final Point point : study.points()) {
            final Replication repeated = runner.run(point, 0, 1);
            if (repeated != null && !repeated.logHash().equals(file.logHash(point.number(), 0))) {
                throw new DifferentStudyException("the study was begun by version " + begun.version() + " ("
                        + begun.commit() + "), which gives another log than this one for replication 0 of "
                        + point.scenario() + "; go on with that version, or name another file with --out");
            }
        }
    }

    /** Feeds a tracker with what the file holds. */
    private void recall(PrecisionTracker tracker, List<Precision> targets, int done) {
        final List<Map<String, double[]>> observations = new ArrayList<>();
        for (final Point point : study.points()) {
            final Map<String, double[]> ofPoint = new LinkedHashMap<>();
            for (final Precision target : targets) {
                final double[] values = file.observations(point.number(), target.figure());
                if (values.length > 0) {
                    ofPoint.put(target.figure(), values);
                } else if (done > 0) {
                    throw new UnknownFigureException(target.figure(), file.figures(point.number()));
                }
            }
            observations.add(ofPoint);
        }
        for (int replication = 0; replication < done; replication++) {
            final List<Map<String, Double>> responses = new ArrayList<>();
            for (final Map<String, double[]> ofPoint : observations) {
                final Map<String, Double> values = new LinkedHashMap<>();
                for (final Map.Entry<String, double[]> figure : ofPoint.entrySet()) {
                    values.put(figure.getKey(), figure.getValue()[replication]);
                }
                responses.add(values);
            }
            tracker.add(responses);
        }
    }

    private StudyEnd end(StoppingRule rule, PrecisionTracker tracker, int replications, boolean isOutOfTime) {
        final String count = replications + (replications == 1 ? " replication" : " replications");
        if (tracker.isMet()) {
            return new StudyEnd(
                    StudyEnd.Cause.PRECISION, "precision reached after " + count + ": " + tracker.reached());
        }
        final String reached = rule.targets().isEmpty() ? "" : "; precision not reached: " + tracker.reached();
        if (isOutOfTime) {
            return new StudyEnd(StudyEnd.Cause.TIME_BUDGET, "ended by the budget of time after " + count + reached);
        }
        if (replications < rule.mostReplications()) {
            return new StudyEnd(StudyEnd.Cause.STOPPED, "stopped after " + count + reached);
        }
        return rule.isBudget()
                ? new StudyEnd(StudyEnd.Cause.RUN_BUDGET, "ended by the budget of runs after " + count + reached)
                : new StudyEnd(
                        StudyEnd.Cause.REPLICATIONS,
                        replications == rule.mostReplications()
                                ? count + ", as asked for"
                                : count + " are there already, " + rule.mostReplications() + " were asked for");
    }

    /** All runs that may be needed: of each replication all points. */
    private final class Orders implements Iterator<ReplicationPool.Order> {
        private final int end;
        private int replication;
        private int point;

        Orders(int first, int end) {
            this.replication = first;
            this.end = end;
        }

        @Override
        public boolean hasNext() {
            return replication < end;
        }

        @Override
        public ReplicationPool.Order next() {
            if (!hasNext()) {
                throw new NoSuchElementException();
            }
            final ReplicationPool.Order order =
                    new ReplicationPool.Order(study.points().get(point), replication, study.batches());
            point++;
            if (point == study.points().size()) {
                point = 0;
                replication++;
            }
            return order;
        }
    }

    /** Takes results in their order. */
    private final class Taking {
        private final StoppingRule rule;
        private final PrecisionTracker tracker;
        private final Progress progress;
        private final long startNanos = clockNanos.getAsLong();
        private final List<Replication> together = new ArrayList<>();
        private int replications;
        private long committedNanos = startNanos;
        private int uncommitted;
        private boolean isOutOfTime;
        private PrecisionTracker watched;

        Taking(StoppingRule rule, PrecisionTracker tracker, int done, Progress progress) {
            this.rule = rule;
            this.tracker = tracker;
            this.watched = tracker;
            this.replications = done;
            this.progress = progress;
        }

        boolean take(Replication result) {
            together.add(result);
            if (together.size() < study.points().size()) {
                tell();
                return true;
            }
            // First, so that an unknown figure ends the study before anything is written.
            final List<Map<String, Double>> responses =
                    together.stream().map(Replication::responses).toList();
            tracker.add(responses);
            watch(responses);
            try {
                for (final Replication one : together) {
                    file.append(one);
                }
                together.clear();
                replications++;
                uncommitted++;
                if (uncommitted >= COMMIT_RUNS || clockNanos.getAsLong() - committedNanos >= COMMIT_NANOS) {
                    commit();
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            if (tracker.isMet()) {
                return false;
            }
            isOutOfTime = clockNanos.getAsLong() - startNanos >= rule.mostNanos();
            tell();
            return !isOutOfTime && !isStopped.getAsBoolean();
        }

        private void tell() {
            final int points = study.points().size();
            progress.at(replications * points + together.size(), () -> expected() * points, watched::reached);
        }

        /** Without targets somebody who waits sees the precision of a cycle time. */
        private void watch(List<Map<String, Double>> responses) {
            if (!rule.targets().isEmpty()) {
                return;
            }
            if (watched == tracker) {
                final List<Precision> cycleTime = List.of(Precision.of(watchedFigure(responses) + " +-1%"));
                watched = new PrecisionTracker(
                        new StoppingRule(cycleTime, rule.confidence(), 1, true, Long.MAX_VALUE),
                        study.points().size());
                if (study.batches() == 1) {
                    recall(watched, cycleTime, replications);
                }
            }
            watched.add(responses);
        }

        /** A cycle time that all points have: their lot classes may differ. */
        private static String watchedFigure(List<Map<String, Double>> responses) {
            return responses.get(0).keySet().stream()
                    .filter(figure -> figure.endsWith(".cycleTimeDays.mean"))
                    .filter(figure -> responses.stream().noneMatch(point -> point.getOrDefault(figure, Double.NaN)
                            .isNaN()))
                    .findFirst()
                    .orElse("wip.lots.mean");
        }

        private int expected() {
            if (rule.targets().isEmpty() || replications < 3) {
                return rule.mostReplications();
            }
            return (int) Math.min(
                    rule.mostReplications(),
                    Math.max(StoppingRule.LEAST_REPLICATIONS, Math.ceil(replications * tracker.shortOf())));
        }

        void commit() throws IOException {
            file.commit();
            uncommitted = 0;
            committedNanos = clockNanos.getAsLong();
        }
    }
}
