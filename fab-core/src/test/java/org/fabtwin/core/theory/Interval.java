/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.core.theory;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.hipparchus.distribution.continuous.TDistribution;

/** Student's interval of a mean over independent replications. */
record Interval(double low, double high) {
    private static final double CONFIDENCE = 0.99;

    static Interval of(double[] replications) {
        int n = replications.length;
        double mean = Arrays.stream(replications).average().orElseThrow();
        double squares =
                Arrays.stream(replications).map(x -> (x - mean) * (x - mean)).sum();
        double quantile = new TDistribution(n - 1).inverseCumulativeProbability(0.5 + CONFIDENCE / 2);
        double half = quantile * Math.sqrt(squares / (n - 1) / n);
        return new Interval(mean - half, mean + half);
    }

    boolean contains(double value) {
        return low <= value && value <= high;
    }

    /** The interval holds the right value, and is narrow enough to refuse the wrong one: else the check would prove nothing. */
    void assertHolds(String what, double right, double wrong) {
        assertThat(contains(right)).as("%s = %f within %s", what, right, this).isTrue();
        assertThat(contains(wrong))
                .as("%s = %f is told from %f by %s", what, wrong, right, this)
                .isFalse();
    }
}
