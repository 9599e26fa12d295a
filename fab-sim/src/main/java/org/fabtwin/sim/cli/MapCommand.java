/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.sim.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import org.fabtwin.sim.report.MapFinder;
import org.fabtwin.sim.report.MapPicture;
import org.fabtwin.sim.report.MapText;
import org.fabtwin.sim.report.WaferMap;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code fab map}: the dies of a wafer. */
@Command(
        name = "map",
        description = "Draw the map of a tested wafer: good dies by bin, lost ones by cause.",
        footer = {
            "%nExamples:",
            "  fab run --days 30 --log runs/a",
            "  fab wafers runs/a",
            "  fab map runs/a --wafer 1735",
            "  fab map runs/a --wafer 1735 --out wafer-1735.png"
        })
public final class MapCommand implements Subcommand {
    @Parameters(paramLabel = "LOG", description = "Folder of a run's log (--log of 'fab run').")
    private Path directory;

    @Option(names = "--wafer", paramLabel = "W", required = true, description = "Serial of the wafer.")
    private int wafer;

    @Option(
            names = "--out",
            paramLabel = "FILE",
            description = "Draw into this file, which ends in .png or .svg; without it in letters on the terminal.")
    private Path file;

    @Spec
    private CommandSpec command;

    @Override
    public Integer call() throws IOException {
        if (file != null && !file.toString().toLowerCase(Locale.ROOT).matches(".*\\.(png|svg)")) {
            throw new CommandFailure(ExitCode.USAGE, "--out: a file that ends in .png or .svg, not " + file);
        }
        final MapFinder finder = new MapFinder(wafer);
        try (LogFolder log = LogFolder.open(directory, command.commandLine().getErr())) {
            log.readFromHeader(finder, () -> finder.found().isPresent(), "wafers tested in them have no map");
        }
        final WaferMap map = finder.found()
                .orElseThrow(() -> new CommandFailure(
                        ExitCode.USAGE,
                        "--wafer: no test of wafer " + wafer + " among the " + finder.testedWafers()
                                + " of the log ('fab wafers " + directory + "' lists them)"));
        if (file == null) {
            command.commandLine().getOut().print(MapText.draw(map));
        } else {
            MapPicture.write(map, file);
            command.commandLine().getErr().println("fab: " + map.title() + " drawn in " + file);
        }
        return ExitCode.OK;
    }
}
