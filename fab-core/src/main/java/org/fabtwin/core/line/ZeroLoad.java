/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.core.line;

import java.util.Arrays;
import org.fabtwin.core.line.definition.LineDefinition;
import org.fabtwin.core.random.Distribution;

/**
 * Expected times in an empty line that never fails: what a step takes for a carrier of n wafers that meets an idle tool, and
 * the cycle time that follows for a product. Setups, rework and waiting are not in it. Uses the parameters' defaults.
 */
public final class ZeroLoad {
    private final Line line;
    private final double[] value;

    /** Reads the line's default parameters. */
    public ZeroLoad(Line line) {
        this.line = line;
        this.value = line.parameters().defaults();
    }

    /** Expected time from track-in to track-out of {@code wafers} wafers at an idle tool. */
    public double residenceUs(int step, int wafers) {
        Recipes recipes = line.recipes();
        int recipe = line.steps().recipe(step);
        int group = line.steps().toolGroup(step);
        double handling = number(recipes.loadTime(recipe)) + number(recipes.unloadTime(recipe));
        double process = mean(recipes.processTime(recipe));
        switch (line.toolGroups().kind(group)) {
            case ToolKind.SINGLE:
                return handling + process * (recipes.unit(recipe) == ProcessUnit.WAFER ? wafers : 1);
            case ToolKind.BATCH:
                return handling + process;
            case ToolKind.TWO_SLOT_CASCADE:
                if (recipes.unit(recipe) != ProcessUnit.WAFER) {
                    return handling + process;
                }
                double interval =
                        recipes.interval(recipe) == ParameterTable.NONE ? process : number(recipes.interval(recipe));
                return handling + process + (wafers - 1) * interval;
            case ToolKind.CASCADE:
                ToolGroups tools = line.toolGroups();
                double apart =
                        recipes.interval(recipe) == ParameterTable.NONE ? process : number(recipes.interval(recipe));
                return handling
                        + number(tools.entryTime(group))
                        + process
                        + (wafers - 1) * Math.max(apart, number(tools.feedInterval(group)))
                        + number(tools.exitTime(group));
            default:
                return handling + flowLineUs(group, recipe, wafers);
        }
    }

    /** The recursion of the flow-line form on an empty tool, with mean times. */
    private double flowLineUs(int group, int recipe, int wafers) {
        ToolGroups tools = line.toolGroups();
        int stages = tools.stageCount(group);
        double[][] free = new double[stages][];
        for (int s = 0; s < stages; s++) {
            free[s] = new double[tools.stageCopies(group, s)];
        }
        double exchange = number(tools.exchangeTime(group));
        double transfer = number(tools.transferTime(group));
        double feed = number(tools.feedInterval(group));
        double start = number(tools.entryTime(group));
        double enter = start;
        double end = 0;
        for (int wafer = 0; wafer < wafers; wafer++) {
            double ready = enter;
            int previous = 0;
            for (int s = 0; s < stages; s++) {
                double[] copies = free[s];
                int earliest = 0;
                for (int c = 1; c < copies.length; c++) {
                    if (copies[c] < copies[earliest]) {
                        earliest = c;
                    }
                }
                double begin = Math.max(ready, copies[earliest]);
                if (s > 0 && begin - transfer > end) {
                    free[s - 1][previous] = begin - transfer + exchange;
                }
                end = begin + mean(line.recipes().stageTime(recipe, s));
                copies[earliest] = end + exchange;
                enter = s == 0 ? Math.max(start, begin + feed) : enter;
                previous = earliest;
                ready = end + transfer;
            }
        }
        return end + number(tools.exitTime(group));
    }

    /** Expected transport time from one tool group to another; {@code fromGroup} -1: into the line. */
    public double transportUs(int fromGroup, int toGroup) {
        if (line.layout() != null) {
            return fromGroup < 0 ? 0 : byDistanceUs(line.layout(), fromGroup, toGroup);
        }
        ToolGroups tools = line.toolGroups();
        int from = fromGroup < 0 ? -1 : tools.location(fromGroup);
        return mean(line.transports().time(from, tools.location(toGroup)));
    }

