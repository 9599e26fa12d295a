/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.bench.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class LoadFiguresTest {
    private static LoadFigures figures(double p99Us) {
        return new LoadFigures("x", 1, 0, 100, 1, 1, 1, p99Us, 1);
    }

    @Test
    void shouldTakeTheMiddleOfSeveral() {
        assertThat(LoadFigures.median(List.of(figures(7))).p99Us()).isEqualTo(7);
        assertThat(LoadFigures.median(List.of(figures(9), figures(1), figures(2)))
                        .p99Us())
                .isEqualTo(2);
        assertThat(LoadFigures.median(List.of(figures(9), figures(1), figures(2), figures(4)))
                        .p99Us())
                .isEqualTo(3);
    }
}
