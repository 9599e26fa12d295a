/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.core.random;

/**
 * Distributions of quantities that are never negative (durations, gaps, counts), by code, as the compiled line holds them:
 * a kind and up to three parameters in any one unit.
 *
 * <pre>
 *   kind           a      b                         c
 *   CONSTANT       value
 *   UNIFORM        mean   half-width, 0..a
 *   EXPONENTIAL    mean
 *   NORMAL         mean   coefficient of variation         (values below 0 become 0)
 *   LOGNORMAL      mean   coefficient of variation
 *   WEIBULL        mean   shape
 *   GAMMA          mean   coefficient of variation
 *   TRIANGULAR     low    mode                      high
 * </pre>
 *
 * <p>The codes are part of the log's contract. Parameters are checked once, by {@link #problem}, when a line is compiled;
 * an unknown kind throws.
 */
public final class Distribution {
    public static final int CONSTANT = 0;
    public static final int UNIFORM = 1;
    public static final int EXPONENTIAL = 2;
    public static final int NORMAL = 3;
    public static final int LOGNORMAL = 4;
    public static final int WEIBULL = 5;
    public static final int GAMMA = 6;
    public static final int TRIANGULAR = 7;

    private static final int KINDS = 8;

    /** Below, a Weibull's scv is beyond 1e5 and a gamma sample mostly underflows. */
    private static final double MIN_SHAPE = 0.1;

    /** The CV of the gamma distribution with the smallest shape, 1 / sqrt(0.1), rounded down. */
    private static final double MAX_GAMMA_CV = 3.16;

    private Distribution() {}

    /** One value, in the unit of the parameters. It may use every k of its address (see {@link Samplers}). */
    public static double sample(
            int kind, double a, double b, double c, Draws draws, int cause, long subject, int visit) {
        switch (kind) {
            case CONSTANT:
                return a;
            case UNIFORM:
                return uniform(a, b, draws, cause, subject, visit);
            case EXPONENTIAL:
                return a * Samplers.exponential(draws, cause, subject, visit);
            case NORMAL:
                return Math.max(0.0, a + a * b * Samplers.normal(draws, cause, subject, visit));
            case LOGNORMAL:
                return Samplers.lognormalMeanCv(draws, cause, subject, visit, a, b);
            case WEIBULL:
                return Samplers.weibullMean(draws, cause, subject, visit, a, b);
            case GAMMA:
                return sampleGamma(a, b, draws, cause, subject, visit);
            case TRIANGULAR:
                return Samplers.triangular(draws, cause, subject, visit, a, b, c);
            default:
                throw unknown(kind);
        }
    }

    /** {@link #sample} of UNIFORM. */
    public static double uniform(double mean, double halfWidth, Draws draws, int cause, long subject, int visit) {
        return mean + halfWidth * (2.0 * draws.uniform(cause, subject, visit, 0) - 1.0);
    }

    private static double sampleGamma(double mean, double cv, Draws draws, int cause, long subject, int visit) {
        double scale = cv * cv;
        return scale == 0.0 ? mean : mean * scale * Samplers.gamma(draws, cause, subject, visit, 1.0 / scale);
    }

    /** The mean of what {@link #sample} returns: of NORMAL, with the values below 0 counted as 0. */
    public static double mean(int kind, double a, double b, double c) {
        switch (kind) {
            case CONSTANT:
            case UNIFORM:
            case EXPONENTIAL:
            case LOGNORMAL:
            case WEIBULL:
            case GAMMA:
                return a;
            case NORMAL:
                return a * clippedNormalMean(b);
            case TRIANGULAR:
                return (a + b + c) / 3.0;
            default:
                throw unknown(kind);
        }
    }

