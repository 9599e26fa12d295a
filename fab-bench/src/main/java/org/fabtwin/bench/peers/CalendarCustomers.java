/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.bench.peers;

import java.util.SplittableRandom;
import org.fabtwin.core.state.StateArena;
import org.fabtwin.core.time.EventCalendar;

/** M/M/c on the twin's {@link EventCalendar}, in the twin's style: kinds, and columns of primitives instead of objects. */
final class CalendarCustomers implements PeerModel {
    private static final int ARRIVAL = 0;
    private static final int DEPARTURE = 1;

    private final int servers;
    private final long customers;
    private final double meanIntervalUs;
    /** Ring of those who wait: arrival and service time of each. */
    private long[] waiting = new long[1 << 10];

    CalendarCustomers(int servers, double load, long customers) {
        this.servers = servers;
        this.customers = customers;
        meanIntervalUs = Exponential.US_PER_MINUTE / (servers * load);
    }

    @Override
    public double run() {
        SplittableRandom arrivals = new SplittableRandom(1);
        SplittableRandom services = new SplittableRandom(2);
        EventCalendar calendar = new EventCalendar(new StateArena(), servers + 1);
        long arrived = 0;
        long head = 0;
        long tail = 0;
        int busy = 0;
        double waitUs = 0;
        calendar.schedule(Exponential.us(arrivals, meanIntervalUs), ARRIVAL, 0);
        while (calendar.poll()) {
            long nowUs = calendar.polledTimeUs();
            if (calendar.polledKind() == ARRIVAL) {
                if (++arrived < customers) {
                    calendar.schedule(nowUs + Exponential.us(arrivals, meanIntervalUs), ARRIVAL, 0);
                }
                long serviceUs = Exponential.us(services, Exponential.US_PER_MINUTE);
                if (busy < servers) {
                    busy++;
                    calendar.schedule(nowUs + serviceUs, DEPARTURE, 0);
                } else {
                    if (tail - head == waiting.length / 2) {
                        grow(head, tail);
                    }
                    int place = 2 * (int) (tail++ & waiting.length / 2 - 1);
                    waiting[place] = nowUs;
                    waiting[place + 1] = serviceUs;
                }
            } else if (head == tail) {
                busy--;
            } else {
                int place = 2 * (int) (head++ & waiting.length / 2 - 1);
                waitUs += nowUs - waiting[place];
                calendar.schedule(nowUs + waiting[place + 1], DEPARTURE, 0);
            }
        }
        return waitUs / customers / Exponential.US_PER_MINUTE;
    }

    private void grow(long head, long tail) {
        long[] larger = new long[2 * waiting.length];
        for (long i = head; i < tail; i++) {
            int from = 2 * (int) (i & waiting.length / 2 - 1);
            int to = 2 * (int) (i & larger.length / 2 - 1);
            larger[to] = waiting[from];
            larger[to + 1] = waiting[from + 1];
        }
        waiting = larger;
    }
}
