/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.sim.scenario;

import java.util.List;
import org.fabtwin.core.line.ControlMethod;
import org.fabtwin.core.line.definition.ControllerDefinition;
import org.fabtwin.core.line.definition.LineDefinition;
import org.fabtwin.core.line.definition.MeasurementDefinition;
import org.fabtwin.core.line.definition.ProcessDefinition.CriticalParameterDefinition;
import org.fabtwin.core.line.definition.Tunable;

/** Compiles {@code metrology} and {@code control}: how critical parameters are measured, and what keeps them on target. */
final class ControlCompiler {
    private static final double ANY = Double.POSITIVE_INFINITY;
    private static final List<String> CONTEXT = List.of("tool", "chamber", "product");
    /** The weight of a result where a scenario says nothing. */
    private static final double USUAL_WEIGHT = 0.3;

    private final Fields root;
    private final LineDefinition definition;
    private final List<String> names;

    ControlCompiler(final Fields root, final LineDefinition definition) {
        this.root = root;
        this.definition = definition;
        names = definition.process.parameters.stream().map(row -> row.name).toList();
    }

    void compile() {
        final Fields metrology = root.section("metrology");
        for (final String name : metrology.node().keys()) {
            final CriticalParameterDefinition parameter = parameter(metrology, name);
            if (parameter != null) {
                definition.measurements.add(measurement(metrology.section(name), parameter));
            }
        }
        final Fields control = root.section("control");
        for (final String name : control.node().keys()) {
            final CriticalParameterDefinition parameter = parameter(control, name);
            if (parameter != null) {
                definition.controllers.add(controller(control.section(name), parameter));
            }
        }
    }

    /** Null, with a problem, where there is none; without one where the parameter itself is what has a problem. */
    private CriticalParameterDefinition parameter(final Fields section, final String name) {
        final int index = names.indexOf(name);
        if (index < 0 && root.section("parameters").has(name)) {
            return null;
        }
        if (index < 0) {
            section.problems()
                    .unknown(
                            section.node().keyPosition(name),
                            section.path(name),
                            name,
                            "a critical parameter (section parameters)",
                            names);
            return null;
        }
        return definition.process.parameters.get(index);
    }

    private static MeasurementDefinition measurement(final Fields fields, final CriticalParameterDefinition parameter) {
        final MeasurementDefinition row = new MeasurementDefinition();
        row.parameter = parameter.name;
        row.noise = fields.number("noise", parameter.unit, 0, ANY);
        row.qualificationNoise = fields.number("qualificationNoise", parameter.unit, 0, ANY);
        row.delay = fields.time("delay");
        row.perCarrier = fields.text("release", "carrier").equals("carrier");
        return row;
    }

    private ControllerDefinition controller(final Fields fields, final CriticalParameterDefinition parameter) {
        final String unit = parameter.unit;
        final String variable = fields.text("variableUnit", "");
        final String slope = variable.isEmpty() ? unit : unit + "/" + variable;
        final ControllerDefinition row = new ControllerDefinition();
        row.name = parameter.name;
        row.parameter = parameter.name;
        row.step = parameter.setStep;
        row.components = parameter.overlay ? 2 : 1;
        row.variable = fields.text("variable", "");
        row.variableUnit = variable;
        row.method = Math.max(0, ControlMethod.methodOf(fields.text("method", "ewma")));
        row.enabled = orElse(fields, "enabled", "", 0, 1, 1);
        if (Unit.of(slope) == null) {
            fields.problems()
                    .add(fields.get("variableUnit"), fields.path("variableUnit"), "a unit (" + Unit.names() + ")");
            return row;
        }
        row.variableFactor = Unit.of(variable).factor();
        fields.required(
                "gain", "what one unit of the variable does to the parameter, for example '0.08 " + slope + "'");
        row.gain = fields.number("gain", slope, -ANY, ANY);
        row.processGain = fields.number("processGain", slope, -ANY, ANY);
        row.weight = orElse(fields, "weight", "", 0, 10, USUAL_WEIGHT);
        row.trendWeight = orElse(fields, "trendWeight", "", 0, 10, 0.1);
        row.lower = fields.number("least", variable, -ANY, ANY);
        row.upper = fields.number("most", variable, -ANY, ANY);
        row.maximumStep = fields.number("maxStep", variable, 0, ANY);
        row.deadband = orElse(fields, "deadband", unit, 0, ANY, 0);
        row.byChamber = false;
        context(fields, row);
        row.resetsAfterMaintenance = fields.text("afterMaintenance", "reset").equals("reset");
        spreads(fields, parameter, row);
        row.family = fields.text("family", null);
        feedForward(fields, row);
        virtual(fields, row);
        return row;
    }

