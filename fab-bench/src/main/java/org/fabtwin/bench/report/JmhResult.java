/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.bench.report;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A benchmark's figure as JMH wrote it.
 *
 * @param benchmark class and method, without packages.
 * @param error half width of the 99.9 % interval; NaN where there is none.
 * @param bytes allocated an operation; NaN where nobody looked.
 */
record JmhResult(String benchmark, Map<String, String> params, double score, double error, double bytes, String unit) {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    /** Reads a file of JMH; throws if there is none. */
    static List<JmhResult> read(Path file) throws IOException {
        final List<JmhResult> results = new ArrayList<>();
        for (final JsonNode node : JSON.readTree(Files.readString(file))) {
            final JsonNode metric = node.path("primaryMetric");
            final String[] parts = node.path("benchmark").asText().split("\\.");
            final Map<String, String> params = new LinkedHashMap<>();
            node.path("params")
                    .properties()
                    .forEach(
                            entry -> params.put(entry.getKey(), entry.getValue().asText()));
            results.add(new JmhResult(
                    parts[parts.length - 2] + "." + parts[parts.length - 1],
                    params,
                    metric.path("score").asDouble(),
                    metric.path("scoreError").isNumber()
                            ? metric.path("scoreError").asDouble()
                            : Double.NaN,
                    bytes(node),
                    metric.path("scoreUnit").asText()));
        }
        return results;
    }

    private static double bytes(JsonNode node) {
        for (final Map.Entry<String, JsonNode> entry :
                node.path("secondaryMetrics").properties()) {
            if (entry.getKey().endsWith("gc.alloc.rate.norm")) {
                return entry.getValue().path("score").asDouble();
            }
        }
        return Double.NaN;
    }

    /** A parameter's value, of {@code benchmark} the method's name, of {@code class} the class's without "Benchmark"; of several, {@code a+b}, the values that there are. */
    String value(String keys) {
        return Stream.of(keys.split("[+]"))
                .map(this::one)
                .filter(value -> !value.isEmpty())
                .collect(Collectors.joining(" "));
    }

    private String one(String key) {
        if (key.equals("class")) {
            return benchmark.substring(0, benchmark.indexOf('.')).replace("Benchmark", "");
        }
        return key.equals("benchmark") ? benchmark.substring(benchmark.indexOf('.') + 1) : params.getOrDefault(key, "");
    }
}
