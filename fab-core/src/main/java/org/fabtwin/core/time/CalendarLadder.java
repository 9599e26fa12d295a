/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.core.time;

import java.util.Arrays;
import org.fabtwin.core.state.GrowingLongs;
import org.fabtwin.core.state.IntColumn;
import org.fabtwin.core.state.LongColumn;
import org.fabtwin.core.state.StateArena;

/**
 * The calendar's slots in order of time, as a ladder of ever finer buckets. Single-threaded: the twin's thread only.
 *
 * <p>All times of a rung share their high bits with the reference time; the rung has one bucket for each value of its own
 * (at most 8) bits below them, and the next rung divides the bucket that was opened last. So the rung of a time is found
 * without a branch, from the highest bit in which it differs from the reference; the bucket is that rung's digit of the
 * time. A bucket holds its slots in order of insertion, in chunks of {@value #CHUNK_SLOTS}. The first bucket of the finest
 * rung is opened when nothing is left of {@code today}: few slots are sorted into today, equal ones are copied, many
 * (or some that crowd together) are spread over a new rung whose bucket width is chosen by their number and their spread. That is how widths adapt: there
 * is no width to be tuned.
 *
 * <p>Insertion order of equal times needs no sequence number: equal times are always in one bucket, a bucket is filled at
 * its end, a rung is filled from the opened bucket before anything else gets into it, and sorting is stable.
 *
 * <p>After Tang, Goh, Thng, Ladder queue: an O(1) priority queue structure for large-scale discrete event simulation, ACM
 * TOMACS 15(3), 2005 (rungs) and Ahuja, Mehlhorn, Orlin, Tarjan, Faster algorithms for the shortest path problem, JACM
 * 37(2), 1990 (radix heap: buckets by differing bits).
 */
final class CalendarLadder {
    static final int HANDLE_BITS = 24;
    static final int HANDLE_MASK = (1 << HANDLE_BITS) - 1;
    /** A record's generation stands above kind and subject, a slot's above the handle. */
    static final int GENERATION_SHIFT = 40;

    // Registers. Today's head and tail are indexes of words.
    static final int SIZE = 0;
    static final int STALE = 1;
    static final int TODAY_HEAD = 2;
    static final int TODAY_TAIL = 3;
    static final int EARLY = 4;
    static final int EARLY_SEQUENCE = 5;
    static final int MOVED = 6;
    private static final int REFERENCE = 7;
    /** Slots up to here, from the reference on, belong into today. */
    private static final int TODAY_LAST = 8;

    private static final int FINEST = 9;
    private static final int FREE_CHUNK = 10;
    private static final int CHUNKS_END = 11;
    /** Slots that today began with, and how often one was put into its middle since. */
    private static final int TODAY_SORTED = 12;

    private static final int TODAY_INSERTED = 13;
    static final int REGISTERS = 14;

    private static final int DIGIT_BITS = 8;
    private static final int DIGIT_MASK = (1 << DIGIT_BITS) - 1;
    /** A new rung has at least so many bits (unless it is of single microseconds): bounds the number of rungs. */
    private static final int MIN_BITS = 6;

    private static final int MAX_RUNGS = 18;

    // Parts of the column of rungs.
    private static final int BITMAPS = MAX_RUNGS << DIGIT_BITS;
    private static final int SHIFTS = BITMAPS + (BITMAPS >>> 6);
    private static final int RUNG_OF_BIT = SHIFTS + MAX_RUNGS;
    private static final int RUNG_WORDS = RUNG_OF_BIT + 64;

    private static final int CHUNK_WORDS = 32;
    private static final int CHUNK_MASK = CHUNK_WORDS - 1;
    /** Word 0 of a chunk is the place of the next one, word 1 is not used. */
    private static final int CHUNK_HEADER = 2;

    static final int CHUNK_SLOTS = (CHUNK_WORDS - CHUNK_HEADER) / 2;

