/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.core.theory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.fabtwin.core.control.FeedForward;
import org.fabtwin.core.line.definition.ControllerDefinition;
import org.fabtwin.core.random.Draws;
import org.fabtwin.core.random.Samplers;
import org.fabtwin.core.theory.PlantedLoop.Disturbance;
import org.fabtwin.core.theory.PlantedLoop.Noise;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Run-to-run control against its closed forms, by the controllers that the twin runs. Variances are 99 % intervals over replications
 * with fixed seeds, each narrow enough to refuse a value that is wrong by a few percent; what has no noise is exact.
 */
class ControlLawTest {
    private static final int REPLICATIONS = 20;
    private static final int WAFERS = 40_000;
    private static final int WARM_UP = 500;

    private static final Disturbance WHITE = (t, noise) -> noise.at(t);

    /** Disturbances with a memory: each keeps its state between wafers. */
    private static Disturbance recursive(double weight, double move) {
        return new Disturbance() {
            private double state;

            @Override
            public double at(int t, Noise noise) {
                double value = weight * state + noise.at(t);
                state = move == 0 ? value : state + move * noise.at(t);
                return value;
            }
        };
    }

    private static Disturbance ar(double rho) {
        return recursive(rho, 0);
    }

    /** N_t - N_{t-1} = w_t - theta w_{t-1}. */
    private static Disturbance ima(double theta) {
        return recursive(1, 1 - theta);
    }

    private static Disturbance randomWalk() {
        return ima(0);
    }

    private static double meanSquare(double[] deviations) {
        double sum = 0;
        for (int t = WARM_UP; t < deviations.length; t++) {
            sum += deviations[t] * deviations[t];
        }
        return sum / (deviations.length - WARM_UP);
    }

    private interface Replication {
        double of(int seed);
    }

    private static Interval over(Replication replication) {
        return Interval.of(IntStream.rangeClosed(1, REPLICATIONS)
                .mapToDouble(replication::of)
                .toArray());
    }

    private static Disturbance disturbance(String name) {
        return switch (name) {
            case "white" -> WHITE;
            case "ima" -> ima(0.6);
            case "walk" -> randomWalk();
            case "ar" -> ar(0.8);
            default -> throw new IllegalArgumentException(name);
        };
    }

    @ParameterizedTest
    @CsvSource({
        "white, 0.3, 1.0, 1.17647, 1.20",
        "ima, 0.3, 1.0, 1.01961, 1.04",
        "walk, 0.3, 1.0, 1.96078, 2.00",
        "ar, 0.3, 1.0, 1.48544, 1.52",
        "white, 0.3, 1.5, 1.29032, 1.32",
        "ima, 0.3, 1.5, 1.00358, 1.03",
        "walk, 0.3, 1.5, 1.43369, 1.47",
        "ar, 0.3, 1.5, 1.28008, 1.32",
    })
    @DisplayName("EWMA: variance for white noise, IMA(0.6), random walk, AR(0.8); kappa = lambda xi")
    void shouldLeaveTheVarianceOfItsClosedForm(String noise, double lambda, double xi, double variance, double wrong) {
        double kappa = lambda * xi;
        assertThat(closedForm(noise, kappa)).isCloseTo(variance, within(5e-6));

        over(seed -> meanSquare(PlantedLoop.run(PlantedLoop.ewma(lambda), xi, 0, disturbance(noise), WAFERS, seed)))
                .assertHolds("variance", variance, wrong);
    }

    private static double closedForm(String noise, double kappa) {
        double phi = 1 - kappa;
        return switch (noise) {
            case "white" -> 2 / (2 - kappa);
            case "ima" -> 1 + (phi - 0.6) * (phi - 0.6) / (kappa * (2 - kappa));
            case "walk" -> 1 / (kappa * (2 - kappa));
            default -> 2 / ((2 - kappa) * 1.8 * (1 - 0.8 * phi));
        };
    }

    @Test
    @DisplayName("EWMA of an IMA(theta): no more than the innovations are left at kappa = 1 - theta")
    void shouldLeaveOnlyTheInnovationsAtTheBestWeight() {
        over(seed -> meanSquare(PlantedLoop.run(PlantedLoop.ewma(0.4), 1, 0, ima(0.6), WAFERS, seed)))
                .assertHolds("variance", 1, 1.0196);
    }

