/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.sim.experiment;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.fabtwin.core.log.EventLogConfig;
import org.fabtwin.sim.run.RunPlan;
import org.junit.jupiter.api.Test;

class WarmupTest {
    private static Warmup find(Point point, int pilots) {
        final List<RunPlan> plans = new ArrayList<>();
        for (int pilot = 0; pilot < pilots; pilot++) {
            plans.add(ReplicationRunner.plan(point, pilot, EventLogConfig.ringOnly(), 0, ""));
        }
        return Warmup.find(plans, () -> false);
    }

    @Test
    void shouldFindTheTimeInWhichAQueueFills() {
        // 90 % load: the queue's relaxation time 1 / (mu (1 - sqrt(rho))^2) is 342 h.
        final Warmup warmup = find(Points.queue("0.9", 0, 20_000 * Points.HOUR_US), 20);

        assertThat(warmup.isFound()).as(warmup.reason()).isTrue();
        assertThat(warmup.us()).isBetween(100 * Points.HOUR_US, 3000 * Points.HOUR_US);
        assertThat(warmup.reason()).startsWith("MSER-5: WIP settles after ").contains("mean of 20 pilot runs");
    }

    @Test
    void shouldSayThatAnOverloadedQueueDoesNotSettle() {
        final Warmup warmup = find(Points.queue("1.2", 0, 2000 * Points.HOUR_US), 5);

        assertThat(warmup.isFound()).isFalse();
        assertThat(warmup.reason()).contains("has not settled in the first half of 83.33 days", "fab capacity");
    }

    @Test
    void shouldSayThatNothingWasCompleted() {
        final Warmup warmup = find(Points.queue("500", 0, 10 * Points.HOUR_US), 1);

        assertThat(warmup.isFound()).isFalse();
        assertThat(warmup.reason()).contains("no lot was completed in 0.42 days");
    }

    @Test
    void shouldGiveTheSameWarmupAgain() {
        final Point point = Points.minifab(0);

        assertThat(find(point, 3)).isEqualTo(find(point, 3));
    }

    @Test
    void shouldEndWithoutAnAnswerWhenStopped() {
        final RunPlan plan = ReplicationRunner.plan(Points.minifab(0), 0, EventLogConfig.ringOnly(), 0, "");

        assertThat(Warmup.find(List.of(plan), () -> true)).isNull();
    }
}
