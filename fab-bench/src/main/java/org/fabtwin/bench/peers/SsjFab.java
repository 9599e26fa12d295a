/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.bench.peers;

import java.util.LinkedList;
import umontreal.ssj.randvar.ExponentialGen;
import umontreal.ssj.randvar.RandomVariateGen;
import umontreal.ssj.rng.MRG32k3a;
import umontreal.ssj.simevents.Event;
import umontreal.ssj.simevents.Simulator;
import umontreal.ssj.stat.Tally;

/** {@link ReentrantFab} on SSJ, as its job shop example: jobs and stations are objects, an event class for each thing that happens. */
final class SsjFab implements PeerModel {
    private final Library library;
    private final long lots;
    private final RandomVariateGen arrivals = new ExponentialGen(new MRG32k3a(), ReentrantFab.RATE);
    private final Tally cycleTimes = new Tally("cycle times");
    private final Station[] stations = new Station[ReentrantFab.STATIONS];
    private Simulator simulator;
    private long released;

    SsjFab(Library library, long lots) {
        this.library = library;
        this.lots = lots;
        for (int i = 0; i < stations.length; i++) {
            stations[i] = new Station(new ExponentialGen(new MRG32k3a(), 1 / ReentrantFab.MINUTES_AT[i]));
        }
    }

    private static final class Lot {
        private double releaseTime;
        private int step;
    }

    private final class Station {
        private final RandomVariateGen times;
        private final LinkedList<Lot> queue = new LinkedList<>();
        private boolean busy;

        Station(RandomVariateGen times) {
            this.times = times;
        }

        void request(Lot lot) {
            if (busy) {
                queue.addLast(lot);
            } else {
                busy = true;
                start(lot);
            }
        }

        void start(Lot lot) {
            new ProcessEnd(this, lot).schedule(times.nextDouble());
        }

        void release() {
            if (queue.isEmpty()) {
                busy = false;
            } else {
                start(queue.removeFirst());
            }
        }
    }

    private final class Release extends Event {
        Release() {
            super(simulator);
        }

        @Override
        public void actions() {
            if (++released < lots) {
                new Release().schedule(arrivals.nextDouble());
            }
            Lot lot = new Lot();
            lot.releaseTime = sim.time();
            stations[0].request(lot);
        }
    }

    private final class ProcessEnd extends Event {
        private final Station station;
        private final Lot lot;

        ProcessEnd(Station station, Lot lot) {
            super(simulator);
            this.station = station;
            this.lot = lot;
        }

        @Override
        public void actions() {
            station.release();
            if (++lot.step == ReentrantFab.STEPS) {
                cycleTimes.add(sim.time() - lot.releaseTime);
            } else {
                stations[ReentrantFab.stationOf(lot.step)].request(lot);
            }
        }
    }

    @Override
    public double run() {
        simulator = new Simulator();
        simulator.init(library.eventList());
        cycleTimes.init();
        released = 0;
        new Release().schedule(arrivals.nextDouble());
        simulator.start();
        return cycleTimes.average();
    }
}
