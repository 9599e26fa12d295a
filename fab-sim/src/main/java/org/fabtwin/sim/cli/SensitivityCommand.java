/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.sim.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.fabtwin.core.line.Line;
import org.fabtwin.core.line.definition.Tunable;
import org.fabtwin.sim.experiment.Point;
import org.fabtwin.sim.experiment.ReplicationRunner;
import org.fabtwin.sim.experiment.SensitivityReport;
import org.fabtwin.sim.experiment.SensitivityReport.Factor;
import org.fabtwin.sim.experiment.StoppingRule;
import org.fabtwin.sim.experiment.Study;
import org.fabtwin.sim.experiment.StudyEnd;
import org.fabtwin.sim.experiment.TornadoPlot;
import org.fabtwin.sim.experiment.UnknownFigureException;
import org.fabtwin.sim.experiment.Warmup;
import org.fabtwin.sim.run.SimulatedDays;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code fab sensitivity}: what yield depends on most. */
@Command(
        name = "sensitivity",
        description = {
            "Rank what a figure depends on: one factor at a time is made smaller and larger, the rest stays, and all runs use the same "
                    + "random numbers (a tornado). A factor is all parameters that a pattern matches; without --factor, the "
                    + "variation of each critical parameter, and all defects."
        },
        footer = {
            "%nExamples:",
            "  fab sensitivity line2nm-pilot --days 40 --warmup 20 --replications 3 --plot tornado.svg",
            "  fab sensitivity line2nm-pilot --factor 'variation.*.chamber' --factor 'variation.*.afterMaintenance' --step 50",
            "  fab sensitivity line2nm-pilot --figure products.accel.goodDiesPerDay --factor defects.scale --factor 'variation.tin_*'",
            "  fab sensitivity minifab --figure classes.Pa.cycleTimeDays.mean --factor tools.Me.setupTime --factor 'recipes.*.time'"
        })
public final class SensitivityCommand implements Subcommand {
    private static final int DEFAULT_REPLICATIONS = 2;

    @Parameters(paramLabel = "SCENARIO", description = "A built-in name or a path.")
    private String scenario;

    @Option(
            names = "--set",
            paramLabel = "PATH=VALUE",
            description = "Change the scenario; may be given several times.")
    private List<String> changes = new ArrayList<>();

    @Option(
            names = "--factor",
            paramLabel = "GLOB",
            description =
                    "Paths of parameters that are changed together, * for any part ('fab params' lists them): those that are"
                            + " not 0 and can change in a running twin, but for .coefficient, .decay and .spread of variation.*; these and"
                            + " others by their whole path. May be given several times.")
    private List<String> patterns = new ArrayList<>();

    @Option(
            names = "--figure",
            paramLabel = "FIGURE",
            description = "The figure that answers. Default: the yield of the first product that is tested.")
    private String figure;

    @Option(
            names = "--step",
            paramLabel = "PERCENT",
            defaultValue = "20",
            description = "How much smaller and larger. Default: ${DEFAULT-VALUE}.")
    private double stepPercent;

    @Option(
            names = "--out",
            paramLabel = "FILE",
            description = "Result file, with which the study can go on later. Default: none.")
    private Path out;

    @Option(names = "--plot", paramLabel = "FILE", description = "Draw the tornado, an SVG.")
    private Path plot;

    @Mixin
    private StudyOptions options;

    @Mixin
    private OutputOptions output;

