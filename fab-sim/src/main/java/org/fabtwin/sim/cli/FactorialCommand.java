/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.sim.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.fabtwin.sim.capacity.StartScaling;
import org.fabtwin.sim.experiment.Cell;
import org.fabtwin.sim.experiment.Factor;
import org.fabtwin.sim.experiment.FactorialPlot;
import org.fabtwin.sim.experiment.FactorialReport;
import org.fabtwin.sim.experiment.FactorialReport.Expected;
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

/** {@code fab factorial}: all combinations of some levels, with the same random numbers. */
@Command(
        name = "factorial",
        description = {
            "Run all combinations of the levels of some factors (a full factorial experiment), each replication with the same random "
                    + "numbers in all of them. Before any run the load of each tool family is computed and shown, as far as ports allow; a line "
                    + "that fills up is a result, not an error. --load makes an operating curve; --size-to gives each combination "
                    + "as many tools as it needs. The results go to a DuckDB file, as those of 'fab replicate'."
        },
        footer = {
            "%nA factor is [NAME:]PATH[+PATH...]=VALUE,VALUE...: a path or selector as --set takes it, or several that take each value "
                    + "together; '-' leaves the scenario as it is.",
            "%nExamples:",
            "  fab factorial line2nm-pilot --vary carrier.size=1,5,25 --vary carrier.handoff=held,buffered,direct --plots plots",
            "  fab factorial line2nm-pilot --vary carrier.size=1,5,25 --size-to 85 --x tools --plots plots",
            "  fab factorial line2nm-6k --load 70,75,80,85,90,95 --figure 'classes.*.flowFactor' --plots plots",
            "  fab factorial line2nm-pilot --vary 'sampling:steps.*.OCD-*.sampling+steps.*.OVL-*.sampling=20 %%,-' "
                    + "--vary metrology.*.release=carrier,wafer --figure products.mobile.loss.parametric"
        })
public final class FactorialCommand implements Subcommand {
    private static final int DEFAULT_REPLICATIONS = 5;
    private static final int MOST_CELLS = 200;
    private static final List<String> DEFAULT_FIGURES = List.of("classes.*.cycleTimeDays.mean", "wip.mean");

    @Parameters(paramLabel = "SCENARIO", description = "A built-in name or a path.")
    private String scenario;

    @Option(
            names = "--set",
            paramLabel = "PATH=VALUE",
            description = "Change the scenario in all combinations; may be given several times.")
    private List<String> changes = new ArrayList<>();

    @Option(
            names = "--vary",
            paramLabel = "FACTOR",
            description = "A factor and its levels; may be given several times.")
    private List<String> varied = new ArrayList<>();

    @Option(
            names = "--load",
            paramLabel = "P,P,...",
            split = ",",
            description =
                    "A factor more: all starts scaled so that the busiest family is loaded to so many percent, setups apart.")
    private List<Double> loads = new ArrayList<>();

    @Option(
            names = "--size-to",
            paramLabel = "PERCENT",
            description =
                    "Give each combination as many tools of each family as keep it within that load, ports and setups included.")
    private Double sizeTo;

    @Option(
            names = "--figure",
            paramLabel = "PATTERN",
            description =
                    "Figures to report, * for any part; may be given several times. Default: cycle time of each class, WIP.")
    private List<String> figures = new ArrayList<>();

    @Option(
            names = "--x",
            paramLabel = "FACTOR|tools",
            description =
                    "What stands along the axis of the plots. Default: the first factor whose levels are numbers.")
    private String axis;

    @Option(
            names = "--plots",
            paramLabel = "DIR",
            description = "Write an SVG of each figure, and the cells and loads as CSV, into this folder.")
    private Path plots;

    @Option(
            names = "--out",
            paramLabel = "FILE",
            description = "Result file, with which the experiment can go on. Default: <scenario>-factorial.duckdb.")
    private Path out;

    @Mixin
    private StudyOptions options;

    @Mixin
    private OutputOptions output;

