/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.core.metrology;

import java.util.List;
import org.fabtwin.core.control.ControlCharts;
import org.fabtwin.core.control.FeedForward;
import org.fabtwin.core.control.RunToRun;
import org.fabtwin.core.control.VirtualMetrology;
import org.fabtwin.core.control.WaferRuns;
import org.fabtwin.core.event.ResultSource;
import org.fabtwin.core.line.Charts;
import org.fabtwin.core.line.Controllers;
import org.fabtwin.core.line.CriticalParameters;
import org.fabtwin.core.line.Line;
import org.fabtwin.core.line.Measurements;
import org.fabtwin.core.line.ParameterTable;
import org.fabtwin.core.line.Steps;
import org.fabtwin.core.log.ControlEvents;
import org.fabtwin.core.log.EventWriter;
import org.fabtwin.core.process.StepEffects;
import org.fabtwin.core.random.Cause;
import org.fabtwin.core.random.Draws;
import org.fabtwin.core.random.Samplers;
import org.fabtwin.core.state.IntColumn;
import org.fabtwin.core.state.Parameters;
import org.fabtwin.core.state.StateArena;
import org.fabtwin.core.time.EventCalendar;
import org.fabtwin.core.time.EventKind;

/**
 * Closes the loop. A wafer that starts at a step gets the offsets of its loops; a measured wafer's value, the true mean and noise,
 * becomes a result when its delay has passed; results, and predictions for wafers that will not be measured, go to the loops.
 * Single-threaded: the twin's thread only.
 *
 * <p>Here alone the true state of a wafer is read: to measure it, and for the traces that a chamber's sensors see.
 */
public final class Feedback {
    private static final int MOST_LATE = 0xFFFF;
    private static final int INITIAL_RESULTS = 256;
    /** Wafer of a pending result: a qualification wafer, which has no row. */
    private static final int NO_WAFER = -1;

    // What a step asks of wafers, looked at for each: one number a step.
    private static final int WATCHES = 1;
    private static final int COUNTS = 2;
    private static final int MEASURES = 4;
    private static final int MEASURES_WAFERS = 8;
    private static final int SETS = 16;

    private final Steps steps;
    private final CriticalParameters critical;
    private final Measurements measurements;
    private final Controllers controllers;
    private final Charts charts;
    private final Parameters parameters;
    private final Draws draws;
    private final StepEffects effects;
    private final RunToRun control;
    private final WaferRuns runs;
    private final VirtualMetrology virtual;
    private final ControlCharts controlCharts;
    private final ChamberTraces traces;
    private final PendingResults pending;
    private final Signals signals;
    /** By step: the bits above. */
    private final IntColumn asks;

    private final List<WatchedParameter> watched;
    private final List<List<WatchedParameter>> set;
    private final List<List<WatchedParameter>> measured;
    private final EventCalendar calendar;
    private final ControlEvents events;

    public Feedback(
            StateArena arena,
            Line line,
            Parameters parameters,
            Draws draws,
            StepEffects effects,
            int waferRows,
            EventCalendar calendar,
            EventWriter events) {
        this.steps = line.steps();
        this.critical = line.process().parameters();
        this.measurements = line.measurements();
        this.controllers = line.controllers();
        this.charts = line.charts();
        this.parameters = parameters;
        this.draws = draws;
        this.effects = effects;
        this.calendar = calendar;
        this.events = new ControlEvents(events);
        control = new RunToRun(arena, line, parameters);
        runs = new WaferRuns(arena, controllers, waferRows);
        virtual = new VirtualMetrology(arena, controllers, parameters);
        controlCharts = new ControlCharts(arena, line, parameters);
        traces = new ChamberTraces(line, parameters, draws, runs);
        pending = new PendingResults(arena, effects.isActive() ? INITIAL_RESULTS : 0, mostTraces(controllers));
        signals = new Signals(arena);
        watched = WatchedParameter.all(critical, measurements, controllers);
        set = critical.bySettingStep(watched, steps.size());
        measured = critical.byMeasuringStep(watched, steps.size());
        asks = arena.ints("feedback.asks", steps.size(), 0);
        for (int step = 0; step < steps.size() && effects.isActive(); step++) {
            asks.set(step, asks(step));
        }
    }

