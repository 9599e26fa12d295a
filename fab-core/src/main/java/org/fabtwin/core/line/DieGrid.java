/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.core.line;

import java.util.Arrays;

/**
 * Dies on a 300 mm wafer: a grid of pitch die + scribe line, placed so that as many dies as possible lie with their four corners
 * within the usable radius. Dies are numbered row by row from the bottom, from left to right. Immutable.
 *
 * <p>The best offset is searched exactly along x and in steps of a thousandth of the pitch along y.
 */
public final class DieGrid {
    public static final double WAFER_RADIUS_MM = 150;
    /** A scanner's field, which the intrafield terms repeat in. */
    static final double FIELD_WIDTH_MM = 26;

    static final double FIELD_HEIGHT_MM = 33;

    private static final int STEPS = 1000;
    private static final double TOLERANCE_MM = 1e-9;

    private final double widthMm;
    private final double heightMm;
    private final double scribeMm;
    private final double pitchXMm;
    private final double pitchYMm;
    private final double radiusMm;
    private final double[] x;
    private final double[] y;
    private final int[] column;
    private final int[] row;
    private final int slotsX;
    private final int slotsY;

    /** Places the grid. */
    public DieGrid(double widthMm, double heightMm, double scribeMm, double edgeExclusionMm) {
        this.widthMm = widthMm;
        this.heightMm = heightMm;
        this.scribeMm = scribeMm;
        pitchXMm = widthMm + scribeMm;
        pitchYMm = heightMm + scribeMm;
        radiusMm = WAFER_RADIUS_MM - edgeExclusionMm;
        slotsX = (int) Math.max(1, Math.floor((FIELD_WIDTH_MM + scribeMm + TOLERANCE_MM) / pitchXMm));
        slotsY = (int) Math.max(1, Math.floor((FIELD_HEIGHT_MM + scribeMm + TOLERANCE_MM) / pitchYMm));
        double[] best = bestOffset();
        int rows = (int) (2 * radiusMm / pitchYMm) + 3;
        int columns = (int) (2 * radiusMm / pitchXMm) + 3;
        double[] foundX = new double[rows * columns];
        double[] foundY = new double[rows * columns];
        int[] foundColumn = new int[rows * columns];
        int[] foundRow = new int[rows * columns];
        int n = 0;
        for (int j = -rows / 2 - 1; j <= rows / 2 + 1; j++) {
            double cy = j * pitchYMm + best[1];
            double half = halfWidth(cy);
            for (int i = -columns / 2 - 1; half >= 0 && i <= columns / 2 + 1; i++) {
                double cx = i * pitchXMm + best[0];
                if (Math.abs(cx) <= half + TOLERANCE_MM) {
                    foundX[n] = cx;
                    foundY[n] = cy;
                    foundColumn[n] = i;
                    foundRow[n++] = j;
                }
            }
        }
        x = Arrays.copyOf(foundX, n);
        y = Arrays.copyOf(foundY, n);
        column = Arrays.copyOf(foundColumn, n);
        row = Arrays.copyOf(foundRow, n);
    }

    /** How far from the axis a die's centre in a row may lie; negative where the row does not fit. */
    private double halfWidth(double cy) {
        double corner = Math.abs(cy) + heightMm / 2;
        double left = radiusMm * radiusMm - corner * corner;
        return left < 0 ? -1 : Math.sqrt(left) - widthMm / 2;
    }

    private double[] bestOffset() {
        double[] best = {0, 0};
        int most = -1;
        int rows = (int) (radiusMm / pitchYMm) + 2;
        double[] half = new double[2 * rows + 1];
        for (int b = 0; b <= STEPS / 2; b++) {
            double oy = pitchYMm * b / STEPS;
            int n = 0;
            for (int j = -rows; j <= rows; j++) {
                double width = halfWidth(j * pitchYMm + oy);
                if (width >= 0) {
                    half[n++] = width;
                }
            }
            // A row's count changes only where its first or last die touches the rim.
            for (int r = -1; r < n; r++) {
                double ox = r < 0 ? 0 : fold(half[r]);
                int count = count(half, n, ox);
                if (count > most) {
                    most = count;
                    best[0] = ox;
                    best[1] = oy;
                }
            }
        }
        return best;
    }

    /** The offset, from 0 to half a pitch, at which the outermost die of a row touches the rim. */
    private double fold(double half) {
        double rest = half - Math.floor(half / pitchXMm) * pitchXMm;
        return rest <= pitchXMm / 2 ? rest : pitchXMm - rest;
    }

    private int count(double[] half, int n, double ox) {
        int count = 0;
        for (int r = 0; r < n; r++) {
            count += (int) Math.floor((half[r] - ox + TOLERANCE_MM) / pitchXMm)
                    + (int) Math.floor((half[r] + ox + TOLERANCE_MM) / pitchXMm)
                    + 1;
        }
        return count;
    }

    public int size() {
        return x.length;
    }

    public double widthMm() {
        return widthMm;
    }

    public double heightMm() {
        return heightMm;
    }

    public double scribeMm() {
        return scribeMm;
    }

    public double areaCm2() {
        return widthMm * heightMm / 100;
    }

    /** Radius within which dies lie. */
    public double radiusMm() {
        return radiusMm;
    }

    /** Centre of a die. */
    public double xMm(int die) {
        return x[die];
    }

    public double yMm(int die) {
        return y[die];
    }

    /** Column in the grid; the one at or right of the wafer's centre is 0. */
    public int column(int die) {
        return column[die];
    }

    public int row(int die) {
        return row[die];
    }

    /** Dies in a scanner's field: places of the intrafield terms. */
    public int slots() {
        return slotsX * slotsY;
    }

    /** Place of a die in its field. */
    public int slot(int die) {
        return Math.floorMod(column[die], slotsX) + slotsX * Math.floorMod(row[die], slotsY);
    }
}
