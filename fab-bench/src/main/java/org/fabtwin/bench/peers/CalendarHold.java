/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.bench.peers;

import org.fabtwin.core.state.StateArena;
import org.fabtwin.core.time.EventCalendar;

/** Hold model on the twin's {@link EventCalendar}. */
final class CalendarHold implements Hold {
    private final EventCalendar calendar;
    private final Increments increments;

    CalendarHold(int pending, Increments increments) {
        this.increments = increments;
        calendar = new EventCalendar(new StateArena(), pending);
        for (int subject = 0; subject < pending; subject++) {
            calendar.schedule(increments.next(), 0, subject);
        }
    }

    @Override
    public long hold(int count) {
        long sum = 0;
        for (int i = 0; i < count; i++) {
            calendar.poll();
            long timeUs = calendar.polledTimeUs();
            int subject = calendar.polledSubject();
            calendar.schedule(timeUs + increments.next(), 0, subject);
            sum += timeUs + subject;
        }
        return sum;
    }
}
