/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.sim.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import org.fabtwin.sim.run.DifferentRunException;
import org.fabtwin.sim.run.Replay;
import org.fabtwin.sim.scenario.ScenarioException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code fab replay}: regenerates a run and compares. */
@Command(
        name = "replay",
        description = {
            "Regenerate the run of a log from its scenario, seed, replication and journal, and compare the records with "
                    + "those of the log, byte for byte. Exit code 0: equal; 1: not. The log is not changed."
        },
        footer = {"%nExample:", "  fab run minifab --days 30 --log runs/a --commands plan.yaml", "  fab replay runs/a"})
public final class ReplayCommand implements Subcommand {
    @Parameters(paramLabel = "LOG", description = "Folder of a run's log (--log of 'fab run').")
    private Path directory;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        LogFolder.open(directory, spec.commandLine().getErr()).close();
        final Replay.Result result;
        try (Replay replay = Replay.open(directory)) {
            while (replay.advance()) {
                // Until the log's end or the first difference.
            }
            result = replay.result();
        } catch (DifferentRunException | ScenarioException e) {
            throw new CommandFailure(ExitCode.REFUSED, e.getMessage(), e);
        }
        spec.commandLine()
                .getOut()
                .println(
                        result.isEqual()
                                ? String.format(Locale.ROOT, "equal: %,d records", result.records())
                                : String.format(
                                        Locale.ROOT,
                                        "different after %,d equal records: %s",
                                        result.records(),
                                        result.difference()));
        return result.isEqual() ? ExitCode.OK : ExitCode.REFUSED;
    }
}
