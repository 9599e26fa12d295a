/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.bench.peers;

import umontreal.ssj.simevents.Event;
import umontreal.ssj.simevents.Simulator;

/** Hold model on SSJ: events that schedule themselves anew in their actions. Times are whole microseconds, exact in a double. */
final class SsjHold implements Hold {
    private final Simulator simulator = new Simulator();
    private final Increments increments;
    private int left;
    private long sum;

    SsjHold(Library library, int pending, Increments increments) {
        this.increments = increments;
        simulator.init(library.eventList());
        for (int subject = 0; subject < pending; subject++) {
            new Subject(subject).schedule(increments.next());
        }
    }

    private final class Subject extends Event {
        private final int number;

        Subject(int number) {
            super(SsjHold.this.simulator);
            this.number = number;
        }

        @Override
        public void actions() {
            sum += (long) sim.time() + number;
            schedule(increments.next());
            if (--left == 0) {
                sim.stop();
            }
        }
    }

    @Override
    public long hold(int count) {
        sum = 0;
        left = count;
        simulator.start();
        return sum;
    }
}
