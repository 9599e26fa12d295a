/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.bench.latency;

import org.HdrHistogram.Histogram;
import org.fabtwin.core.log.EventLog;
import org.fabtwin.core.log.EventWriter;

/**
 * Writes events at a steady rate and publishes each. An event bears the time (System.nanoTime) at which it was due, not the one at which it
 * was written: who comes late makes all later events late, and the histograms show it (no coordinated omission).
 */
final class PacedWriter {
    private final EventLog log;
    private final EventWriter writer;
    private int number;

    PacedWriter(EventLog log) {
        this.log = log;
        this.writer = new EventWriter(log);
    }

    /**
     * Writes.
     *
     * @param published from when an event was due until it was published, nanoseconds; null to record nothing.
     */
    void write(int events, int perSecond, Histogram published) {
        final long start = System.nanoTime();
        for (int i = 0; i < events; i++) {
            final long dueNanos = start + i * 1_000_000_000L / perSecond;
            while (System.nanoTime() < dueNanos) {
                Thread.onSpinWait();
            }
            number++;
            writer.trackOut(dueNanos, number, number, 5, 7, 25, 1, dueNanos, 0);
            log.publish();
            if (published != null) {
                published.recordValue(System.nanoTime() - dueNanos);
            }
        }
    }
}
