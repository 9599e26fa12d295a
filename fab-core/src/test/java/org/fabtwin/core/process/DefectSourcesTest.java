/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.core.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.util.List;
import java.util.stream.IntStream;
import org.fabtwin.core.yield.TestedWafers;
import org.fabtwin.core.yield.YieldLines;
import org.junit.jupiter.api.Test;

/** Where a wafer's defects come from: samples by share of the density, whatever was expected of the wafer when it entered. */
class DefectSourcesTest {
    private static final int WAFERS = 4000;
    private static final int STEPS = 4;
    /** Per square millimetre. */
    private static final String DENSITY = "defects.sources.all.density";

    /** Shares of the steps among the samples, and the variance of how many of a wafer's are of step 0, over a binomial one's. */
    private record Sources(double[] share, double missing, double dispersion) {}

    @FunctionalInterface
    private interface Passes {
        void accept(StepEffects effects, long key);
    }

    private static void pass(StepEffects effects, long key, int visit, int step) {
        effects.onDone(0, key, visit, step, effects.defectDensity(step), 0, 0);
    }

    private static void passAll(StepEffects effects, long key) {
        for (int step = 0; step < STEPS; step++) {
            pass(effects, key, 0, step);
        }
    }

    private static Sources sources(Passes passes) throws IOException {
        double[] count = new double[STEPS];
        double missing = 0;
        double sum = 0;
        double squares = 0;
        try (TestedWafers line = new TestedWafers(
                YieldLines.defects(YieldLines.of(STEPS, 10), 0.1, 2).compile(), 5)) {
            StepEffects effects = line.effects();
            for (int wafer = 0; wafer < WAFERS; wafer++) {
                passes.accept(effects, 1000L + wafer);
                int ofFirst = 0;
                for (int i = 0; i < WaferStates.SOURCES; i++) {
                    int step = effects.wafers().sourceStep(0, effects.wafers().sourceOf(0, i));
                    missing += step == WaferStates.NONE ? 1 : 0;
                    if (step != WaferStates.NONE) {
                        count[step]++;
                    }
                    ofFirst += step == 0 ? 1 : 0;
                }
                sum += ofFirst;
                squares += (double) ofFirst * ofFirst;
            }
        }
        double all = (double) WAFERS * WaferStates.SOURCES;
        for (int step = 0; step < STEPS; step++) {
            count[step] /= all - missing;
        }
        double mean = sum / WAFERS;
        double share = mean / WaferStates.SOURCES;
        double binomial = WaferStates.SOURCES * share * (1 - share);
        return new Sources(count, missing / all, (squares / WAFERS - mean * mean) / binomial);
    }

    /** Limits: 4 standard errors of a share of 32,000 independent samples, and of a variance of 4,000 wafers. */
    private static void check(Sources sources, double... shares) {
        for (int step = 0; step < STEPS; step++) {
            assertThat(sources.share()[step]).as("step " + step).isCloseTo(shares[step], within(0.011));
        }
        assertThat(sources.missing()).isZero();
        assertThat(sources.dispersion()).as("independent samples").isCloseTo(1, within(0.09));
    }

    @Test
    void shouldSampleByShareOfTheDensityOfAWaferThatDoesWhatWasExpected() throws IOException {
        check(
                sources((effects, key) -> {
                    effects.enter(0, key, 0);
                    passAll(effects, key);
                }),
                0.25,
                0.25,
                0.25,
                0.25);
    }

    @Test
    void shouldSampleByShareOfTheDensityOfAWaferThatIsReworkedAtTheEnd() throws IOException {
        check(
                sources((effects, key) -> {
                    effects.enter(0, key, 0);
                    passAll(effects, key);
                    for (int visit = 1; visit <= 4; visit++) {
                        pass(effects, key, visit, 3);
                    }
                }),
                0.125,
                0.125,
                0.125,
                0.625);
    }

    @Test
    void shouldSampleByShareOfTheDensityOfAWaferThatNobodyExpectedAnythingOf() throws IOException {
        check(
                sources((effects, key) -> {
                    effects.enter(0);
                    passAll(effects, key);
                }),
                0.25,
                0.25,
                0.25,
                0.25);
    }

