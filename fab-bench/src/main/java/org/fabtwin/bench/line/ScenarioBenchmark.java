/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.bench.line;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.fabtwin.core.line.Line;
import org.fabtwin.core.line.LineCompiler;
import org.fabtwin.core.line.definition.LineDefinition;
import org.fabtwin.sim.scenario.ScenarioReader;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** Reading and checking a scenario, and compiling the line. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(3)
@Warmup(iterations = 4, time = 1)
@Measurement(iterations = 4, time = 1)
@State(Scope.Thread)
public class ScenarioBenchmark {
    @Param({"minifab", "line2nm-pilot", "line2nm-25k"})
    public String scenario;

    private final YAMLMapper yaml = new YAMLMapper();
    private String text;
    private LineDefinition definition;

    @Setup
    public void read() throws IOException {
        try (InputStream resource = ScenarioReader.class.getResourceAsStream("builtin/" + scenario + ".yaml")) {
            text = new String(resource.readAllBytes(), StandardCharsets.UTF_8);
        }
        definition = ScenarioReader.read(scenario, List.of()).definition();
        int expected = scenario.equals("minifab") ? controlYaml().path("steps").size() : rows("line2nm/route.csv");
        int found = definition.products.stream()
                .mapToInt(product -> product.route.size())
                .max()
                .orElse(0);
        int compiled = compile().steps().size();
        int total = definition.products.stream()
                .mapToInt(product -> product.route.size())
                .sum();
        if (found != expected || compiled < total) {
            throw new IllegalStateException(scenario + " has a route of " + found + " steps, expected " + expected
                    + "; compiled " + compiled + " of at least " + total);
        }
    }

    /** Rows of one of the reference line's tables, its heading apart. */
    private static int rows(String table) throws IOException {
        try (InputStream resource = ScenarioReader.class.getResourceAsStream("/org/fabtwin/sim/reference/" + table)) {
            return (int) new String(resource.readAllBytes(), StandardCharsets.UTF_8)
                            .lines()
                            .count()
                    - 1;
        }
    }

    @Benchmark
    public LineDefinition readScenario() {
        return ScenarioReader.read(scenario, List.of()).definition();
    }

    @Benchmark
    public Line compile() {
        return LineCompiler.compile(definition);
    }

    /** The scenario's own file read by the YAML library alone, without the files and tables that it names. */
    @Benchmark
    public JsonNode controlYaml() throws IOException {
        return yaml.readTree(text);
    }
}