    private static void context(final Fields fields, final ControllerDefinition row) {
        row.byChamber = !fields.has("context");
        for (final Node word : fields.list("context")) {
            row.byTool |= word.text().equals(CONTEXT.get(0));
            row.byChamber |= word.text().equals(CONTEXT.get(1));
            row.byProduct |= word.text().equals(CONTEXT.get(2));
        }
    }

    /** What a result or an effect is worth; where the file says nothing, what the process data say. */
    private void spreads(
            final Fields fields, final CriticalParameterDefinition parameter, final ControllerDefinition row) {
        final String unit = parameter.unit;
        final double noise = noise(parameter.name);
        final double wafer = value(parameter.wafer);
        final double coefficient = value(parameter.coefficient);
        final double usualWalk = (1 - coefficient) * wafer;
        row.resultSigma = orElse(fields, "noise", unit, 0, ANY, Math.sqrt(noise * noise + wafer * wafer));
        row.walkSigma = orElse(fields, "walk", unit, 0, ANY, usualWalk);
        final Fields spread = fields.section("spread");
        row.toolSigma = orElse(spread, "tool", unit, 0, ANY, value(parameter.tool));
        row.chamberSigma = orElse(spread, "chamber", unit, 0, ANY, value(parameter.chamber));
        row.stepSigma = orElse(spread, "step", unit, 0, ANY, 0);
        row.productSigma = orElse(spread, "product", unit, 0, ANY, 0);
        row.redrawSigma = orElse(spread, "afterMaintenance", unit, 0, ANY, value(parameter.afterMaintenance));
        row.measurementSigma = measured(parameter.name);
    }

    private Tunable measured(final String parameter) {
        return definition.measurements.stream()
                .filter(row -> row.parameter.equals(parameter))
                .map(row -> row.noise)
                .findFirst()
                .orElse(null);
    }

    private double noise(final String parameter) {
        return value(measured(parameter));
    }

    private static double value(final Tunable tunable) {
        return tunable == null ? 0 : tunable.value();
    }

    private void feedForward(final Fields fields, final ControllerDefinition row) {
        if (!fields.has("feedForward")) {
            return;
        }
        final Fields from = fields.section("feedForward");
        from.required("from", "the earlier critical parameter");
        row.feedForwardFrom = from.name(
                "from",
                "a critical parameter with a controller",
                root.section("control").node().keys());
        if (row.feedForwardFrom == null || !names.contains(row.feedForwardFrom)) {
            row.feedForwardFrom = null;
            return;
        }
        final CriticalParameterDefinition earlier =
                definition.process.parameters.get(names.indexOf(row.feedForwardFrom));
        final String own = definition.process.parameters.get(names.indexOf(row.parameter)).unit;
        from.required("coefficient", "what one unit of it does to the parameter");
        final String slope = own.equals(earlier.unit) ? "" : own + "/" + earlier.unit;
        row.feedForwardCoefficient = from.number("coefficient", slope, -ANY, ANY);
        row.feedForwardSigma = orElse(from, "sigma", earlier.unit, 0, ANY, spreadOf(earlier));
        row.feedForwardNoise = orElse(from, "noise", earlier.unit, 0, ANY, noise(earlier.name));
    }

    private static double spreadOf(final CriticalParameterDefinition parameter) {
        double sum = 0;
        for (final Tunable part :
                new Tunable[] {parameter.tool, parameter.chamber, parameter.afterMaintenance, parameter.wafer}) {
            sum += value(part) * value(part);
        }
        return Math.sqrt(sum);
    }

    private static void virtual(final Fields fields, final ControllerDefinition row) {
        final Fields virtual = fields.section("virtual");
        row.sensors = fields.has("virtual") ? virtual.whole("sensors", 3) : 0;
        if (row.sensors > 0) {
            row.attainableShare = orElse(virtual, "attainable", "", 0.01, 0.99, 0.8);
            row.virtualEnabled = orElse(virtual, "enabled", "", 0, 1, 1);
        }
    }

    /** The number that the file has, else one that is as tunable, marked as the language's estimate. */
    private static Tunable orElse(
            final Fields fields,
            final String key,
            final String unit,
            final double minimum,
            final double maximum,
            final double ownValue) {
        if (fields.has(key)) {
            return fields.number(key, unit, minimum, maximum);
        }
        final double factor = Unit.of(unit).factor();
        return new Tunable(
                fields.path(key),
                unit,
                factor,
                ownValue,
                minimum * factor,
                Math.min(maximum * factor, 1e18),
                "estimate",
                true);
    }
}
