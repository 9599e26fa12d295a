/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.bench.peers;

/** An event object as programs without a library have them: by time, then in the order of scheduling. */
abstract class JavaEvent implements Comparable<JavaEvent> {
    long timeUs;
    long order;

    abstract void run();

    @Override
    public final int compareTo(JavaEvent other) {
        int byTime = Long.compare(timeUs, other.timeUs);
        return byTime != 0 ? byTime : Long.compare(order, other.order);
    }
}
