/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.core.theory;

import java.io.IOException;
import java.util.Arrays;
import java.util.function.Consumer;
import org.agrona.DirectBuffer;
import org.fabtwin.core.event.LoopUpdatedDecoder;
import org.fabtwin.core.event.ResultSource;
import org.fabtwin.core.event.WaferMeasuredDecoder;
import org.fabtwin.core.line.Line;
import org.fabtwin.core.line.ToolKind;
import org.fabtwin.core.line.definition.ControllerDefinition;
import org.fabtwin.core.line.definition.LineDefinition.StepDefinition;
import org.fabtwin.core.line.definition.MeasurementDefinition;
import org.fabtwin.core.line.definition.ProcessDefinition.CriticalParameterDefinition;
import org.fabtwin.core.line.definition.ProcessDefinition.InheritanceDefinition;
import org.fabtwin.core.line.definition.Tunable;
import org.fabtwin.core.log.EventLog;
import org.fabtwin.core.log.EventLogConfig;
import org.fabtwin.core.log.EventLogReader;
import org.fabtwin.core.log.EventWriter;
import org.fabtwin.core.log.RecordHandler;
import org.fabtwin.core.random.Distribution;
import org.fabtwin.core.twin.LineFixture;
import org.fabtwin.core.twin.Twin;

/**
 * A line whose closed loop is known: a wafer every ten minutes, five in the one chamber that sets the parameter, then a metrology tool,
 * then a measurement without noise at the end of the line that only tells the truth and teaches nobody. All of it runs in the twin.
 */
final class ControlledLine implements RecordHandler {
    static final double MINUTES_APART = 10;
    private static final double US_PER_MINUTE = 60e6;

    private final WaferMeasuredDecoder measured = new WaferMeasuredDecoder();
    private final LoopUpdatedDecoder updated = new LoopUpdatedDecoder();
    private final int step;
    private double[] deviations = new double[1024];
    private int count;
    private long late;
    private double age;
    private double ageSum;
    private long ages;
    private long nowUs;
    private long results;
    private long predictions;
    private boolean isMaintained;
    private long firsts;
    private double squaresOfFirsts;

    private ControlledLine(int step) {
        this.step = step;
    }

    /** The line, with {@code latencyMinutes} at the metrology tool. */
    static LineFixture fixture(
            Consumer<CriticalParameterDefinition> process,
            Consumer<ControllerDefinition> control,
            double latencyMinutes) {
        return fixture(process, control, ToolKind.CASCADE, Distribution.CONSTANT, latencyMinutes);
    }

    static LineFixture fixture(
            Consumer<CriticalParameterDefinition> process,
            Consumer<ControllerDefinition> control,
            int metrologyKind,
            int metrologyTime,
            double metrologyMinutes) {
        LineFixture fixture = LineFixture.ofWafers().detail(0);
        fixture.cluster("T", 1, 1);
        fixture.clusterRecipe("set", 5);
        fixture.group("M", metrologyKind, 1);
        fixture.recipe("measure", metrologyTime, metrologyMinutes);
        if (metrologyKind == ToolKind.CASCADE) {
            fixture.definition().recipes.get(1).interval = Tunable.time("recipes.measure.interval", "min", 1);
        }
        var route = fixture.product("p");
        fixture.step(route, "s", "T", "set");
        fixture.step(route, "m", "M", "measure");
        fixture.order("o", "p", 1, Distribution.CONSTANT, MINUTES_APART);
        parameter(fixture, "x", "s", "m", process);
        ControllerDefinition controller = new ControllerDefinition();
        controller.name = "x";
        controller.parameter = "x";
        controller.step = "s";
        controller.gain = PlantedLoop.signed("control.c.gain", 1);
        controller.enabled = Tunable.number("control.c.enabled", 1);
        control.accept(controller);
        fixture.definition().controllers.add(controller);
        return fixture;
    }

    private static void parameter(
            LineFixture fixture,
            String name,
            String setStep,
            String measureStep,
            Consumer<CriticalParameterDefinition> process) {
        CriticalParameterDefinition parameter = new CriticalParameterDefinition();
        parameter.name = name;
        parameter.setStep = setStep;
        parameter.measureStep = measureStep;
        parameter.target = PlantedLoop.signed("parameters." + name + ".target", 0);
        parameter.lower = PlantedLoop.signed("parameters." + name + ".lower", -1e6);
        parameter.upper = PlantedLoop.signed("parameters." + name + ".upper", 1e6);
        process.accept(parameter);
        fixture.definition().process.parameters.add(parameter);
    }

    static Consumer<CriticalParameterDefinition> noise(boolean integrated, double coefficient, double sigma) {
        return parameter -> {
            parameter.integrated = integrated;
            parameter.coefficient = Tunable.number("variation.x.coefficient", coefficient);
            parameter.wafer = Tunable.number("variation.x.wafer", sigma);
        };
    }

