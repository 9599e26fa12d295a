/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.core.twin;

import java.util.List;
import org.fabtwin.core.line.ChartRule;
import org.fabtwin.core.line.ControlMethod;
import org.fabtwin.core.line.Criterion;
import org.fabtwin.core.line.ExcursionKind;
import org.fabtwin.core.line.HandOff;
import org.fabtwin.core.line.Line;
import org.fabtwin.core.line.QueuePolicy;
import org.fabtwin.core.line.ToolKind;
import org.fabtwin.core.line.definition.ChartDefinition;
import org.fabtwin.core.line.definition.ControllerDefinition;
import org.fabtwin.core.line.definition.LineDefinition.ProductDefinition;
import org.fabtwin.core.line.definition.LineDefinition.RecipeDefinition;
import org.fabtwin.core.line.definition.LineDefinition.StepDefinition;
import org.fabtwin.core.line.definition.LineDefinition.ToolGroupDefinition;
import org.fabtwin.core.line.definition.MeasurementDefinition;
import org.fabtwin.core.line.definition.ProcessDefinition;
import org.fabtwin.core.line.definition.ProcessDefinition.CriticalParameterDefinition;
import org.fabtwin.core.line.definition.ProcessDefinition.DieDefinition;
import org.fabtwin.core.line.definition.ProcessDefinition.ExcursionDefinition;
import org.fabtwin.core.line.definition.Tunable;
import org.fabtwin.core.random.Distribution;
import org.fabtwin.core.yield.YieldLines;

/** Small lines in which everything happens, loaded so that they run for ever. */
public final class BusyLines {
    private BusyLines() {}

    /** Wafers: clusters with chambers that fail and are cleaned, a scanner with setups, sampled measurement, rework, windows. */
    public static Line ofWafers(int detail) {
        return TwinTest.smallFab(detail);
    }

    /** As {@link #ofWafers}, with process data of all kinds: wafers are tested, chambers have excursions. */
    public static Line ofTestedWafers(int detail) {
        return testedWafers(detail).compile();
    }

    private static LineFixture testedWafers(int detail) {
        LineFixture fixture = TwinTest.smallFabFixture(detail);
        fixture.definition().toolGroups.get(0).maintenance.forEach(item -> item.redrawsOffset = true);
        ProcessDefinition process = fixture.definition().process;
        CriticalParameterDefinition width = parameter(process, "width", "etch0", false);
        width.integrated = true;
        CriticalParameterDefinition depth = parameter(process, "depth", "etch2", false);
        depth.kill = false;
        depth.inherits.add(new ProcessDefinition.InheritanceDefinition(
                "width", YieldLines.number("parameters.depth.inherits.width", 0.3)));
        parameter(process, "overlay", "expose1", true);
        process.subthresholdSwing = Tunable.number("sensitivity.subthresholdSwing", 70);
        YieldLines.defects(fixture, 0.02, 2);
        ProcessDefinition.QueueEffectDefinition effect = new ProcessDefinition.QueueEffectDefinition();
        effect.name = "oxide";
        effect.queueClass = "OX";
        effect.parameter = "depth";
        effect.shift = YieldLines.number("queueEffects.oxide.shift", 0.2);
        effect.tau = Tunable.time("queueEffects.oxide.tau", "min", 10);
        process.queueEffects.add(effect);
        ProcessDefinition.QueueEffectDefinition dust = new ProcessDefinition.QueueEffectDefinition();
        dust.name = "dust";
        dust.queueClass = "OX";
        dust.shift = YieldLines.number("queueEffects.dust.shift", 0.0001);
        dust.tau = Tunable.time("queueEffects.dust.tau", "min", 10);
        process.queueEffects.add(dust);
        excursion(process, "burst", ExcursionKind.PARTICLES, null, 0.01, 3000, "ETCH-01/A", "ETCH-01/B", "SCAN-01/A");
        excursion(process, "jump", ExcursionKind.JUMP, "width", 2, 4000, "ETCH-02/C");
        excursion(process, "scratch", ExcursionKind.SCRATCH, null, 80, 5000, "ETCH-02/D");
        for (ProductDefinition product : fixture.definition().products) {
            product.route.forEach(step -> step.queueClass = "OX");
            DieDefinition die = new DieDefinition();
            die.widthMm = 10;
            die.heightMm = 10;
            die.scribeMm = 0.1;
            die.edgeExclusionMm = 3;
            die.vtLimit = Tunable.number("products." + product.name + ".limits.vt", 12);
            product.die = die;
        }
        return fixture;
    }

