/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.core.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.agrona.concurrent.UnsafeBuffer;
import org.fabtwin.core.event.CommandAppliedDecoder;
import org.fabtwin.core.event.CommandKind;
import org.fabtwin.core.event.MessageHeaderDecoder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class JournalTest {
    private static final int ENTRIES = 5;

    @TempDir
    private Path directory;

    private Path file() {
        return directory.resolve(LogFormat.JOURNAL);
    }

    private void append(int from, int to) throws IOException {
        try (Journal journal = Journal.open(directory, Durability.NONE)) {
            for (int n = from; n < to; n++) {
                assertThat(journal.append(n, n * 1000L, CommandKind.TOOL_DOWN.value(), n + 7, n + 9, n / 4.0))
                        .isTrue();
            }
        }
    }

    private List<String> entries() throws IOException {
        List<String> found = new ArrayList<>();
        try (Journal journal = Journal.open(directory, Durability.NONE)) {
            journal.forEach((sequence, timeUs, kind, subject, count, value) ->
                    found.add(sequence + " " + timeUs + " " + kind + " " + subject + " " + count + " " + value));
            assertThat(journal.entries()).isEqualTo(found.size());
        }
        return found;
    }

    private static List<String> expected(int to) {
        List<String> expected = new ArrayList<>();
        for (int n = 0; n < to; n++) {
            expected.add(n + " " + n * 1000L + " 2 " + (n + 7) + " " + (n + 9) + " " + n / 4.0);
        }
        return expected;
    }

    @ParameterizedTest
    @EnumSource(Durability.class)
    void shouldGiveBackWhatWasAppendedInAllItsLives(Durability durability) throws Exception {
        for (int n = 0; n < ENTRIES; n++) {
            try (Journal journal = Journal.open(directory, durability)) {
                assertThat(journal.append(n, n * 1000L, 2, n + 7, n + 9, n / 4.0))
                        .isTrue();
            }
        }

        assertThat(entries()).isEqualTo(expected(ENTRIES));
    }

    @Test
    void shouldDropATornEntryWhereverItWasTorn() throws Exception {
        append(0, ENTRIES);
        byte[] whole = Files.readAllBytes(file());
        for (int length = 0; length <= whole.length; length++) {
            Files.write(file(), Arrays.copyOf(whole, length));
            int sound = Math.max(0, (length - Journal.FIRST_ENTRY) / Journal.ENTRY_BYTES);
            assertThat(entries()).isEqualTo(expected(sound));
            append(sound, ENTRIES);
            assertThat(Files.readAllBytes(file())).isEqualTo(whole);
        }
    }

    @Test
    void shouldDropALastEntryOfWhichOnlySomeBytesReachedTheDisk() throws Exception {
        append(0, ENTRIES);
        byte[] whole = Files.readAllBytes(file());
        for (int at = whole.length - Journal.ENTRY_BYTES; at < whole.length; at++) {
            byte[] torn = whole.clone();
            Arrays.fill(torn, at, whole.length, (byte) 0xA5);
            Files.write(file(), torn);
            assertThat(entries()).isEqualTo(expected(ENTRIES - 1));
        }
    }

    @Test
    void shouldRefuseAJournalThatIsDamagedBeforeASoundEntry() throws Exception {
        append(0, ENTRIES);
        byte[] whole = Files.readAllBytes(file());
        for (int at = Journal.FIRST_ENTRY; at < whole.length - Journal.ENTRY_BYTES; at++) {
            byte[] damaged = whole.clone();
            damaged[at] ^= 4;
            Files.write(file(), damaged);
            int entry = (at - Journal.FIRST_ENTRY) / Journal.ENTRY_BYTES;
            assertThatThrownBy(this::entries).hasMessageContaining("entry " + entry + " is not sound");
        }
    }

    @Test
    void shouldTellOneCommandFromAnotherInEachField() throws Exception {
        append(0, ENTRIES);

        try (Journal journal = Journal.open(directory, Durability.NONE)) {
            int kind = CommandKind.TOOL_DOWN.value();
            assertThat(journal.isEntry(3, 3000, kind, 10, 12, 0.75)).isTrue();
            assertThat(journal.isEntry(2, 3000, kind, 10, 12, 0.75)).isFalse();
            assertThat(journal.isEntry(3, 3001, kind, 10, 12, 0.75)).isFalse();
            assertThat(journal.isEntry(3, 3000, kind + 1, 10, 12, 0.75)).isFalse();
            assertThat(journal.isEntry(3, 3000, kind, 11, 12, 0.75)).isFalse();
            assertThat(journal.isEntry(3, 3000, kind, 10, 13, 0.75)).isFalse();
            assertThat(journal.isEntry(3, 3000, kind, 10, 12, 0.5)).isFalse();
        }
    }

    @Test
    void shouldRefuseAFileThatIsNoJournal() throws Exception {
        Files.writeString(file(), "sequence,time,kind\n");

        assertThatThrownBy(this::entries).hasMessageContaining("no journal");
    }

    @Test
    void shouldStoreFramesThatTheGeneratedDecoderReads() throws Exception {
        append(0, 2);
        UnsafeBuffer bytes = new UnsafeBuffer(Files.readAllBytes(file()));
        CommandAppliedDecoder decoder = new CommandAppliedDecoder()
                .wrapAndApplyHeader(
                        bytes,
                        Journal.FIRST_ENTRY + Journal.ENTRY_BYTES + RecordHandler.HEADER_OFFSET,
                        new MessageHeaderDecoder());

        assertThat(decoder.kind()).isEqualTo(CommandKind.TOOL_DOWN);
        assertThat(decoder.subject()).isEqualTo(8);
        assertThat(decoder.value()).isEqualTo(0.25);
    }
}
