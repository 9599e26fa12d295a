/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.sim.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class QuantileIntervalTest {
    private static final long SEED = Long.getLong("fab.seed", 20261125);

    private static double[] oneTo(int count) {
        return IntStream.rangeClosed(1, count).mapToDouble(i -> i).toArray();
    }

    @Test
    void shouldTakeTheOrderStatisticsOfTheTables() {
        // Median of 20: the 6th and the 15th (95.86 %), as in any table of the sign test.
        final QuantileInterval median = QuantileInterval.of(oneTo(20), 0.5, 0.95);

        assertThat(median.low()).isEqualTo(6);
        assertThat(median.high()).isEqualTo(15);
        assertThat(median.value()).isCloseTo(10.5, within(1e-12));
    }

    @Test
    void shouldLeaveAnEndOpenThatTooFewObservationsCannotGive() {
        final QuantileInterval high = QuantileInterval.of(oneTo(20), 0.95, 0.95);

        assertThat(high.high()).isNaN();
        assertThat(high.low()).isEqualTo(17);
        assertThat(QuantileInterval.of(new double[0], 0.5, 0.95).value()).isNaN();
    }

    @Test
    void shouldCoverTheQuantileAtLeastAsOftenAsItSaysWhateverTheDistribution() {
        final Random random = new Random(SEED);
        final double truth = -Math.log(1 - 0.8);
        int covered = 0;
        for (int experiment = 0; experiment < 4000; experiment++) {
            final double[] values =
                    random.doubles(60).map(u -> -Math.log(1 - u)).toArray();
            final QuantileInterval interval = QuantileInterval.of(values, 0.8, 0.9);
            covered += interval.low() <= truth && truth <= interval.high() ? 1 : 0;
        }
        // Nominal 90 %; steps of the binomial make it somewhat more.
        assertThat(covered / 4000.0).as("seed %d", SEED).isBetween(0.89, 0.95);
    }
}
