/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.Test;

class InstructionCountTest {
    private static final String FILE = """
            desc: I1 cache: 32768 B, 64 B, 8-way associative
            cmd: java -version
            events: Ir I1mr ILmr Dr D1mr DLmr Dw D1mw DLmw Bc Bcm Bi Bim
            fn=???
            0 90 1 1 30 3 1 20 2 1 10 1 2 1
            summary: 1000 1 1 300 30 10 200 20 5 100 10 20 2
            """;

    @Test
    void shouldTakeTheDifferenceOfTwoLengthsForEachOperation() throws IOException {
        final Map<String, Long> once = InstructionCount.totals(FILE);
        final Map<String, Long> twice = InstructionCount.totals(
                FILE.replaceAll("summary: .*", "summary: 1530 3 1 400 36 11 250 24 6 140 13 30 3"));

        assertThat(InstructionCount.perOperation(once, twice, 10))
                .containsOnly(
                        Map.entry("instructions", 53.0),
                        Map.entry("reads and writes", 15.0),
                        Map.entry("branches", 5.0),
                        Map.entry("mispredicted", 0.4),
                        Map.entry("first-level misses", 1.2),
                        Map.entry("second-level misses", 0.2));
    }

    @Test
    void shouldRefuseAFileWithoutTotals() {
        assertThatThrownBy(() -> InstructionCount.totals("events: Ir\n")).hasMessageContaining("no totals");
    }

    @Test
    void shouldSayWhatIsMissing() throws IOException {
        assertThat(InstructionCount.missing("no-such-valgrind")).contains("package valgrind", "no-such-valgrind");
    }
}
