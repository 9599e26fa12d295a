/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.sim.experiment;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A change of the dispatch rule, under which the lots come in another order, compared with common random numbers and without. */
class CommonRandomNumbersTest {
    private static final int REPLICATIONS = 60;
    private static final List<String> FIGURES = List.of(
            "classes.P.cycleTimeDays.mean",
            "classes.Q.cycleTimeDays.mean",
            "classes.P.cycleTimeDays.p95",
            "wip.lots.mean");

    private static double[] observed(Point point, String figure, ReplicationRunner runner, int first) {
        final double[] values = new double[REPLICATIONS];
        for (int i = 0; i < REPLICATIONS; i++) {
            values[i] = runner.run(point, first + i, 1).responses().get(figure);
        }
        return values;
    }

    @Test
    void shouldNeedManyTimesFewerReplicationsAlthoughTheDispatchOrderDiffers() throws IOException {
        final String scenario = Points.example("re-entrant.yaml");
        final Point fifo = Points.of(0, scenario, List.of(), 20 * Points.DAY_US, 120 * Points.DAY_US);
        final Point lastStep = Points.of(
                1, scenario, List.of("dispatch.default=[lastStep, fifo]"), 20 * Points.DAY_US, 120 * Points.DAY_US);
        final ReplicationRunner runner = new ReplicationRunner(() -> false);

        for (final String figure : FIGURES) {
            final double[] first = observed(fifo, figure, runner, 0);
            final Comparison common =
                    Comparison.of(figure, "A", first, "B", observed(lastStep, figure, runner, 0), 1, 0.95);
            final Comparison independent =
                    Comparison.of(figure, "A", first, "B", observed(lastStep, figure, runner, 10_000), 1, 0.95);

            final double ratio = common.difference().estimate().deviation()
                    / independent.difference().estimate().deviation();
            System.out.printf(
                    "CommonRandomNumbersTest: %s: gain %.1f, against independent replications %.1f%n",
                    figure, common.varianceReduction(), 1 / (ratio * ratio));
            assertThat(common.varianceReduction()).as(figure).isGreaterThan(3);
            assertThat(1 / (ratio * ratio)).as(figure).isGreaterThan(2);
            assertThat(independent.varianceReduction()).as(figure).isBetween(0.5, 2.0);
        }
    }
}
