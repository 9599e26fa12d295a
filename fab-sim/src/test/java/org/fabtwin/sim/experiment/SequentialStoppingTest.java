/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.sim.experiment;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Random;
import org.fabtwin.sim.statistics.Estimate;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What it costs to stop when the interval happens to be narrow enough: coverage on observations of a known mean. */
class SequentialStoppingTest {
    private static final long SEED = Long.getLong("fab.seed", 20261125);
    private static final int EXPERIMENTS = 1000;
    private static final double MEAN = 10;

    @ParameterizedTest
    @CsvSource({"0.1, 0.90", "0.3, 0.91", "1.0, 0.92"})
    void shouldStillCoverTheMeanAlmostAsOftenAsItSays(double deviation, double least) {
        final Random random = new Random(SEED);
        final StoppingRule rule =
                new StoppingRule(List.of(Precision.of("wip.mean +-0.5%")), 0.95, 100_000, true, Long.MAX_VALUE);
        int covered = 0;
        long replications = 0;
        for (int experiment = 0; experiment < EXPERIMENTS; experiment++) {
            final PrecisionTracker tracker = new PrecisionTracker(rule, 1);
            double sum = 0;
            double squares = 0;
            int count = 0;
            while (!tracker.isMet()) {
                final double value = MEAN + deviation * random.nextGaussian();
                tracker.add(List.of(Map.of("wip.mean", value)));
                count++;
                sum += value - MEAN;
                squares += (value - MEAN) * (value - MEAN);
            }
            final double mean = sum / count;
            final double found = Math.sqrt((squares - count * mean * mean) / (count - 1));
            covered += Math.abs(mean) <= Estimate.of(count, mean, found, 0.95).halfWidth() ? 1 : 0;
            replications += count;
        }

        System.out.printf(
                "SequentialStoppingTest: deviation %.0f %%: %.0f replications on average, 95 %% intervals cover %.1f %%%n",
                100 * deviation / MEAN, (double) replications / EXPERIMENTS, 100.0 * covered / EXPERIMENTS);
        assertThat(covered / (double) EXPERIMENTS).as("seed %d", SEED).isBetween(least, 0.97);
    }
}
