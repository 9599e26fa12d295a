/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.sim.run;

import org.fabtwin.core.event.CommandKind;

/**
 * A command and the simulated time from which it holds, with the line's ids in place of names.
 *
 * @param subject parameter, tool or order (ids) or lot (serial), as the kind says; -1 for none.
 * @param count lots to release, else 0.
 * @param value new value of a parameter in the twin's own terms, else 0.
 */
public record TimedCommand(long atUs, CommandKind kind, int subject, int count, double value) {
    /** The same command so much later: times of a command file count from the run's start. */
    public TimedCommand laterBy(long us) {
        return new TimedCommand(atUs + us, kind, subject, count, value);
    }
}
