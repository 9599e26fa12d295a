/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.core.theory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.fabtwin.core.line.ToolKind;
import org.fabtwin.core.line.definition.ControllerDefinition;
import org.fabtwin.core.line.definition.Tunable;
import org.fabtwin.core.random.Distribution;
import org.fabtwin.core.random.Draws;
import org.fabtwin.core.twin.LineFixture;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Loops of known closed form, run by the whole twin: release, chamber, metrology tool, result, offset of the next wafer. */
class ControlledLineTest {
    private static final int REPLICATIONS = 12;
    private static final int WAFERS = 20_000;
    private static final int WARM_UP = 500;
    /** Minutes at the metrology tool: a wafer every 10, 5 in its chamber, so the result comes after 9 = before the next starts. */
    private static final double AT_ONCE = 4;

    private static Interval meanSquare(
            boolean integrated, double coefficient, Consumer<ControllerDefinition> law, double latency) {
        return Interval.of(IntStream.range(0, REPLICATIONS)
                .mapToDouble(replication -> ControlledLine.run(
                                ControlledLine.fixture(ControlledLine.noise(integrated, coefficient, 1), law, latency),
                                WAFERS,
                                replication)
                        .meanSquare(WARM_UP))
                .toArray());
    }

    @ParameterizedTest
    @CsvSource({
        "false, 0, 1.17647, 1.21",
        "true, 0.6, 1.01961, 1.05",
        "true, 0, 1.96078, 2.02",
        "false, 0.8, 1.48544, 1.54",
    })
    @DisplayName("EWMA(0.3) through the line: white, IMA(0.6), random walk, AR(0.8)")
    void shouldLeaveTheVarianceOfItsClosedForm(boolean integrated, double coefficient, double variance, double wrong) {
        meanSquare(integrated, coefficient, PlantedLoop.ewma(0.3), AT_ONCE).assertHolds("variance", variance, wrong);
    }

    @Test
    @DisplayName("Double EWMA(0.3, 0.1) through the line: white noise")
    void shouldLeaveTheVarianceOfDoubleEwma() {
        meanSquare(false, 0, PlantedLoop.doubleEwma(0.3, 0.1), AT_ONCE).assertHolds("variance", 1.41414, 1.46);
    }

    @Test
    void shouldLeaveTheNoiseAloneWhenControlIsOff() {
        meanSquare(false, 0, controller -> PlantedLoop.ewma(0).accept(controller), AT_ONCE)
                .assertHolds("variance", 1, 1.03);
    }

    @ParameterizedTest
    @CsvSource({"4, 0", "14, 1", "34, 3", "254, 25"})
    @DisplayName("The metrology tool's latency is the loop's delay in wafers")
    void shouldBeAsLateAsTheMetrologyToolTakes(double latency, int wafers) {
        ControlledLine run = ControlledLine.run(
                ControlledLine.fixture(ControlledLine.noise(false, 0, 1), PlantedLoop.ewma(0.1), latency), 500, 0);

        assertThat(run.meanLate()).isEqualTo(wafers);
    }

    @ParameterizedTest
    @CsvSource({"0.2, 1.3, 24, 2, .269231", "0.3, 1, 4, 0, .166667", "0.3, 1, 254, 25, 1.416667"})
    @DisplayName("Drift of 0.05 a wafer leaves (delta / xi) (1 / lambda + d)")
    void shouldFollowADriftAtTheDistanceOfItsDelay(double lambda, double xi, double latency, int d, double distance) {
        ControlledLine run = ControlledLine.run(
                ControlledLine.fixture(
                        ControlledLine.drift(0.05),
                        controller -> {
                            PlantedLoop.ewma(lambda).accept(controller);
                            controller.processGain = PlantedLoop.signed("control.c.processGain", xi);
                        },
                        latency),
                2_000,
                0);

        assertThat(run.meanLate()).isEqualTo(d);
        assertThat(run.last()).isCloseTo(distance, within(1e-6));
    }

    @ParameterizedTest
    @CsvSource({"34, 3", "104, 10"})
    @DisplayName("Integral control d wafers late, IMA(0.6): variance by the loop's impulse response")
    void shouldLeaveTheVarianceOfItsImpulseResponse(double latency, int d) {
        double kappa = 0.1;
        double variance = varianceOfFormA(kappa, d, 0.6);

        Interval interval = meanSquare(true, 0.6, PlantedLoop.integral(kappa), latency);

        interval.assertHolds("variance", variance, variance * 1.08);
    }

    /** e_{t+1} = e_t - kappa e_{t-d} + w_{t+1} - theta w_t: sum of the squared impulse response. */
    private static double varianceOfFormA(double kappa, int d, double theta) {
        double[] e = new double[5_000];
        double sum = 0;
        for (int t = 0; t < e.length; t++) {
            double shock = t == 0 ? 1 : t == 1 ? -theta : 0;
            e[t] = (t > 0 ? e[t - 1] : 0) - (t > d ? kappa * e[t - 1 - d] : 0) + shock;
            sum += e[t] * e[t];
        }
        return sum;
    }

