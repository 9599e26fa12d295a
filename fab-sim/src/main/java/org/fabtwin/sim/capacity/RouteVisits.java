/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.sim.capacity;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.fabtwin.core.line.definition.LineDefinition.ProductDefinition;
import org.fabtwin.core.line.definition.LineDefinition.StepDefinition;

/**
 * How often a wafer (lot mode: a lot) of a product comes to each step: sampling and rework included, scrap and queue-time
 * breaches not.
 *
 * <p>Assumption: each pass draws sampling and rework afresh. Then across every cut of the route the flow forward exceeds the
 * flow back by one, which gives the passes from the last step to the first, also where rework loops overlap.
 */
public final class RouteVisits {
    private final double[] passes;
    private final double[] visits;
    private final double[] reworks;

    private RouteVisits(int steps) {
        passes = new double[steps];
        visits = new double[steps];
        reworks = new double[steps];
    }

    public static RouteVisits of(ProductDefinition product) {
        List<StepDefinition> route = product.route;
        int n = route.size();
        Map<String, Integer> index = new LinkedHashMap<>();
        for (int i = 0; i < n; i++) {
            index.put(route.get(i).name, i);
        }
        RouteVisits result = new RouteVisits(n);
        double[] returningTo = new double[n];
        double returning = 0;
        for (int i = n - 1; i >= 0; i--) {
            StepDefinition step = route.get(i);
            double share = Expected.of(step.sampling, 1);
            double first = 1 + returning;
            double back = step.reworkTo == null ? 0 : reworksPerPass(step, share) * first;
            result.reworks[i] = back;
            if (back > 0) {
                returning += back;
                returningTo[index.get(step.reworkTo)] += back;
            }
            // Passes at i: one, and every return whose loop spans i (the own one included).
            result.passes[i] = 1 + returning;
            result.visits[i] = step.remeasure ? share + returning : share * (1 + returning);
            returning -= returningTo[i];
        }
        return result;
    }

    /** Expected returns to rework of a wafer that comes to the step for the first time, repeats included. */
    private static double reworksPerPass(StepDefinition step, double share) {
        double again = Expected.of(step.reworkProbability);
        double first = share * again;
        return first / (1 - (step.remeasure ? again : first));
    }

    /** Expected passes of the step's place in the route, worked on there or not. */
    public double passes(int step) {
        return passes[step];
    }

    /** Expected visits that the step works on. */
    public double visits(int step) {
        return visits[step];
    }

    /** Expected returns to rework from the step. */
    public double reworks(int step) {
        return reworks[step];
    }

    /** Expected passes through the product's rework steps, from all steps together. */
    public double reworks() {
        double sum = 0;
        for (double each : reworks) {
            sum += each;
        }
        return sum;
    }
}
