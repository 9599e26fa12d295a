/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.core.theory;

import java.util.stream.IntStream;
import org.fabtwin.core.control.ControlCharts;
import org.fabtwin.core.line.ChartRule;
import org.fabtwin.core.line.Line;
import org.fabtwin.core.line.definition.ChartDefinition;
import org.fabtwin.core.line.definition.Tunable;
import org.fabtwin.core.random.Draws;
import org.fabtwin.core.random.Samplers;
import org.fabtwin.core.state.Parameters;
import org.fabtwin.core.state.StateArena;
import org.fabtwin.core.twin.LineFixture;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How long the twin's charts run until they signal, against the values of the literature as far as they are printed: 99 % intervals. */
class ChartRunLengthTest {
    private static final int REPLICATIONS = 20;
    private static final int RUNS = 2_000;
    private static final double SIGMA = 0.5;

    private static Line line(int rule, double width, double weight) {
        LineFixture fixture = LineFixture.ofWafers();
        fixture.cluster("T", 1, 1);
        fixture.clusterRecipe("r", 1);
        fixture.step(fixture.product("p"), "s", "T", "r");
        org.fabtwin.core.line.definition.ControllerDefinition controller =
                new org.fabtwin.core.line.definition.ControllerDefinition();
        controller.name = "c";
        controller.parameter = "x";
        controller.step = "s";
        controller.gain = Tunable.number("control.c.gain", 1);
        fixture.definition().controllers.add(controller);
        ChartDefinition chart = new ChartDefinition();
        chart.name = "k";
        chart.controller = "c";
        chart.rule = rule;
        chart.width = Tunable.number("spc.k.width", width);
        chart.weight = Tunable.number("spc.k.weight", weight);
        chart.sigma = Tunable.number("spc.k.sigma", SIGMA);
        chart.enabled = Tunable.number("spc.k.enabled", 1);
        fixture.definition().charts.add(chart);
        return fixture.compile();
    }

    private static double meanRunLength(Line line, double shift, int seed) {
        StateArena arena = new StateArena();
        ControlCharts charts = new ControlCharts(
                arena, line, new Parameters(arena, line.parameters().defaults()));
        Draws draws = new Draws(seed, 0);
        long t = 0;
        for (int run = 0; run < RUNS; run++) {
            while (charts.judge(0, 0, SIGMA * (shift + Samplers.normal(draws, 64, t++, 0)))
                    == ControlCharts.NO_SIGNAL) {
                continue;
            }
        }
        return (double) t / RUNS;
    }

    @ParameterizedTest
    @CsvSource({
        "SHEWHART, 3, 0, 0, 370.40, .005, 385",
        "SHEWHART, 3, 0, 0.5, 155.22, .005, 161",
        "SHEWHART, 3, 0, 1, 43.89, .005, 45.5",
        "SHEWHART, 3, 0, 1.5, 14.97, .005, 15.5",
        "SHEWHART, 3, 0, 2, 6.303, .0005, 6.5",
        "SHEWHART, 3, 0, 3, 2.000, .0005, 2.05",
        "EWMA, 2.962, 0.2, 0, 499.7, .05, 525",
        "EWMA, 2.962, 0.2, 0.5, 41.8, .05, 43.5",
        "EWMA, 2.962, 0.2, 1, 10.5, .05, 10.9",
        "EWMA, 2.962, 0.2, 2, 3.74, .005, 3.85",
        "EWMA, 2.814, 0.1, 0, 499.5, .05, 525",
        "EWMA, 2.814, 0.1, 0.5, 31.3, .05, 32.5",
        "EWMA, 2.814, 0.1, 1, 10.3, .05, 10.6",
        "EWMA, 2.814, 0.1, 2, 4.36, .005, 4.45",
        "WESTERN_ELECTRIC, 3, 0, 0, 91.75, .005, 95",
        "WESTERN_ELECTRIC, 3, 0, 1, 9.2, .05, 9.6",
        "WESTERN_ELECTRIC, 3, 0, 2, 3.1, .05, 3.2",
    })
    @DisplayName("Average run lengths: Shewhart, EWMA with fixed limits, Western Electric (Champ and Woodall 1987)")
    void shouldRunAsLongAsTheorySays(
            String rule, double width, double weight, double shift, double length, double rounding, double wrong) {
        int code =
                switch (rule) {
                    case "SHEWHART" -> ChartRule.SHEWHART;
                    case "EWMA" -> ChartRule.EWMA;
                    default -> ChartRule.WESTERN_ELECTRIC;
                };
        Line line = line(code, width, weight);

        Interval interval = Interval.of(IntStream.rangeClosed(1, REPLICATIONS)
                .mapToDouble(seed -> meanRunLength(line, shift, seed))
                .toArray());

        double middle = (interval.low() + interval.high()) / 2;
        interval.assertHolds("run length", Math.min(length + rounding, Math.max(length - rounding, middle)), wrong);
    }
}