    /** Buckets of so many slots are sorted, larger ones spread. */
    private static final int SORT_LIMIT = 8 * CHUNK_SLOTS;
    /** The same while events come that belong between those of today: they move what is behind them. */
    private static final int BUSY_SORT_LIMIT = 2 * CHUNK_SLOTS;
    /** Today is busy when more than one event was put into its middle for so many that were sorted into it. */
    private static final int CALM_SLOTS = 8;
    /** When an insertion has moved slots, a busy today is spread again if it has more than so many; a calm one, more than is sorted. */
    private static final int TODAY_LIMIT = 40;
    /** Sorting by digits: so many bits of those in which the times of a bucket can differ. */
    private static final int SORT_BITS = 6;

    private static final int SORT_MASK = (1 << SORT_BITS) - 1;
    /** Buckets of which more slots have one digit are spread, not sorted: a slot is shifted past half of these if they came descending. */
    private static final int DIGIT_SLOTS = CHUNK_SLOTS;
    /** What sorting returns of a bucket that is to be spread. */
    private static final int CROWDED = -1;

    /** Binary logarithm of the mean number of slots a bucket of a new rung. */
    private static final int LOG_BUCKET_SLOTS = 3;

    private final LongColumn registers;
    /** Per bucket: place of its first chunk << 32 | place of its next free slot; bitmaps of non-empty ones; tables. */
    private final LongColumn rungs;
    /** Chunks. Place 0 is not used, so that 0 means none. */
    private final GrowingLongs chunks;
    /** Two words a slot, sorted. */
    private final GrowingLongs today;
    /** Where the next slot of a digit goes: scratch, valid only while a bucket is sorted. */
    private final IntColumn places;

    CalendarLadder(StateArena arena, LongColumn registers, int maxSlots) {
        this.registers = registers;
        rungs = arena.longs("calendar.rungs", RUNG_WORDS, 0);
        // Full chunks, and one begun in each bucket that can be occupied.
        int maxChunks = maxSlots / CHUNK_SLOTS + Math.min(maxSlots, BITMAPS) + 4;
        chunks = arena.growingLongs("calendar.chunks", maxChunks * CHUNK_WORDS, 0);
        // Sorting fills today without asking for room.
        today = arena.growingLongs("calendar.today", 2 * Math.max(maxSlots, SORT_LIMIT) + 2, 0);
        places = arena.ints("calendar.places", 1 << SORT_BITS, 0);
        registers.set(CHUNKS_END, CHUNK_WORDS);
        registers.set(FINEST, -1);
        int top = 63;
        for (int shift = 64 - DIGIT_BITS; shift >= 0; shift -= DIGIT_BITS) {
            addRung(registers.array(), top, shift);
            top = shift;
        }
    }

    GrowingLongs today() {
        return today;
    }

    /** Puts a slot into its place; false when its time is before the reference: then it has none here. */
    boolean insert(long[] r, long timeUs, long slotWord) {
        if (timeUs > r[TODAY_LAST]) {
            long[] rung = rungs.array();
            long entry = rung[RUNG_OF_BIT + 63 - Long.numberOfLeadingZeros(timeUs ^ r[REFERENCE])];
            append(rung, (int) entry & ~DIGIT_MASK | (int) (timeUs >>> entry) & DIGIT_MASK, timeUs, slotWord);
            return true;
        }
        if (timeUs < r[REFERENCE]) {
            return false;
        }
        insertToday(r, timeUs, slotWord);
        return true;
    }

    private void append(long[] rung, int bucket, long timeUs, long slotWord) {
        long ends = rung[bucket];
        if ((ends & CHUNK_MASK) == 0) {
            ends = addChunk(rung, bucket, ends);
        }
        long[] slots = chunks.array();
        int place = (int) ends;
        slots[place] = timeUs;
        slots[place + 1] = slotWord;
        rung[bucket] = ends + 2;
    }

    /** Gives an empty bucket its first chunk, a full one its next. */
    private long addChunk(long[] rung, int bucket, long ends) {
        long[] r = registers.array();
        int chunk = newChunk(r);
        if (ends == 0) {
            rung[BITMAPS + (bucket >>> 6)] |= 1L << bucket;
            return (long) chunk << 32 | chunk + CHUNK_HEADER;
        }
        chunks.set((int) ends - CHUNK_WORDS, chunk);
        return ends >>> 32 << 32 | chunk + CHUNK_HEADER;
    }

