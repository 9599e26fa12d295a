/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.core.control;

import org.fabtwin.core.line.ControlMethod;
import org.fabtwin.core.line.Controllers;
import org.fabtwin.core.line.Line;
import org.fabtwin.core.line.ParameterTable;
import org.fabtwin.core.line.ToolGroups;
import org.fabtwin.core.state.DoubleColumn;
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

    /** Weight of the newest in the mean square of a loop's errors. */
    private static final double WEIGHT_OF_SQUARE = 0.1;

    private final Controllers controllers;
    private final ToolGroups groups;
    private final Parameters parameters;
    private final SharedEffects shared;
    private final DoubleColumn offset;
    private final DoubleColumn level;
    private final DoubleColumn trend;
    private final LongColumn runs;
    private final LongColumn results;
    private final LongColumn lastResultUs;
    private final DoubleColumn lastError;
    private final DoubleColumn errorSquare;
    /** Of the last maintenance that redrew the chamber: what {@link #runs} were then. */
    private final LongColumn runsBefore;

    /**
     * {@link #results} as long as all of them are of before the last maintenance that redrew the chamber and no qualification wafer has
     * told of it since; else another number.
     */
    private final LongColumn resultsBefore;

    public RunToRun(StateArena arena, Line line, Parameters parameters) {
        this.controllers = line.controllers();
        this.groups = line.toolGroups();
        this.parameters = parameters;
        int loops = Math.max(1, controllers.loopTotal());
        offset = arena.doubles("control.offset", loops, 0);
        level = arena.doubles("control.level", loops, 0);
        trend = arena.doubles("control.trend", loops, 0);
        runs = arena.longs("control.runs", loops, 0);
        results = arena.longs("control.results", loops, 0);
        lastResultUs = arena.longs("control.lastResultUs", loops, NONE);
        lastError = arena.doubles("control.lastError", loops, 0);
        errorSquare = arena.doubles("control.errorSquare", loops, 0);
        runsBefore = arena.longs("control.runsBefore", loops, 0);
        resultsBefore = arena.longs("control.resultsBefore", loops, NONE);
        shared = new SharedEffects(arena, controllers, parameters);
    }

    /** The loop of a context; {@link #NONE} where the chamber's tool is not qualified for the controller's step. */
    public int loop(int controller, int chamber, int product, int component) {
        int place = place(controller, chamber);
        if (place == NONE) {
            return NONE;
        }
        int contexts = controllers.isByProduct(controller) ? place * controllers.products() + product : place;
        return controllers.firstLoop(controller) + contexts * controllers.components(controller) + component;
    }

    private int place(int controller, int chamber) {
        int rank = rank(controller, chamber);
        if (rank == NONE || !controllers.isByChamber(controller)) {
            return rank == NONE || controllers.isByTool(controller) ? rank : 0;
        }
        int tool = groups.toolOfChamber(chamber);
        int perTool = groups.chambersPerTool(controllers.group(controller));
        return rank * perTool + chamber - groups.firstChamber(tool);
    }

    private int rank(int controller, int chamber) {
        int group = controllers.group(controller);
        int k = groups.toolOfChamber(chamber) - groups.firstTool(group);
        return controllers.rankOfTool(controller, k);
    }

    /** Offset of the context's next wafer. */
    public double offset(int loop) {
        return offset.get(loop);
    }

    /** Estimated level of the disturbance, in the parameter's unit, as of the last result. */
    public double level(int loop) {
        return level.get(loop);
    }

    /** Wafers of the context so far. */
    public long runs(int loop) {
        return runs.get(loop);
    }

    /** Results that the loop has learnt from. */
    public long results(int loop) {
        return results.get(loop);
    }

    /** Time of the last result, {@link #NONE} before the first. */
    public long lastResultUs(int loop) {
        return lastResultUs.get(loop);
    }

    /** Sample of the last result less the level that had been estimated before it. */
    public double lastError(int loop) {
        return lastError.get(loop);
    }

    /** Wafers that have started in the context (Kalman: at the place) since the one with this number. */
    public long passed(int controller, int chamber, int product, int component, long run) {
        return controllers.method(controller) == ControlMethod.KALMAN
                ? shared.runs(controller, component, place(controller, chamber)) - run
                : runs.get(loop(controller, chamber, product, component)) - run;
    }

    /**
     * A wafer starts in the context. Where contexts share effects, its offset follows what other contexts have learnt meanwhile.
     *
     * @return its number there, from 1.
     */
    public long begin(int controller, int chamber, int product, int component) {
        int loop = loop(controller, chamber, product, component);
        long run = runs.add(loop, 1);
        if (controllers.method(controller) != ControlMethod.KALMAN) {
            return run;
        }
        int place = place(controller, chamber);
        if (parameters.value(controllers.enabled(controller)) != 0) {
            level.set(loop, shared.level(controller, component, place, rank(controller, chamber), product));
            adjust(controller, loop, parameters.value(controllers.gain(controller)));
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
        if (parameters.value(controllers.enabled(controller)) == 0) {
            return false;
        }
        int loop = loop(controller, chamber, product, component);
        double gain = parameters.value(controllers.gain(controller));
        double sample = deviation - gain * itsOffset;
        double added = addedVariance;
        if (isBeforeMaintenance(loop, run)) {
            if (knowsNothingSinceMaintenance(loop)) {
                // The level still is that of the chamber as it was, which is what the result tells of.
                resultsBefore.add(loop, 1);
            } else {
                added += variancePastMaintenance(controller);
            }
        }
        results.add(loop, 1);
        lastResultUs.set(loop, nowUs);
        switch (controllers.method(controller)) {
            case ControlMethod.EWMA:
                lastError.set(loop, sample - level.get(loop));
                level.add(loop, weight(controller, added) * lastError.get(loop));
                break;
            case ControlMethod.INTEGRAL:
                lastError.set(loop, sample - level.get(loop));
                level.set(loop, -gain * offset.get(loop) + weight(controller, added) * deviation);
                break;
            case ControlMethod.DOUBLE_EWMA:
                double before = level.get(loop);
                double predicted = before + trend.get(loop);
                lastError.set(loop, sample - predicted);
                level.set(loop, predicted + weight(controller, added) * (sample - predicted));
                trend.add(
                        loop,
                        parameters.value(controllers.trendWeight(controller)) * (sample - before - trend.get(loop)));
                break;
            case ControlMethod.KALMAN:
                learnShared(controller, chamber, product, component, loop, run, sample, added);
                break;
            default:
                throw new IllegalStateException("control method " + controllers.method(controller));
        }
        double square = lastError.get(loop) * lastError.get(loop);
        double weightOfSquare = Math.max(1.0 / results.get(loop), WEIGHT_OF_SQUARE);
        errorSquare.add(loop, weightOfSquare * (square - errorSquare.get(loop)));
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
        double gain = parameters.value(controllers.gain(controller));
        if (controllers.method(controller) == ControlMethod.KALMAN) {
            int place = place(controller, chamber);
            int rank = rank(controller, chamber);
            double left = shared.level(controller, component, place, rank, product) + gain * offset.get(loop);
            return left * left + shared.variance(controller, component, place, rank, product);
        }
        double left = level.get(loop) + trend.get(loop) + gain * offset.get(loop);
        return left * left + errorSquare.get(loop);
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
        double sigma = parameters.value(controllers.resultSigma(controller));
        lastError.set(loop, sample - shared.level(controller, component, place, rank, product));
        shared.learn(controller, component, place, rank, product, run, sample, sigma * sigma + addedVariance);
        level.set(loop, shared.level(controller, component, place, rank, product));
    }

    /** Weight of a result: less where it is a prediction, as that of a Kalman filter whose gain is the weight of a measurement. */
    private double weight(int controller, double addedVariance) {
        double weight = parameters.value(controllers.weight(controller));
        if (addedVariance <= 0 || weight <= 0 || weight >= 1) {
            return weight;
        }
        double sigma = parameters.value(controllers.resultSigma(controller));
        double prior = weight * sigma * sigma / (1 - weight);
        return prior / (prior + sigma * sigma + addedVariance);
    }

    /**
     * Whether a wafer was processed before a maintenance after which its loop began anew: its result tells of a chamber that is no
     * more.
     */
    public boolean isOfBeforeMaintenance(int controller, int chamber, int product, int component, long run) {
        return controllers.method(controller) == ControlMethod.KALMAN
                ? shared.isRedrawnSince(controller, component, place(controller, chamber), run)
                : controllers.isResetAfterMaintenance(controller)
                        && isBeforeMaintenance(loop(controller, chamber, product, component), run);
    }

    /** Whether a wafer of the loop (Kalman: never told) started before the last maintenance that redrew its chamber. */
    public boolean isBeforeMaintenance(int loop, long run) {
        return run <= runsBefore.get(loop);
    }

    /** Whether no result has come of what the chamber is since the maintenance that redrew it. */
    private boolean knowsNothingSinceMaintenance(int loop) {
        return resultsBefore.get(loop) == results.get(loop);
    }

    /** Between a result and what it tells of the chamber on the other side of a maintenance: the old draw and the new one. */
    private double variancePastMaintenance(int controller) {
        return 2 * square(controllers.redrawSigma(controller));
    }

    /** A qualification wafer is processed; its number at the place, for {@link #qualified}. */
    public long beginQualification(int controller, int chamber) {
        long run = 0;
        if (controllers.method(controller) == ControlMethod.KALMAN) {
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
        double gain = parameters.value(controllers.gain(controller));
        lastResultUs.set(loop, nowUs);
        if (controllers.method(controller) == ControlMethod.KALMAN) {
            int place = place(controller, chamber);
            int rank = rank(controller, chamber);
            if (product == 0) {
                // One result for all products: what each loop had expected of it counts before any has learnt.
                foretell(controller, chamber, component, deviation);
                double variance = variance(controller, addedVariance);
                shared.learn(controller, component, place, rank, NONE, run, deviation, variance);
            }
            level.set(loop, shared.level(controller, component, place, rank, product));
            adjust(controller, loop, gain, Double.POSITIVE_INFINITY);
            return;
        }
        boolean isFirst = knowsNothingSinceMaintenance(loop);
        resultsBefore.set(loop, NONE);
        double weight = isFirst ? firstWeight(controller, addedVariance) : weight(controller, addedVariance);
        double now = controllers.method(controller) == ControlMethod.INTEGRAL
                ? -gain * offset.get(loop)
                : level.get(loop) + trend.get(loop);
        lastError.set(loop, deviation - now);
        level.set(loop, now + weight * lastError.get(loop));
        double most = bound(controllers.maximumStep(controller), Double.POSITIVE_INFINITY);
        adjust(controller, loop, gain, isFirst ? Double.POSITIVE_INFINITY : most);
    }

    private void foretell(int controller, int chamber, int component, double deviation) {
        int place = place(controller, chamber);
        int rank = rank(controller, chamber);
        int products = controllers.isByProduct(controller) ? controllers.products() : 1;
        for (int product = 0; product < products; product++) {
            double expected = shared.level(controller, component, place, rank, product);
            lastError.set(loop(controller, chamber, product, component), deviation - expected);
        }
    }

    private double variance(int controller, double added) {
        double sigma = parameters.value(controllers.resultSigma(controller));
        return Math.max(0, sigma * sigma + added);
    }

    /** Weight of what is the first to be known of a chamber since its maintenance. */
    private double firstWeight(int controller, double addedVariance) {
        double prior = square(controllers.toolSigma(controller))
                + square(controllers.chamberSigma(controller))
                + square(controllers.redrawSigma(controller));
        if (!controllers.isResetAfterMaintenance(controller)) {
            // The level was known as well as its weight says.
            double usual = parameters.value(controllers.weight(controller));
            prior = usual >= 1
                    ? Double.POSITIVE_INFINITY
                    : usual / (1 - usual) * square(controllers.resultSigma(controller))
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
        return adjust(controller, loop, gain, bound(controllers.maximumStep(controller), Double.POSITIVE_INFINITY));
    }

    private boolean adjust(int controller, int loop, double gain, double most) {
        double now = offset.get(loop);
        double wanted = -(level.get(loop) + trend.get(loop)) / gain;
        if (Math.abs(gain * (wanted - now)) < parameters.value(controllers.deadband(controller))) {
            return false;
        }
        double next = Math.min(now + most, Math.max(now - most, wanted));
        next = bounded(controller, next);
        offset.set(loop, next);
        return next != now;
    }

    /** An offset within the controller's bounds. */
    public double bounded(int controller, double wanted) {
        double atLeast = Math.max(bound(controllers.lower(controller), Double.NEGATIVE_INFINITY), wanted);
        return Math.min(bound(controllers.upper(controller), Double.POSITIVE_INFINITY), atLeast);
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
        if (controllers.method(controller) == ControlMethod.KALMAN) {
            if (!controllers.isByProduct(controller) || product == 0) {
                shared.redraw(controller, component, place(controller, chamber));
            }
            return true;
        }
        if (!controllers.isByChamber(controller)) {
            return false;
        }
        resultsBefore.set(loop, results.get(loop));
        runsBefore.set(loop, runs.get(loop));
        if (!controllers.isResetAfterMaintenance(controller)) {
            return true;
        }
        offset.set(loop, 0);
        level.set(loop, 0);
        trend.set(loop, 0);
        return true;
    }
}