    @ParameterizedTest
    @CsvSource({"0.3, 1", "0.3, 1.5", "0.9, 0.5", "0.25, 4"})
    @DisplayName("EWMA: a step decays as (1 - kappa)^k, and its squares add up to 1 / (kappa (2 - kappa))")
    void shouldForgetAStepGeometrically(double lambda, double xi) {
        double[] deviations = PlantedLoop.run(PlantedLoop.ewma(lambda), xi, 0, (t, noise) -> 1, 400, 1);

        double kappa = lambda * xi;
        double squares = 0;
        double expected = 1;
        for (double deviation : deviations) {
            assertThat(deviation).isCloseTo(expected, within(1e-9));
            squares += deviation * deviation;
            expected *= 1 - kappa;
        }
        assertThat(squares).isCloseTo(1 / (kappa * (2 - kappa)), within(1e-9));
    }

    @ParameterizedTest
    @CsvSource({"0.3, 1, 0.166667", "0.3, 1.5, 0.111111"})
    @DisplayName("EWMA: a ramp of 0.05 a wafer leaves delta / kappa")
    void shouldFollowARampAtADistance(double lambda, double xi, double distance) {
        double[] deviations = PlantedLoop.run(PlantedLoop.ewma(lambda), xi, 0, (t, noise) -> 0.05 * t, 400, 1);

        assertThat(deviations[399]).isCloseTo(distance, within(1e-6));
    }

    @Test
    @DisplayName("EWMA of white noise (0.3) and a ramp (0.02): least error .10922 at kappa = .24")
    void shouldHaveItsLeastErrorWhereNoiseAndRampBalance() {
        Disturbance both = (t, noise) -> 0.3 * noise.at(t) + 0.02 * t;
        over(seed -> meanSquare(PlantedLoop.run(PlantedLoop.ewma(0.24), 1, 0, both, WAFERS, seed)))
                .assertHolds("error", 0.10922, 0.111);
        for (double kappa : new double[] {0.22, 0.24, 0.26}) {
            double error = 2 * 0.09 / (2 - kappa) + 0.0004 / (kappa * kappa);
            assertThat(error).isGreaterThanOrEqualTo(0.10921);
        }
    }

    /** Whether the loop forgets a step: the largest deviation late is less than early, else it has grown. */
    private static boolean isStable(Consumer<ControllerDefinition> law, double xi, int delay) {
        int wafers = 40_000;
        double[] deviations = PlantedLoop.run(law, xi, delay, (t, noise) -> t < 50 ? 0 : 1, wafers, 1);
        double early = Math.max(1e-9, largest(deviations, 2_000, 2_500));
        return largest(deviations, wafers - 500, wafers) < early;
    }

    private static double largest(double[] deviations, int from, int to) {
        double most = 0;
        for (int t = from; t < to; t++) {
            // Far beyond what numbers hold there is no saying any more.
            most = Math.max(most, Double.isNaN(deviations[t]) ? Double.POSITIVE_INFINITY : Math.abs(deviations[t]));
        }
        return most;
    }

    @ParameterizedTest
    @CsvSource({"0, 2", "1, 1", "2, 0.6180", "3, 0.4450", "5, 0.2846", "10, 0.1495"})
    @DisplayName("Form A, result d wafers late: stable below 2 sin(pi / (2 (2d + 1))) and not above")
    void shouldBeStableUpToTheBoundOfItsDelay(int delay, double bound) {
        assertThat(2 * StrictMath.sin(StrictMath.PI / (2 * (2 * delay + 1)))).isCloseTo(bound, within(5e-5));

        assertThat(isStable(PlantedLoop.integral(bound * 0.995), 1, delay))
                .as("kappa = %f", bound * 0.995)
                .isTrue();
        assertThat(isStable(PlantedLoop.integral(bound * 1.005), 1, delay))
                .as("kappa = %f", bound * 1.005)
                .isFalse();
    }

    @ParameterizedTest
    @CsvSource({"0.5, 1.99, true", "0.5, 3.98, true", "0.5, 4.02, false", "1, 1.99, true", "1, 2.01, false"})
    @DisplayName("EWMA without delay: stable for 0 < lambda xi < 2")
    void shouldBeStableBelowTwo(double lambda, double xi, boolean stable) {
        assertThat(isStable(PlantedLoop.ewma(lambda), xi, 0)).isEqualTo(stable);
    }

