/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.core.process;

import org.fabtwin.core.line.ProcessTables;
import org.fabtwin.core.random.Cause;
import org.fabtwin.core.random.Draws;
import org.fabtwin.core.state.CacheLine;
import org.fabtwin.core.state.GrowingDoubles;
import org.fabtwin.core.state.GrowingInts;
import org.fabtwin.core.state.GrowingLongs;
import org.fabtwin.core.state.IntPair;
import org.fabtwin.core.state.StateArena;
import org.fabtwin.core.state.WaferRows;

/**
 * What each wafer carries: of each critical parameter four coefficients of its deviation from the target (scalars: mean, bowl,
 * edge, what waiting added; overlay: mean x, mean y, scale, rotation) and the chamber that set it; the density of killing defects so
 * far, and where they come from. Own units. Rows are those of the wafers. Single-threaded: the twin's thread only.
 *
 * <p>Where defects come from is kept as {@link #SOURCES} independent samples of (step, chamber), each with the probability of its
 * share in the density (reservoir sampling by weight: a sample taken at density D stays until the density reaches D / u, u uniform).
 * Of a wafer that will reach a density L at least, samples are first taken at u L: what was taken and replaced before L nobody
 * would ever look at. So the law at L is the same, and nine samples are taken in the wafer's life, not fifty.
 */
public final class WaferStates {
    /** Samples of where a wafer's defects come from. */
    public static final int SOURCES = 8;
    /** No chamber, no step. */
    public static final int NONE = -1;

    /** Of a wafer's row of samples, which fills two lines. */
    private static final int SAMPLE_WORDS = 2 * SOURCES;

    private static final int COEFFICIENTS = 4;
    private static final int BOWL = 1;
    private static final int EDGE = 2;
    private static final int WAITED = 3;
    private static final int SCALE = 2;
    private static final int ROTATION = 3;

    private final int parameters;
    private final GrowingDoubles coefficients;
    private final GrowingInts setBy;
    /** Of each wafer the density so far, and the one at which the next sample is taken. */
    private final WaferRows rows;

    /** Of each wafer the densities at which its samples end, then what they are: step, and above it chamber. */
    private final GrowingLongs samples;

    /** Density that the wafer will reach at least, as it was known when it entered. */
    private final GrowingDoubles least;

    private final GrowingDoubles scratch;
    private final GrowingInts scratchStep;
    private final GrowingInts scratchChamber;

    /**
     * @param wafers rows of the wafers, two words of which are kept here.
     * @param capacity rows to begin with; none where the line has no process data.
     */
    public WaferStates(StateArena arena, ProcessTables tables, WaferRows wafers, int capacity) {
        int rows = tables.isActive() ? capacity : 0;
        this.rows = wafers;
        parameters = tables.parameters().size();
        coefficients = arena.growingDoubles(
                "waferStates.coefficients", CacheLine.BEFORE_FIRST_ROW + rows * parameters * COEFFICIENTS, 0);
        setBy = arena.growingInts("waferStates.setBy", rows * parameters, NONE);
        samples = arena.growingLongs("waferStates.samples", CacheLine.BEFORE_FIRST_ROW + rows * SAMPLE_WORDS, 0);
        least = arena.growingDoubles("waferStates.least", rows, 0);
        scratch = arena.growingDoubles("waferStates.scratch", rows, 0);
        scratchStep = arena.growingInts("waferStates.scratchStep", rows, NONE);
        scratchChamber = arena.growingInts("waferStates.scratchChamber", rows, NONE);
    }

    /** A new wafer takes the row: on target, without defects. */
    void clear(int wafer) {
        if (wafer >= scratch.capacity()) {
            grow(wafer + 1);
        }
        int first = wafer * parameters;
        java.util.Arrays.fill(coefficients.array(), row(wafer, 0), row(wafer, parameters), 0);
        java.util.Arrays.fill(setBy.array(), first, first + parameters, NONE);
        rows.real(wafer, WaferRows.KILLING, 0);
        rows.real(wafer, WaferRows.NEXT_SAMPLE, 0);
        scratchStep.set(wafer, NONE);
        least.set(wafer, 0);
        int firstSample = sample(wafer, 0);
        for (int i = firstSample; i < firstSample + SOURCES; i++) {
            samples.set(i, 0);
            samples.set(i + SOURCES, NONE);
        }
    }

    /**
     * The new wafer will reach this density L at least, if all goes as usual; {@code key} is its identity in draws. One that ends at
     * s < L (densities were lowered while it was in the line) lacks each sample with the probability 1 - s / L, and all with the 8th
     * power of that; the law of those that it has is right. Of a wafer that lacks all, random losses are booked to no step.
     */
    void expect(int wafer, double density, long key, Draws draws) {
        double next = Double.MAX_VALUE;
        for (int i = 0; i < SOURCES; i++) {
            double first = density * draws.uniform(Cause.DEFECT_SOURCE, key, 0, i);
            samples.set(sample(wafer, i), Double.doubleToRawLongBits(first));
            next = Math.min(next, first);
        }
        least.set(wafer, density);
        rows.real(wafer, WaferRows.NEXT_SAMPLE, next);
    }

    private void grow(int rows) {
        int capacity = Math.max(rows, 2 * scratch.capacity());
        coefficients.ensureCapacity(CacheLine.BEFORE_FIRST_ROW + capacity * parameters * COEFFICIENTS, 0);
        setBy.ensureCapacity(capacity * parameters, NONE);
        samples.ensureCapacity(CacheLine.BEFORE_FIRST_ROW + capacity * SAMPLE_WORDS, 0);
        least.ensureCapacity(capacity, 0);
        scratch.ensureCapacity(capacity, 0);
        scratchStep.ensureCapacity(capacity, NONE);
        scratchChamber.ensureCapacity(capacity, NONE);
    }

