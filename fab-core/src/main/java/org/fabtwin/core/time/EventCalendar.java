/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.core.time;

import static org.fabtwin.core.time.CalendarLadder.EARLY;
import static org.fabtwin.core.time.CalendarLadder.GENERATION_SHIFT;
import static org.fabtwin.core.time.CalendarLadder.HANDLE_BITS;
import static org.fabtwin.core.time.CalendarLadder.HANDLE_MASK;
import static org.fabtwin.core.time.CalendarLadder.SIZE;
import static org.fabtwin.core.time.CalendarLadder.STALE;
import static org.fabtwin.core.time.CalendarLadder.TODAY_HEAD;
import static org.fabtwin.core.time.CalendarLadder.TODAY_TAIL;

import org.fabtwin.core.state.GrowingLongs;
import org.fabtwin.core.state.LongColumn;
import org.fabtwin.core.state.StateArena;

/**
 * The future event list. Single-threaded: the twin's thread only. Total order (time, insertion): equal times come out in
 * the order in which they were scheduled or rescheduled.
 *
 * <p>How: see {@link CalendarLadder}. Here are the handles and what is asked for. An event has a record (time,
 * generation, kind, subject) under its handle and a slot (time, generation, handle) in the ladder. Cancelling and
 * rescheduling only raise the record's generation: the old slot is stale, and is dropped when its turn comes, or when
 * stale slots outnumber events.
 *
 * <p>Assumptions and guarantees:
 * <ul>
 *   <li>schedule and poll: amortised constant while times spread, at worst one move of 16 bytes per 6 bits in which times
 *       differ; equal times are never compared with each other;
 *   <li>cancel and reschedule: constant, amortised;
 *   <li>no allocation while at most {@code expectedEvents} are pending, unless an event is scheduled before one that was
 *       already looked at (that path's store grows by doubling);
 *   <li>all state is in the arena's columns.
 * </ul>
 */
public final class EventCalendar {
    /** {@link #nextTimeUs()} of an empty calendar; no event can be at it. */
    public static final long NONE = Long.MAX_VALUE;

    /** Pending events at most. */
    public static final int MAX_EVENTS = 1 << HANDLE_BITS;

    private static final int FREE = CalendarLadder.REGISTERS;
    private static final int USED = FREE + 1;
    private static final int POLLED_TIME = FREE + 2;
    private static final int POLLED_PAYLOAD = FREE + 3;
    private static final int POLLED_HANDLE = FREE + 4;
    /** Time of the next event, {@link #UNKNOWN} when it has to be looked for. */
    private static final int NEXT_TIME = FREE + 5;

    private static final int ALL_REGISTERS = FREE + 6;
    private static final long UNKNOWN = -1;

    private static final long PAYLOAD_MASK = (1L << GENERATION_SHIFT) - 1;
    private static final long ONE_GENERATION = 1L << GENERATION_SHIFT;
    private static final long HALF_ROUND = (1L << 63) - ONE_GENERATION;
    /** So few stale slots aren't worth a purge. */
    private static final int TOLERATED_STALE = 128;

    private final LongColumn registers;
    /** Two words a handle: time, or {@code -2 - next} of a free one; generation, kind, subject. */
    private final GrowingLongs records;

    private final CalendarLadder ladder;
    private final EarlyHeap early;

    /** @param expectedEvents pending at most; beyond that the columns grow by doubling (allocates) */
    public EventCalendar(StateArena arena, int expectedEvents) {
        if (expectedEvents < 0 || expectedEvents > MAX_EVENTS) {
            throw new IllegalArgumentException("expectedEvents must be 0.." + MAX_EVENTS + ", is " + expectedEvents);
        }
        registers = arena.longs("calendar.words", ALL_REGISTERS, 0);
        records = arena.growingLongs("calendar.records", 2 * Math.max(16, expectedEvents), 0);
        ladder = new CalendarLadder(arena, registers, 2 * expectedEvents + TOLERATED_STALE + 2);
        early = new EarlyHeap(arena, registers);
        registers.set(FREE, -1);
        registers.set(POLLED_HANDLE, -1);
        registers.set(NEXT_TIME, NONE);
    }