    /** As {@link #ofTestedWafers}, with loops of each method, late and per-wafer results, predictions, charts that act. */
    public static Line ofControlledWafers(int detail) {
        return controlledWafers(detail).compile();
    }

    /** As {@link #ofControlledWafers}, with the etchers in detailed form: locks, a robot with two arms, load ports that are held. */
    public static Line ofDetailedTools(int detail) {
        LineFixture fixture = controlledWafers(detail);
        fixture.definition().handOff = HandOff.HELD;
        ToolGroupDefinition etch = fixture.definition().toolGroups.get(0);
        etch.detailed = true;
        etch.loadPorts = 3;
        etch.portExchangeTime = Tunable.time("tools.ETCH.ports.exchange", "s", 60);
        etch.handling.arms = 2;
        etch.handling.action = Tunable.time("tools.ETCH.robot.action", "s", 4);
        etch.handling.frontAction = Tunable.time("tools.ETCH.frontEnd.action", "s", 3);
        etch.handling.locks = 2;
        etch.handling.slots = 2;
        etch.handling.pump = Tunable.time("tools.ETCH.loadLocks.pump", "s", 15);
        etch.handling.vent = Tunable.time("tools.ETCH.loadLocks.vent", "s", 10);
        return fixture.compile();
    }

    private static LineFixture controlledWafers(int detail) {
        LineFixture fixture = testedWafers(detail);
        fixture.definition().toolGroups.get(0).criteria.add(Criterion.PREDICTED_OUTCOME);
        measurement(fixture, "width", "measure1", 5).perCarrier = true;
        measurement(fixture, "depth", "measure3", 0).perCarrier = true;
        measurement(fixture, "overlay", "measure1", 0).perCarrier = false;
        ControllerDefinition width = controller(fixture, "width", "etch0", ControlMethod.EWMA);
        width.byProduct = true;
        width.sensors = 3;
        width.attainableShare = Tunable.share("control.width.virtual.attainable", 0.8);
        width.virtualEnabled = Tunable.number("control.width.virtual.enabled", 1);
        ControllerDefinition depth = controller(fixture, "depth", "etch2", ControlMethod.KALMAN);
        depth.byTool = true;
        depth.byProduct = true;
        depth.feedForwardFrom = "width";
        depth.feedForwardCoefficient = YieldLines.number("control.depth.feedForward.coefficient", 0.3);
        depth.feedForwardSigma = Tunable.number("control.depth.feedForward.sigma", 0.8);
        depth.feedForwardNoise = Tunable.number("control.depth.feedForward.noise", 0.2);
        ControllerDefinition overlay = controller(fixture, "overlay", "expose1", ControlMethod.DOUBLE_EWMA);
        overlay.components = 2;
        overlay.resetsAfterMaintenance = false;
        chart(fixture, "width", ChartRule.SHEWHART).downTime = Tunable.time("spc.width.down", "min", 30);
        chart(fixture, "depth", ChartRule.WESTERN_ELECTRIC);
        chart(fixture, "overlay", ChartRule.EWMA);
        return fixture;
    }

    private static MeasurementDefinition measurement(
            LineFixture fixture, String parameter, String step, double delayMinutes) {
        fixture.definition().process.parameters.stream()
                .filter(row -> row.name.equals(parameter))
                .forEach(row -> row.measureStep = step);
        MeasurementDefinition row = new MeasurementDefinition();
        row.parameter = parameter;
        row.noise = Tunable.number("metrology." + parameter + ".noise", 0.2);
        row.delay = Tunable.time("metrology." + parameter + ".delay", "min", delayMinutes);
        fixture.definition().measurements.add(row);
        return row;
    }

