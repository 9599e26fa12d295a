/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.bench.alternatives.calendar;

/** What all structures are measured and tested by; see {@link org.fabtwin.core.time.EventCalendar} for the contract. */
public interface FutureEventList {
    int schedule(long timeUs, int kind, int subject);

    void reschedule(int handle, long timeUs);

    void cancel(int handle);

    /** {@link Long#MAX_VALUE} when empty. */
    long nextTimeUs();

    boolean poll();

    long polledTimeUs();

    int polledKind();

    int polledSubject();

    int polledHandle();

    int size();
}
