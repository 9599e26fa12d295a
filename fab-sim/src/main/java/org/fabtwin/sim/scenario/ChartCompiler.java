/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.sim.scenario;

import java.util.List;
import org.fabtwin.core.line.ChartRule;
import org.fabtwin.core.line.definition.ChartDefinition;
import org.fabtwin.core.line.definition.ControllerDefinition;
import org.fabtwin.core.line.definition.LineDefinition;
import org.fabtwin.core.line.definition.Tunable;

/** Compiles {@code spc}: control charts of what the loops did not foresee. */
final class ChartCompiler {
    private static final double ANY = Double.POSITIVE_INFINITY;

    private final Fields root;
    private final LineDefinition definition;

    ChartCompiler(final Fields root, final LineDefinition definition) {
        this.root = root;
        this.definition = definition;
    }

    void compile() {
        final Fields charts = root.section("spc");
        final List<String> controllers =
                definition.controllers.stream().map(row -> row.name).toList();
        for (final String name : charts.node().keys()) {
            final Fields fields = charts.section(name);
            fields.required("watches", "a controller or a selector of some");
            final String watches = fields.text("watches", "");
            final List<String> watched = Selector.isPattern(watches)
                    ? new Selector(watches).among(controllers)
                    : controllers.contains(watches) ? List.of(watches) : List.of();
            if (watched.isEmpty() && fields.has("watches")) {
                charts.problems()
                        .unknown(
                                fields.get("watches"),
                                fields.path("watches"),
                                "a controller (section control), or a selector of some",
                                controllers);
            }
            for (final ControllerDefinition controller : definition.controllers) {
                if (watched.contains(controller.name)) {
                    definition.charts.add(chart(fields, name, controller));
                }
            }
        }
    }

    private ChartDefinition chart(final Fields fields, final String name, final ControllerDefinition controller) {
        final ChartDefinition row = new ChartDefinition();
        row.name = name + "/" + controller.name;
        row.controller = controller.name;
        row.rule = Math.max(0, ChartRule.ruleOf(fields.text("rule", "shewhart")));
        row.width = number(fields, "width", row.rule == ChartRule.EWMA ? 2.962 : 3, 1, 20);
        row.weight = number(fields, "weight", 0.2, 0.001, 1);
        row.enabled = number(fields, "enabled", 1, 0, 1);
        row.sigma = fields.has("sigma") ? fields.number("sigma", unit(controller), 0, ANY) : null;
        row.holds = fields.flag("hold");
        row.downTime = fields.time("down");
        return row;
    }

    private String unit(final ControllerDefinition controller) {
        return definition.process.parameters.stream()
                .filter(parameter -> parameter.name.equals(controller.parameter))
                .map(parameter -> parameter.unit)
                .findFirst()
                .orElse("");
    }

    private static Tunable number(
            final Fields fields, final String key, final double otherwise, final double least, final double most) {
        return fields.has(key)
                ? fields.number(key, "", least, most)
                : new Tunable(fields.path(key), "", 1, otherwise, least, most, "estimate", true);
    }
}
