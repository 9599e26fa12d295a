/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.sim.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** MSER-5 on series with a transient that was planted. */
class MserTest {
    private static final long SEED = Long.getLong("fab.seed", 20261125);
    private static final int SERIES = 200;
    private static final int LENGTH = 2000;

    /** Cuts of many series: noise of an autoregressive source around 10 and a transient. */
    private static int[] cuts(Transient planted) {
        final int[] cuts = new int[SERIES];
        for (int i = 0; i < SERIES; i++) {
            final double[] series = new AutoregressiveSource(SEED + i, 0.5).next(LENGTH);
            for (int t = 0; t < LENGTH; t++) {
                series[t] += 10 + planted.at(t);
            }
            cuts[i] = Mser.cut(series);
        }
        Arrays.sort(cuts);
        return cuts;
    }

    private interface Transient {
        double at(int t);
    }

    @ParameterizedTest
    @ValueSource(ints = {50, 200, 600})
    void shouldCutOffARampWhereItEnds(int length) {
        final int[] cuts = cuts(t -> t < length ? -10.0 * (length - t) / length : 0);

        // The last bit of a ramp is within the noise.
        assertThat(cuts[SERIES / 20]).as("seed %d", SEED).isBetween((int) (0.7 * length), length + 5);
        assertThat(cuts[SERIES / 2]).as("seed %d", SEED).isBetween((int) (0.8 * length), length + 50);
    }

    @Test
    void shouldCutOffAnExponentialApproachUntilItIsLostInTheNoise() {
        final int[] cuts = cuts(t -> -10 * Math.exp(-t / 100.0));

        // After 250 the rest is 0.8, the deviation of the noise 1.15.
        assertThat(cuts[SERIES / 20]).as("seed %d", SEED).isGreaterThan(150);
        assertThat(cuts[SERIES / 2]).as("seed %d", SEED).isBetween(200, 400);
    }

    @Test
    void shouldCutOffAJumpExactly() {
        final int[] cuts = cuts(t -> t < 300 ? 20 : 0);

        assertThat(cuts[0]).as("seed %d", SEED).isGreaterThanOrEqualTo(300);
        assertThat(cuts[SERIES / 2]).as("seed %d", SEED).isBetween(300, 330);
    }

    @Test
    void shouldCutOffNextToNothingWhereThereIsNoTransient() {
        final int[] cuts = cuts(t -> 0);

        assertThat(cuts[SERIES / 2]).as("seed %d", SEED).isLessThan(LENGTH / 10);
    }

    @Test
    void shouldSayThatATrendHasNotSettled() {
        final int[] cuts = cuts(t -> 0.05 * t);

        assertThat(cuts).as("seed %d", SEED).containsOnly(Mser.NOT_SETTLED);
    }

    @Test
    void shouldCutOffNothingOfASeriesThatDoesNotChange() {
        assertThat(Mser.cut(new double[500])).isZero();
    }

    @Test
    void shouldRefuseASeriesThatIsTooShort() {
        assertThatThrownBy(() -> Mser.cut(new double[50])).hasMessageContaining("more than 50 values, not 50");
    }
}
