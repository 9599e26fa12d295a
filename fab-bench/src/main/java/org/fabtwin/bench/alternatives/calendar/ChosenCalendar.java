/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.bench.alternatives.calendar;

import org.fabtwin.core.state.StateArena;
import org.fabtwin.core.time.EventCalendar;

/** The product's calendar, to be measured beside the others. */
public final class ChosenCalendar implements FutureEventList {
    private final EventCalendar calendar;

    public ChosenCalendar(int expectedEvents) {
        calendar = new EventCalendar(new StateArena(), expectedEvents);
    }

    @Override
    public int schedule(long timeUs, int kind, int subject) {
        return calendar.schedule(timeUs, kind, subject);
    }

    @Override
    public void reschedule(int handle, long timeUs) {
        calendar.reschedule(handle, timeUs);
    }

    @Override
    public void cancel(int handle) {
        calendar.cancel(handle);
    }

    @Override
    public long nextTimeUs() {
        return calendar.nextTimeUs();
    }

    @Override
    public boolean poll() {
        return calendar.poll();
    }

    @Override
    public long polledTimeUs() {
        return calendar.polledTimeUs();
    }

    @Override
    public int polledKind() {
        return calendar.polledKind();
    }

    @Override
    public int polledSubject() {
        return calendar.polledSubject();
    }

    @Override
    public int polledHandle() {
        return calendar.polledHandle();
    }

    @Override
    public int size() {
        return calendar.size();
    }
}
