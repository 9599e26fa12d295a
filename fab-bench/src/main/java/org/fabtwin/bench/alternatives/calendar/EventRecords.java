/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.bench.alternatives.calendar;

import java.util.Arrays;

/** What the primitive alternatives share: handles, payloads and the event polled last. Single-threaded. */
abstract class EventRecords implements FutureEventList {
    /** Insertion number and handle share a long: equal times compare by it. */
    static final int HANDLE_BITS = 24;

    static final int HANDLE_MASK = (1 << HANDLE_BITS) - 1;

    long[] payloads;
    private int[] nextFree;
    private int free = -1;
    private int used;
    private long insertions;
    int size;
    private long polledTimeUs;
    private long polledPayload;
    private int polledHandle = -1;

    EventRecords(int expectedEvents) {
        int capacity = Math.max(16, expectedEvents);
        payloads = new long[capacity];
        nextFree = new int[capacity];
    }

    /** A new event's word: insertion number and handle. */
    final long register(int kind, int subject) {
        int handle = free;
        if (handle >= 0) {
            free = nextFree[handle];
        } else {
            handle = used++;
            if (handle == payloads.length) {
                grow(2 * handle);
            }
        }
        payloads[handle] = (long) kind << 32 | subject & 0xffff_ffffL;
        size++;
        return word(handle);
    }

    final long word(int handle) {
        return insertions++ << HANDLE_BITS | handle;
    }

    /** Makes room for handles below {@code capacity}. */
    void grow(int capacity) {
        payloads = Arrays.copyOf(payloads, capacity);
        nextFree = Arrays.copyOf(nextFree, capacity);
    }

    final void release(int handle) {
        nextFree[handle] = free;
        free = handle;
        size--;
    }

    final void polled(long timeUs, int handle) {
        polledTimeUs = timeUs;
        polledPayload = payloads[handle];
        polledHandle = handle;
        release(handle);
    }

    @Override
    public final long polledTimeUs() {
        return polledTimeUs;
    }

    @Override
    public final int polledKind() {
        return (int) (polledPayload >>> 32) & 0xff;
    }

    @Override
    public final int polledSubject() {
        return (int) polledPayload;
    }

    @Override
    public final int polledHandle() {
        return polledHandle;
    }

    @Override
    public final int size() {
        return size;
    }
}