    private int newChunk(long[] r) {
        int chunk = (int) r[FREE_CHUNK];
        if (chunk != 0) {
            r[FREE_CHUNK] = chunks.get(chunk);
            return chunk;
        }
        chunk = (int) r[CHUNKS_END];
        chunks.ensureCapacity(chunk + CHUNK_WORDS, 0);
        r[CHUNKS_END] = chunk + CHUNK_WORDS;
        return chunk;
    }

    private void freeChunk(long[] r, long[] slots, int chunk) {
        slots[chunk] = r[FREE_CHUNK];
        r[FREE_CHUNK] = chunk;
    }

    private void insertToday(long[] r, long timeUs, long slotWord) {
        int tail = (int) r[TODAY_TAIL];
        if (tail == today.capacity()) {
            tail = makeRoom(r);
        }
        int head = (int) r[TODAY_HEAD];
        int place = sortedInsert(today.array(), head, tail, timeUs, slotWord);
        r[TODAY_TAIL] = tail + 2;
        if (place != tail) {
            r[MOVED] += tail - place >> 1;
            r[TODAY_INSERTED]++;
            int limit = isBusy(r) ? TODAY_LIMIT : SORT_LIMIT;
            if (tail - head >= 2 * limit) {
                spreadToday(r);
            }
        }
    }

    private static boolean isBusy(long[] r) {
        return r[TODAY_INSERTED] * CALM_SLOTS > r[TODAY_SORTED];
    }

    /** Returns the new slot's place. */
    private static int sortedInsert(long[] slots, int head, int tail, long timeUs, long slotWord) {
        int place = tail;
        while (place > head && slots[place - 2] > timeUs) {
            slots[place] = slots[place - 2];
            slots[place + 1] = slots[place - 1];
            place -= 2;
        }
        slots[place] = timeUs;
        slots[place + 1] = slotWord;
        return place;
    }

    /** Moves today to the beginning of its column; when that is too little, gives it a longer one. */
    private int makeRoom(long[] r) {
        int head = (int) r[TODAY_HEAD];
        int count = (int) r[TODAY_TAIL] - head;
        if (2 * head < today.capacity()) {
            today.ensureCapacity(today.capacity() + 2, 0);
        }
        System.arraycopy(today.array(), head, today.array(), 0, count);
        r[MOVED] += count >> 1;
        r[TODAY_HEAD] = 0;
        r[TODAY_TAIL] = count;
        return count;
    }

    /** Puts what is left of today, where not all times are equal, into a new rung, and takes a new today from there. */
    private void spreadToday(long[] r) {
        long[] slots = today.array();
        int tail = (int) r[TODAY_TAIL];
        int head = (int) r[TODAY_HEAD];
        int count = tail - head >> 1;
        // Sorted, so the first and the last differ in the highest bit that differs at all.
        int rung = addRungs(r, count, slots[head] ^ slots[tail - 2]);
        int shift = (int) rungs.get(SHIFTS + rung);
        for (int i = head; i < tail; i += 2) {
            append(rungs.array(), bucketOf(rung, shift, slots[i]), slots[i], slots[i + 1]);
        }
        r[MOVED] += count;
        r[TODAY_HEAD] = 0;
        r[TODAY_TAIL] = 0;
        openNext(r);
    }

    private static int bucketOf(int rung, int shift, long timeUs) {
        return rung << DIGIT_BITS | (int) (timeUs >>> shift) & DIGIT_MASK;
    }

