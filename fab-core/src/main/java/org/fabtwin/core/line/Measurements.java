/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.core.line;

import java.util.Arrays;
import java.util.List;
import org.fabtwin.core.line.definition.MeasurementDefinition;

/** How critical parameters are measured, and which controller uses it; by critical parameter. Immutable. */
public final class Measurements {
    private final int[] noise;
    private final int[] qualificationNoise;
    private final int[] delay;
    private final boolean[] perCarrier;
    private final int[] controller;
    private final boolean[] watchesWafers;

    Measurements(
            List<MeasurementDefinition> definitions,
            CriticalParameters critical,
            Controllers controllers,
            Steps steps,
            ParameterTable.Collector parameters) {
        int n = critical.size();
        noise = new int[n];
        qualificationNoise = new int[n];
        delay = new int[n];
        perCarrier = new boolean[n];
        controller = new int[n];
        watchesWafers = new boolean[steps.size()];
        Arrays.fill(noise, ParameterTable.NONE);
        Arrays.fill(qualificationNoise, ParameterTable.NONE);
        Arrays.fill(delay, ParameterTable.NONE);
        Arrays.fill(perCarrier, true);
        Arrays.fill(controller, Controllers.NONE);
        for (MeasurementDefinition from : definitions) {
            int parameter = critical.parameterOf(from.parameter);
            LineCompiler.check(
                    parameter >= 0,
                    "a measurement names critical parameter " + from.parameter + ", which is not there");
            noise[parameter] = parameters.add(from.noise);
            qualificationNoise[parameter] =
                    from.qualificationNoise == null ? noise[parameter] : parameters.add(from.qualificationNoise);
            delay[parameter] = parameters.add(from.delay);
            perCarrier[parameter] = from.perCarrier;
        }
        for (int c = 0; c < controllers.size(); c++) {
            int parameter = critical.parameterOf(controllers.parameter(c));
            if (parameter >= 0) {
                LineCompiler.check(
                        controller[parameter] == Controllers.NONE,
                        "critical parameter " + controllers.parameter(c) + " has two controllers");
                controller[parameter] = c;
            }
        }
        for (int step = 0; step < steps.size(); step++) {
            watchesWafers[step] = critical.groupSets(steps.toolGroup(step));
            for (int i = 0; i < critical.measuredAt(step); i++) {
                watchesWafers[step] |= !perCarrier[critical.measuredAt(step, i)];
            }
        }
    }

    /** Parameter id of the noise's standard deviation. */
    public int noise(int criticalParameter) {
        return noise[criticalParameter];
    }

    /** The same of a qualification wafer's results. */
    public int qualificationNoise(int criticalParameter) {
        return qualificationNoise[criticalParameter];
    }

    /** Parameter id of the time from the end of measuring to the result. */
    public int delay(int criticalParameter) {
        return delay[criticalParameter];
    }

    /** Whether the results of a carrier come together. */
    public boolean isPerCarrier(int criticalParameter) {
        return perCarrier[criticalParameter];
    }

    /** The parameter's controller, {@link Controllers#NONE} without. */
    public int controller(int criticalParameter) {
        return controller[criticalParameter];
    }

    /** Whether the moment matters at which a wafer starts or ends this step. */
    public boolean watchesWafers(int step) {
        return watchesWafers[step];
    }
}
