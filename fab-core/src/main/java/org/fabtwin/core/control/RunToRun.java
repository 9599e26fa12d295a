/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.core.control;

import java.util.List;
import org.fabtwin.core.line.ControlMethod;
import org.fabtwin.core.line.Controllers;
import org.fabtwin.core.line.Line;
import org.fabtwin.core.line.ParameterTable;
import org.fabtwin.core.line.ToolGroups;
import org.fabtwin.core.state.CacheLine;
import org.fabtwin.core.state.LongColumn;
import org.fabtwin.core.state.Parameters;
import org.fabtwin.core.state.StateArena;

/**
 * Run-to-run control: results of earlier wafers become offsets of the recipe of later ones. A loop estimates the level of its
 * context's disturbance, by the law of its controller, and asks for the offset that would bring the parameter to its target.
 *
 * <p>Values are deviations from the target, in the parameter's unit; offsets are in the manipulated variable's. The model is
 * deviation = level + gain x offset; a result's sample of the level is therefore deviation - gain x the offset of its own wafer.
 *
 * <p>It learns from results alone and never sees the process. Single-threaded: the twin's thread only. Allocates nothing.
 */
public final class RunToRun {
    public static final int NONE = -1;

    // Words of a loop's row, which fills a line of the cache; the first five are doubles.
    private static final int OFFSET = 0;
    private static final int LEVEL = 1;
    private static final int TREND = 2;
    private static final int LAST_ERROR = 3;
    private static final int ERROR_SQUARE = 4;
    private static final int RUNS = 5;
    private static final int RESULTS = 6;
    private static final int LAST_RESULT_US = 7;
    private static final int ROW_SHIFT = 3;

    // Words of what a loop keeps of maintenance.
    /** {@link #RUNS} at the last one that redrew the chamber. */
    private static final int RUNS_BEFORE = 0;
    /**
     * {@link #RESULTS} as long as all of them are of before the last maintenance that redrew the chamber and no qualification wafer has
     * told of it since; else another number.
     */
    private static final int RESULTS_BEFORE = 1;

    private static final int MAINTENANCE_WORDS = 2;

    /** Weight of the newest in the mean square of a loop's errors. */
    private static final double WEIGHT_OF_SQUARE = 0.1;

    private final Controllers controllers;
    private final ToolGroups groups;
    private final Parameters parameters;
    private final SharedEffects shared;
    private final List<ControllerLoops> ofController;
    private final LongColumn rows;
    private final LongColumn maintenance;

    public RunToRun(StateArena arena, Line line, Parameters parameters) {
        this.controllers = line.controllers();
        this.groups = line.toolGroups();
        this.parameters = parameters;
        ofController = ControllerLoops.all(arena, controllers, groups);
        int loops = Math.max(1, controllers.loopTotal());
        rows = arena.longs("control.loops", at(loops, 0), 0);
        maintenance = arena.longs("control.maintenance", MAINTENANCE_WORDS * loops, 0);
        for (int loop = 0; loop < loops; loop++) {
            count(loop, LAST_RESULT_US, NONE);
            before(loop, RESULTS_BEFORE, NONE);
        }
        shared = new SharedEffects(arena, controllers, parameters);
    }

    private static int at(int loop, int word) {
        return (loop << ROW_SHIFT) + (CacheLine.BEFORE_FIRST_ROW + word);
    }

    private double estimate(int loop, int word) {
        return Double.longBitsToDouble(rows.get(at(loop, word)));
    }

    private void estimate(int loop, int word, double value) {
        rows.set(at(loop, word), Double.doubleToRawLongBits(value));
    }

    private void addEstimate(int loop, int word, double delta) {
        estimate(loop, word, estimate(loop, word) + delta);
    }

    private long count(int loop, int word) {
        return rows.get(at(loop, word));
    }

    private void count(int loop, int word, long value) {
        rows.set(at(loop, word), value);
    }

    private long addCount(int loop, int word, long delta) {
        return rows.add(at(loop, word), delta);
    }

    private long before(int loop, int word) {
        return maintenance.get(MAINTENANCE_WORDS * loop + word);
    }

    private void before(int loop, int word, long value) {
        maintenance.set(MAINTENANCE_WORDS * loop + word, value);
    }

    /** The loop of a context; {@link #NONE} where the chamber's tool is not qualified for the controller's step. */
    public int loop(int controller, int chamber, int product, int component) {
        return ofController.get(controller).loop(chamber, product, component);
    }

    private int place(int controller, int chamber) {
        return ofController.get(controller).place(chamber);
    }

    private int rank(int controller, int chamber) {
        int group = controllers.group(controller);
        int k = groups.toolOfChamber(chamber) - groups.firstTool(group);
        return controllers.rankOfTool(controller, k);
    }

