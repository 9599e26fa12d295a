/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.core.yield;

import org.fabtwin.core.line.ClusteringScope;
import org.fabtwin.core.line.DieGrid;
import org.fabtwin.core.line.DieTables;
import org.fabtwin.core.line.ParameterTable;
import org.fabtwin.core.line.ProcessTables;
import org.fabtwin.core.process.WaferStates;
import org.fabtwin.core.random.Cause;
import org.fabtwin.core.random.Draws;
import org.fabtwin.core.random.Samplers;
import org.fabtwin.core.random.Sequence;
import org.fabtwin.core.state.DoubleColumn;
import org.fabtwin.core.state.Parameters;
import org.fabtwin.core.state.StateArena;

/**
 * Random defects of a wafer: killing defects fall on dies like a Poisson process whose density bears one gamma factor (mean 1) for
 * the wafer, its lot, or a quarter of it. A die with blocks to spare is lost where a defect falls into its fatal area, or too many
 * blocks have one. A scratch takes all dies that it crosses. Columns are scratch.
 */
final class DefectLosses {
    static final int WHOLE = 0;
    static final int HARVESTED = 1;
    static final int LOST = 2;
    static final int SCRATCHED = 3;

    private static final int REGIONS = 4;
    private static final double FULL_CIRCLE = 2 * Math.PI;

    private final ProcessTables tables;
    private final DieTables dies;
    private final Parameters parameters;
    private final WaferStates wafers;
    private final Draws draws;
    /** Per region: probability of a whole die, of a whole or harvested one; then the least of a whole one. */
    private final DoubleColumn thresholds;
    /** Middle and half length as a vector; no scratch where the last is 0. */
    private final DoubleColumn scratch;

    DefectLosses(StateArena arena, ProcessTables tables, Parameters parameters, WaferStates wafers, Draws draws) {
        this.tables = tables;
        this.dies = tables.dies();
        this.parameters = parameters;
        this.wafers = wafers;
        this.draws = draws;
        thresholds = arena.doubles("defects.thresholds", 2 * REGIONS + 1, 0);
        scratch = arena.doubles("defects.scratch", 5, 0);
    }

    void prepare(int wafer, long key, long lotKey, int product) {
        double areaMm2 = dies.grid(product).areaCm2() * 100;
        double alpha = parameters.value(tables.clusteringAlpha());
        int scope = tables.clusteringScope();
        long subject = scope == ClusteringScope.LOT ? lotKey : key;
        for (int region = 0; region < REGIONS; region++) {
            if (region == 0 || scope == ClusteringScope.REGION) {
                double factor =
                        alpha <= 0 ? 1 : Samplers.gamma(draws, Cause.CLUSTERING, subject, region, alpha) / alpha;
                threshold(product, region, areaMm2 * wafers.killing(wafer) * factor);
            } else {
                thresholds.set(2 * region, thresholds.get(0));
                thresholds.set(2 * region + 1, thresholds.get(1));
            }
        }
        double least = 1;
        for (int region = 0; region < REGIONS; region++) {
            least = Math.min(least, thresholds.get(2 * region));
        }
        thresholds.set(2 * REGIONS, least);
        scratch.set(4, 0);
        if (wafers.scratchStep(wafer) != WaferStates.NONE) {
            placeScratch(wafer, key);
        }
    }

    private void threshold(int product, int region, double defectsPerDie) {
        double whole = StrictMath.exp(-defectsPerDie);
        thresholds.set(2 * region, whole);
        thresholds.set(2 * region + 1, whole);
        if (dies.harvestBlocks(product) != ParameterTable.NONE) {
            int blocks = (int) parameters.value(dies.harvestBlocks(product));
            int needed = (int) parameters.value(dies.harvestNeeded(product));
            double fatal = parameters.value(dies.harvestFatalShare(product));
            thresholds.set(
                    2 * region + 1, Math.max(whole, YieldModels.harvested(defectsPerDie, blocks, needed, fatal)));
        }
    }

    private void placeScratch(int wafer, long key) {
        double half = wafers.scratchLengthMm(wafer) / 2;
        double radius = DieGrid.WAFER_RADIUS_MM * Math.sqrt(draws.uniform(Cause.SCRATCH, key, 0, 0));
        double where = FULL_CIRCLE * draws.uniform(Cause.SCRATCH, key, 0, 1);
        double direction = FULL_CIRCLE * draws.uniform(Cause.SCRATCH, key, 0, 2);
        scratch.set(0, radius * StrictMath.cos(where));
        scratch.set(1, radius * StrictMath.sin(where));
        scratch.set(2, half * StrictMath.cos(direction));
        scratch.set(3, half * StrictMath.sin(direction));
        scratch.set(4, half);
    }

    /** What defects have made of a die; see the constants. */
    int evaluate(int product, int die, long start, int word) {
        if (scratch.get(4) > 0 && isScratched(product, dies.xMm(product, die), dies.yMm(product, die))) {
            return SCRATCHED;
        }
        double u = Sequence.uniform(start, word);
        if (u <= thresholds.get(2 * REGIONS)) {
            return WHOLE;
        }
        int region = (dies.xMm(product, die) < 0 ? 1 : 0) + (dies.yMm(product, die) < 0 ? 2 : 0);
        if (u <= thresholds.get(2 * region)) {
            return WHOLE;
        }
        return u <= thresholds.get(2 * region + 1) ? HARVESTED : LOST;
    }

    /** Whether the scratch crosses the die: the segment against the rectangle, clipped side by side. */
    private boolean isScratched(int product, double x, double y) {
        DieGrid grid = dies.grid(product);
        double from = -1;
        double to = 1;
        for (int axis = 0; axis < 2; axis++) {
            double half = axis == 0 ? grid.widthMm() / 2 : grid.heightMm() / 2;
            double middle = scratch.get(axis) - (axis == 0 ? x : y);
            double step = scratch.get(2 + axis);
            if (Math.abs(step) < 1e-12) {
                if (Math.abs(middle) > half) {
                    return false;
                }
            } else {
                double a = (-half - middle) / step;
                double b = (half - middle) / step;
                from = Math.max(from, Math.min(a, b));
                to = Math.min(to, Math.max(a, b));
            }
        }
        return from <= to;
    }
}
