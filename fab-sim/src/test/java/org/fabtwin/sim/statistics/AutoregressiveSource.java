/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.sim.statistics;

import java.util.Random;

/** x[t] = phi x[t-1] + normal noise, in its steady state from the start: mean 0. */
final class AutoregressiveSource {
    private final Random random;
    private final double phi;
    private double value;

    AutoregressiveSource(long seed, double phi) {
        this.random = new Random(seed);
        this.phi = phi;
        this.value = random.nextGaussian() / Math.sqrt(1 - phi * phi);
    }

    double next() {
        value = phi * value + random.nextGaussian();
        return value;
    }

    double[] next(int count) {
        final double[] values = new double[count];
        for (int i = 0; i < count; i++) {
            values[i] = next();
        }
        return values;
    }

    /** Means of batches. */
    double[] batchMeans(int batches, int length) {
        final double[] means = new double[batches];
        for (int batch = 0; batch < batches; batch++) {
            for (int i = 0; i < length; i++) {
                means[batch] += next() / length;
            }
        }
        return means;
    }
}