    /** Fills the empty today from the earliest bucket; false when there is none. */
    boolean openNext(long[] r) {
        long[] rung = rungs.array();
        while (true) {
            int bucket = firstBucket(rung, (int) r[FINEST]);
            if (bucket < 0) {
                return false;
            }
            r[FINEST] = bucket >>> DIGIT_BITS;
            int first = (int) (rung[bucket] >>> 32);
            int end = (int) rung[bucket];
            rung[bucket] = 0;
            rung[BITMAPS + (bucket >>> 6)] &= ~(1L << bucket);
            boolean isSmall = isAtMost(isBusy(r) ? BUSY_SORT_LIMIT : SORT_LIMIT, first, end);
            if (isSmall && sortIntoToday(r, first, end, (int) rung[SHIFTS + (bucket >>> DIGIT_BITS)])
                    || spread(r, first, end)) {
                return true;
            }
        }
    }

    private static int firstBucket(long[] rung, int finest) {
        int wordsPerRung = 1 << DIGIT_BITS - 6;
        for (int i = finest; i >= 0; i--) {
            int firstWord = i * wordsPerRung;
            for (int word = firstWord; word < firstWord + wordsPerRung; word++) {
                long bits = rung[BITMAPS + word];
                if (bits != 0) {
                    return (word << 6) + Long.numberOfTrailingZeros(bits);
                }
            }
        }
        return -1;
    }

    private boolean isAtMost(int limit, int first, int end) {
        long[] slots = chunks.array();
        int chunk = first;
        for (int left = limit; left > 0; left -= CHUNK_SLOTS) {
            if (isInOneChunk(chunk, end)) {
                return true;
            }
            chunk = (int) slots[chunk];
        }
        return false;
    }

    /** Fills today from a chain of few slots; false, and nothing is changed, when they are crowded and must be spread. */
    private boolean sortIntoToday(long[] r, int first, int end, int shift) {
        long[] from = chunks.array();
        long[] to = today.array();
        int tail = isInOneChunk(first, end)
                ? sortChunk(from, first + CHUNK_HEADER, end, to)
                : sortChunks(r, from, first, end, to, shift);
        if (tail == CROWDED) {
            return false;
        }
        long low = (1L << shift) - 1;
        r[REFERENCE] = from[first + CHUNK_HEADER] & ~low;
        r[TODAY_LAST] = from[first + CHUNK_HEADER] | low;
        freeChain(r, from, first, end);
        r[TODAY_HEAD] = 0;
        r[TODAY_TAIL] = tail;
        r[TODAY_SORTED] = tail >> 1;
        r[TODAY_INSERTED] = 0;
        r[MOVED] += tail >> 1;
        return true;
    }

    /** Each slot goes to its rank, counted without a branch that could be mispredicted: in so few slots, where comparisons are cheap. */
    private static int sortChunk(long[] from, int begin, int end, long[] to) {
        for (int i = begin; i < end; i += 2) {
            long timeUs = from[i];
            int rank = 0;
            for (int j = begin; j < i; j += 2) {
                // 1 when the earlier slot is not later: no difference of times overflows.
                rank += (int) (~(timeUs - from[j]) >>> 63);
            }
            for (int j = i + 2; j < end; j += 2) {
                rank += (int) ((from[j] - timeUs) >>> 63);
            }
            to[2 * rank] = timeUs;
            to[2 * rank + 1] = from[i + 1];
        }
        return end - begin;
    }