    static Consumer<CriticalParameterDefinition> drift(double perWafer) {
        return parameter -> {
            parameter.drift = PlantedLoop.signed("variation.x.drift", perWafer);
            parameter.driftMost = Tunable.number("variation.x.driftMost", 1e9);
        };
    }

    /** Runs so many wafers; what each measurement said, in order. */
    static ControlledLine run(LineFixture fixture, int wafers, int replication) {
        return run(fixture.compile(), wafers, replication);
    }

    static ControlledLine run(Line line, int wafers, int replication) {
        EventLogConfig config = EventLogConfig.ringOnly()
                .withSegmentBytes(1 << 20)
                .withSegmentCount(2)
                .withHelperThread(false);
        long untilUs = Math.round(wafers * MINUTES_APART * US_PER_MINUTE);
        ControlledLine run = new ControlledLine(line.steps().size() - 1);
        try (EventLog log = EventLog.create(config);
                EventLogReader reader = log.inlineReader()) {
            Twin twin = new Twin(line, 1, replication, log, new EventWriter(log), null);
            twin.start();
            boolean done;
            do {
                done = twin.advance(untilUs, 4096);
                while (reader.poll(run, 100_000) > 0) {
                    continue;
                }
            } while (!done);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        return run;
    }

    @Override
    public void onRecord(DirectBuffer buffer, int offset, int length, int templateId, long position) {
        int block = offset + BLOCK_OFFSET;
        if (templateId == WaferMeasuredDecoder.TEMPLATE_ID) {
            measured.wrap(buffer, block, WaferMeasuredDecoder.BLOCK_LENGTH, WaferMeasuredDecoder.SCHEMA_VERSION);
            if (measured.step() == step) {
                deviations = count < deviations.length ? deviations : Arrays.copyOf(deviations, 2 * count);
                deviations[count++] = measured.deviation();
            }
        } else if (templateId == LoopUpdatedDecoder.TEMPLATE_ID) {
            updated.wrap(buffer, block, LoopUpdatedDecoder.BLOCK_LENGTH, LoopUpdatedDecoder.SCHEMA_VERSION);
            late += updated.late();
            passTime(updated.timeUs());
            age = updated.late();
            firstResult();
            if (updated.source() == ResultSource.PREDICTION) {
                predictions++;
            } else {
                results++;
            }
        }
    }

    private void firstResult() {
        if (updated.source() == ResultSource.MAINTENANCE) {
            isMaintained = true;
        } else if (isMaintained && updated.source() == ResultSource.MEASUREMENT) {
            isMaintained = false;
            firsts++;
            squaresOfFirsts += updated.residual() * updated.residual();
        }
    }

    /** Of the first wafer after each maintenance: what was measured less what the loop predicted. */
    double meanSquareOfFirsts() {
        return squaresOfFirsts / firsts;
    }

    double meanSquare(int from) {
        double sum = 0;
        for (int i = from; i < count; i++) {
            sum += deviations[i] * deviations[i];
        }
        return sum / (count - from);
    }

    double last() {
        return deviations[count - 1];
    }

    int measured() {
        return count;
    }

    long predictions() {
        return predictions;
    }

    /** A wafer starts at each multiple of the time between them; results come in between. */
    private void passTime(long timeUs) {
        long apartUs = Math.round(MINUTES_APART * US_PER_MINUTE);
        long wafers = (timeUs - 1) / apartUs - (nowUs - 1) / apartUs;
        for (long i = 0; i < wafers; i++) {
            ageSum += ++age;
            ages++;
        }
        nowUs = timeUs;
    }

    /** Mean number of wafers from the one that the newest result tells of to the one that starts. */
    double meanAge() {
        return ageSum / ages;
    }

    /** Mean number of wafers that started between a wafer and its result. */
    double meanLate() {
        return (double) late / (results + predictions);
    }

    /** Measurements of x have noise. */
    static void measurement(LineFixture fixture, double noise) {
        MeasurementDefinition row = new MeasurementDefinition();
        row.parameter = "x";
        row.noise = Tunable.number("metrology.x.noise", noise);
        fixture.definition().measurements.add(row);
    }

    /** Adds steps that copy x and measure the copy of every wafer without noise: it teaches nobody. */
    static void showTruth(LineFixture fixture) {
        var route = fixture.definition().products.get(0);
        fixture.cluster("T2", 1, 1);
        fixture.clusterRecipe("copy", 1);
        fixture.group("M2", ToolKind.SINGLE, 1);
        fixture.recipe("show", Distribution.CONSTANT, 1);
        fixture.step(route, "c", "T2", "copy");
        fixture.step(route, "t", "M2", "show");
        parameter(
                fixture,
                "truth",
                "c",
                "t",
                parameter -> parameter.inherits.add(
                        new InheritanceDefinition("x", Tunable.number("parameters.truth.inherits.x", 1))));
    }

    static StepDefinition metrologyStep(LineFixture fixture) {
        return fixture.definition().products.get(0).route.get(1);
    }
}
