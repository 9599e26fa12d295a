/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.sim.scenario;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.fabtwin.core.line.ProcessUnit;
import org.fabtwin.core.line.ToolKind;
import org.fabtwin.core.line.definition.LineDefinition;
import org.fabtwin.core.line.definition.LineDefinition.RecipeDefinition;
import org.fabtwin.core.line.definition.LineDefinition.StageDefinition;
import org.fabtwin.core.line.definition.LineDefinition.ToolGroupDefinition;
import org.fabtwin.core.random.Distribution;

/** Compiles a recipe for the kind of tool that runs it: which of its fields count depends on that. */
final class RecipeCompiler {
    private static final List<String> TIMES = List.of("time", "stages", "interval", "latency");

    private final LineDefinition definition;
    /** The group that a recipe was compiled for first. */
    private final Map<String, ToolGroupDefinition> compiled = new TreeMap<>();

    RecipeCompiler(final LineDefinition definition) {
        this.definition = definition;
    }

    /**
     * Compiles a recipe on its first use.
     *
     * @param user the step's reference to it, for errors.
     */
    void compile(
            final String name,
            final Fields recipe,
            final ToolGroupDefinition group,
            final Node user,
            final String userPath) {
        final ToolGroupDefinition first = compiled.putIfAbsent(name, group);
        if (first == null) {
            definition.recipes.add(recipe(name, recipe, group));
        } else if (!first.name.equals(group.name) && !isAlike(first, group)) {
            recipe.problems()
                    .add(
                            user,
                            userPath,
                            "a recipe for " + group.name + ": this one is used on " + first.name
                                    + ", which works differently");
        }
    }

    private static boolean isAlike(final ToolGroupDefinition a, final ToolGroupDefinition b) {
        return a.kind == b.kind
                && a.stages.stream()
                        .map(StageDefinition::name)
                        .toList()
                        .equals(b.stages.stream().map(StageDefinition::name).toList());
    }

    private RecipeDefinition recipe(final String name, final Fields from, final ToolGroupDefinition group) {
        final RecipeDefinition recipe = new RecipeDefinition();
        recipe.name = name;
        final List<String> used = new ArrayList<>();
        switch (group.kind) {
            case ToolKind.CLUSTER -> {
                used.add("time");
                from.required("time", "the process time in a chamber of " + group.name);
                recipe.stageTimes.add(from.distribution("time", Distribution.CONSTANT));
            }
            case ToolKind.SERIAL -> {
                used.add("stages");
                stages(recipe, from, group);
            }
            case ToolKind.CASCADE -> {
                used.addAll(List.of("interval", "latency"));
                from.required("latency", "the time that a wafer spends in " + group.name);
                recipe.processTime = from.distribution("latency", Distribution.CONSTANT);
                recipe.interval = from.time("interval");
            }
            default -> {
                used.addAll(List.of("time", "interval"));
                from.required("time", "the process time on " + group.name);
                recipe.processTime = from.distribution("time", Distribution.CONSTANT);
                recipe.interval = from.time("interval");
            }
        }
        for (final String key : TIMES) {
            if (from.has(key) && !used.contains(key)) {
                from.problems()
                        .add(new Problem(
                                from.node().keyPosition(key),
                                from.path(key),
                                "'" + key + "'",
                                String.join(" and ", used) + " on " + group.name + ", which is "
                                        + ToolKind.name(group.kind),
                                ""));
            }
        }
        final boolean batch = group.kind == ToolKind.BATCH;
        recipe.unit = switch (from.text("per", batch ? "batch" : definition.lotMode ? "lot" : "wafer")) {
            case "wafer" -> ProcessUnit.WAFER;
            case "lot" -> ProcessUnit.LOT;
            default -> ProcessUnit.BATCH;
        };
        if (recipe.unit == ProcessUnit.BATCH && !batch) {
            from.problems().add(from.get("per"), from.path("per"), "wafer or lot: " + group.name + " is no batch tool");
        }
        recipe.loadTime = from.time("load");
        recipe.unloadTime = from.time("unload");
        return recipe;
    }

    private static void stages(final RecipeDefinition recipe, final Fields from, final ToolGroupDefinition group) {
        final Fields stages = from.section("stages");
        final List<String> names =
                group.stages.stream().map(StageDefinition::name).toList();
        for (final String name : stages.node().keys()) {
            if (!names.contains(name)) {
                final String expected = "one of the stages of " + group.name + ": " + String.join(", ", names);
                from.problems().unknown(stages.node().keyPosition(name), stages.path(name), name, expected, names);
            }
        }
        for (final String name : names) {
            stages.required(name, "the time in stage " + name + " of " + group.name);
            recipe.stageTimes.add(stages.distribution(name, Distribution.CONSTANT));
        }
    }
}