    private int asks(int step) {
        int bits = measurements.watchesWafers(step) ? WATCHES : 0;
        bits |= effects.watches(step) ? COUNTS : 0;
        bits |= set.get(step).isEmpty() ? 0 : SETS;
        for (WatchedParameter its : measured.get(step)) {
            bits |= MEASURES | (its.isPerCarrier ? 0 : MEASURES_WAFERS);
        }
        return bits;
    }

    private boolean asks(int step, int bit) {
        return (asks.get(step) & bit) != 0;
    }

    private static int mostTraces(Controllers controllers) {
        int most = 0;
        for (int controller = 0; controller < controllers.size(); controller++) {
            most = Math.max(most, controllers.components(controller) * controllers.sensors(controller));
        }
        return most;
    }

    /** False: the line only moves wafers; nothing else here may be called, but for what a step asks, which is nothing. */
    public boolean isActive() {
        return effects.isActive();
    }

    /** Whether the moments matter at which wafers start and end this step. */
    public boolean watches(int step) {
        return asks(step, WATCHES);
    }

    /** Whether anything is measured at this step. */
    public boolean measures(int step) {
        return asks(step, MEASURES);
    }

    /** Whether anything is measured at this step whose result comes when the wafer is through. */
    public boolean measuresWafers(int step) {
        return asks(step, MEASURES_WAFERS);
    }

    public RunToRun control() {
        return control;
    }

    /** What control charts want done. */
    public Signals signals() {
        return signals;
    }

    /** A wafer starts in the chamber of a step that is {@link #watches watched}: its recipe, then what the process does. */
    public void onStart(int wafer, int serial, long key, int visit, int step, int chamber, long nowUs) {
        // The list is somewhere else in memory; most steps have nothing in it.
        if (!asks(step, SETS)) {
            if (asks(step, COUNTS)) {
                effects.onPass(step, chamber, nowUs);
            }
            return;
        }
        List<WatchedParameter> itsParameters = set.get(step);
        for (int i = 0; i < itsParameters.size(); i++) {
            WatchedParameter its = itsParameters.get(i);
            if (its.controller != Controllers.NONE) {
                adjust(its, wafer, serial, step, chamber, nowUs);
            }
        }
        effects.onStart(wafer, key, visit, step, chamber, nowUs);
        for (int i = 0; i < itsParameters.size(); i++) {
            WatchedParameter its = itsParameters.get(i);
            if (its.sensors > 0) {
                sense(wafer, serial, key, visit, its.controller, its.parameter, step, chamber, nowUs);
            }
        }
    }

    private void adjust(WatchedParameter its, int wafer, int serial, int step, int chamber, long nowUs) {
        int controller = its.controller;
        int product = steps.product(step);
        double processGain = parameters.value(its.processGain);
        for (int component = 0; component < its.components; component++) {
            int loop = control.loop(controller, chamber, product, component);
            double before = control.offset(loop);
            long run = control.begin(controller, chamber, product, component);
            double offset = control.offset(loop);
            if (offset != before) {
                logLoop(controller, chamber, product, component, 0, ResultSource.SHARED, nowUs);
            }
            double fedForward = its.isFedForward ? fedForward(wafer, serial, controller, component) : 0;
            double total = control.bounded(controller, offset + fedForward);
            effects.chambers().recipeOffset(its.parameter, chamber, component, processGain * total);
            runs.processed(wafer, serial, controller, component, chamber, run, offset);
        }
    }

    private double fedForward(int wafer, int serial, int controller, int component) {
        int from = controllers.feedForwardFrom(controller);
        double gain = FeedForward.gain(
                parameters.value(controllers.feedForwardCoefficient(controller)),
                parameters.value(controllers.feedForwardSigma(controller)),
                parameters.value(controllers.feedForwardNoise(controller)));
        int itsComponent = Math.min(component, controllers.components(from) - 1);
        return FeedForward.offset(
                gain, runs.measured(wafer, serial, from, itsComponent), parameters.value(controllers.gain(controller)));
    }

