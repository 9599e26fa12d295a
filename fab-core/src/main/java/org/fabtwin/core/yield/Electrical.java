/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.core.yield;

import org.fabtwin.core.line.CriticalParameters;
import org.fabtwin.core.line.DieTables;
import org.fabtwin.core.line.ParameterTable;
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

    /** Places in the limits: Vt, speed, leakage, via resistance; then speed and leakage of each bin. */
    private static final int LIMITS = 4;

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
    private final int profiles;
    private final int kills;
    /** Outputs and parameters with a window. */
    private final int rows;

    private final IntColumn killParameter;
    private final DoubleColumn sensitivity;
    /** Per output and then per parameter with a window: mean, bowl, one for each edge profile. */
    private final DoubleColumn terms;

    private final DoubleColumn dieFactor;
    private final DoubleColumn fieldFactor;
    private final DoubleColumn fieldOutput;
    private final DoubleColumn fieldKill;
    /** Of each parameter with a window: lower, upper, how far normal numbers within the bound can move it. */
    private final DoubleColumn windows;

    /** Of a die: what is drawn of the parameters with a window alone. */
    private final DoubleColumn killNormal;

    private final DoubleColumn output;
    private final DoubleColumn limits;
    /** Per output: what all dies have of it, local and field deviations apart. */
    private final DoubleColumn values;

    private final IntColumn blamed;
    private final IntColumn counts;
    /** Product that all but what is of one wafer is worked out for, and the parameters' number of changes then. */
    private final LongColumn prepared;

    /** Per place in the field the parameters whose window a die there may be out of without a normal number beyond the bound. */
    private final IntColumn close;

    private final IntColumn closeCount;

    Electrical(StateArena arena, ProcessTables tables, Parameters parameters, WaferStates wafers) {
        this.tables = tables;
        this.critical = tables.parameters();
        this.dies = tables.dies();
        this.parameters = parameters;
        this.wafers = wafers;
        profiles = critical.edgeProfiles();
        int found = 0;
        for (int p = 0; p < critical.size(); p++) {
            found += critical.isKill(p) && !critical.isOverlay(p) ? 1 : 0;
        }
        kills = found;
        rows = OUTPUTS + kills;
        killParameter = arena.ints("electrical.killParameter", kills, 0);
        sensitivity = arena.doubles("electrical.sensitivity", OUTPUTS * critical.size(), 0);
        terms = arena.doubles("electrical.terms", rows * (2 + profiles), 0);
        dieFactor = arena.doubles("electrical.dieFactor", rows * rows, 0);
        fieldFactor = arena.doubles("electrical.fieldFactor", OUTPUTS * OUTPUTS, 0);
        fieldOutput = arena.doubles("electrical.fieldOutput", OUTPUTS * dies.mostSlots(), 0);
        fieldKill = arena.doubles("electrical.fieldKill", kills * dies.mostSlots(), 0);
        windows = arena.doubles("electrical.windows", 3 * kills, 0);
        killNormal = arena.doubles("electrical.killNormal", kills, 0);
        output = arena.doubles("electrical.output", OUTPUTS, 0);
        limits = arena.doubles("electrical.limits", LIMITS + 2 * DieTables.MOST_BINS, 0);
        values = arena.doubles("electrical.values", OUTPUTS * dies.mostDies(), 0);
        blamed = arena.ints("electrical.blamed", 2 * OUTPUTS * RINGS, UNKNOWN);
        counts = arena.ints("electrical.counts", 1, 0);
        prepared = arena.longs("electrical.prepared", PREPARED, -1);
        close = arena.ints("electrical.close", kills * dies.mostSlots(), 0);
        closeCount = arena.ints("electrical.closeCount", dies.mostSlots(), 0);
    }

    /** Words of the sequence that one die uses. */
    int wordsPerDie() {
        return OUTPUTS + kills;
    }

    /** Sums up the wafer's parameters; those that the product's route sets. */
    void prepare(int wafer, int product, long fieldStart) {
        if (prepared.get(PRODUCT) != product || prepared.get(CHANGES) != parameters.changes()) {
            prepare(product);
        }
        java.util.Arrays.fill(blamed.array(), UNKNOWN);
        clear(terms);
        int killed = 0;
        for (int p = 0; p < critical.size(); p++) {
            if (critical.isOverlay(p) || critical.setStep(p, product) < 0) {
                continue;
            }
            double mean = wafers.mean(wafer, p, 0, false);
            double bowl = wafers.bowl(wafer, p);
            double edge = wafers.edge(wafer, p);
            int profile = critical.edgeProfile(p);
            for (int j = 0; j < OUTPUTS; j++) {
                double s = sensitivity.get(OUTPUTS * p + j);
                if (s != 0) {
                    addTerms(j, s * mean, s * bowl, s * edge, profile);
                }
            }
            if (critical.isKill(p)) {
                addTerms(OUTPUTS + killed, mean, bowl, edge, profile);
                killed++;
            }
        }
        fields(product, killed, fieldStart);
        findClose(product, killed);
        for (int j = 0; j < OUTPUTS; j++) {
            dies.sumBasis(product, terms.array(), j * (2 + profiles), values.array(), j * dies.mostDies());
        }
    }

    /** What is the same for all wafers of a product as long as no parameter changes: limits, windows, factors of the covariances. */
    private void prepare(int product) {
        limits(product);
        clear(dieFactor);
        clear(fieldFactor);
        int killed = 0;
        for (int p = 0; p < critical.size(); p++) {
            if (critical.isOverlay(p) || critical.setStep(p, product) < 0) {
                continue;
            }
            sensitivities(p);
            if (critical.isKill(p)) {
                killParameter.set(killed, p);
                double target = value(critical.target(p));
                windows.set(3 * killed, value(critical.lower(p)) - target);
                windows.set(3 * killed + 1, value(critical.upper(p)) - target);
                addKill(OUTPUTS + killed, p, value(critical.die(p)));
                killed++;
            } else {
                addCovariance(fieldFactor.array(), OUTPUTS, p, value(critical.intrafield(p)));
            }
            addCovariance(dieFactor.array(), rows, p, value(critical.die(p)));
        }
        counts.set(0, killed);
        Cholesky.decompose(dieFactor.array(), rows);
        reach(killed);
        Cholesky.decompose(fieldFactor.array(), OUTPUTS);
        prepared.set(PRODUCT, product);
        prepared.set(CHANGES, parameters.changes());
    }

    private void reach(int killed) {
        double[] factor = dieFactor.array();
        for (int k = 0; k < killed; k++) {
            double sum = 0;
            for (int i = 0; i <= OUTPUTS + k; i++) {
                sum += Math.abs(factor[(OUTPUTS + k) * rows + i]);
            }
            windows.set(3 * k + 2, BoundedNormals.BOUND * sum);
        }
    }

    /** Whose windows normal numbers within the bound can take a die out of. */
    private void findClose(int product, int killed) {
        int slots = dies.grid(product).slots();
        java.util.Arrays.fill(closeCount.array(), 0);
        for (int k = 0; k < killed; k++) {
            int first = (OUTPUTS + k) * (2 + profiles);
            double most = windows.get(3 * k + 2);
            for (int function = 0; function <= profiles; function++) {
                most += dies.mostBasis(product, function) * Math.abs(terms.get(first + 1 + function));
            }
            for (int slot = 0; slot < slots; slot++) {
                double middle = terms.get(first) + fieldKill.get(slot * kills + k);
                if (middle - most < windows.get(3 * k) || middle + most > windows.get(3 * k + 1)) {
                    close.set(slot * kills + closeCount.add(slot, 1) - 1, k);
                }
            }
        }
    }

    /** Limits of the product as they are now; none = infinite. */
    private void limits(int product) {
        limits.set(0, most(dies.vtLimit(product)));
        limits.set(1, least(dies.speedLeast(product)));
        limits.set(2, lnMost(dies.leakageMost(product)));
        limits.set(3, most(dies.viaResistanceMost(product)));
        for (int bin = 0; bin < dies.bins(product); bin++) {
            limits.set(LIMITS + 2 * bin, least(dies.binSpeed(product, bin)));
            limits.set(LIMITS + 2 * bin + 1, lnMost(dies.binLeakage(product, bin)));
        }
    }

    private double most(int parameter) {
        return parameter == ParameterTable.NONE ? Double.POSITIVE_INFINITY : value(parameter);
    }

    private double least(int parameter) {
        return parameter == ParameterTable.NONE ? Double.NEGATIVE_INFINITY : value(parameter);
    }

    private double lnMost(int parameter) {
        return parameter == ParameterTable.NONE ? Double.POSITIVE_INFINITY : StrictMath.log(value(parameter));
    }

    private static void clear(DoubleColumn column) {
        java.util.Arrays.fill(column.array(), 0);
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
        int first = row * (2 + profiles);
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
    private void addKill(int row, int p, double deviation) {
        double[] matrix = dieFactor.array();
        double variance = deviation * deviation;
        for (int j = 0; j < OUTPUTS; j++) {
            matrix[row * rows + j] = variance * sensitivity.get(OUTPUTS * p + j);
        }
        matrix[row * rows + row] = variance;
    }

    /** Draws what repeats from field to field, for each place in the field. */
    private void fields(int product, int killed, long start) {
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
            for (int k = 0; k < killed; k++) {
                int p = killParameter.get(k);
                double z = Sequence.normal(start, word++) * value(critical.intrafield(p));
                fieldKill.set(slot * kills + k, z);
                for (int j = 0; j < OUTPUTS; j++) {
                    out[slot * OUTPUTS + j] += sensitivity.get(OUTPUTS * p + j) * z;
                }
            }
        }
    }

    /** Words of the field sequence that are used here at most. */
    int fieldWords(int product) {
        return dies.grid(product).slots() * (OUTPUTS + kills);
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
        return OUTPUTS + counts.get(0);
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
        return beyond == BoundedNormals.NONE && !isNearWindow(product, die, slot)
                ? NONE
                : outOfWindow(product, die, start, word + OUTPUTS, beyond, z0, z1, z2, z3, z4, z5);
    }

    /** Whether normal numbers within the bound can take this die out of a window. */
    private boolean isNearWindow(int product, int die, int slot) {
        int n = closeCount.get(slot);
        for (int i = 0; i < n; i++) {
            int k = close.get(slot * kills + i);
            double deviation = deviation(product, die, slot, k);
            double reach = windows.get(3 * k + 2);
            if (deviation - reach < windows.get(3 * k) || deviation + reach > windows.get(3 * k + 1)) {
                return true;
            }
        }
        return false;
    }

    /** Of a parameter with a window: what the wafer and the field make of it at the die. */
    private double deviation(int product, int die, int slot, int k) {
        int first = (OUTPUTS + k) * (2 + profiles);
        double deviation = terms.get(first) + fieldKill.get(slot * kills + k);
        for (int function = 0; function <= profiles; function++) {
            deviation += terms.get(first + 1 + function) * dies.basis(product, die, function);
        }
        return deviation;
    }

    private double normal(int beyond, int place, long start, int word) {
        return beyond == BoundedNormals.NONE
                ? BoundedNormals.within(start, word + place)
                : BoundedNormals.sample(beyond, place, start, word + place);
    }

    /** The parameter that is out of its window, what is drawn of the windows' parameters alone included; {@link #NONE} when none is. */
    private int outOfWindow(
            int product,
            int die,
            long start,
            int word,
            int beyond,
            double z0,
            double z1,
            double z2,
            double z3,
            double z4,
            double z5) {
        int killed = counts.get(0);
        int slot = dies.slot(product, die);
        double[] window = windows.array();
        double[] factor = dieFactor.array();
        for (int k = 0; k < killed; k++) {
            int row = (OUTPUTS + k) * rows;
            double z = BoundedNormals.sample(beyond, OUTPUTS + k, start, word + k);
            killNormal.set(k, z);
            double deviation = deviation(product, die, slot, k)
                    + factor[row] * z0
                    + factor[row + 1] * z1
                    + factor[row + 2] * z2
                    + factor[row + 3] * z3
                    + factor[row + 4] * z4
                    + factor[row + 5] * z5;
            for (int i = 0; i <= k; i++) {
                deviation += factor[row + OUTPUTS + i] * killNormal.get(i);
            }
            if (deviation < window[3 * k] || deviation > window[3 * k + 1]) {
                return killParameter.get(k);
            }
        }
        return NONE;
    }

    double output(int j) {
        return output.get(j);
    }

    /** The output that is out of its limit, the first of Vt, speed, leakage, via resistance; {@link #NONE} when none is. */
    int failing() {
        double[] out = output.array();
        double[] limit = limits.array();
        for (int flavour = 0; flavour < FLAVOURS; flavour++) {
            if (Math.abs(out[flavour]) > limit[0]) {
                return flavour;
            }
        }
        if (out[SPEED] < limit[1]) {
            return SPEED;
        }
        if (out[LEAKAGE] > limit[2]) {
            return LEAKAGE;
        }
        return out[VIA_RESISTANCE] > limit[3] ? VIA_RESISTANCE : NONE;
    }

    /** The first bin whose speed the die reaches and whose leakage it stays below; the last where none is, 0 without bins. */
    int bin(int product) {
        double[] out = output.array();
        double[] limit = limits.array();
        int bins = dies.bins(product);
        for (int bin = 0; bin < bins; bin++) {
            if (out[SPEED] >= limit[LIMITS + 2 * bin] && out[LEAKAGE] <= limit[LIMITS + 2 * bin + 1]) {
                return bin;
            }
        }
        return Math.max(0, bins - 1);
    }

    /**
     * The parameter whose deviation moves an output furthest in the direction in which it failed, local noise apart: looked at where
     * the first die of a ring fails this way, and taken for all of the ring.
     */
    int mostToBlame(int wafer, int product, int die, int failed) {
        double direction = Math.signum(output.get(failed));
        double bowl = dies.basis(product, die, 0);
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
                int profile = critical.edgeProfile(p);
                double edge = profile < 0 ? 0 : wafers.edge(wafer, p) * dies.basis(product, die, 1 + profile);
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
