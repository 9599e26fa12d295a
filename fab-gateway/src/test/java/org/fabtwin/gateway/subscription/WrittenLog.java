/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.gateway.subscription;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.embedded.EmbeddedChannel;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.fabtwin.core.event.EventDetail;
import org.fabtwin.core.line.Line;
import org.fabtwin.core.line.LineCompiler;
import org.fabtwin.core.log.EventLog;
import org.fabtwin.core.log.EventLogConfig;
import org.fabtwin.core.log.EventWriter;
import org.fabtwin.core.log.LogMetadata;
import org.fabtwin.gateway.wire.StreamFormat;
import org.fabtwin.gateway.wire.StreamFrames;
import org.fabtwin.gateway.wire.StreamNotice;
import org.fabtwin.sim.event.HeaderLine;
import org.fabtwin.sim.scenario.ScenarioReader;

/** A log that the test writes itself, with a tailer that the test starts, and subscribers on channels without a network. */
final class WrittenLog implements AutoCloseable {
    private final EventLog log = EventLog.create(EventLogConfig.ringOnly());
    private final EventWriter events = new EventWriter(log);
    private final HeaderLine line;
    private final LogTailer tailer;
    private final StreamHub hub;
    private int serial;

    WrittenLog() throws IOException {
        final Line compiled =
                LineCompiler.compile(ScenarioReader.read("minifab", List.of()).definition());
        new LogMetadata(0, 0, 0, "test", "test", "", 1, 0, EventDetail.LOT, "minifab", compiled.toJson(), "")
                .writeTo(log);
        line = HeaderLine.parse(compiled.toJson());
        tailer = new LogTailer(log.directory(), line);
        hub = new StreamHub(tailer, line);
    }

    LogTailer tailer() {
        return tailer;
    }

    /** Writes TrackIn records of 40 bytes; every so many a TransportStarted instead. Publishes; does not wake. */
    void write(int records, int transportEvery) {
        for (int i = 0; i < records; i++) {
            final int number = serial++;
            if (number % transportEvery == transportEvery - 1) {
                events.transportStarted(number, number, number, 0, 1);
            } else {
                events.trackIn(number, number, number, 0, 0, 1, 0);
            }
        }
        log.publish(serial);
    }

    Feed feed(String type) {
        return SubscriptionRequest.parse(Map.of("type", List.of(type)), StreamFormat.SBE, line)
                .feed();
    }

    /** A filter by the first product. */
    Feed productFeed() {
        return SubscriptionRequest.parse(Map.of("product", List.of("Pa")), StreamFormat.SBE, line)
                .feed();
    }

    /** Batches whose latency was measured. */
    long measured() {
        return hub.metrics().publishToWrite().collect().getDataPoints().stream()
                .mapToLong(point -> point.getCount())
                .sum();
    }

    /** A stream of a listener's channel among those of a loop that may be another's; not started. */
    Subscription subscription(Listener listener, LoopStreams loop, BatchKey start, Framing framing) {
        return new Subscription(hub, loop, listener.context(), start.feed(), framing, start);
    }

    /** Subscribes a channel; {@code query} such as {@code from=latest}. */
    Listener subscribe(String from, String... types) {
        return subscribe(StreamFormat.SBE, from, types);
    }

    Listener subscribe(StreamFormat format, String from, String... types) {
        final Listener listener = new Listener(format == StreamFormat.SBE);
        final Map<String, List<String>> parameters = types.length == 0
                ? Map.of("from", List.of(from))
                : Map.of("from", List.of(from), "type", List.of(types));
        hub.subscribe(
                listener.context(), SubscriptionRequest.parse(parameters, format, line), bytes -> bytes, begun -> {});
        return listener;
    }

    @Override
    public void close() {
        tailer.close();
        log.close();
    }

    /** Counts what a channel gets. */
    static final class Listener implements StreamFrames.Handler {
        private final EmbeddedChannel channel = new EmbeddedChannel(new ChannelInboundHandlerAdapter());
        private final StreamFrames frames = new StreamFrames(this);
        private int events;
        private int notices;
        private final boolean isBinary;
        private int largest;
        private boolean isCaughtUp;

        Listener(boolean isBinary) {
            this.isBinary = isBinary;
        }

        private ChannelHandlerContext context() {
            return channel.pipeline().firstContext();
        }

        /** Runs the tasks of its loop that are there, and takes what was sent. */
        Listener run() {
            channel.runPendingTasks();
            for (ByteBuf sent = channel.readOutbound(); sent != null; sent = channel.readOutbound()) {
                final byte[] bytes = new byte[sent.readableBytes()];
                sent.readBytes(bytes);
                sent.release();
                largest = Math.max(largest, bytes.length);
                isCaughtUp |= !isBinary && new String(bytes, StandardCharsets.UTF_8).contains("stream.caughtUp");
                int at = 0;
                while (isBinary && at < bytes.length) {
                    at += frames.read(new UnsafeBuffer(bytes), at, bytes.length - at);
                }
            }
            return this;
        }

        /** Streams on its loop. */
        LoopStreams streams(LogTailer tailer) {
            return new LoopStreams(channel.eventLoop(), tailer);
        }

        boolean isOpen() {
            return channel.isOpen();
        }

        int events() {
            return events;
        }

        int notices() {
            return notices;
        }

        boolean isCaughtUp() {
            return isBinary ? notices > 0 : isCaughtUp;
        }

        /** Bytes of the largest message. */
        int largest() {
            return largest;
        }

        void close() {
            channel.finishAndReleaseAll();
        }

        @Override
        public void onBatch(int epoch, long from) {
            // Events are counted.
        }

        @Override
        public void onRecord(DirectBuffer buffer, int offset, int size, int templateId, long position) {
            events++;
        }

        @Override
        public void onBatchEnd(int epoch, long to) {
            // Events are counted.
        }

        @Override
        public void onNotice(StreamNotice notice) {
            notices++;
        }
    }
}
