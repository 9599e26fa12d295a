/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.bench;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Two results of the same benchmarks beside each other: ratios with intervals. A change is called only where JMH's intervals (99.9 %) of
 * the two part; everything else may be chance.
 *
 * @param onlyInA names of benchmarks that only the first result has.
 */
record BenchComparison(List<Entry> entries, List<String> onlyInA, List<String> onlyInB) {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final String ALLOCATION = "gc.alloc.rate.norm";
    /** Bytes an operation that a profiler reads where nothing is allocated. */
    private static final double ALLOCATION_NOISE = 1;

    /** What can be said of a benchmark. */
    enum Verdict {
        FASTER,
        SLOWER,
        NO_CHANGE_SHOWN
    }

    /** A score and what is allocated, each with the half width of its interval; 0 for bytes of a single measurement. */
    record Score(double value, double error, double bytes, double bytesError) {
        private boolean isApart(Score other) {
            return Math.abs(value - other.value) > error + other.error;
        }
    }

    /**
     * A benchmark with its parameters.
     *
     * @param ratio of the second to the first.
     * @param ratioError half width of its interval: relative errors added as squares.
     */
    record Entry(String name, String unit, Score a, Score b, double ratio, double ratioError, Verdict verdict) {
        boolean allocatesMore() {
            return b.bytes() - b.bytesError() > a.bytes() + a.bytesError() + ALLOCATION_NOISE;
        }
    }

    /**
     * Reads two results.
     *
     * @param a a JSON file of JMH, or a folder of some.
     * @throws IOException if there is none, or it is not such a file.
     */
    static BenchComparison of(Path a, Path b) throws IOException {
        final Map<String, JsonNode> first = read(a);
        final Map<String, JsonNode> second = read(b);
        final List<Entry> entries = new ArrayList<>();
        first.forEach((name, result) -> {
            if (second.containsKey(name)) {
                entries.add(entry(name, result, second.get(name)));
            }
        });
        if (entries.isEmpty()) {
            throw new IOException(
                    a + " and " + b + " have no benchmark in common: " + first.keySet() + ", " + second.keySet());
        }
        return new BenchComparison(
                entries,
                first.keySet().stream()
                        .filter(name -> !second.containsKey(name))
                        .toList(),
                second.keySet().stream()
                        .filter(name -> !first.containsKey(name))
                        .toList());
    }

    private static Map<String, JsonNode> read(Path path) throws IOException {
        final Map<String, JsonNode> found = new LinkedHashMap<>();
        for (final Path file : files(path)) {
            final JsonNode results;
            try {
                results = JSON.readTree(Files.readString(file));
            } catch (JsonProcessingException e) {
                throw new IOException(file + " is no JSON: " + e.getOriginalMessage(), e);
            }
            for (final JsonNode result : results) {
                if (results.isArray()
                        && result.path("primaryMetric").path("score").isNumber()) {
                    found.put(nameOf(result), result);
                }
            }
        }
        if (found.isEmpty()) {
            throw new IOException(path + " holds no results of JMH (JSON, as 'fab bench' writes them)");
        }
        return found;
    }

    private static List<Path> files(Path path) throws IOException {
        if (!Files.exists(path)) {
            throw new NoSuchFileException(path.toString());
        }
        if (!Files.isDirectory(path)) {
            return List.of(path);
        }
        // In the order of their times: of two results of one benchmark the later counts.
        try (Stream<Path> all = Files.list(path)) {
            return all.filter(file -> file.toString().endsWith(".json"))
                    .filter(file -> !file.toString().endsWith(".machine.json"))
                    .sorted()
                    .toList();
        }
    }

    private static String nameOf(JsonNode result) {
        final String full = result.path("benchmark").asText();
        final int method = full.lastIndexOf('.');
        final String name = full.substring(full.lastIndexOf('.', method - 1) + 1);
        final List<String> parameters = new ArrayList<>();
        result.path("params")
                .properties()
                .forEach(parameter -> parameters.add(
                        parameter.getKey() + "=" + parameter.getValue().asText()));
        return name
                + (parameters.isEmpty() ? "" : parameters.stream().collect(Collectors.joining(" ", " ", "")))
                + " (" + result.path("mode").asText() + ")";
    }