    @Override
    public Integer call() throws IOException, InterruptedException {
        if (!(stepPercent > 0 && stepPercent <= 100)) {
            throw new CommandFailure(
                    ExitCode.USAGE, "--step: found " + stepPercent + ", expected a percentage above 0, up to 100");
        }
        if (plot != null && !plot.toString().toLowerCase(Locale.ROOT).endsWith(".svg")) {
            throw new CommandFailure(ExitCode.USAGE, "--plot: found " + plot + ", expected a file that ends in .svg");
        }
        final StoppingRule rule = options.rule(DEFAULT_REPLICATIONS);
        final PointReader reader = new PointReader(options, output);
        final Point base = reader.read(0, "as it is", scenario, scenario, changes, options.seed());
        final String answering = figure == null ? firstYield(base.line()) : figure;
        final List<String> known = ReplicationRunner.figures(base);
        if (!known.contains(answering)) {
            throw new CommandFailure(
                    ExitCode.USAGE, "--figure: " + new UnknownFigureException(answering, known).getMessage());
        }
        final Map<String, List<Tunable>> factors = new SensitivityFactors(scenario, base.line(), patterns).read();
        final List<Point> read = new ArrayList<>(List.of(base));
        final List<Factor> named = new ArrayList<>();
        factors.forEach((name, parameters) -> {
            named.add(new Factor(name, parameters.size()));
            read.add(point(reader, read.size(), name + " -", parameters, 1 - stepPercent / 100));
            read.add(point(reader, read.size(), name + " +", parameters, 1 + stepPercent / 100));
        });
        if (plot != null) {
            requireWritable(plot);
        }
        output.remarks()
                .println("fab: " + factors.size() + (factors.size() == 1 ? " factor" : " factors")
                        + " made smaller and larger: "
                        + read.size() + " runs of " + SimulatedDays.text(base.endUs()) + " a replication, "
                        + rule.mostReplications() * read.size() + " in all at the most");
        try (StopSignal stop = StopSignal.listen()) {
            final List<Point> points = reader.withWarmup(read, Warmup.PILOTS, out, stop::isWanted);
            if (points == null) {
                return ExitCode.INTERRUPTED;
            }
            final StudyEnd end = new StudySession(output, stop)
                    .run(
                            new Study("sensitivity", points, 1),
                            out,
                            rule,
                            options.threads(),
                            (results, ended) -> print(SensitivityReport.of(
                                    results, answering, stepPercent, named, options.confidence(), ended)));
            output.result().flush();
            output.remarks().flush();
            return end.cause() == StudyEnd.Cause.STOPPED ? ExitCode.INTERRUPTED : ExitCode.OK;
        }
    }

    /** Makes the folders of the plot, for a study of hours not to end without it. */
    private static void requireWritable(Path file) {
        final Path folder = file.toAbsolutePath().getParent();
        try {
            Files.createDirectories(folder);
        } catch (IOException e) {
            throw new CommandFailure(ExitCode.IO, "--plot: no folder can be made at " + folder, e);
        }
        if (Files.isDirectory(file) || !Files.isWritable(Files.exists(file) ? file : folder)) {
            throw new CommandFailure(ExitCode.IO, "--plot: " + file + " can't be written");
        }
    }

    private String firstYield(Line line) {
        for (int product = 0; product < line.products().size(); product++) {
            if (line.process().isActive() && line.process().dies().has(product)) {
                return "products." + line.products().name(product) + ".yieldPercent";
            }
        }
        throw new CommandFailure(
                ExitCode.USAGE, "--figure: no product of " + scenario + " has dies; name the figure that answers");
    }

    private Point point(PointReader reader, int number, String label, List<Tunable> parameters, double factor) {
        final long bounded = SensitivityFactors.bounded(parameters, factor);
        if (bounded > 0) {
            output.remarks()
                    .println("fab: " + label + ": " + bounded + " of " + parameters.size()
                            + (parameters.size() == 1 ? " parameter" : " parameters")
                            + " would leave the range ('fab params'), and are set to its end");
        }
        SensitivityFactors.requireChange(parameters, factor, stepPercent);
        final List<String> all = new ArrayList<>(changes);
        parameters.forEach(row -> all.add(SensitivityFactors.change(row, factor)));
        try {
            return reader.read(number, label, label, scenario, all, options.seed());
        } catch (CommandFailure e) {
            throw new CommandFailure(
                    e.exitCode(), "--factor: " + label + " with --step " + stepPercent + ": " + e.getMessage(), e);
        }
    }

    private void print(SensitivityReport report) throws IOException {
        if (output.json()) {
            output.result().println(report.toJson());
        } else {
            new SensitivityText(report).print(output.result());
        }
        if (plot != null) {
            final boolean isDrawn = TornadoPlot.write(report, plot);
            output.remarks()
                    .println(
                            isDrawn
                                    ? "fab: tornado drawn in " + plot
                                    : "fab: no tornado in " + plot + ": nothing to measure in the time that counts");
        }
    }
}
