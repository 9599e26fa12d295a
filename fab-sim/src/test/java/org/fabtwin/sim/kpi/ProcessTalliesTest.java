/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.sim.kpi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.fabtwin.sim.event.HeaderLine.CriticalParameter;
import org.junit.jupiter.api.Test;

class ProcessTalliesTest {
    private static final long HOUR_US = 3_600_000_000L;

    @Test
    void shouldJudgeCapabilityByTheNearerLimit() {
        final CapabilityTally tally = new CapabilityTally(List.of(
                new CriticalParameter("cd", false, -3, 6),
                new CriticalParameter("overlay", true, -3, 3),
                new CriticalParameter("open", false, Double.NaN, Double.NaN),
                new CriticalParameter("once", false, -1, 1)));
        for (final double value : new double[] {0, 1, 2}) {
            // Mean 1, standard deviation 1.
            tally.onMeasured(0, value, 0);
            // x as above, y twice as wide about 0.
            tally.onMeasured(1, value, 2 * (value - 1));
            tally.onMeasured(2, value, 0);
        }
        tally.onMeasured(3, 0.5, 0);

        assertThat(tally.figures().get("cd").cpk()).isCloseTo((1 + 3) / 3.0, within(1e-12));
        assertThat(tally.figures().get("overlay").cpk()).isCloseTo(3 / 6.0, within(1e-12));
        assertThat(tally.figures().get("open").cpk()).isNull();
        assertThat(tally.figures().get("open").measured()).isEqualTo(3);
        assertThat(tally.figures().get("once").cpk()).isNull();
    }

    @Test
    void shouldTimeTheFirstSignalOfTheChamberThatWasStruck() {
        final ExcursionTally tally = new ExcursionTally(3);
        tally.onSignal(0, HOUR_US);
        tally.onStarted(1, 2 * HOUR_US);
        tally.onSignal(0, 3 * HOUR_US);
        tally.onSignal(1, 7 * HOUR_US);
        tally.onSignal(1, 8 * HOUR_US);
        tally.onEnded(1, 12);
        tally.onStarted(2, 10 * HOUR_US);
        tally.onEnded(2, 20);
        tally.onSignal(2, 11 * HOUR_US);

        final RunFigures.Excursions figures = tally.figures();

        assertThat(figures.started()).isEqualTo(2);
        assertThat(figures.detected()).isEqualTo(1);
        assertThat(figures.meanDetectionHours()).isEqualTo(5);
        assertThat(figures.wafersPerExcursion()).isEqualTo(16);
    }
}
