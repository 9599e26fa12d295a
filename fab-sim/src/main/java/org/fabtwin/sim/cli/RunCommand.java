/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.sim.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.fabtwin.core.log.EventLogConfig;
import org.fabtwin.core.log.LogStoppedException;
import org.fabtwin.sim.experiment.Warmup;
import org.fabtwin.sim.kpi.RunFigures;
import org.fabtwin.sim.run.DifferentRunException;
import org.fabtwin.sim.run.LineRun;
import org.fabtwin.sim.run.PredictedLog;
import org.fabtwin.sim.run.RunPlan;
import org.fabtwin.sim.run.SimulatedDays;
import org.fabtwin.sim.run.WarmStart;
import org.fabtwin.sim.scenario.Scenario;
import org.fabtwin.sim.scenario.ScenarioException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code fab run}: from scenario to event log and figures. */
@Command(
        name = "run",
        description = {
            "Run a scenario and print its figures: lot classes, tool groups, WIP, queue time. The same scenario, seed, "
                    + "replication and commands give the same log on every machine. Ctrl-C ends a run between two instants, "
                    + "with the figures so far."
        },
        footer = {
            "%nExamples:",
            "  fab run",
            "  fab run minifab --days 60 --warmup 20 --seed 7 --json",
            "  fab run line2nm-6k --cold --days 120 --warmup 60",
            "  fab run minifab --warmup auto",
            "  fab run my.yaml --set 'tools.CCP.breakdown.mtbf=300 h'",
            "  fab run minifab --log runs/a --log-keep '20 GB' --on-full pause",
            "%nA file of commands is a YAML list (or one JSON object a line) of at, do, target, value:",
            "  - {at: 2 d, do: toolDown, target: CCP-01}",
            "  - {at: 3 d, do: toolUp, target: CCP-01}",
            "  - {at: 4 d, do: setParameter, target: tools.CCP.breakdown.mtbf, value: 300 h}",
            "  - {at: 5 d, do: hold, target: 17}",
            "  - {at: 6 d, do: release, target: 17}",
            "  - {at: 7 d, do: releaseLots, target: accel.hot, value: 2}",
            "  - {at: 8 d, do: holdWafer, target: 4711}",
            "  - {at: 9 d, do: releaseWafer, target: 4711, value: rejoin}",
            "  - {at: 10 d, do: startExcursion, target: dust, value: CCP-01/A}",
            "  - {at: 11 d, do: endExcursion, target: CCP-01/A}",
            "A target is a tool, a parameter's path, a lot's (holdWafer, releaseWafer: a wafer's) serial, an order, an excursion of the scenario or a chamber. A wafer whose hold ends travels alone; with value rejoin it joins the others of its lot again. pause and resume are logged; only a "
                    + "paced run waits."
        })
public final class RunCommand implements Subcommand {
    private static final long LOG_PAUSE_NS = 50_000_000;

    @Option(
            names = "--days",
            paramLabel = "TIME",
            converter = SimulatedTime.Converter.class,
            description = "Simulated time in all: days, or with a unit (36h). Default: the scenario's.")
    private SimulatedTime days;

    @Option(
            names = "--warmup",
            paramLabel = "TIME|auto",
            converter = WarmupOption.Converter.class,
            description =
                    "Part of it that the figures leave out; auto: found by MSER-5, for which the line is run once before. "
                            + "Default: the scenario's.")
    private WarmupOption warmup;

    @Mixin
    private LineOptions lineOptions;

    @Mixin
    private LogOptions logOptions;

    @Mixin
    private OutputOptions output;

    @Override
    public Integer call() throws IOException {
        final RunPlan plan;
        try {
            plan = plan();
        } catch (ScenarioException e) {
            throw new CommandFailure(ExitCode.USAGE, e.getMessage(), e);
        }
        logOptions.checkRoom(
                plan.log(), PredictedLog.bytes(plan.line(), plan.endUs() - plan.startUs()), output.remarks());
        try (StopSignal stop = StopSignal.listen()) {
            final RunPlan settled = warmup != null && warmup.isAuto() ? withWarmup(plan, stop) : plan;
            final int exitCode = settled == null ? ExitCode.INTERRUPTED : run(settled, stop);
            output.result().flush();
            output.remarks().flush();
            return exitCode;
        }
    }

