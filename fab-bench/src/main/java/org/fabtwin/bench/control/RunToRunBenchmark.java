/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.bench.control;

import java.util.concurrent.TimeUnit;
import org.fabtwin.bench.AllocationFree;
import org.fabtwin.bench.line.RunningLine;
import org.fabtwin.core.control.RunToRun;
import org.fabtwin.core.line.Line;
import org.fabtwin.core.state.Parameters;
import org.fabtwin.core.state.StateArena;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** A wafer's number and a result taken in, ns each, by the first controller of a line in its first chamber; control: the number alone. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(3)
@Warmup(iterations = 4, time = 1)
@Measurement(iterations = 4, time = 1)
@State(Scope.Thread)
@AllocationFree
public class RunToRunBenchmark {
    private Line line;
    private RunToRun control;
    private int chamber;
    private double deviation;

    @Setup
    public void make() {
        line = RunningLine.read("line2nm-pilot");
        StateArena arena = new StateArena();
        control = new RunToRun(
                arena, line, new Parameters(arena, line.parameters().defaults()));
        chamber = line.toolGroups()
                .firstChamber(line.toolGroups().firstTool(line.controllers().group(0)));
        while (control.loop(0, chamber, 0, 0) < 0) {
            chamber++;
        }
        for (int i = 0; i < 100; i++) {
            learn();
        }
        if (control.offset(control.loop(0, chamber, 0, 0)) == 0) {
            throw new IllegalStateException("the controller has learnt nothing of chamber " + chamber);
        }
    }

    @Benchmark
    public boolean learn() {
        int loop = control.loop(0, chamber, 0, 0);
        deviation = 1 - deviation;
        long run = control.begin(0, chamber, 0, 0);
        return control.learn(0, chamber, 0, 0, run, deviation, control.offset(loop), 0, run);
    }

    @Benchmark
    public long controlNumberAlone() {
        return control.begin(0, chamber, 0, 0);
    }
}