    private double byDistanceUs(Layout layout, int fromGroup, int toGroup) {
        double speed = value[layout.speed()];
        double share = number(layout.stockerShare());
        double legUs = number(layout.dispatchTime()) + number(layout.waitTime()) + 2 * number(layout.transferTime());
        return (1 - share) * (layout.meanDirectMm(fromGroup, toGroup) / speed + legUs)
                + share
                        * (layout.meanByStockerMm(fromGroup, toGroup) / speed
                                + 2 * legUs
                                + number(layout.stockerTime()));
    }

    /** Expected cycle time of a lot of {@code wafers} wafers: sampled steps weigh by the share of carriers that do them. */
    public double cycleTimeUs(int product, int wafers) {
        Steps steps = line.steps();
        double total = 0;
        // Where the carrier is before a step: a step that it skips leaves it where it was.
        double[] at = new double[line.toolGroups().size()];
        for (int step = line.products().firstStep(product); step >= 0; step = steps.next(step)) {
            double share = steps.sampling(step) == ParameterTable.NONE ? 1 : number(steps.sampling(step));
            int group = steps.toolGroup(step);
            double visited = visitShare(share, wafers);
            for (int from = 0; from < at.length; from++) {
                if (at[from] > 0) {
                    total += at[from] * visited * transportUs(from, group);
                    at[from] *= 1 - visited;
                }
            }
            at[group] += visited;
            total += expectedUs(step, share, wafers);
        }
        return total;
    }

    private double visitShare(double share, int wafers) {
        return line.lotMode() ? share : 1 - StrictMath.pow(1 - share, wafers);
    }

    /** Expectation of the residence over the number of wafers drawn. */
    private double expectedUs(int step, double share, int wafers) {
        if (share >= 1 || line.lotMode()) {
            return Math.min(share, 1) * residenceUs(step, wafers);
        }
        double expected = 0;
        double probability = StrictMath.pow(1 - share, wafers);
        for (int k = 1; k <= wafers; k++) {
            probability *= (wafers - k + 1.0) / k * share / (1 - share);
            expected += probability * residenceUs(step, k);
        }
        return expected;
    }

    private double number(int parameter) {
        return parameter == ParameterTable.NONE ? 0 : value[parameter];
    }

    private double mean(int distribution) {
        if (distribution == Distributions.NONE) {
            return 0;
        }
        Distributions table = line.distributions();
        return Distribution.mean(
                table.kind(distribution),
                number(table.a(distribution)),
                number(table.b(distribution)),
                number(table.c(distribution)));
    }

    /** Fills the expected times of a freshly compiled line. */
    static void fill(Line line, LineDefinition definition) {
        ZeroLoad zeroLoad = new ZeroLoad(line);
        int[] wafers = new int[line.products().size()];
        Arrays.fill(wafers, 1);
        for (int lot = line.orders().initialLots() - 1; lot >= 0; lot--) {
            wafers[line.orders().initialProduct(lot)] = line.orders().initialWafers(lot);
        }
        for (int order = line.orders().size() - 1; order >= 0; order--) {
            wafers[line.orders().product(order)] =
                    (line.orders().wafers(order) + line.orders().wafersMaximum(order)) / 2;
        }
        Steps steps = line.steps();
        for (int step = steps.size() - 1; step >= 0; step--) {
            int n = wafers[steps.product(step)];
            double share = steps.sampling(step) == ParameterTable.NONE ? 1 : zeroLoad.number(steps.sampling(step));
            steps.processUs[step] = zeroLoad.residenceUs(step, n);
            int group = steps.toolGroup(step);
            steps.zeroLoadUs[step] = steps.processUs[step] + zeroLoad.transportUs(group, group);
            double rest = steps.next(step) >= 0 ? steps.remainingUs[steps.next(step)] : 0;
            steps.remainingUs[step] = rest + zeroLoad.expectedUs(step, share, n);
        }
        for (int product = 0; product < wafers.length; product++) {
            line.products().zeroLoadUs[product] = zeroLoad.cycleTimeUs(product, wafers[product]);
        }
    }
}
