/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.gateway.stream;

import java.util.List;

/** A subscriber that follows everything from the earliest event on, and goes on after breaks. */
interface Survivor extends AutoCloseable {
    EventLedger ledger();

    /** Notices of what is lost, of resets and refusals: none is expected. */
    List<String> losses();

    /** What ended it; null. */
    Throwable failure();

    @Override
    void close();
}