    /**
     * What the loops expect of a wafer at a step in a chamber: the sum over the parameters that it sets of the squared deviation, in
     * units of half the window. 0 where nothing is controlled.
     */
    public double expectedLoss(int step, int chamber) {
        double sum = 0;
        for (int i = 0; i < critical.setBy(step); i++) {
            int parameter = critical.setBy(step, i);
            int controller = measurements.controller(parameter);
            if (controller != Controllers.NONE) {
                double half =
                        (parameters.value(critical.upper(parameter)) - parameters.value(critical.lower(parameter))) / 2;
                for (int component = 0; component < controllers.components(controller); component++) {
                    sum += control.expectedSquare(controller, chamber, steps.product(step), component) / (half * half);
                }
            }
        }
        return sum;
    }

    /** Traces of the wafer; for one that will not be measured, what they predict. */
    private void sense(
            int wafer,
            int serial,
            long key,
            int visit,
            int controller,
            int parameter,
            int step,
            int chamber,
            long nowUs) {
        int product = steps.product(step);
        boolean isMeasured = willBeMeasured(key, visit, parameter, product);
        for (int component = 0; component < controllers.components(controller); component++) {
            double hidden = effects.wafers().mean(wafer, parameter, component, critical.isOverlay(parameter))
                    - effects.chambers().recipeOffset(parameter, chamber, component);
            traces.record(wafer, key, visit, controller, component, parameter, hidden);
            if (!isMeasured && virtual.isTrained(controller, component)) {
                predict(wafer, serial, controller, component, chamber, product, nowUs);
            }
        }
    }

    /** The sampling plan: what the draw at the measuring step will be. */
    private boolean willBeMeasured(long key, int visit, int parameter, int product) {
        int step = critical.measureStep(parameter, product);
        if (step < 0) {
            return false;
        }
        if (steps.sampling(step) == ParameterTable.NONE) {
            return true;
        }
        double share = parameters.value(steps.sampling(step));
        return share >= 1 || draws.uniform(Cause.SAMPLING, Draws.subject(key, steps.key(step)), visit, 0) < share;
    }

    private void predict(int wafer, int serial, int controller, int component, int chamber, int product, long nowUs) {
        int first = runs.firstTrace(wafer, controller, component);
        double offset = runs.offset(wafer, controller, component);
        double sample = virtual.predict(controller, component, runs.traces(), first);
        double variance = virtual.variance(controller, component, runs.traces(), first);
        double deviation = sample + parameters.value(controllers.gain(controller)) * offset;
        events.waferPredicted(nowUs, serial, controller, chamber, deviation, Math.sqrt(variance), component);
        if (parameters.value(controllers.virtualEnabled(controller)) != 0) {
            double noise = parameters.value(controllers.measurementSigma(controller));
            long run = runs.run(wafer, controller, component);
            control.learn(
                    controller,
                    chamber,
                    product,
                    component,
                    run,
                    deviation,
                    offset,
                    Math.max(0, variance - noise * noise),
                    nowUs);
            logLoop(controller, chamber, product, component, run, ResultSource.PREDICTION, nowUs);
        }
    }

    /**
     * A wafer has been measured.
     *
     * @param carrierLeaves true: its carrier leaves the tool; false: this wafer is through.
     */
    public void onMeasured(
            int wafer, int serial, int lot, long key, int visit, int step, boolean carrierLeaves, long nowUs) {
        List<WatchedParameter> itsParameters = measured.get(step);
        for (int i = 0; i < itsParameters.size(); i++) {
            WatchedParameter its = itsParameters.get(i);
            if (its.isPerCarrier != carrierLeaves) {
                continue;
            }
            // Asked first: the two cold lines, of the wafer's pass and of its state, then come together.
            boolean hasPass = its.controller != Controllers.NONE && runs.isProcessed(wafer, serial, its.controller);
            double x = measure(its, wafer, key, visit, 0);
            double y = its.isOverlay ? measure(its, wafer, key, visit, 1) : 0;
            int row = pending.add(wafer, serial, lot, step, its.parameter, x, y);
            if (hasPass) {
                keepPass(its, row, wafer);
            }
            long delayUs = parameters.us(its.delay);
            if (delayUs > 0) {
                calendar.schedule(nowUs + delayUs, EventKind.RESULT, row);
            } else {
                onResult(row, nowUs);
            }
        }
    }

