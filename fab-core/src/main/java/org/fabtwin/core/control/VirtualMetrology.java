/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.core.control;

import org.fabtwin.core.line.Controllers;
import org.fabtwin.core.state.DoubleColumn;
import org.fabtwin.core.state.GrowingDoubles;
import org.fabtwin.core.state.IntColumn;
import org.fabtwin.core.state.Parameters;
import org.fabtwin.core.state.StateArena;

/**
 * Virtual metrology: predicts from a chamber's traces what would be measured of a wafer, by linear regression that each measured
 * wafer adds to (recursive least squares). One model for each controller and component, shared by all its contexts. It sees
 * traces and measurements, nothing else.
 *
 * <p>Its uncertainty is learnt too: the mean square of its errors on wafers that it had not seen, less what the measurement itself
 * adds. Single-threaded: the twin's thread only. Allocates nothing.
 */
public final class VirtualMetrology {
    /** Measured wafers before the first prediction. */
    static final int LEAST_TRAINING = 20;

    /** Variance of a coefficient before anything is known, in units of the residual variance. */
    private static final double UNKNOWN = 1e8;
    /** A prediction is never held for more certain than this share of its mean square error. */
    private static final double LEAST_SHARE = 0.02;

    private final Controllers controllers;
    private final Parameters parameters;
    private final int stride;
    private final DoubleColumn coefficient;
    private final DoubleColumn spread;
    private final DoubleColumn squares;
    private final IntColumn trained;
    private final DoubleColumn scratch;

    public VirtualMetrology(StateArena arena, Controllers controllers, Parameters parameters) {
        this.controllers = controllers;
        this.parameters = parameters;
        int most = 0;
        for (int controller = 0; controller < controllers.size(); controller++) {
            most = Math.max(most, controllers.sensors(controller));
        }
        stride = most + 1;
        int models = most == 0 ? 0 : controllers.slotTotal();
        coefficient = arena.doubles("virtualMetrology.coefficient", models * stride, 0);
        spread = arena.doubles("virtualMetrology.spread", models * stride * stride, 0);
        squares = arena.doubles("virtualMetrology.squares", models, 0);
        trained = arena.ints("virtualMetrology.trained", models, 0);
        scratch = arena.doubles("virtualMetrology.scratch", stride, 0);
        for (int model = 0; model < models; model++) {
            for (int i = 0; i < stride; i++) {
                spread.set((model * stride + i) * stride + i, UNKNOWN);
            }
        }
    }

    private int model(int controller, int component) {
        return controllers.firstSlot(controller) + component;
    }

    /** Whether enough wafers have been measured. */
    public boolean isTrained(int controller, int component) {
        return trained.get(model(controller, component)) >= LEAST_TRAINING;
    }

    /** Expected sample of the level, from the traces that stand in the column from {@code first} on. */
    public double predict(int controller, int component, GrowingDoubles traces, int first) {
        int model = model(controller, component);
        double sum = coefficient.get(model * stride);
        for (int i = 1; i <= controllers.sensors(controller); i++) {
            sum += coefficient.get(model * stride + i) * traces.get(first + i - 1);
        }
        return sum;
    }

    /** Variance of the true sample about {@link #predict}. */
    public double variance(int controller, int component, GrowingDoubles traces, int first) {
        int model = model(controller, component);
        int errors = Math.max(1, trained.get(model) - controllers.sensors(controller) - 1);
        double mean = squares.get(model) / errors;
        double noise = parameters.value(controllers.measurementSigma(controller));
        return Math.max(mean * (1 + leverage(model, controller, traces, first)) - noise * noise, LEAST_SHARE * mean);
    }

    /** A wafer with these traces was measured: the model learns. */
    public void train(int controller, int component, GrowingDoubles traces, int first, double sample) {
        int model = model(controller, component);
        int n = controllers.sensors(controller) + 1;
        double error = sample - predict(controller, component, traces, first);
        double total = 1 + leverage(model, controller, traces, first);
        if (trained.add(model, 1) > n) {
            squares.add(model, error * error / total);
        }
        for (int i = 0; i < n; i++) {
            coefficient.add(model * stride + i, scratch.get(i) * error / total);
        }
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < n; j++) {
                spread.add((model * stride + i) * stride + j, -scratch.get(i) * scratch.get(j) / total);
            }
        }
    }

    /** How far these traces are from those trained on: z'Pz. Leaves Pz in the scratch column. */
    private double leverage(int model, int controller, GrowingDoubles traces, int first) {
        int n = controllers.sensors(controller) + 1;
        double leverage = 0;
        for (int i = 0; i < n; i++) {
            double sum = 0;
            for (int j = 0; j < n; j++) {
                sum += spread.get((model * stride + i) * stride + j) * (j == 0 ? 1 : traces.get(first + j - 1));
            }
            scratch.set(i, sum);
            leverage += sum * (i == 0 ? 1 : traces.get(first + i - 1));
        }
        return leverage;
    }
}
