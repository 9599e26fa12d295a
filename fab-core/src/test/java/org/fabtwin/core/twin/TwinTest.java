/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.core.twin;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.channels.ReadableByteChannel;
import java.util.Random;
import org.fabtwin.core.event.LotCompletedDecoder;
import org.fabtwin.core.event.TrackInDecoder;
import org.fabtwin.core.event.TrackOutDecoder;
import org.fabtwin.core.event.WaferProcessedDecoder;
import org.fabtwin.core.line.Criterion;
import org.fabtwin.core.line.Line;
import org.fabtwin.core.line.QueuePolicy;
import org.fabtwin.core.line.ToolKind;
import org.fabtwin.core.line.definition.LineDefinition.MaintenanceDefinition;
import org.fabtwin.core.line.definition.LineDefinition.ProductDefinition;
import org.fabtwin.core.line.definition.LineDefinition.StepDefinition;
import org.fabtwin.core.line.definition.LineDefinition.ToolGroupDefinition;
import org.fabtwin.core.line.definition.Tunable;
import org.fabtwin.core.random.Distribution;
import org.junit.jupiter.api.Test;

class TwinTest {
    /** A busy little wafer fab with all that can happen in one. */
    static Line smallFab(int detail) {
        return smallFabFixture(detail).compile();
    }

    static LineFixture smallFabFixture(int detail) {
        LineFixture fixture = LineFixture.ofWafers().detail(detail).transport(4);
        ToolGroupDefinition etch = fixture.cluster("ETCH", 2, 4);
        etch.exchangeTime = Tunable.time("tools.ETCH.exchange", "s", 12);
        etch.feedInterval = Tunable.time("tools.ETCH.feed", "s", 24);
        etch.entryTime = Tunable.time("tools.ETCH.entry", "s", 40);
        etch.exitTime = Tunable.time("tools.ETCH.exit", "s", 30);
        LineFixture.breakdown(etch, 3000, 120);
        LineFixture.breakdown(etch, 2000, 200).perChamber = true;
        etch.breakdowns.get(1).name = "chamber";
        etch.breakdowns.get(1).timeToFailure =
                LineFixture.minutes(Distribution.EXPONENTIAL, "tools.ETCH.chamberMtbf", 2000);
        etch.breakdowns.get(1).timeToRepair =
                LineFixture.minutes(Distribution.EXPONENTIAL, "tools.ETCH.chamberMttr", 200);
        MaintenanceDefinition clean = LineFixture.maintenance(etch, true, 150, 90);
        clean.perChamber = true;
        clean.seasoningWafers = Tunable.number("tools.ETCH.season", 5);
        LineFixture.maintenance(etch, false, 1440, 30);
        ToolGroupDefinition scan = fixture.group("SCAN", ToolKind.CASCADE, 1, Criterion.PRIORITY, Criterion.SETUP);
        scan.setupTime = Tunable.time("tools.SCAN.setup", "min", 3);
        LineFixture.breakdown(scan, 4000, 60);
        fixture.group("SEM", ToolKind.CASCADE, 1);
        fixture.clusterRecipe("etch", 5);
        fixture.recipe("expose", Distribution.CONSTANT, 20).interval = Tunable.time("recipes.expose.interval", "s", 35);
        fixture.recipe("measure", Distribution.EXPONENTIAL, 2);
        for (String name : new String[] {"p", "q"}) {
            ProductDefinition product = fixture.product(name);
            for (int layer = 0; layer < 4; layer++) {
                StepDefinition expose = fixture.step(product, "expose" + layer, "SCAN", "expose");
                expose.setup = name + layer;
                StepDefinition measure = fixture.step(product, "measure" + layer, "SEM", "measure");
                measure.sampling = Tunable.share("steps.measure" + layer + ".sampling", 0.5);
                measure.reworkTo = "expose" + layer;
                measure.reworkProbability = Tunable.share("steps.measure" + layer + ".rework", 0.08);
                measure.remeasure = true;
                StepDefinition etchStep = fixture.step(product, "etch" + layer, "ETCH", "etch");
                if (layer < 3) {
                    etchStep.queueTo = "expose" + (layer + 1);
                    etchStep.queueLimit = Tunable.time("steps.etch" + layer + ".limit", "min", 60);
                    etchStep.queuePolicy = layer == 0 ? QueuePolicy.REWORK : QueuePolicy.WARN;
                }
            }
        }
        fixture.order("normal", "p", 5, Distribution.EXPONENTIAL, 80);
        fixture.order("hot", "q", 2, Distribution.EXPONENTIAL, 600).priority = 10;
        return fixture;
    }

    private static Line oneTool(int... criteria) {
        LineFixture fixture = LineFixture.ofLots();
        fixture.group("A", ToolKind.SINGLE, 1, criteria);
        fixture.recipe("r", Distribution.CONSTANT, 10);
        fixture.step(fixture.product("p"), "s", "A", "r");
        fixture.order("slow", "p", 1, Distribution.CONSTANT, 5).releases = 3;
        fixture.order("hot", "p", 1, Distribution.CONSTANT, 5).releases = 1;
        fixture.definition().orders.get(1).priority = 10;
        return fixture.compile();
    }

    @Test
    void shouldSeeHotLotOfTheSameInstantBeforeChoosing() throws IOException {
        try (RecordedRun run =
                RecordedRun.start(oneTool(Criterion.PRIORITY), 1, 0).runTo(100)) {
            assertThat(run.events(TrackInDecoder.TEMPLATE_ID))
                    .extracting(RecordedRun.Event::subject)
                    .as("lot 1 is hot and was released after lot 0 at the origin")
                    .containsExactly(1, 0, 2, 3);
        }
    }

