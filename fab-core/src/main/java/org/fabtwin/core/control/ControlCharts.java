/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.core.control;

import org.fabtwin.core.line.ChartRule;
import org.fabtwin.core.line.Charts;
import org.fabtwin.core.line.Line;
import org.fabtwin.core.line.ParameterTable;
import org.fabtwin.core.state.DoubleColumn;
import org.fabtwin.core.state.IntColumn;
import org.fabtwin.core.state.Parameters;
import org.fabtwin.core.state.StateArena;

/**
 * Control charts of one-step prediction errors. They are charted instead of the values because control makes the values depend
 * on each other, while the errors of a good prediction do not. A chart that has signalled begins anew. Single-threaded: the twin's
 * thread only. Allocates nothing.
 */
public final class ControlCharts {
    /** What signalled: nothing, or the rule of the chart; of Western Electric's four, which. */
    public static final int NO_SIGNAL = 0;

    public static final int BEYOND_LIMIT = 1;
    public static final int TWO_OF_THREE = 2;
    public static final int FOUR_OF_FIVE = 3;
    public static final int EIGHT_ON_ONE_SIDE = 4;

    /** Results of all loops together from which a standard deviation that is not given is estimated. */
    static final int RESULTS_OF_ESTIMATE = 100;

    private static final int LIMIT = 3;

    private final Charts charts;
    private final Parameters parameters;
    private final DoubleColumn mean;
    private final IntColumn above0;
    private final IntColumn below0;
    private final IntColumn above1;
    private final IntColumn below1;
    private final IntColumn above2;
    private final IntColumn below2;
    private final DoubleColumn squares;
    private final IntColumn counted;

    public ControlCharts(StateArena arena, Line line, Parameters parameters) {
        this.charts = line.charts();
        this.parameters = parameters;
        int rows = Math.max(1, charts.rowTotal());
        mean = arena.doubles("charts.mean", rows, 0);
        above0 = arena.ints("charts.above0", rows, 0);
        below0 = arena.ints("charts.below0", rows, 0);
        above1 = arena.ints("charts.above1", rows, 0);
        below1 = arena.ints("charts.below1", rows, 0);
        above2 = arena.ints("charts.above2", rows, 0);
        below2 = arena.ints("charts.below2", rows, 0);
        squares = arena.doubles("charts.squares", Math.max(1, charts.size()), 0);
        counted = arena.ints("charts.counted", Math.max(1, charts.size()), 0);
    }

    /** Standard deviation in control; 0 while it is not known yet. */
    public double sigma(int chart) {
        if (charts.sigma(chart) != ParameterTable.NONE) {
            return parameters.value(charts.sigma(chart));
        }
        return counted.get(chart) < RESULTS_OF_ESTIMATE ? 0 : Math.sqrt(squares.get(chart) / counted.get(chart));
    }

    /**
     * Charts a prediction error.
     *
     * @param loop number of the loop within the controller.
     * @return {@link #NO_SIGNAL}, or which rule it breaks.
     */
    public int judge(int chart, int loop, double error) {
        if (parameters.value(charts.enabled(chart)) == 0) {
            return NO_SIGNAL;
        }
        double sigma = sigma(chart);
        if (!(sigma > 0)) {
            squares.add(chart, error * error);
            counted.add(chart, 1);
            return NO_SIGNAL;
        }
        int row = charts.firstRow(chart) + loop;
        int signal = signal(chart, row, error / sigma);
        if (signal != NO_SIGNAL) {
            clear(row);
        }
        return signal;
    }

    private int signal(int chart, int row, double z) {
        switch (charts.rule(chart)) {
            case ChartRule.SHEWHART:
                return Math.abs(z) > parameters.value(charts.width(chart)) ? BEYOND_LIMIT : NO_SIGNAL;
            case ChartRule.EWMA:
                double weight = parameters.value(charts.weight(chart));
                mean.add(row, weight * (z - mean.get(row)));
                double limit = parameters.value(charts.width(chart)) * Math.sqrt(weight / (2 - weight));
                return Math.abs(mean.get(row)) > limit ? BEYOND_LIMIT : NO_SIGNAL;
            case ChartRule.WESTERN_ELECTRIC:
                return westernElectric(row, z);
            default:
                throw new IllegalStateException("chart rule " + charts.rule(chart));
        }
    }

    private int westernElectric(int row, double z) {
        push(above0, row, z > 0);
        push(below0, row, z < 0);
        push(above1, row, z > 1);
        push(below1, row, z < -1);
        push(above2, row, z > 2);
        push(below2, row, z < -2);
        if (Math.abs(z) > LIMIT) {
            return BEYOND_LIMIT;
        }
        if (has(above2, row, 3, 2) || has(below2, row, 3, 2)) {
            return TWO_OF_THREE;
        }
        if (has(above1, row, 5, 4) || has(below1, row, 5, 4)) {
            return FOUR_OF_FIVE;
        }
        return has(above0, row, 8, 8) || has(below0, row, 8, 8) ? EIGHT_ON_ONE_SIDE : NO_SIGNAL;
    }

    private static void push(IntColumn history, int row, boolean value) {
        history.set(row, history.get(row) << 1 | (value ? 1 : 0));
    }

    /** Whether at least so many of the last values have the property. */
    private static boolean has(IntColumn history, int row, int last, int least) {
        return Integer.bitCount(history.get(row) & (1 << last) - 1) >= least;
    }

    /** The chart of a loop begins anew: after a signal, after maintenance. */
    public void clear(int chart, int loop) {
        clear(charts.firstRow(chart) + loop);
    }

    private void clear(int row) {
        mean.set(row, 0);
        above0.set(row, 0);
        below0.set(row, 0);
        above1.set(row, 0);
        below1.set(row, 0);
        above2.set(row, 0);
        below2.set(row, 0);
    }
}
