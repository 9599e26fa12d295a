/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.sim.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.fabtwin.sim.experiment.Point;
import org.fabtwin.sim.experiment.StoppingRule;
import org.fabtwin.sim.experiment.Study;
import org.fabtwin.sim.experiment.StudyEnd;
import org.fabtwin.sim.experiment.StudyReport;
import org.fabtwin.sim.experiment.Warmup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code fab replicate}: a scenario's figures with confidence. */
@Command(
        name = "replicate",
        description = {
            "Run a scenario many times and print each figure's mean with its confidence interval, and its quantiles. The results go "
                    + "to a DuckDB file; the same command goes on where an earlier one ended, was stopped (Ctrl-C) or killed. They "
                    + "don't depend on the number of threads."
        },
        footer = {
            "%nExamples:",
            "  fab replicate minifab --replications 50",
            "  fab replicate minifab --until 'classes.Pa.cycleTimeDays.mean +-1%%' --budget '200 runs' --warmup auto",
            "  fab replicate minifab --batches 30 --days 4000 --warmup auto --figure 'classes.*.cycleTimeDays.mean'",
            "  fab query minifab-replicate.duckdb \"select figure, avg(value) from responses group by figure\""
        })
public final class ReplicateCommand implements Subcommand {
    private static final int DEFAULT_REPLICATIONS = 20;

    @Parameters(paramLabel = "SCENARIO", description = "A bundled scenario ('fab scenarios' lists them) or a file.")
    private String scenario;

    @Option(
            names = "--set",
            paramLabel = "PATH=VALUE",
            description = "Change a parameter ('fab params' lists them); may be given several times.")
    private List<String> changes = new ArrayList<>();

    @Option(
            names = "--batches",
            paramLabel = "N",
            defaultValue = "1",
            description =
                    "Batch means: one long run, whose time after the warm-up is cut into N batches (2 to 1000). Their lag-1 "
                            + "autocorrelation is reported: batches that are too short depend on each other.")
    private int batches;

    @Option(
            names = "--figure",
            paramLabel = "FIGURE",
            description = "Print only figures like this (* stands for anything); may be given several times.")
    private List<String> figures = new ArrayList<>();

    @Option(names = "--out", paramLabel = "FILE", description = "Result file. Default: <scenario>-replicate.duckdb.")
    private Path out;

    @Mixin
    private StudyOptions options;

    @Mixin
    private OutputOptions output;

    @Override
    public Integer call() throws IOException, InterruptedException {
        final StoppingRule rule = rule();
        final PointReader reader = new PointReader(options, output);
        final Point point = reader.read(0, "A", asked(scenario, changes), scenario, changes, options.seed());
        final Path file = out == null ? StudySession.defaultFile(point.name(), "replicate") : out;
        try (StopSignal stop = StopSignal.listen()) {
            final List<Point> points =
                    reader.withWarmup(List.of(point), batches > 1 ? 1 : Warmup.PILOTS, file, stop::isWanted);
            if (points == null) {
                return ExitCode.INTERRUPTED;
            }
            final StudyEnd end = new StudySession(output, stop)
                    .run(
                            new Study("replicate", points, batches),
                            file,
                            rule,
                            options.threads(),
                            (results, ended) -> print(StudyReport.of(results, 0, options.confidence(), ended)));
            output.result().flush();
            output.remarks().flush();
            return end.cause() == StudyEnd.Cause.STOPPED ? ExitCode.INTERRUPTED : ExitCode.OK;
        }
    }

    private StoppingRule rule() {
        if (batches < 1 || batches > 1000) {
            throw new CommandFailure(ExitCode.USAGE, "--batches: found " + batches + ", expected 1 to 1000");
        }
        final StoppingRule rule = options.rule(batches > 1 ? 1 : DEFAULT_REPLICATIONS);
        if (batches > 1 && (rule.mostReplications() > 1 || !rule.targets().isEmpty())) {
            throw new CommandFailure(
                    ExitCode.USAGE,
                    "--batches cuts one run; leave --replications and --until out, make the run longer");
        }
        return rule;
    }

    /** A scenario and its changes, as they would be written on a command line. */
    static String asked(String scenario, List<String> changes) {
        final StringBuilder text = new StringBuilder(scenario);
        for (final String change : changes) {
            text.append(" --set ").append(change.indexOf(' ') < 0 ? change : "'" + change + "'");
        }
        return text.toString();
    }

    private void print(StudyReport report) {
        if (output.json()) {
            output.result().println(report.toJson());
        } else {
            new StudyText(report, figures, output.result()).print();
        }
    }
}
