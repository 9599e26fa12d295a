/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.core.random;

/**
 * Samplers of standard distributions. Each is a pure function of its address (cause, subject, visit) and its shape, on
 * StrictMath and exactly rounded operations alone, so that it gives the same bits on every JDK and machine; none allocates.
 *
 * <p>A sampler may use every k of its address (rejection takes k = 0, 1, 2, ...): an address belongs to one sample.
 * Parameters out of range are a bug of the caller and throw.
 */
public final class Samplers {
    /** Above this the term errors of the Poisson acceptance test would show. */
    static final double MAX_POISSON_MEAN = 1e9;

    private static final double POISSON_INVERSION_BELOW = 10.0;

    /** Draws set apart for one attempt of the gamma sampler: one uniform, and a normal that uses 63 with chance 1e-60. */
    private static final int GAMMA_ATTEMPT_SHIFT = 6;

    /** The last k, which no attempt reaches. */
    private static final int GAMMA_BOOST_K = 0xFFFF;

    private Samplers() {}

    /** Exponential with mean 1, by inversion; at most 36.7. Uses k = 0. */
    public static double exponential(Draws draws, int cause, long subject, int visit) {
        return -StrictMath.log(draws.uniform(cause, subject, visit, 0));
    }

    /** Normal with mean 0 and standard deviation 1, by ziggurat. Symmetric: z and -z are equally likely. Never 0. */
    public static double normal(Draws draws, int cause, long subject, int visit) {
        return NormalZiggurat.sample(draws, cause, subject, visit, 0);
    }

    /**
     * Gamma with scale 1, so with mean and variance {@code shape} &gt; 0. Marsaglia and Tsang, "A simple method for
     * generating gamma variables", ACM TOMS 26(3), 2000; below shape 1 their boost by U^(1/shape), which may underflow to 0
     * below shape 0.1.
     */
    public static double gamma(Draws draws, int cause, long subject, int visit, double shape) {
        if (!(shape > 0.0 && shape <= Double.MAX_VALUE)) {
            throw new IllegalArgumentException("gamma shape must be positive and finite, shape=" + shape);
        }
        if (shape < 1.0) {
            double boost = power(draws.uniform(cause, subject, visit, GAMMA_BOOST_K), 1.0 / shape);
            return boost * gammaFromOne(draws, cause, subject, visit, shape + 1.0);
        }
        return gammaFromOne(draws, cause, subject, visit, shape);
    }

    private static double gammaFromOne(Draws draws, int cause, long subject, int visit, double shape) {
        double d = shape - 1.0 / 3.0;
        double c = 1.0 / Math.sqrt(9.0 * d);
        for (int k = 0; ; k += 1 << GAMMA_ATTEMPT_SHIFT) {
            double z = NormalZiggurat.sample(draws, cause, subject, visit, k + 1);
            double root = 1.0 + c * z;
            if (root > 0.0) {
                double v = root * root * root;
                double u = draws.uniform(cause, subject, visit, k);
                double z2 = z * z;
                if (u < 1.0 - 0.0331 * z2 * z2 || StrictMath.log(u) < 0.5 * z2 + d * (1.0 - v + StrictMath.log(v))) {
                    return d * v;
                }
            }
        }
    }

    /**
     * Poisson with a mean of 0 to 1e9. Below 10 by sequential inversion of one uniform (k = 0), above by transformed
     * rejection PTRS: Hörmann, "The transformed rejection method for generating Poisson random variables", Insurance:
     * Mathematics and Economics 12, 1993.
     */
    public static long poisson(Draws draws, int cause, long subject, int visit, double mean) {
        if (!(mean >= 0.0 && mean <= MAX_POISSON_MEAN)) {
            throw new IllegalArgumentException("Poisson mean must be in 0..1e9, mean=" + mean);
        }
        return mean < POISSON_INVERSION_BELOW
                ? poissonByInversion(draws.uniform(cause, subject, visit, 0), mean)
                : poissonByRejection(draws, cause, subject, visit, mean);
    }

    private static long poissonByInversion(double u, double mean) {
        double probability = StrictMath.exp(-mean);
        double cumulative = probability;
        double previous = 0.0;
        long count = 0;
        // The sum may end a rounding error below the largest uniforms: it has then stopped to grow.
        while (u > cumulative && cumulative > previous) {
            count++;
            probability *= mean / count;
            previous = cumulative;
            cumulative += probability;
        }
        return count;
    }

    private static long poissonByRejection(Draws draws, int cause, long subject, int visit, double mean) {
        double b = 0.931 + 2.53 * Math.sqrt(mean);
        double a = -0.059 + 0.02483 * b;
        double squeeze = 0.9277 - 3.6224 / (b - 2.0);
        for (int k = 0; ; k += 2) {
            double u = draws.uniform(cause, subject, visit, k) - 0.5;
            double v = draws.uniform(cause, subject, visit, k + 1);
            double edge = 0.5 - Math.abs(u);
            double count = Math.floor((2.0 * a / edge + b) * u + mean + 0.43);
            if (edge >= 0.07 && v <= squeeze) {
                return (long) count;
            }
            if (count >= 0.0 && (edge >= 0.013 || v <= edge)) {
                double inverseAlpha = 1.1239 + 1.1328 / (b - 3.4);
                double hat = StrictMath.log(v * inverseAlpha / (a / (edge * edge) + b));
                if (hat <= count * StrictMath.log(mean) - mean - SpecialFunctions.logGamma(count + 1.0)) {
                    return (long) count;
                }
            }
        }
    }

    /** Lognormal of the given mean &gt;= 0 and coefficient of variation &gt;= 0; the mean itself when that is 0. */
    public static double lognormalMeanCv(Draws draws, int cause, long subject, int visit, double mean, double cv) {
        double variance = StrictMath.log1p(cv * cv);
        double z = NormalZiggurat.sample(draws, cause, subject, visit, 0);
        return mean * StrictMath.exp(Math.sqrt(variance) * z - 0.5 * variance);
    }

    /** Weibull of the given mean &gt;= 0 and shape, by inversion; shape 1 is exponential. Uses k = 0. */
    public static double weibullMean(Draws draws, int cause, long subject, int visit, double mean, double shape) {
        double inverse = 1.0 / shape;
        double scale = mean / SpecialFunctions.gamma(1.0 + inverse);
        return scale * power(exponential(draws, cause, subject, visit), inverse);
    }

    /** Triangular on low &lt;= mode &lt;= high, by inversion; {@code low} when they are equal. Uses k = 0. */
    public static double triangular(
            Draws draws, int cause, long subject, int visit, double low, double mode, double high) {
        double u = draws.uniform(cause, subject, visit, 0);
        double width = high - low;
        double rising = mode - low;
        if (u * width < rising) {
            return low + Math.sqrt(u * width * rising);
        }
        return high - Math.sqrt((1.0 - u) * width * (high - mode));
    }

    /** Not StrictMath.pow, because that allocates 96 bytes a call (Java 17 and 25); a few last bits don't matter in a draw. */
    private static double power(double base, double exponent) {
        return StrictMath.exp(exponent * StrictMath.log(base));
    }
}
