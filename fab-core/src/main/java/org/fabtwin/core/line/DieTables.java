/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.core.line;

/**
 * The dies of the products, with the values of the basis functions at their centres, electrical limits, bins, harvesting and
 * systematic losses. Immutable.
 */
public final class DieTables {
    /** Bins of a product at most: a letter each in the map. */
    public static final int MOST_BINS = 9;

    final DieGrid[] grid;
    final double[][] x;
    final double[][] y;
    final double[][][] basis;
    final double[][] mostBasis;
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
        basis = new double[products][][];
        mostBasis = new double[products][];
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

    /** Value of a basis function at a die's centre: 0 is 2 (r / 150 mm)^2 - 1, 1 + i is exp(-(R - r) / length) of edge profile i. */
    public double basis(int product, int dieId, int function) {
        return basis[product][function][dieId];
    }

    /** The largest size of a basis function at any die. */
    public double mostBasis(int product, int function) {
        return mostBasis[product][function];
    }

    /**
     * Sums up functions of the place at all dies, to {@code values} from {@code at} on.
     *
     * @param terms from {@code first} on: a constant, then a factor for each basis function.
     */
    public void sumBasis(int product, double[] terms, int first, double[] values, int at) {
        double[][] of = basis[product];
        double constant = terms[first];
        double factor0 = terms[first + 1];
        double[] of0 = of[0];
        for (int dieId = 0; dieId < of0.length; dieId++) {
            values[at + dieId] = constant + factor0 * of0[dieId];
        }
        int function = 1;
        for (; function + 1 < of.length; function += 2) {
            double factor1 = terms[first + 1 + function];
            double factor2 = terms[first + 2 + function];
            double[] of1 = of[function];
            double[] of2 = of[function + 1];
            for (int dieId = 0; dieId < of1.length; dieId++) {
                values[at + dieId] += factor1 * of1[dieId] + factor2 * of2[dieId];
            }
        }
        if (function < of.length) {
            addBasis(product, function, terms[first + 1 + function], values, at);
        }
    }

    /** Adds {@code factor} times a basis function of all dies to {@code values} from {@code at} on. */
    private void addBasis(int product, int function, double factor, double[] values, int at) {
        double[] of = basis[product][function];
        for (int dieId = 0; dieId < of.length; dieId++) {
            values[at + dieId] += factor * of[dieId];
        }
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
