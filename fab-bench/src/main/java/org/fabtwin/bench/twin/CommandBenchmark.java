/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.bench.twin;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import org.fabtwin.bench.line.RunningLine;
import org.fabtwin.core.line.LineCompiler;
import org.fabtwin.core.twin.Command;
import org.fabtwin.core.twin.CommandInbox;
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

/** A command from its hand-over to its receipt, in instants that hold nothing else; control: the instants without commands; and the queue alone. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(3)
@Warmup(iterations = 4, time = 1)
@Measurement(iterations = 4, time = 1)
@State(Scope.Thread)
public class CommandBenchmark {
    private static final int COMMANDS = 1000;

    private final CommandInbox inbox = new CommandInbox();
    private final Queue<Command> linked = new ConcurrentLinkedQueue<>();
    private final Command one = Command.pause();
    private RunningLine running;
    private double value;
    private int taken;

    @Setup
    public void fill() {
        running = RunningLine.of(LineCompiler.compile(RunningLine.text("""
                line: {mode: lot, eventDetail: lot, days: 1 d}
                products: {p: {}}
                tools: {T: {kind: single}}
                steps: {s: {tool: T, time: 1 min}}
                releases: {o: {product: p, every: 365 d}}
                """)));
        running.advanceTo(3_600_000_000L);
        value = running.twin().parameter(0);
        if (commands() != COMMANDS) {
            throw new IllegalStateException("not all commands took effect");
        }
    }

    @TearDown
    public void close() {
        running.close();
    }

    @Benchmark
    @OperationsPerInvocation(COMMANDS)
    public int commands() {
        int done = 0;
        for (int i = 0; i < COMMANDS; i++) {
            Command command = Command.setParameter(0, value);
            running.twin().inbox().offer(command);
            running.advanceTo(running.twin().nowUs() + 1);
            done += command.receipt().isDone() ? 1 : 0;
        }
        return done;
    }

    @Benchmark
    @OperationsPerInvocation(COMMANDS)
    public long controlInstants() {
        for (int i = 0; i < COMMANDS; i++) {
            running.advanceTo(running.twin().nowUs() + 1);
        }
        return running.twin().nowUs();
    }

    /** The queue alone: handed over, and taken out again unseen. */
    @Benchmark
    @OperationsPerInvocation(COMMANDS)
    public int queue() {
        taken = 0;
        for (int i = 0; i < COMMANDS; i++) {
            inbox.offer(one);
        }
        inbox.withdraw(command -> taken++);
        if (taken != COMMANDS) {
            throw new IllegalStateException(taken + " of " + COMMANDS + " commands came out");
        }
        return taken;
    }

    /** Baseline of the queue: the JDK's. */
    @Benchmark
    @OperationsPerInvocation(COMMANDS)
    public int controlConcurrentLinkedQueue() {
        taken = 0;
        for (int i = 0; i < COMMANDS; i++) {
            linked.offer(one);
        }
        while (linked.poll() != null) {
            taken++;
        }
        return taken;
    }
}
