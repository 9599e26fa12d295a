/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.core.log;

/** Receives the entries of a {@link Journal} in order. */
@FunctionalInterface
public interface JournalHandler {
    /**
     * One command.
     *
     * @param sequence number of the command, ascending.
     * @param timeUs simulated time at which it takes effect.
     * @param kind code of the command, see {@code CommandKind}.
     * @param subject parameter, tool, order or lot, as the kind says.
     * @param count lots to release.
     * @param value in the parameter's own unit.
     */
    void onCommand(int sequence, long timeUs, int kind, int subject, int count, double value);
}
