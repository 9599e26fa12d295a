/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.sim.scenario;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.fabtwin.core.line.definition.LineDefinition;
import org.fabtwin.core.line.definition.LineDefinition.ProductDefinition;
import org.fabtwin.core.line.definition.LineDefinition.SetupTimeDefinition;
import org.fabtwin.core.line.definition.LineDefinition.StepDefinition;
import org.fabtwin.core.line.definition.Tunable;

/** Compiles {@code setups}: times to change from one setup to another. */
final class SetupCompiler {
    private final Fields rows;
    private final LineDefinition definition;
    private final Set<String> setups = new LinkedHashSet<>();

    SetupCompiler(final Fields root, final LineDefinition definition) {
        this.rows = root.section("setups");
        this.definition = definition;
    }

    void compile() {
        for (final ProductDefinition product : definition.products) {
            product.route.forEach(this::collect);
            product.rework.forEach(this::collect);
        }
        final List<String> families =
                definition.toolGroups.stream().map(group -> group.name).toList();
        for (final String name : rows.node().keys()) {
            final Fields row = rows.section(name);
            final String tool = row.name("tool", "a tool family", families);
            row.required("time", "the time of the change");
            final Tunable time = row.time("time");
            for (final String to : named(row, "to", false)) {
                for (final String from : named(row, "from", true)) {
                    if (time != null && !to.equals(from)) {
                        definition.setupTimes.add(new SetupTimeDefinition(tool, from, to, time));
                    }
                }
            }
        }
    }

    private void collect(final StepDefinition step) {
        if (!step.setup.isEmpty()) {
            setups.add(step.setup);
        }
    }

    /** The setups that a field reaches; one null for "any" where that may stand. */
    private List<String> named(final Fields row, final String key, final boolean anyAsNull) {
        final String pattern = row.text(key, "*");
        final List<String> found = new ArrayList<>();
        if (pattern.equals("*") && anyAsNull) {
            found.add(null);
            return found;
        }
        found.addAll(new Selector(pattern).among(setups));
        if (found.isEmpty() && row.has(key)) {
            row.problems().unknown(row.get(key), row.path(key), "a setup that a step or recipe names", setups);
        }
        return found;
    }
}
