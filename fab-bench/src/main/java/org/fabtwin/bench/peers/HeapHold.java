/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.bench.peers;

import org.fabtwin.bench.alternatives.calendar.QuaternaryHeap;

/** Hold model on the plain 4-ary heap of primitive arrays: what one would write without a library. */
final class HeapHold implements Hold {
    private final QuaternaryHeap heap;
    private final Increments increments;

    HeapHold(int pending, Increments increments) {
        this.increments = increments;
        heap = new QuaternaryHeap(pending);
        for (int subject = 0; subject < pending; subject++) {
            heap.schedule(increments.next(), 0, subject);
        }
    }

    @Override
    public long hold(int count) {
        long sum = 0;
        for (int i = 0; i < count; i++) {
            heap.poll();
            long timeUs = heap.polledTimeUs();
            int subject = heap.polledSubject();
            heap.schedule(timeUs + increments.next(), 0, subject);
            sum += timeUs + subject;
        }
        return sum;
    }
}
