/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.bench.peers;

import java.util.SplittableRandom;

/** Exponential times in whole microseconds. */
final class Exponential {
    static final double US_PER_MINUTE = 60e6;

    private Exponential() {}

    static long us(SplittableRandom random, double meanUs) {
        return (long) (-meanUs * Math.log(1 - random.nextDouble()));
    }
}
