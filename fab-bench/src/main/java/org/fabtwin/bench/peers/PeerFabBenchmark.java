/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.bench.peers;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * {@link ReentrantFab} with 300,000 lots, ns an event (a release or a process end; draws and statistics included). Each run's mean cycle
 * time must agree with the product form; calendar and PriorityQueue draw the same times and must agree exactly.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(3)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 3, time = 1)
@State(Scope.Thread)
public class PeerFabBenchmark {
    static final int LOTS = 300_000;
    private static final int EVENTS = LOTS * (ReentrantFab.STEPS + 1);
    /** Cycle times are correlated over hundreds of lots. */
    private static final double TOLERANCE = 0.06;

    @Param({"EVENT_CALENDAR", "TWIN", "PRIORITY_QUEUE", "SSJ_SPLAY_TREE", "SSJ_HENRIKSEN"})
    public Library library;

    private PeerModel model;

    static PeerModel model(Library library, long lots) {
        switch (library) {
            case EVENT_CALENDAR:
                return new CalendarFab(lots);
            case TWIN:
                return TwinLine.reentrantFab(lots);
            case PRIORITY_QUEUE:
                return new JavaFab(lots);
            default:
                return new SsjFab(library, lots);
        }
    }

    @Setup
    public void make() {
        model = model(library, LOTS);
        if (library == Library.EVENT_CALENDAR) {
            Answers.same(
                    model(Library.EVENT_CALENDAR, 10_000).run(),
                    model(Library.PRIORITY_QUEUE, 10_000).run());
        }
    }

    @Benchmark
    @OperationsPerInvocation(EVENTS)
    public double lots() {
        return Answers.near(library, model.run(), ReentrantFab.CYCLE_TIME_MINUTES, TOLERANCE);
    }
}
