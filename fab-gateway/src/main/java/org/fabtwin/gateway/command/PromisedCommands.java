/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.gateway.command;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.TreeSet;
import org.fabtwin.core.event.CommandAppliedDecoder;
import org.fabtwin.core.event.CommandKind;
import org.fabtwin.core.event.CommandResult;
import org.fabtwin.core.log.EventLogReader;
import org.fabtwin.core.log.LogFormat;
import org.fabtwin.core.log.RecordHandler;
import org.fabtwin.core.twin.Command;
import org.fabtwin.core.twin.CommandReceipt;
import org.fabtwin.gateway.live.LiveTwin;
import org.fabtwin.sim.run.CommandObject;
import org.fabtwin.sim.run.JournaledCommands;
import org.fabtwin.sim.run.TimedCommand;
import org.fabtwin.sim.scenario.ScenarioException;

/**
 * Commands that an earlier process had accepted and not answered. One that waits for a simulated time is either in the journal, then it
 * has taken effect, or it is not, then it still waits. It is there at its time, or later: a time can pass while the key file is
 * synced. Single-threaded, before the line lives.
 */
final class PromisedCommands {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final LiveTwin twin;
    /** Of the journal, of what has been promised alone, and without those whose answers are known. */
    private final Map<Effect, NavigableSet<Entry>> unclaimed = new HashMap<>();

    private final Map<Command, Entry> claimed = new HashMap<>();
    private final List<Promise> promises = new ArrayList<>();

    /** A command that waits for a simulated time, and how it was noted. */
    record Promise(CommandKeyFile.Noted noted, Command command) {}

    /** What a command does, whenever. */
    private record Effect(CommandKind kind, int subject, int count, double value) {
        static Effect of(Command command) {
            return new Effect(command.kind(), command.subject(), command.count(), command.value());
        }

        static Effect of(TimedCommand command) {
            return new Effect(command.kind(), command.subject(), command.count(), command.value());
        }
    }

    /** An entry of the journal; its number is the sequence of its CommandApplied record. */
    private record Entry(long timeUs, int sequence) {
        static final Comparator<Entry> IN_ORDER =
                Comparator.comparingLong(Entry::timeUs).thenComparingInt(Entry::sequence);
    }

    /** @param noted what stands in the key file. */
    PromisedCommands(LiveTwin twin, List<CommandKeyFile.Noted> noted) throws IOException {
        this.twin = twin;
        for (final CommandKeyFile.Noted one : noted) {
            final Command command = one.body() == null ? waiting(one.request()) : null;
            if (command != null) {
                promises.add(new Promise(one, command));
                unclaimed.put(Effect.of(command), new TreeSet<>(Entry.IN_ORDER));
            }
        }
        if (unclaimed.isEmpty()) {
            return;
        }
        final List<TimedCommand> journal =
                JournaledCommands.readCopy(twin.directory()).commands();
        final BitSet answered = answered(noted, journal);
        for (int number = 0; number < journal.size(); number++) {
            final NavigableSet<Entry> entries = unclaimed.get(Effect.of(journal.get(number)));
            if (entries != null && !answered.get(number)) {
                entries.add(new Entry(journal.get(number).atUs(), number));
            }
        }
    }

    private static BitSet answered(List<CommandKeyFile.Noted> noted, List<TimedCommand> journal) {
        final BitSet answered = new BitSet();
        for (final CommandKeyFile.Noted one : noted) {
            final JsonNode sequence = one.body() == null ? null : one.body().get("sequence");
            if (sequence != null
                    && sequence.isInt()
                    && sequence.intValue() >= 0
                    && sequence.intValue() < journal.size()
                    && journal.get(sequence.intValue()).atUs()
                            == one.body().path("timeUs").asLong()) {
                answered.set(sequence.intValue());
            }
        }
        return answered;
    }

    /** Those that were not answered, in the order of the file. */
    List<Promise> promises() {
        return promises;
    }

    /** The command of a request that waits for a simulated time; null where it is for as soon as possible, or none any more. */
    private Command waiting(String request) {
        final Command command = read(request);
        return command == null || command.atUs() == Command.NOW ? null : command;
    }

    private Command read(String request) {
        try {
            return CommandObject.read(JSON.readTree(request), twin.plan().line());
        } catch (JsonProcessingException | ScenarioException e) {
            // It was a command of this line once; whoever asks for its key learns that its fate is not known.
            return null;
        }
    }

    /** Whether it is in the journal, at its time or later; each entry counts for one command. */
    boolean isInJournal(Command command) {
        final NavigableSet<Entry> entries = unclaimed.get(Effect.of(command));
        final Entry entry = entries == null ? null : entries.ceiling(new Entry(command.atUs(), 0));
        if (entry == null) {
            return false;
        }
        entries.remove(entry);
        claimed.put(command, entry);
        return true;
    }

    /**
     * What became of a command that {@linkplain #isInJournal is in the journal}, as the log tells; null where the log does not reach so
     * far yet, or no longer.
     */
    CommandAnswer answer(Command command) throws IOException {
        final Entry entry = claimed.get(command);
        final CommandReceipt[] found = new CommandReceipt[1];
        final CommandAppliedDecoder applied = new CommandAppliedDecoder();
        try (EventLogReader reader = EventLogReader.open(twin.directory())) {
            reader.seekToTime(entry.timeUs());
            final boolean[] isOver = new boolean[1];
            final RecordHandler look = (buffer, offset, length, templateId, position) -> {
                if (LogFormat.timeUs(buffer, offset) > entry.timeUs()) {
                    isOver[0] = true;
                } else if (templateId == CommandAppliedDecoder.TEMPLATE_ID) {
                    applied.wrap(
                            buffer,
                            offset + RecordHandler.BLOCK_OFFSET,
                            CommandAppliedDecoder.BLOCK_LENGTH,
                            CommandAppliedDecoder.SCHEMA_VERSION);
                    if (applied.sequence() == entry.sequence()) {
                        found[0] = new CommandReceipt(
                                entry.sequence(), entry.timeUs(), position, CommandResult.get(applied.resultRaw()));
                    }
                }
            };
            while (!isOver[0] && found[0] == null && reader.poll(look, 1) != 0) {
                // On, record by record: an instant has few.
            }
        }
        return found[0] == null ? null : CommandAnswer.of(found[0], twin.epoch());
    }
}
