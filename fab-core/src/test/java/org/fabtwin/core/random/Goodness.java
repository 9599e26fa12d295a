/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.core.random;

import java.util.Arrays;
import java.util.function.DoubleUnaryOperator;
import org.hipparchus.distribution.IntegerDistribution;
import org.hipparchus.distribution.RealDistribution;
import org.hipparchus.distribution.continuous.ChiSquaredDistribution;
import org.hipparchus.stat.inference.KolmogorovSmirnovTest;

/** Goodness-of-fit tests. Samples are at fixed seeds, so a p-value above the limit today is above it forever. */
final class Goodness {
    /** A right sampler falls below this at one seed in a thousand; a wrong one falls below it by many decades. */
    static final double LEAST_P = 1e-3;

    /** Anderson-Darling statistic with the p-value 0.001 (Marsaglia and Marsaglia 2004). */
    static final double LARGEST_ANDERSON_DARLING = 6.0;

    private Goodness() {}

    static double kolmogorovSmirnovP(double[] sample, RealDistribution law) {
        return new KolmogorovSmirnovTest().kolmogorovSmirnovTest(law, sample);
    }

    /** Two-sample, asymptotic. */
    static double kolmogorovSmirnovP(double[] sample, double[] oracle) {
        KolmogorovSmirnovTest test = new KolmogorovSmirnovTest();
        return test.approximateP(test.kolmogorovSmirnovStatistic(sample, oracle), sample.length, oracle.length);
    }

    /** Weighs the tails as much as the middle. */
    static double andersonDarling(double[] sample, DoubleUnaryOperator cdf) {
        double[] sorted = sample.clone();
        Arrays.sort(sorted);
        int n = sorted.length;
        double sum = 0.0;
        for (int i = 0; i < n; i++) {
            double below = Math.log(cdf.applyAsDouble(sorted[i]));
            double above = Math.log1p(-cdf.applyAsDouble(sorted[n - 1 - i]));
            sum += (2 * i + 1) * (below + above);
        }
        return -n - sum / n;
    }

    /** Upper tail of the chi-square statistic of counts against equal expectations. */
    static double chiSquareP(long[] observed) {
        double expected = (double) Arrays.stream(observed).sum() / observed.length;
        double[] expectations = new double[observed.length];
        Arrays.fill(expectations, expected);
        return chiSquareP(observed, expectations);
    }

    /** Cells with an expectation below 10 are joined with those after them. */
    static double chiSquareP(long[] observed, double[] expected) {
        double statistic = 0.0;
        int cells = 0;
        double expectedInCell = 0.0;
        long observedInCell = 0;
        double expectedLeft = Arrays.stream(expected).sum();
        for (int i = 0; i < observed.length; i++) {
            expectedInCell += expected[i];
            expectedLeft -= expected[i];
            observedInCell += observed[i];
            boolean last = i == observed.length - 1;
            if (last || (expectedInCell >= 10.0 && expectedLeft >= 10.0)) {
                double difference = observedInCell - expectedInCell;
                statistic += difference * difference / expectedInCell;
                cells++;
                expectedInCell = 0.0;
                observedInCell = 0;
            }
        }
        return 1.0 - new ChiSquaredDistribution(cells - 1).cumulativeProbability(statistic);
    }

    /** Chi-square of counts 0 .. observed.length - 1, the last of which stands for all larger ones too. */
    static double chiSquareP(long[] observed, IntegerDistribution law) {
        long n = Arrays.stream(observed).sum();
        double[] expected = new double[observed.length];
        for (int i = 0; i < expected.length - 1; i++) {
            expected[i] = n * law.probability(i);
        }
        expected[expected.length - 1] = n * (1.0 - law.cumulativeProbability(expected.length - 2));
        return chiSquareP(observed, expected);
    }
}
