/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.bench;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class CountersTest {
    @Test
    void shouldTellAMachineThatCounts() {
        assertThat(Counters.missing("172345,,instructions:u,801234,100.00,,\n")).isNull();
    }

    @Test
    void shouldTellWhatAMachineWithoutCountersSays() {
        assertThat(Counters.missing("<not supported>,,instructions,0,100.00,,\n"))
                .contains("counts no instructions", "<not supported>");
    }
}
