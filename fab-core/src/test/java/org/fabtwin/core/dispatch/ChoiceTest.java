/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.core.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.Random;
import org.fabtwin.core.event.SetupChangedDecoder;
import org.fabtwin.core.line.Criterion;
import org.fabtwin.core.line.Line;
import org.fabtwin.core.line.ToolKind;
import org.fabtwin.core.line.definition.LineDefinition.ProductDefinition;
import org.fabtwin.core.line.definition.LineDefinition.StepDefinition;
import org.fabtwin.core.line.definition.LineDefinition.ToolGroupDefinition;
import org.fabtwin.core.line.definition.Tunable;
import org.fabtwin.core.random.Distribution;
import org.fabtwin.core.twin.LineFixture;
import org.fabtwin.core.twin.RecordedRun;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The short cuts of the choice against the choice that looks at every pair: a line without queue-time windows ranks by queue time
 * as it does by arrival, but the group then takes no short cut.
 */
class ChoiceTest {
    private static Line line(long seed, int lastCriterion) {
        Random random = new Random(seed);
        LineFixture fixture = LineFixture.ofLots().transport(3);
        ToolGroupDefinition group = fixture.group(
                "A", ToolKind.SINGLE, 2 + random.nextInt(3), Criterion.PRIORITY, Criterion.SETUP, lastCriterion);
        group.setupTime = Tunable.time("tools.A.setupTime", "min", 4);
        LineFixture.breakdown(group, 300, 30);
        fixture.group("B", ToolKind.SINGLE, 9);
        fixture.recipe("work", Distribution.EXPONENTIAL, 8);
        fixture.recipe("rest", Distribution.CONSTANT, 1);
        for (int p = 0; p < 3; p++) {
            ProductDefinition product = fixture.product("p" + p);
            for (int i = 0; i < 6; i++) {
                StepDefinition step = fixture.step(product, "p" + p + "." + i, "A", "work");
                step.setup = random.nextInt(4) == 0 ? "" : "s" + random.nextInt(3);
                step.minimumRun = !step.setup.isEmpty() && random.nextBoolean() ? 3 : 0;
                if (!step.setup.isEmpty() && random.nextInt(3) == 0) {
                    step.setupTime = Tunable.time("steps." + step.name + ".setupTime", "min", 1 + random.nextInt(6));
                }
                if (i < 5 && random.nextInt(3) == 0) {
                    step.dedicateTo = "p" + p + ".5";
                } else if (random.nextInt(4) == 0) {
                    step.qualifiedTools.addAll(List.of(0, 1));
                }
                fixture.step(product, "p" + p + ".rest" + i, "B", "rest");
            }
            fixture.order("o" + p, "p" + p, 25, Distribution.EXPONENTIAL, 75).priority = p == 0 ? 9 : 1;
        }
        return fixture.compile();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12})
    void shouldChooseAsIfItHadLookedAtEveryCarrierAndTool(long seed) throws IOException {
        try (RecordedRun brief =
                        RecordedRun.start(line(seed, Criterion.FIFO), seed, 0).runTo(6000);
                RecordedRun thorough = RecordedRun.start(line(seed, Criterion.QUEUE_TIME), seed, 0)
                        .runTo(6000)) {
            assertThat(brief.events(SetupChangedDecoder.TEMPLATE_ID)).hasSizeGreaterThan(20);
            assertThat(brief.flow()).as("seed %d", seed).isEqualTo(thorough.flow());
        }
    }
}
