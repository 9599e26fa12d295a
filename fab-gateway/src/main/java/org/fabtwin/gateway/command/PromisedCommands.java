/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.gateway.command;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.fabtwin.core.event.CommandAppliedDecoder;
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
 * Commands that an earlier process had accepted and not answered. One that waits for a simulated time is either in the journal at that
 * time, then it has taken effect, or it has not, then it still waits. Single-threaded, before the line lives.
 */
final class PromisedCommands {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final LiveTwin twin;
    /** Of the journal, without those whose answers are known. */
    private final List<TimedCommand> unclaimed;

    private final Set<Long> claimed = new HashSet<>();

    /** @param noted what stands in the key file. */
    PromisedCommands(LiveTwin twin, List<CommandKeyFile.Noted> noted) throws IOException {
        this.twin = twin;
        this.unclaimed =
                new ArrayList<>(JournaledCommands.readCopy(twin.directory()).commands());
        for (final CommandKeyFile.Noted one : noted) {
            final Command command = one.body() == null || !one.body().has("timeUs") ? null : read(one.request());
            if (command != null) {
                unclaimed.remove(timed(command, one.body().path("timeUs").asLong()));
                claimed.add(one.body().path("position").asLong());
            }
        }
    }

    /** The command of a request that waits for a simulated time; null where it is for as soon as possible, or none any more. */
    Command waiting(String request) {
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

    /** Whether it is in the journal; each entry counts for one command. */
    boolean isInJournal(Command command) {
        return unclaimed.remove(timed(command, command.atUs()));
    }

    private static TimedCommand timed(Command command, long timeUs) {
        return new TimedCommand(timeUs, command.kind(), command.subject(), command.count(), command.value());
    }

    /** What became of a command of the journal, as the log tells; null where the log does not reach so far yet, or no longer. */
    CommandAnswer answer(Command command) throws IOException {
        final CommandReceipt[] found = new CommandReceipt[1];
        final CommandAppliedDecoder applied = new CommandAppliedDecoder();
        try (EventLogReader reader = EventLogReader.open(twin.directory())) {
            reader.seekToTime(command.atUs());
            final boolean[] isOver = new boolean[1];
            final RecordHandler look = (buffer, offset, length, templateId, position) -> {
                if (LogFormat.timeUs(buffer, offset) > command.atUs()) {
                    isOver[0] = true;
                } else if (templateId == CommandAppliedDecoder.TEMPLATE_ID && found[0] == null) {
                    applied.wrap(
                            buffer,
                            offset + RecordHandler.BLOCK_OFFSET,
                            CommandAppliedDecoder.BLOCK_LENGTH,
                            CommandAppliedDecoder.SCHEMA_VERSION);
                    if (applied.kind() == command.kind()
                            && applied.subject() == command.subject()
                            && applied.count() == command.count()
                            && claimed.add(position)) {
                        found[0] = new CommandReceipt(
                                applied.sequence(), command.atUs(), position, CommandResult.get(applied.resultRaw()));
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
