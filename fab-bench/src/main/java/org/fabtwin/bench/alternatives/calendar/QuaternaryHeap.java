/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.bench.alternatives.calendar;

import java.util.Arrays;

/**
 * Plain heap with four children a node and the place of every handle, by (time, insertion). Cancelled events leave at once.
 * Not chosen: one misprediction or dependent load a level.
 */
public final class QuaternaryHeap extends EventRecords {
    private long[] times;
    private long[] words;
    private int[] places;

    public QuaternaryHeap(int expectedEvents) {
        super(expectedEvents);
        times = new long[payloads.length];
        words = new long[payloads.length];
        places = new int[payloads.length];
    }

    @Override
    void grow(int capacity) {
        super.grow(capacity);
        times = Arrays.copyOf(times, capacity);
        words = Arrays.copyOf(words, capacity);
        places = Arrays.copyOf(places, capacity);
    }

    @Override
    public int schedule(long timeUs, int kind, int subject) {
        long word = register(kind, subject);
        siftUp(size - 1, timeUs, word);
        return (int) word & HANDLE_MASK;
    }

    @Override
    public void reschedule(int handle, long timeUs) {
        place(places[handle], timeUs, word(handle));
    }

    @Override
    public void cancel(int handle) {
        release(handle);
        removeAt(places[handle]);
    }

    @Override
    public long nextTimeUs() {
        return size == 0 ? Long.MAX_VALUE : times[0];
    }

    @Override
    public boolean poll() {
        if (size == 0) {
            return false;
        }
        polled(times[0], (int) words[0] & HANDLE_MASK);
        removeAt(0);
        return true;
    }

    private void removeAt(int place) {
        int last = size;
        if (place != last) {
            place(place, times[last], words[last]);
        }
    }

    private void place(int place, long time, long word) {
        if (place > 0 && before(time, word, times[place - 1 >> 2], words[place - 1 >> 2])) {
            siftUp(place, time, word);
        } else {
            siftDown(place, time, word);
        }
    }

    private static boolean before(long time, long word, long otherTime, long otherWord) {
        return time < otherTime || time == otherTime && word < otherWord;
    }

    private void siftUp(int from, long time, long word) {
        int place = from;
        while (place > 0) {
            int parent = place - 1 >> 2;
            if (!before(time, word, times[parent], words[parent])) {
                break;
            }
            put(place, times[parent], words[parent]);
            place = parent;
        }
        put(place, time, word);
    }

    private void siftDown(int from, long time, long word) {
        int place = from;
        for (int child = 4 * place + 1; child < size; child = 4 * place + 1) {
            int least = child;
            long leastTime = times[child];
            int end = Math.min(child + 4, size);
            for (int other = child + 1; other < end; other++) {
                long otherTime = times[other];
                if (otherTime < leastTime || otherTime == leastTime && words[other] < words[least]) {
                    least = other;
                    leastTime = otherTime;
                }
            }
            if (before(time, word, leastTime, words[least])) {
                break;
            }
            put(place, leastTime, words[least]);
            place = least;
        }
        put(place, time, word);
    }

    private void put(int place, long time, long word) {
        times[place] = time;
        words[place] = word;
        places[(int) word & HANDLE_MASK] = place;
    }
}