    private int row(int wafer, int parameter) {
        return CacheLine.BEFORE_FIRST_ROW + (wafer * parameters + parameter) * COEFFICIENTS;
    }

    /**
     * The wafer mean of a critical parameter: true value minus target, what waiting added included. {@code component}: 0, and 1 for y
     * of overlay. 0 before a step has set it.
     */
    public double mean(int wafer, int parameter, int component, boolean overlay) {
        int row = row(wafer, parameter);
        return overlay ? coefficients.get(row + component) : coefficients.get(row) + coefficients.get(row + WAITED);
    }

    /** Factor of 2 (r / 150 mm)^2 - 1; scalars. */
    public double bowl(int wafer, int parameter) {
        return coefficients.get(row(wafer, parameter) + BOWL);
    }

    /** Factor of exp(-(R - r) / length); scalars. */
    public double edge(int wafer, int parameter) {
        return coefficients.get(row(wafer, parameter) + EDGE);
    }

    /** Overlay per millimetre from the centre. */
    public double scale(int wafer, int parameter) {
        return coefficients.get(row(wafer, parameter) + SCALE);
    }

    public double rotation(int wafer, int parameter) {
        return coefficients.get(row(wafer, parameter) + ROTATION);
    }

    /** Chamber that set the parameter, {@link #NONE} before. */
    public int setBy(int wafer, int parameter) {
        return setBy.get(wafer * parameters + parameter);
    }

    void setScalar(int wafer, int parameter, int chamber, double mean, double bowl, double edge) {
        int row = row(wafer, parameter);
        coefficients.set(row, mean);
        coefficients.set(row + BOWL, bowl);
        coefficients.set(row + EDGE, edge);
        setBy.set(wafer * parameters + parameter, chamber);
    }

    void setOverlay(int wafer, int parameter, int chamber, double x, double y, double scale, double rotation) {
        int row = row(wafer, parameter);
        coefficients.set(row, x);
        coefficients.set(row + 1, y);
        coefficients.set(row + SCALE, scale);
        coefficients.set(row + ROTATION, rotation);
        setBy.set(wafer * parameters + parameter, chamber);
    }

    void addWaited(int wafer, int parameter, double shift) {
        coefficients.add(row(wafer, parameter) + WAITED, shift);
    }

    /** Density of killing defects so far, all steps together. */
    public double killing(int wafer) {
        return rows.real(wafer, WaferRows.KILLING);
    }

    /** Adds killing defects; true when the density has reached that of the next sample, which {@link #sample} then takes. */
    boolean addKilling(int wafer, double density) {
        double sum = rows.real(wafer, WaferRows.KILLING) + density;
        rows.real(wafer, WaferRows.KILLING, sum);
        return sum > rows.real(wafer, WaferRows.NEXT_SAMPLE);
    }

    /** What was added last is sampled. Identity in draws of what adds it: the wafer and, of the wafer, the place. */
    void sample(int wafer, int step, int chamber, long key, long place, int visit, Draws draws) {
        sample(wafer, killing(wafer), step, chamber, Draws.subject(key, place), visit, draws);
    }

    private void sample(int wafer, double sum, int step, int chamber, long subject, int visit, Draws draws) {
        double next = Double.MAX_VALUE;
        double reached = Math.max(sum, least.get(wafer));
        for (int i = 0; i < SOURCES; i++) {
            int sample = sample(wafer, i);
            double end = Double.longBitsToDouble(samples.get(sample));
            if (sum > end) {
                end = reached / draws.uniform(Cause.DEFECT_SOURCE, subject, visit, i);
                samples.set(sample, Double.doubleToRawLongBits(end));
                samples.set(sample + SOURCES, IntPair.of(step, chamber));
            }
            next = Math.min(next, end);
        }
        rows.real(wafer, WaferRows.NEXT_SAMPLE, next);
    }

    /** Index of the end of a wafer's i-th sample; what it is stands {@link #SOURCES} behind. */
    private static int sample(int wafer, int i) {
        return CacheLine.BEFORE_FIRST_ROW + wafer * SAMPLE_WORDS + i;
    }

    /** Step of the i-th sample, {@link #NONE} where the wafer has not come as far as it was to be taken ({@link #expect}). */
    public int sourceStep(int wafer, int i) {
        return IntPair.lower(samples.get(sample(wafer, i) + SOURCES));
    }

    public int sourceChamber(int wafer, int i) {
        return IntPair.upper(samples.get(sample(wafer, i) + SOURCES));
    }

    /**
     * The i-th sample or, where the wafer has not come as far as it was to be taken, the next that there is: those that there are have
     * the law of all. One that is {@link #NONE} when there is none.
     */
    public int sourceOf(int wafer, int i) {
        int source = i;
        for (int k = 1; k < SOURCES && sourceStep(wafer, source) == NONE; k++) {
            source = (i + k) % SOURCES;
        }
        return source;
    }

    void addScratch(int wafer, double lengthMm, int step, int chamber) {
        scratch.set(wafer, lengthMm);
        scratchStep.set(wafer, step);
        scratchChamber.set(wafer, chamber);
    }

    /** Step that scratched the wafer last, {@link #NONE} = it has no scratch. */
    public int scratchStep(int wafer) {
        return scratchStep.get(wafer);
    }

    public int scratchChamber(int wafer) {
        return scratchChamber.get(wafer);
    }

    public double scratchLengthMm(int wafer) {
        return scratch.get(wafer);
    }
}
