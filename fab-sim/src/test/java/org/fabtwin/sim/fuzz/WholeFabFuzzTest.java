/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.sim.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Random small fabs under random faults and commands: all checks of the log pass, and once releases and faults have stopped
 * every wafer finishes or is scrapped. Another range of seeds: {@code -Dfab.seed=FIRST}; more of them: {@code -Dfab.fuzz=5000}; one
 * seed of a failure alone: {@code -Dfab.seed=SEED -Dfab.fuzz=1}.
 */
class WholeFabFuzzTest {
    private static final int SEEDS = Integer.getInteger("fab.fuzz", 200);
    private static final int FOLDED_SEEDS = Math.max(1, SEEDS / 4);
    private static final long FIRST_SEED = Long.getLong("fab.seed", 1);
    private static final int MOST_FAILURES = 10;

    @Test
    void shouldBeSafeUnderFaultsAndEndWithoutThem() throws IOException {
        final List<String> failures = new ArrayList<>();
        for (long seed = FIRST_SEED; seed < FIRST_SEED + SEEDS && failures.size() < MOST_FAILURES; seed++) {
            final String failure = runOne(seed);
            if (failure != null) {
                failures.add("seed " + seed + " (-Dfab.seed=" + seed + " -Dfab.fuzz=1): " + failure);
            }
        }

        assertThat(failures).isEmpty();
    }

    @Test
    void shouldWriteTheSameLogOnCodeOfItsOwn() throws IOException {
        for (long seed = FIRST_SEED; seed < FIRST_SEED + FOLDED_SEEDS; seed++) {
            assertThat(FuzzedRun.hash(seed, true))
                    .as("log of seed %d", seed)
                    .isEqualTo(FuzzedRun.hash(seed, false))
                    .isNotZero();
        }
    }

    /** What more seeds have found: a negative time, a chamber that a chart had taken down, results of wafers that were gone. */
    @ParameterizedTest
    @ValueSource(longs = {11492, 12059, 12530, 12792, 13652, 40119, 40505})
    void shouldStayMended(final long seed) throws IOException {
        assertThat(runOne(seed)).isNull();
    }

    private static String runOne(final long seed) throws IOException {
        try {
            return FuzzedRun.run(seed);
        } catch (final RuntimeException e) {
            final StackTraceElement at = e.getStackTrace().length == 0 ? null : e.getStackTrace()[0];
            return e + " at " + at;
        }
    }
}
