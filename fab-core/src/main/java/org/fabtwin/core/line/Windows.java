/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.core.line;

/** Queue-time windows: opened at the end of one step, closed at the start of a later one. Immutable. */
public final class Windows {
    final int[] from;
    final int[] to;
    final int[] limit;
    final int[] policy;
    final int[] place;
    int placesPerCarrier;

    Windows(int n) {
        from = new int[n];
        to = new int[n];
        limit = new int[n];
        policy = new int[n];
        place = new int[n];
    }

    public int size() {
        return from.length;
    }

    public int from(int window) {
        return from[window];
    }

    public int to(int window) {
        return to[window];
    }

    /** Parameter id of the limit in microseconds. */
    public int limit(int window) {
        return limit[window];
    }

    /** Code of {@link QueuePolicy}. */
    public int policy(int window) {
        return policy[window];
    }

    /** Place among a carrier's open windows; windows that can be open together have different places. */
    public int place(int window) {
        return place[window];
    }

    public int placesPerCarrier() {
        return placesPerCarrier;
    }
}