    /** Offset of the context's next wafer. */
    public double offset(int loop) {
        return estimate(loop, OFFSET);
    }

    /** Estimated level of the disturbance, in the parameter's unit, as of the last result. */
    public double level(int loop) {
        return estimate(loop, LEVEL);
    }

    /** Wafers of the context so far. */
    public long runs(int loop) {
        return count(loop, RUNS);
    }

    /** Results that the loop has learnt from. */
    public long results(int loop) {
        return count(loop, RESULTS);
    }

    /** Time of the last result, {@link #NONE} before the first. */
    public long lastResultUs(int loop) {
        return count(loop, LAST_RESULT_US);
    }

    /** Sample of the last result less the level that had been estimated before it. */
    public double lastError(int loop) {
        return estimate(loop, LAST_ERROR);
    }

    /** Wafers that have started in the context (Kalman: at the place) since the one with this number. */
    public long passed(int controller, int chamber, int product, int component, long run) {
        return ofController.get(controller).method == ControlMethod.KALMAN
                ? shared.runs(controller, component, place(controller, chamber)) - run
                : runs(loop(controller, chamber, product, component)) - run;
    }

    /**
     * A wafer starts in the context. Where contexts share effects, its offset follows what other contexts have learnt meanwhile.
     *
     * @return its number there, from 1.
     */
    public long begin(int controller, int chamber, int product, int component) {
        ControllerLoops its = ofController.get(controller);
        int loop = its.loop(chamber, product, component);
        long run = addCount(loop, RUNS, 1);
        if (!its.isShared) {
            return run;
        }
        int place = place(controller, chamber);
        if (parameters.value(its.enabled) != 0) {
            estimate(loop, LEVEL, shared.level(controller, component, place, rank(controller, chamber), product));
            adjust(controller, loop, parameters.value(its.gain));
        }
        return shared.begin(controller, component, place);
    }

    /**
     * Takes in a result of a wafer. That of one from before a maintenance, of a loop that goes on and knows of its chamber since, has the
     * two draws as an uncertainty more.
     *
     * @param run number of the wafer, from {@link #begin}.
     * @param deviation from the target.
     * @param itsOffset offset that the wafer was processed with.
     * @param addedVariance variance of the result beyond that of an ordinary measurement: 0, or what a prediction adds.
     * @return whether the offset of the next wafer has changed.
     */
    public boolean learn(
            int controller,
            int chamber,
            int product,
            int component,
            long run,
            double deviation,
            double itsOffset,
            double addedVariance,
            long nowUs) {
        if (parameters.value(ofController.get(controller).enabled) == 0) {
            return false;
        }
        int loop = loop(controller, chamber, product, component);
        double gain = parameters.value(ofController.get(controller).gain);
        double sample = deviation - gain * itsOffset;
        double added = addedVariance;
        if (isBeforeMaintenance(loop, run)) {
            if (knowsNothingSinceMaintenance(loop)) {
                // The level still is that of the chamber as it was, which is what the result tells of.
                before(loop, RESULTS_BEFORE, before(loop, RESULTS_BEFORE) + 1);
            } else {
                added += variancePastMaintenance(controller);
            }
        }
        addCount(loop, RESULTS, 1);
        count(loop, LAST_RESULT_US, nowUs);
        switch (ofController.get(controller).method) {
            case ControlMethod.EWMA:
                estimate(loop, LAST_ERROR, sample - estimate(loop, LEVEL));
                addEstimate(loop, LEVEL, weight(controller, added) * estimate(loop, LAST_ERROR));
                break;
            case ControlMethod.INTEGRAL:
                estimate(loop, LAST_ERROR, sample - estimate(loop, LEVEL));
                estimate(loop, LEVEL, -gain * estimate(loop, OFFSET) + weight(controller, added) * deviation);
                break;
            case ControlMethod.DOUBLE_EWMA:
                double before = estimate(loop, LEVEL);
                double predicted = before + estimate(loop, TREND);
                estimate(loop, LAST_ERROR, sample - predicted);
                estimate(loop, LEVEL, predicted + weight(controller, added) * (sample - predicted));
                addEstimate(
                        loop,
                        TREND,
                        parameters.value(ofController.get(controller).trendWeight)
                                * (sample - before - estimate(loop, TREND)));
                break;
            case ControlMethod.KALMAN:
                learnShared(controller, chamber, product, component, loop, run, sample, added);
                break;
            default:
                throw new IllegalStateException("control method " + ofController.get(controller).method);
        }
        double square = estimate(loop, LAST_ERROR) * estimate(loop, LAST_ERROR);
        double weightOfSquare = Math.max(1.0 / count(loop, RESULTS), WEIGHT_OF_SQUARE);
        addEstimate(loop, ERROR_SQUARE, weightOfSquare * (square - estimate(loop, ERROR_SQUARE)));
        return adjust(controller, loop, gain);
    }

