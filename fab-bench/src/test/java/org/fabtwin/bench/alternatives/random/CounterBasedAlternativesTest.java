/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.bench.alternatives.random;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import org.junit.jupiter.api.Test;

class CounterBasedAlternativesTest {
    private static final BigInteger TWO_64 = BigInteger.ONE.shiftLeft(64);
    private static final BigInteger TWO_32 = BigInteger.ONE.shiftLeft(32);

    /** Random123's kat_vectors, philox4x32, 10 rounds. */
    @Test
    void shouldGiveThePublishedAnswersOfPhilox4x32() {
        assertBlock(0, 0, 0, 0xe169c58d_6627e8d5L, 0x9b00dbd8_bc57ac4cL);
        assertBlock(-1, -1, -1, 0x41c83b0e_408f276dL, 0x6d5451fd_a20bc7c6L);
        assertBlock(
                0x85a308d3_243f6a88L,
                0x03707344_13198a2eL,
                0x299f31d0_a4093822L,
                0x94fdcceb_d16cfe09L,
                0x24126ea1_5001e420L);
    }

    @Test
    void shouldAgreeWithSquaresWrittenInIntegersWithoutWidth() {
        long key = 0x548C9DECBCE65297L;
        Squares squares = new Squares(key);

        for (long counter = 0; counter < 500; counter++) {
            long far = counter * 0x1234567_89ABCDEFL;
            assertThat(squares.bits(counter)).isEqualTo(squaresInBigIntegers(counter, key));
            assertThat(squares.bits(far)).isEqualTo(squaresInBigIntegers(far, key));
        }
    }

    private static void assertBlock(long counterLow, long counterHigh, long key, long low, long high) {
        assertThat(new Philox4x32(key).bits(counterLow, counterHigh)).isEqualTo(low);
        assertThat(new Philox4x32(key).bitsHigh(counterLow, counterHigh)).isEqualTo(high);
    }

    private static long squaresInBigIntegers(long counter, long key) {
        BigInteger k = BigInteger.valueOf(key).mod(TWO_64);
        BigInteger y = BigInteger.valueOf(counter).multiply(k).mod(TWO_64);
        BigInteger z = y.add(k).mod(TWO_64);
        BigInteger x = y;
        BigInteger[] addends = {y, z, y, z};
        BigInteger beforeSwap = y;
        for (BigInteger addend : addends) {
            beforeSwap = x.multiply(x).add(addend).mod(TWO_64);
            BigInteger[] halves = beforeSwap.divideAndRemainder(TWO_32);
            x = halves[1].multiply(TWO_32).add(halves[0]);
        }
        BigInteger last = x.multiply(x).add(y).mod(TWO_64).divide(TWO_32);
        return beforeSwap.xor(last).longValue();
    }
}
