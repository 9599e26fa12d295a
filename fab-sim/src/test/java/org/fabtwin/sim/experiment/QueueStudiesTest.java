/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.sim.experiment;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.fabtwin.sim.statistics.Difference;
import org.fabtwin.sim.statistics.Estimate;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * 1,000 studies of an M/M/1 queue, each of ten replications of a twin under a seed of its own: what their intervals and verdicts say
 * against what is known. Arrivals one an hour, service half an hour: cycle time 1 h, flow factor 2, half a lot waiting, one in all.
 */
class QueueStudiesTest {
    private static final int STUDIES = 1000;
    private static final int REPLICATIONS = 10;
    private static final long WARMUP_US = 100 * Points.HOUR_US;
    private static final long END_US = 1100 * Points.HOUR_US;
    private static final String CYCLE_TIME = "classes.lots.cycleTimeDays.mean";
    private static final String WIP = "wip.lots.mean";

    private static final double[][] CYCLE_TIMES = new double[STUDIES][REPLICATIONS];
    private static final double[][] LOTS = new double[STUDIES][REPLICATIONS];

    @BeforeAll
    static void simulate() {
        final Point queue = Points.queue("0.5", WARMUP_US, END_US);
        final ReplicationRunner runner = new ReplicationRunner(() -> false);
        for (int study = 0; study < STUDIES; study++) {
            final Point point = Points.withSeed(queue, 1000 + study);
            for (int replication = 0; replication < REPLICATIONS; replication++) {
                final Replication result = runner.run(point, replication, 1);
                CYCLE_TIMES[study][replication] = 24 * result.responses().get(CYCLE_TIME);
                LOTS[study][replication] = result.responses().get(WIP);
            }
        }
    }

    private static double coverage(double[][] studies, double truth) {
        final long covered = Arrays.stream(studies)
                .map(values -> Estimate.of(values, 0.95))
                .filter(estimate -> estimate.low() <= truth && truth <= estimate.high())
                .count();
        return covered / (double) STUDIES;
    }

    @Test
    void shouldCoverTheKnownCycleTimeAsOftenAsTheIntervalsSay() {
        final double coverage = coverage(CYCLE_TIMES, 1.0);

        System.out.printf("QueueStudiesTest: M/M/1 cycle time, 95 %% intervals cover %.1f %%%n", 100 * coverage);
        assertThat(coverage).isBetween(0.93, 0.97);
    }

    @Test
    void shouldCoverTheKnownNumberInTheSystemAsOftenAsTheIntervalsSay() {
        final double coverage = coverage(LOTS, 1.0);

        System.out.printf(
                "QueueStudiesTest: M/M/1 lots in the system, 95 %% intervals cover %.1f %%%n", 100 * coverage);
        assertThat(coverage).isBetween(0.93, 0.97);
    }

    @Test
    void shouldFindADifferenceBetweenAQueueAndItselfUnderAnotherSeedAsSeldomAsItSays() {
        int better = 0;
        int worse = 0;
        for (int study = 0; study < STUDIES; study++) {
            final Comparison comparison = Comparison.of(
                    CYCLE_TIME, "A", CYCLE_TIMES[study], "B", CYCLE_TIMES[(study + 1) % STUDIES], 1, 0.95);
            better += comparison.better() > 0 ? 1 : 0;
            worse += comparison.better() < 0 ? 1 : 0;
            assertThat(comparison.verdict())
                    .contains(comparison.better() == 0 ? "no difference larger than" : "is better by");
        }

        System.out.printf(
                "QueueStudiesTest: A against A under another seed: B better %.1f %%, A better %.1f %%%n",
                100.0 * better / STUDIES, 100.0 * worse / STUDIES);
        // 5 % in all, half of them in each direction.
        assertThat((better + worse) / (double) STUDIES).isBetween(0.03, 0.07);
        assertThat(better / (double) STUDIES).isBetween(0.012, 0.04);
    }

    @Test
    void shouldKeepTheErrorOfManyComparisonsTogetherBelowNominal() {
        int wrong = 0;
        final int together = 5;
        for (int family = 0; family < STUDIES / (2 * together); family++) {
            boolean isWrong = false;
            for (int i = 0; i < together; i++) {
                final int study = 2 * (family * together + i);
                final Difference difference =
                        Difference.of(CYCLE_TIMES[study], CYCLE_TIMES[study + 1], 1 - 0.05 / together);
                isWrong |= Math.abs(difference.estimate().mean())
                        > difference.estimate().halfWidth();
            }
            wrong += isWrong ? 1 : 0;
        }
        // 100 families, 5 % nominal: more than 11 come up once in 200 times.
        assertThat(wrong).isLessThanOrEqualTo(11);
    }
}