    /**
     * Slots of more than one chunk: counted and placed by the highest bits in which times of the bucket can differ, then those that came
     * to lie wrong, which are few, are moved. Only that last branch depends on the order in which they came.
     *
     * @return the end of today, or {@link #CROWDED}
     */
    private int sortChunks(long[] r, long[] from, int first, int end, long[] to, int shift) {
        int[] place = places.array();
        Arrays.fill(place, 0);
        int digitShift = Math.max(0, shift - SORT_BITS);
        int chunk = first;
        boolean isLast;
        do {
            isLast = isInOneChunk(chunk, end);
            int chunkEnd = isLast ? end : chunk + CHUNK_WORDS;
            for (int i = chunk + CHUNK_HEADER; i < chunkEnd; i += 2) {
                place[(int) (from[i] >>> digitShift) & SORT_MASK] += 2;
            }
            chunk = (int) from[chunk];
        } while (!isLast);
        int tail = 0;
        int most = 0;
        for (int digit = 0; digit <= SORT_MASK; digit++) {
            int words = place[digit];
            place[digit] = tail;
            tail += words;
            most = Math.max(most, words);
        }
        // At shift 0 the digit is all in which times can differ, so nothing comes to lie wrong.
        if (most > 2 * DIGIT_SLOTS && digitShift > 0) {
            return CROWDED;
        }
        chunk = first;
        do {
            isLast = isInOneChunk(chunk, end);
            int chunkEnd = isLast ? end : chunk + CHUNK_WORDS;
            for (int i = chunk + CHUNK_HEADER; i < chunkEnd; i += 2) {
                long timeUs = from[i];
                int digit = (int) (timeUs >>> digitShift) & SORT_MASK;
                int at = place[digit];
                place[digit] = at + 2;
                to[at] = timeUs;
                to[at + 1] = from[i + 1];
            }
            chunk = (int) from[chunk];
        } while (!isLast);
        for (int i = 2; i < tail; i += 2) {
            if (to[i - 2] > to[i]) {
                r[MOVED] += i - sortedInsert(to, 0, i, to[i], to[i + 1]) >> 1;
            }
        }
        return tail;
    }

    /** Whether the last slot of a chain, which ends before {@code end}, is in this chunk of it. */
    private static boolean isInOneChunk(int chunk, int end) {
        return end - chunk <= CHUNK_WORDS && end > chunk;
    }

    /** Gives the chunks of a chain back. */
    private static void freeChain(long[] r, long[] slots, int first, int end) {
        int last = end - 1 & -CHUNK_WORDS;
        slots[last] = r[FREE_CHUNK];
        r[FREE_CHUNK] = first;
    }

    /** Spreads a chain over a new rung and returns false, or copies it to today and returns true if all times are equal. */
    private boolean spread(long[] r, int first, int end) {
        long[] slots = chunks.array();
        long timeUs = slots[first + CHUNK_HEADER];
        long differing = 0;
        int count = 0;
        int chunk = first;
        while (true) {
            boolean isLast = isInOneChunk(chunk, end);
            int chunkEnd = isLast ? end : chunk + CHUNK_WORDS;
            for (int i = chunk + CHUNK_HEADER; i < chunkEnd; i += 2) {
                differing |= slots[i] ^ timeUs;
            }
            count += chunkEnd - chunk - CHUNK_HEADER >> 1;
            if (isLast) {
                break;
            }
            chunk = (int) slots[chunk];
        }
        r[MOVED] += count;
        if (differing == 0) {
            copyIntoToday(r, first, end, count, timeUs);
        } else {
            spreadOver(addRungs(r, count, differing), first, end);
        }
        return differing == 0;
    }

    private void copyIntoToday(long[] r, int first, int end, int count, long timeUs) {
        today.ensureCapacity(2 * count, 0);
        r[REFERENCE] = timeUs;
        r[TODAY_LAST] = timeUs;
        r[TODAY_HEAD] = 0;
        r[TODAY_TAIL] = 2L * count;
        r[TODAY_SORTED] = count;
        r[TODAY_INSERTED] = 0;
        divideDownTo(r, 0);
        long[] from = chunks.array();
        long[] to = today.array();
        int chunk = first;
        int tail = 0;
        while (tail < 2 * count) {
            int length = (isInOneChunk(chunk, end) ? end - chunk : CHUNK_WORDS) - CHUNK_HEADER;
            System.arraycopy(from, chunk + CHUNK_HEADER, to, tail, length);
            tail += length;
            chunk = (int) from[chunk];
        }
        freeChain(r, from, first, end);
    }

