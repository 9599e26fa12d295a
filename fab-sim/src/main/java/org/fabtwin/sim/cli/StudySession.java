/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.sim.cli;

import java.io.IOException;
import java.nio.file.Path;
import org.fabtwin.sim.experiment.DifferentStudyException;
import org.fabtwin.sim.experiment.ResultFile;
import org.fabtwin.sim.experiment.StoppingRule;
import org.fabtwin.sim.experiment.Study;
import org.fabtwin.sim.experiment.StudyEnd;
import org.fabtwin.sim.experiment.StudyRunner;
import org.fabtwin.sim.experiment.UnknownFigureException;

/** Runs a study for a command: opens or goes on with its result file, shows progress, stops when the user wants. */
final class StudySession {
    private final OutputOptions output;
    private final StopSignal stop;

    StudySession(OutputOptions output, StopSignal stop) {
        this.output = output;
        this.stop = stop;
    }

    /** What to do with the results while the file is open. */
    @FunctionalInterface
    interface Report {
        void print(ResultFile file, StudyEnd end) throws IOException;
    }

    /** Where a study's results go when nobody says: in the working folder. */
    static Path defaultFile(String scenario, String kind) {
        return Path.of(scenario.replaceAll("[^A-Za-z0-9._-]+", "-") + "-" + kind + ".duckdb");
    }

    /**
     * Runs what is missing, then reports.
     *
     * @param out null: the results are kept in memory alone.
     * @return how it ended.
     */
    StudyEnd run(Study study, Path out, StoppingRule rule, int threads, Report report)
            throws IOException, InterruptedException {
        final BuildInfo build = new BuildInfo();
        try (ResultFile file = ResultFile.open(out, study, build.version(), build.commit())) {
            final int done = file.replications();
            if (out != null) {
                output.remarks()
                        .println("fab: results in " + out
                                + (done > 0 ? ", which holds " + done + " replications already" : ""));
            }
            final StudyEnd end;
            final int points = study.points().size();
            try (StudyProgress progress = StudyProgress.start(
                    study.points().get(0).name(), done * points, rule.mostReplications() * points)) {
                final StudyRunner runner = new StudyRunner(study, file, threads, stop::isWanted, System::nanoTime);
                runner.checkVersion(build.version(), build.commit());
                end = runner.run(rule, progress);
            }
            if (file.replications() > 0) {
                report.print(file, end);
            }
            if (end.cause() == StudyEnd.Cause.STOPPED && out != null) {
                output.remarks().println("fab: " + end.words() + "; the same command goes on from there");
            }
            return end;
        } catch (DifferentStudyException | UnknownFigureException e) {
            throw new CommandFailure(ExitCode.USAGE, e.getMessage(), e);
        }
    }
}
