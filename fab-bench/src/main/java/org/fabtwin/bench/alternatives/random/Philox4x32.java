/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.bench.alternatives.random;

/**
 * Philox4x32-10 of Salmon et al., SC11 (2011): four 32-bit words, two multiplications a round, the form that GPUs like.
 *
 * <p>Not taken: key and counter are as wide as those of Philox2x64, but its words must be packed and unpacked, and on
 * 64-bit machines that wins nothing (DrawsBenchmark).
 */
public final class Philox4x32 {
    private static final long MULTIPLIER_0 = 0xD2511F53L;
    private static final long MULTIPLIER_1 = 0xCD9E8D57L;
    private static final int KEY_STEP_0 = 0x9E3779B9;
    private static final int KEY_STEP_1 = 0xBB67AE85;
    private static final long LOW = 0xFFFF_FFFFL;

    private final long key;

    /** Word 0 of the key in the low half. */
    public Philox4x32(long key) {
        this.key = key;
    }

    /** Words 0 (low half) and 1 (high half) of the block at the counter, whose words are in the same order. */
    public long bits(long counterLow, long counterHigh) {
        return block(counterLow, counterHigh, 0);
    }

    /** Words 2 (low half) and 3 (high half). */
    public long bitsHigh(long counterLow, long counterHigh) {
        return block(counterLow, counterHigh, 1);
    }

    /** Bits at an address as org.fabtwin.core.random.Draws has it. */
    public long bits(int cause, long subject, int visit, int k) {
        return bits(subject, (long) cause << 48 | (visit & 0xFFFF_FFFFL) << 16 | k & 0xFFFFL);
    }

    private long block(long counterLow, long counterHigh, int half) {
        int c0 = (int) counterLow;
        int c1 = (int) (counterLow >>> 32);
        int c2 = (int) counterHigh;
        int c3 = (int) (counterHigh >>> 32);
        int key0 = (int) key;
        int key1 = (int) (key >>> 32);
        for (int round = 0; round < 10; round++) {
            long product0 = MULTIPLIER_0 * (c0 & LOW);
            long product1 = MULTIPLIER_1 * (c2 & LOW);
            c0 = (int) (product1 >>> 32) ^ c1 ^ key0;
            c1 = (int) product1;
            c2 = (int) (product0 >>> 32) ^ c3 ^ key1;
            c3 = (int) product0;
            key0 += KEY_STEP_0;
            key1 += KEY_STEP_1;
        }
        return half == 0 ? c0 & LOW | (long) c1 << 32 : c2 & LOW | (long) c3 << 32;
    }
}
