/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.core.twin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import org.fabtwin.core.event.CommandResult;
import org.fabtwin.core.event.TrackOutDecoder;
import org.fabtwin.core.line.Line;
import org.fabtwin.core.line.ToolKind;
import org.fabtwin.core.line.definition.DistributionDefinition;
import org.fabtwin.core.line.definition.LineDefinition.InitialLotDefinition;
import org.fabtwin.core.line.definition.LineDefinition.ProductDefinition;
import org.fabtwin.core.line.definition.LineDefinition.StepDefinition;
import org.fabtwin.core.line.definition.LineDefinition.ToolGroupDefinition;
import org.fabtwin.core.line.definition.Tunable;
import org.fabtwin.core.log.EventLog;
import org.fabtwin.core.log.EventLogConfig;
import org.fabtwin.core.log.EventWriter;
import org.fabtwin.core.random.Distribution;
import org.junit.jupiter.api.Test;

/** Numbers at the ends of their ranges. */
class ParameterBoundsTest {
    private static LineFixture oneTool(double everyMinutes) {
        LineFixture fixture = LineFixture.ofLots();
        fixture.group("A", ToolKind.SINGLE, 1);
        fixture.recipe("r", Distribution.EXPONENTIAL, 10);
        fixture.step(fixture.product("p"), "s", "A", "r");
        fixture.order("o", "p", 1, Distribution.CONSTANT, everyMinutes);
        return fixture;
    }

    @Test
    void shouldRefuseReleasesThatWouldNeverLetTimePass() throws IOException {
        assertThatThrownBy(() -> oneTool(0).compile())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("releases.o.every is 0.0 min");

        Line line = oneTool(20).compile();
        try (RecordedRun run = RecordedRun.start(line, 1, 0)) {
            Command command = Command.setParameter(line.parameters().idOf("releases.o.every"), 0);
            run.twin().inbox().offer(command);
            run.runTo(1000);
            assertThat(command.receipt().join().result()).isEqualTo(CommandResult.OUT_OF_RANGE);
        }
    }

    @Test
    void shouldReleaseAllLotsOfABoundedStreamAtOnce() throws IOException {
        LineFixture fixture = oneTool(0);
        fixture.definition().orders.get(0).releases = 100;

        try (RecordedRun run = RecordedRun.start(fixture.compile(), 1, 0).runTo(1e5)) {
            assertThat(run.events(TrackOutDecoder.TEMPLATE_ID)).hasSize(100);
        }
    }

    @Test
    void shouldRefuseStopsWithoutTimeBetweenThem() {
        LineFixture failing = oneTool(20);
        LineFixture.breakdown(failing.definition().toolGroups.get(0), 0, 0);
        assertThatThrownBy(failing::compile).hasMessageContaining("tools.A.mtbf is 0.0 min");

        LineFixture maintained = oneTool(20);
        LineFixture.maintenance(maintained.definition().toolGroups.get(0), false, 0, 0);
        assertThatThrownBy(maintained::compile).hasMessageContaining("tools.A.maintenance0.period is 0.0 min");
    }

    @Test
    void shouldSayWhereAnInstantDoesNotEnd() throws IOException {
        LineFixture fixture = oneTool(20);
        fixture.definition().recipes.get(0).processTime =
                LineFixture.minutes(Distribution.CONSTANT, "recipes.r.none", 0);
        StepDefinition step = fixture.definition().products.get(0).route.get(0);
        step.reworkTo = "s";
        step.reworkProbability = Tunable.share("steps.s.rework", 1);

        try (EventLog log = EventLog.create(
                EventLogConfig.ringOnly().withSegmentBytes(1 << 20).withSegmentCount(4))) {
            Twin twin = new Twin(fixture.compile(), 1, 0, log, new EventWriter(log), null);
            twin.start();
            assertThatThrownBy(() -> twin.advance(1000, Integer.MAX_VALUE))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("the instant at 0 us does not end");
        }
    }

    @Test
    void shouldRefuseWhatTheLogHasNoRoomFor() {
        LineFixture bigLots = oneTool(20);
        bigLots.definition().orders.get(0).wafers = 65_536;
        assertThatThrownBy(bigLots::compile).hasMessageContaining("lots of 65536 wafers, 1 to 65535 expected");

        LineFixture classes = oneTool(20);
        for (int i = 0; i < 32_767; i++) {
            classes.order("order" + i, "p", 1, Distribution.CONSTANT, 10);
        }
        assertThatThrownBy(classes::compile).hasMessageContaining("32768 lot classes, at most 32767 possible");
    }

