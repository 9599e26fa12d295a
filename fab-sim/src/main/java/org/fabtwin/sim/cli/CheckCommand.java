/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.sim.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import org.fabtwin.core.log.EventLogReader;
import org.fabtwin.sim.check.CheckReport;
import org.fabtwin.sim.check.Checks;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code fab check}: whether what a log tells holds together. */
@Command(
        name = "check",
        description = {
            "Check that what a log tells holds together, from its records alone: wafers conserved, each in one place, routes "
                    + "kept, capacities kept, E10 states adding up, queue-time breaches right, hash as published."
        },
        footer = {"%nEnds with 0 when everything holds, 1 when something does not."})
public final class CheckCommand implements Subcommand {
    @Parameters(paramLabel = "LOG", description = "Folder of a run's log (--log of 'fab run').")
    private Path directory;

    @Mixin
    private OutputOptions output;

    @Override
    public Integer call() throws IOException {
        final Checks checks = new Checks();
        final boolean isHashChecked;
        try (LogFolder log = LogFolder.open(directory, output.remarks())) {
            final EventLogReader reader = log.reader();
            isHashChecked = reader.isClosed();
            log.readWhole(checks, "checked");
            if (isHashChecked) {
                checks.end(reader.closedHash());
            } else {
                checks.end();
                output.remarks().println("fab: the log was not ended in order; its hash is not compared");
            }
        }
        final CheckReport report = new CheckReport(directory.toString(), checks, isHashChecked);
        final PrintWriter result = output.result();
        if (output.json()) {
            result.println(report.json().toPrettyString());
        } else {
            result.print(report.text());
        }
        return checks.isPassed() ? ExitCode.OK : ExitCode.REFUSED;
    }
}
