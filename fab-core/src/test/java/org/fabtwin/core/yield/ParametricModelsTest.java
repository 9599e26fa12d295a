/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.core.yield;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Windows, capability, leakage and edge placement with the numbers of DOMAIN.md 3.6. */
class ParametricModelsTest {
    @ParameterizedTest
    @CsvSource({
        "1, 2699.8, .05",
        "1.3333333333, 63.34, .005",
        "1.5, 6.80, .005",
        "1.6666666667, .573, .0005",
        "2, .00197, .00001"
    })
    void shouldGivePartsPerMillionOutsideOfACentredWindow(double cp, double ppm, double rounding) {
        assertThat(1e6 * (1 - ParametricModels.inWindow(0, 1, -3 * cp, 3 * cp))).isCloseTo(ppm, within(rounding));
    }

    @ParameterizedTest
    @CsvSource({"1, 66811", "1.3333333333, 6210", "1.5, 1350", "1.6666666667, 233", "2, 3.40"})
    void shouldGivePartsPerMillionWithAShiftOfOneAndAHalf(double cp, double ppm) {
        assertThat(1e6 * (1 - ParametricModels.inWindow(1.5, 1, -3 * cp, 3 * cp)))
                .isCloseTo(ppm, within(ppm < 10 ? 0.005 : 0.5));
    }

    @ParameterizedTest
    @CsvSource({"0, .999142", ".2, .996138", ".3, .990177", ".4, .977248", ".5, .952209"})
    void shouldLoseByAnOffsetOfTheMean(double offset, double share) {
        assertThat(ParametricModels.inWindow(offset, 0.3, -1, 1)).isCloseTo(share, within(5e-7));
        assertThat(ParametricModels.cpk(offset, 0.3, -1, 1)).isCloseTo((1 - offset) / 0.9, within(1e-12));
    }

    @Test
    void shouldMultiplyOverIndependentParameters() {
        double one = ParametricModels.inWindow(0, 1, -3, 3);

        assertThat(StrictMath.pow(one, 30)).isCloseTo(.9221, within(5e-5));
        assertThat(StrictMath.pow(one, 100)).isCloseTo(.7631, within(5e-5));
    }

    @ParameterizedTest
    @CsvSource({"10, 1.0556", "15, 1.1294", "20, 1.2416", "25, 1.4023"})
    void shouldRaiseMeanLeakageByTheSpreadOfVt(double deviation, double ratio) {
        assertThat(ParametricModels.leakageMeanToMedian(deviation, 70)).isCloseTo(ratio, within(5e-5));
    }

    @Test
    void shouldMultiplyLeakageByAShiftOfVt() {
        assertThat(ParametricModels.leakageFactor(-10, 70)).isCloseTo(1.389, within(5e-4));
    }

    @Test
    void shouldAddUpTheEdgePlacementError() {
        assertThat(EdgePlacement.most(-1.5, 0.4, 0.6, 0.8, 0.3))
                .isCloseTo(1.5 + 3 * Math.sqrt(0.16 + 0.25 + 0.09), within(1e-12));
    }
}
