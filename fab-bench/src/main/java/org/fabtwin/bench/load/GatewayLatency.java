/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.bench.load;

import java.io.IOException;
import java.util.Locale;
import org.HdrHistogram.ConcurrentHistogram;
import org.HdrHistogram.Histogram;

/**
 * Latency to one subscriber of the gateway at a steady rate, from each event's due time. Writer and gateway are threads of one process
 * ({@link EventServer}) and park when they have nothing to do, the subscriber is a thread of this one.
 */
public final class GatewayLatency {
    private static final long TIMEOUT_S = 120;

    private GatewayLatency() {}

    /**
     * Measures.
     *
     * @param protocol {@code websocket} or {@code tcp}, binary.
     * @param warmUpSeconds at the same rate before, so that compilers are done.
     * @return nanoseconds, of {@code rate * seconds} events, and perhaps one more. Due times are whole microseconds.
     */
    public static Histogram measure(String protocol, int rate, double warmUpSeconds, double seconds)
            throws IOException {
        final Histogram latencies = new ConcurrentHistogram(60_000_000_000L, 3);
        final GatewayTarget.Protocol which = GatewayTarget.Protocol.valueOf(protocol.toUpperCase(Locale.ROOT));
        try (GatewayTarget target = new GatewayTarget(which, 1);
                Receiver receiver = new Receiver(latencies)) {
            receiver.add(target.subscribe());
            receiver.start();
            // All of the warm-up has come before anything is measured, and all that is measured before the end.
            final long before = target.paceFor(rate, warmUpSeconds);
            receiver.await(before, TIMEOUT_S);
            latencies.reset();
            final long measured = target.paceFor(rate, seconds);
            receiver.await(before + measured, TIMEOUT_S);
            return latencies.copy();
        }
    }
}
