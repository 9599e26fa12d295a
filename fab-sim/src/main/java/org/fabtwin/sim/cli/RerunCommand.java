/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.sim.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.fabtwin.core.line.Line;
import org.fabtwin.core.line.LineCompiler;
import org.fabtwin.core.log.EventLogConfig;
import org.fabtwin.sim.experiment.Point;
import org.fabtwin.sim.experiment.ReplicationRunner;
import org.fabtwin.sim.experiment.Results;
import org.fabtwin.sim.kpi.RunFigures;
import org.fabtwin.sim.run.DifferentRunException;
import org.fabtwin.sim.run.LineRun;
import org.fabtwin.sim.run.RunPlan;
import org.fabtwin.sim.run.WarmStart;
import org.fabtwin.sim.scenario.Scenario;
import org.fabtwin.sim.scenario.ScenarioException;
import org.fabtwin.sim.scenario.ScenarioReader;
import org.fabtwin.sim.scenario.ScenarioSource;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code fab rerun}: one run of a study again, with its log. */
@Command(
        name = "rerun",
        description = {
            "Run one replication of a study again, keep its event log, and compare the log's hash with that of the study: from what "
                    + "the result file holds, the scenario's text included."
        },
        footer = {
            "%nEnds with 0 when the log is the same, 1 when it is not.",
            "%nExample:",
            "  fab rerun minifab-replicate.duckdb --replication 7 --log runs/7"
        })
public final class RerunCommand implements Subcommand {
    @Parameters(paramLabel = "RESULT", description = "Result file of 'fab replicate' and the like.")
    private Path file;

    @Option(names = "--replication", paramLabel = "R", required = true, description = "Which, from 0.")
    private int replication;

    @Option(
            names = "--point",
            paramLabel = "P",
            defaultValue = "0",
            description = "Of which point, by number or label (0 or A for the first). Default: ${DEFAULT-VALUE}.")
    private String pointName;

    @Option(names = "--log", paramLabel = "DIR", required = true, description = "Folder for the event log.")
    private Path directory;

    @Mixin
    private OutputOptions output;

    @Override
    public Integer call() throws IOException {
        final String expected;
        final Results.StudyRow study;
        final Results.PointRow row;
        try (Results results = Results.open(file)) {
            study = results.study();
            row = point(results);
            expected = results.logHash(row.point(), replication);
            if (expected == null) {
                throw new CommandFailure(
                        ExitCode.USAGE,
                        "--replication: found " + replication + ", the study has 0 to "
                                + (results.replications(row.point()) - 1));
            }
        }
        final String here = new BuildInfo().version() + " " + new BuildInfo().commit();
        final String there = study.version() + " " + study.commit();
        if (!here.equals(there)) {
            output.remarks().println("fab: the study is of version " + there + ", this is " + here);
        }
        final RunFigures figures = run(row, here);
        output.remarks().println("fab: event log in " + directory);
        if (output.json()) {
            output.result().println(figures.toJson());
        } else {
            new FiguresText(figures, output.result()).print();
            output.result().println();
            output.result()
                    .println(
                            figures.logHash().equals(expected)
                                    ? "the same log as in the study: hash " + expected
                                    : "another log: hash " + figures.logHash() + ", the study's is " + expected);
        }
        return figures.logHash().equals(expected) ? ExitCode.OK : ExitCode.REFUSED;
    }

    private Results.PointRow point(Results results) {
        for (final Results.PointRow row : results.points()) {
            if (pointName.equals(row.label()) || pointName.equals(Integer.toString(row.point()))) {
                return row;
            }
        }
        throw new CommandFailure(
                ExitCode.USAGE,
                "--point: found " + pointName + ", the study has "
                        + String.join(
                                ", ",
                                results.points().stream()
                                        .map(row -> row.point() + " (" + row.label() + ")")
                                        .toList()));
    }

    /** The line that the study's runs started from, made anew if need be: the same version makes the same. */
    private WarmStart warmStart(Results.PointRow row, Scenario scenario, Line line) throws IOException {
        final WarmStart start = LineOptions.warmStart(scenario, line, output.remarks());
        if (!start.hash().equals(row.startedFrom())) {
            throw new CommandFailure(
                    ExitCode.REFUSED,
                    "the study started from snapshot " + row.startedFrom() + ", this version makes " + start.hash());
        }
        return start;
    }

    private RunFigures run(Results.PointRow row, String codeVersion) throws IOException {
        final Scenario scenario;
        try {
            scenario = ScenarioReader.read(ScenarioSource.of(row.name(), row.text()), List.of());
        } catch (ScenarioException e) {
            throw new CommandFailure(
                    ExitCode.REFUSED, "this version can't read the study's scenario: " + e.getMessage(), e);
        }
        final Line line = LineCompiler.compile(scenario.definition());
        final Point point = new Point(
                row.point(),
                row.label(),
                row.scenario(),
                row.name(),
                row.text(),
                line,
                row.seed(),
                row.warmupUs(),
                row.warmupFrom(),
                row.endUs(),
                row.startedFrom().isEmpty() ? null : warmStart(row, scenario, line));
        final RunPlan plan = ReplicationRunner.plan(
                point, replication, EventLogConfig.keptIn(directory), System.currentTimeMillis(), codeVersion);
        try (StopSignal stop = StopSignal.listen();
                LineRun run = LineRun.start(plan);
                RunProgress progress = RunProgress.start(row.name(), row.endUs())) {
            run.fold();
            final long startNs = System.nanoTime();
            while (run.advance()) {
                progress.at(run.nowUs() - point.startUs());
                if (stop.isWanted()) {
                    throw new CommandFailure(ExitCode.INTERRUPTED, "stopped; the same command goes on from there");
                }
            }
            final RunFigures figures = run.figures((System.nanoTime() - startNs) / 1e9);
            if (!run.keepLog()) {
                throw new CommandFailure(ExitCode.IO, "the disk has no room for the end of the log");
            }
            return figures;
        } catch (DifferentRunException e) {
            throw new CommandFailure(ExitCode.USAGE, e.getMessage(), e);
        }
    }
}
