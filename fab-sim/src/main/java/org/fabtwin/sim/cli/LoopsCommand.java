/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.sim.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import org.fabtwin.sim.kpi.LoopReport;
import org.fabtwin.sim.kpi.LoopStates;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code fab loops}: what the run-to-run loops have learnt. */
@Command(
        name = "loops",
        description = {
            "Show each run-to-run loop as the log leaves it: context, estimated level of the disturbance, offset of the next "
                    + "wafer, last residual (result less prediction) and their root mean square, results, mean delay d in "
                    + "wafers of the context, and the time since it learnt something."
        },
        footer = {
            "%nExamples:",
            "  fab run line2nm-pilot --days 30 --log runs/a",
            "  fab loops runs/a --controller m2_cd",
            "  fab loops runs/a --sort age --json"
        })
public final class LoopsCommand implements Subcommand {
    @Parameters(paramLabel = "LOG", description = "Folder of a run's log (--log of 'fab run').")
    private Path directory;

    @Option(
            names = "--controller",
            paramLabel = "NAME",
            description = "Only this controller; may be given several times.")
    private List<String> controllers;

    @Option(
            names = "--sort",
            paramLabel = "ORDER",
            defaultValue = "line",
            description =
                    "line (as the line lists them), age, late or residual (last residual over their root mean square).")
    private String order;

    @Mixin
    private OutputOptions output;

    @Override
    public Integer call() throws IOException {
        final Comparator<LoopReport.Loop> comparator = comparator();
        final LoopStates states = new LoopStates();
        try (LogFolder log = LogFolder.open(directory, output.remarks())) {
            log.readFromHeader(
                    states,
                    LogFolder.Stop.NEVER,
                    "their results are not counted, loops updated in them alone are left at their start");
        }
        final LoopReport all = states.report();
        final List<LoopReport.Loop> loops = all.loops().stream()
                .filter(loop -> controllers == null || controllers.contains(loop.controller()))
                .sorted(comparator)
                .toList();
        if (controllers != null && loops.isEmpty()) {
            throw new CommandFailure(
                    ExitCode.USAGE,
                    "--controller: the log has loops of "
                            + String.join(
                                    ", ",
                                    all.loops().stream()
                                            .map(LoopReport.Loop::controller)
                                            .distinct()
                                            .toList()));
        }
        final LoopReport report = new LoopReport(all.scenario(), all.seed(), all.replication(), all.timeDays(), loops);
        if (output.json()) {
            output.result().println(report.toJson());
        } else {
            print(report, output.result());
        }
        return ExitCode.OK;
    }

    private Comparator<LoopReport.Loop> comparator() {
        return switch (order.toLowerCase(Locale.ROOT)) {
            case "line" -> (a, b) -> 0;
            case "age" -> Comparator.comparingDouble(LoopReport.Loop::ageHours).reversed();
            case "late" ->
                Comparator.comparingDouble(LoopReport.Loop::lateWafers).reversed();
            case "residual" ->
                Comparator.comparingDouble((LoopReport.Loop loop) -> Math.abs(loop.residual()) / loop.residualSigma())
                        .reversed();
            default ->
                throw new CommandFailure(
                        ExitCode.USAGE, "--sort: found '" + order + "', expected one of line, age, late, residual");
        };
    }

    private static void print(LoopReport report, PrintWriter out) {
        out.println(String.format(
                Locale.ROOT,
                "%s, seed %d, replication %d: %,d loops after %.2f days",
                report.scenario(),
                report.seed(),
                report.replication(),
                report.loops().size(),
                report.timeDays()));
        if (report.loops().isEmpty()) {
            return;
        }
        out.println();
        final TextTable table = new TextTable(
                "loop", "context", "level", "offset", "residual", "rms", "results", "predicted", "d wafers", "age h");
        for (final LoopReport.Loop loop : report.loops()) {
            table.row(
                    loop.controller() + (loop.component() == null ? "" : "." + loop.component()),
                    loop.context() + (loop.product() == null ? "" : " " + loop.product()),
                    number(loop.level()) + " " + loop.unit(),
                    number(loop.offset()) + (loop.variableUnit().isEmpty() ? "" : " " + loop.variableUnit()),
                    number(loop.residual()),
                    number(loop.residualSigma()),
                    String.format(Locale.ROOT, "%,d", loop.results()),
                    String.format(Locale.ROOT, "%,d", loop.predictions()),
                    String.format(Locale.ROOT, "%.1f", loop.lateWafers()),
                    String.format(Locale.ROOT, "%.1f", loop.ageHours()));
        }
        table.print(out);
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, "%.3f", value);
    }
}
