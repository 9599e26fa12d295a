/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.sim.scenario;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.fabtwin.core.line.ClusteringScope;
import org.fabtwin.core.line.definition.LineDefinition;
import org.fabtwin.core.line.definition.LineDefinition.ProductDefinition;
import org.fabtwin.core.line.definition.LineDefinition.StepDefinition;
import org.fabtwin.core.line.definition.ProcessDefinition.CriticalParameterDefinition;
import org.fabtwin.core.line.definition.ProcessDefinition.DefectSourceDefinition;
import org.fabtwin.core.line.definition.ProcessDefinition.EdgePlacementDefinition;
import org.fabtwin.core.line.definition.ProcessDefinition.InheritanceDefinition;
import org.fabtwin.core.line.definition.ProcessDefinition.QueueEffectDefinition;
import org.fabtwin.core.line.definition.ProcessDefinition.SystematicLossDefinition;
import org.fabtwin.core.line.definition.Tunable;

/** Compiles what steps do to wafers: critical parameters with their variation and sensitivities, waiting, defects, losses. */
final class ProcessCompiler {
    /** Bounds of numbers that may have either sign, in their own unit. */
    private static final double MOST = 1e9;

    private static final String FLAVOURS = "abc";

    private final Fields root;
    private final Fields parameters;
    private final Fields variation;
    private final Fields sensitivity;
    private final LineDefinition definition;
    private final Set<String> steps = new LinkedHashSet<>();

    ProcessCompiler(final Fields root, final LineDefinition definition) {
        this.root = root;
        this.parameters = root.section("parameters");
        this.variation = root.section("variation");
        this.sensitivity = root.section("sensitivity");
        this.definition = definition;
        for (final ProductDefinition product : definition.products) {
            product.route.forEach(step -> steps.add(step.name));
        }
    }

    void compile() {
        definition.process.subthresholdSwing = sensitivity.number("subthresholdSwing", "mV", 1e-3, MOST);
        definition.process.speedPerVt = sensitivity.number("speedPerVt", "/mV", -MOST, MOST);
        checkNames(variation);
        for (final String output : List.of("vt", "speed", "leakage", "viaResistance")) {
            checkNames(sensitivity.section(output));
        }
        for (final String name : parameters.node().keys()) {
            parameter(name, parameters.section(name));
        }
        for (final String name : root.section("queueEffects").node().keys()) {
            queueEffect(name, root.section("queueEffects").section(name));
        }
        if (root.has("defects")) {
            defects(root.section("defects"));
        }
        for (final String name : root.section("systematicLosses").node().keys()) {
            systematicLoss(name, root.section("systematicLosses").section(name));
        }
        for (final String name : root.section("edgePlacement").node().keys()) {
            edgePlacement(name, root.section("edgePlacement").section(name));
        }
    }

    private void checkNames(final Fields section) {
        for (final String name : section.node().keys()) {
            if (!parameters.has(name)) {
                root.problems()
                        .unknown(
                                section.node().keyPosition(name),
                                section.path(name),
                                name,
                                "a critical parameter",
                                parameters.node().keys());
            }
        }
    }

    private void parameter(final String name, final Fields fields) {
        final CriticalParameterDefinition parameter = new CriticalParameterDefinition();
        parameter.name = name;
        fields.required("unit", "the unit of the parameter, for example nm");
        fields.required("set", "the step that sets it");
        final Unit unit = Unit.of(fields.text("unit", ""));
        if (unit == null) {
            root.problems().unknown(fields.get("unit"), fields.path("unit"), "a unit", Unit.names());
            return;
        }
        parameter.unit = unit.name();
        parameter.unitFactor = unit.factor();
        parameter.overlay = fields.text("kind", "scalar").equals("overlay");
        parameter.kill = fields.flag("kill");
        for (final String field : List.of("target", "lower", "upper")) {
            fields.required(field, "a number in " + unit.name());
        }
        parameter.target = signed(fields, "target", unit.name());
        parameter.lower = signed(fields, "lower", unit.name());
        parameter.upper = signed(fields, "upper", unit.name());
        if (parameter.lower != null && parameter.upper != null && parameter.lower.value() >= parameter.upper.value()) {
            root.problems().add(fields.get("lower"), fields.path("lower"), "less than upper");
        }
        parameter.setStep = fields.name("set", "a step of a route", steps);
        parameter.measureStep = fields.name("measured", "a step of a route", steps);
        final String flavour = fields.text("flavour", "all");
        parameter.flavours = flavour.equals("all") ? 7 : 1 << Math.max(0, FLAVOURS.indexOf(flavour));
        parameter.vt = signed(sensitivity.section("vt"), name, "mV/" + unit.name());
        parameter.speed = signed(sensitivity.section("speed"), name, "/" + unit.name());
        parameter.leakage = signed(sensitivity.section("leakage"), name, "/" + unit.name());
        parameter.viaResistance = signed(sensitivity.section("viaResistance"), name, "/" + unit.name());
        inherits(parameter, fields.section("inherits"));
        variation(parameter, variation.section(name), unit.name());
        // One with a wrong step is one all the same to those who name it.
        if (parameter.target != null) {
            definition.process.parameters.add(parameter);
        }
    }

