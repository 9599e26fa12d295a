/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.sim.run;

import java.util.List;
import org.fabtwin.core.twin.Command;
import org.fabtwin.core.twin.CommandInbox;

/** Hands timed commands over before their time, as many as the twin's inbox takes. */
final class CommandSchedule {
    private final List<TimedCommand> commands;
    private int next;

    /** @param commands by time. */
    CommandSchedule(List<TimedCommand> commands) {
        this.commands = commands;
    }

    /**
     * Offers what fits.
     *
     * @return time up to which the twin may run without missing a command that did not fit.
     */
    long offerTo(CommandInbox inbox) {
        while (next < commands.size()) {
            final TimedCommand command = commands.get(next);
            if (!inbox.offer(Command.of(command.kind(), command.subject(), command.count(), command.value())
                    .at(command.atUs()))) {
                return command.atUs() - 1;
            }
            next++;
        }
        return Long.MAX_VALUE;
    }
}
