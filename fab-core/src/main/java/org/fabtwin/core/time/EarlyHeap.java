/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.core.time;

import static org.fabtwin.core.time.CalendarLadder.EARLY;
import static org.fabtwin.core.time.CalendarLadder.EARLY_SEQUENCE;

import org.fabtwin.core.state.GrowingLongs;
import org.fabtwin.core.state.LongColumn;
import org.fabtwin.core.state.StateArena;

/**
 * Events scheduled before one that was already looked at: the ladder has no place for them. Single-threaded: the twin's
 * thread only. A binary heap by (time, insertion); in a running line it is nearly always empty, because the next event is
 * looked at when the instant has scheduled all it has to.
 */
final class EarlyHeap {
    static final int TOP_TIME = 0;
    static final int TOP_WORD = 2;
    private static final int WORDS = 3;

    private final LongColumn registers;
    /** Three words an entry: time, insertion, slot word. */
    private final GrowingLongs heap;

    EarlyHeap(StateArena arena, LongColumn registers) {
        this.registers = registers;
        this.heap = arena.growingLongs("calendar.early", 64 * WORDS, 0);
    }

    long[] array() {
        return heap.array();
    }

    void push(long timeUs, long slotWord) {
        long[] r = registers.array();
        int place = (int) r[EARLY]++;
        heap.ensureCapacity((place + 1) * WORDS, 0);
        siftUp(heap.array(), place, timeUs, r[EARLY_SEQUENCE]++, slotWord);
    }

    void removeTop() {
        long[] r = registers.array();
        long[] h = heap.array();
        int last = (int) --r[EARLY];
        if (last > 0) {
            siftDown(h, last, h[last * WORDS], h[last * WORDS + 1], h[last * WORDS + 2]);
        }
    }

    /** Drops stale entries. */
    void purge(GrowingLongs records) {
        long[] r = registers.array();
        long[] h = heap.array();
        int count = (int) r[EARLY];
        int kept = 0;
        for (int i = 0; i < count; i++) {
            int at = i * WORDS;
            if (EventCalendar.isLive(records.array(), h[at + 2])) {
                siftUp(h, kept++, h[at], h[at + 1], h[at + 2]);
            }
        }
        r[EARLY] = kept;
    }

    private static void siftUp(long[] h, int from, long time, long sequence, long word) {
        int place = from;
        while (place > 0) {
            int parent = place - 1 >> 1;
            if (!before(time, sequence, h, parent)) {
                break;
            }
            System.arraycopy(h, parent * WORDS, h, place * WORDS, WORDS);
            place = parent;
        }
        put(h, place, time, sequence, word);
    }

    private static void siftDown(long[] h, int size, long time, long sequence, long word) {
        int place = 0;
        for (int child = 1; child < size; child = 2 * place + 1) {
            if (child + 1 < size && before(h[(child + 1) * WORDS], h[(child + 1) * WORDS + 1], h, child)) {
                child++;
            }
            if (before(time, sequence, h, child)) {
                break;
            }
            System.arraycopy(h, child * WORDS, h, place * WORDS, WORDS);
            place = child;
        }
        put(h, place, time, sequence, word);
    }

    private static boolean before(long time, long sequence, long[] h, int other) {
        long otherTime = h[other * WORDS];
        return time < otherTime || time == otherTime && sequence < h[other * WORDS + 1];
    }

    private static void put(long[] h, int place, long time, long sequence, long word) {
        h[place * WORDS] = time;
        h[place * WORDS + 1] = sequence;
        h[place * WORDS + 2] = word;
    }
}
