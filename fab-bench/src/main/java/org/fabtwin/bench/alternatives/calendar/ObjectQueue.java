/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.bench.alternatives.calendar;

import java.util.Arrays;
import java.util.PriorityQueue;

/**
 * {@link PriorityQueue} of reused event objects, by (time, insertion): what is at hand. Rescheduling and cancelling mark the
 * old object dead and take another, since the queue finds an object in linear time only.
 */
public final class ObjectQueue implements FutureEventList {
    private static final class Event implements Comparable<Event> {
        private long timeUs;
        private long insertion;
        private int handle;

        @Override
        public int compareTo(Event other) {
            return timeUs != other.timeUs
                    ? Long.compare(timeUs, other.timeUs)
                    : Long.compare(insertion, other.insertion);
        }
    }

    private static final class Records extends EventRecords {
        Records(int expectedEvents) {
            super(expectedEvents);
        }

        @Override
        public int schedule(long timeUs, int kind, int subject) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void reschedule(int handle, long timeUs) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void cancel(int handle) {
            throw new UnsupportedOperationException();
        }

        @Override
        public long nextTimeUs() {
            throw new UnsupportedOperationException();
        }

        @Override
        public boolean poll() {
            throw new UnsupportedOperationException();
        }
    }

    private final PriorityQueue<Event> queue;
    private final Records records;
    /** The live object of every handle. */
    private Event[] live;

    private Event[] spare = new Event[16];
    private int spares;

    public ObjectQueue(int expectedEvents) {
        queue = new PriorityQueue<>(Math.max(16, expectedEvents));
        records = new Records(expectedEvents);
        live = new Event[Math.max(16, expectedEvents)];
    }

    @Override
    public int schedule(long timeUs, int kind, int subject) {
        long word = records.register(kind, subject);
        int handle = (int) word & EventRecords.HANDLE_MASK;
        if (handle >= live.length) {
            live = Arrays.copyOf(live, 2 * handle);
        }
        add(timeUs, word, handle);
        return handle;
    }

    private void add(long timeUs, long word, int handle) {
        Event event = spares > 0 ? spare[--spares] : new Event();
        event.timeUs = timeUs;
        event.insertion = word;
        event.handle = handle;
        live[handle] = event;
        queue.add(event);
    }

    @Override
    public void reschedule(int handle, long timeUs) {
        live[handle].handle = -1;
        add(timeUs, records.word(handle), handle);
    }

    @Override
    public void cancel(int handle) {
        live[handle].handle = -1;
        records.release(handle);
    }

    private Event first() {
        for (Event first = queue.peek(); first != null; first = queue.peek()) {
            if (first.handle >= 0) {
                return first;
            }
            recycle(queue.poll());
        }
        return null;
    }

    private void recycle(Event event) {
        if (spares == spare.length) {
            spare = Arrays.copyOf(spare, 2 * spares);
        }
        spare[spares++] = event;
    }

    @Override
    public long nextTimeUs() {
        Event first = first();
        return first == null ? Long.MAX_VALUE : first.timeUs;
    }

    @Override
    public boolean poll() {
        Event first = first();
        if (first == null) {
            return false;
        }
        queue.poll();
        records.polled(first.timeUs, first.handle);
        recycle(first);
        return true;
    }

    @Override
    public long polledTimeUs() {
        return records.polledTimeUs();
    }

    @Override
    public int polledKind() {
        return records.polledKind();
    }

    @Override
    public int polledSubject() {
        return records.polledSubject();
    }

    @Override
    public int polledHandle() {
        return records.polledHandle();
    }

    @Override
    public int size() {
        return records.size();
    }
}
