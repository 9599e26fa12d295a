/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.sim.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.math.BigDecimal;
import java.math.MathContext;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.fabtwin.core.line.Line;
import org.fabtwin.core.line.definition.Tunable;
import org.fabtwin.sim.experiment.Point;
import org.fabtwin.sim.experiment.SensitivityReport;
import org.fabtwin.sim.experiment.SensitivityReport.Answer;
import org.fabtwin.sim.experiment.SensitivityReport.Factor;
import org.fabtwin.sim.experiment.StoppingRule;
import org.fabtwin.sim.experiment.Study;
import org.fabtwin.sim.experiment.StudyEnd;
import org.fabtwin.sim.experiment.Warmup;
import org.fabtwin.sim.scenario.Selector;
import org.fabtwin.sim.statistics.Estimate;
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
            "  fab sensitivity line2nm-pilot --days 40 --warmup 20 --replications 3",
            "  fab sensitivity line2nm-pilot --factor 'variation.*.chamber' --factor 'variation.*.afterMaintenance' --step 50",
            "  fab sensitivity line2nm-pilot --figure products.accel.goodDiesPerDay --factor defects.scale --factor 'variation.tin_*'"
        })
public final class SensitivityCommand implements Subcommand {
    private static final int DEFAULT_REPLICATIONS = 2;
    private static final String VARIATION = "variation.";
    private static final int BAR = 24;

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
                    "Paths of parameters that are changed together ('fab params' lists them); may be given several times.")
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
        final StoppingRule rule = options.rule(DEFAULT_REPLICATIONS);
        final PointReader reader = new PointReader(options, output);
        final Point base = reader.read(0, "as it is", scenario, scenario, changes, options.seed());
        final String answering = figure == null ? firstYield(base.line()) : figure;
        final Map<String, List<Tunable>> factors = factors(base.line());
        final List<Point> read = new ArrayList<>(List.of(base));
        final List<Factor> named = new ArrayList<>();
        factors.forEach((name, parameters) -> {
            named.add(new Factor(name, parameters.size()));
            read.add(point(reader, read.size(), name + " -", parameters, 1 - stepPercent / 100));
            read.add(point(reader, read.size(), name + " +", parameters, 1 + stepPercent / 100));
        });
        output.remarks()
                .println("fab: " + factors.size() + " factors, " + read.size() + " runs a replication, "
                        + rule.mostReplications() + " replications");
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
                            (results, ended) -> print(
                                    SensitivityReport.of(results, answering, named, options.confidence(), ended)));
            output.result().flush();
            output.remarks().flush();
            return end.cause() == StudyEnd.Cause.STOPPED ? ExitCode.INTERRUPTED : ExitCode.OK;
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

    private Map<String, List<Tunable>> factors(Line line) {
        final List<String> wanted = new ArrayList<>(patterns);
        if (wanted.isEmpty()) {
            for (int p = 0; p < line.process().parameters().size(); p++) {
                wanted.add(VARIATION + line.process().parameters().name(p) + ".*");
            }
            wanted.add("defects.scale");
        }
        final Map<String, List<Tunable>> factors = new LinkedHashMap<>();
        for (final String pattern : wanted) {
            final Selector selector = new Selector(pattern);
            final List<Tunable> matching = new ArrayList<>();
            for (int id = 0; id < line.parameters().size(); id++) {
                final Tunable row = line.parameters().row(id);
                if (row.live() && row.value() != 0 && selector.matches(row.path()) && !isShape(row.path())) {
                    matching.add(row);
                }
            }
            if (matching.isEmpty()) {
                throw new CommandFailure(
                        ExitCode.USAGE,
                        "--factor: no parameter that is not 0 is like " + pattern + " ('fab params " + scenario
                                + "' lists them)");
            }
            factors.put(pattern, matching);
        }
        return factors;
    }

    /** Numbers that say how variation goes on, and not how large it is: they are part of no factor that a pattern makes. */
    private boolean isShape(String path) {
        return path.startsWith(VARIATION)
                && !patterns.contains(path)
                && (path.endsWith(".coefficient") || path.endsWith(".decay") || path.endsWith(".spread"));
    }

    private Point point(PointReader reader, int number, String label, List<Tunable> parameters, double factor) {
        final List<String> all = new ArrayList<>(changes);
        for (final Tunable row : parameters) {
            final double value = Math.max(row.minimum(), Math.min(row.maximum(), row.value() * factor));
            final String plain = new BigDecimal(value / row.factor(), MathContext.DECIMAL32).toPlainString();
            all.add(row.path() + "=" + (plain + " " + row.unit()).strip());
        }
        return reader.read(number, label, label, scenario, all, options.seed());
    }

    private void print(SensitivityReport report) {
        if (output.json()) {
            output.result().println(report.toJson());
            return;
        }
        final PrintWriter out = output.result();
        out.println(report.figure() + ": " + number(report.base().mean()) + " +-"
                + number(report.base().halfWidth())
                + " as it is; " + report.replications() + " replications, same random numbers; changes of "
                + number(stepPercent) + " %");
        out.println();
        final double most = report.answers().isEmpty()
                ? 1
                : Math.max(1e-12, report.answers().get(0).size());
        final TextTable table = new TextTable("factor", "parameters", "smaller", "", "larger", "");
        for (final Answer answer : report.answers()) {
            table.row(
                    answer.factor(),
                    Integer.toString(answer.parameters()),
                    number(answer.lower().mean()),
                    plusMinus(answer.lower()),
                    number(answer.higher().mean()),
                    plusMinus(answer.higher()),
                    bar(answer.lower().mean(), most) + "|" + bar(answer.higher().mean(), most));
        }
        table.print(out);
    }

    private static String bar(double value, double most) {
        final int length = Double.isNaN(value) ? 0 : (int) Math.round(BAR * Math.abs(value) / most);
        final String bar = (value < 0 ? "-" : "+").repeat(length);
        return String.format(Locale.ROOT, "%-" + BAR + "s", bar);
    }

    private static String plusMinus(Estimate estimate) {
        return Double.isNaN(estimate.halfWidth()) ? "" : "+-" + number(estimate.halfWidth());
    }

    private static String number(double value) {
        return Double.isNaN(value) ? "-" : String.format(Locale.ROOT, "%.2f", value);
    }
}
