/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.sim.kpi;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.fabtwin.sim.event.HeaderLine.CriticalParameter;

/**
 * Process capability of the critical parameters, from measured wafer means: Cpk = min(upper - mean, mean - lower) / (3 sigma), with the
 * standard deviation of all results of the time (Ppk in the words of those who keep Cpk for the short term). Of overlay the
 * less capable of x and y. Single-threaded.
 */
final class CapabilityTally {
    private final List<CriticalParameter> parameters;
    private final long[] counts;
    /** Mean and sum of squared distances from it (Welford), for each parameter x, then y. */
    private final double[] means;

    private final double[] squares;

    CapabilityTally(List<CriticalParameter> parameters) {
        this.parameters = parameters;
        counts = new long[parameters.size()];
        means = new double[2 * counts.length];
        squares = new double[2 * counts.length];
    }

    void onMeasured(int parameter, double deviation, double deviationY) {
        counts[parameter]++;
        add(2 * parameter, counts[parameter], deviation);
        add(2 * parameter + 1, counts[parameter], deviationY);
    }

    private void add(int at, long count, double value) {
        final double distance = value - means[at];
        means[at] += distance / count;
        squares[at] += distance * (value - means[at]);
    }

    /** By name, parameters that were measured at least twice; those without a window have no index. */
    Map<String, RunFigures.Parameter> figures() {
        final Map<String, RunFigures.Parameter> figures = new LinkedHashMap<>();
        for (int p = 0; p < counts.length; p++) {
            final CriticalParameter parameter = parameters.get(p);
            double least = cpk(2 * p, counts[p], parameter);
            if (parameter.isOverlay()) {
                least = Math.min(least, cpk(2 * p + 1, counts[p], parameter));
            }
            figures.put(parameter.name(), new RunFigures.Parameter(counts[p], Double.isFinite(least) ? least : null));
        }
        return figures;
    }

    private double cpk(int at, long count, CriticalParameter parameter) {
        if (count < 2) {
            return Double.NaN;
        }
        final double sigma = Math.sqrt(squares[at] / (count - 1));
        return Math.min(parameter.upper() - means[at], means[at] - parameter.lower()) / (3 * sigma);
    }
}
