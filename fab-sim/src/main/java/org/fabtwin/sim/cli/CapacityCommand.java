/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.sim.cli;

import java.util.ArrayList;
import java.util.List;
import org.fabtwin.sim.capacity.CapacityReport;
import org.fabtwin.sim.scenario.Scenario;
import org.fabtwin.sim.scenario.ScenarioException;
import org.fabtwin.sim.scenario.ScenarioReader;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code fab capacity}: load of each tool group, bottleneck, port bound and zero-load times, before any run. */
@Command(
        name = "capacity",
        description = "Load of each tool group, bottleneck and port bound of a scenario, before any run.")
public final class CapacityCommand implements Subcommand {
    @Parameters(index = "0", paramLabel = "SCENARIO", description = "A built-in name or a path.")
    private String scenario;

    @Option(names = "--set", paramLabel = "PATH=VALUE", description = "Another value for a parameter; repeatable.")
    private final List<String> overrides = new ArrayList<>();

    @Option(
            names = "--max-load",
            paramLabel = "PERCENT",
            defaultValue = "85",
            description = "Share of available time up to which tools may be loaded (default: ${DEFAULT-VALUE}).")
    private double maxLoadPercent;

    @Mixin
    private OutputOptions output;

    @Override
    public Integer call() throws Exception {
        if (!(maxLoadPercent > 0 && maxLoadPercent <= 100)) {
            throw new CommandFailure(
                    ExitCode.USAGE,
                    "--max-load: found " + maxLoadPercent + ", expected a percentage above 0, up to 100");
        }
        CapacityReport report = new CapacityReport(scenario, read().definition(), maxLoadPercent / 100);
        if (output.json()) {
            output.result().println(report.json().toPrettyString());
        } else {
            output.result().print(report.text());
        }
        return ExitCode.OK;
    }

    private Scenario read() {
        try {
            return ScenarioReader.read(scenario, overrides);
        } catch (ScenarioException e) {
            throw new CommandFailure(ExitCode.USAGE, e.getMessage(), e);
        }
    }
}
