/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.bench.time;

import static org.assertj.core.api.Assertions.assertThatCode;

import org.fabtwin.bench.alternatives.calendar.CalendarStructure;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Each structure passes the benchmarks' own check of order, on a small calendar. */
class CalendarBenchmarksTest {
    @ParameterizedTest
    @EnumSource
    void shouldHoldInTheSameOrder(CalendarStructure structure) {
        HoldModelBenchmark benchmark = new HoldModelBenchmark();
        benchmark.structure = structure;
        benchmark.pending = 1_000;

        assertThatCode(benchmark::fill).doesNotThrowAnyException();
        benchmark.hold();
    }

    @ParameterizedTest
    @EnumSource
    void shouldMixInTheSameOrder(CalendarStructure structure) {
        FabMixBenchmark benchmark = new FabMixBenchmark();
        benchmark.structure = structure;
        benchmark.pending = 1_000;

        assertThatCode(benchmark::fill).doesNotThrowAnyException();
        benchmark.mix();
        benchmark.changes();
    }
}
