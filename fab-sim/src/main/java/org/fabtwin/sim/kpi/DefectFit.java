/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.sim.kpi;

import org.fabtwin.core.yield.YieldModels;

/**
 * Density of killing defects per die and clustering, estimated from tested wafers: of each, how many dies were looked at for
 * defects and how many of them passed. The share of dies that pass has the mean (1 + l/a)^-a, and that of pairs of dies of one wafer
 * which both pass (1 + 2l/a)^-a: two equations for the mean number of defects per die l and the shape a of the wafers' gamma
 * factor. Add the wafers, then ask. Single-threaded.
 */
public final class DefectFit {
    /** Above this, clustering is no longer seen. */
    private static final double MOST_ALPHA = 1e4;

    private static final double LEAST_ALPHA = 1e-2;

    private double dies;
    private double passes;
    private double diePairs;
    private double passPairs;

    /** One wafer. */
    public void add(int itsDies, int itsPasses) {
        dies += itsDies;
        passes += itsPasses;
        diePairs += (double) itsDies * (itsDies - 1);
        passPairs += (double) itsPasses * (itsPasses - 1);
    }

    /** Shape of the gamma factor; infinite where wafers do not differ more than chance makes them, NaN without wafers. */
    public double alpha() {
        double single = passes / dies;
        double pairs = passPairs / diePairs;
        if (!(single > 0 && single < 1)) {
            return Double.NaN;
        }
        double low = LEAST_ALPHA;
        double high = MOST_ALPHA;
        if (pairs <= pairs(single, high)) {
            return Double.POSITIVE_INFINITY;
        }
        for (int i = 0; i < 200; i++) {
            double middle = Math.sqrt(low * high);
            // Less clustering, fewer pairs.
            if (pairs(single, middle) > pairs) {
                low = middle;
            } else {
                high = middle;
            }
        }
        return Math.sqrt(low * high);
    }

    /** Share of the dies that passed; NaN without dies. */
    public double passShare() {
        return passes / dies;
    }

    private static double defects(double single, double alpha) {
        return alpha * StrictMath.expm1(-StrictMath.log(single) / alpha);
    }

    private static double pairs(double single, double alpha) {
        return YieldModels.negativeBinomial(2 * defects(single, alpha), alpha);
    }

    /** Mean number of killing defects per die; NaN where no die or every die passed. */
    public double defectsPerDie() {
        double single = passes / dies;
        if (single == 1) {
            return 0;
        }
        double alpha = alpha();
        return Double.isInfinite(alpha) ? -StrictMath.log(single) : defects(single, alpha);
    }
}
