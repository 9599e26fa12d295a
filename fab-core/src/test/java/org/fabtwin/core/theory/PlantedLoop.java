/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.core.theory;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Consumer;
import org.fabtwin.core.control.RunToRun;
import org.fabtwin.core.line.Line;
import org.fabtwin.core.line.definition.ControllerDefinition;
import org.fabtwin.core.line.definition.Tunable;
import org.fabtwin.core.random.Draws;
import org.fabtwin.core.random.Samplers;
import org.fabtwin.core.state.Parameters;
import org.fabtwin.core.state.StateArena;
import org.fabtwin.core.twin.LineFixture;

/**
 * A process y = beta u + N with a known disturbance N, in the hands of a real controller of model gain 1: each wafer gets the offset
 * that the loop has for it, and its result comes {@code delay} wafers later.
 */
final class PlantedLoop {
    private static final int CAUSE = 64;

    /** The disturbance of wafer t, given white noise of variance 1 by its number. */
    interface Disturbance {
        double at(int t, Noise noise);
    }

    /** Standard normal numbers, each a function of its number. */
    interface Noise {
        double at(long t);
    }

    private final Line line;
    private final RunToRun control;
    private final Deque<double[]> late = new ArrayDeque<>();
    private final double beta;
    private final int delay;
    private final int sampling;
    private final double measurementSigma;

    private PlantedLoop(
            Consumer<ControllerDefinition> law, double beta, int delay, int sampling, double measurementSigma) {
        this.beta = beta;
        this.delay = delay;
        this.sampling = sampling;
        this.measurementSigma = measurementSigma;
        line = line(law);
        StateArena arena = new StateArena();
        control = new RunToRun(
                arena, line, new Parameters(arena, line.parameters().defaults()));
    }

    static Line line(Consumer<ControllerDefinition> law) {
        LineFixture fixture = LineFixture.ofWafers();
        fixture.cluster("T", 1, 1);
        fixture.clusterRecipe("r", 1);
        fixture.step(fixture.product("p"), "s", "T", "r");
        ControllerDefinition controller = new ControllerDefinition();
        controller.name = "c";
        controller.parameter = "x";
        controller.step = "s";
        controller.gain = signed("control.c.gain", 1);
        controller.enabled = Tunable.number("control.c.enabled", 1);
        law.accept(controller);
        fixture.definition().controllers.add(controller);
        return fixture.compile();
    }

    /** A number of either sign. */
    static Tunable signed(String path, double value) {
        return new Tunable(path, "", 1, value, -1e18, 1e18, "user", true);
    }

    static Consumer<ControllerDefinition> ewma(double weight) {
        return law(org.fabtwin.core.line.ControlMethod.EWMA, weight, 0);
    }

    static Consumer<ControllerDefinition> integral(double weight) {
        return law(org.fabtwin.core.line.ControlMethod.INTEGRAL, weight, 0);
    }

    static Consumer<ControllerDefinition> doubleEwma(double weight, double trendWeight) {
        return law(org.fabtwin.core.line.ControlMethod.DOUBLE_EWMA, weight, trendWeight);
    }

    private static Consumer<ControllerDefinition> law(int method, double weight, double trendWeight) {
        return controller -> {
            controller.method = method;
            controller.weight = Tunable.number("control.c.weight", weight);
            controller.trendWeight = Tunable.number("control.c.trendWeight", trendWeight);
        };
    }

    static Consumer<ControllerDefinition> kalman(double walkVariance, double resultVariance) {
        return controller -> {
            controller.method = org.fabtwin.core.line.ControlMethod.KALMAN;
            controller.walkSigma = Tunable.number("control.c.walk", Math.sqrt(walkVariance));
            controller.resultSigma = Tunable.number("control.c.noise", Math.sqrt(resultVariance));
            controller.chamberSigma = Tunable.number("control.c.chamber", 1);
        };
    }

    /** Deviations of {@code wafers} wafers from the target under the law, from the start. */
    static double[] run(
            Consumer<ControllerDefinition> law, double beta, int delay, Disturbance disturbance, int wafers, int seed) {
        return run(law, beta, delay, 1, 0, disturbance, wafers, seed);
    }

    /** As above, with one of {@code sampling} wafers measured, with noise. */
    static double[] run(
            Consumer<ControllerDefinition> law,
            double beta,
            int delay,
            int sampling,
            double measurementSigma,
            Disturbance disturbance,
            int wafers,
            int seed) {
        PlantedLoop loop = new PlantedLoop(law, beta, delay, sampling, measurementSigma);
        Draws draws = new Draws(seed, 0);
        double[] deviations = new double[wafers];
        for (int t = 0; t < wafers; t++) {
            double noise = disturbance.at(t, n -> Samplers.normal(draws, CAUSE, n, 0));
            deviations[t] = loop.wafer(t, noise, Samplers.normal(draws, CAUSE + 1, t, 0));
        }
        return deviations;
    }

    private double wafer(int t, double noise, double measurementNoise) {
        long run = control.begin(0, 0, 0, 0);
        double offset = control.offset(control.loop(0, 0, 0, 0));
        double deviation = beta * offset + noise;
        late.add(new double[] {run, deviation + measurementSigma * measurementNoise, offset, t});
        if (late.size() > delay) {
            double[] result = late.remove();
            if (result[3] % sampling == 0) {
                control.learn(0, 0, 0, 0, (long) result[0], result[1], result[2], 0, t);
            }
        }
        return deviation;
    }
}
