/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.rules.planted.library;

/** Stands for a library's interface. */
public interface Sampler {
    double sample();

    static Sampler exponential(final double mean) {
        return new ExponentialSampler(mean);
    }

    /** Never made by the model, so its clock is not reached. */
    final class ClockSampler implements Sampler {
        @Override
        public double sample() {
            return System.nanoTime();
        }
    }
}
