/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.bench.alternatives.random;

/**
 * Squares of Widynski, "Squares: a fast counter-based RNG", arXiv 2004.06278, the form with 64-bit output (five rounds of
 * middle squares driven by a Weyl sequence).
 *
 * <p>Not taken, though several times faster (DrawsBenchmark): its counter has 64 bits, an address of a draw has 128, so the
 * address must be hashed and two addresses of one run may share a value; and its keys must be chosen (irregular digits),
 * while keys mixed from seed and replication are outside what the author has tested.
 */
public final class Squares {
    private final long key;

    /** The key should have irregular, nonzero hexadecimal digits and be odd. */
    public Squares(long key) {
        this.key = key;
    }

    /** Bits at a counter. */
    public long bits(long counter) {
        long y = counter * key;
        long z = y + key;
        long x = Long.rotateLeft(y * y + y, 32);
        x = Long.rotateLeft(x * x + z, 32);
        x = Long.rotateLeft(x * x + y, 32);
        long t = x * x + z;
        x = Long.rotateLeft(t, 32);
        return t ^ (x * x + y >>> 32);
    }

    /** Bits at an address as org.fabtwin.core.random.Draws has it, hashed to one counter. */
    public long bits(int cause, long subject, int visit, int k) {
        long address = (long) cause << 48 | (visit & 0xFFFF_FFFFL) << 16 | k & 0xFFFFL;
        long mixed = (subject ^ subject >>> 30) * 0xBF58476D1CE4E5B9L;
        mixed = (mixed ^ mixed >>> 27) * 0x94D049BB133111EBL;
        return bits((mixed ^ mixed >>> 31) + address);
    }
}
