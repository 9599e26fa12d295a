/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.core.yield;

import java.util.Arrays;
import org.fabtwin.core.line.CriticalParameters;
import org.fabtwin.core.line.DieTables;
import org.fabtwin.core.line.ProcessTables;
import org.fabtwin.core.process.WaferStates;
import org.fabtwin.core.random.BoundedNormals;
import org.fabtwin.core.random.Sequence;
import org.fabtwin.core.state.DoubleColumn;
import org.fabtwin.core.state.IntColumn;
import org.fabtwin.core.state.LongColumn;
import org.fabtwin.core.state.Parameters;
import org.fabtwin.core.state.StateArena;

/**
 * Scalar parameters of a wafer and what its dies' transistors and vias make of them. Six outputs: Vt shift of the three flavours,
 * speed (relative), ln of leakage, via resistance (relative), each linear in the parameters' deviations. So what differs from die to
 * die is drawn as one joint normal of the outputs and of the parameters with a window of their own, which is exact in law; the latter
 * come last, so that what only they need is drawn where it can take one out of its window. What repeats from field to field is
 * another joint normal. Columns are scratch, valid from {@link #prepare} to the end of the wafer's test; what depends on the product
 * and the parameters alone stays for the wafers after it.
 */
final class Electrical {
    static final int OUTPUTS = 6;
    static final int SPEED = 3;
    static final int LEAKAGE = 4;
    static final int VIA_RESISTANCE = 5;
    /** No critical parameter. */
    static final int NONE = -1;

    /** Rings of equal area in which dies that fail the same way get one parameter blamed. */
    private static final int RINGS = 8;

    // Words of what is prepared.
    private static final int PRODUCT = 0;
    private static final int CHANGES = 1;
    private static final int PREPARED = 2;

    private static final int UNKNOWN = -2;
    private static final int FLAVOURS = CriticalParameters.FLAVOURS;
    private static final double LN10 = 2.302585092994046;

    private final ProcessTables tables;
    private final CriticalParameters critical;
    private final DieTables dies;
    private final Parameters parameters;
    private final WaferStates wafers;
    private final PlaceFunctions places;
    private final ParameterWindows windows;
    private final ElectricalLimits limits;
    /** Outputs and parameters with a window. */
    private final int rows;

    private final DoubleColumn sensitivity;
    /** Per output and then per parameter with a window: mean, and a factor for each function of the place. */
    private final DoubleColumn terms;

    private final DoubleColumn dieFactor;
    private final DoubleColumn fieldFactor;
    private final DoubleColumn fieldOutput;
    private final DoubleColumn output;
    /** Per output: what all dies have of it, local and field deviations apart. */
    private final DoubleColumn values;

    private final IntColumn blamed;
    /** Product that all but what is of one wafer is worked out for, and the parameters' number of changes then. */
    private final LongColumn prepared;

    Electrical(StateArena arena, ProcessTables tables, Parameters parameters, WaferStates wafers) {
        this.tables = tables;
        this.critical = tables.parameters();
        this.dies = tables.dies();
        this.parameters = parameters;
        this.wafers = wafers;
        places = new PlaceFunctions(arena, critical, dies, parameters);
        windows = new ParameterWindows(arena, critical, dies, parameters, places);
        limits = new ElectricalLimits(arena, dies, parameters);
        rows = OUTPUTS + windows.most();
        sensitivity = arena.doubles("electrical.sensitivity", OUTPUTS * critical.size(), 0);
        terms = arena.doubles("electrical.terms", rows * (2 + places.mostProfiles()), 0);
        dieFactor = arena.doubles("electrical.dieFactor", rows * rows, 0);
        fieldFactor = arena.doubles("electrical.fieldFactor", OUTPUTS * OUTPUTS, 0);
        fieldOutput = arena.doubles("electrical.fieldOutput", OUTPUTS * dies.mostSlots(), 0);
        output = arena.doubles("electrical.output", OUTPUTS, 0);
        values = arena.doubles("electrical.values", OUTPUTS * dies.mostDies(), 0);
        blamed = arena.ints("electrical.blamed", 2 * OUTPUTS * RINGS, UNKNOWN);
        prepared = arena.longs("electrical.prepared", PREPARED, -1);
    }

    /** Words of the sequence that one die uses. */
    int wordsPerDie() {
        return rows;
    }

