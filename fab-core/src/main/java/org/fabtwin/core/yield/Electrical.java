/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.core.yield;

import org.fabtwin.core.line.CriticalParameters;
import org.fabtwin.core.line.DieTables;
import org.fabtwin.core.line.ParameterTable;
import org.fabtwin.core.line.ProcessTables;
import org.fabtwin.core.process.WaferStates;
import org.fabtwin.core.random.Cause;
import org.fabtwin.core.random.Draws;
import org.fabtwin.core.random.Sequence;
import org.fabtwin.core.state.DoubleColumn;
import org.fabtwin.core.state.IntColumn;
import org.fabtwin.core.state.Parameters;
import org.fabtwin.core.state.StateArena;

/**
 * Scalar parameters of a wafer and what its dies' transistors and vias make of them. Six outputs: Vt shift of the three flavours,
 * speed (relative), ln of leakage, via resistance (relative), each linear in the parameters' deviations. So what differs from die to
 * die and what repeats from field to field is drawn as one joint normal of the outputs each, which is exact in law; only parameters
 * with a window of their own are drawn alone. Columns are scratch, valid from {@link #prepare} to the end of the wafer's test.
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

    private static final int UNKNOWN = -2;
    private static final int FLAVOURS = CriticalParameters.FLAVOURS;
    private static final double LN10 = 2.302585092994046;

    private final ProcessTables tables;
    private final CriticalParameters critical;
    private final DieTables dies;
    private final Parameters parameters;
    private final WaferStates wafers;
    private final Draws draws;
    private final int profiles;
    private final int kills;
    private final IntColumn killParameter;
    private final DoubleColumn sensitivity;
    /** Per output and then per parameter with a window: mean, bowl, one for each edge profile. */
    private final DoubleColumn terms;

    private final DoubleColumn dieFactor;
    private final DoubleColumn fieldFactor;
    private final DoubleColumn fieldOutput;
    private final DoubleColumn fieldKill;
    private final DoubleColumn windows;
    private final DoubleColumn output;
    private final DoubleColumn limits;
    /** Per row of the terms: what all dies have of it, local and field deviations apart. */
    private final DoubleColumn values;

    private final IntColumn blamed;
    private final IntColumn counts;

    Electrical(StateArena arena, ProcessTables tables, Parameters parameters, WaferStates wafers, Draws draws) {
        this.tables = tables;
        this.critical = tables.parameters();
        this.dies = tables.dies();
        this.parameters = parameters;
        this.wafers = wafers;
        this.draws = draws;
        profiles = critical.edgeProfiles();
        int found = 0;
        for (int p = 0; p < critical.size(); p++) {
            found += critical.isKill(p) && !critical.isOverlay(p) ? 1 : 0;
        }
        kills = found;
        int rows = OUTPUTS + kills;
        killParameter = arena.ints("electrical.killParameter", kills, 0);
        sensitivity = arena.doubles("electrical.sensitivity", OUTPUTS * critical.size(), 0);
        terms = arena.doubles("electrical.terms", rows * (2 + profiles), 0);
        dieFactor = arena.doubles("electrical.dieFactor", OUTPUTS * OUTPUTS, 0);
        fieldFactor = arena.doubles("electrical.fieldFactor", OUTPUTS * OUTPUTS, 0);
        fieldOutput = arena.doubles("electrical.fieldOutput", OUTPUTS * dies.mostSlots(), 0);
        fieldKill = arena.doubles("electrical.fieldKill", kills * dies.mostSlots(), 0);
        windows = arena.doubles("electrical.windows", 3 * kills, 0);
        output = arena.doubles("electrical.output", OUTPUTS, 0);
        limits = arena.doubles("electrical.limits", LIMITS + 2 * DieTables.MOST_BINS, 0);
        values = arena.doubles("electrical.values", rows * dies.mostDies(), 0);
        blamed = arena.ints("electrical.blamed", 2 * OUTPUTS * RINGS, UNKNOWN);
        counts = arena.ints("electrical.counts", 1, 0);
    }

    /** Words of the sequence that one die uses. */
    int wordsPerDie() {
        return OUTPUTS + kills;
    }

    /** Sums up the wafer's parameters; those that the product's route sets. */
    void prepare(int wafer, int product, long fieldStart) {
        limits(product);
        java.util.Arrays.fill(blamed.array(), UNKNOWN);
        clear(terms);
        clear(dieFactor);
        clear(fieldFactor);
        int killed = 0;
        for (int p = 0; p < critical.size(); p++) {
            if (critical.isOverlay(p) || critical.setStep(p, product) < 0) {
                continue;
            }
            sensitivities(p);
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
                killParameter.set(killed, p);
                addTerms(OUTPUTS + killed, mean, bowl, edge, profile);
                double target = value(critical.target(p));
                windows.set(3 * killed, value(critical.lower(p)) - target);
                windows.set(3 * killed + 1, value(critical.upper(p)) - target);
                windows.set(3 * killed + 2, value(critical.die(p)));
                killed++;
            } else {
                addCovariance(dieFactor.array(), p, value(critical.die(p)));
                addCovariance(fieldFactor.array(), p, value(critical.intrafield(p)));
            }
        }
        counts.set(0, killed);
        Cholesky.decompose(dieFactor.array(), OUTPUTS);
        Cholesky.decompose(fieldFactor.array(), OUTPUTS);
        fields(product, killed, fieldStart);
        values(product, OUTPUTS + killed);
    }

    /** All dies at once, row by row: loops that the compiler makes vectors of. */
    private void values(int product, int rows) {
        int n = dies.grid(product).size();
        double[] all = values.array();
        for (int row = 0; row < rows; row++) {
            int at = row * dies.mostDies();
            int first = row * (2 + profiles);
            java.util.Arrays.fill(all, at, at + n, terms.get(first));
            for (int function = 0; function <= profiles; function++) {
                double factor = terms.get(first + 1 + function);
                if (factor != 0) {
                    dies.addBasis(product, function, factor, all, at);
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

    private void addCovariance(double[] matrix, int p, double deviation) {
        double variance = deviation * deviation;
        double[] s = sensitivity.array();
        int first = OUTPUTS * p;
        for (int i = 0; i < OUTPUTS; i++) {
            double si = s[first + i] * variance;
            for (int j = 0; si != 0 && j <= i; j++) {
                matrix[i * OUTPUTS + j] += si * s[first + j];
            }
        }
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
            multiply(factor, start, word, Cause.INTRAFIELD, out, slot * OUTPUTS);
            word += OUTPUTS;
            for (int k = 0; k < killed; k++) {
                int p = killParameter.get(k);
                double z = Sequence.normal(start, word++, draws, Cause.INTRAFIELD) * value(critical.intrafield(p));
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

    private void multiply(double[] factor, long start, int word, int cause, double[] out, int at) {
        double z0 = Sequence.normal(start, word, draws, cause);
        double z1 = Sequence.normal(start, word + 1, draws, cause);
        double z2 = Sequence.normal(start, word + 2, draws, cause);
        double z3 = Sequence.normal(start, word + 3, draws, cause);
        double z4 = Sequence.normal(start, word + 4, draws, cause);
        double z5 = Sequence.normal(start, word + 5, draws, cause);
        out[at] += factor[0] * z0;
        out[at + 1] += factor[6] * z0 + factor[7] * z1;
        out[at + 2] += factor[12] * z0 + factor[13] * z1 + factor[14] * z2;
        out[at + 3] += factor[18] * z0 + factor[19] * z1 + factor[20] * z2 + factor[21] * z3;
        out[at + 4] += factor[24] * z0 + factor[25] * z1 + factor[26] * z2 + factor[27] * z3 + factor[28] * z4;
        out[at + 5] += factor[30] * z0
                + factor[31] * z1
                + factor[32] * z2
                + factor[33] * z3
                + factor[34] * z4
                + factor[35] * z5;
    }

    /** Evaluates a die; the parameter outside of its window, {@link #NONE} when all are inside. Outputs are valid then. */
    int evaluate(int product, int die, long start, int word) {
        int slot = dies.slot(product, die);
        int most = dies.mostDies();
        double[] all = values.array();
        double[] out = output.array();
        double[] field = fieldOutput.array();
        for (int j = 0; j < OUTPUTS; j++) {
            out[j] = all[j * most + die] + field[slot * OUTPUTS + j];
        }
        int killed = counts.get(0);
        double[] window = windows.array();
        double[] of = sensitivity.array();
        for (int k = 0; k < killed; k++) {
            double noise = window[3 * k + 2] * Sequence.normal(start, word + k, draws, Cause.DIE);
            double deviation = all[(OUTPUTS + k) * most + die] + fieldKill.get(slot * kills + k) + noise;
            if (deviation < window[3 * k] || deviation > window[3 * k + 1]) {
                return killParameter.get(k);
            }
            int first = OUTPUTS * killParameter.get(k);
            for (int j = 0; j < OUTPUTS; j++) {
                out[j] += of[first + j] * noise;
            }
        }
        multiply(dieFactor.array(), start, word + kills, Cause.DIE, out, 0);
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
            if (!critical.isOverlay(p) && critical.setStep(p, product) >= 0) {
                int profile = critical.edgeProfile(p);
                double edge = profile < 0 ? 0 : wafers.edge(wafer, p) * dies.basis(product, die, 1 + profile);
                double deviation = wafers.mean(wafer, p, 0, false) + wafers.bowl(wafer, p) * bowl + edge;
                double share = direction * sensitivity.get(OUTPUTS * p + failed) * deviation;
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
