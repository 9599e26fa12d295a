/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.bench;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.fabtwin.sim.cli.CommandFailure;
import org.fabtwin.sim.cli.ExitCode;
import org.fabtwin.sim.cli.OutputOptions;
import org.fabtwin.sim.cli.Subcommand;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.format.ResultFormatType;
import org.openjdk.jmh.runner.NoBenchmarksException;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.CommandLineOptionException;
import org.openjdk.jmh.runner.options.CommandLineOptions;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code fab bench}: runs JMH benchmarks and keeps, beside the raw figures, what is needed to run them again. */
@Command(
        name = "bench",
        description = {
            "Run benchmarks (JMH).",
            "Writes DATE-MACHINE/TIME-NAME.json, the raw figures, and .machine.json (command, CPU, JDK, flags, commit,"
                    + " load) into the results folder. Figures count only from a machine that does nothing else."
        })
public final class BenchCommand implements Subcommand {
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HHmmss", Locale.ROOT);

    @Parameters(
            arity = "0..*",
            paramLabel = "REGEX",
            description = "Benchmarks whose full name contains a match; all when none is given.")
    private List<String> patterns = List.of();

    @Option(
            names = "--compare",
            arity = "2",
            paramLabel = "RESULT",
            description =
                    "Run nothing: compare two results, files or folders, the second with the first. Exit code 1 when a"
                            + " benchmark is slower or allocates more.")
    private List<Path> compared = List.of();

    @Mixin
    private OutputOptions output;

    @Option(names = "--list", description = "Print the names of the benchmarks.")
    private boolean list;

    @Option(
            names = "--quick",
            description = "One short fork: shows that a benchmark works, says nothing about speed. Writes results only"
                    + " with --out.")
    private boolean quick;

    @Option(names = "--forks", paramLabel = "N", description = "JVMs per benchmark (default 3).")
    private Integer forks;

    @Option(
            names = "--out",
            paramLabel = "DIR",
            description = "Results folder (default fab-bench/results in fabtwin's own folder).")
    private Path out;

    @Option(
            names = "--jmh",
            paramLabel = "OPTIONS",
            description = "More options for JMH, e.g. --jmh=\"-p size=1000 -prof perfnorm\"; these win.")
    private String jmh = "";

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        if (!compared.isEmpty()) {
            return compare();
        }
        final PrintWriter remarks = spec.commandLine().getErr();
        try {
            final CommandLineOptions more = new CommandLineOptions(words(jmh));
            if (list) {
                new Runner(new OptionsBuilder().parent(more).build()).list();
                return ExitCode.OK;
            }
            final ChainedOptionsBuilder options = options(more);
            if (quick && out == null) {
                new Runner(options.build()).run();
                return ExitCode.OK;
            }
            final LocalDateTime started = LocalDateTime.now(ZoneOffset.UTC);
            final Machine machine = Machine.current();
            final Path folder =
                    (out == null ? resultsFolder() : out).resolve(started.toLocalDate() + "-" + machine.slug());
            Files.createDirectories(folder);
            final String name = TIME.format(started) + "-" + (patterns.isEmpty() ? "all" : slug(patterns));
            final Path raw = folder.resolve(name + ".json");
            options.resultFormat(ResultFormatType.JSON).result(raw.toString());
            final BenchRecord record = new BenchRecord(command(), started, machine);
            new Runner(options.build()).run();
            record.write(folder.resolve(name + ".machine.json"));
            remarks.println("Results: " + raw);
            return ExitCode.OK;
        } catch (final NoBenchmarksException e) {
            throw new CommandFailure(
                    ExitCode.USAGE, "no benchmark matches " + patterns + "; 'fab bench --list' names them", e);
        } catch (final CommandLineOptionException e) {
            throw new CommandFailure(ExitCode.USAGE, "--jmh: " + e.getMessage(), e);
        } catch (final RunnerException e) {
            throw new CommandFailure(ExitCode.REFUSED, "a benchmark failed: " + e.getMessage(), e);
        }
    }

    private int compare() throws IOException {
        if (!patterns.isEmpty()) {
            throw new CommandFailure(ExitCode.USAGE, "--compare takes two results and no benchmarks: " + patterns);
        }
        final BenchComparison comparison = BenchComparison.of(compared.get(0), compared.get(1));
        output.result().println(output.json() ? comparison.toJson() : comparison.text());
        output.result().flush();
        return comparison.isWorse() ? ExitCode.REFUSED : ExitCode.OK;
    }

    private ChainedOptionsBuilder options(final CommandLineOptions more) {
        final ChainedOptionsBuilder options = new OptionsBuilder()
                .parent(more)
                .jvmArgs(BenchRecord.jvmFlags().toArray(new String[0]))
                .shouldFailOnError(true);
        patterns.forEach(options::include);
        // The builder wins over its parent, so what the user set through JMH's own options is left alone.
        if (forks != null) {
            options.forks(forks);
        } else if (!more.getForkCount().hasValue()) {
            options.forks(quick ? 1 : 3);
        }
        if (more.getProfilers().isEmpty()) {
            options.addProfiler(GCProfiler.class);
        }
        if (quick) {
            final TimeValue moment = TimeValue.milliseconds(100);
            options.warmupIterations(1)
                    .warmupTime(moment)
                    .measurementIterations(1)
                    .measurementTime(moment);
        }
        return options;
    }

    private static Path resultsFolder() {
        return Path.of(System.getProperty("fab.home", "."), "fab-bench", "results");
    }

    private String command() {
        final List<String> arguments = new ArrayList<>(List.of("./fab"));
        for (final String argument : spec.root().commandLine().getParseResult().originalArgs()) {
            arguments.add(argument.matches("[A-Za-z0-9_./=,:+-]+") ? argument : "'" + argument + "'");
        }
        return String.join(" ", arguments);
    }

    static String slug(final List<String> texts) {
        final String slug = String.join("-", texts)
                .replaceAll("[^A-Za-z0-9]+", "-")
                .replaceAll("^-|-$", "")
                .toLowerCase(Locale.ROOT);
        return slug.length() > 60 ? slug.substring(0, 60) : slug;
    }

    private static String[] words(final String text) {
        return text.isBlank() ? new String[0] : text.trim().split("\\s+");
    }
}
