/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.core.theory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.fabtwin.core.line.Criterion;
import org.fabtwin.core.line.ToolKind;
import org.fabtwin.core.line.definition.LineDefinition.ProductDefinition;
import org.fabtwin.core.line.definition.LineDefinition.StepDefinition;
import org.fabtwin.core.line.definition.LineDefinition.ToolGroupDefinition;
import org.fabtwin.core.line.definition.Tunable;
import org.fabtwin.core.random.Distribution;
import org.fabtwin.core.theory.LineTimes.Presence;
import org.fabtwin.core.twin.LineFixture;
import org.junit.jupiter.api.Test;

/** L = lambda W holds whatever the rules, times and failures: at each station, for each class, in the whole line. */
class LittlesLawTest {
    @Test
    void shouldHoldAtEachStationForEachClassAndInTheWholeLine() {
        LineFixture fixture = LineFixture.ofLots().detail(0).transport(3);
        ToolGroupDefinition etch = fixture.group("ETCH", ToolKind.SINGLE, 2, Criterion.PRIORITY);
        LineFixture.breakdown(etch, 300, 20);
        fixture.group("FURNACE", ToolKind.BATCH, 2);
        ToolGroupDefinition scan = fixture.group("SCAN", ToolKind.SINGLE, 1, Criterion.SETUP, Criterion.DUE_DATE);
        scan.setupTime = Tunable.time("setup", "min", 1);
        LineFixture.maintenance(scan, false, 720, 30);
        fixture.recipe("etch", Distribution.EXPONENTIAL, 4);
        fixture.recipe("heat", Distribution.CONSTANT, 60);
        fixture.recipe("expose", Distribution.EXPONENTIAL, 3);
        for (String name : new String[] {"p", "q"}) {
            ProductDefinition product = fixture.product(name);
            fixture.step(product, "etch1", "ETCH", "etch");
            StepDefinition heat = fixture.step(product, "heat", "FURNACE", "heat");
            heat.batchMinimum = 4;
            heat.batchMaximum = 8;
            heat.batchFamily = "";
            fixture.step(product, "expose", "SCAN", "expose").setup = name;
            StepDefinition measure = fixture.step(product, "etch2", "ETCH", "etch");
            measure.reworkTo = "expose";
            measure.reworkProbability = Tunable.share("rework", 0.05);
        }
        fixture.order("slow", "p", 1, Distribution.EXPONENTIAL, 10).dueAfter = Tunable.time("due", "min", 300);
        fixture.order("hot", "q", 1, Distribution.EXPONENTIAL, 20).priority = 5;

        LineTimes times = LineTimes.of(fixture.compile(), 0, 5_000, 1_000_000);

        for (int group = 0; group < 3; group++) {
            assertLittle("waiting at group " + group, times.waiting(group));
            assertLittle("group " + group, times.station(group));
        }
        assertLittle("slow lots", times.lotClass(0));
        assertLittle("hot lots", times.lotClass(1));
        assertLittle("line", times.line());
        assertThat(times.line().rate()).isCloseTo(0.15, within(0.002));
        assertThat(times.station(0).rate()).as("two visits and rework").isCloseTo(0.15 * (1 + 1 / 0.95), within(0.005));
    }

    private static void assertLittle(String what, Presence presence) {
        assertThat(presence.meanNumber())
                .as("L of %s", what)
                .isCloseTo(presence.rate() * presence.meanMinutes(), within(0.001 * presence.meanNumber()));
    }
}