    private static ControllerDefinition controller(LineFixture fixture, String parameter, String step, int method) {
        String path = "control." + parameter + ".";
        ControllerDefinition row = new ControllerDefinition();
        row.name = parameter;
        row.parameter = parameter;
        row.step = step;
        row.method = method;
        row.enabled = Tunable.number(path + "enabled", 1);
        row.gain = YieldLines.number(path + "gain", 0.5);
        row.weight = Tunable.number(path + "weight", 0.3);
        row.trendWeight = Tunable.number(path + "trendWeight", 0.05);
        row.lower = YieldLines.number(path + "least", -4);
        row.upper = YieldLines.number(path + "most", 4);
        row.maximumStep = Tunable.number(path + "maxStep", 1.5);
        row.deadband = Tunable.number(path + "deadband", 0.01);
        row.resultSigma = Tunable.number(path + "noise", 0.6);
        row.walkSigma = Tunable.number(path + "walk", 0.1);
        row.toolSigma = Tunable.number(path + "spread.tool", 0.5);
        row.chamberSigma = Tunable.number(path + "spread.chamber", 0.5);
        row.redrawSigma = Tunable.number(path + "spread.afterMaintenance", 0.5);
        row.measurementSigma = fixture.definition().measurements.stream()
                .filter(measured -> measured.parameter.equals(parameter))
                .findFirst()
                .orElseThrow()
                .noise;
        fixture.definition().controllers.add(row);
        return row;
    }

    private static ChartDefinition chart(LineFixture fixture, String controller, int rule) {
        ChartDefinition row = new ChartDefinition();
        row.name = controller;
        row.controller = controller;
        row.rule = rule;
        row.width = Tunable.number("spc." + controller + ".width", 3);
        row.weight = Tunable.number("spc." + controller + ".weight", 0.2);
        row.enabled = Tunable.number("spc." + controller + ".enabled", 1);
        fixture.definition().charts.add(row);
        return row;
    }

    private static CriticalParameterDefinition parameter(
            ProcessDefinition process, String name, String step, boolean overlay) {
        CriticalParameterDefinition parameter = new CriticalParameterDefinition();
        String path = "variation." + name + ".";
        parameter.name = name;
        parameter.overlay = overlay;
        parameter.kill = true;
        parameter.setStep = step;
        parameter.target = YieldLines.number("parameters." + name + ".target", 10);
        parameter.lower = YieldLines.number("parameters." + name + ".lower", 6);
        parameter.upper = YieldLines.number("parameters." + name + ".upper", 14);
        parameter.tool = Tunable.number(path + "tool", 0.5);
        parameter.chamber = Tunable.number(path + "chamber", 0.5);
        parameter.afterMaintenance = Tunable.number(path + "afterMaintenance", 0.5);
        parameter.drift = YieldLines.number(path + "drift.rate", 0.01);
        parameter.driftMost = Tunable.number(path + "drift.most", 1);
        parameter.coefficient = Tunable.share(path + "wafer.coefficient", 0.8);
        parameter.wafer = Tunable.number(path + "wafer.innovation", 0.5);
        parameter.firstWafer = YieldLines.number(path + "firstWafer.shift", 0.5);
        parameter.firstWaferDecay = Tunable.number(path + "firstWafer.decay", 2);
        parameter.bowl = Tunable.number(path + "bowl", 0.3);
        parameter.edge = YieldLines.number(path + "edge.amplitude", overlay ? 0 : 1);
        parameter.edgeSpread = Tunable.number(path + "edge.spread", 0.3);
        parameter.edgeLength = overlay ? null : Tunable.number(path + "edge.length", 5);
        parameter.intrafield = Tunable.number(path + "intrafield", 0.3);
        parameter.die = Tunable.number(path + "die", 0.4);
        parameter.scale = Tunable.number(path + "scale", overlay ? 0.005 : 0);
        parameter.rotation = Tunable.number(path + "rotation", overlay ? 0.005 : 0);
        parameter.vt = YieldLines.number("sensitivity.vt." + name, overlay ? 0 : 3);
        process.parameters.add(parameter);
        return parameter;
    }

