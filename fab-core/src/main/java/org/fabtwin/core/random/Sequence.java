/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.core.random;

/**
 * Many numbers of one address, cheaper than a draw each: word n is SplitMix64's (Steele, Lea and Flood, OOPSLA 2014), a counter
 * run through a bijection, started from the address's 64 bits. For what needs thousands of numbers at once: the dies of a wafer.
 * Stateless.
 */
public final class Sequence {
    private static final long GOLDEN = 0x9E3779B97F4A7C15L;

    private Sequence() {}

    /** What the sequence of an address starts from. */
    public static long start(Draws draws, int cause, long subject, int visit) {
        return draws.bits(cause, subject, visit, 0);
    }

    /** Word n, from 0. */
    public static long bits(long start, int n) {
        return Draws.mix64(start + GOLDEN * (n + 1L));
    }

    /** Uniform on the open interval (0, 1) from word n. */
    public static double uniform(long start, int n) {
        return Draws.toUniform(bits(start, n));
    }

    /** Standard normal from word n. */
    public static double normal(long start, int n) {
        return NormalZiggurat.sample(bits(start, n));
    }
}