    private static Tunable signed(final Fields fields, final String key, final String unit) {
        return fields.number(key, unit, -MOST, MOST);
    }

    private void inherits(final CriticalParameterDefinition parameter, final Fields fields) {
        final List<String> earlier = definition.process.parameters.stream()
                .map(before -> before.name)
                .toList();
        for (final String from : fields.node().keys()) {
            if (!earlier.contains(from)) {
                root.problems()
                        .unknown(
                                fields.node().keyPosition(from),
                                fields.path(from),
                                from,
                                "a critical parameter named above this one",
                                earlier);
                continue;
            }
            final String fromUnit = parameters.section(from).text("unit", "");
            final Tunable factor = signed(fields, from, parameter.unit + "/" + fromUnit);
            if (factor != null) {
                parameter.inherits.add(new InheritanceDefinition(from, factor));
            }
        }
    }

    private static void variation(final CriticalParameterDefinition to, final Fields from, final String unit) {
        to.tool = from.number("tool", unit, 0, MOST);
        to.chamber = from.number("chamber", unit, 0, MOST);
        to.afterMaintenance = from.number("afterMaintenance", unit, 0, MOST);
        to.drift = signed(from.section("drift"), "rate", unit + "/1000wafers");
        to.driftMost = from.section("drift").number("most", unit, 0, MOST);
        final Fields wafer = from.section("wafer");
        to.integrated = wafer.text("model", "AR").equals("IMA");
        to.coefficient = wafer.number("coefficient", "", 0, 0.9999);
        to.wafer = wafer.number("innovation", unit, 0, MOST);
        to.firstWafer = signed(from.section("firstWafer"), "shift", unit);
        to.firstWaferDecay = from.section("firstWafer").number("decay", "wafers", 0, MOST);
        to.bowl = from.number("bowl", unit, 0, MOST);
        final Fields edge = from.section("edge");
        to.edge = signed(edge, "amplitude", unit);
        to.edgeSpread = edge.number("spread", "", 0, MOST);
        to.edgeLength = edge.number("length", "mm", 0.1, 150);
        to.intrafield = from.number("intrafield", unit, 0, MOST);
        to.die = from.number("die", unit, 0, MOST);
        to.scale = from.number("scale", "ppm", 0, MOST);
        to.rotation = from.number("rotation", "urad", 0, MOST);
    }

    private void queueEffect(final String name, final Fields fields) {
        final QueueEffectDefinition effect = new QueueEffectDefinition();
        effect.name = name;
        effect.queueClass = fields.required("class", "the class of a queue-time window");
        effect.steps = fields.text("steps", "").replaceFirst("\\*$", "");
        effect.parameter = fields.name(
                "parameter", "a critical parameter", parameters.node().keys());
        if (fields.has("parameter") == fields.has("defects")) {
            root.problems()
                    .add(new Problem(
                            fields.node().position(),
                            fields.path(),
                            fields.has("parameter") ? "both parameter and defects" : "neither parameter nor defects",
                            "one of parameter (which is shifted) and defects (a class of those that are added)",
                            ""));
            return;
        }
        fields.required("shift", "what waiting does, for example '0.02 /cm2'");
        final String unit = effect.parameter == null
                ? "/cm2"
                : parameters.section(effect.parameter).text("unit", "");
        effect.shift = signed(fields, "shift", unit);
        effect.free = fields.time("free");
        fields.required("tau", "a time, for example '1 h'");
        effect.tau = fields.number("tau", "h", 1e-6, MOST);
        if (effect.queueClass != null && effect.shift != null && effect.tau != null) {
            definition.process.queueEffects.add(effect);
        }
    }

