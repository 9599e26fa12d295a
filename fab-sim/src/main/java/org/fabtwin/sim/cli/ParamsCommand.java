/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.sim.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.PrintWriter;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.fabtwin.core.line.LineCompiler;
import org.fabtwin.core.line.ParameterTable;
import org.fabtwin.core.line.definition.Tunable;
import org.fabtwin.sim.scenario.ScenarioException;
import org.fabtwin.sim.scenario.ScenarioReader;
import org.fabtwin.sim.scenario.Selector;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code fab params}: every number of a scenario that can be tuned. */
@Command(
        name = "params",
        description = "List every tunable of a scenario: path, default with unit, range, source, live or at start.",
        footer = "%n'live' parameters can be set in a running twin, the others only at its start.")
public final class ParamsCommand implements Subcommand {
    @Parameters(
            paramLabel = "SCENARIO",
            arity = "0..1",
            defaultValue = "line2nm-pilot",
            description = "A bundled scenario's name or a path (default: ${DEFAULT-VALUE}).")
    private String scenario;

    @Option(names = "--filter", paramLabel = "GLOB", description = "Only paths that match; * and ? stand for anything.")
    private String filter = "*";

    @Option(names = "--set", paramLabel = "PATH=VALUE", description = "Override a value (repeatable).")
    private List<String> overrides = new ArrayList<>();

    @Mixin
    private OutputOptions output;

    @Override
    public Integer call() {
        final ParameterTable table;
        try {
            table = LineCompiler.compile(
                            ScenarioReader.read(scenario, overrides).definition())
                    .parameters();
        } catch (final ScenarioException e) {
            throw new CommandFailure(ExitCode.USAGE, e.getMessage(), e);
        }
        final Selector selector = new Selector(filter);
        final List<Tunable> rows = new ArrayList<>();
        for (int id = 0; id < table.size(); id++) {
            if (selector.matches(table.row(id).path())) {
                rows.add(table.row(id));
            }
        }
        rows.sort(Comparator.comparing(row -> row.path().substring(0, row.path().indexOf('.'))));
        if (output.json()) {
            output.result().println(json(rows));
        } else {
            print(rows, output.result());
        }
        return ExitCode.OK;
    }

    private static void print(final List<Tunable> rows, final PrintWriter out) {
        final List<String[]> cells = new ArrayList<>();
        cells.add(new String[] {"PATH", "DEFAULT", "RANGE", "SOURCE", "CHANGE"});
        for (final Tunable row : rows) {
            final String unit = row.unit().isEmpty() ? "" : " " + row.unit();
            final String most = isBounded(row) ? number(row.maximum() / row.factor(), 6) + unit : "";
            cells.add(new String[] {
                row.path(),
                number(row.value() / row.factor(), 6) + unit,
                least(row) + ".." + most,
                row.source(),
                row.live() ? "live" : "at start"
            });
        }
        final int[] widths = new int[5];
        cells.forEach(line -> {
            for (int i = 0; i < widths.length; i++) {
                widths[i] = Math.max(widths[i], line[i].length());
            }
        });
        for (final String[] line : cells) {
            final StringBuilder text = new StringBuilder();
            for (int i = 0; i < widths.length; i++) {
                text.append(line[i]).append(" ".repeat(widths[i] - line[i].length() + 2));
            }
            out.println(text.toString().stripTrailing());
        }
    }

    /** A microsecond is the least that moves time on: to a user, anything above 0. */
    private static String least(final Tunable row) {
        if (!isBoundedBelow(row)) {
            return "";
        }
        return row.factor() > 1 && row.minimum() > 0 && row.minimum() <= 1e6
                ? ">0"
                : number(row.minimum() / row.factor(), 6);
    }

    private ObjectNode json(final List<Tunable> rows) {
        final ObjectNode result = JsonNodeFactory.instance.objectNode();
        result.put("scenario", scenario);
        final ArrayNode array = result.putArray("parameters");
        for (final Tunable row : rows) {
            final ObjectNode item = array.addObject()
                    .put("path", row.path())
                    .put("unit", row.unit())
                    .put("default", new BigDecimal(number(row.value() / row.factor(), 15)));
            if (isBoundedBelow(row)) {
                item.put("minimum", new BigDecimal(number(row.minimum() / row.factor(), 15)));
            } else {
                item.putNull("minimum");
            }
            if (isBounded(row)) {
                item.put("maximum", new BigDecimal(number(row.maximum() / row.factor(), 15)));
            } else {
                item.putNull("maximum");
            }
            item.put("source", row.source()).put("live", row.live());
        }
        return result;
    }

    /** Bounds from here on are there to keep numbers finite, and say nothing to a user. */
    private static boolean isBounded(final Tunable row) {
        return row.maximum() < 1e18 && row.maximum() < Integer.MAX_VALUE * row.factor();
    }

    private static boolean isBoundedBelow(final Tunable row) {
        return row.minimum() > -1e18;
    }

    private static String number(final double value, final int digits) {
        final BigDecimal rounded = new BigDecimal(value).round(new MathContext(digits));
        return rounded.signum() == 0 ? "0" : rounded.stripTrailingZeros().toPlainString();
    }
}
