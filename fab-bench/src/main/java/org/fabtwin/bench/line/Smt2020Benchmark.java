/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.bench.line;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.fabtwin.core.line.Line;
import org.fabtwin.core.line.LineCompiler;
import org.fabtwin.sim.scenario.ScenarioReader;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * SMT2020 from the folder that the environment names: import, ms, and the running line after a month, ns a record. Left out where
 * {@code FAB_SMT2020_DIR} is not set: the data is not ours to hand on.
 */
@BenchmarkMode(Mode.AverageTime)
@Fork(3)
@Warmup(iterations = 4, time = 1)
@Measurement(iterations = 4, time = 1)
@State(Scope.Thread)
public class Smt2020Benchmark {
    private static final int RECORDS = 4096;
    private static final long DAY_US = 86_400_000_000L;

    private RunningLine running;
    private int routeRows;

    /** Whether the data is there. */
    public static boolean isThere() {
        return System.getenv("FAB_SMT2020_DIR") != null;
    }

    @Setup
    public void fill() throws IOException {
        routeRows = countRouteRows();
        final Line line = importLine();
        final int expected;
        try (RunningLine other = RunningLine.of(line)) {
            other.advanceTo(3 * DAY_US);
            expected = other.log().hash();
        }
        running = RunningLine.of(line);
        running.advanceTo(3 * DAY_US);
        if (running.log().hash() != expected || running.records() == 0) {
            throw new IllegalStateException("SMT2020 wrote another log the second time");
        }
        running.advanceTo(30 * DAY_US);
    }

    /** Rows of all routes, headings apart. */
    private static int countRouteRows() throws IOException {
        int rows = 0;
        try (DirectoryStream<Path> routes =
                Files.newDirectoryStream(Path.of(System.getenv("FAB_SMT2020_DIR")), "route_*.txt*")) {
            for (final Path route : routes) {
                rows += (int) Files.readAllLines(route).stream()
                                .filter(row -> !row.isBlank())
                                .count()
                        - 1;
            }
        }
        return rows;
    }

    @TearDown
    public void close() {
        running.close();
    }

    @Benchmark
    @OutputTimeUnit(TimeUnit.NANOSECONDS)
    @OperationsPerInvocation(RECORDS)
    public long records() {
        return running.advance(RECORDS);
    }

    @Benchmark
    @OutputTimeUnit(TimeUnit.MILLISECONDS)
    public Line importLine() {
        final Line line =
                LineCompiler.compile(ScenarioReader.read("smt2020:" + System.getenv("FAB_SMT2020_DIR"), List.of())
                        .definition());
        if (line.steps().size() != routeRows) {
            throw new IllegalStateException(line.steps().size() + " steps, " + routeRows + " rows in the routes");
        }
        return line;
    }

    /** The tables read as text and cut into fields, nothing understood. */
    @Benchmark
    @OutputTimeUnit(TimeUnit.MILLISECONDS)
    public long controlReadFields() throws IOException {
        long fields = 0;
        try (DirectoryStream<Path> tables =
                Files.newDirectoryStream(Path.of(System.getenv("FAB_SMT2020_DIR")), "*.txt*")) {
            for (final Path table : tables) {
                for (final String row : Files.readAllLines(table)) {
                    fields += row.split("\t", -1).length;
                }
            }
        }
        if (fields == 0) {
            throw new IllegalStateException("SMT2020 has no fields");
        }
        return fields;
    }
}
