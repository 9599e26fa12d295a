/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.core.equipment;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.fabtwin.core.event.E10State;
import org.fabtwin.core.event.StateCause;
import org.fabtwin.core.event.ToolStateChangedDecoder;
import org.fabtwin.core.event.TrackInDecoder;
import org.fabtwin.core.event.TrackOutDecoder;
import org.fabtwin.core.line.Line;
import org.fabtwin.core.twin.BusyLines;
import org.fabtwin.core.twin.Command;
import org.fabtwin.core.twin.RecordedRun;
import org.fabtwin.core.twin.Story;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** SEMI E10-style states of tools, held against what goes in and out of them. */
class EquipmentStatesTest {
    private static final double MINUTES = 30_000;
    private static final long US_PER_MINUTE = 60_000_000L;

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void shouldAddUpToCalendarTimeAndAgreeWithWhatIsInside(boolean lots) throws IOException {
        Line line = lots ? BusyLines.ofLots() : BusyLines.ofWafers(0);
        Ledger ledger = new Ledger(line.toolGroups().toolTotal());
        try (RecordedRun run = RecordedRun.start(line, 1, 0)) {
            run.twin().inbox().offer(Command.toolDown(1).at(3_000 * US_PER_MINUTE));
            run.twin().inbox().offer(Command.toolUp(1).at(3_700 * US_PER_MINUTE));
            long instant = -1;
            for (RecordedRun.Event event : run.runTo(MINUTES).events()) {
                if (event.timeUs() != instant) {
                    ledger.checkInstantThatIsOver(instant);
                    instant = event.timeUs();
                }
                ledger.on(event);
            }
        }
        long endUs = Math.round(MINUTES * US_PER_MINUTE);
        ledger.close(endUs);

        for (int tool = 0; tool < line.toolGroups().toolTotal(); tool++) {
            assertThat(Arrays.stream(ledger.spentUs[tool]).sum()).isEqualTo(endUs);
        }
        assertThat(ledger.tracksInterrupted).as("carriers that a stop met").isGreaterThan(10);
    }

    private static final class Ledger {
        private final long[][] spentUs;
        private final E10State[] state;
        private final StateCause[] cause;
        private final long[] sinceUs;
        private final int[] inside;
        private final Map<Integer, Long> downAtTrackIn = new HashMap<>();
        private int tracksInterrupted;

        Ledger(int tools) {
            spentUs = new long[tools][8];
            state = new E10State[tools];
            cause = new StateCause[tools];
            Arrays.fill(state, E10State.STANDBY);
            Arrays.fill(cause, StateCause.NONE);
            sinceUs = new long[tools];
            inside = new int[tools];
        }

        void on(RecordedRun.Event event) {
            var block = Story.bytes(event.block());
            switch (event.templateId()) {
                case ToolStateChangedDecoder.TEMPLATE_ID:
                    ToolStateChangedDecoder change = new ToolStateChangedDecoder();
                    change.wrap(block, 0, ToolStateChangedDecoder.BLOCK_LENGTH, 1);
                    int tool = change.tool();
                    assertThat(change.from())
                            .as("tool %d at %d us", tool, event.timeUs())
                            .isEqualTo(state[tool]);
                    spend(tool, event.timeUs());
                    state[tool] = change.to();
                    cause[tool] = change.cause();
                    break;
                case TrackInDecoder.TEMPLATE_ID:
                    TrackInDecoder in = new TrackInDecoder();
                    in.wrap(block, 0, TrackInDecoder.BLOCK_LENGTH, 1);
                    inside[in.tool()]++;
                    downAtTrackIn.put(in.carrier(), downUs(in.tool(), event.timeUs()));
                    break;
                case TrackOutDecoder.TEMPLATE_ID:
                    TrackOutDecoder out = new TrackOutDecoder();
                    out.wrap(block, 0, TrackOutDecoder.BLOCK_LENGTH, 1);
                    inside[out.tool()]--;
                    assertThat(out.interruptedUs())
                            .as("carrier %d at %d us", out.carrier(), event.timeUs())
                            .isEqualTo(downUs(out.tool(), event.timeUs()) - downAtTrackIn.remove(out.carrier()));
                    tracksInterrupted += out.interruptedUs() > 0 ? 1 : 0;
                    break;
                default:
                    break;
            }
        }

        private void spend(int tool, long nowUs) {
            spentUs[tool][state[tool].value()] += nowUs - sinceUs[tool];
            sinceUs[tool] = nowUs;
        }

        private long downUs(int tool, long nowUs) {
            spend(tool, nowUs);
            return spentUs[tool][E10State.UNSCHEDULED_DOWN.value()];
        }

        void checkInstantThatIsOver(long instant) {
            for (int tool = 0; tool < state.length; tool++) {
                boolean mustBeEmpty = state[tool] == E10State.STANDBY
                        || (state[tool] == E10State.SCHEDULED_DOWN && cause[tool] == StateCause.MAINTENANCE);
                boolean mustNotBeEmpty = state[tool] == E10State.PRODUCTIVE || cause[tool] == StateCause.SETUP;
                assertThat(inside[tool])
                        .as("carriers in tool %d, %s, after %d us", tool, state[tool], instant)
                        .isBetween(mustNotBeEmpty ? 1 : 0, mustBeEmpty ? 0 : 1000);
            }
        }

        void close(long endUs) {
            for (int tool = 0; tool < state.length; tool++) {
                spend(tool, endUs);
            }
        }
    }
}