    private static void excursion(
            ProcessDefinition process,
            String name,
            int kind,
            String parameter,
            double size,
            double everyMinutes,
            String... chambers) {
        ExcursionDefinition excursion = new ExcursionDefinition();
        excursion.name = name;
        excursion.kind = kind;
        excursion.parameter = parameter;
        excursion.size = YieldLines.number("excursions." + name + ".size", size);
        excursion.wafers = Tunable.number("excursions." + name + ".wafers", 30);
        excursion.gap = LineFixture.minutes(Distribution.EXPONENTIAL, "excursions." + name + ".every", everyMinutes);
        excursion.chambers.addAll(List.of(chambers));
        process.excursions.add(excursion);
    }

    /** Lots: single tools with setups and dedication, two-slot cascades, furnaces, failures in busy time, windows that scrap. */
    public static Line ofLots() {
        LineFixture fixture = LineFixture.ofLots().detail(0).transport(4);
        ToolGroupDefinition litho =
                fixture.group("LITHO", ToolKind.SINGLE, 3, Criterion.PRIORITY, Criterion.SETUP, Criterion.QUEUE_TIME);
        litho.setupTime = Tunable.time("tools.LITHO.setup", "min", 3);
        LineFixture.breakdown(litho, 800, 40).busyTime = true;
        LineFixture.maintenance(litho, true, 200, 25);
        ToolGroupDefinition wet = fixture.group("WET", ToolKind.TWO_SLOT_CASCADE, 1, Criterion.CRITICAL_RATIO);
        LineFixture.breakdown(wet, 2000, 50);
        LineFixture.maintenance(wet, false, 1440, 20);
        ToolGroupDefinition furnace = fixture.group("FURNACE", ToolKind.BATCH, 2);
        LineFixture.breakdown(furnace, 5000, 100);
        fixture.recipe("expose", Distribution.EXPONENTIAL, 12);
        RecipeDefinition clean = fixture.recipe("clean", Distribution.CONSTANT, 12);
        clean.interval = Tunable.time("recipes.clean.interval", "min", 5);
        clean.loadTime = Tunable.time("recipes.clean.load", "min", 1);
        fixture.recipe("heat", Distribution.CONSTANT, 90);
        for (String name : new String[] {"p", "q"}) {
            ProductDefinition product = fixture.product(name);
            for (int layer = 0; layer < 2; layer++) {
                StepDefinition wash = fixture.step(product, "clean" + layer, "WET", "clean");
                wash.queueTo = "heat" + layer;
                wash.queueLimit = Tunable.time("steps.clean" + layer + ".limit", "min", 400);
                wash.queuePolicy = layer == 0 ? QueuePolicy.REWORK : QueuePolicy.SCRAP;
                StepDefinition heat = fixture.step(product, "heat" + layer, "FURNACE", "heat");
                heat.batchMinimum = 3 * 25;
                heat.batchMaximum = 6 * 25;
                heat.batchFamily = layer == 0 ? "" : null;
                StepDefinition expose = fixture.step(product, "expose" + layer, "LITHO", "expose");
                expose.setup = name;
                expose.reworkTo = "clean" + layer;
                expose.reworkProbability = Tunable.share("steps.expose" + layer + ".rework", 0.04);
                if (layer == 0) {
                    expose.dedicateTo = "expose1";
                }
            }
        }
        fixture.order("normal", "p", 25, Distribution.EXPONENTIAL, 30).dueAfter = Tunable.time("due", "min", 900);
        fixture.order("hot", "q", 25, Distribution.EXPONENTIAL, 120).priority = 10;
        return fixture.compile();
    }
}
