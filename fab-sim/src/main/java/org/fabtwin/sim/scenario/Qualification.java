/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.sim.scenario;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.fabtwin.core.line.ToolKind;
import org.fabtwin.core.line.definition.LineDefinition.StepDefinition;
import org.fabtwin.core.line.definition.LineDefinition.ToolGroupDefinition;

/** Which tools and chambers of its family may run a step: {@code qualify}, or the step's {@code tools}, {@code not} and {@code qualified}. */
final class Qualification {
    private final Fields step;
    private final Fields listed;
    private final List<String> tools;
    private final List<String> chambers;
    private final ToolGroupDefinition group;

    Qualification(final Fields root, final Fields step, final ToolGroupDefinition group) {
        this.step = step;
        final String name = step.path().substring("steps.".length());
        final Fields qualify = root.section("qualify");
        this.listed = qualify.has(name) ? qualify.section(name) : step;
        this.group = group;
        this.tools = ToolCompiler.toolsOf(group);
        this.chambers = StoppageCompiler.chambersOf(group);
    }

    void fill(final StepDefinition definition) {
        final TreeSet<Integer> chambersOut = chambersOut();
        final int perTool = chambers.size() / group.count;
        final TreeSet<Integer> numbers = new TreeSet<>();
        if (listed.has("tools")) {
            numbers.addAll(numbers("tools"));
        } else if (step.has("qualified")) {
            spread(numbers);
        } else {
            for (int k = 0; k < group.count; k++) {
                numbers.add(k);
            }
        }
        numbers.removeAll(numbers("not"));
        numbers.removeIf(k -> chambersOut.subSet(k * perTool, (k + 1) * perTool).size() == perTool);
        if (numbers.isEmpty()) {
            final Node place = listed.has("not") ? listed.get("not") : listed.node();
            step.problems().add(place, listed.path(), "at least one tool of " + group.name + " that may run the step");
        }
        if (numbers.size() < group.count) {
            definition.qualifiedTools.addAll(numbers);
        }
        chambersOut.removeIf(place -> !numbers.contains(place / perTool));
        definition.chambersLeftOut.addAll(chambersOut);
    }

    /** Chambers that {@code not} names, by their place among those of the family. */
    private TreeSet<Integer> chambersOut() {
        final TreeSet<Integer> places = new TreeSet<>();
        final List<Node> names = listed.list("not");
        for (int i = 0; i < names.size(); i++) {
            final Node name = names.get(i);
            if (name.text().indexOf('/') >= 0) {
                final List<String> found = new Selector(name.text()).among(chambers);
                found.forEach(chamber -> places.add(chambers.indexOf(chamber)));
                final String path = listed.path("not") + "[" + i + "]";
                if (found.isEmpty()) {
                    step.problems().unknown(name, path, "a chamber of " + group.name, chambers);
                } else if (group.kind != ToolKind.CLUSTER) {
                    step.problems()
                            .add(
                                    name,
                                    path,
                                    "a tool of " + group.name
                                            + ": only cluster tools know qualification of chambers, others of"
                                            + " whole tools only");
                }
            }
        }
        return places;
    }

    /** So many consecutive tools, from a place that moves with the step's rank, so that the steps of a family share its tools. */
    private void spread(final TreeSet<Integer> numbers) {
        final Fields qualified = step.section("qualified");
        final int many = Math.min(group.count, qualified.whole("tools", group.count));
        final long rank = qualified.whole("rank", 0);
        for (int k = 0; k < many; k++) {
            numbers.add((int) ((rank * many + k) % group.count));
        }
    }

    private List<Integer> numbers(final String key) {
        final List<Integer> numbers = new ArrayList<>();
        final List<Node> names = listed.list(key);
        for (int i = 0; i < names.size(); i++) {
            final Node name = names.get(i);
            if (key.equals("not") && name.text().indexOf('/') >= 0) {
                continue;
            }
            final List<String> found = new Selector(name.text()).among(tools);
            found.forEach(tool -> numbers.add(tools.indexOf(tool)));
            if (found.isEmpty()) {
                final String expected = name.text().indexOf('/') >= 0
                        ? "a tool of " + group.name + ": chambers are left out with not"
                        : "a tool of " + group.name;
                step.problems().unknown(name, listed.path(key) + "[" + i + "]", expected, tools);
            }
        }
        return numbers;
    }
}
