/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.sim.fuzz;

import java.util.List;
import org.fabtwin.core.line.ControlMethod;
import org.fabtwin.core.line.ExcursionKind;
import org.fabtwin.core.line.ToolKind;
import org.fabtwin.core.line.definition.ChartDefinition;
import org.fabtwin.core.line.definition.ControllerDefinition;
import org.fabtwin.core.line.definition.DistributionDefinition;
import org.fabtwin.core.line.definition.LineDefinition;
import org.fabtwin.core.line.definition.LineDefinition.MaintenanceDefinition;
import org.fabtwin.core.line.definition.LineDefinition.ProductDefinition;
import org.fabtwin.core.line.definition.LineDefinition.QualificationDefinition;
import org.fabtwin.core.line.definition.LineDefinition.StepDefinition;
import org.fabtwin.core.line.definition.LineDefinition.ToolGroupDefinition;
import org.fabtwin.core.line.definition.MeasurementDefinition;
import org.fabtwin.core.line.definition.ProcessDefinition.CriticalParameterDefinition;
import org.fabtwin.core.line.definition.ProcessDefinition.DieDefinition;
import org.fabtwin.core.line.definition.ProcessDefinition.ExcursionDefinition;
import org.fabtwin.core.line.definition.Tunable;
import org.fabtwin.core.random.Distribution;

/** Process, metrology, loops, charts, excursions and dies for a {@link RandomFab} of wafers. */
final class RandomProcess {
    private static final double MINUTE_US = 60e6;

    private final RandomFab fab;
    private final LineDefinition line;

    RandomProcess(final RandomFab fab) {
        this.fab = fab;
        line = fab.definition;
    }

    void build() {
        int number = 0;
        for (final ProductDefinition product : line.products) {
            for (int place = 0; place + 1 < product.route.size() && number < 4; place++) {
                final StepDefinition step = product.route.get(place);
                if (ToolKind.isFlowLine(group(step).kind) && fab.chance(0.5)) {
                    parameter("x" + number++, product, place);
                }
            }
        }
        if (number > 0 && fab.chance(0.5)) {
            line.process.subthresholdSwing = Tunable.number("sensitivity.subthresholdSwing", 70);
            line.products.forEach(RandomProcess::dies);
        }
    }

    private ToolGroupDefinition group(final StepDefinition step) {
        return line.toolGroups.stream()
                .filter(group -> group.name.equals(step.toolGroup))
                .findFirst()
                .orElseThrow();
    }

    private void parameter(final String name, final ProductDefinition product, final int place) {
        final StepDefinition step = product.route.get(place);
        final boolean overlay = fab.chance(0.2);
        final String path = "variation." + name + ".";
        final CriticalParameterDefinition parameter = new CriticalParameterDefinition();
        parameter.name = name;
        parameter.overlay = overlay;
        parameter.kill = fab.chance(0.7);
        parameter.setStep = step.name;
        parameter.target = number("parameters." + name + ".target", 0);
        parameter.lower = number("parameters." + name + ".lower", -4);
        parameter.upper = number("parameters." + name + ".upper", 4);
        parameter.tool = Tunable.number(path + "tool", 0.5);
        parameter.chamber = Tunable.number(path + "chamber", 0.5);
        parameter.afterMaintenance = Tunable.number(path + "afterMaintenance", 0.3);
        parameter.coefficient = Tunable.share(path + "wafer.coefficient", 0.8);
        parameter.wafer = Tunable.number(path + "wafer.innovation", 0.5);
        parameter.integrated = fab.chance(0.3);
        parameter.firstWafer = number(path + "firstWafer.shift", 0.5);
        parameter.firstWaferDecay = Tunable.number(path + "firstWafer.decay", 2);
        parameter.die = Tunable.number(path + "die", 0.4);
        line.process.parameters.add(parameter);
        for (final MaintenanceDefinition item : group(step).maintenance) {
            item.redrawsOffset = fab.chance(0.5);
            item.qualification = item.redrawsOffset && fab.addedLater.nextDouble() < 0.6 ? qualification(item) : null;
        }
        if (fab.chance(0.8)) {
            control(name, overlay, step, product.route.get(place + 1 + fab.below(product.route.size() - place - 1)));
            parameter.measureStep = product.route.get(product.route.size() - 1).name;
        }
        if (group(step).kind == ToolKind.CLUSTER && fab.chance(0.5)) {
            excursion(name, overlay, step);
        }
    }

