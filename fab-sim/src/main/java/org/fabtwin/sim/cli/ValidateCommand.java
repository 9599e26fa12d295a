/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.sim.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import org.fabtwin.core.line.LineCompiler;
import org.fabtwin.core.line.definition.LineDefinition;
import org.fabtwin.sim.scenario.Position;
import org.fabtwin.sim.scenario.Problem;
import org.fabtwin.sim.scenario.Scenario;
import org.fabtwin.sim.scenario.ScenarioException;
import org.fabtwin.sim.scenario.ScenarioReader;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code fab validate}: all errors of a scenario, each with its place. */
@Command(
        name = "validate",
        description = "Check a scenario and everything that it extends or names; list all errors.",
        footer = "%nExit code 0 when it is valid, 2 when it has errors.")
public final class ValidateCommand implements Subcommand {
    @Parameters(paramLabel = "SCENARIO", description = "A bundled scenario's name or a path.")
    private String scenario;

    @Option(names = "--set", paramLabel = "PATH=VALUE", description = "Override a value (repeatable).")
    private List<String> overrides = new ArrayList<>();

    @Mixin
    private OutputOptions output;

    @Override
    public Integer call() {
        List<Problem> problems = List.of();
        LineDefinition line = null;
        try {
            final Scenario read = ScenarioReader.read(scenario, overrides);
            line = read.definition();
            LineCompiler.compile(line);
        } catch (final ScenarioException e) {
            problems = e.problems();
        } catch (final IllegalArgumentException e) {
            // What only the core knows to be impossible has no place in a file.
            problems = List.of(new Problem(
                    new Position(scenario, 0, 0), "", "'" + e.getMessage() + "'", "a line that can be built", ""));
        }
        if (output.json()) {
            output.result().println(json(problems));
        } else if (problems.isEmpty()) {
            output.result().println(scenario + ": valid, " + summary(line));
        } else {
            problems.forEach(output.result()::println);
            output.remarks().println(problems.size() + (problems.size() == 1 ? " error" : " errors"));
        }
        return problems.isEmpty() ? ExitCode.OK : ExitCode.USAGE;
    }

    private static String summary(final LineDefinition line) {
        final int tools =
                line.toolGroups.stream().mapToInt(group -> group.count).sum();
        final int steps = line.products.stream()
                .mapToInt(product -> product.route.size())
                .max()
                .orElse(0);
        return line.products.size() + " products, up to " + steps + " steps, " + tools + " tools in "
                + line.toolGroups.size() + " families, " + line.orders.size() + " releases";
    }

    private static ObjectNode json(final List<Problem> problems) {
        final ObjectNode result = JsonNodeFactory.instance.objectNode();
        result.put("valid", problems.isEmpty());
        final ArrayNode rows = result.putArray("problems");
        for (final Problem problem : problems) {
            rows.addObject()
                    .put("file", problem.position().file())
                    .put("line", problem.position().line())
                    .put("column", problem.position().column())
                    .put("columnName", problem.position().columnName())
                    .put("path", problem.path())
                    .put("found", problem.found())
                    .put("expected", problem.expected())
                    .put("nearest", problem.nearest());
        }
        return result;
    }
}