    @ParameterizedTest
    @CsvSource({"0.2, 1.9, 0", "0.2, 1.9, 5", "0.2, 1.9, 25", "1, 1.9, 10", "0.6, 0.2, 25", "0.6, 1, 25"})
    @DisplayName("Form B, EWMA of late intercepts: |xi - 1| < 1 is enough at every delay, where form A is not stable")
    void shouldBearAnyDelayWithAGainThatIsNearlyRight(double lambda, double xi, int delay) {
        assertThat(isStable(PlantedLoop.ewma(lambda), xi, delay)).isTrue();
    }

    @Test
    @DisplayName("Form B with xi = 2.6, lambda = 0.2 and d = 10 is not stable: the condition has its limits")
    void shouldNotBearAnyGainWithADelay() {
        assertThat(isStable(PlantedLoop.ewma(0.2), 2.6, 10)).isFalse();
        assertThat(isStable(PlantedLoop.ewma(0.2), 2.6, 0)).isTrue();
    }

    @ParameterizedTest
    @CsvSource({"0.2, 1.3, 2, .269231", "0.3, 1, 0, .166667", "0.3, 1, 25, 1.416667"})
    @DisplayName("Form B: a ramp of 0.05 leaves (delta / xi) (1 / lambda + d)")
    void shouldFollowARampFurtherAwayWhenResultsAreLate(double lambda, double xi, int delay, double distance) {
        double[] deviations = PlantedLoop.run(PlantedLoop.ewma(lambda), xi, delay, (t, noise) -> 0.05 * t, 2_000, 1);

        assertThat(deviations[1_999]).isCloseTo(distance, within(1e-6));
    }

    @ParameterizedTest
    @CsvSource({"0", "2", "5"})
    @DisplayName("Form A: a ramp leaves delta / kappa whatever the delay")
    void shouldFollowARampAtADistanceWhateverTheDelay(int delay) {
        double[] deviations = PlantedLoop.run(PlantedLoop.integral(0.1), 1, delay, (t, noise) -> 0.05 * t, 4_000, 1);

        assertThat(deviations[3_999]).isCloseTo(0.5, within(1e-6));
    }

    @ParameterizedTest
    @CsvSource({
        "0.3, 0.1, 1.0, 1.41414, 1.44",
        "0.5, 0.3, 1.2, 2.13115, 2.18",
        "0.2, 0.05, 0.8, 1.23626, 1.26",
    })
    @DisplayName("Double EWMA: variance for white noise g0 (6 - 8 r1 + 2 r2)")
    void shouldLeaveTheVarianceOfDoubleEwma(double l1, double l2, double xi, double variance, double wrong) {
        double c1 = 2 - xi * (l1 + l2);
        double c2 = 1 - xi * l1;
        double g0 = (1 + c2) / ((1 - c2) * ((1 + c2) * (1 + c2) - c1 * c1));
        double r1 = c1 / (1 + c2);
        assertThat(g0 * (6 - 8 * r1 + 2 * (c1 * r1 - c2))).isCloseTo(variance, within(5e-6));

        over(seed -> meanSquare(PlantedLoop.run(PlantedLoop.doubleEwma(l1, l2), xi, 0, WHITE, WAFERS, seed)))
                .assertHolds("variance", variance, wrong);
    }

    @Test
    @DisplayName("Double EWMA: a ramp leaves nothing")
    void shouldFollowARampWithoutDistance() {
        double[] deviations = PlantedLoop.run(PlantedLoop.doubleEwma(0.3, 0.1), 1, 0, (t, noise) -> 0.05 * t, 2_000, 1);

        assertThat(deviations[1_999]).isCloseTo(0, within(1e-9));
    }

    @ParameterizedTest
    @CsvSource({
        "0.3, 0.1, 5.70, true",
        "0.3, 0.1, 5.73, false",
        "0.5, 0.3, 3.06, true",
        "0.5, 0.3, 3.09, false",
        "0.1, 1.0, 3.32, true",
        "0.1, 1.0, 3.35, false",
    })
    @DisplayName("Double EWMA: stable iff xi l2 > 0, 0 < xi l1 < 2 and xi (2 l1 + l2) < 4")
    void shouldBeStableWithinTheBoundsOfDoubleEwma(double l1, double l2, double xi, boolean stable) {
        boolean condition = xi * l2 > 0 && xi * l1 < 2 && xi * (2 * l1 + l2) < 4;
        assertThat(condition).isEqualTo(stable);
        assertThat(isStable(PlantedLoop.doubleEwma(l1, l2), xi, 0)).isEqualTo(stable);
    }