    /**
     * Adds an event.
     *
     * @param timeUs not before the event polled last (0 at the start) and below {@link #NONE}
     * @param kind 0..255
     * @return the event's handle, valid until it is polled or cancelled, then used again
     */
    public int schedule(long timeUs, int kind, int subject) {
        long[] r = registers.array();
        if (timeUs < r[POLLED_TIME] || timeUs == NONE || (kind & ~0xff) != 0) {
            throw refused(timeUs, kind);
        }
        int handle = (int) r[FREE];
        if (handle < 0) {
            handle = newHandle(r);
        }
        long[] record = records.array();
        int at = 2 * handle;
        r[FREE] = -2 - record[at];
        long word = record[at + 1] & ~PAYLOAD_MASK | (long) kind << 32 | subject & 0xffff_ffffL;
        record[at] = timeUs;
        record[at + 1] = word;
        r[SIZE]++;
        if (timeUs < r[NEXT_TIME]) {
            r[NEXT_TIME] = timeUs;
        }
        insert(r, timeUs, word >>> GENERATION_SHIFT << HANDLE_BITS | handle);
        return handle;
    }

    private void insert(long[] r, long timeUs, long slotWord) {
        if (!ladder.insert(r, timeUs, slotWord)) {
            early.push(timeUs, slotWord);
        }
    }

    /** Moves a pending event to another time; among equal times it now counts as the last one scheduled. */
    public void reschedule(int handle, long timeUs) {
        long[] r = registers.array();
        long[] record = records.array();
        checkPending(r, record, handle);
        if (timeUs < r[POLLED_TIME] || timeUs == NONE) {
            throw refused(timeUs, 0);
        }
        long word = record[2 * handle + 1] + ONE_GENERATION;
        record[2 * handle] = timeUs;
        record[2 * handle + 1] = word;
        r[STALE]++;
        r[NEXT_TIME] = UNKNOWN;
        insert(r, timeUs, word >>> GENERATION_SHIFT << HANDLE_BITS | handle);
        purgeIfDue(r, word);
    }

    /** Takes a pending event out. */
    public void cancel(int handle) {
        long[] r = registers.array();
        long[] record = records.array();
        checkPending(r, record, handle);
        long word = record[2 * handle + 1] + ONE_GENERATION;
        record[2 * handle + 1] = word;
        record[2 * handle] = -2 - r[FREE];
        r[FREE] = handle;
        r[SIZE]--;
        r[STALE]++;
        r[NEXT_TIME] = UNKNOWN;
        purgeIfDue(r, word);
    }

    private void purgeIfDue(long[] r, long word) {
        // Generations start again at 0 some day and must not meet a stale slot of their own past: twice a round, purge.
        if (r[STALE] > r[SIZE] + TOLERATED_STALE || (word & HALF_ROUND) == 0) {
            ladder.purge(records);
            early.purge(records);
            r[STALE] = 0;
        }
    }

    public long timeOf(int handle) {
        long[] record = records.array();
        checkPending(registers.array(), record, handle);
        return record[2 * handle];
    }

    /** Time of the next event, {@link #NONE} when there is none. */
    public long nextTimeUs() {
        long[] r = registers.array();
        long known = r[NEXT_TIME];
        return known != UNKNOWN ? known : findNextTime(r);
    }

    private long findNextTime(long[] r) {
        if (r[SIZE] == 0) {
            // Not kept: stale slots may lie in front of what is scheduled next.
            return NONE;
        }
        long next = hasFront(r) || findFront(r)
                ? ladder.today().array()[(int) r[TODAY_HEAD]]
                : early.array()[EarlyHeap.TOP_TIME];
        r[NEXT_TIME] = next;
        return next;
    }

    /** Takes the next event out, to be asked for by the {@code polled} methods; false when there is none. */
    public boolean poll() {
        long[] r = registers.array();
        int head = (int) r[TODAY_HEAD];
        if (head != (int) r[TODAY_TAIL] && r[EARLY] == 0) {
            long[] today = ladder.today().array();
            long slotWord = today[head + 1];
            if (isLive(records.array(), slotWord)) {
                r[TODAY_HEAD] = head + 2;
                taken(r, today[head], slotWord);
                return true;
            }
        }
        return r[SIZE] != 0 && pollFound(r);
    }

    /** {@link #poll()} if the next event is at exactly this time, else false. */
    public boolean pollAt(long timeUs) {
        long[] r = registers.array();
        long known = r[NEXT_TIME];
        if ((known != UNKNOWN ? known : findNextTime(r)) != timeUs) {
            return false;
        }
        if (isKnownFront(r)) {
            takeFront(r);
            return true;
        }
        return poll();
    }

