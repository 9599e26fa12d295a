/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.bench.alternatives.calendar;

import java.util.Arrays;

/**
 * Ring of buckets of one width with 8 inline slots each, and a heap for what finds no place there: times beyond the ring,
 * the ninth of a bucket, the 65th of the opened bucket. The width follows the mean gap between instants. Cancelled events
 * stay as stale slots. Not chosen: as fast as the ladder where one width suits, but events months ahead and bunched times
 * go through the heap, and a change of density needs everything placed anew.
 */
public final class TimingRing extends EventRecords {
    private static final int BUCKET_SLOTS = 8;
    private static final int TODAY_SLOTS = 64;

    /** Insertion word of a handle's live slot. */
    private long[] stamps;

    private final int mask;
    private final int[] counts;
    private final long[] occupied;
    private final long[] slots;
    private final long[] today = new long[2 * TODAY_SLOTS];
    private int todayHead;
    private int todayTail;
    private final OverflowHeap heap = new OverflowHeap();
    private long[] scratch = new long[64];
    /** Number of the opened bucket, time >>> shift. */
    private long opened;

    private int shift = 20;
    private int inRing;
    private int stale;
    private long checkedTimeUs;
    private int instants;
    private int pollsToCheck = 256;

    public TimingRing(int expectedEvents) {
        super(expectedEvents);
        stamps = new long[payloads.length];
        int buckets = Math.min(1 << 20, Integer.highestOneBit(Math.max(256, expectedEvents)) << 1);
        mask = buckets - 1;
        counts = new int[buckets];
        occupied = new long[buckets >>> 6];
        slots = new long[buckets * BUCKET_SLOTS * 2];
    }

    @Override
    void grow(int capacity) {
        super.grow(capacity);
        stamps = Arrays.copyOf(stamps, capacity);
    }

    @Override
    public int schedule(long timeUs, int kind, int subject) {
        long word = register(kind, subject);
        int handle = (int) word & HANDLE_MASK;
        stamps[handle] = word;
        insert(timeUs, word);
        return handle;
    }

    @Override
    public void reschedule(int handle, long timeUs) {
        long word = word(handle);
        stamps[handle] = word;
        insert(timeUs, word);
        dropped();
    }

    @Override
    public void cancel(int handle) {
        stamps[handle] = -1;
        release(handle);
        dropped();
    }

    private void dropped() {
        if (++stale > size + 128) {
            rebuild(shift);
        }
    }

    private void insert(long timeUs, long word) {
        long bucket = timeUs >>> shift;
        long ahead = bucket - opened;
        int index = (int) bucket & mask;
        if (ahead > 0 && ahead <= mask && counts[index] < BUCKET_SLOTS) {
            int at = (index * BUCKET_SLOTS + counts[index]++) * 2;
            slots[at] = timeUs;
            slots[at + 1] = word;
            occupied[index >>> 6] |= 1L << index;
            inRing++;
        } else if (ahead > 0 || !insertToday(timeUs, word)) {
            heap.push(timeUs, word);
        }
    }

    private boolean insertToday(long timeUs, long word) {
        if (todayTail == today.length) {
            if (todayHead == 0) {
                return false;
            }
            System.arraycopy(today, todayHead, today, 0, todayTail - todayHead);
            todayTail -= todayHead;
            todayHead = 0;
        }
        int place = todayTail;
        while (place > todayHead && OverflowHeap.before(timeUs, word, today[place - 2], today[place - 1])) {
            today[place] = today[place - 2];
            today[place + 1] = today[place - 1];
            place -= 2;
        }
        today[place] = timeUs;
        today[place + 1] = word;
        todayTail += 2;
        return true;
    }

    private boolean isLive(long word) {
        return stamps[(int) word & HANDLE_MASK] == word;
    }

    /** Drops stale fronts and opens buckets until today or, when the ring is empty too, the heap has the next event. */
    private void settle() {
        while (true) {
            while (todayHead != todayTail && !isLive(today[todayHead + 1])) {
                todayHead += 2;
                stale--;
            }
            if (todayHead != todayTail || inRing == 0) {
                break;
            }
            open();
        }
        while (heap.size > 0 && !isLive(heap.topWord())) {
            heap.pop();
            stale--;
        }
    }

    private void open() {
        int from = (int) (opened + 1) & mask;
        int word = from >>> 6;
        long bits = occupied[word] & -1L << from;
        while (bits == 0) {
            word = word + 1 & occupied.length - 1;
            bits = occupied[word];
        }
        int index = (word << 6) + Long.numberOfTrailingZeros(bits);
        opened += 1 + (index - from & mask);
        occupied[word] &= ~(1L << index);
        int count = counts[index];
        counts[index] = 0;
        inRing -= count;
        todayHead = 0;
        todayTail = 0;
        for (int at = index * BUCKET_SLOTS * 2; count > 0; count--, at += 2) {
            insertToday(slots[at], slots[at + 1]);
        }
    }

    private boolean isHeapNext() {
        return heap.size > 0
                && (todayHead == todayTail
                        || OverflowHeap.before(heap.topTime(), heap.topWord(), today[todayHead], today[todayHead + 1]));
    }

    @Override
    public long nextTimeUs() {
        if (size == 0) {
            return Long.MAX_VALUE;
        }
        settle();
        return isHeapNext() ? heap.topTime() : today[todayHead];
    }

    @Override
    public boolean poll() {
        if (size == 0) {
            return false;
        }
        settle();
        long before = polledTimeUs();
        if (isHeapNext()) {
            long timeUs = heap.topTime();
            int handle = (int) heap.topWord() & HANDLE_MASK;
            heap.pop();
            polled(timeUs, handle);
        } else {
            polled(today[todayHead], (int) today[todayHead + 1] & HANDLE_MASK);
            todayHead += 2;
        }
        instants += polledTimeUs() == before ? 0 : 1;
        if (--pollsToCheck == 0) {
            adapt();
        }
        return true;
    }

    /** Wants two to four instants a bucket; leaves a width alone that is off by no more than a factor of two. */
    private void adapt() {
        long gapUs = (polledTimeUs() - checkedTimeUs) / Math.max(1, instants);
        int wanted = Math.min(44, 65 - Long.numberOfLeadingZeros(gapUs));
        if (Math.abs(wanted - shift) > 1) {
            rebuild(wanted);
        }
        checkedTimeUs = polledTimeUs();
        instants = 0;
        pollsToCheck = 256 + size;
    }

    private void rebuild(int newShift) {
        int kept = heap.copyTo(scratchFor(heap.size + inRing + TODAY_SLOTS));
        for (int at = todayHead; at < todayTail; at += 2) {
            scratch[kept++] = today[at];
            scratch[kept++] = today[at + 1];
        }
        for (int index = 0; index <= mask; index++) {
            int from = index * BUCKET_SLOTS * 2;
            System.arraycopy(slots, from, scratch, kept, 2 * counts[index]);
            kept += 2 * counts[index];
        }
        Arrays.fill(counts, 0);
        Arrays.fill(occupied, 0);
        heap.size = 0;
        inRing = 0;
        todayHead = 0;
        todayTail = 0;
        stale = 0;
        shift = newShift;
        opened = polledTimeUs() >>> shift;
        for (int i = 0; i < kept; i += 2) {
            if (isLive(scratch[i + 1])) {
                insert(scratch[i], scratch[i + 1]);
            }
        }
    }

    private long[] scratchFor(int slotCount) {
        if (scratch.length < 2 * slotCount) {
            scratch = new long[4 * slotCount];
        }
        return scratch;
    }
}
