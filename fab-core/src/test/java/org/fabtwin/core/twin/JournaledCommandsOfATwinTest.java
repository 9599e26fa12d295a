/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.core.twin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.fabtwin.core.event.CommandKind;
import org.fabtwin.core.log.Durability;
import org.fabtwin.core.log.EventLog;
import org.fabtwin.core.log.EventLogConfig;
import org.fabtwin.core.log.EventWriter;
import org.fabtwin.core.log.Journal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A twin whose journal holds commands already: they come again first, and are not written twice. */
class JournaledCommandsOfATwinTest {
    private static final long HOUR_US = 3_600_000_000L;

    @TempDir
    private Path folder;

    private List<String> entries(Journal journal) {
        final List<String> found = new ArrayList<>();
        journal.forEach((sequence, timeUs, kind, subject, count, value) ->
                found.add(sequence + " " + timeUs / HOUR_US + " " + CommandKind.get((short) kind) + " " + subject));
        return found;
    }

    private Journal journalOfOne() throws IOException {
        final Journal journal = Journal.open(folder, Durability.NONE);
        assertThat(journal.append(0, 3 * HOUR_US, CommandKind.TOOL_DOWN.value(), 1, 0, 0))
                .isTrue();
        return journal;
    }

    private static Twin started(EventLog log, Journal journal) {
        final Twin twin = new Twin(BusyLines.ofLots(), 1, 0, log, new EventWriter(log), journal);
        twin.start();
        return twin;
    }

    private static void runTo(Twin twin, long hours) {
        while (!twin.advance(hours * HOUR_US, 1000)) {
            // On.
        }
    }

    @Test
    void shouldWriteTheCommandsBehindThoseThatItHolds() throws Exception {
        try (Journal journal = journalOfOne();
                EventLog log = EventLog.create(EventLogConfig.ringOnly())) {
            final Twin twin = started(log, journal);
            twin.inbox().offer(Command.toolDown(1).at(3 * HOUR_US));
            final Command next = Command.toolUp(1).at(5 * HOUR_US);
            twin.inbox().offer(next);

            runTo(twin, 6);

            assertThat(next.receipt().join().sequence()).isEqualTo(1);
            assertThat(entries(journal)).containsExactly("0 3 TOOL_DOWN 1", "1 5 TOOL_UP 1");
        }
    }

    @Test
    void shouldTakeNoCommandThatWouldBeInNoJournal() throws Exception {
        try (Journal journal = journalOfOne();
                EventLog log = EventLog.create(EventLogConfig.ringOnly())) {
            final Twin twin = started(log, journal);
            twin.inbox().offer(Command.toolDown(1).at(3 * HOUR_US));
            final Command tooSoon = Command.toolDown(0).at(2 * HOUR_US);
            twin.inbox().offer(tooSoon);

            assertThatThrownBy(() -> runTo(twin, 6))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("another command 0 than TOOL_DOWN of 0");

            assertThat(tooSoon.receipt()).isCompletedExceptionally();
            assertThat(entries(journal)).containsExactly("0 3 TOOL_DOWN 1");
        }
    }
}
