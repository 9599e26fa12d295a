/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.core.equipment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.channels.ReadableByteChannel;
import org.fabtwin.core.event.ReticleMovedDecoder;
import org.fabtwin.core.event.TrackOutDecoder;
import org.fabtwin.core.line.Criterion;
import org.fabtwin.core.line.ToolKind;
import org.fabtwin.core.line.definition.LineDefinition.ProductDefinition;
import org.fabtwin.core.line.definition.LineDefinition.RecipeDefinition;
import org.fabtwin.core.line.definition.LineDefinition.ToolGroupDefinition;
import org.fabtwin.core.line.definition.Tunable;
import org.fabtwin.core.random.Distribution;
import org.fabtwin.core.twin.Command;
import org.fabtwin.core.twin.LineFixture;
import org.fabtwin.core.twin.RecordedRun;
import org.fabtwin.core.twin.SnapshotHeader;
import org.fabtwin.core.twin.Story;
import org.junit.jupiter.api.Test;

/** Scanners that expose a wafer each minute, in a cell that it passes in three. */
class ReticlesTest {
    private static final long MINUTE_US = 60_000_000;

    private final LineFixture fixture = LineFixture.ofWafers();
    private final ToolGroupDefinition scanners = fixture.group("SCAN", ToolKind.CASCADE, 2, Criterion.SETUP);

    private void expose(String product, String reticle) {
        if (fixture.definition().recipes.isEmpty()) {
            RecipeDefinition recipe = fixture.recipe("expose", Distribution.CONSTANT, 3);
            recipe.interval = Tunable.time("recipes.expose.interval", "min", 1);
        }
        ProductDefinition row = fixture.product(product);
        fixture.step(row, "litho", "SCAN", "expose").setup = reticle;
    }

    private void reticles(int copies, double moveMinutes) {
        scanners.reticleCopies = copies;
        scanners.reticleMoveTime = Tunable.time("tools.SCAN.reticles.moveTime", "min", moveMinutes);
    }

    private void lots(String product, int wafers, int releases, double everyMinutes) {
        fixture.order("o-" + product, product, wafers, Distribution.CONSTANT, everyMinutes).releases = releases;
    }

    /** Wafers per hour of two scanners that never lack work for one reticle. */
    private double rate(int copies) throws IOException {
        LineFixture line = LineFixture.ofWafers();
        ToolGroupDefinition two = line.group("SCAN", ToolKind.CASCADE, 2);
        two.reticleCopies = copies;
        line.recipe("expose", Distribution.CONSTANT, 3).interval = Tunable.time("recipes.expose.interval", "min", 1);
        line.step(line.product("p"), "litho", "SCAN", "expose").setup = "mask";
        line.order("o", "p", 5, Distribution.CONSTANT, 2).releases = 4_000;
        try (RecordedRun run = RecordedRun.start(line.compile(), 1, 0).runTo(6_000)) {
            return 5.0 * run.events(TrackOutDecoder.TEMPLATE_ID).size() / 100;
        }
    }

    @Test
    void shouldLetTwoScannersWithOneReticleDoNoMoreThanOne() throws IOException {
        // One wafer a minute is exposed with each copy; the tools alone would do two.
        assertThat(rate(0)).isCloseTo(120, within(0.5));
        assertThat(rate(1)).isCloseTo(60, within(0.5));
        assertThat(rate(2)).isCloseTo(120, within(0.5));
    }

    @Test
    void shouldWaitUntilTheLastWaferIsExposed() throws IOException {
        expose("p", "mask");
        reticles(1, 2);
        lots("p", 3, 2, 1);

        // The first scanner has it from the store at 2 and exposes until 5; the lot of minute 1 finds it taken, and the
        // scanner
        // that has it free again at 5.
        assertThat(Story.of(fixture, 60).tracks())
                .containsExactly(
                        "0 c0 litho in SCAN-01",
                        "5 c1 litho in SCAN-01",
                        "7 c0 litho out SCAN-01",
                        "10 c1 litho out SCAN-01");
    }

    @Test
    void shouldComeFromAnotherToolThatDoesNotUseIt() throws IOException {
        expose("p", "mask");
        reticles(1, 2);
        lots("p", 3, 2, 10);

        try (RecordedRun run = RecordedRun.start(fixture.compile(), 1, 0)) {
            run.twin().inbox().offer(Command.toolDown(0).at(8 * MINUTE_US));
            Story story = Story.of(run.runTo(60));
            assertThat(story.setups())
                    .containsExactly(
                            "0 SCAN-01 none>mask 2",
                            "0 SCAN-01 gets mask from - in 2",
                            "10 SCAN-02 none>mask 2",
                            "10 SCAN-02 gets mask from SCAN-01 in 2");
        }
    }

    @Test
    void shouldKeepAReticleThatAStoppedToolHasNotDoneWith() throws IOException {
        expose("p", "mask");
        reticles(1, 1);
        lots("p", 3, 2, 1);

        try (RecordedRun run = RecordedRun.start(fixture.compile(), 1, 0)) {
            run.twin().inbox().offer(Command.toolDown(0).at(MINUTE_US * 5 / 2));
            run.twin().inbox().offer(Command.toolUp(0).at(30 * MINUTE_US));
            // Of the exposure from 1 to 4 a minute and a half is left at 30; then the first scanner goes on with its
            // reticle.
            assertThat(Story.of(run.runTo(100)).trackIns())
                    .containsExactly("0 c0 litho in SCAN-01", "31'30 c1 litho in SCAN-01");
        }
    }

    @Test
    void shouldPreferTheToolThatHasTheReticle() throws IOException {
        expose("p", "a");
        expose("q", "b");
        reticles(1, 5);
        lots("p", 2, 20, 20);
        lots("q", 2, 20, 20);

        try (RecordedRun run = RecordedRun.start(fixture.compile(), 1, 0).runTo(1_000)) {
            // Each comes once to a tool of its own, and stays.
            assertThat(run.events(ReticleMovedDecoder.TEMPLATE_ID)).hasSize(2);
        }
    }

    @Test
    void shouldGoOnFromASnapshotAsIfNothingHadBeen() throws IOException {
        expose("p", "a");
        expose("q", "b");
        reticles(1, 5);
        LineFixture.breakdown(scanners, 60, 7);
        lots("p", 4, 300, 7);
        lots("q", 3, 300, 6);

        try (RecordedRun whole = RecordedRun.start(fixture.compile(), 1, 0).runTo(2_000);
                RecordedRun first = RecordedRun.start(fixture.compile(), 1, 0).runTo(913)) {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            first.twin().snapshot(Channels.newChannel(bytes));
            try (RecordedRun restored = RecordedRun.empty(fixture.compile(), 1, 0);
                    RecordedRun fork = first.fork();
                    ReadableByteChannel in = Channels.newChannel(new ByteArrayInputStream(bytes.toByteArray()))) {
                restored.twin().restore(SnapshotHeader.readFrom(in), in);
                restored.runTo(2_000);
                fork.runTo(2_000);
                assertThat(whole.events(ReticleMovedDecoder.TEMPLATE_ID)).hasSizeGreaterThan(20);
                assertThat(restored.events())
                        .hasSizeGreaterThan(500)
                        .isEqualTo(whole.events()
                                .subList(first.events().size(), whole.events().size()))
                        .isEqualTo(fork.events());
            }
        }
    }

    @Test
    void shouldRefuseReticlesOfOtherTools() {
        scanners.kind = ToolKind.SINGLE;
        reticles(1, 1);

        assertThatThrownBy(() -> fixture.compile()).hasMessage("tool group SCAN has reticles and is no cascade");
    }
}
