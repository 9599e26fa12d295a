/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.sim.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

/** Intervals of batch means on a source whose mean and correlation are known. */
class BatchMeansTest {
    private static final long SEED = Long.getLong("fab.seed", 20261125);
    private static final int EXPERIMENTS = 1000;

    private static double coverage(double phi, int batches, int length) {
        int covered = 0;
        for (int experiment = 0; experiment < EXPERIMENTS; experiment++) {
            final double[] means = new AutoregressiveSource(SEED + experiment, phi).batchMeans(batches, length);
            final Estimate estimate = Estimate.of(means, 0.95);
            covered += estimate.low() <= 0 && 0 <= estimate.high() ? 1 : 0;
        }
        return covered / (double) EXPERIMENTS;
    }

    @Test
    void shouldCoverTheMeanOfAnAutoregressiveSourceAsOftenAsTheySay() {
        final double coverage = coverage(0.8, 20, 500);

        System.out.printf("BatchMeansTest: AR(1), phi 0.8, 20 batches of 500: coverage %.1f %%%n", 100 * coverage);
        assertThat(coverage).as("seed %d", SEED).isBetween(0.93, 0.97);
    }

    @Test
    void shouldCoverTooSeldomWithBatchesThatAreTooShortAndSaySo() {
        int noticed = 0;
        for (int experiment = 0; experiment < EXPERIMENTS; experiment++) {
            final double[] means = new AutoregressiveSource(SEED + experiment, 0.8).batchMeans(100, 5);
            noticed += SerialCorrelation.isNotable(SerialCorrelation.lag1(means), means.length) ? 1 : 0;
        }

        assertThat(coverage(0.8, 100, 5)).isLessThan(0.85);
        assertThat(noticed / (double) EXPERIMENTS).as("seed %d", SEED).isGreaterThan(0.95);
    }

    @Test
    void shouldEstimateTheAutocorrelationOfTheSource() {
        final double[] values = new AutoregressiveSource(SEED, 0.6).next(20_000);

        assertThat(SerialCorrelation.lag1(values)).as("seed %d", SEED).isCloseTo(0.6, within(0.02));
    }

    @Test
    void shouldSuspectIndependentObservationsAboutOnceInTwentyTimes() {
        int suspected = 0;
        for (int experiment = 0; experiment < EXPERIMENTS; experiment++) {
            final double[] values = new AutoregressiveSource(SEED + experiment, 0).next(50);
            suspected += SerialCorrelation.isNotable(SerialCorrelation.lag1(values), 50) ? 1 : 0;
        }

        assertThat(suspected / (double) EXPERIMENTS).as("seed %d", SEED).isBetween(0.02, 0.07);
    }

    @Test
    void shouldTellNoCorrelationWhereNothingVaries() {
        assertThat(SerialCorrelation.lag1(new double[] {2, 2, 2, 2})).isNaN();
        assertThat(SerialCorrelation.isNotable(Double.NaN, 4)).isFalse();
    }
}
