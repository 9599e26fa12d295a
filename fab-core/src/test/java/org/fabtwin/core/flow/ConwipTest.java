/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.core.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import org.fabtwin.core.event.LotCompletedDecoder;
import org.fabtwin.core.event.LotReleasedDecoder;
import org.fabtwin.core.line.ToolKind;
import org.fabtwin.core.line.definition.LineDefinition.OrderDefinition;
import org.fabtwin.core.line.definition.LineDefinition.ProductDefinition;
import org.fabtwin.core.line.definition.Tunable;
import org.fabtwin.core.random.Distribution;
import org.fabtwin.core.twin.Command;
import org.fabtwin.core.twin.LineFixture;
import org.fabtwin.core.twin.RecordedRun;
import org.junit.jupiter.api.Test;

/** CONWIP: an order keeps a number of lots in the line; two steps of 10 minutes, one tool each. */
class ConwipTest {
    private final LineFixture fixture = LineFixture.ofLots();
    private final OrderDefinition order;

    ConwipTest() {
        ProductDefinition product = fixture.product("p");
        for (String name : new String[] {"a", "b"}) {
            fixture.group(name.toUpperCase(java.util.Locale.ROOT), ToolKind.SINGLE, 1);
            fixture.recipe(name, Distribution.CONSTANT, 10);
            fixture.step(product, name, name.toUpperCase(java.util.Locale.ROOT), name);
        }
        order = fixture.order("o", "p", 1, Distribution.CONSTANT, 1);
        order.interval = null;
        order.lotsInLine = Tunable.number("releases.o.conwip", 3);
    }

    @Test
    void shouldReleaseALotWhenOneLeaves() throws IOException {
        try (RecordedRun run = RecordedRun.start(fixture.compile(), 1, 0)) {
            for (double minute = 0.5; minute < 300; minute += 7) {
                run.runTo(minute);
                assertThat(run.twin().lotsInLine()).isEqualTo(3);
            }
            // The first is done after 20 minutes, then one each 10.
            assertThat(run.events(LotCompletedDecoder.TEMPLATE_ID)).hasSize(28);
            assertThat(run.events(LotReleasedDecoder.TEMPLATE_ID)).hasSize(31);
        }
    }

    @Test
    void shouldStopAfterTheReleasesThatItHas() throws IOException {
        order.releases = 5;

        try (RecordedRun run = RecordedRun.start(fixture.compile(), 1, 0).runTo(1_000)) {
            assertThat(run.events(LotCompletedDecoder.TEMPLATE_ID)).hasSize(5);
            assertThat(run.twin().lotsInLine()).isZero();
        }
    }

    @Test
    void shouldFollowAChangeOfTheNumberWhenALotLeaves() throws IOException {
        try (RecordedRun run = RecordedRun.start(fixture.compile(), 1, 0)) {
            int parameter = run.twin().line().parameters().idOf("releases.o.conwip");
            run.twin().inbox().offer(Command.setParameter(parameter, 6));
            run.runTo(25);
            assertThat(run.twin().lotsInLine()).isEqualTo(6);
            run.twin().inbox().offer(Command.setParameter(parameter, 2));
            run.runTo(100);
            assertThat(run.twin().lotsInLine()).isEqualTo(2);
        }
    }

    @Test
    void shouldRefuseAnIntervalBesideIt() {
        order.interval = LineFixture.minutes(Distribution.CONSTANT, "releases.o.every", 5);

        assertThatThrownBy(fixture::compile)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("order o keeps a number of lots in the line and has an interval");
    }
}
