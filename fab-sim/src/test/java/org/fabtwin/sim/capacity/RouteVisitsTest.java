/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.sim.capacity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.fabtwin.core.line.definition.LineDefinition;
import org.fabtwin.core.line.definition.LineDefinition.ProductDefinition;
import org.fabtwin.core.line.definition.LineDefinition.StepDefinition;
import org.junit.jupiter.api.Test;

class RouteVisitsTest {
    private static ProductDefinition route(int steps) {
        ProductDefinition product = SmallLines.product(new LineDefinition(), "P");
        for (int i = 0; i < steps; i++) {
            SmallLines.step(product, "s" + i, "G", "R");
        }
        return product;
    }

    private static void rework(StepDefinition step, String to, double probability) {
        step.reworkTo = to;
        step.reworkProbability = SmallLines.number(probability);
    }

    @Test
    void shouldCountEveryRepeatOfALoop() {
        ProductDefinition product = route(3);
        rework(product.route.get(1), "s0", 0.2);

        RouteVisits visits = RouteVisits.of(product);

        assertThat(visits.visits(0)).isEqualTo(1.25, within(1e-12));
        assertThat(visits.visits(1)).isEqualTo(1.25, within(1e-12));
        assertThat(visits.visits(2)).isEqualTo(1.0, within(1e-12));
        assertThat(visits.reworks()).isEqualTo(0.25, within(1e-12));
    }

    @Test
    void shouldReworkOnlyMeasuredWafersAndMeasureThemAgain() {
        ProductDefinition product = route(3);
        StepDefinition overlay = product.route.get(1);
        overlay.sampling = SmallLines.number(0.5);
        overlay.remeasure = true;
        StepDefinition size = product.route.get(2);
        size.sampling = SmallLines.number(0.5);
        size.remeasure = true;
        rework(size, "s0", 0.04);

        RouteVisits visits = RouteVisits.of(product);

        double reworks = 0.5 * 0.04 / (1 - 0.04);
        assertThat(visits.visits(0)).isEqualTo(1 + reworks, within(1e-12));
        assertThat(visits.visits(1)).isEqualTo(0.5 + reworks, within(1e-12));
        assertThat(visits.visits(2)).isEqualTo(0.5 + reworks, within(1e-12));
    }

    @Test
    void shouldSolveOverlappingLoopsAsTheMarkovChainDoes() {
        ProductDefinition product = route(6);
        double[] again = {0, 0, 0.3, 0.2, 0, 0.1};
        int[] to = {0, 0, 0, 1, 0, 2};
        for (int i = 0; i < 6; i++) {
            if (again[i] > 0) {
                product.route.get(i).sampling = SmallLines.number(0.5);
                rework(product.route.get(i), "s" + to[i], again[i]);
            }
        }
        // The chain's expected passes, by repeated substitution.
        double[] passes = new double[6];
        for (int round = 0; round < 2000; round++) {
            double[] next = new double[6];
            next[0] = 1;
            for (int i = 0; i < 6; i++) {
                double back = 0.5 * again[i] * passes[i];
                if (i < 5) {
                    next[i + 1] += passes[i] - back;
                }
                next[to[i]] += again[i] > 0 ? back : 0;
            }
            passes = next;
        }

        RouteVisits visits = RouteVisits.of(product);

        for (int i = 0; i < 6; i++) {
            assertThat(visits.passes(i)).as("passes of s%d", i).isEqualTo(passes[i], within(1e-9));
            assertThat(visits.visits(i)).isEqualTo(passes[i] * (again[i] > 0 ? 0.5 : 1), within(1e-9));
        }
    }
}
