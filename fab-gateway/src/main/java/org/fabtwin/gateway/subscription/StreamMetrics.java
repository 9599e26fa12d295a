/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.gateway.subscription;

import io.prometheus.metrics.core.metrics.Histogram;
import io.prometheus.metrics.model.snapshots.Unit;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import org.fabtwin.gateway.wire.StreamFormat;

/** Counts what was sent. Any thread. */
public final class StreamMetrics {
    private final Map<StreamFormat, LongAdder> events = new EnumMap<>(StreamFormat.class);
    private final Map<StreamFormat, LongAdder> bytes = new EnumMap<>(StreamFormat.class);
    private final LongAdder losses = new LongAdder();
    private final LongAdder expiries = new LongAdder();
    private final Histogram publishToWrite = Histogram.builder()
            .name("fab_gateway_publish_to_write_seconds")
            .help(
                    "From the publication of an event to its hand-over to the socket of a subscriber that was waiting for it")
            .unit(Unit.SECONDS)
            .classicOnly()
            // Nobody traces here; they wake a thread of their own two dozen times a second.
            .withoutExemplars()
            .classicUpperBounds(20e-6, 50e-6, 100e-6, 200e-6, 500e-6, 1e-3, 2e-3, 5e-3, 10e-3, 20e-3, 50e-3, 100e-3, 1)
            .build();

    public StreamMetrics() {
        for (final StreamFormat format : StreamFormat.values()) {
            events.put(format, new LongAdder());
            bytes.put(format, new LongAdder());
        }
    }

    /** Events have been sent. */
    public void delivered(StreamFormat format, int count, int size) {
        events.get(format).add(count);
        bytes.get(format).add(size);
    }

    void lost() {
        losses.increment();
    }

    /** A stream was ended because its caller's time is over. */
    public void expired() {
        expiries.increment();
    }

    /** Latencies of what was sent to subscribers that had caught up, one for each batch. */
    public Histogram publishToWrite() {
        return publishToWrite;
    }

    /** Streams ended because their token had expired. */
    public long expiries() {
        return expiries.sum();
    }

    /** Events sent in a format. */
    public long events(StreamFormat format) {
        return events.get(format).sum();
    }

    /** Bytes sent in a format, framing of the protocol not counted. */
    public long bytes(StreamFormat format) {
        return bytes.get(format).sum();
    }

    /** Notices of events that were no longer kept. */
    public long losses() {
        return losses.sum();
    }
}
