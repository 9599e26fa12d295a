/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.gateway.live;

/**
 * Simulated time against wall time: from an anchor on, so many simulated seconds a second. Single-threaded: the twin's thread.
 */
final class Pace {
    /** As fast as it goes. */
    static final double UNLIMITED = Double.POSITIVE_INFINITY;

    private double speed;
    private long anchorUs;
    private long anchorNs;

    Pace(double speed, long simulatedUs, long wallNs) {
        set(speed, simulatedUs, wallNs);
    }

    /** Goes on at a speed from where the line is now. */
    void set(double newSpeed, long simulatedUs, long wallNs) {
        if (!(newSpeed > 0)) {
            throw new IllegalArgumentException("a speed is more than 0: " + newSpeed);
        }
        speed = newSpeed;
        anchorUs = simulatedUs;
        anchorNs = wallNs;
    }

    /** Simulated time that is due by now. */
    long dueUs(long wallNs) {
        if (speed == UNLIMITED) {
            return Long.MAX_VALUE;
        }
        final double due = anchorUs + (wallNs - anchorNs) / 1e3 * speed;
        return due >= Long.MAX_VALUE ? Long.MAX_VALUE : (long) due;
    }

    /** The line has fallen so far behind that it can't catch up at once: it goes on from where it is. */
    boolean isHopeless(long simulatedUs, long wallNs, long mostBehindNs) {
        return speed != UNLIMITED && (dueUs(wallNs) - simulatedUs) / speed * 1e3 > mostBehindNs;
    }
}
