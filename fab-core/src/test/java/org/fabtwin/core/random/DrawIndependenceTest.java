/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.core.random;

import static org.assertj.core.api.Assertions.assertThat;
import static org.fabtwin.core.random.Goodness.LEAST_P;

import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Draws at neighbouring addresses, as pairs: 2-dimensional chi-square of several groups of bits, and correlation. */
class DrawIndependenceTest {
    private static final int PAIRS = 1 << 17;
    private static final Draws DRAWS = new Draws(1, 0);

    /** The i-th draw of a sequence. */
    private interface Sequence {
        long bits(int i);
    }

    private static Arguments pair(String name, Sequence left, Sequence right) {
        return Arguments.of(name, left, right);
    }

    static Stream<Arguments> neighbours() {
        Sequence plain = i -> DRAWS.bits(Cause.PROCESS_TIME, i, 0, 0);
        Sequence plainByVisit = i -> DRAWS.bits(Cause.PROCESS_TIME, 9, i, 0);
        return Stream.of(
                pair("subject i, i + 1", plain, i -> DRAWS.bits(Cause.PROCESS_TIME, i + 1, 0, 0)),
                pair("subject high bit", plain, i -> DRAWS.bits(Cause.PROCESS_TIME, i | 1L << 63, 0, 0)),
                pair("subject complement", plain, i -> DRAWS.bits(Cause.PROCESS_TIME, ~i, 0, 0)),
                pair("visit 0, 1", plain, i -> DRAWS.bits(Cause.PROCESS_TIME, i, 1, 0)),
                pair("visit i, i + 1", plainByVisit, i -> DRAWS.bits(Cause.PROCESS_TIME, 9, i + 1, 0)),
                pair("k 0, 1", plain, i -> DRAWS.bits(Cause.PROCESS_TIME, i, 0, 1)),
                pair("k 0, 0xFFFF", plain, i -> DRAWS.bits(Cause.PROCESS_TIME, i, 0, 0xFFFF)),
                pair("cause 2, 3", plain, i -> DRAWS.bits(Cause.TRANSPORT, i, 0, 0)),
                pair("cause and visit swapped", plainByVisit, i -> DRAWS.bits(i & 0xFFFF, 9, Cause.PROCESS_TIME, 1)),
                pair("replication 0, 1", plain, i -> new Draws(1, 1).bits(Cause.PROCESS_TIME, i, 0, 0)),
                pair("seed 1, 2", plain, i -> new Draws(2, 0).bits(Cause.PROCESS_TIME, i, 0, 0)),
                pair("replication i, i + 1", i -> new Draws(1, i).bits(Cause.RELEASE, 0, 0, 0), i -> new Draws(1, i + 1)
                        .bits(Cause.RELEASE, 0, 0, 0)),
                pair("seed i, i + 1", i -> new Draws(i, 0).bits(Cause.RELEASE, 0, 0, 0), i -> new Draws(i + 1, 0)
                        .bits(Cause.RELEASE, 0, 0, 0)),
                pair("seed i, replication i", i -> new Draws(i, 0).bits(1, 0, 0, 0), i -> new Draws(0, i + 1)
                        .bits(1, 0, 0, 0)),
                pair(
                        "wafer i at steps 0, 1",
                        i -> DRAWS.bits(Cause.PROCESS_TIME, Draws.subject(i, 0), 0, 0),
                        i -> DRAWS.bits(Cause.PROCESS_TIME, Draws.subject(i, 1), 0, 0)),
                pair("subject and its identity", i -> DRAWS.bits(Cause.PROCESS_TIME, Draws.subject(i, 0), 0, 0), plain),
                pair("word and next word of counter 1", plain, i -> DRAWS.bits(Cause.PROCESS_TIME, i, 1 << 16, 0)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("neighbours")
    void shouldBeIndependentAtNeighbouringAddresses(String name, Sequence left, Sequence right) {
        for (int shift : new int[] {0, 6, 29, 52, 58}) {
            long[] cells = new long[64 * 64];
            double sum = 0.0;
            for (int i = 0; i < PAIRS; i++) {
                long a = left.bits(i);
                long b = right.bits(i);
                cells[(int) (a >>> shift & 63) << 6 | (int) (b >>> shift & 63)]++;
                sum += (Draws.toUniform(a) - 0.5) * (Draws.toUniform(b) - 0.5);
            }

            assertThat(Goodness.chiSquareP(cells)).as("bits from %d", shift).isBetween(LEAST_P / 20, 1 - LEAST_P / 20);
            assertThat(Math.abs(12.0 * sum / PAIRS)).as("correlation").isLessThan(4.0 / Math.sqrt(PAIRS));
        }
    }

    @Test
    void shouldNotBeAllowedToCorrelateUnnoticed() {
        long[] cells = new long[64 * 64];
        for (int i = 0; i < PAIRS; i++) {
            long a = DRAWS.bits(1, i, 0, 0);
            // One pair in 50 is a copy.
            long b = i % 50 == 0 ? a : DRAWS.bits(2, i, 0, 0);
            cells[(int) (a >>> 58) << 6 | (int) (b >>> 58)]++;
        }

        assertThat(Goodness.chiSquareP(cells)).isLessThan(1e-12);
    }

    @Test
    void shouldFlipHalfTheBitsWhenOneBitOfTheAddressFlips() {
        int trials = 400;
        double[] meanFlips = IntStream.range(0, 128)
                .mapToDouble(bit -> {
                    long flips = 0;
                    for (int i = 0; i < trials; i++) {
                        flips += Long.bitCount(word(i, -1) ^ word(i, bit));
                    }
                    return (double) flips / trials;
                })
                .toArray();

        // Standard deviation of a mean over 400 words: 4 / sqrt(400) = 0.2.
        for (int bit = 0; bit < 128; bit++) {
            assertThat(meanFlips[bit]).as("address bit %d", bit).isBetween(31.1, 32.9);
        }
    }

    private static long word(int i, int flippedBit) {
        long counter0 = flippedBit >= 0 && flippedBit < 64 ? i ^ 1L << flippedBit : i;
        long counter1 = flippedBit >= 64 ? i ^ 1L << flippedBit - 64 : i;
        return DRAWS.bits((int) (counter1 >>> 48), counter0, (int) (counter1 >>> 16), (int) counter1);
    }

    @Test
    void shouldBeUniformInEveryByte() {
        for (int shift = 0; shift < 64; shift += 8) {
            long[] cells = new long[256];
            for (int i = 0; i < PAIRS; i++) {
                cells[(int) (DRAWS.bits(Cause.SAMPLING, Draws.keyOf("tool"), i, 0) >>> shift & 255)]++;
            }
            assertThat(Goodness.chiSquareP(cells)).as("byte at %d", shift).isGreaterThan(LEAST_P);
        }
    }
}
