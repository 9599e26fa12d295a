/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.sim.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToLongFunction;
import org.fabtwin.core.line.Line;
import org.fabtwin.core.line.LineCompiler;
import org.fabtwin.core.log.EventLogConfig;
import org.fabtwin.sim.run.CommandFile;
import org.fabtwin.sim.run.RunPlan;
import org.fabtwin.sim.run.SimulatedDays;
import org.fabtwin.sim.run.TimedCommand;
import org.fabtwin.sim.run.WarmStart;
import org.fabtwin.sim.run.WarmStarts;
import org.fabtwin.sim.scenario.Scenario;
import org.fabtwin.sim.scenario.ScenarioReader;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.TypeConversionException;

/** What says which line a command runs, and how it begins ({@code @Mixin LineOptions}); the same for every command that runs one. */
public final class LineOptions {
    /** What runs when no scenario is named. */
    static final String DEFAULT_SCENARIO = "line2nm-pilot";

    private static final List<String> DETAILS = List.of("lot", "wafer", "chamber", "robot");

    @Parameters(
            paramLabel = "SCENARIO",
            arity = "0..1",
            defaultValue = DEFAULT_SCENARIO,
            description = "A bundled scenario ('fab scenarios' lists them) or a file. Default: ${DEFAULT-VALUE}.")
    private String scenarioName;

    @Option(names = "--cold", description = "Start from an empty line, also where the scenario has a warm start.")
    private boolean cold;

    @Option(names = "--seed", paramLabel = "N", description = "Seed of all chance. Default: the scenario's.")
    private Long seed;

    @Option(
            names = "--replication",
            paramLabel = "N",
            defaultValue = "0",
            description = "Independent repetition under the same seed. Default: 0.")
    private int replication;

    @Option(
            names = "--set",
            paramLabel = "PATH=VALUE",
            description = "Change a parameter ('fab params' lists them); may be given several times.")
    private List<String> changes = new ArrayList<>();

    @Option(
            names = "--detail",
            paramLabel = "DETAIL",
            converter = DetailConverter.class,
            description = "Finest events in the log: lot, wafer, chamber or robot. Default: the scenario's.")
    private Integer detail;

    @Option(names = "--commands", paramLabel = "FILE", description = "Commands for given simulated times; see below.")
    private Path commandFile;

    /** Reads {@code --detail}. */
    public static final class DetailConverter implements ITypeConverter<Integer> {
        @Override
        public Integer convert(String text) {
            final int code = DETAILS.indexOf(text);
            if (code < 0) {
                throw new TypeConversionException("expected " + String.join(", ", DETAILS) + ", found '" + text + "'");
            }
            return code;
        }
    }

    /**
     * Reads the scenario with the changes of the options.
     *
     * @throws org.fabtwin.sim.scenario.ScenarioException with all of its errors.
     */
    public Scenario scenario() throws IOException {
        final Scenario scenario = ScenarioReader.read(scenarioName, changes);
        if (detail != null) {
            scenario.definition().eventDetail = detail;
        }
        return scenario;
    }

    /**
     * All that the run depends on. Makes the warm start if there is none yet, which may take a minute.
     *
     * @param isCold start from an empty line, whatever the options say.
     * @param lengthUs simulated time to run.
     * @param warmupUs gives the warm-up for the warm start, which is null for a cold one.
     * @param remarks told what the run starts from.
     */
    public RunPlan plan(
            Scenario scenario,
            boolean isCold,
            long lengthUs,
            ToLongFunction<WarmStart> warmupUs,
            EventLogConfig log,
            PrintWriter remarks)
            throws IOException {
        final Line line = compiled(scenario);
        final WarmStart warmStart =
                isCold || cold || scenario.warmStartUs() == 0 ? null : warmStart(scenario, line, remarks);
        final long startUs = warmStart == null ? 0 : warmStart.startUs();
        final List<TimedCommand> commands = commandFile == null
                ? List.of()
                : CommandFile.read(commandFile.toString(), Files.readString(commandFile), line).stream()
                        .map(command -> command.laterBy(startUs))
                        .toList();
        return new RunPlan(
                scenario.name(),
                scenario.text(),
                line,
                seed == null ? scenario.seed() : seed,
                replication,
                warmStart,
                warmupUs.applyAsLong(warmStart),
                startUs + lengthUs,
                commands,
                log,
                System.currentTimeMillis(),
                new BuildInfo().version() + " " + new BuildInfo().commit());
    }

    /** The scenario's line; what only the core knows to be impossible is the user's error too. */
    static Line compiled(Scenario scenario) {
        try {
            return LineCompiler.compile(scenario.definition());
        } catch (IllegalArgumentException e) {
            throw new CommandFailure(ExitCode.USAGE, scenario.name() + ": " + e.getMessage(), e);
        }
    }

    /** The snapshot of the line in its steady state: made now, if it is not there yet. */
    static WarmStart warmStart(Scenario scenario, Line line, PrintWriter remarks) throws IOException {
        final BuildInfo build = new BuildInfo();
        final WarmStarts starts = new WarmStarts(WarmStarts.userFolder(), build.version() + " " + build.commit());
        final Path file = starts.file(scenario, line);
        final WarmStart start;
        if (Files.exists(file)) {
            start = WarmStart.of(file);
        } else {
            remarks.println("fab: " + SimulatedDays.text(scenario.warmStartUs())
                    + " from an empty line to a working one, once for this line (--cold starts empty) ...");
            remarks.flush();
            try (RunProgress progress = RunProgress.start("warm start", scenario.warmStartUs())) {
                start = starts.make(scenario, line, progress::at);
            }
        }
        remarks.println("fab: starts from snapshot " + start.hash() + " of " + SimulatedDays.text(start.startUs())
                + " in " + file);
        return start;
    }
}