    private static Entry entry(String name, JsonNode first, JsonNode second) {
        final Score a = score(first);
        final Score b = score(second);
        final double ratio = b.value() / a.value();
        final double error = ratio * Math.hypot(a.error() / a.value(), b.error() / b.value());
        final boolean moreIsBetter = first.path("mode").asText().equals("thrpt");
        Verdict verdict = Verdict.NO_CHANGE_SHOWN;
        if (a.isApart(b)) {
            verdict = b.value() > a.value() == moreIsBetter ? Verdict.FASTER : Verdict.SLOWER;
        }
        final String unit = first.path("primaryMetric").path("scoreUnit").asText();
        return new Entry(name, unit, a, b, ratio, error, verdict);
    }

    private static Score score(JsonNode result) {
        final JsonNode metric = result.path("primaryMetric");
        // A single measurement has no error ("NaN"): nothing can be called a change then.
        final double error =
                metric.path("scoreError").isNumber() ? metric.path("scoreError").asDouble() : Double.POSITIVE_INFINITY;
        double bytes = 0;
        double bytesError = 0;
        for (final Map.Entry<String, JsonNode> next :
                result.path("secondaryMetrics").properties()) {
            if (next.getKey().endsWith(ALLOCATION)) {
                bytes = next.getValue().path("score").asDouble();
                final JsonNode itsError = next.getValue().path("scoreError");
                bytesError = itsError.isNumber() ? itsError.asDouble() : 0;
            }
        }
        return new Score(metric.path("score").asDouble(), error, bytes, bytesError);
    }

    /** A table for people. */
    String text() {
        final StringBuilder out = new StringBuilder();
        final int width = Math.max(
                9,
                entries.stream().mapToInt(entry -> entry.name().length()).max().orElse(9));
        out.append(String.format(Locale.ROOT, "%-" + width + "s  %12s  %12s  %16s%n", "benchmark", "A", "B", "B/A"));
        for (final Entry entry : entries) {
            out.append(String.format(
                            Locale.ROOT,
                            "%-" + width + "s  %12.3f  %12.3f  %7.3f +-%6.3f  %s  %s%s",
                            entry.name(),
                            entry.a().value(),
                            entry.b().value(),
                            entry.ratio(),
                            entry.ratioError(),
                            entry.unit(),
                            entry.verdict().name().toLowerCase(Locale.ROOT).replace('_', ' '),
                            entry.allocatesMore()
                                    ? String.format(
                                            Locale.ROOT,
                                            ", allocates %.0f B/op instead of %.0f",
                                            entry.b().bytes(),
                                            entry.a().bytes())
                                    : "")
                    .stripTrailing());
            out.append(System.lineSeparator());
        }
        onlyInA.forEach(name -> out.append("only in A: ").append(name).append(System.lineSeparator()));
        onlyInB.forEach(name -> out.append("only in B: ").append(name).append(System.lineSeparator()));
        out.append("A change is called where the 99.9 % intervals part; what is not called may be chance.");
        return out.toString();
    }

    String toJson() {
        final ObjectNode json = JSON.createObjectNode();
        final ArrayNode list = json.putArray("benchmarks");
        for (final Entry entry : entries) {
            final ObjectNode node = list.addObject();
            node.put("benchmark", entry.name());
            node.put("unit", entry.unit());
            put(node.putObject("a"), entry.a());
            put(node.putObject("b"), entry.b());
            node.put("ratio", entry.ratio());
            put(node, "ratioError", entry.ratioError());
            node.put("verdict", entry.verdict().name().toLowerCase(Locale.ROOT));
            node.put("allocatesMore", entry.allocatesMore());
        }
        onlyInA.forEach(json.putArray("onlyInA")::add);
        onlyInB.forEach(json.putArray("onlyInB")::add);
        return json.toPrettyString();
    }

    private static void put(ObjectNode node, Score score) {
        node.put("score", score.value());
        put(node, "error", score.error());
        node.put("bytesPerOp", score.bytes());
    }

    private static void put(ObjectNode node, String key, double value) {
        if (Double.isFinite(value)) {
            node.put(key, value);
        } else {
            node.putNull(key);
        }
    }

    /** Whether a benchmark of the second result is slower, or allocates more. */
    boolean isWorse() {
        return entries.stream().anyMatch(entry -> entry.verdict() == Verdict.SLOWER || entry.allocatesMore());
    }
}