    /** Squared coefficient of variation (variance / mean squared) of what {@link #sample} returns; 0 when the mean is 0. */
    public static double scv(int kind, double a, double b, double c) {
        if (mean(kind, a, b, c) == 0.0) {
            return 0.0;
        }
        switch (kind) {
            case CONSTANT:
                return 0.0;
            case UNIFORM:
                return b * b / (3.0 * a * a);
            case EXPONENTIAL:
                return 1.0;
            case NORMAL:
                return clippedNormalScv(b);
            case LOGNORMAL:
            case GAMMA:
                return b * b;
            case WEIBULL:
                double first = SpecialFunctions.logGamma(1.0 + 1.0 / b);
                return StrictMath.expm1(SpecialFunctions.logGamma(1.0 + 2.0 / b) - 2.0 * first);
            case TRIANGULAR:
                double mean = (a + b + c) / 3.0;
                return ((b - a) * (b - a) + (c - b) * (c - a)) / (18.0 * mean * mean);
            default:
                throw unknown(kind);
        }
    }

    /** Mean of max(0, X), X normal with mean 1 and standard deviation {@code cv}. */
    private static double clippedNormalMean(double cv) {
        if (cv == 0.0) {
            return 1.0;
        }
        double z = 1.0 / cv;
        return SpecialFunctions.normalCdf(z) + cv * SpecialFunctions.normalDensity(z);
    }

    private static double clippedNormalScv(double cv) {
        if (cv == 0.0) {
            return 0.0;
        }
        double z = 1.0 / cv;
        double mean = clippedNormalMean(cv);
        double beyond = 1.0 - SpecialFunctions.normalCdf(z);
        // E[max(0, X)^2] - 1 = cv^2 - what lies below 0, so that a small cv doesn't cancel.
        double excess = cv * cv - (1.0 + cv * cv) * beyond + cv * SpecialFunctions.normalDensity(z);
        return (excess - (mean - 1.0) * (mean + 1.0)) / (mean * mean);
    }

    /**
     * What is wrong with the parameters, as half a sentence with the value ("half-width must be in 0..mean, is 3.0"); null
     * when nothing is. Allocates: for compiling and checking only.
     */
    public static String problem(int kind, double a, double b, double c) {
        if (kind < 0 || kind >= KINDS) {
            return "no distribution has the code " + kind;
        }
        if (kind == TRIANGULAR) {
            return 0.0 <= a && a <= b && b <= c && c <= Double.MAX_VALUE
                    ? null
                    : "low, mode, high must be in order and not negative, are " + a + ", " + b + ", " + c;
        }
        if (!(a >= 0.0 && a <= Double.MAX_VALUE)) {
            return (kind == CONSTANT ? "value" : "mean") + " must not be negative, is " + a;
        }
        switch (kind) {
            case UNIFORM:
                return b >= 0.0 && b <= a ? null : "half-width must be in 0..mean, is " + b;
            case NORMAL:
            case LOGNORMAL:
                return b >= 0.0 && b <= Double.MAX_VALUE
                        ? null
                        : "coefficient of variation must not be negative, is " + b;
            case GAMMA:
                return b >= 0.0 && b <= MAX_GAMMA_CV
                        ? null
                        : "coefficient of variation must be in 0.." + MAX_GAMMA_CV + ", is " + b;
            case WEIBULL:
                return b >= MIN_SHAPE && b <= Double.MAX_VALUE
                        ? null
                        : "shape must be " + MIN_SHAPE + " or more, is " + b;
            default:
                return null;
        }
    }

    /** Name in scenario files: lower case, one word. */
    public static String name(int kind) {
        switch (kind) {
            case CONSTANT:
                return "constant";
            case UNIFORM:
                return "uniform";
            case EXPONENTIAL:
                return "exponential";
            case NORMAL:
                return "normal";
            case LOGNORMAL:
                return "lognormal";
            case WEIBULL:
                return "weibull";
            case GAMMA:
                return "gamma";
            case TRIANGULAR:
                return "triangular";
            default:
                throw unknown(kind);
        }
    }

    /** Code of a name as {@link #name} spells it; -1 when there is none. */
    public static int kindOf(String name) {
        for (int kind = 0; kind < KINDS; kind++) {
            if (name(kind).equals(name)) {
                return kind;
            }
        }
        return -1;
    }

    private static IllegalArgumentException unknown(int kind) {
        return new IllegalArgumentException("no distribution has the code " + kind);
    }
}
