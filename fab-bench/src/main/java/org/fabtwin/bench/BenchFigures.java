/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;

/** What {@code fab bench --json} prints: each benchmark's figure with its interval and bytes, without the single readings. */
final class BenchFigures {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private BenchFigures() {}

    /**
     * {@code raw} (null where nothing was kept), {@code benchmarks}, {@code violations}; counts of instructions as they were written.
     *
     * @param raw file of the raw figures, or null.
     * @param violations benchmarks that allocate although they must not.
     */
    static ObjectNode of(Collection<RunResult> results, Path raw, List<String> violations) throws IOException {
        final ObjectNode all = JSON.createObjectNode();
        all.put("raw", raw == null ? null : raw.toString());
        final ArrayNode rows = all.putArray("benchmarks");
        for (final RunResult result : results) {
            final ObjectNode row = rows.addObject();
            row.put("benchmark", result.getParams().getBenchmark());
            final ObjectNode params = row.putObject("params");
            for (final String key : result.getParams().getParamsKeys()) {
                params.put(key, result.getParams().getParam(key));
            }
            final Result<?> figure = result.getPrimaryResult();
            row.put("score", figure.getScore());
            putNumber(row, "error", figure.getScoreError());
            row.put("unit", figure.getScoreUnit());
            row.put("forks", result.getParams().getForks());
            result.getSecondaryResults().forEach((name, value) -> {
                if (name.endsWith("gc.alloc.rate.norm")) {
                    putNumber(row, "bytesPerOperation", value.getScore());
                }
            });
        }
        if (results.isEmpty() && raw != null) {
            for (final JsonNode counted : JSON.readTree(Files.readString(raw))) {
                rows.add(counted);
            }
        }
        violations.forEach(all.putArray("violations")::add);
        return all;
    }

    /** Null where there is no number: JSON has no NaN. */
    private static void putNumber(ObjectNode row, String field, double value) {
        if (Double.isFinite(value)) {
            row.put(field, value);
        } else {
            row.putNull(field);
        }
    }
}
