/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.bench.peers;

/** The hold model on one of the libraries. Single-threaded. */
interface Hold {
    /**
     * Takes the next event and schedules its subject anew, {@code count} times.
     *
     * @return the sum of the times (microseconds) and subjects that were taken: the same for all libraries.
     */
    long hold(int count);
}
