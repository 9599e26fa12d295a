/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.sim.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
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
    private static final int BATCH = 4096;

    @Parameters(paramLabel = "LOG", description = "Folder of a run's log (--log of 'fab run').")
    private Path directory;

    @Mixin
    private OutputOptions output;

    @Override
    public Integer call() throws IOException {
        if (!Files.isDirectory(directory)) {
            throw new CommandFailure(ExitCode.IO, directory + " holds no log: there is no such folder");
        }
        final Checks checks = new Checks();
        final boolean isHashChecked;
        try (EventLogReader reader = EventLogReader.open(directory)) {
            if (reader.earliest() > 0) {
                throw lost(0, reader.earliest());
            }
            isHashChecked = reader.isClosed();
            read(reader, checks);
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

    private void read(final EventLogReader reader, final Checks checks) {
        final long end = reader.tail();
        while (reader.position() < end) {
            final int polled = reader.poll(checks, BATCH);
            if (polled == EventLogReader.LOST) {
                throw lost(reader.lostFrom(), reader.lostTo());
            }
            if (polled == 0) {
                return;
            }
        }
    }

    private CommandFailure lost(final long from, final long to) {
        return new CommandFailure(
                ExitCode.IO,
                directory + ": records from position " + from + " to " + to
                        + " are no longer kept; only a whole log can be checked");
    }
}
