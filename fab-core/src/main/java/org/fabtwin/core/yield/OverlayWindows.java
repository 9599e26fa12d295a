/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.core.yield;

import org.fabtwin.core.line.CriticalParameters;
import org.fabtwin.core.line.DieGrid;
import org.fabtwin.core.line.DieTables;
import org.fabtwin.core.line.ProcessTables;
import org.fabtwin.core.process.WaferStates;
import org.fabtwin.core.random.BoundedNormals;
import org.fabtwin.core.random.Sequence;
import org.fabtwin.core.state.DoubleColumn;
import org.fabtwin.core.state.IntColumn;
import org.fabtwin.core.state.Parameters;
import org.fabtwin.core.state.StateArena;

/**
 * Overlay of a wafer: translation, scale, rotation, what repeats from field to field, and what differs from die to die. A die fails
 * where x or y leaves the window, and where the edge placement error of a via layer exceeds its margin. Layers that no die of the
 * wafer can fail are left out (beyond 8.3 standard deviations a normal number does not occur); of the others what differs from die to
 * die is drawn where it can take a die out of the window. Columns are scratch.
 */
final class OverlayWindows {
    /** No critical parameter. */
    static final int NONE = -1;

    private static final double NEVER = 8.3;

    private final ProcessTables tables;
    private final CriticalParameters critical;
    private final DieTables dies;
    private final Parameters parameters;
    private final WaferStates wafers;
    private final int overlays;
    private final IntColumn active;
    private final IntColumn counts;
    /** Of each that is active: mean x, mean y, scale, rotation, die deviation, limit below, limit above, placement limit. */
    private final DoubleColumn terms;

    private final DoubleColumn field;
    /** Per place in the field, and how many there. */
    private final IntColumn close;

    private final IntColumn closeCount;

    private static final int TERMS = 8;
    /** Behind its mean in x: where a row of terms has the others. */
    private static final int Y = 1;

    private static final int SCALE = 2;
    private static final int ROTATION = 3;
    private static final int LOCAL = 4;
    private static final int LOWER = 5;
    private static final int UPPER = 6;
    private static final int PLACEMENT = 7;

    OverlayWindows(StateArena arena, ProcessTables tables, Parameters parameters, WaferStates wafers) {
        this.tables = tables;
        this.critical = tables.parameters();
        this.dies = tables.dies();
        this.parameters = parameters;
        this.wafers = wafers;
        int found = 0;
        for (int p = 0; p < critical.size(); p++) {
            found += critical.isOverlay(p) ? 1 : 0;
        }
        overlays = found;
        active = arena.ints("overlay.active", overlays, 0);
        counts = arena.ints("overlay.counts", 1, 0);
        terms = arena.doubles("overlay.terms", overlays * TERMS, 0);
        close = arena.ints("overlay.close", overlays * dies.mostSlots(), 0);
        closeCount = arena.ints("overlay.closeCount", dies.mostSlots(), 0);
        field = arena.doubles("overlay.field", overlays * 2 * dies.mostSlots(), 0);
    }

    int wordsPerDie() {
        return 2 * overlays;
    }

    /** Looks at the wafer's layers. */
    void prepare(int wafer, int product, long fieldStart, int firstWord) {
        int slots = dies.grid(product).slots();
        int word = firstWord;
        int n = 0;
        for (int p = 0; p < critical.size(); p++) {
            if (!critical.isOverlay(p)) {
                continue;
            }
            double deviation = value(critical.intrafield(p));
            double mostField = 0;
            for (int i = 0; i < 2 * slots; i++) {
                double z = deviation * Sequence.normal(fieldStart, word++);
                field.set(n * 2 * dies.mostSlots() + i, z);
                mostField = Math.max(mostField, Math.abs(z));
            }
            double placement = placementLimit(p);
            boolean judged = critical.isKill(p) || placement < Double.MAX_VALUE;
            if (judged && critical.setStep(p, product) >= 0 && canFail(wafer, p, n, mostField, placement)) {
                active.set(n++, p);
            }
        }
        counts.set(0, n);
        findClose(product);
    }

