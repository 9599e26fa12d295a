/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.core.yield;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.fabtwin.core.line.DieGrid;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Dies per wafer, scribe 0.1 mm, edge exclusion 3 mm (DOMAIN.md 3.1). */
class DieCountTest {
    @ParameterizedTest
    @CsvSource({"5, 5, 2507", "10, 10, 616", "13, 16.5, 279", "25, 32, 68", "26, 33, 64"})
    void shouldPlaceAsManyDiesAsTheBestGridHolds(double width, double height, int dies) {
        assertThat(new DieGrid(width, height, 0.1, 3).size()).isEqualTo(dies);
    }

    @ParameterizedTest
    @CsvSource({
        "5, 5, 2587, 2482, 0.5",
        "10, 10, 626.9, 600.8, 0.05",
        "13, 16.5, 279.9, 267.9, 0.05",
        "25, 32, 64.3, 61.2, 0.05",
        "26, 33, 59.1, 56.4, 0.05"
    })
    void shouldGiveTheStandardEstimate(double width, double height, double full, double usable, double rounding) {
        double area = (width + 0.1) * (height + 0.1);

        assertThat(DiesPerWafer.standard(area, 300)).isCloseTo(full, within(rounding));
        assertThat(DiesPerWafer.standard(area, 294)).isCloseTo(usable, within(rounding));
    }

    @Test
    void shouldGiveTheOtherEstimatesCloseToTheStandardForSmallDies() {
        double standard = DiesPerWafer.standard(25, 294);

        assertThat(DiesPerWafer.exponential(25, 294) / standard).isCloseTo(1, within(0.02));
        assertThat(DiesPerWafer.reducedRadius(25, 294) / standard).isCloseTo(1, within(0.03));
    }

    @Test
    void shouldKeepCornersOfAllDiesWithinTheUsableRadiusAndDiesApart() {
        DieGrid grid = new DieGrid(25, 32, 0.1, 3);

        for (int die = 0; die < grid.size(); die++) {
            double x = Math.abs(grid.xMm(die)) + 12.5;
            double y = Math.abs(grid.yMm(die)) + 16;
            assertThat(Math.sqrt(x * x + y * y)).isLessThanOrEqualTo(147 + 1e-6);
            for (int other = 0; other < die; other++) {
                boolean apart = Math.abs(grid.xMm(die) - grid.xMm(other)) > 25.09
                        || Math.abs(grid.yMm(die) - grid.yMm(other)) > 32.09;
                assertThat(apart).isTrue();
            }
        }
    }

    @Test
    void shouldRepeatFieldsOfTheScanner() {
        DieGrid small = new DieGrid(10, 10, 0.1, 3);
        DieGrid large = new DieGrid(25, 32, 0.1, 3);

        assertThat(small.slots()).isEqualTo(6);
        assertThat(large.slots()).isEqualTo(1);
        for (int die = 0; die < small.size(); die++) {
            assertThat(small.slot(die)).isBetween(0, 5);
        }
    }
}
