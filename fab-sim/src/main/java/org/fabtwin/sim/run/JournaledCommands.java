/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.sim.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.fabtwin.core.event.CommandKind;
import org.fabtwin.core.log.Durability;
import org.fabtwin.core.log.Journal;

/** The commands that a journal holds: a run that is resumed or regenerated gets them again. */
public final class JournaledCommands {
    static final String FILE = "commands.journal";

    private final List<TimedCommand> commands;

    private JournaledCommands(List<TimedCommand> commands) {
        this.commands = commands;
    }

    static JournaledCommands read(Journal journal) {
        final List<TimedCommand> commands = new ArrayList<>();
        journal.forEach((sequence, timeUs, kind, subject, count, value) ->
                commands.add(new TimedCommand(timeUs, CommandKind.get((short) kind), subject, count, value)));
        return new JournaledCommands(commands);
    }

    /** From a copy: opening a journal repairs it, and the run may still be writing this one. None where there is no journal. */
    public static JournaledCommands readCopy(Path directory) throws IOException {
        if (!Files.exists(directory.resolve(FILE))) {
            return new JournaledCommands(List.of());
        }
        final Path copy = Files.createTempDirectory("fabtwin-journal-");
        try {
            Files.copy(directory.resolve(FILE), copy.resolve(FILE));
            try (Journal journal = Journal.open(copy, Durability.NONE)) {
                return read(journal);
            }
        } finally {
            Files.deleteIfExists(copy.resolve(FILE));
            Files.delete(copy);
        }
    }

    /** In the order in which they took, or will take, effect. */
    public List<TimedCommand> commands() {
        return List.copyOf(commands);
    }

    /** Simulated time of the last one; -1 without. */
    long lastUs() {
        return commands.isEmpty() ? -1 : commands.get(commands.size() - 1).atUs();
    }

    /**
     * These, then those of a plan that are not among them.
     *
     * @param completeUpToUs simulated time that is over: a command up to then can't be added any more, and none before the last
     *     of these, whose numbers are given.
     */
    List<TimedCommand> followedBy(List<TimedCommand> planned, long completeUpToUs) {
        final List<TimedCommand> unmatched = new ArrayList<>(commands);
        final List<TimedCommand> all = new ArrayList<>(commands);
        final long overUs = Math.max(completeUpToUs, lastUs() - 1);
        for (final TimedCommand command : planned) {
            if (unmatched.remove(command)) {
                continue;
            }
            if (command.atUs() <= overUs) {
                throw new DifferentRunException("the run is at " + SimulatedDays.text(overUs)
                        + " already and had no command " + command.kind() + " at "
                        + SimulatedDays.text(command.atUs()));
            }
            all.add(command);
        }
        // Stable: those of the journal come first among equals.
        all.sort(Comparator.comparingLong(TimedCommand::atUs));
        return all;
    }
}
