/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.core.yield;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.hipparchus.distribution.discrete.BinomialDistribution;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Models of random yield against the table of DOMAIN.md 3.2, and their limits. */
class YieldModelsTest {
    @ParameterizedTest
    @CsvSource({
        "1, .1, .90484, .90559, .90909, .90703, .91287, .90635, .90529",
        "1, .4, .67032, .67931, .71429, .69444, .74536, .68834, .67556",
        "8, .1, .44933, .47381, .55556, .51020, .62017, .49881, .46319",
        "8, .2, .20190, .24882, .38462, .30864, .48795, .29976, .22668",
        "8, .4, .04076, .08986, .23810, .14793, .36761, .15599, .06227"
    })
    void shouldGiveTheYieldsOfTheTable(
            double area,
            double density,
            double poisson,
            double murphy,
            double seeds,
            double two,
            double half,
            double rectangular,
            double boseEinstein) {
        double defects = area * density;

        assertThat(YieldModels.poisson(defects)).isCloseTo(poisson, within(5e-6));
        assertThat(YieldModels.murphy(defects)).isCloseTo(murphy, within(5e-6));
        assertThat(YieldModels.seeds(defects)).isCloseTo(seeds, within(5e-6));
        assertThat(YieldModels.negativeBinomial(defects, 2)).isCloseTo(two, within(5e-6));
        assertThat(YieldModels.negativeBinomial(defects, .5)).isCloseTo(half, within(5e-6));
        assertThat(YieldModels.rectangular(defects)).isCloseTo(rectangular, within(5e-6));
        assertThat(YieldModels.boseEinstein(defects / 10, 10)).isCloseTo(boseEinstein, within(5e-6));
    }

    @Test
    void shouldMeetPoissonAndSeedsAtTheEndsOfClustering() {
        assertThat(YieldModels.negativeBinomial(0.8, 1e9)).isCloseTo(YieldModels.poisson(0.8), within(1e-8));
        assertThat(YieldModels.negativeBinomial(0.8, Double.POSITIVE_INFINITY)).isEqualTo(YieldModels.poisson(0.8));
        assertThat(YieldModels.negativeBinomial(0.8, 1)).isCloseTo(YieldModels.seeds(0.8), within(1e-12));
    }

    @Test
    void shouldGiveYieldOneWithoutDefects() {
        assertThat(new double[] {
                    YieldModels.poisson(0),
                    YieldModels.murphy(0),
                    YieldModels.rectangular(0),
                    YieldModels.seeds(0),
                    YieldModels.moore(0),
                    YieldModels.negativeBinomial(0, 2),
                    YieldModels.boseEinstein(0, 10),
                    YieldModels.harvested(0, 144, 132, 0.25)
                })
                .containsOnly(1.0);
    }

    @Test
    void shouldGiveMooresAndTheLayersYield() {
        assertThat(YieldModels.moore(0.25)).isCloseTo(StrictMath.exp(-0.5), within(1e-12));
        assertThat(YieldModels.layeredPoisson(8, new double[] {0.2, 0.1}, new double[] {0.3, 0.5}))
                .isCloseTo(StrictMath.exp(-8 * (0.06 + 0.05)), within(1e-12));
    }

    /** 1,000 um of lines 0.02 um apart, smallest defect 0.01 um: 2.5 um2 (DOMAIN.md 3.3). */
    @Test
    void shouldGiveTheCriticalAreaOfParallelLines() {
        assertThat(YieldModels.criticalArea(1000, 0.02, 0.01)).isCloseTo(2.5, within(1e-12));
    }

    @Test
    void shouldHarvestDiesWithEnoughBlocks() {
        double bad = 1 - StrictMath.exp(-2.0 * 0.75 / 144);
        double enough = new BinomialDistribution(144, bad).cumulativeProbability(12);

        assertThat(YieldModels.harvested(2, 144, 132, 0.25)).isCloseTo(enough * StrictMath.exp(-0.5), within(1e-12));
        assertThat(YieldModels.harvested(2, 144, 144, 0.25)).isCloseTo(StrictMath.exp(-2), within(1e-12));
    }
}
