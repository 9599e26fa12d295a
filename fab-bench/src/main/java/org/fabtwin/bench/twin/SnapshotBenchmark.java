/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.bench.twin;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.channels.Channels;
import java.util.concurrent.TimeUnit;
import org.fabtwin.bench.line.RunningLine;
import org.fabtwin.core.line.Line;
import org.fabtwin.core.twin.SnapshotHeader;
import org.fabtwin.core.twin.Twin;
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

/** Snapshot and restore of a filled line, in memory. The snapshot of what was restored must have the same bytes. Control: the bytes copied. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(3)
@Warmup(iterations = 4, time = 1)
@Measurement(iterations = 4, time = 1)
@State(Scope.Thread)
public class SnapshotBenchmark {
    private static final long DAY_US = 86_400_000_000L;

    @Param({"minifab", "line2nm-pilot", "line2nm-25k"})
    public String scenario;

    private RunningLine running;
    private RunningLine restored;
    private byte[] bytes;

    @Setup
    public void fill() throws IOException {
        Line line = RunningLine.read(scenario);
        running = RunningLine.of(line);
        running.advanceTo(3 * DAY_US);
        bytes = snapshot();
        restored = RunningLine.of(line);
        restore();
    }

    @TearDown
    public void close() {
        running.close();
        restored.close();
    }

    @Benchmark
    public byte[] snapshot() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream(bytes == null ? 1 << 20 : bytes.length);
        running.twin().snapshot(Channels.newChannel(out));
        return out.toByteArray();
    }

    @Benchmark
    public Twin restore() throws IOException {
        try (var channel = Channels.newChannel(new ByteArrayInputStream(bytes))) {
            SnapshotHeader header = SnapshotHeader.readFrom(channel);
            restored.twin().restore(header, channel);
        }
        if (restored.twin().lotsInLine() != running.twin().lotsInLine()) {
            throw new IllegalStateException("another line was restored");
        }
        return restored.twin();
    }

    /** Control: what it takes to copy the snapshot's bytes. */
    @Benchmark
    public byte[] controlCopy() {
        return bytes.clone();
    }
}
