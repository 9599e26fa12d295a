/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.core.time;

import org.fabtwin.core.state.IntColumn;
import org.fabtwin.core.state.LongColumn;
import org.fabtwin.core.state.StateArena;

/**
 * The future event list. Single-threaded: the twin's thread only. Events come out by time, equal times in the order in
 * which they were scheduled or rescheduled.
 */
public final class EventCalendar {
    /** {@link #nextTimeUs()} of an empty calendar. */
    public static final long NONE = Long.MAX_VALUE;

    /** Handles are below this. */
    public static final int MAX_EVENTS = 1 << 24;

    private static final int SIZE = 0;
    private static final int SEQUENCE = 1;
    private static final int FREE = 2;
    private static final int USED = 3;
    private static final int POLLED_TIME = 4;
    private static final int POLLED_PAYLOAD = 5;
    private static final int POLLED_HANDLE = 6;
    private static final int REGISTERS = 8;
    private static final int HANDLE_BITS = 24;
    private static final int HANDLE_MASK = MAX_EVENTS - 1;

    private final LongColumn registers;
    private final LongColumn times;
    private final LongColumn words;
    private final LongColumn payloads;
    /** Place in the heap, or {@code -2 - next} free handle. */
    private final IntColumn places;

    /** @param expectedEvents pending at most; beyond that the columns grow by doubling (allocates) */
    public EventCalendar(StateArena arena, int expectedEvents) {
        if (expectedEvents < 0 || expectedEvents > MAX_EVENTS) {
            throw new IllegalArgumentException("expectedEvents must be 0.." + MAX_EVENTS + ", is " + expectedEvents);
        }
        int capacity = Math.max(16, expectedEvents);
        registers = arena.longs("calendar.registers", REGISTERS, 0);
        times = arena.longs("calendar.times", capacity, 0);
        words = arena.longs("calendar.words", capacity, 0);
        payloads = arena.longs("calendar.payloads", capacity, 0);
        places = arena.ints("calendar.places", capacity, 0);
        registers.set(FREE, -1);
        registers.set(POLLED_HANDLE, -1);
    }

    /**
     * Adds an event.
     *
     * @param timeUs not before the event polled last (0 at the start) and below {@link #NONE}
     * @param kind 0..255
     * @return the event's handle, valid until it is polled or cancelled, then used again
     */
    public int schedule(long timeUs, int kind, int subject) {
        checkTime(timeUs);
        if ((kind & ~0xff) != 0) {
            throw new IllegalArgumentException("kind must be 0..255, is " + kind);
        }
        long[] r = registers.array();
        int handle = (int) r[FREE];
        if (handle >= 0) {
            r[FREE] = -2 - places.get(handle);
        } else {
            handle = newHandle();
        }
        payloads.set(handle, (long) kind << 32 | subject & 0xffff_ffffL);
        siftUp((int) r[SIZE]++, timeUs, r[SEQUENCE]++ << HANDLE_BITS | handle);
        return handle;
    }

    /** Moves a pending event to another time; among equal times it now counts as the last one scheduled. */
    public void reschedule(int handle, long timeUs) {
        int place = placeOf(handle);
        checkTime(timeUs);
        long[] r = registers.array();
        place(place, timeUs, r[SEQUENCE]++ << HANDLE_BITS | handle);
    }

    /** Takes a pending event out. */
    public void cancel(int handle) {
        int place = placeOf(handle);
        removeAt(place);
        free(handle);
    }

    public long timeOf(int handle) {
        return times.get(placeOf(handle));
    }

    /** Time of the next event, {@link #NONE} when there is none. */
    public long nextTimeUs() {
        return registers.get(SIZE) == 0 ? NONE : times.get(0);
    }

    /** Takes the next event out, to be asked for by the {@code polled} methods; false when there is none. */
    public boolean poll() {
        long[] r = registers.array();
        if (r[SIZE] == 0) {
            return false;
        }
        int handle = (int) words.get(0) & HANDLE_MASK;
        r[POLLED_TIME] = times.get(0);
        r[POLLED_PAYLOAD] = payloads.get(handle);
        r[POLLED_HANDLE] = handle;
        removeAt(0);
        free(handle);
        return true;
    }

    /** {@link #poll()} if the next event is at exactly this time, else false. */
    public boolean pollAt(long timeUs) {
        return nextTimeUs() == timeUs && poll();
    }

    /** Time of the event polled last, 0 before the first. */
    public long polledTimeUs() {
        return registers.get(POLLED_TIME);
    }

    public int polledKind() {
        return (int) (registers.get(POLLED_PAYLOAD) >>> 32) & 0xff;
    }

    public int polledSubject() {
        return (int) registers.get(POLLED_PAYLOAD);
    }

    /** The handle that the event polled last had; free since then. */
    public int polledHandle() {
        return (int) registers.get(POLLED_HANDLE);
    }

    /** Events pending. */
    public int size() {
        return (int) registers.get(SIZE);
    }

    private void checkTime(long timeUs) {
        long nowUs = registers.get(POLLED_TIME);
        if (timeUs < nowUs || timeUs == NONE) {
            throw new IllegalArgumentException(
                    "event at " + timeUs + " us, but the last polled event was at " + nowUs + " us");
        }
    }

    private int placeOf(int handle) {
        int place = handle >= 0 && handle < registers.get(USED) ? places.get(handle) : -1;
        if (place < 0) {
            throw new IllegalArgumentException("no pending event has handle " + handle);
        }
        return place;
    }

    private int newHandle() {
        int handle = (int) registers.add(USED, 1) - 1;
        if (handle >= MAX_EVENTS) {
            registers.add(USED, -1);
            throw new IllegalStateException("more than " + MAX_EVENTS + " pending events");
        }
        times.ensureCapacity(handle + 1, 0);
        words.ensureCapacity(handle + 1, 0);
        payloads.ensureCapacity(handle + 1, 0);
        places.ensureCapacity(handle + 1, 0);
        return handle;
    }

    private void free(int handle) {
        places.set(handle, -2 - (int) registers.get(FREE));
        registers.set(FREE, handle);
    }

    private void removeAt(int place) {
        int last = (int) registers.add(SIZE, -1);
        if (place != last) {
            place(place, times.get(last), words.get(last));
        }
    }

    private void place(int place, long time, long word) {
        if (place > 0 && before(time, word, place - 1 >> 2)) {
            siftUp(place, time, word);
        } else {
            siftDown(place, time, word);
        }
    }

    private boolean before(long time, long word, int other) {
        long otherTime = times.get(other);
        return time < otherTime || time == otherTime && word < words.get(other);
    }

    private void siftUp(int from, long time, long word) {
        int place = from;
        while (place > 0) {
            int parent = place - 1 >> 2;
            if (!before(time, word, parent)) {
                break;
            }
            put(place, times.get(parent), words.get(parent));
            place = parent;
        }
        put(place, time, word);
    }

    private void siftDown(int from, long time, long word) {
        int size = (int) registers.get(SIZE);
        int place = from;
        for (int child = 4 * place + 1; child < size; child = 4 * place + 1) {
            int least = child;
            for (int other = child + 1; other < Math.min(child + 4, size); other++) {
                if (before(times.get(other), words.get(other), least)) {
                    least = other;
                }
            }
            if (before(time, word, least)) {
                break;
            }
            put(place, times.get(least), words.get(least));
            place = least;
        }
        put(place, time, word);
    }

    private void put(int place, long time, long word) {
        times.set(place, time);
        words.set(place, word);
        places.set((int) word & HANDLE_MASK, place);
    }
}