    private void spreadOver(int rungNumber, int first, int end) {
        long[] rung = rungs.array();
        long[] slots = chunks.array();
        int shift = (int) rung[SHIFTS + rungNumber];
        int firstBucket = rungNumber << DIGIT_BITS;
        int chunk = first;
        while (true) {
            boolean isLast = isInOneChunk(chunk, end);
            int chunkEnd = isLast ? end : chunk + CHUNK_WORDS;
            for (int i = chunk + CHUNK_HEADER; i < chunkEnd; i += 2) {
                long timeUs = slots[i];
                long slotWord = slots[i + 1];
                int bucket = firstBucket | (int) (timeUs >>> shift) & DIGIT_MASK;
                long ends = rung[bucket];
                if ((ends & CHUNK_MASK) == 0) {
                    ends = addChunk(rung, bucket, ends);
                    // That may have grown the column.
                    slots = chunks.array();
                }
                slots[(int) ends] = timeUs;
                slots[(int) ends + 1] = slotWord;
                rung[bucket] = ends + 2;
            }
            int next = (int) slots[chunk];
            freeChunk(registers.array(), slots, chunk);
            if (isLast) {
                return;
            }
            chunk = next;
        }
    }

    /** Adds the rung over which slots that differ in these bits are to be spread, and the ones that lie between. */
    private int addRungs(long[] r, int count, long differing) {
        int spreadBits = 64 - Long.numberOfLeadingZeros(differing);
        int top = divideDownTo(r, spreadBits);
        int wanted = spreadBits + LOG_BUCKET_SLOTS - (31 - Integer.numberOfLeadingZeros(count));
        int shift = Math.max(0, Math.max(top - DIGIT_BITS, Math.min(top - MIN_BITS, wanted)));
        addRung(r, top, shift);
        return (int) r[FINEST];
    }

    /** Adds empty rungs of full width below the finest one while they divide nothing below {@code bits}; returns its shift. */
    private int divideDownTo(long[] r, int bits) {
        int top = (int) rungs.get(SHIFTS + (int) r[FINEST]);
        while (top - DIGIT_BITS >= bits) {
            addRung(r, top, top - DIGIT_BITS);
            top -= DIGIT_BITS;
        }
        if (bits == 0 && top > 0) {
            addRung(r, top, 0);
        }
        return top;
    }

    private void addRung(long[] r, int top, int shift) {
        long[] rung = rungs.array();
        int added = (int) ++r[FINEST];
        rung[SHIFTS + added] = shift;
        for (int bit = shift; bit < top; bit++) {
            rung[RUNG_OF_BIT + bit] = (long) added << DIGIT_BITS | shift;
        }
    }

    /** Drops stale slots; order stays. */
    void purge(GrowingLongs records) {
        long[] r = registers.array();
        long[] rung = rungs.array();
        int wordsInUse = (int) r[FINEST] + 1 << DIGIT_BITS - 6;
        for (int word = 0; word < wordsInUse; word++) {
            for (long bits = rung[BITMAPS + word]; bits != 0; bits &= bits - 1) {
                purgeBucket(r, rung, (word << 6) + Long.numberOfTrailingZeros(bits), records.array());
            }
        }
        long[] slots = today.array();
        int tail = 0;
        for (int i = (int) r[TODAY_HEAD]; i < (int) r[TODAY_TAIL]; i += 2) {
            if (EventCalendar.isLive(records.array(), slots[i + 1])) {
                slots[tail] = slots[i];
                slots[tail + 1] = slots[i + 1];
                tail += 2;
            }
        }
        r[TODAY_HEAD] = 0;
        r[TODAY_TAIL] = tail;
    }

    private void purgeBucket(long[] r, long[] rung, int bucket, long[] records) {
        long[] slots = chunks.array();
        int chunk = (int) (rung[bucket] >>> 32);
        int end = (int) rung[bucket];
        rung[bucket] = 0;
        rung[BITMAPS + (bucket >>> 6)] &= ~(1L << bucket);
        while (true) {
            boolean isLast = isInOneChunk(chunk, end);
            int chunkEnd = isLast ? end : chunk + CHUNK_WORDS;
            for (int i = chunk + CHUNK_HEADER; i < chunkEnd; i += 2) {
                r[MOVED]++;
                if (EventCalendar.isLive(records, slots[i + 1])) {
                    append(rung, bucket, slots[i], slots[i + 1]);
                    slots = chunks.array();
                }
            }
            int next = (int) slots[chunk];
            freeChunk(r, slots, chunk);
            if (isLast) {
                break;
            }
            chunk = next;
        }
    }
}