    /** Sums up the wafer's parameters; those that the product's route sets. */
    void prepare(int wafer, int product, long fieldStart) {
        if (prepared.get(PRODUCT) != product || prepared.get(CHANGES) != parameters.changes()) {
            prepare(product);
        }
        Arrays.fill(blamed.array(), UNKNOWN);
        clear(terms);
        int windowed = 0;
        for (int p = 0; p < critical.size(); p++) {
            if (critical.isOverlay(p) || critical.setStep(p, product) < 0) {
                continue;
            }
            double mean = wafers.mean(wafer, p, 0, false);
            double bowl = wafers.bowl(wafer, p);
            double edge = wafers.edge(wafer, p);
            int profile = places.profile(p);
            for (int j = 0; j < OUTPUTS; j++) {
                double s = sensitivity.get(OUTPUTS * p + j);
                if (s != 0) {
                    addTerms(j, s * mean, s * bowl, s * edge, profile);
                }
            }
            if (critical.isKill(p)) {
                addTerms(OUTPUTS + windowed, mean, bowl, edge, profile);
                windowed++;
            }
        }
        fields(product, fieldStart);
        windows.findClose(product, terms.array());
        for (int j = 0; j < OUTPUTS; j++) {
            places.sum(
                    terms.array(),
                    j * (2 + places.profiles()),
                    values.array(),
                    j * dies.mostDies(),
                    dies.grid(product).size());
        }
    }

    /** What is the same for all wafers of a product as long as no parameter changes: limits, windows, factors of the covariances. */
    private void prepare(int product) {
        places.prepare();
        places.choose(product);
        limits.prepare(product);
        windows.clear();
        clear(dieFactor);
        clear(fieldFactor);
        for (int p = 0; p < critical.size(); p++) {
            if (critical.isOverlay(p) || critical.setStep(p, product) < 0) {
                continue;
            }
            sensitivities(p);
            if (critical.isKill(p)) {
                addWindow(OUTPUTS + windows.count(), p, value(critical.die(p)));
                windows.add(p);
            } else {
                addCovariance(fieldFactor.array(), OUTPUTS, p, value(critical.intrafield(p)));
            }
            addCovariance(dieFactor.array(), rows, p, value(critical.die(p)));
        }
        Cholesky.decompose(dieFactor.array(), rows);
        windows.findReach(dieFactor.array(), rows);
        Cholesky.decompose(fieldFactor.array(), OUTPUTS);
        prepared.set(PRODUCT, product);
        prepared.set(CHANGES, parameters.changes());
    }

    private static void clear(DoubleColumn column) {
        Arrays.fill(column.array(), 0);
    }

    private void sensitivities(int p) {
        double vt = value(critical.vt(p));
        double sum = 0;
        int first = OUTPUTS * p;
        for (int flavour = 0; flavour < FLAVOURS; flavour++) {
            double s = critical.hasFlavour(p, flavour) ? vt : 0;
            sensitivity.set(first + flavour, s);
            sum += s;
        }
        double swing = value(tables.subthresholdSwing());
        sensitivity.set(first + SPEED, value(critical.speed(p)) + value(tables.speedPerVt()) * sum / FLAVOURS);
        sensitivity.set(first + LEAKAGE, value(critical.leakage(p)) - (swing == 0 ? 0 : LN10 / swing * sum / FLAVOURS));
        sensitivity.set(first + VIA_RESISTANCE, value(critical.viaResistance(p)));
    }

    private void addTerms(int row, double mean, double bowl, double edge, int profile) {
        int first = row * (2 + places.profiles());
        terms.add(first, mean);
        terms.add(first + 1, bowl);
        if (profile >= 0) {
            terms.add(first + 2 + profile, edge);
        }
    }

    /** {@code n}: rows of the matrix. */
    private void addCovariance(double[] matrix, int n, int p, double deviation) {
        double variance = deviation * deviation;
        double[] s = sensitivity.array();
        int first = OUTPUTS * p;
        for (int i = 0; i < OUTPUTS; i++) {
            double si = s[first + i] * variance;
            for (int j = 0; si != 0 && j <= i; j++) {
                matrix[i * n + j] += si * s[first + j];
            }
        }
    }

    /** The row of a parameter with a window: parameters are independent, so it goes with the outputs alone. */
    private void addWindow(int row, int p, double deviation) {
        double[] matrix = dieFactor.array();
        double variance = deviation * deviation;
        for (int j = 0; j < OUTPUTS; j++) {
            matrix[row * rows + j] = variance * sensitivity.get(OUTPUTS * p + j);
        }
        matrix[row * rows + row] = variance;
    }

    /** Draws what repeats from field to field, for each place in the field. */
    private void fields(int product, long start) {
        int slots = dies.grid(product).slots();
        double[] factor = fieldFactor.array();
        double[] out = fieldOutput.array();
        int word = 0;
        for (int slot = 0; slot < slots; slot++) {
            for (int j = 0; j < OUTPUTS; j++) {
                out[slot * OUTPUTS + j] = 0;
            }
            multiply(factor, start, word, out, slot * OUTPUTS);
            word += OUTPUTS;
            for (int k = 0; k < windows.count(); k++) {
                int p = windows.parameter(k);
                double z = Sequence.normal(start, word++) * value(critical.intrafield(p));
                windows.setField(slot, k, z);
                for (int j = 0; j < OUTPUTS; j++) {
                    out[slot * OUTPUTS + j] += sensitivity.get(OUTPUTS * p + j) * z;
                }
            }
        }
    }