    private void defects(final Fields fields) {
        definition.process.defectScale = fields.has("scale")
                ? fields.number("scale", "", 0, 1e6)
                // There for commands and --set where the scenario says nothing.
                : new Tunable(fields.path("scale"), "", 1, 1, 0, 1e6, "estimate", true);
        final Fields clustering = fields.section("clustering");
        definition.process.clusteringAlpha = clustering.number("alpha", "", 0, 1e6);
        definition.process.clusteringScope = Math.max(0, ClusteringScope.scopeOf(clustering.text("scope", "wafer")));
        final Fields sources = fields.section("sources");
        for (final String name : sources.node().keys()) {
            source(name, sources.section(name));
        }
    }

    private void source(final String name, final Fields fields) {
        final DefectSourceDefinition source = new DefectSourceDefinition();
        source.name = name;
        final List<String> families =
                definition.toolGroups.stream().map(group -> group.name).toList();
        fields.required("tool", "a tool family");
        final String tool = fields.name("tool", "a tool family", families);
        fields.required("density", "defects of one pass, for example '0.003 /cm2'");
        source.density = fields.number("density", "/cm2", 0, MOST);
        source.killRatio = fields.share("kill");
        if (tool == null || source.density == null) {
            return;
        }
        definition.process.defects.add(source);
        final List<Selector> selectors = new ArrayList<>();
        fields.list("steps").forEach(item -> selectors.add(new Selector(item.text())));
        boolean found = false;
        for (final ProductDefinition product : definition.products) {
            for (final StepDefinition step : product.route) {
                final boolean chosen = step.toolGroup.equals(tool)
                        && (selectors.isEmpty() || selectors.stream().anyMatch(s -> s.matches(step.name)));
                if (chosen) {
                    step.defects = name;
                    found = true;
                }
            }
        }
        if (!found) {
            final Node where = fields.has("steps") ? fields.get("steps") : fields.node();
            root.problems().add(where, fields.path("steps"), "selectors that reach a step on " + tool);
        }
    }

    private void systematicLoss(final String name, final Fields fields) {
        final SystematicLossDefinition loss = new SystematicLossDefinition();
        loss.name = name;
        loss.product = fields.name(
                "product",
                "a product",
                definition.products.stream().map(product -> product.name).toList());
        loss.step = fields.name("step", "a step of a route", steps);
        fields.required("share", "the share of dies lost, for example '1 %'");
        loss.share = fields.share("share");
        loss.from = fields.number("from", "mm", 0, 150);
        loss.to = fields.number("to", "mm", 0, 150);
        if (loss.share != null) {
            definition.process.systematicLosses.add(loss);
        }
    }

    private void edgePlacement(final String name, final Fields fields) {
        final EdgePlacementDefinition placement = new EdgePlacementDefinition();
        placement.name = name;
        fields.required("overlay", "a critical parameter of kind overlay");
        fields.required("margin", "the largest error that a via stands, for example '5 nm'");
        placement.overlay =
                fields.name("overlay", "a critical parameter", parameters.node().keys());
        final List<Node> widths = fields.list("widths");
        for (int i = 0; i < widths.size(); i++) {
            if (i > 1) {
                root.problems().add(widths.get(i), fields.path("widths") + "[" + i + "]", "at most two widths");
                return;
            }
            if (!parameters.has(widths.get(i).text())) {
                root.problems()
                        .unknown(
                                widths.get(i),
                                fields.path("widths") + "[" + i + "]",
                                "a critical parameter",
                                parameters.node().keys());
                return;
            }
        }
        placement.width1 = widths.isEmpty() ? null : widths.get(0).text();
        placement.width2 = widths.size() < 2 ? null : widths.get(1).text();
        placement.roughness = fields.number("roughness", "nm", 0, MOST);
        placement.margin = fields.number("margin", "nm", 0, MOST);
        if (placement.overlay != null && placement.margin != null) {
            definition.process.edgePlacements.add(placement);
        }
    }
}
