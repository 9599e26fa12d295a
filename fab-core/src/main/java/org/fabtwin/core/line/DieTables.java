/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.core.line;

/**
 * The dies of the products, with electrical limits, bins, harvesting and
 * systematic losses. Immutable.
 */
public final class DieTables {
    /** Bins of a product at most: a letter each in the map. */
    public static final int MOST_BINS = 9;

    final DieGrid[] grid;
    final double[][] x;
    final double[][] y;
    final int[][] slot;
    final int[] harvestBlocks;
    final int[] harvestNeeded;
    final int[] harvestFatalShare;
    final int[] vtLimit;
    final int[] speedLeast;
    final int[] leakageMost;
    final int[] viaResistanceMost;
    final String[][] binName;
    final int[][] binSpeed;
    final int[][] binLeakage;
    final String[] lossName;
    final int[] lossProduct;
    final int[][] lossStep;
    final int[] lossShare;
    final int[] lossFrom;
    final int[] lossTo;
    int mostDies;
    int mostSlots;

    DieTables(int products, int losses) {
        grid = new DieGrid[products];
        x = new double[products][];
        y = new double[products][];
        slot = new int[products][];
        harvestBlocks = new int[products];
        harvestNeeded = new int[products];
        harvestFatalShare = new int[products];
        vtLimit = new int[products];
        speedLeast = new int[products];
        leakageMost = new int[products];
        viaResistanceMost = new int[products];
        binName = new String[products][0];
        binSpeed = new int[products][0];
        binLeakage = new int[products][0];
        lossName = new String[losses];
        lossProduct = new int[losses];
        lossStep = new int[losses][products];
        lossShare = new int[losses];
        lossFrom = new int[losses];
        lossTo = new int[losses];
    }

    public int products() {
        return grid.length;
    }

    /** Whether wafers of the product are tested. */
    public boolean has(int product) {
        return grid[product] != null;
    }

    /** Null where wafers are not tested. */
    public DieGrid grid(int product) {
        return grid[product];
    }

    /** Most dies on a wafer of any product. */
    public int mostDies() {
        return mostDies;
    }

    public int mostSlots() {
        return mostSlots;
    }

    public double xMm(int product, int dieId) {
        return x[product][dieId];
    }

    public double yMm(int product, int dieId) {
        return y[product][dieId];
    }

    public int slot(int product, int dieId) {
        return slot[product][dieId];
    }

    /** Blocks of a die that may fail; parameter id, NONE = the die is whole or lost. */
    public int harvestBlocks(int product) {
        return harvestBlocks[product];
    }

    public int harvestNeeded(int product) {
        return harvestNeeded[product];
    }

    public int harvestFatalShare(int product) {
        return harvestFatalShare[product];
    }

    /** Parameter id, NONE = no limit; so are the next three. */
    public int vtLimit(int product) {
        return vtLimit[product];
    }

    public int speedLeast(int product) {
        return speedLeast[product];
    }

    public int leakageMost(int product) {
        return leakageMost[product];
    }

    public int viaResistanceMost(int product) {
        return viaResistanceMost[product];
    }

    public int bins(int product) {
        return binName[product].length;
    }

    public String binName(int product, int bin) {
        return binName[product][bin];
    }

    public int binSpeed(int product, int bin) {
        return binSpeed[product][bin];
    }

    public int binLeakage(int product, int bin) {
        return binLeakage[product][bin];
    }

    public int losses() {
        return lossName.length;
    }

    public String lossName(int loss) {
        return lossName[loss];
    }

    /** Whether a systematic loss concerns a product. */
    public boolean hasLoss(int loss, int product) {
        return lossProduct[loss] < 0 || lossProduct[loss] == product;
    }

    /** Step that a systematic loss is booked under, -1 = none. */
    public int lossStep(int loss, int product) {
        return lossStep[loss][product];
    }

    public int lossShare(int loss) {
        return lossShare[loss];
    }

    public int lossFrom(int loss) {
        return lossFrom[loss];
    }

    /** Parameter id, NONE = up to the edge. */
    public int lossTo(int loss) {
        return lossTo[loss];
    }
}