    private RunPlan plan() throws IOException {
        final EventLogConfig log = logOptions.config();
        final Scenario scenario = lineOptions.scenario();
        final long lengthUs = days == null ? scenario.daysUs() : days.us();
        // A warm-up that is to be found begins with an empty line.
        final boolean isCold = warmup != null && warmup.isAuto();
        return lineOptions.plan(
                scenario, isCold, lengthUs, start -> warmupUs(scenario, start, lengthUs), log, output.remarks());
    }

    /** A line that works needs no warm-up but the one that is asked for. */
    private long warmupUs(Scenario scenario, WarmStart warmStart, long endUs) {
        if (endUs == 0) {
            throw new CommandFailure(ExitCode.USAGE, "--days: a run needs some simulated time");
        }
        if (warmup != null && warmup.isAuto()) {
            return 0;
        }
        if (warmup != null) {
            if (warmup.us() >= endUs) {
                throw new CommandFailure(
                        ExitCode.USAGE,
                        "--warmup: " + SimulatedDays.text(warmup.us()) + " leave nothing of "
                                + SimulatedDays.text(endUs));
            }
            return warmup.us();
        }
        if (warmStart != null) {
            return 0;
        }
        if (scenario.warmupUs() >= endUs) {
            output.remarks()
                    .println("fab: the run is not longer than the scenario's warm-up of "
                            + SimulatedDays.text(scenario.warmupUs()) + "; figures are of the whole run");
            return 0;
        }
        return scenario.warmupUs();
    }

    /** With the warm-up that the same run, made before, shows; null when it was stopped. */
    private RunPlan withWarmup(RunPlan plan, StopSignal stop) {
        final Warmup found = Warmup.find(List.of(plan), stop::isWanted);
        if (found == null) {
            return null;
        }
        if (!found.isFound()) {
            throw new CommandFailure(ExitCode.REFUSED, "--warmup auto: " + found.reason());
        }
        output.remarks().println("fab: warm-up " + SimulatedDays.text(found.us()) + " (" + found.reason() + ")");
        return plan.withWarmupUs(found.us());
    }

    private int run(RunPlan plan, StopSignal stop) throws IOException {
        final RunFigures figures;
        final boolean isKept;
        try (LineRun run = LineRun.start(plan, logOptions.snapshotEveryBytes(), remark -> output.remarks()
                .println("fab: " + remark))) {
            output.remarks().println("fab: event log in " + run.directory());
            run.fold();
            final long startNs = System.nanoTime();
            simulate(run, plan, stop);
            figures = run.figures((System.nanoTime() - startNs) / 1e9);
            isKept = run.keepLog();
        } catch (DifferentRunException e) {
            throw new CommandFailure(ExitCode.USAGE, e.getMessage(), e);
        } catch (LogStoppedException e) {
            throw new CommandFailure(ExitCode.IO, "the log can take no more: " + e.getMessage(), e);
        }
        print(figures);
        if (stop.isWanted()) {
            output.remarks()
                    .println("fab: stopped after " + SimulatedDays.text(Math.round(figures.simulatedDays() * 86_400e6))
                            + " of " + SimulatedDays.text(plan.endUs() - plan.startUs())
                            + "; the figures are of that time");
            return ExitCode.INTERRUPTED;
        }
        if (!isKept) {
            output.remarks()
                    .println(
                            "fab: the disk has no room for the end of the log, and nothing older is left to drop; the end"
                                    + " stays in the ring in the log's folder: the next start on it keeps it");
            return ExitCode.IO;
        }
        return ExitCode.OK;
    }

    private void simulate(LineRun run, RunPlan plan, StopSignal stop) {
        final PrintWriter remarks = output.remarks();
        boolean isWaiting = false;
        try (RunProgress progress = RunProgress.start(plan.scenario(), plan.endUs() - plan.startUs())) {
            while (!stop.isWanted()) {
                if (run.isLogPaused()) {
                    if (!isWaiting) {
                        remarks.println("fab: waiting for room for the log in " + run.directory());
                    }
                    isWaiting = true;
                    LockSupport.parkNanos(LOG_PAUSE_NS);
                } else if (!run.advance()) {
                    return;
                } else {
                    isWaiting = false;
                    progress.at(run.nowUs() - plan.startUs());
                }
            }
        }
    }

    private void print(RunFigures figures) {
        if (output.json()) {
            output.result().println(figures.toJson());
        } else {
            new FiguresText(figures, output.result()).print();
        }
    }
}
