/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.bench.peers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class PeersTest {
    @ParameterizedTest
    @EnumSource
    void shouldTakeEventsInTheSameOrder(PeerHoldBenchmark.Contender contender) {
        Hold reference = PeerHoldBenchmark.Contender.PRIORITY_QUEUE.make(500);
        Hold held = contender.make(500);

        for (int i = 0; i < 20; i++) {
            assertThat(held.hold(100)).isEqualTo(reference.hold(100));
        }
    }

    @Test
    void shouldKnowErlangsWait() {
        // Values of tables, as in SingleStationTest.
        assertThat(Answers.erlangWait(1, 0.8)).isCloseTo(4, within(1e-12));
        assertThat(Answers.erlangWait(2, 0.8)).isCloseTo(1.777778, within(1e-6));
        assertThat(Answers.erlangWait(10, 0.9)).isCloseTo(0.668732, within(1e-6));
    }

    /** The benchmarks check two million customers within 3 %; a tenth of them have three times the error. */
    @ParameterizedTest
    @EnumSource
    void shouldWaitAsErlangSays(Library library) {
        double wait = PeerCustomersBenchmark.model(library, 200_000).run();

        double expected = Answers.erlangWait(PeerCustomersBenchmark.SERVERS, PeerCustomersBenchmark.LOAD);
        assertThat(wait).isCloseTo(expected, within(0.09 * expected));
    }

    @ParameterizedTest
    @EnumSource
    void shouldHaveTheCycleTimeOfProductForm(Library library) {
        double cycleTime = PeerFabBenchmark.model(library, 100_000).run();

        assertThat(cycleTime).isCloseTo(ReentrantFab.CYCLE_TIME_MINUTES, within(0.1 * ReentrantFab.CYCLE_TIME_MINUTES));
    }

    @Test
    void shouldGiveTheSameAnswerForTheSameDraws() {
        assertThat(PeerCustomersBenchmark.model(Library.EVENT_CALENDAR, 50_000).run())
                .isEqualTo(PeerCustomersBenchmark.model(Library.PRIORITY_QUEUE, 50_000)
                        .run());
        assertThat(PeerFabBenchmark.model(Library.EVENT_CALENDAR, 50_000).run())
                .isEqualTo(
                        PeerFabBenchmark.model(Library.PRIORITY_QUEUE, 50_000).run());
    }

    @Test
    void shouldRefuseAWrongAnswer() {
        assertThatThrownBy(() -> Answers.near(Library.TWIN, 25, 24, 0.03))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("TWIN finds 25.0 instead of 24.0");
        assertThatThrownBy(() -> Answers.near(Library.TWIN, Double.NaN, 24, 0.03))
                .isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> Answers.same(1, 2)).isInstanceOf(IllegalStateException.class);
    }
}
