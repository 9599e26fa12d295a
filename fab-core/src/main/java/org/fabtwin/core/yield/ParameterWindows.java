/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.core.yield;

import java.util.Arrays;
import org.fabtwin.core.line.CriticalParameters;
import org.fabtwin.core.line.DieTables;
import org.fabtwin.core.random.BoundedNormals;
import org.fabtwin.core.state.DoubleColumn;
import org.fabtwin.core.state.IntColumn;
import org.fabtwin.core.state.Parameters;
import org.fabtwin.core.state.StateArena;

/**
 * Windows of scalar parameters that a die must not be out of. What a die has of such a parameter is the last part of the joint normal of
 * {@link Electrical}, one row a window behind those of the outputs; it is drawn only where it can take the die out of a window.
 * Columns are scratch, valid from {@link #findClose} to the end of the wafer's test. Single-threaded: the twin's thread only.
 */
final class ParameterWindows {
    // Words of a window: lower, upper, how far normal numbers within the bound can move the parameter.
    private static final int LOWER = 0;
    private static final int UPPER = 1;
    private static final int REACH = 2;
    private static final int WORDS = 3;

    private static final int OUTPUTS = Electrical.OUTPUTS;

    private final CriticalParameters critical;
    private final DieTables dies;
    private final Parameters parameters;
    private final PlaceFunctions places;
    /** Parameters with a window. */
    private final int most;
    /** Per window its parameter. */
    private final IntColumn parameter;

    private final DoubleColumn windows;
    /** Per place in the field and window. */
    private final DoubleColumn field;

    /** Of a die: what is drawn of the parameters with a window alone. */
    private final DoubleColumn normals;
    /** Per place in the field the windows that a die there may be out of without a normal number beyond the bound. */
    private final IntColumn close;

    private final IntColumn closeCount;
    /** Of each window that is close anywhere what the wafer makes of it at each die, without what repeats from field to field. */
    private final DoubleColumn sums;

    private final IntColumn counts;

    ParameterWindows(
            StateArena arena,
            CriticalParameters critical,
            DieTables dies,
            Parameters parameters,
            PlaceFunctions places) {
        this.critical = critical;
        this.dies = dies;
        this.parameters = parameters;
        this.places = places;
        int found = 0;
        for (int p = 0; p < critical.size(); p++) {
            found += critical.isKill(p) && !critical.isOverlay(p) ? 1 : 0;
        }
        most = found;
        parameter = arena.ints("windows.parameter", most, 0);
        windows = arena.doubles("windows.windows", WORDS * most, 0);
        field = arena.doubles("windows.field", most * dies.mostSlots(), 0);
        normals = arena.doubles("windows.normals", most, 0);
        close = arena.ints("windows.close", most * dies.mostSlots(), 0);
        closeCount = arena.ints("windows.closeCount", dies.mostSlots(), 0);
        sums = arena.doubles("windows.sums", most * dies.mostDies(), 0);
        counts = arena.ints("windows.counts", 1, 0);
    }

    /** Windows of the line; a product's route may have fewer, see {@link #count}. */
    int most() {
        return most;
    }

    /** Windows of the product that is prepared. */
    int count() {
        return counts.get(0);
    }

    int parameter(int window) {
        return parameter.get(window);
    }

    /** Begins with the windows of another product. */
    void clear() {
        counts.set(0, 0);
    }

    /** Adds the window of a parameter as it is now. */
    void add(int p) {
        int window = counts.get(0);
        double target = parameters.value(critical.target(p));
        parameter.set(window, p);
        windows.set(WORDS * window + LOWER, parameters.value(critical.lower(p)) - target);
        windows.set(WORDS * window + UPPER, parameters.value(critical.upper(p)) - target);
        counts.set(0, window + 1);
    }

