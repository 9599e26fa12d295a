/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.sim.capacity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.fabtwin.core.line.ProcessUnit;
import org.fabtwin.core.line.ToolKind;
import org.fabtwin.core.line.definition.LineDefinition.RecipeDefinition;
import org.fabtwin.core.line.definition.LineDefinition.ToolGroupDefinition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Closed forms: Perkinson et al. 1994, Venkatesh et al. 1997, as listed in DOMAIN.md 7.7 and 7.8. */
class RecipeTimeTest {
    @ParameterizedTest
    @CsvSource({
        "1, 5, 60 60 60, 80", "2, 5, 60 60 60, 70", "1, 5, 100 60 40, 120", "2, 5, 100 60 40, 110",
        "1, 5, 20 20 20, 40", "2, 5, 20 20 20, 40", "1, 6, 90 90 90 90, 114", "2, 6, 90 90 90 90, 102",
        "1, 6, 30 30 30 30, 60", "2, 6, 30 30 30 30, 60"
    })
    void shouldGiveFundamentalPeriodOfSerialTool(int arms, double actionS, String seconds, double periodS) {
        double[] times = java.util.Arrays.stream(seconds.split(" "))
                .mapToDouble(Double::parseDouble)
                .toArray();
        int[] copies = new int[times.length];
        java.util.Arrays.fill(copies, 1);

        RecipeTime time = RecipeTime.of(
                SmallLines.robotTool(ToolKind.SERIAL, arms, actionS, copies), SmallLines.stageTimes(times));

        assertThat(time.perWaferUs()).isEqualTo(periodS * 1e6);
    }

    @ParameterizedTest
    @CsvSource({"1, 150, 29", "2, 150, 27", "1, 60, 24", "2, 60, 24"})
    void shouldGiveRateOfParallelChambers(int arms, double processS, double periodS) {
        RecipeTime time =
                RecipeTime.of(SmallLines.robotTool(ToolKind.CLUSTER, arms, 6, 6), SmallLines.stageTimes(processS));

        assertThat(time.perWaferUs()).isEqualTo(periodS * 1e6);
        assertThat(time.isProcessBound()).isEqualTo(processS == 150);
        assertThat(time.occupationUs(5)).isEqualTo(5 * periodS * 1e6);
    }

    @Test
    void shouldLetWafersOverlapInCascade() {
        ToolGroupDefinition group = new ToolGroupDefinition();
        group.kind = ToolKind.CASCADE;
        RecipeDefinition recipe = new RecipeDefinition();
        recipe.processTime = SmallLines.constant("s", 1320);
        recipe.interval = SmallLines.time("s", 33);
        RecipeTime time = RecipeTime.of(group, recipe);

        assertThat(time.perWaferUs()).isEqualTo(33e6);
    }

    @Test
    void shouldCountLoadAndUnloadOfLotTools() {
        ToolGroupDefinition group = new ToolGroupDefinition();
        group.kind = ToolKind.SINGLE;
        RecipeDefinition recipe = new RecipeDefinition();
        recipe.unit = ProcessUnit.WAFER;
        recipe.processTime = SmallLines.constant("min", 2);
        recipe.loadTime = SmallLines.time("min", 1);
        recipe.unloadTime = SmallLines.time("min", 3);

        assertThat(RecipeTime.of(group, recipe).occupationUs(25)).isEqualTo(54 * 60e6);
        recipe.unit = ProcessUnit.LOT;
        assertThat(RecipeTime.of(group, recipe).occupationUs(25)).isEqualTo(6 * 60e6);
    }

    @Test
    void shouldLetSecondLotIntoTwoSlotCascadeAfterInterval() {
        ToolGroupDefinition group = new ToolGroupDefinition();
        group.kind = ToolKind.TWO_SLOT_CASCADE;
        RecipeDefinition recipe = new RecipeDefinition();
        recipe.processTime = SmallLines.constant("min", 2);
        recipe.interval = SmallLines.time("min", 1.5);
        recipe.loadTime = SmallLines.time("min", 1);
        RecipeTime time = RecipeTime.of(group, recipe);

        assertThat(time.occupationUs(25)).isEqualTo(25 * 1.5 * 60e6, within(1e-3));
    }
}
