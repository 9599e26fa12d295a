/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.core.yield;

import org.fabtwin.core.line.CriticalParameters;
import org.fabtwin.core.line.DieTables;
import org.fabtwin.core.line.ParameterTable;
import org.fabtwin.core.state.DoubleColumn;
import org.fabtwin.core.state.Parameters;
import org.fabtwin.core.state.StateArena;

/** What a die's {@link Electrical} outputs must not exceed, and the bins of those that do not. Single-threaded: the twin's thread only. */
final class ElectricalLimits {
    /** Places of the limits: Vt, speed, leakage, via resistance; then speed and leakage of each bin. */
    private static final int VT = 0;

    private static final int SPEED = 1;
    private static final int LEAKAGE = 2;
    private static final int VIA_RESISTANCE = 3;
    private static final int BINS = 4;

    private final DieTables dies;
    private final Parameters parameters;
    private final DoubleColumn limits;

    ElectricalLimits(StateArena arena, DieTables dies, Parameters parameters) {
        this.dies = dies;
        this.parameters = parameters;
        limits = arena.doubles("electrical.limits", BINS + 2 * DieTables.MOST_BINS, 0);
    }

    /** Limits of the product as they are now; none = infinite. */
    void prepare(int product) {
        limits.set(VT, most(dies.vtLimit(product)));
        limits.set(SPEED, least(dies.speedLeast(product)));
        limits.set(LEAKAGE, lnMost(dies.leakageMost(product)));
        limits.set(VIA_RESISTANCE, most(dies.viaResistanceMost(product)));
        for (int bin = 0; bin < dies.bins(product); bin++) {
            limits.set(BINS + 2 * bin, least(dies.binSpeed(product, bin)));
            limits.set(BINS + 2 * bin + 1, lnMost(dies.binLeakage(product, bin)));
        }
    }

    private double most(int parameter) {
        return parameter == ParameterTable.NONE ? Double.POSITIVE_INFINITY : parameters.value(parameter);
    }

    private double least(int parameter) {
        return parameter == ParameterTable.NONE ? Double.NEGATIVE_INFINITY : parameters.value(parameter);
    }

    private double lnMost(int parameter) {
        return parameter == ParameterTable.NONE
                ? Double.POSITIVE_INFINITY
                : StrictMath.log(parameters.value(parameter));
    }

    /** The output that is out of its limit, the first of Vt, speed, leakage, via resistance; {@link Electrical#NONE} when none is. */
    int failing(double[] out) {
        double[] limit = limits.array();
        for (int flavour = 0; flavour < CriticalParameters.FLAVOURS; flavour++) {
            if (Math.abs(out[flavour]) > limit[VT]) {
                return flavour;
            }
        }
        if (out[Electrical.SPEED] < limit[SPEED]) {
            return Electrical.SPEED;
        }
        if (out[Electrical.LEAKAGE] > limit[LEAKAGE]) {
            return Electrical.LEAKAGE;
        }
        return out[Electrical.VIA_RESISTANCE] > limit[VIA_RESISTANCE] ? Electrical.VIA_RESISTANCE : Electrical.NONE;
    }

    /** The first bin whose speed the die reaches and whose leakage it stays below; the last where none is, 0 without bins. */
    int bin(int product, double[] out) {
        double[] limit = limits.array();
        int bins = dies.bins(product);
        for (int bin = 0; bin < bins; bin++) {
            if (out[Electrical.SPEED] >= limit[BINS + 2 * bin]
                    && out[Electrical.LEAKAGE] <= limit[BINS + 2 * bin + 1]) {
                return bin;
            }
        }
        return Math.max(0, bins - 1);
    }
}
