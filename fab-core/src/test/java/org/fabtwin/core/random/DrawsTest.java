/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.core.random;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DrawsTest {
    private final Draws draws = new Draws(42, 0);

    @Test
    void shouldLayOutTheAddressAsDocumented() {
        long key = Draws.mix64(Draws.mix64(42 + 0x9E3779B97F4A7C15L) + 7 * 0x9E3779B97F4A7C15L);
        long address = 0xABCD_89AB_CDEF_1234L;

        assertThat(new Draws(42, 7).bits(0xABCD, -5, 0x89ABCDEF, 0x1234))
                .isEqualTo(Philox2x64.word0(-5, address, key, 10));
    }

    @Test
    void shouldGiveEachAddressItsOwnBits() {
        Set<Long> seen = new HashSet<>();
        int addresses = 0;
        int[] visits = {0, 1, 0xFFFF, 0x10000, Integer.MAX_VALUE, Integer.MIN_VALUE, -1};
        int[] ks = {0, 1, 255, 256, 0x7FFF, 0x8000, 0xFFFF};
        for (int cause : new int[] {Cause.RELEASE, Cause.PROCESS_TIME, 0x8000, 0xFFFF}) {
            for (long subject : new long[] {0, 1, -1, Long.MIN_VALUE, 1L << 32}) {
                for (int visit : visits) {
                    for (int k : ks) {
                        seen.add(draws.bits(cause, subject, visit, k));
                        addresses++;
                    }
                }
            }
        }

        assertThat(seen).hasSize(addresses);
    }

    @Test
    void shouldGiveEachSeedAndReplicationItsOwnDraws() {
        Set<Long> seen = new HashSet<>();
        for (int seed = -50; seed < 50; seed++) {
            for (int replication = -5; replication < 45; replication++) {
                seen.add(new Draws(seed, replication).bits(Cause.RELEASE, 0, 0, 0));
            }
        }

        assertThat(seen).hasSize(100 * 50);
    }

    @Test
    void shouldGiveTheSameBitsInAnyOrder() {
        long first = draws.bits(Cause.REPAIR, 3, 4, 0);
        draws.bits(Cause.REPAIR, 3, 4, 1);

        assertThat(draws.bits(Cause.REPAIR, 3, 4, 0)).isEqualTo(first);
        assertThat(new Draws(42, 0).bits(Cause.REPAIR, 3, 4, 0)).isEqualTo(first);
    }

    @ParameterizedTest
    @ValueSource(longs = {0, -1, 1, 1L << 10, 1L << 11, 1L << 63, -1L << 11, -1L >>> 1, -2, 0x7FF, ~0x7FFL})
    void shouldKeepUniformsInsideTheOpenIntervalAtExtremeBits(long bits) {
        double u = Draws.toUniform(bits);

        assertThat(u).isGreaterThan(0.0).isLessThan(1.0);
        assertThat(1.0 - u).isEqualTo(Draws.toUniform(~bits));
    }

    @Test
    void shouldReachBothEndsOfTheUniformGrid() {
        assertThat(Draws.toUniform(0)).isEqualTo(0x1p-53);
        assertThat(Draws.toUniform(-1)).isEqualTo(1.0 - 0x1p-53);
        assertThat(Draws.toUniform(1L << 63)).isEqualTo(0.5 + 0x1p-53);
    }

    @Test
    void shouldTellApartIdentityAndPlace() {
        Set<Long> seen = new HashSet<>();
        for (long identity = -100; identity < 400; identity++) {
            for (long place = -100; place < 400; place++) {
                seen.add(Draws.subject(identity, place));
            }
        }

        assertThat(seen).hasSize(500 * 500);
    }

    @Test
    void shouldFlipHalfTheBitsOfASubjectWhenOneBitOfItsPartsFlips() {
        int trials = 200;
        for (int bit = 0; bit < 64; bit++) {
            int identityFlips = 0;
            int placeFlips = 0;
            for (long i = 0; i < trials; i++) {
                long subject = Draws.subject(i, i * i);
                identityFlips += Long.bitCount(subject ^ Draws.subject(i ^ 1L << bit, i * i));
                placeFlips += Long.bitCount(subject ^ Draws.subject(i, i * i ^ 1L << bit));
            }
            // Standard deviation of a mean over 200 words of 64 fair bits: 4 / sqrt(200) = 0.28.
            assertThat((double) identityFlips / trials)
                    .as("identity bit %d", bit)
                    .isBetween(30.6, 33.4);
            assertThat((double) placeFlips / trials).as("place bit %d", bit).isBetween(30.6, 33.4);
        }
    }

    @Test
    void shouldHashNamesWithoutCollisionsWhereStringHashCodeHasThem() {
        assertThat("Aa".hashCode()).isEqualTo("BB".hashCode());
        assertThat(Draws.keyOf("Aa")).isNotEqualTo(Draws.keyOf("BB"));
        assertThat(Draws.keyOf("")).isNotEqualTo(Draws.keyOf("\0"));
        assertThat(Draws.keyOf("\0")).isNotEqualTo(Draws.keyOf("\0\0"));

        Set<Long> seen = new HashSet<>();
        int names = 0;
        for (char a = 'A'; a <= 'z'; a++) {
            for (char b = 'A'; b <= 'z'; b++) {
                for (int n = 0; n < 60; n++) {
                    seen.add(Draws.keyOf("" + a + b + "_" + n));
                    names++;
                }
            }
        }
        assertThat(seen).hasSize(names);
    }

    /** A change here breaks the golden hash of every log. */
    @Test
    void shouldNeverChangeKeysSubjectsAndBits() {
        assertThat(Draws.keyOf("")).isEqualTo(0x0000000000000000L);
        assertThat(Draws.keyOf("LITHO_193i/07")).isEqualTo(0x9043bec69ced89afL);
        assertThat(Draws.keyOf("Gerät β")).isEqualTo(0x284326ad6349721dL);
        assertThat(Draws.subject(1, 2)).isEqualTo(0xf18d6ce93d6cf1eeL);
        assertThat(draws.bits(Cause.RELEASE, 0, 0, 0)).isEqualTo(0xf5fd059a0cce56a9L);
        assertThat(new Draws(-1, 3).bits(Cause.PROCESS_TIME, Draws.keyOf("x"), 17, 2))
                .isEqualTo(0xc424df5215b7af75L);
    }
}