    /** What the loop will need of the pass that was measured. */
    private void keepPass(WatchedParameter its, int row, int wafer) {
        int controller = its.controller;
        pending.measuredPass(row, runs.chamber(wafer, controller), runs.run(wafer, controller, 0));
        for (int component = 0; component < its.components; component++) {
            pending.offset(row, component, runs.offset(wafer, controller, component));
            int from = runs.firstTrace(wafer, controller, component);
            int to = pending.firstTrace(row, component, its.sensors);
            for (int sensor = 0; sensor < its.sensors; sensor++) {
                pending.traces().set(to + sensor, runs.traces().get(from + sensor));
            }
        }
    }

    private double measure(WatchedParameter its, int wafer, long key, int visit, int component) {
        long subject = Draws.subject(Draws.subject(key, its.key), component);
        return effects.wafers().mean(wafer, its.parameter, component, its.isOverlay)
                + parameters.value(its.noise) * Samplers.normal(draws, Cause.METROLOGY_NOISE, subject, visit);
    }

    /** The result of a measurement comes. */
    public void onResult(int row, long nowUs) {
        if (pending.wafer(row) == NO_WAFER) {
            onQualified(row, nowUs);
            return;
        }
        int parameter = pending.parameter(row);
        events.waferMeasured(
                nowUs,
                pending.serial(row),
                pending.lot(row),
                pending.step(row),
                parameter,
                pending.x(row),
                pending.y(row));
        if (pending.chamber(row) != PendingResults.NO_PASS) {
            WatchedParameter its = watched.get(parameter);
            for (int component = 0; component < its.components; component++) {
                learn(its, row, component, component == 0 ? pending.x(row) : pending.y(row), nowUs);
            }
        }
        pending.free(row);
    }

    private void learn(WatchedParameter its, int row, int component, double deviation, long nowUs) {
        int controller = its.controller;
        int wafer = pending.wafer(row);
        int serial = pending.serial(row);
        int product = steps.product(pending.step(row));
        int chamber = pending.chamber(row);
        long run = pending.run(row);
        double offset = pending.offset(row, component);
        // What is fed forward is of the wafer as it is now: not of before its rework, and not of one that has left.
        if (its.feedsForward
                && runs.isProcessed(wafer, serial, controller)
                && runs.chamber(wafer, controller) == chamber
                && runs.run(wafer, controller, 0) == run) {
            runs.measured(wafer, controller, component, deviation);
        }
        if (its.sensors > 0) {
            double sample = deviation - parameters.value(its.gain) * offset;
            int trace = pending.firstTrace(row, component, its.sensors);
            virtual.train(controller, component, pending.traces(), trace, sample);
        }
        if (parameters.value(its.enabled) == 0
                || control.isOfBeforeMaintenance(controller, chamber, product, component, run)) {
            return;
        }
        int loop = control.loop(controller, chamber, product, component);
        ResultSource source =
                control.isBeforeMaintenance(loop, run) ? ResultSource.EARLIER_MEASUREMENT : ResultSource.MEASUREMENT;
        control.learn(controller, chamber, product, component, run, deviation, offset, 0, nowUs);
        logLoop(controller, chamber, product, component, run, source, nowUs);
        if (source == ResultSource.MEASUREMENT) {
            // The maintenance has cleared the chart: what an earlier wafer shows is of another chamber.
            judge(controller, loop, chamber, serial, pending.lot(row), nowUs);
        }
    }

    private void judge(int controller, int loop, int chamber, int serial, int lot, long nowUs) {
        for (int chart = 0; chart < charts.size(); chart++) {
            if (charts.controller(chart) != controller) {
                continue;
            }
            double error = control.lastError(loop);
            int rule = controlCharts.judge(chart, loop - controllers.firstLoop(controller), error);
            if (rule != ControlCharts.NO_SIGNAL) {
                events.chartSignalled(nowUs, chart, serial, lot, chamber, error / controlCharts.sigma(chart), rule);
                if (charts.holds(chart) || charts.downTime(chart) != ParameterTable.NONE) {
                    signals.add(chart, lot, chamber);
                }
            }
        }
    }

    private void logLoop(
            int controller, int chamber, int product, int component, long run, ResultSource source, long nowUs) {
        int loop = control.loop(controller, chamber, product, component);
        long late = run == 0 ? 0 : control.passed(controller, chamber, product, component, run);
        events.loopUpdated(
                nowUs,
                controller,
                chamber,
                control.level(loop),
                control.offset(loop),
                control.lastError(loop),
                product,
                (int) Math.min(MOST_LATE, late),
                component,
                source.value());
    }

