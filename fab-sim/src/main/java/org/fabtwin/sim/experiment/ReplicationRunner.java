/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.sim.experiment;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.fabtwin.core.line.Line;
import org.fabtwin.core.log.EventLogConfig;
import org.fabtwin.core.log.EventLogReader;
import org.fabtwin.core.log.RecordHandler;
import org.fabtwin.core.log.RingMemory;
import org.fabtwin.sim.kpi.RunFigures;
import org.fabtwin.sim.run.LineRun;
import org.fabtwin.sim.run.RunPlan;
import org.fabtwin.sim.run.WarmStart;

/**
 * Runs replications one after the other. Single-threaded: one for each thread of a study. Its logs lie in one small ring in memory,
 * used again and again; a twin and its figures' reader are all that a replication makes.
 */
public final class ReplicationRunner {
    private static final int LEAST_SEGMENT_BYTES = 1 << 20;
    private static final int SEGMENTS = 4;
    /** Of a log's header, beside the line's and the scenario's text. */
    private static final int HEADER_BYTES = 4096;

    private final BooleanSupplier isStopped;
    private RingMemory memory;
    private int segmentBytes;
    private Line sizedFor;

    /** @param isStopped asked several times a second from the runner's thread; once true, runs end without a result. */
    public ReplicationRunner(BooleanSupplier isStopped) {
        this.isStopped = isStopped;
    }

    /**
     * One run of a point.
     *
     * @param batches observations to make of the time after the warm-up; 1: it is one.
     * @return null when it was stopped.
     * @throws UncheckedIOException if the snapshot that the point starts from can't be read.
     */
    public Replication run(Point point, int number, int batches) {
        final List<Map<String, Double>> observations = new ArrayList<>();
        try (LineRun run = LineRun.start(inMemory(plan(point, number, EventLogConfig.ringOnly(), 0, "")))) {
            final long measuredUs = point.endUs() - point.warmupUs();
            for (int batch = 0; batch < batches; batch++) {
                // Without overflow, and the last ends at the end.
                final long rest = measuredUs % batches;
                final long end = point.startUs()
                        + point.warmupUs()
                        + measuredUs / batches * (batch + 1)
                        + rest * (batch + 1) / batches;
                if (!advance(run, end)) {
                    return null;
                }
                observations.add(run.figures(null).values());
                if (batch + 1 < batches) {
                    run.measureFromHere();
                }
            }
            final RunFigures last = run.figures(null);
            return new Replication(point.number(), number, last.logHash(), observations);
        } catch (IOException e) {
            throw unread(point.warmStart(), e);
        }
    }

    /**
     * Paths of the figures that runs of a point have, without a run: for who names one, before hours have passed.
     *
     * @throws UncheckedIOException if the snapshot that the point starts from can't be read.
     */
    public static List<String> figures(Point point) {
        final ReplicationRunner runner = new ReplicationRunner(() -> false);
        try (LineRun run = LineRun.start(runner.inMemory(plan(point, 0, EventLogConfig.ringOnly(), 0, "")))) {
            return List.copyOf(run.figures(null).values().keySet());
        } catch (IOException e) {
            throw unread(point.warmStart(), e);
        }
    }

    /**
     * One run for another reader of its records, wherever its log should go; false when it was stopped.
     *
     * @throws UncheckedIOException if the snapshot that the plan starts from can't be read.
     */
    boolean read(RunPlan plan, RecordHandler handler) {
        try (LineRun run = LineRun.start(inMemory(plan));
                EventLogReader reader = run.inlineReader()) {
            boolean goesOn = true;
            while (goesOn) {
                if (isStopped.getAsBoolean()) {
                    return false;
                }
                goesOn = run.advance();
                while (reader.poll(handler, Integer.MAX_VALUE) > 0) {
                    // What has been written since.
                }
            }
            return true;
        } catch (IOException e) {
            throw unread(plan.warmStart(), e);
        }
    }

    /** A run reads nothing but the snapshot that it starts from, each run anew: somebody may take it away meanwhile. */
    private static RuntimeException unread(WarmStart start, IOException e) {
        if (start == null) {
            return new IllegalStateException("a ring in memory does no input or output", e);
        }
        return new UncheckedIOException(new IOException(
                "the snapshot that the runs start from can't be read any more, " + start.file() + ": "
                        + (e instanceof NoSuchFileException ? "no such file" : e.getMessage()),
                e));
    }

    private boolean advance(LineRun run, long untilUs) {
        while (run.advance(untilUs)) {
            if (isStopped.getAsBoolean()) {
                return false;
            }
        }
        return true;
    }

    /** Plan of a replication that keeps its log as {@code log} says; its bytes don't depend on that. */
    public static RunPlan plan(Point point, int number, EventLogConfig log, long wallTimeMs, String codeVersion) {
        return new RunPlan(
                point.name(),
                point.text(),
                point.line(),
                point.seed(),
                number,
                point.warmStart(),
                point.warmupUs(),
                point.startUs() + point.endUs(),
                List.of(),
                log,
                wallTimeMs,
                codeVersion);
    }

    private RunPlan inMemory(RunPlan plan) {
        return plan.withLog(EventLogConfig.inMemory(memoryFor(plan)));
    }

    /** The header has to fit into a segment, and the records of the busiest instant into the ring. */
    private RingMemory memoryFor(RunPlan plan) {
        if (plan.line() != sizedFor) {
            sizedFor = plan.line();
            final long header =
                    3L * (plan.scenarioText().length() + plan.line().toJson().length()) + HEADER_BYTES;
            int needed = LEAST_SEGMENT_BYTES;
            while (needed < header) {
                needed <<= 1;
            }
            if (needed > segmentBytes) {
                segmentBytes = needed;
                memory = new RingMemory(needed, SEGMENTS);
            }
        }
        return memory;
    }
}
