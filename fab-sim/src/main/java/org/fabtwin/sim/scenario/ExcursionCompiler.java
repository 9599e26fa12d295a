/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.sim.scenario;

import java.util.ArrayList;
import java.util.List;
import org.fabtwin.core.line.ExcursionKind;
import org.fabtwin.core.line.definition.LineDefinition;
import org.fabtwin.core.line.definition.LineDefinition.ToolGroupDefinition;
import org.fabtwin.core.line.definition.ProcessDefinition.CriticalParameterDefinition;
import org.fabtwin.core.line.definition.ProcessDefinition.ExcursionDefinition;
import org.fabtwin.core.random.Distribution;

/** Compiles {@code excursions}: what can go wrong in chambers, when, and how much. */
final class ExcursionCompiler {
    private static final double MOST = 1e9;

    private final Fields root;
    private final Fields excursions;
    private final LineDefinition definition;
    private final List<String> chambers = new ArrayList<>();

    ExcursionCompiler(final Fields root, final LineDefinition definition) {
        this.root = root;
        this.excursions = root.section("excursions");
        this.definition = definition;
    }

    void compile() {
        if (excursions.node().keys().isEmpty()) {
            return;
        }
        for (final ToolGroupDefinition group : definition.toolGroups) {
            chambers.addAll(StoppageCompiler.chambersOf(group));
        }
        for (final String name : excursions.node().keys()) {
            excursion(name, excursions.section(name));
        }
    }

    private void excursion(final String name, final Fields fields) {
        final ExcursionDefinition excursion = new ExcursionDefinition();
        excursion.name = name;
        fields.required("kind", "one of jump, drift, scratch, particles, edgeRing");
        excursion.kind = ExcursionKind.kindOf(fields.text("kind", ""));
        if (excursion.kind < 0) {
            return;
        }
        final CriticalParameterDefinition parameter = parameter(fields, excursion);
        final boolean ready = parameter != null || !ExcursionKind.hasParameter(excursion.kind);
        fields.required("size", "how much, for example '0.5 nm'");
        excursion.size = ready ? fields.number("size", unit(excursion.kind, parameter), -MOST, MOST) : null;
        excursion.wafers = fields.number("wafers", "wafers", 1, MOST);
        excursion.at = fields.time("at");
        excursion.gap = fields.distribution("every", Distribution.EXPONENTIAL);
        if (fields.has("at") && fields.has("every")) {
            root.problems().add(fields.get("every"), fields.path("every"), "nothing beside at: one of the two");
        }
        if (!fields.has("chambers")) {
            root.problems()
                    .missing(fields.node().position(), fields.path("chambers"), "the chambers that it can strike");
        }
        final List<Node> items = fields.list("chambers");
        for (int i = 0; i < items.size(); i++) {
            final List<String> found = new Selector(items.get(i).text()).among(chambers);
            if (found.isEmpty()) {
                final String path = fields.path("chambers") + "[" + i + "]";
                root.problems().unknown(items.get(i), path, "a chamber, or a selector that reaches one", chambers);
            }
            found.stream()
                    .filter(chamber -> !excursion.chambers.contains(chamber))
                    .forEach(excursion.chambers::add);
        }
        if (excursion.size != null && ready) {
            definition.process.excursions.add(excursion);
        }
    }

    private CriticalParameterDefinition parameter(final Fields fields, final ExcursionDefinition excursion) {
        final boolean needed = ExcursionKind.hasParameter(excursion.kind);
        if (!needed && fields.has("parameter")) {
            root.problems().add(fields.get("parameter"), fields.path("parameter"), "none for this kind");
            return null;
        }
        if (!needed) {
            return null;
        }
        fields.required("parameter", "the critical parameter that it concerns");
        final List<String> names = definition.process.parameters.stream()
                .map(parameter -> parameter.name)
                .toList();
        excursion.parameter = fields.name("parameter", "a critical parameter", names);
        return definition.process.parameters.stream()
                .filter(parameter -> parameter.name.equals(excursion.parameter))
                .findFirst()
                .orElse(null);
    }

    private static String unit(final int kind, final CriticalParameterDefinition parameter) {
        return switch (kind) {
            case ExcursionKind.SCRATCH -> "mm";
            case ExcursionKind.PARTICLES -> "/cm2";
            case ExcursionKind.DRIFT -> (parameter == null ? "" : parameter.unit) + "/wafer";
            default -> parameter == null ? "" : parameter.unit;
        };
    }
}
