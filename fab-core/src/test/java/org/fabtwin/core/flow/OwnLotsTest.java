/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.core.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.util.List;
import org.fabtwin.core.event.TrackInDecoder;
import org.fabtwin.core.event.TrackOutDecoder;
import org.fabtwin.core.line.ProcessUnit;
import org.fabtwin.core.line.ToolKind;
import org.fabtwin.core.line.definition.LineDefinition.InitialLotDefinition;
import org.fabtwin.core.line.definition.LineDefinition.ProductDefinition;
import org.fabtwin.core.random.Distribution;
import org.fabtwin.core.twin.LineFixture;
import org.fabtwin.core.twin.RecordedRun;
import org.junit.jupiter.api.Test;

/** Lots that are released at times of their own, and lots whose number of wafers is drawn. */
class OwnLotsTest {
    private static final long MINUTE_US = RecordedRun.US_PER_MINUTE;

    private static LineFixture fixture() {
        LineFixture fixture = LineFixture.ofLots();
        fixture.group("A", ToolKind.SINGLE, 100);
        fixture.recipe("perWafer", Distribution.CONSTANT, 1).unit = ProcessUnit.WAFER;
        ProductDefinition product = fixture.product("p");
        fixture.step(product, "s1", "A", "perWafer");
        fixture.step(product, "s2", "A", "perWafer");
        return fixture;
    }

    private static InitialLotDefinition planned(int wafers, long minute) {
        return new InitialLotDefinition(null, "p", "list", 0, wafers, null, Long.MAX_VALUE, minute * MINUTE_US);
    }

    @Test
    void shouldReleasePlannedLotsAtTheirTimesWhateverTheirOrder() throws IOException {
        LineFixture fixture = fixture();
        List<InitialLotDefinition> lots = fixture.definition().initialLots;
        lots.add(planned(5, 70));
        lots.add(planned(3, 20));
        lots.add(new InitialLotDefinition(null, "p", "standing", 0, 4, "s2", Long.MAX_VALUE));
        lots.add(planned(2, 70));
        lots.add(planned(1, 0));

        try (RecordedRun run = RecordedRun.start(fixture.compile(), 1, 0).runTo(1000)) {
            assertThat(run.minutes(TrackOutDecoder.TEMPLATE_ID, 0))
                    .as("stands at s2")
                    .containsExactly(4.0);
            assertThat(run.minutes(TrackInDecoder.TEMPLATE_ID, 1)).containsExactly(0.0, 1.0);
            assertThat(run.minutes(TrackInDecoder.TEMPLATE_ID, 2)).containsExactly(20.0, 23.0);
            assertThat(run.minutes(TrackInDecoder.TEMPLATE_ID, 3)).containsExactly(70.0, 75.0);
            assertThat(run.minutes(TrackInDecoder.TEMPLATE_ID, 4)).containsExactly(70.0, 72.0);
        }
    }

    @Test
    void shouldDrawEveryLotSizeAsOften() throws IOException {
        LineFixture fixture = fixture();
        fixture.order("engineering", "p", 1, Distribution.CONSTANT, 10).wafersMaximum = 10;
        int lots = 5000;

        try (RecordedRun run = RecordedRun.start(fixture.compile(), 20200703, 0).runTo(10.0 * lots)) {
            int[] counts = new int[11];
            for (int lot = 0; lot < lots - 10; lot += 1) {
                double size = run.minutes(TrackOutDecoder.TEMPLATE_ID, lot).get(0)
                        - run.minutes(TrackInDecoder.TEMPLATE_ID, lot).get(0);
                counts[(int) Math.round(size)]++;
            }
            assertThat(counts[0]).isZero();
            for (int size = 1; size <= 10; size++) {
                // Five standard deviations of a binomial number: sqrt(5000 * 0.1 * 0.9) = 21.
                assertThat(counts[size])
                        .as("seed 20200703, lots of %d wafers", size)
                        .isCloseTo(499, within(106));
            }
        }
    }
}
