/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.core.metrology;

import org.fabtwin.core.control.WaferRuns;
import org.fabtwin.core.line.Controllers;
import org.fabtwin.core.line.CriticalParameters;
import org.fabtwin.core.line.Line;
import org.fabtwin.core.random.Cause;
import org.fabtwin.core.random.Draws;
import org.fabtwin.core.random.Samplers;
import org.fabtwin.core.state.Parameters;

/**
 * What the sensors of a chamber see while a wafer is processed: trace = loading * hidden deviation / its spread + noise. The
 * deviation is that of the wafer beyond what its recipe did; the noise is such that the best linear prediction from all of a
 * wafer's traces explains the attainable share of its variance. Single-threaded: the twin's thread only.
 */
final class ChamberTraces {
    private static final double LEAST_LOADING = 0.5;

    private final Controllers controllers;
    private final CriticalParameters critical;
    private final Parameters parameters;
    private final Draws draws;
    private final WaferRuns runs;

    ChamberTraces(Line line, Parameters parameters, Draws draws, WaferRuns runs) {
        this.controllers = line.controllers();
        this.critical = line.process().parameters();
        this.parameters = parameters;
        this.draws = draws;
        this.runs = runs;
    }

    /** Records the traces of a wafer that has just been processed. */
    void record(int wafer, long key, int visit, int controller, int component, int parameter, double hidden) {
        double spread = spread(parameter);
        double share = parameters.value(controllers.attainableShare(controller));
        int sensors = controllers.sensors(controller);
        int first = runs.firstTrace(wafer, controller, component);
        for (int sensor = 0; sensor < sensors; sensor++) {
            long place = Draws.subject(Draws.subject(controllers.key(controller), component), sensor);
            double loading = loading(place);
            double noise = Math.abs(loading) * Math.sqrt(sensors * (1 - share) / share);
            double value = (spread > 0 ? loading * hidden / spread : 0)
                    + noise * Samplers.normal(draws, Cause.TRACE_NOISE, Draws.subject(key, place), visit);
            runs.traces().set(first + sensor, value);
        }
    }

    /** Of either sign, between a half and one and a half. */
    private double loading(long place) {
        double size = LEAST_LOADING + draws.uniform(Cause.SENSOR_LOADING, place, 0, 0);
        return draws.uniform(Cause.SENSOR_LOADING, place, 0, 1) < 0.5 ? -size : size;
    }

    /** Standard deviation of the hidden deviation, all layers of variance together; of drift, half its most. */
    private double spread(int parameter) {
        double tool = parameters.value(critical.tool(parameter));
        double chamber = parameters.value(critical.chamber(parameter));
        double maintenance = parameters.value(critical.afterMaintenance(parameter));
        double drift = parameters.value(critical.driftMost(parameter)) / 2;
        double wafer = parameters.value(critical.wafer(parameter));
        double coefficient = parameters.value(critical.coefficient(parameter));
        double noise =
                critical.isIntegrated(parameter) ? wafer * wafer : wafer * wafer / (1 - coefficient * coefficient);
        return Math.sqrt(tool * tool + chamber * chamber + maintenance * maintenance + drift * drift + noise);
    }
}
