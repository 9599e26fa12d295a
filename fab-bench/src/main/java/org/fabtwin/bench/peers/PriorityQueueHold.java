/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.bench.peers;

import java.util.PriorityQueue;

/** Hold model on a {@link PriorityQueue} of event objects that schedule themselves anew. */
final class PriorityQueueHold implements Hold {
    private final PriorityQueue<JavaEvent> queue = new PriorityQueue<>();
    private final Increments increments;
    private long scheduled;
    private long sum;

    PriorityQueueHold(int pending, Increments increments) {
        this.increments = increments;
        for (int subject = 0; subject < pending; subject++) {
            schedule(new Subject(subject), increments.next());
        }
    }

    private final class Subject extends JavaEvent {
        private final int number;

        Subject(int number) {
            this.number = number;
        }

        @Override
        void run() {
            sum += timeUs + number;
            schedule(this, timeUs + increments.next());
        }
    }

    private void schedule(JavaEvent event, long timeUs) {
        event.timeUs = timeUs;
        event.order = scheduled++;
        queue.add(event);
    }

    @Override
    public long hold(int count) {
        sum = 0;
        for (int i = 0; i < count; i++) {
            queue.remove().run();
        }
        return sum;
    }
}