    /** Control of a level that walks by 0.2 a wafer, by a filter, with measurements of noise 1 of a share of the wafers. */
    private static LineFixture walk(double share, int metrologyTime, double minutes) {
        LineFixture fixture = ControlledLine.fixture(
                ControlledLine.noise(true, 0, 0.2),
                PlantedLoop.kalman(0.04, 1),
                ToolKind.SINGLE,
                metrologyTime,
                minutes);
        ControlledLine.measurement(fixture, 1);
        ControlledLine.metrologyStep(fixture).sampling = Tunable.share("steps.m.sampling", share);
        ControlledLine.showTruth(fixture);
        return fixture;
    }

    @ParameterizedTest
    @CsvSource({"1, 0.220998", "0.2, 0"})
    @DisplayName("Kalman through the line: what is not known is the price of sampling, here of wafers drawn at random")
    void shouldPayThePriceOfSampling(double share, double known) {
        double price = known > 0 ? known : priceOfRandomSampling(share);

        Interval.of(IntStream.range(0, REPLICATIONS)
                        .mapToDouble(replication -> ControlledLine.run(
                                        walk(share, Distribution.CONSTANT, AT_ONCE), WAFERS, replication)
                                .meanSquare(WARM_UP))
                        .toArray())
                .assertHolds("price", price, price * 1.06);
    }

    /** Mean prior variance of a filter whose wafers are each measured with this probability: by its own recursion. */
    private static double priceOfRandomSampling(double share) {
        Draws draws = new Draws(11, 0);
        double variance = 1;
        double sum = 0;
        int wafers = 2_000_000;
        for (int t = 0; t < wafers; t++) {
            variance += 0.04;
            sum += variance;
            if (draws.uniform(1, t, 0, 0) < share) {
                variance = variance / (variance + 1);
            }
        }
        return sum / wafers;
    }

    @Test
    @DisplayName(
            "Kalman behind a metrology queue: what is not known grows by Q for each wafer that the results are late")
    void shouldKnowLessByTheLengthOfTheMetrologyQueue() {
        double[] squares = new double[REPLICATIONS];
        for (int replication = 0; replication < REPLICATIONS; replication++) {
            ControlledLine run = ControlledLine.run(walk(1, Distribution.EXPONENTIAL, 8), 2 * WAFERS, replication);
            // A wafer is late by those that started after it; the next one feels the age of the newest result.
            squares[replication] = run.meanSquare(WARM_UP) - 0.04 * run.meanAge();
        }
        Interval.of(squares).assertHolds("what the filter does not know", 0.180998, 0.22);
    }

    /** A chamber that walks and is off after each maintenance; nearly nothing of it is measured unless {@code share} says so. */
    private static double meanSquareWith(double share, int sensors, boolean enabled, int replication) {
        LineFixture fixture = ControlledLine.fixture(
                ControlledLine.noise(true, 0.7, 1),
                controller -> {
                    PlantedLoop.kalman(0.09, 1.04).accept(controller);
                    controller.enabled = Tunable.number("control.c.enabled", enabled ? 1 : 0);
                    controller.sensors = sensors;
                    controller.attainableShare = Tunable.share("control.c.attainable", 0.8);
                    controller.virtualEnabled = Tunable.number("control.c.virtual", 1);
                    controller.measurementSigma = Tunable.number("metrology.x.noise", 0.2);
                },
                ToolKind.SINGLE,
                Distribution.CONSTANT,
                AT_ONCE);
        LineFixture.maintenance(fixture.definition().toolGroups.get(0), true, 200, 1).redrawsOffset = true;
        ControlledLine.measurement(fixture, 0.2);
        ControlledLine.metrologyStep(fixture).sampling = Tunable.share("steps.m.sampling", share);
        ControlledLine.showTruth(fixture);
        return ControlledLine.run(fixture, WAFERS, replication).meanSquare(4 * WARM_UP);
    }

    @Test
    @DisplayName("Virtual metrology beats no metrology and little metrology, and loses to measuring every wafer")
    void shouldLieBetweenNoMetrologyAndAllOfIt() {
        int n = 6;
        double[] nothing = new double[n];
        double[] little = new double[n];
        double[] full = new double[n];
        for (int replication = 0; replication < n; replication++) {
            double virtual = meanSquareWith(0.02, 3, true, replication);
            nothing[replication] = meanSquareWith(0.02, 3, false, replication) - virtual;
            little[replication] = meanSquareWith(0.02, 0, true, replication) - virtual;
            full[replication] = virtual - meanSquareWith(1, 0, true, replication);
        }

        assertThat(Interval.of(nothing).low()).as("gain over no control").isPositive();
        assertThat(Interval.of(little).low()).as("gain over few measurements").isPositive();
        assertThat(Interval.of(full).low()).as("loss to all measurements").isPositive();
    }
}
