/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.core.time;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.fabtwin.core.state.StateArena;
import org.junit.jupiter.api.Test;

class EventCalendarOrderTest {
    private final EventCalendar calendar = new EventCalendar(new StateArena(), 16);

    private int pollSubject() {
        assertThat(calendar.poll()).isTrue();
        return calendar.polledSubject();
    }

    @Test
    void shouldGiveEventsByTime() {
        calendar.schedule(30, 1, 3);
        calendar.schedule(10, 2, 1);
        calendar.schedule(20, 255, -2);

        assertThat(calendar.nextTimeUs()).isEqualTo(10);
        assertThat(pollSubject()).isEqualTo(1);
        assertThat(calendar.polledKind()).isEqualTo(2);
        assertThat(calendar.polledTimeUs()).isEqualTo(10);
        assertThat(pollSubject()).isEqualTo(-2);
        assertThat(calendar.polledKind()).isEqualTo(255);
        assertThat(pollSubject()).isEqualTo(3);
        assertThat(calendar.poll()).isFalse();
        assertThat(calendar.polledSubject()).isEqualTo(3);
        assertThat(calendar.nextTimeUs()).isEqualTo(EventCalendar.NONE);
    }

    @Test
    void shouldGiveEqualTimesInOrderOfScheduling() {
        for (int i = 0; i < 100; i++) {
            calendar.schedule(7, 0, i);
        }

        for (int i = 0; i < 100; i++) {
            assertThat(pollSubject()).isEqualTo(i);
        }
    }

    @Test
    void shouldCountAnEventScheduledWhileItsInstantRunsAsLast() {
        calendar.schedule(7, 0, 1);
        calendar.schedule(7, 0, 2);

        assertThat(pollSubject()).isEqualTo(1);
        calendar.schedule(7, 0, 3);

        assertThat(pollSubject()).isEqualTo(2);
        assertThat(pollSubject()).isEqualTo(3);
    }

    @Test
    void shouldCountARescheduleAsANewInsertion() {
        int first = calendar.schedule(7, 0, 1);
        calendar.schedule(7, 0, 2);
        int late = calendar.schedule(90, 0, 3);
        calendar.reschedule(first, 7);
        calendar.reschedule(late, 7);

        assertThat(calendar.timeOf(late)).isEqualTo(7);
        assertThat(pollSubject()).isEqualTo(2);
        assertThat(pollSubject()).isEqualTo(1);
        assertThat(pollSubject()).isEqualTo(3);
    }

    @Test
    void shouldKeepTheOrderOfOthersWhenOneIsCancelled() {
        calendar.schedule(7, 0, 1);
        int second = calendar.schedule(7, 0, 2);
        calendar.schedule(7, 0, 3);
        calendar.cancel(second);
        calendar.schedule(7, 0, 4);

        assertThat(calendar.size()).isEqualTo(3);
        assertThat(pollSubject()).isEqualTo(1);
        assertThat(pollSubject()).isEqualTo(3);
        assertThat(pollSubject()).isEqualTo(4);
    }

    @Test
    void shouldPutAnEventBeforeOneThatWasOnlyLookedAt() {
        calendar.schedule(1_000_000_000_000L, 0, 2);
        assertThat(calendar.nextTimeUs()).isEqualTo(1_000_000_000_000L);

        calendar.schedule(5, 0, 1);
        calendar.schedule(1_000_000_000_000L, 0, 3);

        assertThat(calendar.nextTimeUs()).isEqualTo(5);
        assertThat(pollSubject()).isEqualTo(1);
        assertThat(pollSubject()).isEqualTo(2);
        assertThat(pollSubject()).isEqualTo(3);
    }

    @Test
    void shouldPollAtOnlyTheGivenTime() {
        int handle = calendar.schedule(7, 0, 1);
        calendar.schedule(8, 0, 2);

        assertThat(calendar.pollAt(6)).isFalse();
        assertThat(calendar.pollAt(7)).isTrue();
        assertThat(calendar.polledHandle()).isEqualTo(handle);
        assertThat(calendar.pollAt(7)).isFalse();
        assertThat(calendar.pollAt(EventCalendar.NONE)).isFalse();
        assertThat(calendar.size()).isEqualTo(1);
    }

    @Test
    void shouldRefuseThePastWithBothTimes() {
        int handle = calendar.schedule(50, 0, 1);
        calendar.schedule(40, 0, 2);
        calendar.poll();

        assertThatThrownBy(() -> calendar.schedule(39, 0, 3))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("39")
                .hasMessageContaining("40");
        assertThatThrownBy(() -> calendar.reschedule(handle, 38))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("38")
                .hasMessageContaining("40");
        assertThat(calendar.timeOf(handle)).isEqualTo(50);
    }

    @Test
    void shouldRefuseHandlesThatAreNotPending() {
        int polled = calendar.schedule(5, 0, 1);
        int cancelled = calendar.schedule(6, 0, 1);
        calendar.poll();
        calendar.cancel(cancelled);

        for (int handle : new int[] {polled, cancelled, -1, 7, Integer.MAX_VALUE, Integer.MIN_VALUE}) {
            assertThatThrownBy(() -> calendar.cancel(handle)).hasMessageContaining("" + handle);
            assertThatThrownBy(() -> calendar.timeOf(handle)).isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> calendar.reschedule(handle, 9)).isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void shouldRefuseArgumentsOutOfRange() {
        assertThatThrownBy(() -> calendar.schedule(1, 256, 0)).hasMessageContaining("256");
        assertThatThrownBy(() -> calendar.schedule(1, -1, 0)).hasMessageContaining("-1");
        assertThatThrownBy(() -> calendar.schedule(-1, 0, 0)).hasMessageContaining("-1");
        assertThatThrownBy(() -> calendar.schedule(EventCalendar.NONE, 0, 0))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new EventCalendar(new StateArena(), -1)).hasMessageContaining("-1");
        assertThat(calendar.size()).isZero();
    }

    @Test
    void shouldTakeTheLastTimeBelowNone() {
        calendar.schedule(EventCalendar.NONE - 1, 0, 1);
        calendar.schedule(EventCalendar.NONE - 1, 0, 2);
        calendar.schedule(EventCalendar.NONE - 2, 0, 0);

        assertThat(pollSubject()).isZero();
        assertThat(pollSubject()).isEqualTo(1);
        assertThat(pollSubject()).isEqualTo(2);
    }
}
