/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.bench.line;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.fabtwin.bench.BenchJvm;
import org.fabtwin.sim.cli.BuildInfo;
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
    private final Map<String, String> answers = new HashMap<>();

    @Benchmark
    public int version() throws IOException, InterruptedException {
        return run(Pattern.quote(new BuildInfo().version()), "org.fabtwin.sim.cli.FabCommand", "--version");
    }

    @Benchmark
    public int runOneDay() throws IOException, InterruptedException {
        return run(
                "\"logHash\" *: *\"[0-9a-f]{8}\"",
                "org.fabtwin.sim.cli.FabCommand", "run", "minifab", "--days", "1", "--json");
    }

    /** Control: what the JVM takes by itself. */
    @Benchmark
    public int controlEmptyJvm() throws IOException, InterruptedException {
        return run("Runtime Environment", "-version");
    }

    /** The length of what the process printed, with an answer of the form {@code expected} in it: the same each time. */
    private int run(String expected, String... arguments) throws IOException, InterruptedException {
        List<String> words = new ArrayList<>(BenchJvm.command());
        words.addAll(List.of(arguments));
        Process process = new ProcessBuilder(words).redirectErrorStream(true).start();
        String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        int exit = process.waitFor();
        Matcher answer = Pattern.compile(expected).matcher(printed);
        boolean isAnswered = answer.find();
        if (isAnswered) {
            answers.putIfAbsent(expected, answer.group());
        }
        if (exit != 0 || !isAnswered || !answers.get(expected).equals(answer.group())) {
            throw new IllegalStateException(
                    "exit code " + exit + " of " + List.of(arguments) + ", which printed " + printed);
        }
        return printed.length();
    }
}
