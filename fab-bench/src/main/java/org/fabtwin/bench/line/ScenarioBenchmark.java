/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.bench.line;

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

    private LineDefinition definition;

    @Setup
    public void read() {
        definition = ScenarioReader.read(scenario, List.of()).definition();
        if (compile().steps().size() == 0) {
            throw new IllegalStateException(scenario + " has no steps");
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
}
