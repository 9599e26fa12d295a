/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.sim.determinism;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import org.fabtwin.core.line.Line;
import org.fabtwin.core.line.LineCompiler;
import org.fabtwin.core.twin.TwinLoop;
import org.fabtwin.fold.FoldedTwin;
import org.fabtwin.sim.scenario.Scenario;
import org.fabtwin.sim.scenario.ScenarioReader;
import org.junit.jupiter.api.Test;

/** Code of a line's own does what the code of all lines does. That of all bundled scenarios: {@link GoldenLogTest}. */
class FoldedTwinTest {
    private static final long DAY_US = 24 * ScenarioTwin.HOUR_US;
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private final Scenario minifab = ScenarioTwin.read("minifab");
    private final Line line = LineCompiler.compile(minifab.definition());

    @Test
    void shouldRunOnCodeOfItsOwn() throws IOException {
        try (ScenarioTwin run = ScenarioTwin.of(minifab, line, 1)) {
            run.twin().start();
            FoldedTwin.fold(run.twin());

            assertThat(run.twin().loop()).isNotSameAs(run.twin().instants());
            assertThat(run.twin().loop().getClass().getClassLoader()).isNotSameAs(FoldedTwin.class.getClassLoader());
        }
    }

    @Test
    void shouldLetEitherCodeTakeOverBetweenTwoInstants() throws IOException {
        final String expected = hash(1, 30);
        try (ScenarioTwin run = ScenarioTwin.of(minifab, line, 1)) {
            run.twin().start();
            FoldedTwin.fold(run.twin());
            final TwinLoop folded = run.twin().loop();
            for (int day = 1; day <= 30; day++) {
                run.twin().runOn(day % 3 == 0 ? run.twin().instants() : folded);
                run.runTo(day * DAY_US);
            }

            assertThat(run.hash()).isEqualTo(expected);
        }
    }

    @Test
    void shouldKeepTwinsOfOneLineApart() throws IOException {
        final String one = hash(1, 20);
        final String two = hash(2, 20);
        try (ScenarioTwin first = ScenarioTwin.of(minifab, line, 1);
                ScenarioTwin second = ScenarioTwin.of(minifab, line, 2)) {
            for (final ScenarioTwin run : List.of(first, second)) {
                run.twin().start();
                FoldedTwin.fold(run.twin());
            }
            for (int day = 1; day <= 20; day++) {
                first.runTo(day * DAY_US);
                second.runTo(day * DAY_US);
            }

            assertThat(List.of(first.hash(), second.hash())).containsExactly(one, two);
        }
        assertThat(one).isNotEqualTo(two);
    }

    /** The arrays of carriers, lots and calendar are constants of the code that is running when they are replaced by larger ones. */
    @Test
    void shouldGoOnWhenColumnsGrow() throws IOException {
        final Scenario crowded = ScenarioReader.read("minifab", List.of("releases.*.every=3 min"));
        final Line itsLine = LineCompiler.compile(crowded.definition());
        try (ScenarioTwin plain = ScenarioTwin.of(crowded, itsLine, 1);
                ScenarioTwin folded = ScenarioTwin.of(crowded, itsLine, 1)) {
            plain.twin().start();
            plain.runTo(20 * DAY_US);
            folded.twin().start();
            FoldedTwin.fold(folded.twin());
            final long bytes = folded.twin().stateBytes();
            folded.runTo(20 * DAY_US);

            assertThat(folded.twin().lotsInLine()).isGreaterThan(20_000);
            assertThat(folded.twin().stateBytes()).isGreaterThan(4 * bytes);
            assertThat(folded.hash()).isEqualTo(plain.hash());
        }
    }

    @Test
    void shouldAllocateNothingInSteadyState() throws IOException {
        try (ScenarioTwin run = ScenarioTwin.of(minifab, line, 1)) {
            run.twin().start();
            FoldedTwin.fold(run.twin());
            final List<Long> allocated = new ArrayList<>();
            for (int window = 1; window <= 40 && !endsWithNothing(allocated); window++) {
                final long before = THREADS.getCurrentThreadAllocatedBytes();
                run.runTo(window * 400 * DAY_US);
                allocated.add(THREADS.getCurrentThreadAllocatedBytes() - before);
            }

            assertThat(endsWithNothing(allocated))
                    .as("bytes of each window end with twice nothing: %s", allocated)
                    .isTrue();
        }
    }

    private static boolean endsWithNothing(List<Long> allocated) {
        final int n = allocated.size();
        return n >= 2 && allocated.get(n - 1) == 0 && allocated.get(n - 2) == 0;
    }

    private String hash(long seed, int days) throws IOException {
        try (ScenarioTwin run = ScenarioTwin.of(minifab, line, seed)) {
            run.twin().start();
            run.runTo(days * DAY_US);
            return run.hash();
        }
    }
}
