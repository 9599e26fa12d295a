/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.bench.state;

import java.util.concurrent.TimeUnit;
import org.fabtwin.bench.AllocationFree;
import org.fabtwin.core.state.IntColumn;
import org.fabtwin.core.state.StateArena;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/**
 * What a column costs over a plain array: one chain of dependent reads and writes, in the order that a walk through
 * wafers in a fab has, which is none. Control: {@link #array}.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@AllocationFree
public class ColumnBenchmark {
    static final int WAFERS = 1 << 14;

    private IntColumn next;
    private IntColumn visits;
    private int[] nextArray;
    private int[] visitsArray;

    @Setup
    public void fill() {
        final StateArena arena = new StateArena();
        next = arena.ints("next", WAFERS, 0);
        visits = arena.ints("visits", WAFERS, 0);
        nextArray = new int[WAFERS];
        visitsArray = new int[WAFERS];
        // One cycle through all wafers: a full-period linear congruence.
        for (int wafer = 0; wafer < WAFERS; wafer++) {
            final int successor = (wafer * 4_645 + 8_191) & (WAFERS - 1);
            next.set(wafer, successor);
            nextArray[wafer] = successor;
        }
    }

    @Benchmark
    @OperationsPerInvocation(WAFERS)
    public int column() {
        int wafer = 0;
        for (int i = 0; i < WAFERS; i++) {
            visits.add(wafer, 1);
            wafer = next.get(wafer);
        }
        return wafer;
    }

    @Benchmark
    @OperationsPerInvocation(WAFERS)
    public int array() {
        final int[] successors = nextArray;
        final int[] counts = visitsArray;
        int wafer = 0;
        for (int i = 0; i < WAFERS; i++) {
            counts[wafer]++;
            wafer = successors[wafer];
        }
        return wafer;
    }

    /** Every wafer was visited equally often, or the chain was no cycle and the figures are of something else. */
    @TearDown(Level.Trial)
    public void checkCycle() {
        for (int wafer = 1; wafer < WAFERS; wafer++) {
            if (visits.get(wafer) != visits.get(0) || visitsArray[wafer] != visitsArray[0]) {
                throw new IllegalStateException("not one cycle: wafer=" + wafer + " visits=" + visits.get(wafer));
            }
        }
    }
}