    /**
     * Whether today's first slot is known to be the next event: its time is the one that was found or scheduled last, and whatever
     * makes a slot stale forgets that time.
     */
    private boolean isKnownFront(long[] r) {
        int head = (int) r[TODAY_HEAD];
        return r[EARLY] == 0 && head != (int) r[TODAY_TAIL] && ladder.today().array()[head] == r[NEXT_TIME];
    }

    private boolean pollFound(long[] r) {
        if (findFront(r)) {
            takeFront(r);
        } else {
            long[] heap = early.array();
            taken(r, heap[EarlyHeap.TOP_TIME], heap[EarlyHeap.TOP_WORD]);
            early.removeTop();
        }
        return true;
    }

    /** Whether the next event is today's first slot: the usual case. */
    private boolean hasFront(long[] r) {
        int head = (int) r[TODAY_HEAD];
        return head != (int) r[TODAY_TAIL]
                && r[EARLY] == 0
                && isLive(records.array(), ladder.today().array()[head + 1]);
    }

    /** Of a calendar that isn't empty: true when the next event is today's first slot now, false when it's early's top. */
    private boolean findFront(long[] r) {
        while (r[EARLY] != 0) {
            if (isLive(records.array(), early.array()[EarlyHeap.TOP_WORD])) {
                return false;
            }
            early.removeTop();
            r[STALE]--;
        }
        while (true) {
            int head = (int) r[TODAY_HEAD];
            if (head == (int) r[TODAY_TAIL]) {
                if (!ladder.openNext(r)) {
                    throw new IllegalStateException("calendar lost " + r[SIZE] + " events");
                }
            } else if (isLive(records.array(), ladder.today().array()[head + 1])) {
                return true;
            } else {
                r[TODAY_HEAD] = head + 2;
                r[STALE]--;
            }
        }
    }

    static boolean isLive(long[] records, long slotWord) {
        return records[2 * ((int) slotWord & HANDLE_MASK) + 1] >>> GENERATION_SHIFT == slotWord >>> HANDLE_BITS;
    }

    private void takeFront(long[] r) {
        long[] today = ladder.today().array();
        int head = (int) r[TODAY_HEAD];
        r[TODAY_HEAD] = head + 2;
        taken(r, today[head], today[head + 1]);
    }

    private void taken(long[] r, long timeUs, long slotWord) {
        long[] record = records.array();
        int handle = (int) slotWord & HANDLE_MASK;
        r[POLLED_TIME] = timeUs;
        r[POLLED_PAYLOAD] = record[2 * handle + 1];
        r[POLLED_HANDLE] = handle;
        r[NEXT_TIME] = UNKNOWN;
        record[2 * handle] = -2 - r[FREE];
        r[FREE] = handle;
        r[SIZE]--;
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

    /** The handle that the event polled last had, free since then; -1 before the first. */
    public int polledHandle() {
        return (int) registers.get(POLLED_HANDLE);
    }

    /** Events pending. */
    public int size() {
        return (int) registers.get(SIZE);
    }

    /** Slots moved or shifted since the start: what the cost of this structure is counted in. */
    long movedSlots() {
        return registers.get(CalendarLadder.MOVED);
    }

    /** Slots of cancelled and rescheduled events that still lie about. */
    int staleSlots() {
        return (int) registers.get(STALE);
    }

    private RuntimeException refused(long timeUs, int kind) {
        if ((kind & ~0xff) != 0) {
            return new IllegalArgumentException("kind must be 0..255, is " + kind);
        }
        return new IllegalArgumentException(
                "event at " + timeUs + " us, but it must not be before the last polled one at "
                        + registers.get(POLLED_TIME) + " us, and below " + NONE);
    }

    private static void checkPending(long[] r, long[] record, int handle) {
        if (handle < 0 || handle >= r[USED] || record[2 * handle] < 0) {
            throw new IllegalArgumentException("no pending event has handle " + handle);
        }
    }

    /** A handle that was never used, made to look like the head of a free list that ends with it. */
    private int newHandle(long[] r) {
        if (r[USED] == MAX_EVENTS) {
            throw new IllegalStateException("more than " + MAX_EVENTS + " pending events");
        }
        int handle = (int) r[USED]++;
        records.ensureCapacity(2 * handle + 2, 0);
        records.set(2 * handle, -1);
        return handle;
    }
}
