/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.core.random;

/**
 * Every random number of one replication, as a pure function of its address (cause, subject, visit, k).
 *
 * <p>Immutable and thread-safe. The same address always gives the same value, whatever was drawn before; so comparing two
 * scenarios uses common random numbers whatever the dispatch order, and a new draw in one place shifts no other.
 *
 * <p>Generator: Philox2x64-10, word 0 of the block (word 1 is not used). Layout of an address:
 *
 * <pre>
 *   key             mix64(mix64(seed + G) + G * replication), G = 0x9E3779B97F4A7C15
 *   counter word 0  subject, all 64 bits
 *   counter word 1  | cause 63..48 | visit 47..16 | k 15..0 |
 * </pre>
 *
 * <p>Guarantees:
 *
 * <ul>
 *   <li>Two addresses of one replication never share a block: the layout is injective for causes of 16 bits, visits of 32
 *       and k of 16.
 *   <li>Two replications of one seed never share a key, nor do two seeds of one replication.
 * </ul>
 *
 * <p>Subjects are identities that stay when something else is added to the line: {@link #keyOf} of a name, or
 * {@link #subject} of two identities. Distinct subjects are distinct with the certainty of a 64-bit hash: among a million
 * of them the chance of any collision is below 3e-8.
 */
public final class Draws {
    private static final long GOLDEN = 0x9E3779B97F4A7C15L;

    private final long key;

    /** Any seed and any replication will do; small and adjacent ones are as good as random ones. */
    public Draws(long seed, int replication) {
        this.key = mix64(mix64(seed + GOLDEN) + GOLDEN * replication);
    }

    /** 64 uniform bits. Of {@code cause} and {@code k} the low 16 bits count, of {@code visit} all 32. */
    public long bits(int cause, long subject, int visit, int k) {
        long address = (long) cause << 48 | (visit & 0xFFFF_FFFFL) << 16 | k & 0xFFFFL;
        return Philox2x64.word0(subject, address, key, Philox2x64.ROUNDS);
    }

    /**
     * Uniform on the open interval (0, 1): the odd multiples of 2<sup>-53</sup>, each equally likely. Never 0 nor 1, its
     * mean is exactly one half, and 1 - u is as exact as u.
     */
    public double uniform(int cause, long subject, int visit, int k) {
        return toUniform(bits(cause, subject, visit, k));
    }

    /**
     * One subject of an identity and a place (a wafer and a step, a tool and a counter): a different value for each place
     * of an identity, for each identity at a place, and for the two exchanged. May be nested.
     */
    public static long subject(long identity, long place) {
        return mix64(mix64(identity + GOLDEN) + GOLDEN * place);
    }

    /**
     * Identity of a name: a 64-bit hash of its UTF-16 code units, each mixed in by a full avalanche, starting from the
     * length. Part of the log's contract: the same on every JDK, never to change. Names are taken as they are, without
     * Unicode normalisation.
     */
    public static long keyOf(String name) {
        long hash = name.length();
        for (int i = 0; i < name.length(); i++) {
            hash = mix64((hash ^ name.charAt(i)) + GOLDEN);
        }
        return hash;
    }

    static double toUniform(long bits) {
        // The last bit is forced to 1 instead of adding a half, because 2^53 - 0.5 would round to 2^53.
        return (bits >>> 11 | 1L) * 0x1p-53;
    }

    /** Stafford's bijection "Mix13" of 64-bit words, the finaliser of SplitMix64 (Steele, Lea and Flood, OOPSLA 2014). */
    static long mix64(long word) {
        long z = (word ^ word >>> 30) * 0xBF58476D1CE4E5B9L;
        z = (z ^ z >>> 27) * 0x94D049BB133111EBL;
        return z ^ z >>> 31;
    }
}