    @Test
    void shouldRefuseTwoStoppagesOfOneName() {
        LineFixture fixture = oneTool(20);
        ToolGroupDefinition group = fixture.definition().toolGroups.get(0);
        LineFixture.maintenance(group, false, 100, 10);
        LineFixture.maintenance(group, false, 200, 10);

        assertThatThrownBy(fixture::compile).hasMessageContaining("A-01 has two breakdowns or maintenances named");
    }

    @Test
    void shouldRefuseReworkAtALaterStep() {
        LineFixture fixture = oneTool(20);
        ProductDefinition product = fixture.definition().products.get(0);
        fixture.step(product, "later", "A", "r");
        product.route.get(0).reworkTo = "later";

        assertThatThrownBy(fixture::compile).hasMessageContaining("later, which is not before it");
    }

    @Test
    void shouldTakeTimesLongerThanAnyRun() throws IOException {
        double longest = 1e18 / 60e6;
        for (int seed = 0; seed < 200; seed++) {
            LineFixture fixture = oneTool(20);
            // So wide that samples go far beyond their mean.
            fixture.definition().recipes.get(0).processTime = DistributionDefinition.of(
                    Distribution.WEIBULL,
                    Tunable.time("recipes.r.longest", "min", longest),
                    Tunable.number("recipes.r.shape", 0.2));
            ToolGroupDefinition group = fixture.definition().toolGroups.get(0);
            LineFixture.breakdown(group, longest, longest);
            LineFixture.maintenance(group, false, longest, longest).seasoningWafers =
                    Tunable.number("season", Double.MAX_VALUE);
            try (RecordedRun run = RecordedRun.start(fixture.compile(), seed, 0).runTo(1000)) {
                assertThat(run.twin().nowUs()).as("seed %d", seed).isEqualTo(1000 * RecordedRun.US_PER_MINUTE);
            }
        }
    }

    @Test
    void shouldRefuseAnInitialLotThatStandsOnTheReworkPath() {
        LineFixture fixture = oneTool(20);
        ProductDefinition product = fixture.definition().products.get(0);
        fixture.step(product, "strip", "A", "r");
        product.rework.add(product.route.remove(1));
        fixture.definition().initialLots.add(new InitialLotDefinition("o", "p", "c", 0, 1, "strip", 0));

        assertThatThrownBy(fixture::compile).hasMessageContaining("strip, which is for rework only");
    }

    @Test
    void shouldNotCountDownTimeOrSetupAsCapacityUsedOfATwoSlotCascade() throws IOException {
        LineFixture fixture = LineFixture.ofLots();
        ToolGroupDefinition group = fixture.group("C", ToolKind.TWO_SLOT_CASCADE, 1);
        group.setupTime = Tunable.time("tools.C.setup", "min", 5);
        fixture.recipe("r", Distribution.CONSTANT, 100).interval = Tunable.time("recipes.r.interval", "min", 60);
        fixture.step(fixture.product("p"), "s", "C", "r").setup = "x";
        fixture.order("o", "p", 1, Distribution.CONSTANT, 1).releases = 3;

        try (RecordedRun run = RecordedRun.start(fixture.compile(), 1, 0)) {
            run.twin().inbox().offer(Command.toolDown(0).at(10 * RecordedRun.US_PER_MINUTE));
            run.twin().inbox().offer(Command.toolUp(0).at(40 * RecordedRun.US_PER_MINUTE));
            run.runTo(1000);
            assertThat(run.events(TrackOutDecoder.TEMPLATE_ID))
                    .extracting(RecordedRun.Event::minutes)
                    .as("5 setup, 30 down, 100; then one each 60")
                    .containsExactly(135.0, 195.0, 255.0);
            assertThat(run.events(TrackOutDecoder.TEMPLATE_ID))
                    .extracting(event -> busyMinutes(event))
                    .containsExactly(100.0, 60.0, 60.0);
        }
    }

    private static double busyMinutes(RecordedRun.Event event) {
        TrackOutDecoder out = new TrackOutDecoder();
        out.wrap(ReworkCornersTest.bytes(event), 0, TrackOutDecoder.BLOCK_LENGTH, 1);
        return out.busyUs() / (double) RecordedRun.US_PER_MINUTE;
    }
}
