/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.core.random;

/**
 * Standard normals of a {@link Sequence} of which one number tells beforehand whether any of n lies beyond {@link #BOUND}, and which
 * is the first. None does nearly always; then what no number within the bound can change need not be drawn. The n numbers, drawn or
 * not, are independent standard normals, as long as each place is drawn once at most. Stateless.
 *
 * <pre>
 *   place    before the first    the first    after it
 *   law      within the bound    beyond it    normal
 * </pre>
 */
public final class BoundedNormals {
    /** Where the ziggurat's tail begins, so that both parts can be drawn by it. */
    public static final double BOUND = NormalZiggurat.TAIL;

    /** No number is beyond the bound; also the first place that a sequence does not have. */
    public static final int NONE = Integer.MAX_VALUE;

    /** Probability that a normal number is beyond the bound: erfc(BOUND / sqrt 2), rounded. */
    static final double BEYOND = 2.580324876539013e-4;

    private BoundedNormals() {}

    /** Probability that any of n is beyond the bound. */
    public static double anyBeyond(int n) {
        double inside = 1;
        for (int i = 0; i < n; i++) {
            inside *= 1 - BEYOND;
        }
        return 1 - inside;
    }

    /** The first place beyond the bound, by a uniform number below {@link #anyBeyond} of its n places. */
    public static int first(double u, int n) {
        double next = BEYOND;
        double sum = next;
        int place = 0;
        while (u >= sum && place < n - 1) {
            next *= 1 - BEYOND;
            sum += next;
            place++;
        }
        return place;
    }

    /** The number at a place before the first, from word n of the sequence. */
    public static double within(long start, int n) {
        return NormalZiggurat.sampleWithin(Sequence.bits(start, n));
    }

    /** The number at a place, from word n of the sequence. */
    public static double sample(int first, int place, long start, int n) {
        long word = Sequence.bits(start, n);
        return place < first
                ? NormalZiggurat.sampleWithin(word)
                : place == first ? NormalZiggurat.sampleBeyond(word) : NormalZiggurat.sample(word);
    }
}
