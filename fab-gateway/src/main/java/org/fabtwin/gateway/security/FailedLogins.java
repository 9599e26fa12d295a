/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.gateway.security;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * Slows down who guesses tokens: an address may fail so many times at once and then once every few seconds. Its memory is
 * bounded: the address that has been quiet longest is forgotten. Any thread.
 */
public final class FailedLogins {
    private static final int MOST_ADDRESSES = 4096;

    private final int burst;
    private final long intervalMs;
    private final LongSupplier nowMs;
    /** Time at which an address has its full allowance again, by address. */
    private final Map<String, Long> fullAtMs = new LinkedHashMap<>(64, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Long> eldest) {
            return size() > MOST_ADDRESSES;
        }
    };

    /**
     * @param burst failures that are free.
     * @param intervalMs until another one is.
     */
    public FailedLogins(int burst, long intervalMs, LongSupplier nowMs) {
        this.burst = burst;
        this.intervalMs = intervalMs;
        this.nowMs = nowMs;
    }

    /** Whether the address has failed too often lately. */
    public synchronized boolean isBlocked(String address) {
        final Long full = fullAtMs.get(address);
        return full != null && full - nowMs.getAsLong() > (burst - 1) * intervalMs;
    }

    /** Another failure of an address. */
    public synchronized void add(String address) {
        final long now = nowMs.getAsLong();
        fullAtMs.merge(address, now + intervalMs, (full, first) -> Math.max(full, now) + intervalMs);
    }

    synchronized int addresses() {
        return fullAtMs.size();
    }
}
