/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.bench.alternatives.calendar;

import java.util.Arrays;

/** Binary heap of (time, insertion word) without places: where {@link TimingRing} puts what does not fit. */
final class OverflowHeap {
    int size;
    private long[] nodes = new long[64];

    static boolean before(long time, long word, long otherTime, long otherWord) {
        return time < otherTime || time == otherTime && word < otherWord;
    }

    long topTime() {
        return nodes[0];
    }

    long topWord() {
        return nodes[1];
    }

    int copyTo(long[] target) {
        System.arraycopy(nodes, 0, target, 0, 2 * size);
        return 2 * size;
    }

    void push(long time, long word) {
        if (2 * size == nodes.length) {
            nodes = Arrays.copyOf(nodes, 4 * size);
        }
        int place = size++;
        while (place > 0) {
            int parent = place - 1 >> 1;
            if (!before(time, word, nodes[2 * parent], nodes[2 * parent + 1])) {
                break;
            }
            put(place, nodes[2 * parent], nodes[2 * parent + 1]);
            place = parent;
        }
        put(place, time, word);
    }

    void pop() {
        size--;
        long time = nodes[2 * size];
        long word = nodes[2 * size + 1];
        int place = 0;
        for (int child = 1; child < size; child = 2 * place + 1) {
            if (child + 1 < size
                    && before(nodes[2 * child + 2], nodes[2 * child + 3], nodes[2 * child], nodes[2 * child + 1])) {
                child++;
            }
            if (before(time, word, nodes[2 * child], nodes[2 * child + 1])) {
                break;
            }
            put(place, nodes[2 * child], nodes[2 * child + 1]);
            place = child;
        }
        put(place, time, word);
    }

    private void put(int place, long time, long word) {
        nodes[2 * place] = time;
        nodes[2 * place + 1] = word;
    }
}
