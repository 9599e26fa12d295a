/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.sim.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.fabtwin.core.line.Line;
import org.fabtwin.core.log.EventLogConfig;
import org.fabtwin.sim.experiment.Point;
import org.fabtwin.sim.experiment.ReplicationRunner;
import org.fabtwin.sim.experiment.Results;
import org.fabtwin.sim.experiment.Warmup;
import org.fabtwin.sim.run.RunPlan;
import org.fabtwin.sim.run.SimulatedDays;
import org.fabtwin.sim.run.WarmStart;
import org.fabtwin.sim.scenario.Scenario;
import org.fabtwin.sim.scenario.ScenarioException;
import org.fabtwin.sim.scenario.ScenarioReader;

/** Makes the points of a study from what a command line names. */
final class PointReader {
    private final SimulatedTime days;
    private final WarmupOption warmup;
    private final boolean warm;
    private final OutputOptions output;
    /** Once for all points: they differ in what the study varies. */
    private boolean isShortTold;

    PointReader(SimulatedTime days, WarmupOption warmup, boolean warm, OutputOptions output) {
        this.days = days;
        this.warmup = warmup;
        this.warm = warm;
        this.output = output;
    }

    PointReader(StudyOptions options, OutputOptions output) {
        this(options.days(), options.warmup(), options.warm(), output);
        if (warm && warmup != null && warmup.isAuto()) {
            throw new CommandFailure(
                    ExitCode.USAGE,
                    "--warm and --warmup auto exclude each other: a working line has no warm-up to find");
        }
    }

    /**
     * Reads and compiles a scenario; its warm-up is that of the command line or its own, 0 while it is to be found.
     *
     * @param asked as somebody wrote it, for reports.
     * @param seed null: the scenario's.
     */
    Point read(int number, String label, String asked, String name, List<String> changes, Long seed) {
        final Scenario scenario;
        try {
            scenario = ScenarioReader.read(name, changes);
        } catch (ScenarioException e) {
            throw new CommandFailure(ExitCode.USAGE, e.getMessage(), e);
        }
        final long endUs = days == null ? scenario.daysUs() : days.us();
        if (endUs == 0) {
            throw new CommandFailure(ExitCode.USAGE, "--days: a run needs some simulated time");
        }
        long warmupUs = 0;
        String from = "--warmup";
        if (warmup == null && warm) {
            from = "none: from a working line";
        } else if (warmup == null) {
            from = "the scenario's";
            warmupUs = scenario.warmupUs();
            if (warmupUs >= endUs) {
                if (!isShortTold) {
                    isShortTold = true;
                    output.remarks()
                            .println("fab: the runs are not longer than the scenario's warm-up of "
                                    + SimulatedDays.text(warmupUs) + "; figures are of the whole runs");
                }
                warmupUs = 0;
                from = "none: the runs are shorter than the scenario's";
            }
        } else if (!warmup.isAuto()) {
            warmupUs = warmup.us();
            if (warmupUs >= endUs) {
                throw new CommandFailure(
                        ExitCode.USAGE,
                        "--warmup: " + SimulatedDays.text(warmupUs) + " leave nothing of " + SimulatedDays.text(endUs));
            }
        }
        final Line line = LineOptions.compiled(scenario);
        return new Point(
                number,
                label,
                asked,
                scenario.name(),
                scenario.text(),
                line,
                seed == null ? scenario.seed() : seed,
                warmupUs,
                from,
                endUs,
                warm ? warmStart(scenario, line, asked) : null);
    }

    private WarmStart warmStart(Scenario scenario, Line line, String asked) {
        if (scenario.warmStartUs() == 0) {
            throw new CommandFailure(
                    ExitCode.USAGE,
                    "--warm: " + asked + " has no warm start; its scenario says how long the empty line takes:"
                            + " line: {warmStart: 60 d}");
        }
        try {
            return LineOptions.warmStart(scenario, line, output.remarks());
        } catch (IOException e) {
            throw new CommandFailure(ExitCode.IO, "the warm start of " + asked + ": " + e.getMessage(), e);
        }
    }

    /**
     * The points with the warm-up that pilot runs find, where that was asked for: the longest of all points for all, so that the
     * same stretch of time is compared. Null when it was stopped.
     *
     * @param pilotRuns of each point.
     * @param results file of the study: what pilots found for the same points is not sought again; null for none.
     */
    List<Point> withWarmup(List<Point> points, int pilotRuns, Path results, BooleanSupplier isStopped)
            throws IOException {
        if (warmup == null || !warmup.isAuto()) {
            return points;
        }
        final List<Point> remembered = remembered(points, results);
        if (remembered != null) {
            return remembered;
        }
        output.remarks()
                .println("fab: looking for the warm-up in " + pilotRuns * points.size()
                        + (pilotRuns * points.size() == 1 ? " pilot run" : " pilot runs"));
        Warmup longest = null;
        for (final Point point : points) {
            final List<RunPlan> pilots = new ArrayList<>();
            for (int pilot = 0; pilot < pilotRuns; pilot++) {
                pilots.add(ReplicationRunner.plan(point, pilot, EventLogConfig.ringOnly(), 0, ""));
            }
            final Warmup found = Warmup.find(pilots, isStopped);
            if (found == null) {
                return null;
            }
            if (!found.isFound()) {
                throw new CommandFailure(
                        ExitCode.REFUSED, "--warmup auto: " + point.scenario() + ": " + found.reason());
            }
            longest = longest == null || found.us() > longest.us() ? found : longest;
        }
        final List<Point> settled = new ArrayList<>();
        for (final Point point : points) {
            settled.add(point.withWarmup(longest.us(), longest.reason()));
        }
        return settled;
    }

    /** With the warm-up that the study's file has; null if it has none, or is of other points. */
    private static List<Point> remembered(List<Point> points, Path results) throws IOException {
        if (results == null || !Files.exists(results)) {
            return null;
        }
        final List<Results.PointRow> rows;
        try (Results file = Results.open(results)) {
            rows = file.points();
        }
        final List<Point> settled = new ArrayList<>();
        for (int i = 0; i < points.size() && rows.size() == points.size(); i++) {
            final Point point = points.get(i);
            final Results.PointRow row = rows.get(i);
            if (row.text().equals(point.text())
                    && row.seed() == point.seed()
                    && row.endUs() == point.endUs()
                    && row.warmupFrom().startsWith(Warmup.FOUND)) {
                settled.add(point.withWarmup(row.warmupUs(), row.warmupFrom()));
            }
        }
        return settled.size() == points.size() ? settled : null;
    }
}
