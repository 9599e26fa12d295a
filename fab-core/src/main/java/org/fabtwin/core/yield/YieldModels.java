/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.core.yield;

/**
 * Analytic models of random yield: the share of dies without a killing defect at {@code defects} = area times density of killing
 * defects per die. Textbook; Stapper for the negative binomial. Compounds of Poisson over a distribution of densities: none
 * (Poisson), triangle (Murphy), uniform (rectangular), exponential (Seeds), gamma (negative binomial).
 */
public final class YieldModels {
    private YieldModels() {}

    public static double poisson(double defects) {
        return StrictMath.exp(-defects);
    }

    public static double murphy(double defects) {
        if (defects == 0) {
            return 1;
        }
        double root = -StrictMath.expm1(-defects) / defects;
        return root * root;
    }

    public static double rectangular(double defects) {
        return defects == 0 ? 1 : -StrictMath.expm1(-2 * defects) / (2 * defects);
    }

    public static double seeds(double defects) {
        return 1 / (1 + defects);
    }

    public static double moore(double defects) {
        return StrictMath.exp(-Math.sqrt(defects));
    }

    /** @param alpha shape of the gamma factor; infinite = Poisson. */
    public static double negativeBinomial(double defects, double alpha) {
        return Double.isInfinite(alpha) ? poisson(defects) : StrictMath.exp(-alpha * StrictMath.log1p(defects / alpha));
    }

    /** @param defects per die and critical layer, the same in each of {@code layers}. */
    public static double boseEinstein(double defects, int layers) {
        return StrictMath.exp(-layers * StrictMath.log1p(defects));
    }

    /** Poisson over layers with a density and a kill ratio each. */
    public static double layeredPoisson(double area, double[] density, double[] killRatio) {
        double sum = 0;
        for (int layer = 0; layer < density.length; layer++) {
            sum += area * killRatio[layer] * density[layer];
        }
        return poisson(sum);
    }

    /**
     * Mean critical area of two parallel lines for shorts, with the defect sizes x / x0^2 up to x0 and x0^2 / x^3 above; for opens
     * the width takes the place of the space.
     *
     * @param space at least {@code x0}.
     */
    public static double criticalArea(double length, double space, double x0) {
        return length * x0 * x0 / (2 * space);
    }

    /**
     * Share of dies that are whole or have enough blocks: no defect in the fatal area, and at least {@code needed} of the blocks
     * without one. Given the density; average over the gamma factor for the wafers' mean.
     */
    public static double harvested(double defects, int blocks, int needed, double fatalShare) {
        double bad = -StrictMath.expm1(-defects * (1 - fatalShare) / blocks);
        double good = 1 - bad;
        double term = StrictMath.exp(-defects * (1 - fatalShare));
        double sum = 0;
        for (int lost = 0; lost <= blocks - needed && good > 0; lost++) {
            sum += term;
            term *= (double) (blocks - lost) / (lost + 1) * bad / good;
        }
        return sum * StrictMath.exp(-defects * fatalShare);
    }

    /** Moment estimate of the gamma factor's shape from counts of defects per die, pooled over wafers: m^2 / (s^2 - m). */
    public static double alphaOfCounts(double mean, double variance) {
        return variance <= mean ? Double.POSITIVE_INFINITY : mean * mean / (variance - mean);
    }
}