    /**
     * Square of the deviation to expect of the context's next wafer: what its offset leaves of the level, and the mean square of the
     * loop's errors (Kalman: what the filter does not know); {@link Double#POSITIVE_INFINITY} where the chamber has no loop.
     */
    public double expectedSquare(int controller, int chamber, int product, int component) {
        int loop = loop(controller, chamber, product, component);
        if (loop == NONE) {
            return Double.POSITIVE_INFINITY;
        }
        double gain = parameters.value(ofController.get(controller).gain);
        if (ofController.get(controller).method == ControlMethod.KALMAN) {
            int place = place(controller, chamber);
            int rank = rank(controller, chamber);
            double left = shared.level(controller, component, place, rank, product) + gain * estimate(loop, OFFSET);
            return left * left + shared.variance(controller, component, place, rank, product);
        }
        double left = estimate(loop, LEVEL) + estimate(loop, TREND) + gain * estimate(loop, OFFSET);
        return left * left + estimate(loop, ERROR_SQUARE);
    }

    private void learnShared(
            int controller,
            int chamber,
            int product,
            int component,
            int loop,
            long run,
            double sample,
            double addedVariance) {
        int place = place(controller, chamber);
        int rank = rank(controller, chamber);
        double sigma = parameters.value(ofController.get(controller).resultSigma);
        estimate(loop, LAST_ERROR, sample - shared.level(controller, component, place, rank, product));
        shared.learn(controller, component, place, rank, product, run, sample, sigma * sigma + addedVariance);
        estimate(loop, LEVEL, shared.level(controller, component, place, rank, product));
    }

    /** Weight of a result: less where it is a prediction, as that of a Kalman filter whose gain is the weight of a measurement. */
    private double weight(int controller, double addedVariance) {
        double weight = parameters.value(ofController.get(controller).weight);
        if (addedVariance <= 0 || weight <= 0 || weight >= 1) {
            return weight;
        }
        double sigma = parameters.value(ofController.get(controller).resultSigma);
        double prior = weight * sigma * sigma / (1 - weight);
        return prior / (prior + sigma * sigma + addedVariance);
    }

    /**
     * Whether a wafer was processed before a maintenance after which its loop began anew: its result tells of a chamber that is no
     * more.
     */
    public boolean isOfBeforeMaintenance(int controller, int chamber, int product, int component, long run) {
        return ofController.get(controller).method == ControlMethod.KALMAN
                ? shared.isRedrawnSince(controller, component, place(controller, chamber), run)
                : ofController.get(controller).isReset
                        && isBeforeMaintenance(loop(controller, chamber, product, component), run);
    }

    /** Whether a wafer of the loop (Kalman: never told) started before the last maintenance that redrew its chamber. */
    public boolean isBeforeMaintenance(int loop, long run) {
        return run <= before(loop, RUNS_BEFORE);
    }

    /** Whether no result has come of what the chamber is since the maintenance that redrew it. */
    private boolean knowsNothingSinceMaintenance(int loop) {
        return before(loop, RESULTS_BEFORE) == count(loop, RESULTS);
    }

    /** Between a result and what it tells of the chamber on the other side of a maintenance: the old draw and the new one. */
    private double variancePastMaintenance(int controller) {
        return 2 * square(controllers.redrawSigma(controller));
    }

    /** A qualification wafer is processed; its number at the place, for {@link #qualified}. */
    public long beginQualification(int controller, int chamber) {
        long run = 0;
        if (ofController.get(controller).method == ControlMethod.KALMAN) {
            for (int component = 0; component < controllers.components(controller); component++) {
                run = shared.begin(controller, component, place(controller, chamber));
            }
        }
        return run;
    }

