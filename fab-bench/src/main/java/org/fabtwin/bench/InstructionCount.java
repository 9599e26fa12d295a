/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.bench;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.results.RunResult;

/**
 * Counts what a benchmark's operation executes, where the machine has no counters: the benchmark runs in a JVM under valgrind's cachegrind,
 * once for some invocations and once for twice as many, and the difference is theirs alone. Start, set-up, compilers and warm-up are in
 * both. Misses and mispredictions are those of caches and a predictor that cachegrind simulates: the same on every machine, and not
 * those of any.
 */
final class InstructionCount {
    /** What counts repeat to (docs/PERFORMANCE.md): a smaller difference is not called a change. */
    static final double REPEATS_TO = 0.01;

    private static final String MISSING = "valgrind cannot be started (package valgrind): ";
    /** Time of the invocations that are counted, and of those before, when the machine runs them itself. */
    private static final double COUNTED_NS = 100e6;

    private static final double WARM_UP_NS = 250e6;
    private static final int MOST_WARM_UP = 2_000;
    private static final int FEWEST = 2;

    /** Sizes, ways and lines of the simulated caches: a core of today and its second level. */
    private static final List<String> VALGRIND = List.of(
            "valgrind",
            "--tool=cachegrind",
            "--cache-sim=yes",
            "--branch-sim=yes",
            "--I1=32768,8,64",
            "--D1=32768,8,64",
            "--LL=1048576,16,64",
            // The JVM writes code while it runs, and asks where exactly an access failed.
            "--smc-check=all-non-file",
            "--vex-iropt-register-updates=allregs-at-mem-access",
            "--main-stacksize=8388608");
    /** Compilers that do not work at the same time as the code, one collector's thread, a heap of one size. */
    private static final List<String> JVM = List.of(
            "-XX:+UseSerialGC",
            "-Xms1g",
            "-Xmx1g",
            "-Xshare:off",
            "-XX:-UsePerfData",
            "-Xbatch",
            "-Xlog:disable",
            // Other benchmarks do not change counts.
            "-Djmh.ignoreLock=true");

    private final ArrayNode rows = JsonMapper.builder().build().createArrayNode();
    private final Consumer<String> remarks;

    InstructionCount(Consumer<String> remarks) {
        this.remarks = remarks;
    }

    /** Null when valgrind is there; else why not. */
    static String missing(String program) throws IOException {
        try {
            final Process process = new ProcessBuilder(program, "--version")
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            final int exit = process.waitFor();
            return exit == 0 ? null : MISSING + "exit code " + exit;
        } catch (IOException e) {
            return MISSING + e.getMessage();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while valgrind ran", e);
        }
    }

    static String missing() throws IOException {
        return missing(VALGRIND.get(0));
    }

    /**
     * Counts for a benchmark with its parameters.
     *
     * @param timed its time, as a short run of JMH found it: so many invocations are counted as take a moment by its fastest iteration.
     */
    void count(RunResult timed) throws IOException {
        final BenchmarkParams params = timed.getParams();
        final double invocationNs =
                params.getTimeUnit().toNanos(1) * timed.getPrimaryResult().getScore() * params.getOpsPerInvocation();
        final int warmUp = (int) Math.min(MOST_WARM_UP, Math.max(FEWEST, WARM_UP_NS / invocationNs));
        final int invocations = (int) Math.min(1e8, Math.max(FEWEST, COUNTED_NS / invocationNs));
        final Map<String, Long> once = run(params, warmUp, invocations);
        final Map<String, Long> twice = run(params, warmUp, 2 * invocations);
        final Map<String, Double> counts =
                perOperation(once, twice, (double) invocations * params.getOpsPerInvocation());
        remarks.accept(row(params, counts, invocations).path("what").asText() + ": " + counts);
    }

