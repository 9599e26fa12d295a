/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.core.twin;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.channels.ReadableByteChannel;
import java.util.List;
import org.fabtwin.core.event.CommandResult;
import org.fabtwin.core.event.DiesLostDecoder;
import org.fabtwin.core.event.ExcursionEndedDecoder;
import org.fabtwin.core.event.ExcursionStartedDecoder;
import org.fabtwin.core.event.LotCompletedDecoder;
import org.fabtwin.core.event.WaferTestedDecoder;
import org.fabtwin.core.line.Line;
import org.junit.jupiter.api.Test;

/** Process and yield in a line that runs: the same whatever is logged, restored, forked; excursions by chance and by command. */
class ProcessOfALineTest {
    private static List<RecordedRun.Event> tests(RecordedRun run) {
        return run.where(event -> event.templateId() == WaferTestedDecoder.TEMPLATE_ID
                || event.templateId() == DiesLostDecoder.TEMPLATE_ID
                || event.templateId() == ExcursionStartedDecoder.TEMPLATE_ID
                || event.templateId() == ExcursionEndedDecoder.TEMPLATE_ID);
    }

    @Test
    void shouldTestTheSameDiesAtEveryDetail() throws IOException {
        try (RecordedRun lots =
                        RecordedRun.start(BusyLines.ofTestedWafers(0), 5, 0).runTo(30_000);
                RecordedRun wafers =
                        RecordedRun.start(BusyLines.ofTestedWafers(1), 5, 0).runTo(30_000);
                RecordedRun chambers =
                        RecordedRun.start(BusyLines.ofTestedWafers(2), 5, 0).runTo(30_000)) {
            assertThat(lots.events(WaferTestedDecoder.TEMPLATE_ID)).hasSizeGreaterThan(500);
            assertThat(lots.events(ExcursionStartedDecoder.TEMPLATE_ID)).hasSizeGreaterThan(10);
            assertThat(tests(wafers)).isEqualTo(tests(lots));
            assertThat(tests(chambers)).isEqualTo(tests(lots));
        }
    }

    @Test
    void shouldMoveCarriersAsIfThereWereNoProcess() throws IOException {
        try (RecordedRun with =
                        RecordedRun.start(BusyLines.ofTestedWafers(1), 5, 0).runTo(20_000);
                RecordedRun without =
                        RecordedRun.start(BusyLines.ofWafers(1), 5, 0).runTo(20_000)) {
            assertThat(with.flow()).isEqualTo(without.flow());
        }
    }

    @Test
    void shouldTestEachWaferThatCompletes() throws IOException {
        try (RecordedRun run =
                RecordedRun.start(BusyLines.ofTestedWafers(1), 6, 0).runTo(20_000)) {
            int lots = run.events(LotCompletedDecoder.TEMPLATE_ID).size();

            assertThat(lots).isGreaterThan(100);
            assertThat(run.events(WaferTestedDecoder.TEMPLATE_ID).size()).isBetween(2 * lots, 5 * lots + 10);
            assertThat(run.events(WaferTestedDecoder.TEMPLATE_ID))
                    .extracting(RecordedRun.Event::subject)
                    .doesNotHaveDuplicates();
        }
    }

    @Test
    void shouldGoOnWithTheSameBytesAfterRestoreAndFork() throws IOException {
        Line line = BusyLines.ofTestedWafers(1);
        for (int round = 0; round < 5; round++) {
            try (RecordedRun original = RecordedRun.start(line, round, 1).runTo(1111 + 1700.5 * round)) {
                ByteArrayOutputStream bytes = new ByteArrayOutputStream();
                original.twin().snapshot(Channels.newChannel(bytes));
                int before = original.events().size();
                try (RecordedRun restored = RecordedRun.empty(BusyLines.ofTestedWafers(1), round, 1);
                        RecordedRun fork = original.fork()) {
                    ReadableByteChannel in = Channels.newChannel(new ByteArrayInputStream(bytes.toByteArray()));
                    restored.twin().restore(SnapshotHeader.readFrom(in), in);
                    original.runTo(12_000);
                    restored.runTo(12_000);
                    fork.runTo(12_000);
                    assertThat(restored.events())
                            .isEqualTo(original.events()
                                    .subList(before, original.events().size()));
                    assertThat(fork.events()).isEqualTo(restored.events());
                }
            }
        }
    }

    @Test
    void shouldBeginAndEndExcursionsByCommand() throws Exception {
        Line line = BusyLines.ofTestedWafers(1);
        try (RecordedRun run = RecordedRun.start(line, 8, 0)) {
            int chamber = 0;
            assertThat(line.toolGroups().chamberName(chamber)).isEqualTo("ETCH-01/A");
            Command start = Command.startExcursion(0, chamber).at(60_000_000L);
            Command again = Command.startExcursion(0, chamber).at(61_000_000L);
            Command elsewhere = Command.startExcursion(1, chamber).at(61_000_000L);
            Command end = Command.endExcursion(chamber).at(62_000_000L);
            Command endAgain = Command.endExcursion(chamber).at(63_000_000L);
            for (Command command : new Command[] {start, again, elsewhere, end, endAgain}) {
                run.twin().inbox().offer(command);
            }
            run.runTo(2);

            assertThat(start.receipt().get().result()).isEqualTo(CommandResult.APPLIED);
            assertThat(again.receipt().get().result()).isEqualTo(CommandResult.NO_EFFECT);
            assertThat(elsewhere.receipt().get().result()).isEqualTo(CommandResult.NO_SUCH_SUBJECT);
            assertThat(end.receipt().get().result()).isEqualTo(CommandResult.APPLIED);
            assertThat(endAgain.receipt().get().result()).isEqualTo(CommandResult.NO_EFFECT);
            assertThat(run.events(ExcursionStartedDecoder.TEMPLATE_ID)).hasSize(1);
            assertThat(run.events(ExcursionEndedDecoder.TEMPLATE_ID)).hasSize(1);
        }
    }
}
