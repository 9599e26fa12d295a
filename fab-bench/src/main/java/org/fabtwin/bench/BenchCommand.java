/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.bench;

import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.fabtwin.bench.peers.PeerCommand;
import org.fabtwin.sim.cli.CommandFailure;
import org.fabtwin.sim.cli.ExitCode;
import org.fabtwin.sim.cli.OutputOptions;
import org.fabtwin.sim.cli.Subcommand;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.results.format.ResultFormatFactory;
import org.openjdk.jmh.results.format.ResultFormatType;
import org.openjdk.jmh.runner.NoBenchmarksException;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.CommandLineOptionException;
import org.openjdk.jmh.runner.options.CommandLineOptions;
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
    private static final JsonMapper JSON = JsonMapper.builder().build();
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

    @Option(names = "--list", description = "Print the names of the benchmarks, of those that match REGEX.")
    private boolean list;

    @Option(
            names = "--quick",
            description =
                    "One short fork: shows that a benchmark works, says nothing about speed. Without REGEX, every"
                            + " benchmark with the first value of each parameter, within three minutes. Writes results only with --out.")
    private boolean quick;

    @Option(
            names = "--profile",
            description =
                    "Record with the JDK's flight recorder, one fork: leaves TIME-NAME.jfr and a flame graph, .svg, for each"
                            + " benchmark in the results folder.")
    private boolean profile;

    @Option(
            names = "--perfnorm",
            description =
                    "Count instructions, branches and cache misses an operation (perf). Refused where the machine has no"
                            + " counters.")
    private boolean perfnorm;

    @Option(
            names = "--instructions",
            description =
                    "Count instructions an operation with valgrind instead of measuring time, and the cache misses and mispredicted branches that it"
                            + " simulates: the same on every machine, within 1 %%. Two to six minutes a benchmark and parameter; needs names of benchmarks.")
    private boolean instructions;

    @Option(
            names = "--latency",
            description =
                    "Run no benchmark: latency from an event's time to the log, to a reader thread, a reader process and a subscriber of the gateway, at"
                            + " 1,000, 10,000 and 100,000 events a second; leaves .json, .hlog (HdrHistogram) and .svg.")
    private boolean latency;

    @Option(
            names = "--peer-command",
            paramLabel = "COMMAND",
            description =
                    "Run no benchmark: time an outside simulator's command (sh -c) beside ours, turn by turn. The last number that"
                            + " it prints is its answer, in minutes. See --peer-model.")
    private String peerCommand;

    @Option(
            names = "--peer-model",
            paramLabel = "MODEL",
            description =
                    "What the command simulates. customers: M/M/4, services of 1 min, 80 %% load, 2 million customers, mean wait."
                            + " fab: route A-B-A-B-A, one tool each, exponential times of 1 min at A and 1.5 at B, 0.25 lots a minute, 300,000"
                            + " lots, mean cycle time. Default: customers.")
    private PeerCommand.Model peerModel = PeerCommand.Model.CUSTOMERS;

    @Option(names = "--rounds", paramLabel = "N", description = "Runs of each with --peer-command (default 5).")
    private int rounds = 5;

    @Option(
            names = "--report",
            description = "Run nothing: make the tables and plots of docs/PERFORMANCE.md anew from the raw files.")
    private boolean report;

    @Option(names = "--forks", paramLabel = "N", description = "JVMs per benchmark (default 3).")
    private Integer forks;

    @Option(
            names = "--out",
            paramLabel = "DIR",
            description = "Results folder (default fab-bench/results in fabtwin's own folder).")
    private Path out;

    @Option(
            names = "--name",
            paramLabel = "NAME",
            description = "Name of the results' files behind their time (default: made of the REGEX).")
    private String resultName;

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
        if ((profile || instructions) && patterns.isEmpty()) {
            throw new CommandFailure(
                    ExitCode.USAGE,
                    (profile ? "--profile" : "--instructions")
                            + " needs the names of benchmarks; 'fab bench --list' tells them");
        }
        checkArguments();
        if (report) {
            if (quick || latency || peerCommand != null || !patterns.isEmpty()) {
                throw new CommandFailure(
                        ExitCode.USAGE, "--report runs nothing; it takes no benchmarks and no other run");
            }
            return new PerformanceReport(home()).write(this::remark);
        }
        if (latency || peerCommand != null) {
            // Throwaway figures must not become the newest of the results.
            final Path unnamed = quick ? Files.createTempDirectory("fab-bench") : resultsFolder();
            return new ProcessRuns(
                            command(),
                            out == null ? unnamed : out,
                            quick,
                            output,
                            spec.commandLine().getErr())
                    .run(latency, peerCommand, peerModel, rounds);
        }
        try {
            final JmhRun jmhRun = new JmhRun(
                    patterns,
                    new CommandLineOptions(words(jmh)),
                    forks,
                    quick,
                    profile,
                    perfnorm,
                    output.json() ? System.err : System.out,
                    this::remark);
            if (list) {
                return printNames(jmhRun.names());
            }
            refuseWhatTheMachineLacks();
            return measure(jmhRun);
        } catch (final NoBenchmarksException e) {
            throw new CommandFailure(
                    ExitCode.USAGE, "no benchmark matches " + patterns + "; 'fab bench --list' names them", e);
        } catch (final CommandLineOptionException e) {
            throw new CommandFailure(ExitCode.USAGE, "--jmh: " + e.getMessage(), e);
        } catch (final RunnerException e) {
            throw new CommandFailure(ExitCode.REFUSED, "a benchmark failed: " + e.getMessage(), e);
        }
    }

    /** Runs, keeps what there is to keep, and says whether something allocates that must not. */
    private int measure(final JmhRun jmhRun) throws RunnerException, IOException {
        if (quick && out == null && !profile && !instructions) {
            return verdict(jmhRun.run(null), null);
        }
        final LocalDateTime started = LocalDateTime.now(ZoneOffset.UTC);
        final Machine machine = Machine.current();
        final Path folder = (out == null ? resultsFolder() : out).resolve(started.toLocalDate() + "-" + machine.slug());
        Files.createDirectories(folder);
        final String name = TIME.format(started)
                + (instructions ? "-instructions-" : "-")
                + (resultName != null ? slug(List.of(resultName)) : patterns.isEmpty() ? "all" : slug(patterns));
        final Path raw = folder.resolve(name + ".json");
        final BenchRecord record = new BenchRecord(command(), started, machine);
        Collection<RunResult> results = List.of();
        if (instructions) {
            jmhRun.count(raw);
        } else {
            results = jmhRun.run(folder.resolve(name));
            try (PrintStream file = new PrintStream(raw.toFile(), StandardCharsets.UTF_8)) {
                ResultFormatFactory.getInstance(ResultFormatType.JSON, file).writeOut(results);
            }
        }
        record.write(folder.resolve(name + ".machine.json"));
        remark("Results: " + raw);
        return verdict(results, raw);
    }

    private int printNames(final List<String> names) {
        if (output.json()) {
            output.result().println(JSON.valueToTree(names).toPrettyString());
        } else {
            names.forEach(output.result()::println);
        }
        output.result().flush();
        return ExitCode.OK;
    }

    private void refuseWhatTheMachineLacks() throws IOException {
        final String counters = perfnorm ? Counters.missing() : null;
        if (counters != null) {
            throw new CommandFailure(ExitCode.REFUSED, "--perfnorm: " + counters);
        }
        final String valgrind = instructions ? InstructionCount.missing() : null;
        if (valgrind != null) {
            throw new CommandFailure(ExitCode.REFUSED, "--instructions: " + valgrind);
        }
    }

    private void checkArguments() {
        for (final String pattern : patterns) {
            try {
                Pattern.compile(pattern);
            } catch (final PatternSyntaxException e) {
                throw new CommandFailure(
                        ExitCode.USAGE,
                        "REGEX: found '" + pattern + "', " + e.getDescription() + " at " + e.getIndex(),
                        e);
            }
        }
        if (forks != null && forks < 1) {
            throw new CommandFailure(ExitCode.USAGE, "--forks: found " + forks + ", expected 1 or more");
        }
        if (rounds < 1) {
            throw new CommandFailure(ExitCode.USAGE, "--rounds: found " + rounds + ", expected 1 or more");
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

    /**
     * Exit code 1 when something allocates that must not. With {@code --json} also prints what was found.
     *
     * @param raw the file of the raw figures; null where none is kept.
     */
    private int verdict(final Collection<RunResult> results, final Path raw) throws IOException {
        // The recorder allocates itself.
        final List<String> violations = profile ? List.of() : Allocation.violations(results);
        violations.forEach(this::remark);
        if (output.json()) {
            output.result().println(BenchFigures.of(results, raw, violations).toPrettyString());
            output.result().flush();
        }
        return violations.isEmpty() ? ExitCode.OK : ExitCode.REFUSED;
    }

    private void remark(final String line) {
        final PrintWriter err = spec.commandLine().getErr();
        err.println(line);
        err.flush();
    }

    private static Path home() {
        return Path.of(System.getProperty("fab.home", "."));
    }

    private static Path resultsFolder() {
        return home().resolve("fab-bench").resolve("results");
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
