/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.core.yield;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.fabtwin.core.line.CriticalParameters;
import org.fabtwin.core.line.DieGrid;
import org.fabtwin.core.line.DieTables;
import org.fabtwin.core.state.DoubleColumn;
import org.fabtwin.core.state.GrowingDoubles;
import org.fabtwin.core.state.IntColumn;
import org.fabtwin.core.state.LongColumn;
import org.fabtwin.core.state.Parameters;
import org.fabtwin.core.state.StateArena;

/**
 * Functions of the place on the wafer at the dies' centres, in which parameters vary: 0 is the bowl 2 (r / 150 mm)^2 - 1, 1 + i is
 * exp(-(R - r) / length) of edge profile i, one for each edge length that parameters have. Worked out anew when a length changes.
 * Single-threaded: the twin's thread only.
 */
final class PlaceFunctions {
    static final int BOWL = 0;
    /** No edge term. */
    private static final int NONE = -1;

    // Words of what is prepared.
    private static final int CHANGES = 0;
    private static final int PROFILES = 1;

    private final CriticalParameters critical;
    private final DieTables dies;
    private final Parameters parameters;
    /** Per profile, ascending. */
    private final DoubleColumn lengthsMm;
    /** Per critical parameter. */
    private final IntColumn profileOf;
    /** Per product and function the value at each die. */
    private final GrowingDoubles values;
    /** Per product and function the largest size at any die. */
    private final GrowingDoubles sizes;

    /** Per function the value at each die of the product that was chosen last. */
    private final List<GrowingDoubles> chosen;

    private final DoubleColumn scratch;
    private final LongColumn prepared;

    PlaceFunctions(StateArena arena, CriticalParameters critical, DieTables dies, Parameters parameters) {
        this.critical = critical;
        this.dies = dies;
        this.parameters = parameters;
        lengthsMm = arena.doubles("places.lengthsMm", mostProfiles(), 0);
        profileOf = arena.ints("places.profileOf", critical.size(), NONE);
        values = arena.growingDoubles("places.values", 0, 0);
        sizes = arena.growingDoubles("places.sizes", 0, 0);
        chosen = IntStream.rangeClosed(0, mostProfiles())
                .mapToObj(function -> arena.growingDoubles("places.chosen." + function, 0, 0))
                .toList();
        scratch = arena.doubles("places.scratch", dies.mostDies(), 0);
        prepared = arena.longs("places.prepared", 2, -1);
        prepare();
    }

    /** Profiles that there can ever be: every parameter with an edge term has a length of its own. */
    int mostProfiles() {
        int most = 0;
        for (int p = 0; p < critical.size(); p++) {
            most += critical.hasEdge(p) ? 1 : 0;
        }
        return most;
    }

    int profiles() {
        return (int) prepared.get(PROFILES);
    }

    /** Which of {@link #profiles} a parameter's edge term has; -1 where it has none. */
    int profile(int parameter) {
        return profileOf.get(parameter);
    }

    /** Takes note of changed edge lengths; cheap where no parameter of the line has changed. */
    void prepare() {
        if (prepared.get(CHANGES) == parameters.changes()) {
            return;
        }
        prepared.set(CHANGES, parameters.changes());
        boolean isSame = prepared.get(PROFILES) >= 0;
        for (int p = 0; p < critical.size(); p++) {
            int profile = profileOf.get(p);
            isSame &= !critical.hasEdge(p) || profile != NONE && lengthsMm.get(profile) == lengthMm(p);
        }
        if (!isSame) {
            findProfiles();
            for (int product = 0; product < dies.products(); product++) {
                if (dies.has(product)) {
                    evaluate(product);
                }
            }
        }
    }

    private double lengthMm(int parameter) {
        return parameters.value(critical.edgeLength(parameter));
    }

