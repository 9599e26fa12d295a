/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.core.twin;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.agrona.concurrent.UnsafeBuffer;
import org.fabtwin.core.event.CarrierMergedDecoder;
import org.fabtwin.core.event.CarrierSplitDecoder;
import org.fabtwin.core.event.LotHeldDecoder;
import org.fabtwin.core.event.QueueTimeCancelledDecoder;
import org.fabtwin.core.event.QueueTimeEndedDecoder;
import org.fabtwin.core.event.QueueTimeStartedDecoder;
import org.fabtwin.core.event.ReworkStartedDecoder;
import org.fabtwin.core.event.TrackInDecoder;
import org.fabtwin.core.line.ToolKind;
import org.fabtwin.core.line.definition.LineDefinition.ProductDefinition;
import org.fabtwin.core.line.definition.LineDefinition.StepDefinition;
import org.fabtwin.core.line.definition.Tunable;
import org.fabtwin.core.random.Distribution;
import org.junit.jupiter.api.Test;

/** Wafers that are split off for rework, and what else may befall them. */
class ReworkCornersTest {
    private static final double LONG = 1e6;

    private final LineFixture fixture = LineFixture.ofWafers();

    private ProductDefinition litho() {
        fixture.group("SCAN", ToolKind.CASCADE, 2);
        fixture.group("SEM", ToolKind.CASCADE, 1);
        fixture.recipe("expose", Distribution.CONSTANT, 10);
        fixture.recipe("measure", Distribution.CONSTANT, 1);
        return fixture.product("p");
    }

    private static void rework(StepDefinition step, String to, double probability) {
        step.reworkTo = to;
        step.reworkProbability = Tunable.share("steps." + step.name + ".rework", probability);
    }

    private RecordedRun run(int lots) throws IOException {
        fixture.order("o", "p", 5, Distribution.CONSTANT, 100).releases = lots;
        return RecordedRun.start(fixture.compile(), 7, 0);
    }

