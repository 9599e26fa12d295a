/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.sim.scenario;

import java.util.ArrayList;
import java.util.List;
import org.fabtwin.core.line.Criterion;
import org.fabtwin.core.line.HandOff;
import org.fabtwin.core.line.definition.LineDefinition;
import org.fabtwin.core.line.definition.LineDefinition.ToolGroupDefinition;
import org.fabtwin.core.line.definition.Tunable;

/** Makes a line definition of a merged tree. What means nothing is reported, and compiling goes on. */
final class ScenarioCompiler {
    private static final double DAY_US = 86400e6;
    private static final List<String> DETAILS = List.of("lot", "wafer", "chamber", "robot");

    private final Node tree;
    private final Problems problems;
    private final Fields root;
    private final LineDefinition definition = new LineDefinition();

    ScenarioCompiler(final Node tree, final Problems problems) {
        this.tree = tree;
        this.problems = problems;
        this.root = new Fields(tree, "", problems);
    }

    /** The scenario; null fields and holes where there are problems. */
    Scenario compile(final String sourceName) {
        final Fields line = root.section("line");
        definition.name = line.text("name", nameOf(sourceName));
        definition.lotMode = line.text("mode", "wafer").equals("lot");
        definition.eventDetail = Math.max(0, DETAILS.indexOf(line.text("eventDetail", "wafer")));
        final int carrierSize = carrierSize();
        final ToolCompiler tools = new ToolCompiler(root, definition);
        tools.compile();
        dispatch(tools);
        new RouteCompiler(root, definition, tools).compile();
        new SetupCompiler(root, definition).compile();
        new TransportCompiler(root, definition, tools).compile();
        new DieCompiler(root, definition).compile();
        new ProcessCompiler(root, definition).compile();
        new ExcursionCompiler(root, definition).compile();
        new ControlCompiler(root, definition).compile();
        new ChartCompiler(root, definition).compile();
        new ReleaseCompiler(root, definition, carrierSize).compile();
        new LotCompiler(root, definition, carrierSize).compile();
        final long daysUs = time(line, "days", 30 * DAY_US);
        final long warmupUs = time(line, "warmup", 0);
        if (warmupUs >= daysUs) {
            final Node written = line.has("warmup") ? line.get("warmup") : tree;
            problems.add(
                    written, "line.warmup", "less than line.days, which is " + Fields.plain(daysUs / DAY_US) + " d");
        }
        return new Scenario(
                definition.name,
                YamlText.write(tree),
                seed(line),
                daysUs,
                warmupUs,
                time(line, "warmStart", 0),
                definition.eventDetail,
                definition);
    }

    private static String nameOf(final String sourceName) {
        final String file = sourceName.substring(sourceName.lastIndexOf('/') + 1);
        return file.replaceFirst("^builtin:", "").replaceFirst("\\.ya?ml$", "");
    }

    private long seed(final Fields line) {
        final String text = line.text("seed", "1");
        try {
            return Long.parseLong(text);
        } catch (final NumberFormatException e) {
            problems.add(line.get("seed"), "line.seed", "a whole number of at most 63 bits");
            return 1;
        }
    }

    private static long time(final Fields line, final String key, final double otherwise) {
        final Tunable written = line.number(key, "d", 0, 1e6);
        return Math.round(written == null ? otherwise : written.value());
    }

    private int carrierSize() {
        final Fields carrier = root.section("carrier");
        final int size = carrier.whole("size", definition.lotMode ? 1 : 25);
        definition.tunables.add(carrier.fixed("size", size));
        definition.handOff = Math.max(0, HandOff.codeOf(carrier.text("handoff", "buffered")));
        return size;
    }

    private void dispatch(final ToolCompiler tools) {
        final Fields dispatch = root.section("dispatch");
        for (final String key : dispatch.node().keys()) {
            if (!key.equals("default") && !tools.families().contains(key)) {
                problems.unknown(
                        dispatch.node().keyPosition(key),
                        dispatch.path(key),
                        key,
                        "default or a tool family",
                        tools.families());
            }
        }
        final List<Integer> otherwise = criteria(dispatch, "default");
        for (final ToolGroupDefinition group : definition.toolGroups) {
            group.criteria.addAll(dispatch.has(group.name) ? criteria(dispatch, group.name) : otherwise);
        }
    }

    private List<Integer> criteria(final Fields dispatch, final String key) {
        final List<Integer> codes = new ArrayList<>();
        final List<Node> names = dispatch.list(key);
        for (int i = 0; i < names.size(); i++) {
            final int code = Criterion.criterionOf(names.get(i).text());
            if (code < 0) {
                problems.unknown(
                        names.get(i),
                        dispatch.path(key) + "[" + i + "]",
                        "one of " + String.join(", ", Criterion.names()),
                        Criterion.names());
            } else {
                codes.add(code);
            }
        }
        return codes;
    }
}
