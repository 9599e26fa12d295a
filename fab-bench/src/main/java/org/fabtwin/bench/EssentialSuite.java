/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.bench;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.fabtwin.bench.line.Smt2020Benchmark;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.BenchmarkList;
import org.openjdk.jmh.runner.BenchmarkListEntry;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.format.OutputFormat;
import org.openjdk.jmh.runner.format.OutputFormatFactory;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.VerboseMode;

/** Every benchmark once, with the first value of each parameter: what {@code fab bench --quick} runs where nothing else is asked for. */
final class EssentialSuite {
    private EssentialSuite() {}

    /**
     * Runs it, one class after another.
     *
     * @param options what each run starts from: forks and times.
     * @param remarks told each class and how long it took.
     */
    static Collection<RunResult> run(Supplier<ChainedOptionsBuilder> options, Consumer<String> remarks)
            throws RunnerException {
        final Map<String, List<BenchmarkListEntry>> byClass = new TreeMap<>();
        final OutputFormat silent = OutputFormatFactory.createFormatInstance(System.out, VerboseMode.SILENT);
        for (final BenchmarkListEntry benchmark : BenchmarkList.defaultList().getAll(silent, List.of())) {
            if (benchmark.getUserClassQName().equals(Smt2020Benchmark.class.getName()) && !Smt2020Benchmark.isThere()) {
                continue;
            }
            byClass.computeIfAbsent(benchmark.getUserClassQName(), name -> new ArrayList<>())
                    .add(benchmark);
        }
        final Collection<RunResult> results = new ArrayList<>();
        for (final Map.Entry<String, List<BenchmarkListEntry>> next : byClass.entrySet()) {
            final ChainedOptionsBuilder own = options.get()
                    .include("^" + Pattern.quote(next.getKey()) + "\\.")
                    .verbosity(VerboseMode.SILENT);
            for (final Map.Entry<String, String[]> parameter :
                    next.getValue().get(0).getParams().orElse(Map.of()).entrySet()) {
                if (parameter.getValue().length > 0) {
                    own.param(parameter.getKey(), parameter.getValue()[0]);
                }
            }
            final long start = System.nanoTime();
            final Collection<RunResult> found = new Runner(own.build()).run();
            results.addAll(found);
            remarks.accept(String.format(
                    Locale.ROOT,
                    "%s: %d benchmarks, %.1f s",
                    next.getKey(),
                    found.size(),
                    (System.nanoTime() - start) / 1e9));
        }
        return results;
    }
}
