/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.bench.peers;

/** A model on one of the libraries. Single-threaded. */
interface PeerModel {
    /**
     * Runs it from its beginning.
     *
     * @return its answer: a mean time in minutes.
     */
    double run();
}
