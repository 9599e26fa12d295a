/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.rules.planted.library;

/** What Commons RNG does: takes the intrinsic logarithm, behind an interface. */
final class ExponentialSampler implements Sampler {
    private static final long SEED = Seeds.next();

    private final double mean;

    ExponentialSampler(final double mean) {
        this.mean = mean;
    }

    @Override
    public double sample() {
        return -mean * Math.log(0x1p-53 * (SEED | 1));
    }
}
