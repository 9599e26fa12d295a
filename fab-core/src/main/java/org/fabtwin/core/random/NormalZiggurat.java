/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.core.random;

/**
 * Standard normal by the ziggurat of Marsaglia and Tsang, "The ziggurat method for generating random variables", J. Stat.
 * Software 5(8), 2000, with 256 layers of equal area. Layer and abscissa come from disjoint bits of one word, as
 * Doornik, "An improved ziggurat method to generate normal random samples", 2005, asks for.
 *
 * <pre>
 *   word   | abscissa, signed 63..10 | unused 9..8 | layer 7..0 |
 *   layer  0 is the base strip with the tail, 255 the cap; EDGE[i] is the right edge of layer i
 * </pre>
 */
final class NormalZiggurat {
    static final int LAYERS = 256;

    /** Where the tail begins, and the area of each layer under exp(-x^2/2): solved to 60 digits, then rounded. */
    static final double TAIL = 3.654152885361009;

    static final double AREA = 0.004928673233974655;

    private static final double[] EDGE = new double[LAYERS + 1];
    private static final double[] HEIGHT = new double[LAYERS + 1];

    /** Share of layer i below which an abscissa lies under the curve whatever its height: EDGE[i + 1] / EDGE[i]. */
    private static final double[] INNER = new double[LAYERS];

    static {
        EDGE[0] = AREA / height(TAIL);
        EDGE[1] = TAIL;
        for (int i = 2; i < LAYERS; i++) {
            EDGE[i] = Math.sqrt(-2.0 * StrictMath.log(AREA / EDGE[i - 1] + height(EDGE[i - 1])));
        }
        for (int i = 0; i <= LAYERS; i++) {
            HEIGHT[i] = height(EDGE[i]);
        }
        for (int i = 0; i < LAYERS; i++) {
            INNER[i] = EDGE[i + 1] / EDGE[i];
        }
    }

    private NormalZiggurat() {}

    /** Uses {@code firstK}; in 1.2 % of cases those after it too: each further one with a chance of about a tenth. */
    static double sample(Draws draws, int cause, long subject, int visit, int firstK) {
        long bits = draws.bits(cause, subject, visit, firstK);
        int layer = (int) bits & LAYERS - 1;
        double abscissa = toAbscissa(bits);
        if (Math.abs(abscissa) < INNER[layer]) {
            return abscissa * EDGE[layer];
        }
        return sampleOutside(draws, cause, subject, visit, firstK + 1, layer, abscissa);
    }

    /** From a word of a {@link Sequence}; in 1.2 % of cases from words of the sequence that starts with it too. */
    static double sample(long word) {
        int layer = (int) word & LAYERS - 1;
        double abscissa = toAbscissa(word);
        if (Math.abs(abscissa) < INNER[layer]) {
            return abscissa * EDGE[layer];
        }
        return sampleOutside(word, layer, abscissa);
    }

    /** As {@link #sample(long)}, given that it is not beyond {@link #TAIL}: what the layers hold inside never is. */
    static double sampleWithin(long word) {
        int layer = (int) word & LAYERS - 1;
        double abscissa = toAbscissa(word);
        if (Math.abs(abscissa) < INNER[layer]) {
            return abscissa * EDGE[layer];
        }
        double z = sampleOutside(word, layer, abscissa);
        for (long next = word; Math.abs(z) > TAIL; ) {
            next = Draws.subject(next, 1);
            z = sample(next);
        }
        return z;
    }

    /** Given that it is beyond {@link #TAIL}. */
    static double sampleBeyond(long word) {
        return Math.copySign(sampleTail(word, 0), toAbscissa(word));
    }

    /** Odd multiples of 2^-53 in (-1, 1): symmetric and never 0. */
    static double toAbscissa(long bits) {
        return (bits >> 10 | 1L) * 0x1p-53;
    }

    /** Right edge of a layer, for the test that the layers close. */
    static double edge(int layer) {
        return EDGE[layer];
    }

    private static double sampleOutside(
            Draws draws, int cause, long subject, int visit, int firstK, int firstLayer, double firstAbscissa) {
        int k = firstK;
        int layer = firstLayer;
        double abscissa = firstAbscissa;
        while (true) {
            if (layer == 0) {
                return Math.copySign(sampleTail(draws, cause, subject, visit, k), abscissa);
            }
            double x = abscissa * EDGE[layer];
            double u = draws.uniform(cause, subject, visit, k++);
            if (HEIGHT[layer] + u * (HEIGHT[layer + 1] - HEIGHT[layer]) < height(x)) {
                return x;
            }
            long bits = draws.bits(cause, subject, visit, k++);
            layer = (int) bits & LAYERS - 1;
            abscissa = toAbscissa(bits);
            if (Math.abs(abscissa) < INNER[layer]) {
                return abscissa * EDGE[layer];
            }
        }
    }

    private static double sampleOutside(long start, int firstLayer, double firstAbscissa) {
        int k = 0;
        int layer = firstLayer;
        double abscissa = firstAbscissa;
        while (true) {
            if (layer == 0) {
                return Math.copySign(sampleTail(start, k), abscissa);
            }
            double x = abscissa * EDGE[layer];
            double u = Sequence.uniform(start, k++);
            if (HEIGHT[layer] + u * (HEIGHT[layer + 1] - HEIGHT[layer]) < height(x)) {
                return x;
            }
            long bits = Sequence.bits(start, k++);
            layer = (int) bits & LAYERS - 1;
            abscissa = toAbscissa(bits);
            if (Math.abs(abscissa) < INNER[layer]) {
                return abscissa * EDGE[layer];
            }
        }
    }

    private static double sampleTail(long start, int firstWord) {
        for (int k = firstWord; ; k += 2) {
            double x = -StrictMath.log(Sequence.uniform(start, k)) / TAIL;
            double y = -StrictMath.log(Sequence.uniform(start, k + 1));
            if (y + y > x * x) {
                return TAIL + x;
            }
        }
    }

    /** Marsaglia's tail, 1964: an exponential beyond TAIL, accepted under the normal curve. */
    private static double sampleTail(Draws draws, int cause, long subject, int visit, int firstK) {
        for (int k = firstK; ; k += 2) {
            double x = -StrictMath.log(draws.uniform(cause, subject, visit, k)) / TAIL;
            double y = -StrictMath.log(draws.uniform(cause, subject, visit, k + 1));
            if (y + y > x * x) {
                return TAIL + x;
            }
        }
    }

    private static double height(double x) {
        return StrictMath.exp(-0.5 * x * x);
    }
}
