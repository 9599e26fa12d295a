/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.core.random;

/**
 * The Philox2x64 block function of Salmon, Moraes, Dror and Shaw, "Parallel random numbers: as easy as 1, 2, 3", SC11
 * (2011): a keyed bijection of 128-bit counters whose outputs pass BigCrush from 6 rounds on; 10 rounds are the
 * recommended margin.
 */
final class Philox2x64 {
    static final int ROUNDS = 10;
    static final long MULTIPLIER = 0xD2B74407B1CE6E93L;

    /** The golden ratio's fraction, added to the key after each round. */
    private static final long KEY_STEP = 0x9E3779B97F4A7C15L;

    private Philox2x64() {}

    /**
     * Word 0 of the block after the given number of rounds. (Word 1 after n rounds is MULTIPLIER times word 0 after
     * n - 1 rounds.)
     */
    static long word0(long counter0, long counter1, long key, int rounds) {
        long left = counter0;
        long right = counter1;
        long roundKey = key;
        for (int round = 0; round < rounds; round++) {
            long high = multiplyHighUnsigned(left);
            long low = MULTIPLIER * left;
            // What does not wait for the product first: the next round waits for this word.
            left = high ^ (roundKey ^ right);
            right = low;
            roundKey += KEY_STEP;
        }
        return left;
    }

    /**
     * High word of the unsigned product MULTIPLIER * x. Math.multiplyHigh is signed (its unsigned form came with Java
     * 18): a factor with its top bit set is 2^64 too small there, so the other factor is added back. The multiplier's top
     * bit is always set.
     */
    private static long multiplyHighUnsigned(long x) {
        return Math.multiplyHigh(MULTIPLIER, x) + (x + ((x >> 63) & MULTIPLIER));
    }
}
