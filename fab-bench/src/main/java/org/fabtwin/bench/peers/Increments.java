/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.bench.peers;

import java.util.SplittableRandom;

/** Exponential times that all libraries share, drawn beforehand: reading one costs the same in all. */
final class Increments {
    private static final int DRAWS = 1 << 16;
    private static final double MEAN_US = 60_000_000;

    private final long[] draws = new long[DRAWS];
    private int next;

    Increments(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        for (int i = 0; i < DRAWS; i++) {
            draws[i] = (long) (-MEAN_US * StrictMath.log(1 - random.nextDouble()));
        }
    }

    /** Microseconds. */
    long next() {
        return draws[next++ & DRAWS - 1];
    }
}
