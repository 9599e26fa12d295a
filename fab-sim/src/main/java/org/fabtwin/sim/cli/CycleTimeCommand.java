/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.sim.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.fabtwin.sim.kpi.CycleTimeReport;
import org.fabtwin.sim.kpi.CycleTimeSplit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code fab ct}: where the cycle time goes. */
@Command(
        name = "ct",
        description = {
            "Split the cycle time of completed lots into process, queue, transport, hold and down, by module: "
                    + "mean hours of a completed lot. The parts sum to the cycle time."
        },
        footer = {
            "%nExamples:",
            "  fab run minifab --days 60 --log runs/a",
            "  fab ct runs/a --warmup 20",
            "  fab ct runs/a --class accel.normal --json"
        })
public final class CycleTimeCommand implements Subcommand {
    @Parameters(paramLabel = "LOG", description = "Folder of a run's log (--log of 'fab run').")
    private Path directory;

    @Option(names = "--class", paramLabel = "CLASS", description = "Only this lot class; may be given several times.")
    private List<String> classes;

    @Option(names = "--module", paramLabel = "MODULE", description = "Only this module; may be given several times.")
    private List<String> modules;

    @Option(
            names = "--warmup",
            paramLabel = "TIME",
            converter = SimulatedTime.Converter.class,
            defaultValue = "0",
            description = "Only lots completed after this time (days, or with a unit: 12h).")
    private SimulatedTime warmup;

    @Mixin
    private OutputOptions output;

    @Override
    public Integer call() throws IOException {
        final CycleTimeSplit split = new CycleTimeSplit(warmup.us());
        try (LogFolder log = LogFolder.open(directory, output.remarks())) {
            log.readFromHeader(split, LogFolder.Stop.NEVER, "lots released in them are left out");
        }
        final CycleTimeReport report = chosen(split.report());
        if (output.json()) {
            output.result().println(report.toJson());
        } else {
            CycleTimeText.print(report, output.result());
        }
        return ExitCode.OK;
    }

    private CycleTimeReport chosen(CycleTimeReport all) {
        final Map<String, CycleTimeReport.LotClass> found = new LinkedHashMap<>();
        all.classes().forEach((name, lotClass) -> {
            if (classes == null || classes.contains(name)) {
                found.put(name, withModules(lotClass));
            }
        });
        if (classes != null && found.size() < classes.size()) {
            throw new CommandFailure(
                    ExitCode.USAGE,
                    "--class: the line has the lot classes "
                            + String.join(", ", all.classes().keySet()));
        }
        return new CycleTimeReport(all.scenario(), all.seed(), all.replication(), found);
    }

    private CycleTimeReport.LotClass withModules(CycleTimeReport.LotClass lotClass) {
        if (modules == null) {
            return lotClass;
        }
        final Map<String, CycleTimeReport.Hours> found = new LinkedHashMap<>(lotClass.modules());
        if (!found.keySet().containsAll(modules)) {
            throw new CommandFailure(
                    ExitCode.USAGE, "--module: the line has the modules " + String.join(", ", found.keySet()));
        }
        found.keySet().retainAll(modules);
        return new CycleTimeReport.LotClass(lotClass.completed(), lotClass.cycleTimeHours(), found);
    }
}