    /** Short enough that a tool has time left when commands halve the period and double all the rest. */
    private QualificationDefinition qualification(final MaintenanceDefinition item) {
        final String path = item.name + ".qualification";
        final double room = item.byWafers
                ? 60
                : Math.max(0, (0.15 * item.period.value() - item.duration.a().value()) / MINUTE_US);
        final double time = room * fab.addedLater.nextDouble();
        final QualificationDefinition wafer = new QualificationDefinition();
        wafer.enabled = Tunable.share(path + ".enabled", 1);
        wafer.time = fab.minutes(path + ".time", time);
        wafer.delay = fab.minutes(path + ".delay", room - time);
        wafer.waits = Tunable.share(path + ".wait", fab.addedLater.nextInt(2));
        return wafer;
    }

    private void control(
            final String name, final boolean overlay, final StepDefinition step, final StepDefinition measuredAt) {
        final MeasurementDefinition measurement = new MeasurementDefinition();
        measurement.parameter = name;
        measurement.noise = Tunable.number("metrology." + name + ".noise", 0.2);
        measurement.delay = fab.minutes("metrology." + name + ".delay", fab.below(60));
        measurement.perCarrier = fab.chance(0.5);
        line.measurements.add(measurement);
        line.process.parameters.get(line.process.parameters.size() - 1).measureStep = measuredAt.name;
        final String path = "control." + name + ".";
        final ControllerDefinition row = new ControllerDefinition();
        row.name = name;
        row.parameter = name;
        row.step = step.name;
        row.method = List.of(
                        ControlMethod.EWMA, ControlMethod.INTEGRAL, ControlMethod.DOUBLE_EWMA, ControlMethod.KALMAN)
                .get(fab.below(4));
        row.components = overlay ? 2 : 1;
        row.byTool = fab.chance(0.3);
        row.byProduct = fab.chance(0.3);
        row.resetsAfterMaintenance = fab.chance(0.5);
        row.enabled = Tunable.number(path + "enabled", 1);
        row.gain = number(path + "gain", 0.5);
        row.weight = Tunable.share(path + "weight", 0.3);
        row.trendWeight = Tunable.share(path + "trendWeight", 0.05);
        row.lower = number(path + "least", -4);
        row.upper = number(path + "most", 4);
        row.maximumStep = Tunable.number(path + "maxStep", 1.5);
        row.deadband = Tunable.number(path + "deadband", 0.01);
        row.resultSigma = Tunable.number(path + "noise", 0.6);
        row.walkSigma = Tunable.number(path + "walk", 0.1);
        row.toolSigma = Tunable.number(path + "spread.tool", 0.5);
        row.chamberSigma = Tunable.number(path + "spread.chamber", 0.5);
        row.redrawSigma = Tunable.number(path + "spread.afterMaintenance", 0.5);
        row.measurementSigma = measurement.noise;
        if (!overlay && fab.chance(0.5)) {
            row.sensors = 3;
            row.attainableShare = Tunable.share(path + "virtual.attainable", 0.8);
            row.virtualEnabled = Tunable.number(path + "virtual.enabled", 1);
        }
        line.controllers.add(row);
        if (fab.chance(0.6)) {
            chart(name);
        }
    }

    private void chart(final String controller) {
        final ChartDefinition row = new ChartDefinition();
        row.name = controller;
        row.controller = controller;
        row.rule = fab.below(3);
        row.width = Tunable.number("spc." + controller + ".width", 3);
        row.weight = Tunable.share("spc." + controller + ".weight", 0.2);
        row.enabled = Tunable.number("spc." + controller + ".enabled", 1);
        row.holds = fab.chance(0.3);
        row.downTime = fab.chance(0.5) ? fab.minutes("spc." + controller + ".down", 30) : null;
        line.charts.add(row);
    }

    private void excursion(final String parameter, final boolean overlay, final StepDefinition step) {
        final ExcursionDefinition excursion = new ExcursionDefinition();
        excursion.name = "e-" + parameter;
        excursion.kind = overlay || fab.chance(0.5) ? ExcursionKind.PARTICLES : ExcursionKind.JUMP;
        excursion.parameter = excursion.kind == ExcursionKind.JUMP ? parameter : null;
        final String path = "excursions." + excursion.name;
        excursion.size = number(path + ".size", 1);
        excursion.wafers = fab.chance(0.5) ? Tunable.number(path + ".wafers", 1 + fab.below(30)) : null;
        excursion.gap = DistributionDefinition.of(
                Distribution.EXPONENTIAL, fab.minutes(path + ".every", 500 + fab.below(3000)));
        excursion.chambers.add(group(step).name + "-01/A");
        line.process.excursions.add(excursion);
    }

    private static void dies(final ProductDefinition product) {
        final DieDefinition die = new DieDefinition();
        die.widthMm = 15;
        die.heightMm = 12;
        die.scribeMm = 0.1;
        die.edgeExclusionMm = 3;
        die.vtLimit = Tunable.number("products." + product.name + ".limits.vt", 12);
        product.die = die;
    }

    private static Tunable number(final String path, final double value) {
        return new Tunable(path, "", 1, value, -1e6, 1e6, "user", true);
    }
}