    static UnsafeBuffer bytes(RecordedRun.Event event) {
        byte[] bytes = new byte[event.block().length() / 2];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) Integer.parseInt(event.block(), 2 * i, 2 * i + 2, 16);
        }
        return new UnsafeBuffer(bytes);
    }

    @Test
    void shouldMergeWafersThatAreNotMeasuredAgainAfterRework() throws IOException {
        ProductDefinition product = litho();
        fixture.step(product, "expose", "SCAN", "expose");
        StepDefinition measure = fixture.step(product, "measure", "SEM", "measure");
        measure.sampling = Tunable.share("steps.measure.sampling", 0.5);
        rework(measure, "expose", 0.7);
        fixture.step(product, "next", "SCAN", "expose");

        try (RecordedRun run = run(50).runTo(LONG)) {
            assertThat(run.twin().lotsInLine()).isZero();
            assertThat(run.events(CarrierSplitDecoder.TEMPLATE_ID)).hasSizeGreaterThan(20);
            assertThat(run.events(CarrierMergedDecoder.TEMPLATE_ID))
                    .hasSameSizeAs(run.events(CarrierSplitDecoder.TEMPLATE_ID));
        }
    }

    @Test
    void shouldMergeWhereWafersWereSplitAlthoughAnEarlierStepSentThemBackAgain() throws IOException {
        ProductDefinition product = litho();
        fixture.step(product, "expose", "SCAN", "expose");
        rework(fixture.step(product, "width", "SEM", "measure"), "expose", 0.4);
        rework(fixture.step(product, "overlay", "SEM", "measure"), "expose", 0.4);
        fixture.step(product, "next", "SCAN", "expose");

        try (RecordedRun run = run(50).runTo(LONG)) {
            Map<Integer, Integer> splitAt = new LinkedHashMap<>();
            CarrierSplitDecoder split = new CarrierSplitDecoder();
            for (RecordedRun.Event event : run.events(CarrierSplitDecoder.TEMPLATE_ID)) {
                split.wrap(bytes(event), 0, CarrierSplitDecoder.BLOCK_LENGTH, 1);
                splitAt.put(split.carrier(), split.step());
            }
            Map<Integer, Integer> mergedAt = new LinkedHashMap<>();
            CarrierMergedDecoder merged = new CarrierMergedDecoder();
            for (RecordedRun.Event event : run.events(CarrierMergedDecoder.TEMPLATE_ID)) {
                merged.wrap(bytes(event), 0, CarrierMergedDecoder.BLOCK_LENGTH, 1);
                mergedAt.put(merged.carrier(), merged.step());
            }
            assertThat(splitAt).hasSizeGreaterThan(50);
            assertThat(mergedAt).containsExactlyInAnyOrderEntriesOf(splitAt);
            assertThat(run.twin().lotsInLine()).isZero();
        }
    }

    @Test
    void shouldMeasureAgainWhatALaterStepSentBackAlthoughAnEarlierOneDidSoToo() throws IOException {
        ProductDefinition product = litho();
        fixture.step(product, "expose", "SCAN", "expose");
        rework(fixture.step(product, "width", "SEM", "measure"), "expose", 0.5);
        StepDefinition overlay = fixture.step(product, "overlay", "SEM", "measure");
        rework(overlay, "expose", 0.5);
        overlay.sampling = Tunable.share("steps.overlay.sampling", 0.5);
        overlay.remeasure = true;
        fixture.step(product, "next", "SCAN", "expose");
        fixture.order("o", "p", 1, Distribution.CONSTANT, 100).releases = 100;

        try (RecordedRun run = RecordedRun.start(fixture.compile(), 7, 0).runTo(LONG)) {
            boolean[] isSentBack = new boolean[100];
            int sentBack = 0;
            ReworkStartedDecoder rework = new ReworkStartedDecoder();
            TrackInDecoder in = new TrackInDecoder();
            for (RecordedRun.Event event : run.events()) {
                if (event.templateId() == ReworkStartedDecoder.TEMPLATE_ID) {
                    rework.wrap(bytes(event), 0, ReworkStartedDecoder.BLOCK_LENGTH, 1);
                    isSentBack[rework.lot()] |= rework.step() == 2;
                    sentBack += rework.step() == 2 ? 1 : 0;
                } else if (event.templateId() == TrackInDecoder.TEMPLATE_ID) {
                    in.wrap(bytes(event), 0, TrackInDecoder.BLOCK_LENGTH, 1);
                    isSentBack[in.lot()] &= in.step() != 2;
                    assertThat(in.step() == 3 && isSentBack[in.lot()])
                            .as("lot %d goes on without overlay", in.lot())
                            .isFalse();
                }
            }
            assertThat(sentBack).isGreaterThan(20);
        }
    }

    @Test
    void shouldEndTheWindowsOfWafersThatJoinTheirCarrier() throws IOException {
        ProductDefinition product = litho();
        StepDefinition expose = fixture.step(product, "expose", "SCAN", "expose");
        expose.queueTo = "next";
        expose.queueLimit = Tunable.time("steps.expose.limit", "min", 60);
        StepDefinition measure = fixture.step(product, "measure", "SEM", "measure");
        rework(measure, "expose", 0.5);
        measure.queueTo = "next";
        measure.queueLimit = Tunable.time("steps.measure.limit", "min", 30);
        fixture.step(product, "next", "SCAN", "expose");

        try (RecordedRun run = run(30).runTo(LONG)) {
            assertThat(run.events(CarrierMergedDecoder.TEMPLATE_ID)).hasSizeGreaterThan(10);
            assertThat(run.events(QueueTimeEndedDecoder.TEMPLATE_ID).size()
                            + run.events(QueueTimeCancelledDecoder.TEMPLATE_ID).size())
                    .isEqualTo(run.events(QueueTimeStartedDecoder.TEMPLATE_ID).size());
        }
    }

    @Test
    void shouldHoldWafersThatAreSplitOffAHeldLot() throws IOException {
        ProductDefinition product = litho();
        fixture.step(product, "expose", "SCAN", "expose");
        rework(fixture.step(product, "measure", "SEM", "measure"), "expose", 0.5);

        try (RecordedRun run = run(1)) {
            run.twin().inbox().offer(Command.holdLot(0).at(51 * RecordedRun.US_PER_MINUTE));
            run.runTo(1000);
            assertThat(run.events(CarrierSplitDecoder.TEMPLATE_ID)).hasSize(1);
            assertThat(run.minutes(TrackInDecoder.TEMPLATE_ID, 0)).containsExactly(0.0, 50.0);
            assertThat(run.events(LotHeldDecoder.TEMPLATE_ID))
                    .as("the carrier for the merge, its reworked wafers by the command")
                    .hasSize(2);

            run.twin().inbox().offer(Command.releaseHold(0).at(1001 * RecordedRun.US_PER_MINUTE));
            run.runTo(LONG);
            assertThat(run.twin().lotsInLine()).isZero();
        }
    }

    @Test
    void shouldBindReworkedWafersToTheToolOfTheirLot() throws IOException {
        ProductDefinition product = litho();
        fixture.step(product, "first", "SCAN", "expose").dedicateTo = "second";
        fixture.step(product, "between", "SEM", "measure");
        fixture.step(product, "second", "SCAN", "expose");
        rework(fixture.step(product, "measure", "SEM", "measure"), "second", 0.5);

        try (RecordedRun run = run(30).runTo(LONG)) {
            int[] toolOfLot = new int[30];
            TrackInDecoder in = new TrackInDecoder();
            for (RecordedRun.Event event : run.events(TrackInDecoder.TEMPLATE_ID)) {
                in.wrap(bytes(event), 0, TrackInDecoder.BLOCK_LENGTH, 1);
                if (in.step() == 0) {
                    toolOfLot[in.lot()] = in.tool();
                } else if (in.step() == 2) {
                    assertThat(in.tool())
                            .as("lot %d, carrier %d", in.lot(), in.carrier())
                            .isEqualTo(toolOfLot[in.lot()]);
                }
            }
            assertThat(run.events(CarrierSplitDecoder.TEMPLATE_ID)).hasSizeGreaterThan(20);
        }
    }

    @Test
    void shouldNotBindACarrierToAToolOfAnotherGroupWhereItSkippedTheStepThatBinds() throws IOException {
        ProductDefinition product = litho();
        fixture.step(product, "s1", "SCAN", "expose").dedicateTo = "s2";
        fixture.step(product, "s2", "SCAN", "expose");
        StepDefinition skipped = fixture.step(product, "m1", "SEM", "measure");
        skipped.sampling = Tunable.share("steps.m1.sampling", 0);
        skipped.dedicateTo = "m2";
        fixture.step(product, "m2", "SEM", "measure");

        try (RecordedRun run = run(3).runTo(LONG)) {
            assertThat(run.twin().lotsInLine()).isZero();
        }
    }
}
