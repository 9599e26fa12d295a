/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.core.twin;

import java.io.IOException;
import org.fabtwin.core.event.CommandResult;
import org.fabtwin.core.log.EventLog;
import org.fabtwin.core.log.Journal;

/** Phase 0 of an instant: commands that are due go from the inbox to the journal, and take effect. Single-threaded: the twin's thread only. */
final class CommandGate {
    private final CommandInbox inbox;
    private final Journal journal;
    private final Commands commands;
    private final EventLog log;

    /** @param journal null = nowhere. */
    CommandGate(CommandInbox inbox, Journal journal, Commands commands, EventLog log) {
        this.inbox = inbox;
        this.journal = journal;
        this.commands = commands;
        this.log = log;
    }

    /** As {@link CommandInbox#nextUs}. */
    long nextUs(long nowUs, long nextEventUs, long untilUs) {
        return inbox.nextUs(nowUs, nextEventUs, untilUs);
    }

    /** Whether a command has paused the twin. */
    boolean isPaused() {
        return commands.isPaused();
    }

    void apply(long timeUs) {
        for (Command command = inbox.take(timeUs); command != null; command = inbox.take(timeUs)) {
            int sequence = commands.nextSequence();
            if (!journal(command, sequence, timeUs)) {
                command.receipt()
                        .completeExceptionally(
                                new IOException("the journal takes no more commands", journal.failure()));
                continue;
            }
            long position = log.position();
            CommandResult result = commands.apply(command, timeUs);
            command.receipt().complete(new CommandReceipt(sequence, timeUs, position, result));
        }
    }

    /** Writes a command to the journal, unless it comes from there; false when it can't be written. */
    private boolean journal(Command command, int sequence, long timeUs) {
        if (journal == null) {
            return true;
        }
        int kind = command.kind().value();
        if (sequence >= journal.entries()) {
            return journal.append(sequence, timeUs, kind, command.subject(), command.count(), command.value());
        }
        if (!journal.isEntry(sequence, timeUs, kind, command.subject(), command.count(), command.value())) {
            IllegalStateException failure = new IllegalStateException("the journal has another command " + sequence
                    + " than " + command.kind() + " of " + command.subject() + " at " + timeUs
                    + " us: what it holds has to be repeated before anything else");
            command.receipt().completeExceptionally(failure);
            throw failure;
        }
        return true;
    }
}
