/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.bench.line;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.fabtwin.bench.BenchJvm;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** A process from its start to its end, without class-data sharing: {@code fab --version}, and a JVM that does nothing. */
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(1)
@Warmup(iterations = 2)
@Measurement(iterations = 10)
@State(Scope.Thread)
public class StartUpBenchmark {
    @Benchmark
    public int version() throws IOException, InterruptedException {
        return run("org.fabtwin.sim.cli.FabCommand", "--version");
    }

    @Benchmark
    public int runOneDay() throws IOException, InterruptedException {
        return run("org.fabtwin.sim.cli.FabCommand", "run", "minifab", "--days", "1", "--json");
    }

    /** Control: what the JVM takes by itself. */
    @Benchmark
    public int controlEmptyJvm() throws IOException, InterruptedException {
        return run("-version");
    }

    private static int run(String... arguments) throws IOException, InterruptedException {
        List<String> words = new ArrayList<>(BenchJvm.command());
        words.addAll(List.of(arguments));
        Process process = new ProcessBuilder(words)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        int exit = process.waitFor();
        if (exit != 0) {
            throw new IllegalStateException("exit code " + exit + " of " + List.of(arguments));
        }
        return exit;
    }
}