    private boolean canFail(int wafer, int p, int n, double mostField, double placement) {
        int first = n * TERMS;
        double x = wafers.mean(wafer, p, 0, true);
        double y = wafers.mean(wafer, p, 1, true);
        double scale = wafers.scale(wafer, p);
        double rotation = wafers.rotation(wafer, p);
        double deviation = value(critical.die(p));
        double target = value(critical.target(p));
        double lower = critical.isKill(p) ? value(critical.lower(p)) - target : -Double.MAX_VALUE;
        double upper = critical.isKill(p) ? value(critical.upper(p)) - target : Double.MAX_VALUE;
        terms.set(first, x);
        terms.set(first + Y, y);
        terms.set(first + SCALE, scale);
        terms.set(first + ROTATION, rotation);
        terms.set(first + LOCAL, deviation);
        terms.set(first + LOWER, lower);
        terms.set(first + UPPER, upper);
        terms.set(first + PLACEMENT, placement);
        double most = Math.max(Math.abs(x), Math.abs(y))
                + DieGrid.WAFER_RADIUS_MM * (Math.abs(scale) + Math.abs(rotation))
                + mostField;
        return most > placement || most + NEVER * deviation > Math.min(-lower, upper);
    }

    /** The overlay, local deviation apart, from which on vias of a layer fail. */
    private double placementLimit(int p) {
        double limit = Double.MAX_VALUE;
        for (int i = 0; i < tables.placements(); i++) {
            if (tables.placementOverlay(i) == p) {
                double roughness = value(tables.placementRoughness(i));
                double local = EdgePlacement.spread(
                        value(critical.die(p)),
                        deviation(tables.placementWidth1(i)),
                        deviation(tables.placementWidth2(i)),
                        roughness);
                limit = Math.min(limit, value(tables.placementMargin(i)) - local);
            }
        }
        return limit;
    }

    private double deviation(int width) {
        return width < 0 ? 0 : value(critical.die(width));
    }

    /** So many places of the bounded normals of a die are these. */
    int places() {
        return 2 * counts.get(0);
    }

    /** Per place in the field the layers that a die there may fail without a normal number beyond the bound. */
    private void findClose(int product) {
        int n = counts.get(0);
        int slots = dies.grid(product).slots();
        for (int slot = 0; slot < slots; slot++) {
            int found = 0;
            for (int i = 0; i < n; i++) {
                int first = i * TERMS;
                int place = i * 2 * dies.mostSlots() + 2 * slot;
                double x = terms.get(first) + field.get(place);
                double y = terms.get(first + Y) + field.get(place + 1);
                double span = DieGrid.WAFER_RADIUS_MM * length(terms.get(first + SCALE), terms.get(first + ROTATION));
                double least = Math.min(x, y) - span;
                double most = Math.max(x, y) + span;
                double far = BoundedNormals.BOUND * terms.get(first + LOCAL);
                if (least - far < terms.get(first + LOWER)
                        || most + far > terms.get(first + UPPER)
                        || Math.max(most, -least) > terms.get(first + PLACEMENT)) {
                    close.set(slot * overlays + found++, i);
                }
            }
            closeCount.set(slot, found);
        }
    }

    private static double length(double x, double y) {
        return Math.sqrt(x * x + y * y);
    }

    /**
     * The parameter that a die fails by, {@link #NONE} when it passes.
     *
     * @param beyond place of the first normal number beyond the bound; {@code firstPlace}: of those here.
     */
    int evaluate(int product, int die, long start, int word, int beyond, int firstPlace) {
        int slot = dies.slot(product, die);
        int n = beyond == BoundedNormals.NONE ? closeCount.get(slot) : counts.get(0);
        for (int k = 0; k < n; k++) {
            int i = beyond == BoundedNormals.NONE ? close.get(slot * overlays + k) : k;
            if (fails(product, die, slot, i, start, word + 2 * i, beyond, firstPlace + 2 * i)) {
                return active.get(i);
            }
        }
        return NONE;
    }

    private boolean fails(int product, int die, int slot, int i, long start, int word, int beyond, int at) {
        double x = dies.xMm(product, die);
        double y = dies.yMm(product, die);
        double[] term = terms.array();
        int first = i * TERMS;
        int place = i * 2 * dies.mostSlots() + 2 * slot;
        double ex = term[first] + term[first + SCALE] * x - term[first + ROTATION] * y + field.get(place);
        double ey = term[first + Y] + term[first + SCALE] * y + term[first + ROTATION] * x + field.get(place + 1);
        if (Math.max(Math.abs(ex), Math.abs(ey)) > term[first + PLACEMENT]) {
            return true;
        }
        double lower = term[first + LOWER];
        double upper = term[first + UPPER];
        double far = BoundedNormals.BOUND * term[first + LOCAL];
        if (beyond == BoundedNormals.NONE && Math.min(ex, ey) - far >= lower && Math.max(ex, ey) + far <= upper) {
            return false;
        }
        ex += term[first + LOCAL] * BoundedNormals.sample(beyond, at, start, word);
        ey += term[first + LOCAL] * BoundedNormals.sample(beyond, at + 1, start, word + 1);
        return ex < lower || ex > upper || ey < lower || ey > upper;
    }

    private double value(int parameter) {
        return parameters.value(parameter);
    }
}
