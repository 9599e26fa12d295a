/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.fabtwin.bench.line.Smt2020Benchmark;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.runner.BenchmarkList;
import org.openjdk.jmh.runner.BenchmarkListEntry;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.format.OutputFormat;
import org.openjdk.jmh.runner.format.OutputFormatFactory;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/**
 * Runs every benchmark once, with the first value of each parameter, so that none rots unseen; those that promise to allocate nothing
 * for a moment longer, to see that they don't.
 */
class EveryBenchmarkTest {
    @TestFactory
    Stream<DynamicTest> shouldStillRun() {
        // One of each name: a benchmark with several modes is listed once per mode.
        final Map<String, BenchmarkListEntry> benchmarks = new TreeMap<>();
        final OutputFormat silent = OutputFormatFactory.createFormatInstance(System.out, VerboseMode.SILENT);
        for (final BenchmarkListEntry benchmark : BenchmarkList.defaultList().getAll(silent, List.of())) {
            final String name = benchmark.getUserClassQName();
            if (!name.equals(AllocatingProbe.class.getName())) {
                benchmarks.put(benchmark.getUsername(), benchmark);
            }
        }
        return benchmarks.values().stream()
                .map(benchmark -> DynamicTest.dynamicTest(benchmark.getUsername(), () -> runOnce(benchmark)));
    }

    private static void runOnce(final BenchmarkListEntry benchmark) throws RunnerException {
        assumeTrue(
                Smt2020Benchmark.isThere() || !benchmark.getUserClassQName().equals(Smt2020Benchmark.class.getName()),
                "skipped: FAB_SMT2020_DIR names no folder");
        final ChainedOptionsBuilder once = new OptionsBuilder()
                .include("^" + Pattern.quote(benchmark.getUsername()) + "$")
                .threads(1)
                .forks(0)
                .verbosity(VerboseMode.SILENT)
                .shouldFailOnError(true);
        for (final Map.Entry<String, String[]> param :
                benchmark.getParams().orElse(Map.of()).entrySet()) {
            if (param.getValue().length > 0) {
                once.param(param.getKey(), param.getValue()[0]);
            }
        }
        if (Allocation.isMarked(benchmark.getUsername())) {
            final TimeValue moment = TimeValue.milliseconds(150);
            once.mode(Mode.AverageTime)
                    .addProfiler(GCProfiler.class)
                    .warmupIterations(1)
                    .warmupTime(moment)
                    .measurementIterations(1)
                    .measurementTime(moment);
        } else {
            once.mode(Mode.SingleShotTime)
                    .warmupIterations(0)
                    .measurementIterations(1)
                    .measurementBatchSize(1);
        }
        assertThat(Allocation.violations(new Runner(once.build()).run())).isEmpty();
    }
}
