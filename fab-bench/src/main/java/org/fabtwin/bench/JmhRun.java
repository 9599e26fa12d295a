/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.bench;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.function.Consumer;
import org.fabtwin.bench.line.Smt2020Benchmark;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.profile.JavaFlightRecorderProfiler;
import org.openjdk.jmh.profile.LinuxPerfNormProfiler;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.BenchmarkList;
import org.openjdk.jmh.runner.BenchmarkListEntry;
import org.openjdk.jmh.runner.NoBenchmarksException;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.format.OutputFormatFactory;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.CommandLineOptions;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/**
 * Benchmarks run by JMH with our defaults: three forks, the gc profiler, the launcher's flags.
 *
 * @param patterns regular expressions; empty for all.
 * @param more the user's options for JMH, which win.
 * @param forks null for the default.
 * @param text where JMH prints what it does.
 * @param remarks told, a line each, what is done besides.
 */
record JmhRun(
        List<String> patterns,
        CommandLineOptions more,
        Integer forks,
        boolean quick,
        boolean profile,
        boolean perfnorm,
        PrintStream text,
        Consumer<String> remarks) {
    private static final int FORKS = 3;
    private static final TimeValue MOMENT = TimeValue.milliseconds(100);

    /** Names of the benchmarks that match, in order. */
    List<String> names() throws NoBenchmarksException {
        final OptionsBuilder options = new OptionsBuilder();
        options.parent(more);
        patterns.forEach(options::include);
        final List<String> names = BenchmarkList.defaultList()
                .find(
                        OutputFormatFactory.createFormatInstance(text, VerboseMode.SILENT),
                        options.build().getIncludes(),
                        List.of())
                .stream()
                .map(BenchmarkListEntry::getUsername)
                .distinct()
                .sorted()
                .toList();
        if (names.isEmpty()) {
            throw new NoBenchmarksException();
        }
        return names;
    }

    /** @param profiles where recordings of the profiler go, without ending. */
    Collection<RunResult> run(Path profiles) throws RunnerException, IOException {
        if (quick && patterns.isEmpty()) {
            return EssentialSuite.run(this::options, remarks);
        }
        final ChainedOptionsBuilder options = options();
        if (!profile) {
            return run(options);
        }
        final Path recordings = Files.createTempDirectory("fab-bench-profile");
        options.addProfiler(
                JavaFlightRecorderProfiler.class, "dir=" + recordings + ";configName=" + Profiles.settings(recordings));
        final Collection<RunResult> results = run(options);
        Profiles.keep(recordings, profiles, remarks);
        return results;
    }

    /** Times each benchmark for a moment, to know how many invocations to count; then counts. */
    void count(Path raw) throws RunnerException, IOException {
        final InstructionCount counted = new InstructionCount(remarks);
        final Collection<RunResult> timed = new Runner(options()
                        .forks(1)
                        .mode(Mode.AverageTime)
                        .warmupIterations(4)
                        .warmupTime(MOMENT)
                        .measurementIterations(5)
                        .measurementTime(MOMENT)
                        .verbosity(VerboseMode.SILENT)
                        .build())
                .run();
        for (final RunResult one : timed) {
            counted.count(one);
        }
        counted.write(raw);
    }

    private Collection<RunResult> run(ChainedOptionsBuilder options) throws RunnerException {
        final VerboseMode verbosity = more.verbosity().orElse(VerboseMode.NORMAL);
        return new Runner(options.build(), OutputFormatFactory.createFormatInstance(text, verbosity)).run();
    }

    private ChainedOptionsBuilder options() {
        final ChainedOptionsBuilder options = new OptionsBuilder()
                .parent(more)
                .jvmArgs(BenchRecord.jvmFlags().toArray(new String[0]))
                .shouldFailOnError(true);
        patterns.forEach(options::include);
        if (!Smt2020Benchmark.isThere()) {
            options.exclude(Smt2020Benchmark.class.getSimpleName());
        }
        // The builder wins over its parent, so what the user set through JMH's own options is left alone.
        if (forks != null) {
            options.forks(forks);
        } else if (!more.getForkCount().hasValue()) {
            options.forks(quick || profile ? 1 : FORKS);
        }
        if (more.getProfilers().isEmpty()) {
            options.addProfiler(GCProfiler.class);
        }
        if (perfnorm) {
            options.addProfiler(LinuxPerfNormProfiler.class);
        }
        if (profile) {
            options.jvmArgsAppend("-XX:+UnlockDiagnosticVMOptions", "-XX:+DebugNonSafepoints");
        }
        if (quick) {
            options.warmupIterations(1)
                    .warmupTime(MOMENT)
                    .measurementIterations(1)
                    .measurementTime(MOMENT);
        }
        return options;
    }
}
