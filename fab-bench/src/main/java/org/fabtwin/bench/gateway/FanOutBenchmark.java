/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.bench.gateway;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import io.netty.channel.embedded.EmbeddedChannel;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.fabtwin.bench.line.RunningLine;
import org.fabtwin.core.line.Line;
import org.fabtwin.core.log.EventLogReader;
import org.fabtwin.gateway.wire.JsonRecords;
import org.fabtwin.gateway.wire.RecordEncoder;
import org.fabtwin.gateway.wire.SbeRecords;
import org.fabtwin.sim.event.HeaderLine;
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
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * A batch of a thousand events of minifab for N subscribers, ns an event of the log (not: a delivered one): encoded once, its bytes shared
 * by all channels, as the gateway does; control: encoded for each. Channels end in a handler that counts bytes: no network.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(3)
@Warmup(iterations = 4, time = 1)
@Measurement(iterations = 4, time = 1)
@State(Scope.Thread)
public class FanOutBenchmark {
    private static final int EVENTS = 1000;
    private static final long DAY_US = 86_400_000_000L;

    @Param({"1", "10", "100", "1000"})
    public int subscribers;

    @Param({"sbe", "json"})
    public String format;

    private RunningLine running;
    private EventLogReader reader;
    private RecordEncoder encoder;
    private final List<EmbeddedChannel> channels = new ArrayList<>();
    private long delivered;

    /** A socket that takes everything. */
    private final class Socket extends ChannelOutboundHandlerAdapter {
        @Override
        public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
            final ByteBuf bytes = (ByteBuf) message;
            delivered += bytes.readableBytes();
            bytes.release();
            promise.setSuccess();
        }
    }

    @Setup
    public void fill() throws IOException {
        final Line line = RunningLine.read("minifab");
        running = RunningLine.of(line);
        running.advanceTo(60 * DAY_US);
        reader = EventLogReader.open(running.log().directory());
        encoder = format.equals("sbe") ? new SbeRecords(0) : new JsonRecords(HeaderLine.parse(line.toJson()), 0, false);
        for (int i = 0; i < subscribers; i++) {
            channels.add(new EmbeddedChannel(new Socket()));
        }
        final long once = encodeOnce();
        if (encodeForEach() != once || once < 40L * EVENTS * subscribers) {
            throw new IllegalStateException("subscribers got " + once + " bytes and " + encodeForEach());
        }
    }

    @TearDown
    public void close() {
        channels.forEach(EmbeddedChannel::close);
        reader.close();
        running.close();
    }

    private ByteBuf encode() {
        final ByteBuf bytes = PooledByteBufAllocator.DEFAULT.directBuffer(256 << 10);
        reader.seek(0);
        encoder.begin(bytes, 0);
        int left = EVENTS;
        while (left > 0) {
            left -= reader.poll(encoder, left);
        }
        encoder.end(reader.position());
        return bytes;
    }

    @Benchmark
    @OperationsPerInvocation(EVENTS)
    public long encodeOnce() {
        delivered = 0;
        final ByteBuf bytes = encode();
        for (final EmbeddedChannel channel : channels) {
            channel.writeAndFlush(bytes.retainedSlice(), channel.voidPromise());
        }
        bytes.release();
        return delivered;
    }

    @Benchmark
    @OperationsPerInvocation(EVENTS)
    public long encodeForEach() {
        delivered = 0;
        for (final EmbeddedChannel channel : channels) {
            channel.writeAndFlush(encode(), channel.voidPromise());
        }
        return delivered;
    }
}