    /** Words of the field sequence that are used here at most. */
    int fieldWords(int product) {
        return dies.grid(product).slots() * rows;
    }

    private void multiply(double[] factor, long start, int word, double[] out, int at) {
        for (int i = 0; i < OUTPUTS; i++) {
            double z = Sequence.normal(start, word + i);
            for (int j = i; j < OUTPUTS; j++) {
                out[at + j] += factor[j * OUTPUTS + i] * z;
            }
        }
    }

    /** So many places of the bounded normals of a die are these. */
    int places() {
        return OUTPUTS + windows.count();
    }

    /**
     * Evaluates a die; the parameter outside of its window, {@link #NONE} when all are inside. Outputs are valid then.
     *
     * @param beyond place of the first normal number beyond the bound, of those that {@link #places} counts.
     */
    int evaluate(int product, int die, long start, int word, int beyond) {
        double z0 = normal(beyond, 0, start, word);
        double z1 = normal(beyond, 1, start, word);
        double z2 = normal(beyond, 2, start, word);
        double z3 = normal(beyond, 3, start, word);
        double z4 = normal(beyond, 4, start, word);
        double z5 = normal(beyond, 5, start, word);
        int slot = dies.slot(product, die);
        int most = dies.mostDies();
        double[] all = values.array();
        double[] out = output.array();
        double[] field = fieldOutput.array();
        double[] factor = dieFactor.array();
        int at = slot * OUTPUTS;
        int of = die;
        int row = 0;
        out[0] = all[of] + field[at] + factor[row] * z0;
        of += most;
        row += rows;
        out[1] = all[of] + field[at + 1] + factor[row] * z0 + factor[row + 1] * z1;
        of += most;
        row += rows;
        out[2] = all[of] + field[at + 2] + factor[row] * z0 + factor[row + 1] * z1 + factor[row + 2] * z2;
        of += most;
        row += rows;
        out[3] = all[of]
                + field[at + 3]
                + factor[row] * z0
                + factor[row + 1] * z1
                + factor[row + 2] * z2
                + factor[row + 3] * z3;
        of += most;
        row += rows;
        out[4] = all[of]
                + field[at + 4]
                + factor[row] * z0
                + factor[row + 1] * z1
                + factor[row + 2] * z2
                + factor[row + 3] * z3
                + factor[row + 4] * z4;
        of += most;
        row += rows;
        out[5] = all[of]
                + field[at + 5]
                + factor[row] * z0
                + factor[row + 1] * z1
                + factor[row + 2] * z2
                + factor[row + 3] * z3
                + factor[row + 4] * z4
                + factor[row + 5] * z5;
        double[] term = terms.array();
        return beyond == BoundedNormals.NONE && !windows.isNear(die, slot)
                ? NONE
                : windows.outside(
                        product, die, slot, term, factor, rows, start, word + OUTPUTS, beyond, z0, z1, z2, z3, z4, z5);
    }

    private double normal(int beyond, int place, long start, int word) {
        return beyond == BoundedNormals.NONE
                ? BoundedNormals.within(start, word + place)
                : BoundedNormals.sample(beyond, place, start, word + place);
    }

    /** As {@link ElectricalLimits#failing}, of the die that was evaluated last. */
    int failing() {
        return limits.failing(output.array());
    }

    /** As {@link ElectricalLimits#bin}. */
    int bin(int product) {
        return limits.bin(product, output.array());
    }

    /**
     * The parameter whose deviation moves an output furthest in the direction in which it failed, local noise apart: looked at where
     * the first die of a ring fails this way, and taken for all of the ring.
     */
    int mostToBlame(int wafer, int product, int die, int failed) {
        double direction = Math.signum(output.get(failed));
        double bowl = places.value(product, die, PlaceFunctions.BOWL);
        int ring = Math.min(RINGS - 1, (int) ((bowl + 1) / 2 * RINGS));
        int place = (2 * failed + (direction > 0 ? 1 : 0)) * RINGS + ring;
        if (blamed.get(place) == UNKNOWN) {
            blamed.set(place, mostToBlame(wafer, product, die, failed, direction, bowl));
        }
        return blamed.get(place);
    }

    private int mostToBlame(int wafer, int product, int die, int failed, double direction, double bowl) {
        int worst = NONE;
        double most = 0;
        for (int p = 0; p < critical.size(); p++) {
            double moves = sensitivity.get(OUTPUTS * p + failed);
            if (moves != 0 && !critical.isOverlay(p) && critical.setStep(p, product) >= 0) {
                int profile = places.profile(p);
                double edge = profile < 0 ? 0 : wafers.edge(wafer, p) * places.value(product, die, 1 + profile);
                double deviation = wafers.mean(wafer, p, 0, false) + wafers.bowl(wafer, p) * bowl + edge;
                double share = direction * moves * deviation;
                if (share > most) {
                    most = share;
                    worst = p;
                }
            }
        }
        return worst;
    }

    private double value(int parameter) {
        return parameters.value(parameter);
    }
}
