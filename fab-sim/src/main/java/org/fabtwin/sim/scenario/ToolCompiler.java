/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.sim.scenario;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.fabtwin.core.line.LineCompiler;
import org.fabtwin.core.line.ToolKind;
import org.fabtwin.core.line.definition.LineDefinition;
import org.fabtwin.core.line.definition.LineDefinition.StageDefinition;
import org.fabtwin.core.line.definition.LineDefinition.ToolGroupDefinition;

/** Compiles {@code tools}: families, their tools and chambers, and what the robot's times mean for the flow-line form. */
final class ToolCompiler {
    private static final List<String> KINDS =
            List.of("single", "two-slot-cascade", "batch", "cascade", "cluster", "serial");

    private final Fields tools;
    private final LineDefinition definition;
    private final List<String> families;
    private final HandlingCompiler handling;
    private final Map<String, ToolGroupDefinition> groups = new LinkedHashMap<>();

    ToolCompiler(final Fields root, final LineDefinition definition) {
        this.tools = root.section("tools");
        this.definition = definition;
        this.handling = new HandlingCompiler(root);
        this.families = ToolNames.families(tools.node(), Node.map(Position.NONE));
    }

    List<String> families() {
        return families;
    }

    /** The group of a family, null where its description has errors. */
    ToolGroupDefinition group(final String family) {
        return groups.get(family);
    }

    void compile() {
        if (families.isEmpty()) {
            tools.problems().missing(tools.node().position(), "tools", "at least one tool family");
        }
        for (final String family : families) {
            compile(family, tools.section(family));
        }
        new StoppageCompiler(tools, families, groups).compile();
        definition.toolGroups.addAll(groups.values());
    }

    private void compile(final String family, final Fields fields) {
        final ToolGroupDefinition group = new ToolGroupDefinition();
        group.name = family;
        group.area = fields.text("area", "");
        group.location = fields.text("location", group.location);
        group.count = fields.whole("count", 1);
        final List<Node> names = fields.list("names");
        names.forEach(name -> group.toolNames.add(name.text()));
        if (!names.isEmpty()) {
            if (fields.has("count") && group.count != names.size()) {
                tools.problems().add(fields.get("count"), fields.path("count"), names.size() + ", as many as names");
            }
            group.count = names.size();
        }
        definition.tunables.add(fields.fixed("count", group.count, fields.get(names.isEmpty() ? "count" : "names")));
        if (!fields.has("kind")) {
            final String nearest = NearestName.of(
                    family, families.stream().filter(f -> !f.equals(family)).toList());
            tools.problems()
                    .missing(
                            tools.node().keyPosition(family),
                            fields.path("kind"),
                            "the kind of this new family, one of " + String.join(", ", KINDS),
                            nearest);
            return;
        }
        group.kind = ToolKind.kindOf(fields.text("kind", "single"));
        if (definition.lotMode && ToolKind.isFlowLine(group.kind)) {
            tools.problems()
                    .add(fields.get("kind"), fields.path("kind"), "single, two-slot-cascade or batch in lot mode");
        }
        stages(group, fields);
        ports(group, fields);
        group.setupTime = fields.time("setupTime");
        reticles(group, fields);
        FlowLineTimes.fill(group, fields);
        handling.fill(group, fields);
        groups.put(family, group);
    }

    private void stages(final ToolGroupDefinition group, final Fields fields) {
        if (group.kind == ToolKind.CLUSTER) {
            refuse(fields, "stages", "chambers, as on every cluster tool");
            final int chambers = fields.whole("chambers", 1);
            group.stages.add(new StageDefinition("chamber", chambers));
            definition.tunables.add(fields.fixed("chambers", chambers));
        } else if (group.kind == ToolKind.SERIAL) {
            refuse(fields, "chambers", "stages, as on every serial tool");
            final Fields stages = fields.section("stages");
            if (stages.node().keys().isEmpty()) {
                fields.required("stages", "the stages of a serial tool, for example {coat: 2, bake: 4}");
            }
            for (final String stage : stages.node().keys()) {
                final int copies = stages.whole(stage, 1);
                group.stages.add(new StageDefinition(stage, copies));
                definition.tunables.add(stages.fixed(stage, copies));
            }
        } else {
            refuse(fields, "stages", "no stages: only serial tools have them");
            if (fields.whole("chambers", 1) != 1) {
                refuse(fields, "chambers", "no chambers: only cluster tools have them");
            }
        }
    }

    private void reticles(final ToolGroupDefinition group, final Fields fields) {
        if (fields.has("reticles") && group.kind != ToolKind.CASCADE) {
            refuse(fields, "reticles", "no reticles: only cascade tools have them");
        } else if (fields.has("reticles")) {
            final Fields reticles = fields.section("reticles");
            group.reticleCopies = reticles.whole("copies", 1);
            group.reticleMoveTime = reticles.time("moveTime");
            if (group.reticleCopies > 0) {
                definition.tunables.add(reticles.fixed("copies", group.reticleCopies));
            }
        }
    }

    private void refuse(final Fields fields, final String key, final String expected) {
        if (fields.has(key)) {
            tools.problems()
                    .add(new Problem(fields.node().keyPosition(key), fields.path(key), "'" + key + "'", expected, ""));
        }
    }

    private void ports(final ToolGroupDefinition group, final Fields fields) {
        final Fields ports = fields.section("ports");
        group.loadPorts = ports.whole("count", 0);
        group.portExchangeTime = ports.time("exchange");
        group.bufferCarriers = fields.whole("buffer", 0);
    }

    /** Names of a family's tools. */
    static List<String> toolsOf(final ToolGroupDefinition group) {
        if (!group.toolNames.isEmpty()) {
            return group.toolNames;
        }
        final List<String> names = new ArrayList<>();
        for (int k = 0; k < group.count; k++) {
            names.add(LineCompiler.toolName(group.name, k));
        }
        return names;
    }
}
