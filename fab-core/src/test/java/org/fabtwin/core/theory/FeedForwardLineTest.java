/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.core.theory;

import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;
import org.fabtwin.core.line.ToolKind;
import org.fabtwin.core.line.definition.ControllerDefinition;
import org.fabtwin.core.line.definition.LineDefinition.ProductDefinition;
import org.fabtwin.core.line.definition.MeasurementDefinition;
import org.fabtwin.core.line.definition.ProcessDefinition.CriticalParameterDefinition;
import org.fabtwin.core.line.definition.ProcessDefinition.InheritanceDefinition;
import org.fabtwin.core.line.definition.Tunable;
import org.fabtwin.core.random.Distribution;
import org.fabtwin.core.twin.LineFixture;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/**
 * Feed-forward through the whole twin: x is set and measured with noise, the next tool sets y = 1.5 x and knows what was measured,
 * and the truth of y is measured at the end of the line. No loop learns: what of y goes away is what is fed forward.
 */
class FeedForwardLineTest {
    private static final double COEFFICIENT = 1.5;
    private static final double SIGMA = 2;
    private static final double NOISE = 0.7;
    private static final double BY_THE_LAW = 0.982183;
    private static final double UNTOUCHED = COEFFICIENT * COEFFICIENT * SIGMA * SIGMA;
    private static final int REPLICATIONS = 12;
    private static final int WAFERS = 4_000;

    /** {@code delayMinutes}: from the measurement of x to its result; the wafer starts at the next tool at once. */
    private static LineFixture line(boolean feedsForward, double delayMinutes) {
        LineFixture fixture = LineFixture.ofWafers().detail(0);
        ProductDefinition route = fixture.product("p");
        for (String name : new String[] {"x", "y"}) {
            fixture.cluster("T" + name, 1, 1);
            fixture.clusterRecipe("set" + name, 1);
            fixture.group("M" + name, ToolKind.SINGLE, 1);
            fixture.recipe("measure" + name, Distribution.CONSTANT, 1);
            fixture.step(route, "set" + name, "T" + name, "set" + name);
            fixture.step(route, "measure" + name, "M" + name, "measure" + name);
            fixture.definition().controllers.add(controller(name));
        }
        fixture.order("o", "p", 1, Distribution.CONSTANT, ControlledLine.MINUTES_APART);
        parameter(fixture, "x").wafer = Tunable.number("variation.x.wafer", SIGMA);
        parameter(fixture, "y")
                .inherits
                .add(new InheritanceDefinition("x", Tunable.number("parameters.y.inherits.x", COEFFICIENT)));
        MeasurementDefinition measurement = new MeasurementDefinition();
        measurement.parameter = "x";
        measurement.noise = Tunable.number("metrology.x.noise", NOISE);
        measurement.delay = Tunable.time("metrology.x.delay", "min", delayMinutes);
        fixture.definition().measurements.add(measurement);
        if (feedsForward) {
            ControllerDefinition y = fixture.definition().controllers.get(1);
            y.feedForwardFrom = "x";
            y.feedForwardCoefficient = Tunable.number("control.y.feedForward.coefficient", COEFFICIENT);
            y.feedForwardSigma = Tunable.number("control.y.feedForward.sigma", SIGMA);
            y.feedForwardNoise = Tunable.number("control.y.feedForward.noise", NOISE);
        }
        return fixture;
    }

    private static ControllerDefinition controller(String name) {
        ControllerDefinition controller = new ControllerDefinition();
        controller.name = name;
        controller.parameter = name;
        controller.step = "set" + name;
        controller.gain = PlantedLoop.signed("control." + name + ".gain", -2);
        controller.enabled = Tunable.number("control." + name + ".enabled", 0);
        return controller;
    }

    private static CriticalParameterDefinition parameter(LineFixture fixture, String name) {
        CriticalParameterDefinition parameter = new CriticalParameterDefinition();
        parameter.name = name;
        parameter.setStep = "set" + name;
        parameter.measureStep = "measure" + name;
        parameter.target = PlantedLoop.signed("parameters." + name + ".target", 0);
        parameter.lower = PlantedLoop.signed("parameters." + name + ".lower", -1e6);
        parameter.upper = PlantedLoop.signed("parameters." + name + ".upper", 1e6);
        fixture.definition().process.parameters.add(parameter);
        return parameter;
    }

    private static Interval over(IntToDoubleFunction ofReplication) {
        return Interval.of(IntStream.range(0, REPLICATIONS)
                .mapToDouble(ofReplication::applyAsDouble)
                .toArray());
    }

    private static Interval residual(boolean feedsForward, double delayMinutes) {
        return over(replication -> ControlledLine.run(line(feedsForward, delayMinutes), WAFERS, replication)
                .meanSquare(0));
    }

    @Test
    @DisplayName("y = 1.5 x, s_x 2, s_m .7: .982183 is left of 9, which is less than the full gain leaves")
    void shouldLeaveOfALaterParameterWhatTheMeasurementOfTheEarlierDoesNotTell() {
        residual(true, 0).assertHolds("residual", BY_THE_LAW, COEFFICIENT * COEFFICIENT * NOISE * NOISE);
    }

    @Test
    void shouldLeaveAllOfItWhereNothingIsFedForward() {
        residual(false, 0).assertHolds("variance", UNTOUCHED, UNTOUCHED - BY_THE_LAW);
    }

    @Test
    void shouldFeedNothingForwardWhoseResultComesAfterTheLaterStepHasStarted() {
        residual(true, 3).assertHolds("variance", UNTOUCHED, UNTOUCHED - BY_THE_LAW);
    }
}
