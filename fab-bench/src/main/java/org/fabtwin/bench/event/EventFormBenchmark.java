/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.bench.event;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.fabtwin.bench.AllocationFree;
import org.fabtwin.bench.line.RunningLine;
import org.fabtwin.core.event.TrackOutDecoder;
import org.fabtwin.core.event.TrackOutEncoder;
import org.fabtwin.core.line.Line;
import org.fabtwin.core.log.EventLogReader;
import org.fabtwin.core.log.RecordHandler;
import org.fabtwin.sim.event.EventJson;
import org.fabtwin.sim.event.HeaderLine;
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
import org.openjdk.jmh.annotations.Warmup;

/** A TrackOut encoded (SBE) and decoded, ns each, and the events of a day of minifab as JSON, ns a record. Control: the same fields as longs. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(3)
@Warmup(iterations = 4, time = 1)
@Measurement(iterations = 4, time = 1)
@State(Scope.Thread)
public class EventFormBenchmark {
    private static final int RECORDS = 1000;
    private static final long DAY_US = 86_400_000_000L;

    private final UnsafeBuffer buffer = new UnsafeBuffer(new byte[RECORDS * 64]);
    private final TrackOutEncoder encoder = new TrackOutEncoder();
    private final TrackOutDecoder decoder = new TrackOutDecoder();
    private final long[] longs = new long[RECORDS * 8];
    private final UnsafeBuffer frames = new UnsafeBuffer(new byte[RECORDS * 512]);
    private final int[] offsets = new int[RECORDS];
    private final int[] lengths = new int[RECORDS];
    private final int[] templates = new int[RECORDS];
    private int captured;
    private int captureEnd;
    private EventJson json;
    private long time;

    @Setup
    public void capture() throws IOException {
        Line line = RunningLine.read("minifab");
        json = new EventJson(HeaderLine.parse(line.toJson()), 0, null);
        try (RunningLine running = RunningLine.of(line);
                EventLogReader reader = running.log().inlineReader()) {
            running.advanceTo(60 * DAY_US);
            reader.poll(this::keep, RECORDS);
        }
        if (captured != RECORDS) {
            throw new IllegalStateException("captured " + captured + " records");
        }
        checkJson();
        checkFields();
    }

    /** Each captured record's JSON is read back. */
    private void checkJson() throws IOException {
        final JsonMapper mapper = JsonMapper.builder().build();
        for (int i = 0; i < RECORDS; i++) {
            final int length = json.encode(frames, offsets[i], lengths[i], templates[i], offsets[i]);
            final JsonNode read = mapper.readTree(json.bytes(), 0, length);
            final long timeUs = frames.getLong(offsets[i] + RecordHandler.TIME_OFFSET);
            final String id = "0:" + offsets[i];
            if (read.at("/data/timeUs").asLong(-1) != timeUs
                    || !read.path("id").asText().equals(id)) {
                throw new IllegalStateException("record of " + timeUs + " us at " + offsets[i] + " became " + read);
            }
        }
    }

    /** What is encoded comes back, field by field. */
    private void checkFields() {
        final long first = time + 1;
        encode();
        long sum = 0;
        for (int i = 0; i < RECORDS; i++) {
            decoder.wrap(buffer, i * 64, TrackOutDecoder.BLOCK_LENGTH, TrackOutDecoder.SCHEMA_VERSION);
            final List<Long> found = List.of(
                    decoder.timeUs(),
                    (long) decoder.lot(),
                    (long) decoder.carrier(),
                    (long) decoder.step(),
                    (long) decoder.tool(),
                    (long) decoder.wafers(),
                    (long) decoder.visit());
            final List<Long> expected = List.of(first + i, first + i, first + i, 5L, 7L, 25L, 1L);
            if (!found.equals(expected)) {
                throw new IllegalStateException("encoded " + expected + ", decoded " + found);
            }
            sum += 3 * (first + i) + 5 + 7;
        }
        if (decode() != sum) {
            throw new IllegalStateException("decoded fields do not add up to " + sum);
        }
    }

    private void keep(DirectBuffer from, int offset, int length, int templateId, long position) {
        frames.putBytes(captureEnd, from, offset, length);
        offsets[captured] = captureEnd;
        lengths[captured] = length;
        templates[captured++] = templateId;
        captureEnd += length;
    }

    @Benchmark
    @OperationsPerInvocation(RECORDS)
    @AllocationFree
    public long encode() {
        for (int i = 0; i < RECORDS; i++) {
            long now = ++time;
            encoder.wrap(buffer, i * 64)
                    .timeUs(now)
                    .lot((int) now)
                    .carrier((int) now)
                    .step(5)
                    .tool(7)
                    .wafers((short) 25)
                    .visit(1);
        }
        return time;
    }

    @Benchmark
    @OperationsPerInvocation(RECORDS)
    @AllocationFree
    public long decode() {
        long sum = 0;
        for (int i = 0; i < RECORDS; i++) {
            decoder.wrap(buffer, i * 64, TrackOutDecoder.BLOCK_LENGTH, TrackOutDecoder.SCHEMA_VERSION);
            sum += decoder.timeUs() + decoder.lot() + decoder.carrier() + decoder.step() + decoder.tool();
        }
        return sum;
    }

    @Benchmark
    @OperationsPerInvocation(RECORDS)
    @AllocationFree
    public long[] controlLongs() {
        for (int i = 0; i < RECORDS; i++) {
            long now = ++time;
            longs[i * 8] = now;
            longs[i * 8 + 1] = now;
            longs[i * 8 + 2] = 7L << 32 | 5;
            longs[i * 8 + 3] = 25L << 32 | 1;
        }
        return longs;
    }

    @Benchmark
    @OperationsPerInvocation(RECORDS)
    public long json() {
        long bytes = 0;
        for (int i = 0; i < RECORDS; i++) {
            bytes += json.encode(frames, offsets[i], lengths[i], templates[i], offsets[i]);
        }
        return bytes;
    }
}
