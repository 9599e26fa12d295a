/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.core.random;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.fabtwin.core.random.Goodness.LEAST_P;

import org.hipparchus.distribution.continuous.NormalDistribution;
import org.junit.jupiter.api.Test;

class BoundedNormalsTest {
    private static final NormalDistribution LAW = new NormalDistribution();
    private static final int PLACES = 11;

    @Test
    void shouldKnowTheShareBeyondTheBound() {
        double beyond = 2 * LAW.cumulativeProbability(-BoundedNormals.BOUND);

        assertThat(BoundedNormals.BEYOND).isCloseTo(beyond, within(1e-15));
        assertThat(BoundedNormals.anyBeyond(PLACES)).isCloseTo(1 - Math.pow(1 - beyond, PLACES), within(1e-14));
        assertThat(BoundedNormals.anyBeyond(0)).isZero();
    }

    @Test
    void shouldPutTheFirstWhereAGeometricLawPutsIt() {
        double any = BoundedNormals.anyBeyond(PLACES);
        double sum = 0;
        for (int place = 0; place < PLACES; place++) {
            double chance = BoundedNormals.BEYOND * Math.pow(1 - BoundedNormals.BEYOND, place);

            assertThat(BoundedNormals.first(sum + chance / 2, PLACES)).isEqualTo(place);
            sum += chance;
        }
        assertThat(BoundedNormals.first(Math.nextDown(any), PLACES)).isEqualTo(PLACES - 1);
    }

    /** All places drawn; the second and the last look like normal numbers, with as many beyond the bound as there should be. */
    @Test
    void shouldBeIndependentNormals() {
        int dies = 1_000_000;
        Draws draws = new Draws(3, 0);
        double any = BoundedNormals.anyBeyond(PLACES);
        double[] second = new double[dies];
        double[] last = new double[dies];
        long[] beyond = new long[PLACES];
        double product = 0;
        for (int die = 0; die < dies; die++) {
            long start = Sequence.start(draws, Cause.DIE, die, 0);
            double u = Sequence.uniform(start, PLACES);
            int first = u < any ? BoundedNormals.first(u, PLACES) : BoundedNormals.NONE;
            for (int place = 0; place < PLACES; place++) {
                double z = BoundedNormals.sample(first, place, start, place);
                beyond[place] += Math.abs(z) > BoundedNormals.BOUND ? 1 : 0;
                second[die] = place == 1 ? z : second[die];
                last[die] = z;
            }
            product += second[die] * last[die];
        }

        double expected = BoundedNormals.BEYOND * dies;
        for (long count : beyond) {
            assertThat((double) count).isCloseTo(expected, within(4 * Math.sqrt(expected)));
        }
        assertThat(Goodness.kolmogorovSmirnovP(second, LAW)).isGreaterThan(LEAST_P);
        assertThat(Goodness.kolmogorovSmirnovP(last, LAW)).isGreaterThan(LEAST_P);
        assertThat(product / dies).isCloseTo(0, within(4 / Math.sqrt(dies)));
    }
}