    /** A chamber begins to process a qualification wafer; {@link #measureQualification} ends it. */
    public void onQualification(int chamber, int item, boolean waits, long processUs, long delayUs, long nowUs) {
        events.qualificationStarted(nowUs, chamber, item, waits ? 1 : 0, processUs, delayUs);
    }

    /**
     * A chamber has processed a qualification wafer, without recipe offsets: it is measured for each controlled parameter that the
     * chamber's steps set.
     */
    public void measureQualification(int chamber, long delayUs, long nowUs) {
        effects.onQualification(chamber);
        int group = effects.groupOf(chamber);
        for (int parameter = 0; parameter < critical.size(); parameter++) {
            int controller = measurements.controller(parameter);
            if (controller != Controllers.NONE
                    && controllers.group(controller) == group
                    && control.loop(controller, chamber, 0, 0) != RunToRun.NONE) {
                double x = measureQualification(parameter, chamber, 0);
                double y = critical.isOverlay(parameter) ? measureQualification(parameter, chamber, 1) : 0;
                int maintenances = effects.chambers().maintenances(chamber);
                int row = pending.add(NO_WAFER, maintenances, NO_WAFER, NO_WAFER, parameter, x, y);
                pending.measuredPass(row, chamber, control.beginQualification(controller, chamber));
                if (delayUs > 0) {
                    calendar.schedule(nowUs + delayUs, EventKind.RESULT, row);
                } else {
                    onResult(row, nowUs);
                }
            }
        }
    }

    private double measureQualification(int parameter, int chamber, int component) {
        long subject = effects.chambers().subject(chamber, parameter, component);
        return effects.qualified(parameter, chamber, component)
                + parameters.value(measurements.qualificationNoise(parameter))
                        * Samplers.normal(
                                draws,
                                Cause.METROLOGY_NOISE,
                                subject,
                                effects.chambers().qualifications(chamber));
    }

    /** The result of a qualification wafer comes; after another maintenance of its chamber it teaches nobody. */
    private void onQualified(int row, long nowUs) {
        int chamber = pending.chamber(row);
        int parameter = pending.parameter(row);
        double x = pending.x(row);
        double y = pending.y(row);
        long run = pending.run(row);
        boolean isCurrent = pending.serial(row) == effects.chambers().maintenances(chamber);
        pending.free(row);
        events.chamberQualified(nowUs, chamber, parameter, x, y);
        int controller = measurements.controller(parameter);
        if (!isCurrent || parameters.value(controllers.enabled(controller)) == 0) {
            return;
        }
        double noise = parameters.value(measurements.noise(parameter));
        double itsNoise = parameters.value(measurements.qualificationNoise(parameter));
        double added = itsNoise * itsNoise - noise * noise;
        int products = controllers.isByProduct(controller) ? controllers.products() : 1;
        for (int product = 0; product < products; product++) {
            for (int component = 0; component < controllers.components(controller); component++) {
                control.qualified(controller, chamber, product, component, run, component == 0 ? x : y, added, nowUs);
                logLoop(controller, chamber, product, component, 0, ResultSource.QUALIFICATION, nowUs);
            }
        }
    }

    /** Maintenance that redraws the offset of a chamber has ended. */
    public void onMaintained(int chamber, long nowUs) {
        effects.onMaintained(chamber, nowUs);
        int group = effects.groupOf(chamber);
        for (int controller = 0; controller < controllers.size(); controller++) {
            if (controllers.group(controller) != group) {
                continue;
            }
            int products = controllers.isByProduct(controller) ? controllers.products() : 1;
            for (int product = 0; product < products; product++) {
                for (int component = 0; component < controllers.components(controller); component++) {
                    maintained(controller, chamber, product, component, nowUs);
                }
            }
        }
    }

    private void maintained(int controller, int chamber, int product, int component, long nowUs) {
        int loop = control.loop(controller, chamber, product, component);
        if (loop == RunToRun.NONE) {
            return;
        }
        if (control.maintained(controller, chamber, product, component)) {
            logLoop(controller, chamber, product, component, 0, ResultSource.MAINTENANCE, nowUs);
        }
        for (int chart = 0; chart < charts.size(); chart++) {
            if (charts.controller(chart) == controller) {
                controlCharts.clear(chart, loop - controllers.firstLoop(controller));
            }
        }
    }
}
