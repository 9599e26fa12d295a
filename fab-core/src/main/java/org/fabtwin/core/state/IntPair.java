/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.core.state;

/** Two ints in one word of a row. Immutable; stateless. */
public final class IntPair {
    private static final long LOWER = 0xFFFF_FFFFL;

    private IntPair() {}

    public static long of(int lower, int upper) {
        return (long) upper << Integer.SIZE | lower & LOWER;
    }

    public static int lower(long pair) {
        return (int) pair;
    }

    public static int upper(long pair) {
        return (int) (pair >> Integer.SIZE);
    }

    /** The pair with another lower int. */
    public static long withLower(long pair, int lower) {
        return pair & ~LOWER | lower & LOWER;
    }

    /** The pair with another upper int. */
    public static long withUpper(long pair, int upper) {
        return pair & LOWER | (long) upper << Integer.SIZE;
    }
}
