/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.core.random;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Known answers are those that the authors of Philox publish with Random123 (kat_vectors, philox2x64, 10 rounds). */
class Philox2x64Test {
    private static final BigInteger TWO_64 = BigInteger.ONE.shiftLeft(64);

    @Test
    void shouldGiveThePublishedAnswers() {
        assertBlock(0, 0, 0, 0xca00a0459843d731L, 0x66c24222c9a845b5L);
        assertBlock(-1, -1, -1, 0x65b021d60cd8310fL, 0x4d02f3222f86df20L);
        assertBlock(
                0x243f6a8885a308d3L,
                0x13198a2e03707344L,
                0xa4093822299f31d0L,
                0x0a5e742c2997341cL,
                0xb0f883d38000de5dL);
    }

    @Test
    void shouldAgreeWithARoundWrittenInIntegersWithoutWidth() {
        long seed = 20_261_122;
        SplittableRandom random = new SplittableRandom(seed);

        for (int i = 0; i < 2_000; i++) {
            long counter0 = random.nextLong() >> random.nextInt(64);
            long counter1 = random.nextLong();
            long key = random.nextLong();

            assertThat(Philox2x64.word0(counter0, counter1, key, Philox2x64.ROUNDS))
                    .as("seed %d, case %d", seed, i)
                    .isEqualTo(word0InBigIntegers(counter0, counter1, key));
        }
    }

    private static void assertBlock(long counter0, long counter1, long key, long word0, long word1) {
        assertThat(Philox2x64.word0(counter0, counter1, key, 10)).isEqualTo(word0);
        assertThat(Philox2x64.MULTIPLIER * Philox2x64.word0(counter0, counter1, key, 9))
                .isEqualTo(word1);
    }

    private static long word0InBigIntegers(long counter0, long counter1, long key) {
        BigInteger multiplier = new BigInteger("D2B74407B1CE6E93", 16);
        BigInteger keyStep = new BigInteger("9E3779B97F4A7C15", 16);
        BigInteger left = unsigned(counter0);
        BigInteger right = unsigned(counter1);
        BigInteger roundKey = unsigned(key);
        for (int round = 0; round < 10; round++) {
            BigInteger[] highAndLow = left.multiply(multiplier).divideAndRemainder(TWO_64);
            left = highAndLow[0].xor(roundKey).xor(right);
            right = highAndLow[1];
            roundKey = roundKey.add(keyStep).mod(TWO_64);
        }
        return left.longValue();
    }

    private static BigInteger unsigned(long value) {
        return BigInteger.valueOf(value).mod(TWO_64);
    }
}