    @Test
    @DisplayName("Kalman, Q = .04, R = 1: innovations of variance R / theta = 1.220998")
    void shouldLeaveTheInnovationsOfTheFilter() {
        double walk = 0.2;
        over(seed -> meanSquare(PlantedLoop.run(
                                PlantedLoop.kalman(walk * walk, 1), 1, 0, 1, 1, walkOf(walk), WAFERS, seed))
                        + 1)
                .assertHolds("innovation", 1.220998, 1.235);
    }

    /** A level that walks; wafer t has the level after t steps. */
    private static Disturbance walkOf(double sigma) {
        return new Disturbance() {
            private double level;

            @Override
            public double at(int t, Noise noise) {
                level += sigma * noise.at(t);
                return level;
            }
        };
    }

    @ParameterizedTest
    @CsvSource({"1, .2210, .226", "2, .3057, .313", "5, .4783, .49", "10, .6833, .70", "25, 1.138, 1.17"})
    @DisplayName("Kalman, 1 of m wafers measured: mean square of what is not known beforehand is P+ + Q (m + 1) / 2")
    void shouldPayThePriceOfSampling(int m, double price, double wrong) {
        double q = 0.04;
        double prior = (m * q + Math.sqrt(m * m * q * q + 4 * m * q)) / 2;
        double after = prior / (prior + 1);
        assertThat(after + q * (m + 1) / 2).isCloseTo(price, within(5e-4));

        over(seed -> meanSquare(PlantedLoop.run(PlantedLoop.kalman(q, 1), 1, 0, m, 1, walkOf(0.2), 4 * WAFERS, seed)))
                .assertHolds("price", price, wrong);
    }

    @Test
    @DisplayName("Kalman with its gain at rest is EWMA of weight (sqrt(q^2 + 4q) - q) / 2")
    void shouldBeTheBestEwmaInTheLongRun() {
        double[] kalman = PlantedLoop.run(PlantedLoop.kalman(0.04, 1), 1, 0, 1, 1, walkOf(0.2), 3_000, 7);
        double[] ewma = PlantedLoop.run(PlantedLoop.ewma(0.18099751), 1, 0, 1, 1, walkOf(0.2), 3_000, 7);

        for (int t = 1_000; t < 3_000; t++) {
            assertThat(kalman[t]).isCloseTo(ewma[t], within(1e-6));
        }
    }

    @Test
    @DisplayName("Kalman, results d wafers late: what is not known grows by d Q")
    void shouldKnowLessByTheWalkOfTheDelay() {
        double q = 0.04;
        over(seed -> meanSquare(PlantedLoop.run(PlantedLoop.kalman(q, 1), 1, 5, 1, 1, walkOf(0.2), 4 * WAFERS, seed)))
                .assertHolds("price", 0.220998 + 5 * q, 0.43);
    }

    @Test
    @DisplayName(
            "Feed-forward, gamma 1.5, s_x 2, s_m .7: gain 1.336303 leaves .982183; the full gain leaves gamma^2 s_m^2")
    void shouldLeaveWhatTheMeasurementDoesNotTell() {
        double gain = FeedForward.gain(1.5, 2, 0.7);
        assertThat(gain).isCloseTo(1.336303, within(1e-6));
        assertThat(FeedForward.residualVariance(1.5, 2, 0.7)).isCloseTo(0.982183, within(1e-6));

        over(seed -> residual(gain, seed)).assertHolds("residual", 0.982183, 1.0);
        over(seed -> residual(1.5, seed)).assertHolds("residual", 2.25 * 0.49, 0.982183);
    }

    /** Mean square of y = 1.5 x + b u, with b = -2 and u from the measurement of x. */
    private static double residual(double gain, int seed) {
        Draws draws = new Draws(seed, 0);
        double sum = 0;
        for (int t = 0; t < WAFERS; t++) {
            double x = 2 * Samplers.normal(draws, 64, t, 0);
            double measured = x + 0.7 * Samplers.normal(draws, 65, t, 0);
            double y = 1.5 * x - 2 * FeedForward.offset(gain, measured, -2);
            sum += y * y;
        }
        return sum / WAFERS;
    }
}
