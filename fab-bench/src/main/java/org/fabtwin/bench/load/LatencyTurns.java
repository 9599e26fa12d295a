/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.bench.load;

import java.io.IOException;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.HdrHistogram.ConcurrentHistogram;
import org.HdrHistogram.Histogram;

/**
 * Latency at a rate, of several targets in turn. All servers and their subscribers stay connected from the first piece of the warm-up
 * to the last round, as servers do; those whose turn it is not are idle. The warm-up is in turn too, in pieces, so that what comes with
 * time (pings, heartbeats) has come to all of them before anything is measured.
 */
final class LatencyTurns implements AutoCloseable {
    private static final long TIMEOUT_S = 120;
    private static final long WARM_UP_PIECE_S = 4;

    private final long rate;
    private final int count;
    private final int stuck;
    private final List<Running> all = new ArrayList<>();

    /** A target with its subscribers. */
    private static final class Running {
        private final Target target;
        private final Histogram latencies = new ConcurrentHistogram(3);
        private final Receiver receiver;
        private final List<SocketChannel> stuckOnes = new ArrayList<>();
        private long events;

        Running(Target target) throws IOException {
            this.target = target;
            this.receiver = new Receiver(latencies);
        }

        void close() throws IOException {
            try {
                receiver.close();
                for (final SocketChannel socket : stuckOnes) {
                    socket.close();
                }
            } finally {
                target.close();
            }
        }

        /** Until every subscriber has them all. */
        void pace(long rate, long seconds) throws IOException {
            events += target.pace(rate, seconds);
            receiver.await(events, TIMEOUT_S);
        }
    }

    /** @param count subscribers of each target, {@code stuck} of which never read. */
    LatencyTurns(long rate, int count, int stuck) {
        this.rate = rate;
        this.count = count;
        this.stuck = stuck;
    }

    /** Connects to a target, which is closed with this. */
    void add(Target target) throws IOException {
        final Running running = new Running(target);
        all.add(running);
        for (int i = 0; i < count - stuck; i++) {
            running.receiver.add(target.subscribe());
        }
        for (int i = 0; i < stuck; i++) {
            running.stuckOnes.add(target.subscribeStuck());
        }
        running.receiver.start();
    }

    /** @param measured takes the figures of each measurement. */
    void run(long warmUpSeconds, long seconds, int rounds, Consumer<LoadFigures> measured) throws IOException {
        for (long done = 0; done < warmUpSeconds; done += WARM_UP_PIECE_S) {
            for (final Running running : all) {
                running.pace(rate, Math.min(WARM_UP_PIECE_S, warmUpSeconds - done));
            }
        }
        for (int round = 0; round < rounds; round++) {
            for (final Running running : all) {
                measured.accept(measure(running, seconds));
            }
        }
    }

    private LoadFigures measure(Running running, long seconds) throws IOException {
        final Histogram latencies = running.latencies;
        latencies.reset();
        final double cpuBefore = Measurement.cpuSeconds(running.target);
        final long startNs = System.nanoTime();
        running.pace(rate, seconds);
        final double wallS = (System.nanoTime() - startNs) / 1e9;
        final long delivered = rate * seconds * (count - stuck);
        return new LoadFigures(
                running.target.name(),
                count,
                stuck,
                delivered,
                delivered / wallS,
                (Measurement.cpuSeconds(running.target) - cpuBefore) * 1e9 / delivered,
                latencies.getValueAtPercentile(50) / 1e3,
                latencies.getValueAtPercentile(99) / 1e3,
                latencies.getValueAtPercentile(99.9) / 1e3);
    }

    @Override
    public void close() throws IOException {
        IOException failed = null;
        for (final Running running : all) {
            try {
                running.close();
            } catch (IOException e) {
                // The servers of the others end too.
                failed = failed == null ? e : failed;
            }
        }
        if (failed != null) {
            throw failed;
        }
    }
}
