/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.core.flow;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.fabtwin.core.event.LotReleasedDecoder;
import org.fabtwin.core.event.TransportStartedDecoder;
import org.fabtwin.core.line.ToolKind;
import org.fabtwin.core.line.definition.LineDefinition.InitialLotDefinition;
import org.fabtwin.core.line.definition.LineDefinition.OrderDefinition;
import org.fabtwin.core.line.definition.LineDefinition.ProductDefinition;
import org.fabtwin.core.line.definition.Tunable;
import org.fabtwin.core.random.Distribution;
import org.fabtwin.core.twin.Command;
import org.fabtwin.core.twin.LineFixture;
import org.fabtwin.core.twin.RecordedRun;
import org.fabtwin.core.twin.Story;
import org.junit.jupiter.api.Test;

/** How lots get into the line: by orders, at the origin, by command. */
class ReleaseTest {
    private final LineFixture fixture = LineFixture.ofLots();
    private final ProductDefinition product;

    ReleaseTest() {
        fixture.group("A", ToolKind.SINGLE, 1);
        fixture.group("B", ToolKind.SINGLE, 1);
        fixture.recipe("r", Distribution.CONSTANT, 10);
        product = fixture.product("p");
        fixture.step(product, "a", "A", "r");
        fixture.step(product, "b", "B", "r").sampling = Tunable.share("sampling", 0);
        fixture.step(product, "c", "A", "r");
    }

    @Test
    void shouldReleaseSoManyLotsAtOnceSoOftenFromTheFirstTimeOn() throws IOException {
        OrderDefinition order = fixture.order("o", "p", 25, Distribution.CONSTANT, 100);
        order.first = Tunable.time("first", "min", 7);
        order.lotsPerRelease = 2;
        order.releases = 3;

        try (RecordedRun run = RecordedRun.start(fixture.compile(), 1, 0).runTo(1_000)) {
            assertThat(run.events(LotReleasedDecoder.TEMPLATE_ID))
                    .extracting(RecordedRun.Event::minutes)
                    .containsExactly(7.0, 7.0, 107.0, 107.0, 207.0, 207.0);
        }
    }

    @Test
    void shouldReleaseNothingOfAnOrderWithoutReleasesButByCommand() throws IOException {
        fixture.order("o", "p", 25, Distribution.CONSTANT, 100).releases = 0;

        assertThat(Story.of(fixture, 1_000).tracks()).isEmpty();
        assertThat(Story.of(fixture.compile(), 1_000, Command.releaseLots(0, 1).at(60_000_000))
                        .tracks())
                .containsExactly("1 c0 a in A-01", "11 c0 a out A-01", "11 c0 c in A-01", "21 c0 c out A-01");
    }

    /** It stands before b, which no lot is sampled for; it came before what is released at the origin; nobody carried it. */
    @Test
    void shouldStandInitialLotsBeforeTheirStep() throws IOException {
        fixture.transport(3);
        fixture.order("o", "p", 25, Distribution.CONSTANT, 1_000).releases = 1;
        fixture.definition().initialLots.add(new InitialLotDefinition("o", "p", "o", 0, 25, "b", Long.MAX_VALUE));
        fixture.definition().initialLots.add(new InitialLotDefinition("o", "p", "o", 0, 25, "a", Long.MAX_VALUE));

        try (RecordedRun run = RecordedRun.start(fixture.compile(), 1, 0).runTo(1_000)) {
            assertThat(Story.of(run).tracks())
                    .startsWith("0 c1 a in A-01", "0 c0 b in B-01", "10 c1 a out A-01", "10 c0 b out B-01");
            assertThat(run.events(TransportStartedDecoder.TEMPLATE_ID).get(0).minutes())
                    .isEqualTo(10);
        }
    }

    @Test
    void shouldReleaseOrdersOfOneInstantInTheirOrder() throws IOException {
        fixture.order("x", "p", 25, Distribution.CONSTANT, 30).releases = 2;
        fixture.order("y", "p", 25, Distribution.CONSTANT, 30).releases = 2;

        try (RecordedRun run = RecordedRun.start(fixture.compile(), 1, 0).runTo(1_000)) {
            assertThat(run.events(LotReleasedDecoder.TEMPLATE_ID))
                    .extracting(event -> event.subject() + " class "
                            + Integer.parseInt(event.block().substring(28, 30), 16))
                    .containsExactly("0 class 0", "1 class 1", "2 class 0", "3 class 1");
        }
    }
}
