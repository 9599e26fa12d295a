/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.sim.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.List;
import org.fabtwin.sim.scenario.BundledScenarios;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code fab scenarios}: the bundled scenarios, one line each. */
@Command(name = "scenarios", description = "List the bundled scenarios.")
public final class ScenariosCommand implements Subcommand {
    @Mixin
    private OutputOptions output;

    @Override
    public Integer call() {
        final List<String> names = BundledScenarios.names();
        if (output.json()) {
            final ArrayNode rows = JsonNodeFactory.instance.arrayNode();
            for (final String name : names) {
                rows.addObject().put("name", name).put("description", BundledScenarios.description(name));
            }
            output.result().println(rows);
            return ExitCode.OK;
        }
        final int width = names.stream().mapToInt(String::length).max().orElse(0);
        for (final String name : names) {
            output.result().println(name + " ".repeat(width - name.length() + 2) + BundledScenarios.description(name));
        }
        return ExitCode.OK;
    }
}