    /** It has the samples that were to be taken by then, which stand for the others too; none in one of 256 wafers. */
    @Test
    void shouldSampleByShareOfTheDensityOfAWaferThatIsNotThrough() throws IOException {
        Sources sources = sources((effects, key) -> {
            effects.enter(0, key, 0);
            pass(effects, key, 0, 0);
            pass(effects, key, 0, 1);
        });

        assertThat(sources.missing()).isCloseTo(1 / 256.0, within(0.004));
        // Samples that stand for others: four a wafer in the mean are independent.
        assertThat(sources.share()[0]).isCloseTo(0.5, within(0.02));
        assertThat(sources.share()[2] + sources.share()[3]).isZero();
    }

    /** Density lowered to a half before the last two steps: the wafer ends at three quarters of what was expected. */
    @Test
    void shouldSampleByShareOfTheDensityOfAWaferWhoseDensityWasLowered() throws IOException {
        double[] count = new double[STEPS];
        double missing = 0;
        double withoutAny = 0;
        try (TestedWafers line = new TestedWafers(
                YieldLines.defects(YieldLines.of(STEPS, 10), 0.1, 2).compile(), 5)) {
            StepEffects effects = line.effects();
            for (long key = 1000; key < 1000 + WAFERS; key++) {
                line.set(DENSITY, 0.001);
                effects.enter(0, key, 0);
                pass(effects, key, 0, 0);
                pass(effects, key, 0, 1);
                line.set(DENSITY, 0.0005);
                pass(effects, key, 0, 2);
                pass(effects, key, 0, 3);
                int missingHere = 0;
                for (int i = 0; i < WaferStates.SOURCES; i++) {
                    int step = effects.wafers().sourceStep(0, i);
                    if (step == WaferStates.NONE) {
                        missingHere++;
                    } else {
                        count[step]++;
                    }
                }
                missing += missingHere;
                withoutAny += missingHere == WaferStates.SOURCES ? 1 : 0;
                assertThat(effects.wafers().sourceStep(0, effects.wafers().sourceOf(0, 0)) == WaferStates.NONE)
                        .isEqualTo(missingHere == WaferStates.SOURCES);
            }
        }
        double all = (double) WAFERS * WaferStates.SOURCES;

        // 4 standard errors; of 4,000 wafers 0.06 are expected without any sample.
        assertThat(missing / all).isCloseTo(0.25, within(4 * Math.sqrt(0.25 * 0.75 / all)));
        assertThat(withoutAny).isLessThanOrEqualTo(2);
        double[] shares = {1 / 3.0, 1 / 3.0, 1 / 6.0, 1 / 6.0};
        for (int step = 0; step < STEPS; step++) {
            assertThat(count[step] / (all - missing)).as("step " + step).isCloseTo(shares[step], within(0.0125));
        }
    }

    /** What the samples of wafers are depends on the density expected of them as they enter: the one that is set then. */
    @Test
    void shouldExpectOfAWaferWhatTheParametersAreWhenItEnters() throws IOException {
        try (TestedWafers changed = new TestedWafers(
                        YieldLines.defects(YieldLines.of(STEPS, 10), 0.1, 2).compile(), 5);
                TestedWafers fresh = new TestedWafers(
                        YieldLines.defects(YieldLines.of(STEPS, 10), 0.4, 2).compile(), 5)) {
            samples(changed.effects(), 1);
            changed.set(DENSITY, 0.004);
            for (long key = 2; key < 20; key++) {
                assertThat(samples(changed.effects(), key)).isEqualTo(samples(fresh.effects(), key));
            }
        }
    }

    private static List<Integer> samples(StepEffects effects, long key) {
        effects.enter(0, key, 0);
        for (int step = 0; step < STEPS; step++) {
            pass(effects, key, 0, step);
        }
        return IntStream.range(0, WaferStates.SOURCES)
                .mapToObj(i -> effects.wafers().sourceStep(0, i))
                .toList();
    }

    @Test
    void shouldSampleRarelyOfAWaferThatDoesWhatWasExpected() throws IOException {
        try (TestedWafers line = new TestedWafers(
                YieldLines.defects(YieldLines.of(400, 10), 0.001, 2).compile(), 5)) {
            StepEffects effects = line.effects();
            int taken = 0;
            for (long key = 0; key < 100; key++) {
                effects.enter(0, key, 0);
                for (int step = 0; step < 400; step++) {
                    if (effects.leavesSample(0, effects.defectDensity(step))) {
                        effects.sample(0, key, 0, step, 0);
                        taken++;
                    }
                }
            }

            // Eight, less where two are of one step.
            assertThat(taken / 100.0).isBetween(7.5, 8.0);
        }
    }
}
