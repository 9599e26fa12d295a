/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.sim.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.fabtwin.sim.experiment.Criterion;
import org.fabtwin.sim.experiment.FigureNumber;
import org.fabtwin.sim.experiment.GateFile;
import org.fabtwin.sim.experiment.GateReport;
import org.fabtwin.sim.experiment.Point;
import org.fabtwin.sim.experiment.StoppingRule;
import org.fabtwin.sim.experiment.Study;
import org.fabtwin.sim.experiment.StudyEnd;
import org.fabtwin.sim.experiment.Warmup;
import org.fabtwin.sim.run.SimulatedDays;
import org.fabtwin.sim.scenario.ScenarioException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.TypeConversionException;

/** {@code fab gate}: a milestone of a line, tested like software. */
@Command(
        name = "gate",
        description = {
            "Run the replications that a gate's file asks for and judge its criteria, each with its confidence: pass if all are met, "
                    + "fail if one is not, undecided if the evidence is not enough for either."
        },
        footer = {
            "%nA gate's file:",
            "  scenario: minifab           # or a path, relative to the file",
            "  set: [tools.Me.setupTime=5]",
            "  days: 200 d",
            "  warmup: auto",
            "  seed: 1",
            "  replications: 40            # default 30",
            "  criteria:",
            "    - classes.Pa.cycleTimeDays.p95 <= 1.6 d with 95 %% confidence",
            "    - cycle time p95 of Pb <= 1.8 d",
            "    - utilisation of Me <= 95 %% with 99 %% confidence",
            "%nEnds with 0: pass; 1: fail; 2: undecided, take more replications (or the file has errors)."
        })
public final class GateCommand implements Subcommand {
    @Parameters(paramLabel = "FILE", description = "The gate, in YAML.")
    private Path file;

    @Option(
            names = "--replications",
            paramLabel = "N",
            description = "More, or fewer, than the file says: an undecided gate may need more.")
    private Integer replications;

    @Option(
            names = "--out",
            paramLabel = "RESULT",
            description = "Keep the results in this file. Default: they are not kept.")
    private Path out;

    @Option(names = "--threads", paramLabel = "N", description = "Runs at the same time. Default: one a processor.")
    private Integer threads;

    @Mixin
    private OutputOptions output;

    @Override
    public Integer call() throws IOException, InterruptedException {
        final GateFile gate;
        try {
            gate = GateFile.read(file, Files.readString(file));
        } catch (ScenarioException e) {
            throw new CommandFailure(ExitCode.USAGE, e.getMessage(), e);
        }
        if (replications != null && replications < 2) {
            throw new CommandFailure(ExitCode.USAGE, "--replications: found " + replications + ", expected 2 or more");
        }
        final int most = replications == null ? gate.replications() : replications;
        final PointReader reader = reader(gate);
        final Point point = reader.read(
                0,
                "A",
                ReplicateCommand.asked(gate.scenario(), gate.changes()),
                gate.scenario(),
                gate.changes(),
                gate.seed());
        try (StopSignal stop = StopSignal.listen()) {
            final List<Point> points = reader.withWarmup(List.of(point), Warmup.PILOTS, out, stop::isWanted);
            if (points == null) {
                return ExitCode.INTERRUPTED;
            }
            final Criterion.Verdict[] verdict = {Criterion.Verdict.UNDECIDED};
            final StudyEnd end = new StudySession(output, stop)
                    .run(
                            new Study("gate", points, 1),
                            out,
                            StoppingRule.after(most),
                            StudyOptions.threads(threads),
                            (results, ended) -> {
                                final GateReport report = GateReport.of(results, gate.criteria(), ended);
                                verdict[0] = report.verdict();
                                print(report);
                            });
            output.result().flush();
            output.remarks().flush();
            return end.cause() == StudyEnd.Cause.STOPPED ? ExitCode.INTERRUPTED : exitCode(verdict[0]);
        }
    }

    private PointReader reader(GateFile gate) {
        try {
            return new PointReader(
                    gate.days() == null ? null : SimulatedTime.of(gate.days()),
                    gate.warmup() == null ? null : new WarmupOption.Converter().convert(gate.warmup()),
                    false,
                    output);
        } catch (TypeConversionException e) {
            throw new CommandFailure(ExitCode.USAGE, file + ": days or warmup: " + e.getMessage(), e);
        }
    }

    private static int exitCode(Criterion.Verdict verdict) {
        return switch (verdict) {
            case PASS -> ExitCode.OK;
            case FAIL -> ExitCode.REFUSED;
            case UNDECIDED -> ExitCode.UNDECIDED;
        };
    }

    private void print(GateReport report) {
        final PrintWriter out = output.result();
        if (output.json()) {
            out.println(report.toJson());
            return;
        }
        out.println(report.point().scenario() + ": " + report.replications() + " replications of "
                + SimulatedDays.text(report.point().endUs()) + ", seed "
                + report.point().seed() + ", warm-up "
                + SimulatedDays.text(report.point().warmupUs()) + " ("
                + report.point().warmupFrom() + ")");
        out.println();
        final TextTable table = new TextTable("criterion", "mean", "surely within", "demand", "confidence", "verdict");
        for (final GateReport.Result result : report.results()) {
            final int decimals = FigureNumber.decimals(result.estimate().mean());
            table.row(
                    result.criterion().figure(),
                    FigureNumber.text(result.estimate().mean(), decimals),
                    FigureNumber.text(result.estimate().low(), decimals) + " .. "
                            + FigureNumber.text(result.estimate().high(), decimals),
                    result.criterion().demand(),
                    FigureNumber.percent(result.criterion().confidence()),
                    result.verdict().name().toLowerCase(Locale.ROOT));
        }
        table.print(out);
        out.println();
        out.println("gate: " + report.verdict().name().toLowerCase(Locale.ROOT));
    }
}