    @Override
    public Integer call() throws IOException, InterruptedException {
        final StoppingRule rule = options.rule(DEFAULT_REPLICATIONS);
        final List<Factor> factors = factors();
        final double combinations =
                factors.stream().mapToDouble(factor -> factor.values().size()).reduce(1, (a, b) -> a * b);
        if (combinations > MOST_CELLS) {
            throw new CommandFailure(
                    ExitCode.USAGE,
                    "found " + StartScaling.plain(combinations) + " combinations, expected " + MOST_CELLS + " at most");
        }
        final List<Cell> cells = Cell.all(factors);
        final CellPlanner planner = new CellPlanner(scenario, changes, factors, !loads.isEmpty(), sizeTo);
        final PointReader reader = new PointReader(options, output);
        final List<Point> read = new ArrayList<>();
        final List<Expected> expected = new ArrayList<>();
        for (final Cell cell : cells) {
            final CellPlanner.Plan plan = planner.plan(cell);
            expected.add(plan.expected());
            read.add(reader.read(
                    read.size(), cell.label(), asked(plan.changes()), scenario, plan.changes(), options.seed()));
        }
        if (read.stream()
                .noneMatch(point -> ReplicationRunner.figures(point).stream().anyMatch(this::isWanted))) {
            throw noFigure();
        }
        FactorialText.printLoads(factors, cells, expected, output.remarks());
        final Path file = out == null ? StudySession.defaultFile(read.get(0).name(), "factorial") : out;
        try (StopSignal stop = StopSignal.listen()) {
            final List<Point> points = reader.withWarmup(read, Warmup.PILOTS, file, stop::isWanted);
            if (points == null) {
                return ExitCode.INTERRUPTED;
            }
            final StudyEnd end = new StudySession(output, stop)
                    .run(
                            new Study("factorial", points, 1),
                            file,
                            rule,
                            options.threads(),
                            (results, ended) -> print(FactorialReport.of(
                                    results, factors, cells, expected, this::isWanted, options.confidence(), ended)));
            output.result().flush();
            output.remarks().flush();
            return end.cause() == StudyEnd.Cause.STOPPED ? ExitCode.INTERRUPTED : ExitCode.OK;
        }
    }

    private String asked(List<String> all) {
        final StringBuilder text = new StringBuilder(scenario);
        all.forEach(change -> text.append(" --set ").append(change));
        return text.toString();
    }

    private List<Factor> factors() {
        final List<Factor> factors = new ArrayList<>();
        try {
            for (final String text : varied) {
                factors.add(Factor.of(text));
            }
            if (!loads.isEmpty()) {
                factors.add(new Factor(
                        CellPlanner.LOAD,
                        List.of(),
                        loads.stream().map(this::percent).toList()));
            }
        } catch (IllegalArgumentException e) {
            throw new CommandFailure(ExitCode.USAGE, "--vary: " + e.getMessage(), e);
        }
        if (factors.isEmpty()) {
            throw new CommandFailure(ExitCode.USAGE, "nothing varies: give --vary or --load");
        }
        if (factors.stream().map(Factor::name).distinct().count() != factors.size()) {
            throw new CommandFailure(ExitCode.USAGE, "--vary: two factors have the same name");
        }
        if (sizeTo != null && !(sizeTo > 0 && sizeTo < 100)) {
            throw new CommandFailure(
                    ExitCode.USAGE, "--size-to: found " + sizeTo + ", expected a percentage above 0 and below 100");
        }
        if (sizeTo != null && !loads.isEmpty()) {
            throw new CommandFailure(ExitCode.USAGE, "--load and --size-to exclude each other: both set the load");
        }
        if (axis != null
                && !axis.equals(FactorialPlot.TOOLS)
                && factors.stream().noneMatch(factor -> factor.name().equals(axis))) {
            throw new CommandFailure(
                    ExitCode.USAGE,
                    "--x: found " + axis + ", expected " + FactorialPlot.TOOLS + " or one of "
                            + factors.stream().map(Factor::name).toList());
        }
        return factors;
    }

    private String percent(double load) {
        if (!(load > 0 && load < 200)) {
            throw new IllegalArgumentException(
                    "--load: found " + load + ", expected percentages above 0 and below 200");
        }
        return StartScaling.plain(load) + " %";
    }

    private boolean isWanted(String figure) {
        final List<String> patterns = figures.isEmpty() ? DEFAULT_FIGURES : figures;
        return patterns.stream().anyMatch(pattern -> FigurePattern.matches(pattern, figure));
    }

    private CommandFailure noFigure() {
        return new CommandFailure(
                ExitCode.USAGE,
                "--figure: no figure is like " + String.join(", ", figures) + " ('fab run --json' shows them all)");
    }

    private void print(FactorialReport report) throws IOException {
        if (report.figures().isEmpty()) {
            throw noFigure();
        }
        if (output.json()) {
            output.result().println(report.toJson());
        } else {
            FactorialText.print(report, output.result());
        }
        if (plots != null) {
            Files.createDirectories(plots);
            FactorialText.writeCsv(report, plots);
            final String along = axis == null ? firstNumeric(report.factors()) : axis;
            int drawn = 0;
            for (final String figure : report.figures()) {
                if (along != null && FactorialPlot.write(report, figure, along, plots.resolve(figure + ".svg"))) {
                    drawn++;
                }
            }
            output.remarks().println("fab: " + drawn + " plots, cells.csv and loads.csv in " + plots);
        }
    }

    private static String firstNumeric(List<Factor> factors) {
        return factors.stream()
                .filter(factor ->
                        factor.values().stream().noneMatch(value -> Double.isNaN(FactorialPlot.leadingNumber(value))))
                .map(Factor::name)
                .findFirst()
                .orElse(null);
    }
}