    private static Map<String, Long> run(BenchmarkParams params, int warmUp, int invocations) throws IOException {
        final Path counts = Files.createTempFile("fab-instructions", ".out");
        final Path output = Files.createTempFile("fab-instructions", ".log");
        try {
            final List<String> command = new ArrayList<>(VALGRIND);
            command.add("--cachegrind-out-file=" + counts);
            final List<String> jvm = BenchJvm.command();
            command.add(jvm.get(0));
            command.addAll(JVM);
            command.addAll(jvm.subList(1, jvm.size()));
            command.addAll(
                    List.of(org.openjdk.jmh.Main.class.getName(), "^" + Pattern.quote(params.getBenchmark()) + "$"));
            for (final String key : params.getParamsKeys()) {
                command.addAll(List.of("-p", key + "=" + params.getParam(key)));
            }
            command.addAll(List.of("-f", "0", "-bm", "ss", "-foe", "true", "-wi", "1", "-i", "1", "-t", "1"));
            command.addAll(List.of("-wbs", Integer.toString(warmUp), "-bs", Integer.toString(invocations)));
            final int exit = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(output.toFile())
                    .start()
                    .waitFor();
            if (exit != 0) {
                final String text = Files.readString(output);
                throw new IOException("valgrind ended with " + exit + " at " + params.getBenchmark() + ": "
                        + text.substring(Math.max(0, text.length() - 2000)));
            }
            return totals(Files.readString(counts, StandardCharsets.ISO_8859_1));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while valgrind ran", e);
        } finally {
            Files.deleteIfExists(counts);
            Files.deleteIfExists(output);
        }
    }

    /** Cachegrind's totals by its own short names: lines "events:" and "summary:" of its file. */
    static Map<String, Long> totals(String file) throws IOException {
        String[] names = {};
        String[] values = {};
        for (final String line : file.split("\n")) {
            if (line.startsWith("events: ")) {
                names = line.substring(8).trim().split(" +");
            } else if (line.startsWith("summary: ")) {
                values = line.substring(9).trim().split(" +");
            }
        }
        if (names.length == 0 || names.length != values.length) {
            throw new IOException(
                    "cachegrind left no totals: " + names.length + " names, " + values.length + " values");
        }
        final Map<String, Long> totals = new HashMap<>();
        for (int i = 0; i < names.length; i++) {
            totals.put(names[i], Long.parseLong(values[i]));
        }
        return totals;
    }

    static Map<String, Double> perOperation(Map<String, Long> once, Map<String, Long> twice, double operations) {
        final Map<String, List<String>> of = Map.of(
                "instructions", List.of("Ir"),
                "reads and writes", List.of("Dr", "Dw"),
                "branches", List.of("Bc", "Bi"),
                "mispredicted", List.of("Bcm", "Bim"),
                "first-level misses", List.of("I1mr", "D1mr", "D1mw"),
                "second-level misses", List.of("ILmr", "DLmr", "DLmw"));
        final Map<String, Double> counts = new TreeMap<>();
        of.forEach((name, events) -> counts.put(
                name,
                events.stream()
                                .mapToLong(event -> twice.get(event) - once.get(event))
                                .sum()
                        / operations));
        return counts;
    }

    /** As JMH writes results, so that --compare reads them, with each count beside for tables. */
    private ObjectNode row(BenchmarkParams params, Map<String, Double> counts, int invocations) {
        final String[] names = params.getBenchmark().split("\\.");
        final StringBuilder what =
                new StringBuilder(names[names.length - 2]).append('.').append(names[names.length - 1]);
        final ObjectNode row = rows.addObject();
        row.put("benchmark", params.getBenchmark()).put("mode", "instructions");
        final ObjectNode values = row.putObject("params");
        for (final String key : params.getParamsKeys()) {
            values.put(key, params.getParam(key));
            what.append(String.format(Locale.ROOT, " %s=%s", key, params.getParam(key)));
        }
        final double instructions = counts.get("instructions");
        row.putObject("primaryMetric")
                .put("score", instructions)
                .put("scoreError", instructions * REPEATS_TO)
                .put("scoreUnit", "instructions/op");
        row.put("what", what.toString()).put("operations", (long) invocations * params.getOpsPerInvocation());
        counts.forEach(row::put);
        return row;
    }

    void write(Path file) throws IOException {
        JsonMapper.builder().build().writerWithDefaultPrettyPrinter().writeValue(file.toFile(), rows);
    }
}
