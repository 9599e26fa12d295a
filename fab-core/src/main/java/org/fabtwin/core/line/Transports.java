/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.core.line;

/** Transport times between locations. Immutable. */
public final class Transports {
    final String[] location;
    final int[] time;

    Transports(String[] location) {
        this.location = location;
        this.time = new int[location.length * location.length];
        java.util.Arrays.fill(time, Distributions.NONE);
    }

    public int locations() {
        return location.length;
    }

    /** Distribution id of the transport time; NONE = no time, as for carriers that enter the line ({@code from} -1). */
    public int time(int from, int to) {
        return from < 0 ? Distributions.NONE : time[from * location.length + to];
    }
}