    /**
     * Takes in the result of a qualification wafer, which ran without recipe offset. The first thing that is known of the chamber
     * since its maintenance weighs by what had to be expected (K = P / (P + R)) and is not held back by the largest step; one that
     * comes after results of products weighs like these. A controller by product is told product by product, from 0 on: a shared
     * filter learns from the first and tells the others.
     *
     * @param run number of the wafer, from {@link #beginQualification}.
     * @param deviation from the target.
     * @param addedVariance variance of the result beyond that of an ordinary measurement; may be negative.
     */
    public void qualified(
            int controller,
            int chamber,
            int product,
            int component,
            long run,
            double deviation,
            double addedVariance,
            long nowUs) {
        int loop = loop(controller, chamber, product, component);
        double gain = parameters.value(ofController.get(controller).gain);
        count(loop, LAST_RESULT_US, nowUs);
        if (ofController.get(controller).method == ControlMethod.KALMAN) {
            int place = place(controller, chamber);
            int rank = rank(controller, chamber);
            if (product == 0) {
                // One result for all products: what each loop had expected of it counts before any has learnt.
                foretell(controller, chamber, component, deviation);
                double variance = variance(controller, addedVariance);
                shared.learn(controller, component, place, rank, NONE, run, deviation, variance);
            }
            estimate(loop, LEVEL, shared.level(controller, component, place, rank, product));
            adjust(controller, loop, gain, Double.POSITIVE_INFINITY);
            return;
        }
        boolean isFirst = knowsNothingSinceMaintenance(loop);
        before(loop, RESULTS_BEFORE, NONE);
        double weight = isFirst ? firstWeight(controller, addedVariance) : weight(controller, addedVariance);
        double now = ofController.get(controller).method == ControlMethod.INTEGRAL
                ? -gain * estimate(loop, OFFSET)
                : estimate(loop, LEVEL) + estimate(loop, TREND);
        estimate(loop, LAST_ERROR, deviation - now);
        estimate(loop, LEVEL, now + weight * estimate(loop, LAST_ERROR));
        double most = bound(ofController.get(controller).maximumStep, Double.POSITIVE_INFINITY);
        adjust(controller, loop, gain, isFirst ? Double.POSITIVE_INFINITY : most);
    }

    private void foretell(int controller, int chamber, int component, double deviation) {
        int place = place(controller, chamber);
        int rank = rank(controller, chamber);
        int products = controllers.isByProduct(controller) ? controllers.products() : 1;
        for (int product = 0; product < products; product++) {
            double expected = shared.level(controller, component, place, rank, product);
            estimate(loop(controller, chamber, product, component), LAST_ERROR, deviation - expected);
        }
    }

    private double variance(int controller, double added) {
        double sigma = parameters.value(ofController.get(controller).resultSigma);
        return Math.max(0, sigma * sigma + added);
    }

    /** Weight of what is the first to be known of a chamber since its maintenance. */
    private double firstWeight(int controller, double addedVariance) {
        double prior = square(controllers.toolSigma(controller))
                + square(controllers.chamberSigma(controller))
                + square(controllers.redrawSigma(controller));
        if (!ofController.get(controller).isReset) {
            // The level was known as well as its weight says.
            double usual = parameters.value(ofController.get(controller).weight);
            prior = usual >= 1
                    ? Double.POSITIVE_INFINITY
                    : usual / (1 - usual) * square(ofController.get(controller).resultSigma)
                            + variancePastMaintenance(controller);
        }
        double variance = variance(controller, addedVariance);
        return prior <= 0 ? 0 : 1 / (1 + variance / prior);
    }

    private double square(int parameter) {
        double value = parameter == ParameterTable.NONE ? 0 : parameters.value(parameter);
        return value * value;
    }

    /** The offset that the level asks for, within deadband, largest step and bounds; whether it changes anything. */
    private boolean adjust(int controller, int loop, double gain) {
        return adjust(
                controller, loop, gain, bound(ofController.get(controller).maximumStep, Double.POSITIVE_INFINITY));
    }

    private boolean adjust(int controller, int loop, double gain, double most) {
        double now = estimate(loop, OFFSET);
        double wanted = -(estimate(loop, LEVEL) + estimate(loop, TREND)) / gain;
        if (Math.abs(gain * (wanted - now)) < parameters.value(ofController.get(controller).deadband)) {
            return false;
        }
        double next = Math.min(now + most, Math.max(now - most, wanted));
        next = bounded(controller, next);
        estimate(loop, OFFSET, next);
        return next != now;
    }

    /** An offset within the controller's bounds. */
    public double bounded(int controller, double wanted) {
        double atLeast = Math.max(bound(ofController.get(controller).lower, Double.NEGATIVE_INFINITY), wanted);
        return Math.min(bound(ofController.get(controller).upper, Double.POSITIVE_INFINITY), atLeast);
    }

    private double bound(int parameter, double none) {
        return parameter == ParameterTable.NONE ? none : parameters.value(parameter);
    }

    /**
     * A maintenance has drawn the chamber's offset anew.
     *
     * @return whether that concerns the loop: its context is the chamber, or shares its effect.
     */
    public boolean maintained(int controller, int chamber, int product, int component) {
        int loop = loop(controller, chamber, product, component);
        if (ofController.get(controller).method == ControlMethod.KALMAN) {
            if (!controllers.isByProduct(controller) || product == 0) {
                shared.redraw(controller, component, place(controller, chamber));
            }
            return true;
        }
        if (!ofController.get(controller).isByChamber) {
            return false;
        }
        before(loop, RESULTS_BEFORE, count(loop, RESULTS));
        before(loop, RUNS_BEFORE, count(loop, RUNS));
        if (!ofController.get(controller).isReset) {
            return true;
        }
        estimate(loop, OFFSET, 0);
        estimate(loop, LEVEL, 0);
        estimate(loop, TREND, 0);
        return true;
    }
}
