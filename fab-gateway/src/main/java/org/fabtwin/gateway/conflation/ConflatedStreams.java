/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.gateway.conflation;

import io.netty.channel.ChannelHandlerContext;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.fabtwin.core.log.EventLogReader;
import org.fabtwin.gateway.subscription.ChannelStream;
import org.fabtwin.gateway.subscription.Feed;
import org.fabtwin.gateway.subscription.Framing;
import org.fabtwin.gateway.subscription.StreamHub;
import org.fabtwin.gateway.wire.EventBatch;
import org.fabtwin.gateway.wire.RecordEncoder;
import org.fabtwin.gateway.wire.StreamFormat;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Screens: each gets all states at first, then at its rate the last one of what has changed. One thread reads the log for all
 * of them, from its beginning when the first comes; screens of the same feed and rate share their batches. Nothing is read
 * while there are none. {@link #subscribe}, {@link #subscribers} are for any thread.
 */
public final class ConflatedStreams implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ConflatedStreams.class);

    /** At its end a gateway waits so long for screens. */
    private static final long LAST_STATES_WITHIN_S = 2;

    private final StreamHub hub;
    private final Path directory;
    private final StateBoard board;
    private final ScheduledExecutorService thread =
            Executors.newSingleThreadScheduledExecutor(new DefaultThreadFactory("fab-board", true));
    private final AtomicInteger subscribers = new AtomicInteger();
    private Map<StreamFormat, RecordEncoder> encoders;
    private final Map<Long, Rate> rates = new HashMap<>();
    private final CountDownLatch allEnded = new CountDownLatch(1);
    private volatile boolean isEnding;
    private EventLogReader reader;

    /** Screens of one rate. */
    private static final class Rate {
        private final List<ConflatedStream> streams = new ArrayList<>();
        private ScheduledFuture<?> ticks;
    }

    /** What a batch of a tick depends on. */
    private record Key(Feed feed, long from) {}

    public ConflatedStreams(StreamHub hub, Path directory) {
        this.hub = hub;
        this.directory = directory;
        this.board = new StateBoard(hub.line());
    }

    int epoch() {
        return hub.epoch();
    }

    /** Screens that are there now. */
    public int subscribers() {
        return subscribers.get();
    }

    /**
     * Starts a stream on a channel. On the channel's event loop.
     *
     * @param begun called before anything is written.
     */
    public void subscribe(
            ChannelHandlerContext channel, ConflationRequest request, Framing framing, Consumer<ChannelStream> begun) {
        final ConflatedStream stream = new ConflatedStream(this, channel, request, framing);
        subscribers.incrementAndGet();
        begun.accept(stream);
        stream.start();
        try {
            thread.execute(() -> add(stream));
        } catch (RejectedExecutionException e) {
            stream.finish();
        }
    }

    private void add(ConflatedStream stream) {
        if (isEnding) {
            stream.finish();
            return;
        }
        final Rate rate = rates.computeIfAbsent(stream.periodUs(), period -> new Rate());
        rate.streams.add(stream);
        if (rate.ticks == null) {
            rate.ticks = thread.scheduleAtFixedRate(
                    () -> tickSafely(stream.periodUs()), 0, stream.periodUs(), TimeUnit.MICROSECONDS);
        }
    }

    private void tickSafely(long periodUs) {
        try {
            tick(periodUs);
        } catch (RuntimeException | OutOfMemoryError e) {
            // It would end the ticks in silence.
            LOG.warn("states for screens can't be read: {}", e.toString());
        }
    }

    private void tick(long periodUs) {
        final Rate rate = rates.get(periodUs);
        rate.streams.removeIf(ConflatedStream::isEnded);
        if (rate.streams.isEmpty()) {
            rate.ticks.cancel(false);
            rates.remove(periodUs);
            return;
        }
        final long readTo = readOn();
        final long nowNs = System.nanoTime();
        final Map<Key, EventBatch> batches = new LinkedHashMap<>();
        try {
            for (final ConflatedStream stream : rate.streams) {
                final long from = stream.seenTo();
                if (from >= 0) {
                    stream.deliver(
                            batches.computeIfAbsent(new Key(stream.feed(), from), key -> changes(key, readTo)), nowNs);
                }
            }
        } finally {
            batches.values().forEach(batch -> batch.bytes().release());
        }
    }

    private EventBatch changes(Key key, long readTo) {
        final StreamFormat format = key.feed().format();
        return board.changes(key.from(), readTo, key.feed().filter(), format, encoders.get(format));
    }

    /** Brings the board up to the log's end; returns where that is. */
    private long readOn() {
        if (reader == null) {
            try {
                reader = EventLogReader.open(directory);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            encoders = RecordEncoder.all(hub.line(), epoch());
        }
        final long tail = reader.tail();
        while (reader.position() < tail && reader.poll(board, Integer.MAX_VALUE, tail) != 0) {
            // On, also where records are no longer kept.
        }
        return reader.position();
    }

    void delivered(StreamFormat format, EventBatch batch) {
        hub.metrics().delivered(format, batch.events(), batch.eventBytes());
    }

    void expired() {
        hub.metrics().expired();
    }

    void onEnd() {
        if (subscribers.decrementAndGet() == 0 && isEnding) {
            allEnded.countDown();
        }
    }

    /** The last states and the notice {@code ended} for each screen. The board's thread. */
    private void finish() {
        for (final long periodUs : List.copyOf(rates.keySet())) {
            tickSafely(periodUs);
        }
        rates.values().forEach(rate -> rate.streams.forEach(ConflatedStream::finish));
    }

    /**
     * Ends the streams, and waits a little for those who can't take their end so fast. While the event loops still run, after the line's last
     * record; any thread but an event loop.
     */
    @Override
    public void close() {
        isEnding = true;
        thread.execute(this::finish);
        thread.shutdown();
        try {
            if (subscribers.get() > 0 && !allEnded.await(LAST_STATES_WITHIN_S, TimeUnit.SECONDS)) {
                LOG.debug("{} screens have not taken their end", subscribers);
            }
            thread.awaitTermination(5, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (reader != null) {
            reader.close();
        }
    }
}