    private void findProfiles() {
        double[] lengths = lengthsMm.array();
        int n = 0;
        for (int p = 0; p < critical.size(); p++) {
            if (critical.hasEdge(p) && !isAmong(lengths, n, lengthMm(p))) {
                lengths[n++] = lengthMm(p);
            }
        }
        Arrays.sort(lengths, 0, n);
        for (int p = 0; p < critical.size(); p++) {
            profileOf.set(p, critical.hasEdge(p) ? Arrays.binarySearch(lengths, 0, n, lengthMm(p)) : NONE);
        }
        prepared.set(PROFILES, n);
        sizes.ensureCapacity(dies.products() * (1 + n), 0);
        values.ensureCapacity(dies.products() * (1 + n) * dies.mostDies(), 0);
    }

    private static boolean isAmong(double[] lengths, int n, double length) {
        for (int i = 0; i < n; i++) {
            if (lengths[i] == length) {
                return true;
            }
        }
        return false;
    }

    private void evaluate(int product) {
        DieGrid grid = dies.grid(product);
        for (int function = 0; function <= profiles(); function++) {
            double size = 0;
            int first = at(product, function);
            for (int die = 0; die < grid.size(); die++) {
                double x = dies.xMm(product, die);
                double y = dies.yMm(product, die);
                double r = Math.sqrt(x * x + y * y);
                double relative = r / DieGrid.WAFER_RADIUS_MM;
                double value = function == BOWL
                        ? 2 * relative * relative - 1
                        : StrictMath.exp(-(grid.radiusMm() - r) / lengthsMm.get(function - 1));
                values.set(first + die, value);
                size = Math.max(size, Math.abs(value));
            }
            sizes.set(product * (1 + profiles()) + function, size);
        }
    }

    private int at(int product, int function) {
        return (product * (1 + profiles()) + function) * dies.mostDies();
    }

    double value(int product, int die, int function) {
        return values.get(at(product, function) + die);
    }

    /** The largest size of a function at any die. */
    double size(int product, int function) {
        return sizes.get(product * (1 + profiles()) + function);
    }

    /** Takes the functions at the dies of a product for the sums to come; anew when {@link #prepare} has worked out others. */
    void choose(int product) {
        for (int function = 0; function <= profiles(); function++) {
            GrowingDoubles to = chosen.get(function);
            to.ensureCapacity(dies.mostDies(), 0);
            System.arraycopy(values.array(), at(product, function), to.array(), 0, dies.mostDies());
        }
    }

    /**
     * Sums up functions at the dies of the product that was {@link #choose chosen} last, to {@code sums} from {@code to} on. All loops
     * have one index for all arrays: the compiler makes vectors of no others, since arrays of one type may be the same.
     *
     * @param terms from {@code first} on: a constant, then a factor for each function.
     * @param n dies.
     */
    void sum(double[] terms, int first, double[] sums, int to, int n) {
        int profiles = profiles();
        double[] sum = scratch.array();
        start(chosen.get(BOWL).array(), terms[first], terms[first + 1], sum, n);
        int function = 1;
        for (; function < profiles; function += 2) {
            double factor1 = terms[first + 1 + function];
            double factor2 = terms[first + 2 + function];
            add(chosen.get(function).array(), factor1, chosen.get(function + 1).array(), factor2, sum, n);
        }
        if (function == profiles) {
            add(chosen.get(function).array(), terms[first + 1 + function], sum, n);
        }
        System.arraycopy(sum, 0, sums, to, n);
    }

    private static void start(double[] of, double constant, double factor, double[] sum, int n) {
        for (int die = 0; die < n; die++) {
            sum[die] = constant + factor * of[die];
        }
    }

    private static void add(double[] of1, double factor1, double[] of2, double factor2, double[] sum, int n) {
        for (int die = 0; die < n; die++) {
            sum[die] += factor1 * of1[die] + factor2 * of2[die];
        }
    }

    private static void add(double[] of, double factor, double[] sum, int n) {
        for (int die = 0; die < n; die++) {
            sum[die] += factor * of[die];
        }
    }
}
