/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.bench.yield;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.fabtwin.core.event.WaferTestedDecoder;
import org.fabtwin.core.line.CriticalParameters;
import org.fabtwin.core.line.DieTables;
import org.fabtwin.core.line.Line;
import org.fabtwin.core.line.LineCompiler;
import org.fabtwin.core.line.ParameterTable;
import org.fabtwin.core.line.Steps;
import org.fabtwin.core.log.EventLog;
import org.fabtwin.core.log.EventLogConfig;
import org.fabtwin.core.log.EventLogReader;
import org.fabtwin.core.log.EventWriter;
import org.fabtwin.core.log.RecordHandler;
import org.fabtwin.core.process.StepEffects;
import org.fabtwin.core.random.Cause;
import org.fabtwin.core.random.Draws;
import org.fabtwin.core.state.Parameters;
import org.fabtwin.core.state.StateArena;
import org.fabtwin.core.state.WaferRows;
import org.fabtwin.core.time.EventCalendar;
import org.fabtwin.core.yield.WaferTest;
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
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * A wafer of the reference line: the effects of all steps of its route (divide by the steps), and its test die by die. Wafers in turn
 * lie in 8,192 rows, so that their state comes from memory as in a full line. They are those of a controlled line: each corrects the
 * recipes of the next one, as the line's loops do.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(3)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class WaferBenchmark {
    private static final int ROWS = 8192;
    private static final int BEFORE = 500;
    private static final double WEIGHT = 0.3;
    private static final int CHECKED = 2_000;
    /** Of the dies lost to defects: wafers differ by the gamma factor, some 0.7 of the mean each, so 2,000 of them by 0.016. */
    private static final double TOLERANCE = 0.08;

    /** Product: 68, 616 and 279 dies; 892 steps but for the skips. */
    @Param({"accel", "mobile", "test"})
    private String product;

    private Line line;
    private EventLog log;
    private StepEffects effects;
    private WaferTest test;
    private Draws draws;
    private int dies;
    private int productId;
    private int row;
    private long key;

    @Setup
    public void open() throws IOException {
        line = LineCompiler.compile(
                ScenarioReader.read("line2nm-25k", List.of()).definition());
        while (!line.products().name(productId).equals(product)) {
            productId++;
        }
        log = EventLog.create(EventLogConfig.ringOnly());
        EventWriter events = new EventWriter(log);
        StateArena arena = new StateArena();
        draws = new Draws(1, 0);
        Parameters parameters = new Parameters(arena, line.parameters().defaults());
        effects = new StepEffects(
                arena, line, parameters, draws, new WaferRows(arena, ROWS), ROWS, new EventCalendar(arena, 16), events);
        test = new WaferTest(arena, line, parameters, effects.wafers(), draws, events);
        for (int wafer = 0; wafer < BEFORE + ROWS; wafer++) {
            steps();
            correct();
        }
        if (effects.wafers().killing(0) <= 0) {
            throw new IllegalStateException("the steps have left no defects");
        }
        dies = line.process().dies().grid(productId).size();
        checkYield();
        if (controlDieDraws() <= dies / 2) {
            throw new IllegalStateException("the control's dies are not good by nine in ten");
        }
    }

    /** Dies of {@value #CHECKED} wafers add up, and are lost to defects as the negative binomial says of these wafers' densities. */
    private void checkYield() {
        DieTables tables = line.process().dies();
        double alpha = line.parameters().row(line.process().clusteringAlpha()).value();
        double areaMm2 = tables.grid(productId).areaCm2() * 100;
        WaferTestedDecoder tested = new WaferTestedDecoder();
        double[] sums = new double[2];
        try (EventLogReader reader = log.inlineReader()) {
            RecordHandler handler = (buffer, offset, length, templateId, position) -> {
                if (templateId == WaferTestedDecoder.TEMPLATE_ID) {
                    tested.wrap(
                            buffer,
                            offset + RecordHandler.BLOCK_OFFSET,
                            WaferTestedDecoder.BLOCK_LENGTH,
                            WaferTestedDecoder.SCHEMA_VERSION);
                    int lost = tested.systematic() + tested.parametric() + tested.random();
                    byte[] map = new byte[tested.dieMapLength()];
                    tested.getDieMap(map, 0, map.length);
                    if (tested.dies() != dies
                            || tested.good() + lost != dies
                            || map.length != dies
                            || count(map, WaferTest.SYSTEMATIC) != tested.systematic()
                            || count(map, WaferTest.PARAMETRIC) != tested.parametric()
                            || count(map, WaferTest.RANDOM) != tested.random()) {
                        throw new IllegalStateException("the dies of a wafer do not add up to " + dies);
                    }
                    double wanted = Math.pow(1 + areaMm2 * effects.wafers().killing(row) / alpha, -alpha);
                    sums[0] += tested.random();
                    sums[1] += (tested.good() + tested.random()) * (1 - wanted);
                }
            };
            for (int wafer = 0; wafer < CHECKED; wafer++) {
                test();
                log.publish();
                reader.poll(handler, Integer.MAX_VALUE);
            }
        }
        double ratio = sums[0] / sums[1];
        // A die that may lack blocks is not lost to each defect.
        boolean mayLackBlocks = tables.harvestBlocks(productId) != ParameterTable.NONE;
        if (!(ratio < 1 + TOLERANCE && (mayLackBlocks || ratio > 1 - TOLERANCE))) {
            throw new IllegalStateException(
                    "defects took " + sums[0] + " dies of " + CHECKED + " wafers, expected " + sums[1]);
        }
    }

    private static int count(byte[] map, char letter) {
        int n = 0;
        for (byte one : map) {
            n += one == letter ? 1 : 0;
        }
        return n;
    }

    @TearDown
    public void close() {
        log.close();
    }

    private void correct() {
        CriticalParameters critical = line.process().parameters();
        for (int p = 0; p < critical.size(); p++) {
            int chamber = effects.wafers().setBy(row, p);
            boolean overlay = critical.isOverlay(p);
            for (int component = 0; chamber >= 0 && component < (overlay ? 2 : 1); component++) {
                double deviation = effects.wafers().mean(row, p, component, overlay);
                double offset = effects.chambers().recipeOffset(p, chamber, component);
                effects.chambers().recipeOffset(p, chamber, component, offset - WEIGHT * deviation);
            }
        }
    }

    /** All steps of a route. */
    @Benchmark
    public int steps() {
        row = row + 1 & ROWS - 1;
        key++;
        effects.enter(row, key, line.products().firstStep(productId));
        int count = 0;
        for (int step = line.products().firstStep(productId);
                step != Steps.END;
                step = line.steps().next(step)) {
            int tools = line.steps().toolGroup(step);
            int chamber = line.toolGroups().firstChamber(line.toolGroups().firstTool(tools));
            if (effects.watches(step)) {
                effects.onStart(row, key, 0, step, chamber, 0);
            }
            effects.onDone(row, key, 0, step, effects.defectDensity(step), chamber, 0);
            count++;
        }
        return count;
    }

    /** The test of a wafer with its records. */
    @Benchmark
    public void test() {
        row = row + 1 & ROWS - 1;
        key++;
        test.test(row, key, row, row, key, productId, 0);
    }

    /** One draw a step: what any model of a step with chance in it costs. */
    @Benchmark
    public double controlStepDraws() {
        key++;
        double sum = 0;
        for (int step = line.products().firstStep(productId);
                step != Steps.END;
                step = line.steps().next(step)) {
            sum += draws.uniform(Cause.PROCESS_TIME, key, step, 0);
        }
        return sum;
    }

    /** One draw a die: a yield without causes, each die good or bad by chance. */
    @Benchmark
    public int controlDieDraws() {
        key++;
        int good = 0;
        for (int die = 0; die < dies; die++) {
            good += draws.uniform(Cause.PROCESS_TIME, key, die, 0) < 0.9 ? 1 : 0;
        }
        return good;
    }
}