    /** @param factor lower triangle of the joint normal, its rows so wide. */
    void findReach(double[] factor, int rows) {
        for (int k = 0; k < count(); k++) {
            double sum = 0;
            for (int i = 0; i <= OUTPUTS + k; i++) {
                sum += Math.abs(factor[(OUTPUTS + k) * rows + i]);
            }
            windows.set(WORDS * k + REACH, BoundedNormals.BOUND * sum);
        }
    }

    void setField(int slot, int window, double deviation) {
        field.set(slot * most + window, deviation);
    }

    /** Whose windows normal numbers within the bound can take a die out of. */
    void findClose(int product, double[] terms) {
        int slots = dies.grid(product).slots();
        int profiles = places.profiles();
        Arrays.fill(closeCount.array(), 0);
        for (int k = 0; k < count(); k++) {
            int first = (OUTPUTS + k) * (2 + profiles);
            double far = windows.get(WORDS * k + REACH);
            for (int function = 0; function <= profiles; function++) {
                far += places.size(product, function) * Math.abs(terms[first + 1 + function]);
            }
            boolean isClose = false;
            for (int slot = 0; slot < slots; slot++) {
                double middle = terms[first] + field.get(slot * most + k);
                if (middle - far < windows.get(WORDS * k + LOWER) || middle + far > windows.get(WORDS * k + UPPER)) {
                    close.set(slot * most + closeCount.add(slot, 1) - 1, k);
                    isClose = true;
                }
            }
            if (isClose) {
                places.sum(
                        terms,
                        first,
                        sums.array(),
                        k * dies.mostDies(),
                        dies.grid(product).size());
            }
        }
    }

    /** Whether normal numbers within the bound can take this die out of a window. */
    boolean isNear(int die, int slot) {
        int n = closeCount.get(slot);
        for (int i = 0; i < n; i++) {
            int k = close.get(slot * most + i);
            double deviation = sums.get(k * dies.mostDies() + die) + field.get(slot * most + k);
            double reach = windows.get(WORDS * k + REACH);
            if (deviation - reach < windows.get(WORDS * k + LOWER)
                    || deviation + reach > windows.get(WORDS * k + UPPER)) {
                return true;
            }
        }
        return false;
    }

    /** Of a parameter with a window: what the wafer and the field make of it at the die. */
    private double deviation(int product, int die, int slot, int k, double[] terms) {
        int profiles = places.profiles();
        int first = (OUTPUTS + k) * (2 + profiles);
        double deviation = terms[first] + field.get(slot * most + k);
        for (int function = 0; function <= profiles; function++) {
            deviation += terms[first + 1 + function] * places.value(product, die, function);
        }
        return deviation;
    }

    /**
     * The parameter that is out of its window, what is drawn of the windows' parameters alone included; {@link Electrical#NONE} when none
     * is.
     *
     * @param word of the first window's number; {@code beyond}: place of the first normal number beyond the bound; z: of the outputs.
     */
    int outside(
            int product,
            int die,
            int slot,
            double[] terms,
            double[] factor,
            int rows,
            long start,
            int word,
            int beyond,
            double z0,
            double z1,
            double z2,
            double z3,
            double z4,
            double z5) {
        double[] window = windows.array();
        int n = count();
        for (int k = 0; k < n; k++) {
            int row = (OUTPUTS + k) * rows;
            double z = BoundedNormals.sample(beyond, OUTPUTS + k, start, word + k);
            normals.set(k, z);
            double deviation = deviation(product, die, slot, k, terms)
                    + factor[row] * z0
                    + factor[row + 1] * z1
                    + factor[row + 2] * z2
                    + factor[row + 3] * z3
                    + factor[row + 4] * z4
                    + factor[row + 5] * z5;
            for (int i = 0; i <= k; i++) {
                deviation += factor[row + OUTPUTS + i] * normals.get(i);
            }
            if (deviation < window[WORDS * k + LOWER] || deviation > window[WORDS * k + UPPER]) {
                return parameter.get(k);
            }
        }
        return Electrical.NONE;
    }
}
