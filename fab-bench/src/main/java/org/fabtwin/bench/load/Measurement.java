/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.bench.load;

import java.io.IOException;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** One load on one target. */
final class Measurement {
    private static final long TIMEOUT_S = 120;
    /** Clock ticks of /proc a second, on every Linux of today. */
    private static final double TICKS_PER_SECOND = 100;

    private final Target target;
    private final int count;
    private final int stuck;

    Measurement(Target target, int count, int stuck) {
        this.target = target;
        this.count = count;
        this.stuck = stuck;
    }

    /**
     * Warms up with as much as is measured, then measures, as fast as it goes.
     *
     * @param events that each subscriber gets.
     */
    LoadFigures run(long events) throws IOException {
        final List<SocketChannel> stuckOnes = new ArrayList<>();
        try (Receiver receiver = new Receiver(null)) {
            for (int i = 0; i < count - stuck; i++) {
                receiver.add(target.subscribe());
            }
            for (int i = 0; i < stuck; i++) {
                stuckOnes.add(target.subscribeStuck());
            }
            receiver.start();
            return throughput(receiver, events);
        } finally {
            for (final SocketChannel socket : stuckOnes) {
                socket.close();
            }
        }
    }

    /** How fast one subscriber takes events that are all there; the first tenth of them warms up. */
    static LoadFigures catchUp(GatewayTarget target, long events) throws IOException {
        target.fromEarliest();
        final Measurement measurement = new Measurement(target, 1, 0);
        final long first = events / 10;
        target.burst(first, null, 0);
        measurement.takeAll(first);
        target.burst(events - first, null, 0);
        return measurement.takeAll(events);
    }

    private LoadFigures takeAll(long events) throws IOException {
        try (Receiver receiver = new Receiver(null)) {
            final double cpuBefore = cpuSeconds();
            final long startNs = System.nanoTime();
            receiver.add(target.subscribe());
            receiver.start();
            receiver.await(events, TIMEOUT_S);
            final double wallS = (System.nanoTime() - startNs) / 1e9;
            final double cpuS = cpuSeconds() - cpuBefore;
            return new LoadFigures(
                    target.name() + "-catch-up", 1, 0, events, events / wallS, cpuS * 1e9 / events, 0, 0, 0);
        }
    }

    private LoadFigures throughput(Receiver receiver, long events) throws IOException {
        // Who never reads is stuck before anything is measured.
        final long filled = stuck > 0 ? target.fill(stuck) : 0;
        final long warm = filled + events;
        target.burst(events, receiver, stuck);
        receiver.await(warm, TIMEOUT_S);
        final double cpuBefore = cpuSeconds();
        final long startNs = System.nanoTime();
        target.burst(events, receiver, stuck);
        receiver.await(warm + events, TIMEOUT_S);
        final double wallS = (System.nanoTime() - startNs) / 1e9;
        final double cpuS = cpuSeconds() - cpuBefore;
        final long delivered = events * (count - stuck);
        return new LoadFigures(
                target.name(), count, stuck, delivered, delivered / wallS, cpuS * 1e9 / delivered, 0, 0, 0);
    }

    private double cpuSeconds() throws IOException {
        return cpuSeconds(target);
    }

    /** CPU time of a server's process. */
    static double cpuSeconds(Target target) throws IOException {
        final String stat = Files.readString(Path.of("/proc", Long.toString(target.pid()), "stat"));
        final String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
        return (Long.parseLong(fields[11]) + Long.parseLong(fields[12])) / TICKS_PER_SECOND;
    }
}