    @Test
    void shouldServeInOrderOfArrivalWithoutCriteria() throws IOException {
        try (RecordedRun run = RecordedRun.start(oneTool(), 1, 0).runTo(100)) {
            assertThat(run.events(TrackInDecoder.TEMPLATE_ID))
                    .extracting(RecordedRun.Event::subject)
                    .containsExactly(0, 1, 2, 3);
        }
    }

    @Test
    void shouldTakeExactlyProcessAndTransportTimeWithoutVariance() throws IOException {
        LineFixture fixture = LineFixture.ofWafers().transport(5);
        ToolGroupDefinition etch = fixture.cluster("ETCH", 1, 3);
        etch.exchangeTime = Tunable.time("x", "s", 12);
        etch.feedInterval = Tunable.time("f", "s", 30);
        etch.entryTime = Tunable.time("in", "s", 40);
        etch.exitTime = Tunable.time("out", "s", 20);
        fixture.clusterRecipe("etch", 4);
        ProductDefinition product = fixture.product("p");
        fixture.step(product, "s1", "ETCH", "etch");
        fixture.step(product, "s2", "ETCH", "etch");
        fixture.order("o", "p", 4, Distribution.CONSTANT, 1000);
        Line line = fixture.compile();

        try (RecordedRun run = RecordedRun.start(line, 1, 0).runTo(999)) {
            // Three chambers: wafers enter after 40 s, 70 s, 100 s; the fourth follows the first after 240 + 12 s.
            double stepMinutes = (40 + 240 + 12 + 240 + 20) / 60.0;
            assertThat(run.minutes(TrackOutDecoder.TEMPLATE_ID, 0)).containsExactly(stepMinutes, 2 * stepMinutes + 5);
            assertThat(line.products().zeroLoadUs(0)).isEqualTo(Math.round((2 * stepMinutes + 5) * 60e6));
            assertThat(run.events(WaferProcessedDecoder.TEMPLATE_ID)).hasSize(8);
        }
    }

    @Test
    void shouldWriteTheSameRecordsHoweverAdvanceIsCut() throws IOException {
        try (RecordedRun whole = RecordedRun.start(smallFab(1), 3, 0);
                RecordedRun cut = RecordedRun.start(smallFab(1), 3, 0)) {
            whole.runTo(20_000);
            Random random = new Random(17);
            for (double minutes = 0; minutes < 20_000; minutes += random.nextDouble() * 100) {
                cut.runTo(minutes, 1 + random.nextInt(50));
            }
            cut.runTo(20_000);
            assertThat(cut.events()).isEqualTo(whole.events());
            assertThat(cut.hash()).isEqualTo(whole.hash());
        }
    }

    @Test
    void shouldLetCarriersFlowTheSameAtEveryDetail() throws IOException {
        try (RecordedRun lots = RecordedRun.start(smallFab(0), 5, 0).runTo(30_000);
                RecordedRun wafers = RecordedRun.start(smallFab(1), 5, 0).runTo(30_000);
                RecordedRun chambers = RecordedRun.start(smallFab(2), 5, 0).runTo(30_000)) {
            assertThat(lots.events(WaferProcessedDecoder.TEMPLATE_ID)).isEmpty();
            assertThat(lots.events(LotCompletedDecoder.TEMPLATE_ID)).hasSizeGreaterThan(100);
            assertThat(wafers.flow()).isEqualTo(lots.flow());
            assertThat(chambers.flow()).isEqualTo(lots.flow());
            assertThat(chambers.events().size()).isGreaterThan(wafers.events().size());
        }
    }

    @Test
    void shouldGoOnWithTheSameBytesAfterRestoreAndFork() throws IOException {
        Line line = smallFab(2);
        Random random = new Random(23);
        for (int round = 0; round < 20; round++) {
            double at = random.nextDouble() * 8_000;
            try (RecordedRun original = RecordedRun.start(line, round, 1).runTo(at)) {
                ByteArrayOutputStream bytes = new ByteArrayOutputStream();
                original.twin().snapshot(Channels.newChannel(bytes));
                int before = original.events().size();
                try (RecordedRun restored = RecordedRun.empty(smallFab(2), round, 1);
                        RecordedRun fork = original.fork()) {
                    ReadableByteChannel in = Channels.newChannel(new ByteArrayInputStream(bytes.toByteArray()));
                    restored.twin().restore(SnapshotHeader.readFrom(in), in);
                    original.runTo(12_000);
                    restored.runTo(12_000);
                    fork.runTo(12_000);
                    assertThat(restored.events())
                            .as("round %d, at %f min", round, at)
                            .isEqualTo(original.events()
                                    .subList(before, original.events().size()));
                    assertThat(fork.events()).isEqualTo(restored.events());
                }
            }
        }
    }

    @Test
    void shouldDifferBetweenSeedsAndBetweenReplications() throws IOException {
        try (RecordedRun one = RecordedRun.start(smallFab(0), 1, 0).runTo(2_000);
                RecordedRun other = RecordedRun.start(smallFab(0), 2, 0).runTo(2_000);
                RecordedRun replication = RecordedRun.start(smallFab(0), 1, 1).runTo(2_000);
                RecordedRun again = RecordedRun.start(smallFab(0), 1, 0).runTo(2_000)) {
            assertThat(again.hash()).isEqualTo(one.hash());
            assertThat(other.hash()).isNotEqualTo(one.hash());
            assertThat(replication.hash()).isNotEqualTo(one.hash());
        }
    }
}
