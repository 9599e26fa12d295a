/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.sim.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.List;
import java.util.ServiceLoader;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.UsageMessageSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** {@code fab}: finds the commands of all modules and runs the one that was named. */
@Command(
        name = "fab",
        description = "Digital twin of a 2 nm, single-wafer-processing semiconductor line.",
        versionProvider = BuildInfo.class,
        synopsisSubcommandLabel = "COMMAND",
        commandListHeading = "%nCommands:%n",
        exitCodeListHeading = "%nExit codes:%n",
        footer = "%n'fab help COMMAND' explains a command.")
public final class FabCommand implements Runnable {
    @Option(names = "--version", versionHelp = true, description = "Print version, commit and JDK.")
    private boolean versionRequested;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Explain this command.")
    private boolean helpRequested;

    @Option(names = "--stacktrace", scope = ScopeType.INHERIT, description = "When the command fails, print where.")
    private boolean stacktrace;

    @Spec
    private CommandSpec spec;

    /** Runs one command line and ends the process with its {@link ExitCode}. */
    public static void main(final String[] args) {
        // Always UTF-8: JSON must be, and the default depends on the locale.
        final ResultStream result = new ResultStream(new FileOutputStream(FileDescriptor.out));
        final PrintWriter out = new PrintWriter(result, false, StandardCharsets.UTF_8);
        final PrintWriter err = new PrintWriter(new FileOutputStream(FileDescriptor.err), true, StandardCharsets.UTF_8);
        int exitCode = runWithinMemory(out, err, args);
        out.flush();
        if (result.missingBecause() != null) {
            err.println("fab: the result is not complete, standard output: " + result.missingBecause());
            exitCode = ExitCode.IO;
        }
        err.flush();
        if (!StopSignal.endsProcess()) {
            System.exit(exitCode);
        }
    }

    private static int runWithinMemory(final PrintWriter out, final PrintWriter err, final String... args) {
        try {
            return run(out, err, args);
        } catch (OutOfMemoryError e) {
            err.println("fab: memory ran out (" + e.getMessage() + "); FAB_JAVA_OPTS=-Xmx8g gives 8 GiB, for example");
            return ExitCode.INTERNAL;
        }
    }

    /**
     * Runs one command line in this process.
     *
     * @return one of {@link ExitCode}.
     */
    public static int run(final PrintWriter out, final PrintWriter err, final String... args) {
        return commandLine(subcommands(args)).setOut(out).setErr(err).execute(args);
    }

    static CommandLine commandLine(final List<Subcommand> subcommands) {
        final FabCommand fab = new FabCommand();
        final CommandLine line = new CommandLine(fab);
        for (final Subcommand subcommand : subcommands) {
            final CommandLine added = new CommandLine(subcommand);
            added.getCommandSpec().addOption(helpOption());
            line.addSubcommand(added);
        }
        line.addSubcommand(new HelpCommand());
        final CommandSpec spec = line.getCommandSpec();
        spec.usageMessage().exitCodeList(UsageMessageSpec.keyValuesMap(ExitCode.descriptions()));
        line.setCaseInsensitiveEnumValuesAllowed(true);
        line.setParameterExceptionHandler(FailureReport::onWrongUsage);
        line.setExecutionExceptionHandler(
                (exception, command, parsed) -> FailureReport.onFailure(exception, command, fab.stacktrace));
        return line;
    }

    // Not inherited from fab itself: picocli's own help command brings one.
    private static OptionSpec helpOption() {
        return OptionSpec.builder("-h", "--help")
                .usageHelp(true)
                .description("Explain this command.")
                .build();
    }

    /** The one that is named; all where none is, for help and for what is misspelt: to make them takes longer than most of them. */
    private static List<Subcommand> subcommands(final String... args) {
        if (args.length == 1 && "--version".equals(args[0])) {
            return List.of();
        }
        final List<ServiceLoader.Provider<Subcommand>> all =
                ServiceLoader.load(Subcommand.class).stream().toList();
        final List<ServiceLoader.Provider<Subcommand>> named = all.stream()
                .filter(provider -> args.length > 0 && nameOf(provider.type()).equals(args[0]))
                .toList();
        return (named.isEmpty() ? all : named)
                .stream()
                        .sorted(Comparator.comparing(provider -> nameOf(provider.type())))
                        .map(ServiceLoader.Provider::get)
                        .toList();
    }

    private static String nameOf(final Class<? extends Subcommand> subcommand) {
        final Command command = subcommand.getAnnotation(Command.class);
        if (command == null) {
            throw new IllegalStateException(subcommand + " lacks picocli's @Command");
        }
        return command.name();
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Name a command.");
    }
}
