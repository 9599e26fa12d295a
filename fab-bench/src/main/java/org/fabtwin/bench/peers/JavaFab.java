/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.bench.peers;

import java.util.ArrayDeque;
import java.util.PriorityQueue;
import java.util.SplittableRandom;

/** {@link ReentrantFab} on event objects in a {@link PriorityQueue}. Draws the same times as {@link CalendarFab}. */
final class JavaFab implements PeerModel {
    private final long lots;
    private final PriorityQueue<JavaEvent> events = new PriorityQueue<>();
    private final Station[] stations = new Station[ReentrantFab.STATIONS];
    private SplittableRandom arrivals;
    private SplittableRandom times;
    private long scheduled;
    private long released;
    private double cycleUs;

    JavaFab(long lots) {
        this.lots = lots;
        for (int i = 0; i < stations.length; i++) {
            stations[i] = new Station(ReentrantFab.MINUTES_AT[i] * Exponential.US_PER_MINUTE);
        }
    }

    private static final class Lot {
        private long releaseUs;
        private int step;
    }

    private final class Station {
        private final double meanUs;
        private final ArrayDeque<Lot> queue = new ArrayDeque<>();
        private boolean busy;

        Station(double meanUs) {
            this.meanUs = meanUs;
        }

        void request(Lot lot, long nowUs) {
            if (busy) {
                queue.addLast(lot);
            } else {
                busy = true;
                start(lot, nowUs);
            }
        }

        void start(Lot lot, long nowUs) {
            schedule(new ProcessEnd(this, lot), nowUs + Exponential.us(times, meanUs));
        }

        void release(long nowUs) {
            Lot next = queue.pollFirst();
            if (next == null) {
                busy = false;
            } else {
                start(next, nowUs);
            }
        }
    }

    private final class Release extends JavaEvent {
        @Override
        void run() {
            if (++released < lots) {
                scheduleRelease(timeUs);
            }
            Lot lot = new Lot();
            lot.releaseUs = timeUs;
            stations[0].request(lot, timeUs);
        }
    }

    private final class ProcessEnd extends JavaEvent {
        private final Station station;
        private final Lot lot;

        ProcessEnd(Station station, Lot lot) {
            this.station = station;
            this.lot = lot;
        }

        @Override
        void run() {
            station.release(timeUs);
            if (++lot.step == ReentrantFab.STEPS) {
                cycleUs += timeUs - lot.releaseUs;
            } else {
                stations[ReentrantFab.stationOf(lot.step)].request(lot, timeUs);
            }
        }
    }

    private void scheduleRelease(long nowUs) {
        schedule(new Release(), nowUs + Exponential.us(arrivals, Exponential.US_PER_MINUTE / ReentrantFab.RATE));
    }

    private void schedule(JavaEvent event, long timeUs) {
        event.timeUs = timeUs;
        event.order = scheduled++;
        events.add(event);
    }

    @Override
    public double run() {
        arrivals = new SplittableRandom(1);
        times = new SplittableRandom(2);
        released = 0;
        cycleUs = 0;
        scheduleRelease(0);
        for (JavaEvent event = events.poll(); event != null; event = events.poll()) {
            event.run();
        }
        return cycleUs / lots / Exponential.US_PER_MINUTE;
    }
}
