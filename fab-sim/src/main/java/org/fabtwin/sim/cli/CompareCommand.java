/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.sim.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.fabtwin.sim.experiment.ComparisonReport;
import org.fabtwin.sim.experiment.Point;
import org.fabtwin.sim.experiment.ReplicationRunner;
import org.fabtwin.sim.experiment.StoppingRule;
import org.fabtwin.sim.experiment.Study;
import org.fabtwin.sim.experiment.StudyEnd;
import org.fabtwin.sim.experiment.Warmup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code fab compare}: which is better, by how much, and how sure. */
@Command(
        name = "compare",
        description = {
            "Compare scenarios, each run with the same random numbers, replication by replication: the difference of each figure with "
                    + "its interval, and a verdict in words. With several figures or alternatives all intervals hold together "
                    + "(Bonferroni). --until speaks of the differences to the first. The results go to a DuckDB file, as those of "
                    + "'fab replicate'."
        },
        footer = {
            "%nExamples:",
            "  fab compare minifab 'minifab --set tools.Me.setupTime=5'",
            "  fab compare minifab 'minifab --set \"dispatch.Me=[priority, fifo]\"' --until 'classes.Pa.cycleTimeDays.mean +-0.01 d'",
            "  fab compare A.yaml B.yaml C.yaml --figure 'classes.*.cycleTimeDays.p95' --all-pairs"
        })
public final class CompareCommand implements Subcommand {
    private static final int DEFAULT_REPLICATIONS = 20;
    private static final int MOST_ALTERNATIVES = 26;
    private static final String DEFAULT_FIGURES = "classes.*.cycleTimeDays.mean";

    @Parameters(
            paramLabel = "ALTERNATIVE",
            arity = "1..*",
            description =
                    "A scenario or, in quotes, a scenario with changes: \"minifab --set path=value\"; --seed gives it random "
                            + "numbers of its own. The first is what the others are compared with.")
    private List<String> alternatives;

    @Option(
            names = "--figure",
            paramLabel = "FIGURE",
            description = "Compare figures like this (* stands for anything); may be given several times. Default: "
                    + DEFAULT_FIGURES + ".")
    private List<String> figures = new ArrayList<>();

    @Option(names = "--all-pairs", description = "Compare each with each, not only with the first.")
    private boolean allPairs;

    @Option(
            names = "--out",
            paramLabel = "FILE",
            description = "Result file. Default: <first scenario>-compare.duckdb.")
    private Path out;

    @Mixin
    private StudyOptions options;

    @Mixin
    private OutputOptions output;

    @Override
    public Integer call() throws IOException, InterruptedException {
        final StoppingRule rule = options.rule(DEFAULT_REPLICATIONS);
        if (rule.mostReplications() < 2) {
            throw new CommandFailure(ExitCode.USAGE, "--replications: a comparison needs 2 or more");
        }
        final PointReader reader = new PointReader(options, output);
        final List<Point> read = points(reader);
        if (read.stream()
                .anyMatch(point -> point.endUs() != read.get(0).endUs()
                        || point.warmupUs() != read.get(0).warmupUs()
                        || point.startUs() != read.get(0).startUs())) {
            output.remarks()
                    .println(
                            "fab: the alternatives differ in length, warm-up or warm start; --days, --warmup and the same"
                                    + " line.warmStart make them alike");
        }
        final List<List<String>> named =
                read.stream().map(ReplicationRunner::figures).toList();
        if (named.get(0).stream().filter(this::isWanted).noneMatch(figure -> named.stream()
                .allMatch(all -> all.contains(figure)))) {
            throw noFigure();
        }
        final Path file = out == null ? StudySession.defaultFile(read.get(0).name(), "compare") : out;
        try (StopSignal stop = StopSignal.listen()) {
            final List<Point> points = reader.withWarmup(read, Warmup.PILOTS, file, stop::isWanted);
            if (points == null) {
                return ExitCode.INTERRUPTED;
            }
            final StudyEnd end = new StudySession(output, stop)
                    .run(
                            new Study("compare", points, 1),
                            file,
                            rule,
                            options.threads(),
                            (results, ended) -> print(ComparisonReport.of(
                                    results, this::isWanted, allPairs, options.confidence(), ended)));
            output.result().flush();
            output.remarks().flush();
            return end.cause() == StudyEnd.Cause.STOPPED ? ExitCode.INTERRUPTED : ExitCode.OK;
        }
    }

    private List<Point> points(PointReader reader) {
        if (alternatives.size() < 2 || alternatives.size() > MOST_ALTERNATIVES) {
            throw new CommandFailure(
                    ExitCode.USAGE,
                    "found " + alternatives.size() + " alternatives, expected 2 to " + MOST_ALTERNATIVES);
        }
        final List<Point> points = new ArrayList<>();
        for (final String text : alternatives) {
            final Alternative alternative = Alternative.of(text);
            final int number = points.size();
            points.add(reader.read(
                    number,
                    String.valueOf((char) ('A' + number)),
                    text,
                    alternative.scenario(),
                    alternative.changes(),
                    alternative.seed() == null ? options.seed() : alternative.seed()));
        }
        return points;
    }

    private boolean isWanted(String figure) {
        final List<String> patterns = figures.isEmpty() ? List.of(DEFAULT_FIGURES) : figures;
        return patterns.stream().anyMatch(pattern -> FigurePattern.matches(pattern, figure));
    }

    private CommandFailure noFigure() {
        return new CommandFailure(
                ExitCode.USAGE,
                "--figure: no figure that all alternatives have is like "
                        + String.join(", ", figures.isEmpty() ? List.of(DEFAULT_FIGURES) : figures)
                        + " ('fab run --json' shows them all)");
    }

    private void print(ComparisonReport report) {
        if (report.comparisons().isEmpty()) {
            throw noFigure();
        }
        if (output.json()) {
            output.result().println(report.toJson());
        } else {
            ComparisonText.print(report, output.result());
        }
    }
}
