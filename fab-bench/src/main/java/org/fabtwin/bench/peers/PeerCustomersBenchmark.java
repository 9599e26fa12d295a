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
 * M/M/4 at 80 % load with two million customers, ns an event (an arrival or a departure; draws and statistics included). Each run's mean
 * wait must agree with Erlang's formula; calendar and PriorityQueue draw the same times and must agree exactly.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(3)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 3, time = 1)
@State(Scope.Thread)
public class PeerCustomersBenchmark {
    static final int CUSTOMERS = 2_000_000;
    static final int SERVERS = 4;
    static final double LOAD = 0.8;
    private static final int EVENTS = 2 * CUSTOMERS;
    /** Some six standard errors of a mean over two million customers. */
    private static final double TOLERANCE = 0.03;

    @Param({"EVENT_CALENDAR", "TWIN", "PRIORITY_QUEUE", "SSJ_SPLAY_TREE", "SSJ_HENRIKSEN"})
    public Library library;

    private PeerModel model;

    static PeerModel model(Library library, long customers) {
        switch (library) {
            case EVENT_CALENDAR:
                return new CalendarCustomers(SERVERS, LOAD, customers);
            case TWIN:
                return TwinLine.customers(SERVERS, LOAD, customers);
            case PRIORITY_QUEUE:
                return new JavaCustomers(SERVERS, LOAD, customers);
            default:
                return new SsjCustomers(library, SERVERS, LOAD, customers);
        }
    }

    @Setup
    public void make() {
        model = model(library, CUSTOMERS);
        if (library == Library.EVENT_CALENDAR) {
            Answers.same(
                    model(Library.EVENT_CALENDAR, 10_000).run(),
                    model(Library.PRIORITY_QUEUE, 10_000).run());
        }
    }

    @Benchmark
    @OperationsPerInvocation(EVENTS)
    public double customers() {
        return Answers.near(library, model.run(), Answers.erlangWait(SERVERS, LOAD), TOLERANCE);
    }
}
