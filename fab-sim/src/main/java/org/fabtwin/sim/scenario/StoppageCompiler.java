/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.sim.scenario;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.fabtwin.core.line.definition.LineDefinition.BreakdownDefinition;
import org.fabtwin.core.line.definition.LineDefinition.MaintenanceDefinition;
import org.fabtwin.core.line.definition.LineDefinition.QualificationDefinition;
import org.fabtwin.core.line.definition.LineDefinition.ToolGroupDefinition;
import org.fabtwin.core.random.Distribution;

/**
 * Compiles breakdowns and maintenance. What a family says holds for all its tools, {@code FAMILY/*} for all chambers; keys that reach
 * single tools or chambers change it there, the more specific key last. Places for which the same keys speak share one item.
 */
final class StoppageCompiler {
    private static final List<String> FIELDS = List.of("breakdown", "maintenance");

    private final Fields tools;
    private final List<String> families;
    private final Map<String, ToolGroupDefinition> groups;
    private final Set<String> reached = new LinkedHashSet<>();
    /** Keys that reach single tools or chambers. */
    private final List<String> singleKeys = new ArrayList<>();

    StoppageCompiler(final Fields tools, final List<String> families, final Map<String, ToolGroupDefinition> groups) {
        this.tools = tools;
        this.families = families;
        this.groups = groups;
        for (final String key : tools.node().keys()) {
            if (!families.contains(key) && !isFamilyChambers(key)) {
                singleKeys.add(key);
            }
        }
    }

    void compile() {
        for (final ToolGroupDefinition group : groups.values()) {
            compile(group, ToolCompiler.toolsOf(group), group.name, false);
            compile(group, chambersOf(group), group.name + "/*", true);
        }
        for (final String key : tools.node().keys()) {
            if (!families.contains(key)) {
                checkKey(key);
            }
        }
    }

    private void checkKey(final String key) {
        final boolean ofBadFamily =
                families.stream().anyMatch(family -> !groups.containsKey(family) && key.startsWith(family));
        if (!reached.contains(key) && !ofBadFamily) {
            final List<String> known = new ArrayList<>(families);
            for (final ToolGroupDefinition group : groups.values()) {
                known.addAll(ToolCompiler.toolsOf(group));
                known.addAll(chambersOf(group));
            }
            tools.problems()
                    .unknown(
                            tools.node().keyPosition(key),
                            tools.path(key),
                            key,
                            "a tool family, a tool, a chamber or a selector that reaches one",
                            known);
            return;
        }
        for (final String field : tools.section(key).node().keys()) {
            if (!FIELDS.contains(field)) {
                tools.problems()
                        .add(new Problem(
                                tools.section(key).node().keyPosition(field),
                                tools.path(key) + "." + field,
                                "'" + field + "'",
                                "breakdown or maintenance: the rest is the same for all tools of a family",
                                NearestName.of(field, FIELDS)));
            }
        }
    }

    static List<String> chambersOf(final ToolGroupDefinition group) {
        final List<String> names = new ArrayList<>();
        for (final String tool : ToolCompiler.toolsOf(group)) {
            if (group.stages.isEmpty()) {
                names.add(tool + "/A");
            }
            group.stages.forEach(stage -> {
                for (int copy = 0; copy < stage.copies(); copy++) {
                    names.add(tool + "/" + chamberName(group, stage.name(), stage.copies(), copy));
                }
            });
        }
        return names;
    }

    private static String chamberName(
            final ToolGroupDefinition group, final String stage, final int copies, final int copy) {
        if (group.stages.size() == 1) {
            return letters(copy);
        }
        return copies == 1 ? stage : stage + "-" + (copy + 1);
    }

    private static String letters(final int k) {
        return k < 26 ? String.valueOf((char) ('A' + k)) : letters(k / 26 - 1) + (char) ('A' + k % 26);
    }

    private void compile(
            final ToolGroupDefinition group, final List<String> places, final String familyKey, final boolean chamber) {
        final Map<List<String>, List<Integer>> placesOfKeys = new LinkedHashMap<>();
        for (int place = 0; place < places.size(); place++) {
            placesOfKeys
                    .computeIfAbsent(keysFor(places.get(place), familyKey, chamber), unused -> new ArrayList<>())
                    .add(place);
        }
        final boolean all = placesOfKeys.size() == 1;
        placesOfKeys.forEach((keys, numbers) -> items(group, keys, all ? List.of() : numbers, chamber));
    }

    /** The keys that speak for a tool or chamber, the one that wins last. */
    private List<String> keysFor(final String place, final String familyKey, final boolean chamber) {
        final List<String> keys = new ArrayList<>();
        for (final String key : singleKeys) {
            final boolean ofChamber = key.indexOf('/') >= 0;
            if (ofChamber == chamber && new Selector(key).matches(place)) {
                keys.add(key);
                reached.add(key);
            }
        }
        keys.sort(Comparator.comparingInt(
                key -> Selector.isPattern(key) ? new Selector(key).specificity() : Integer.MAX_VALUE));
        if (tools.has(familyKey)) {
            keys.add(0, familyKey);
            reached.add(familyKey);
        }
        return keys;
    }

    private boolean isFamilyChambers(final String key) {
        return key.endsWith("/*") && families.contains(key.substring(0, key.length() - 2));
    }

    private void items(
            final ToolGroupDefinition group,
            final List<String> keys,
            final List<Integer> places,
            final boolean chamber) {
        if (keys.isEmpty()) {
            return;
        }
        Node merged = Node.map(tools.section(keys.get(0)).node().position());
        for (final String key : keys) {
            final Node said = tools.section(key).node();
            for (final String field : FIELDS) {
                if (said.has(field)) {
                    merged.put(field, Merge.over(merged.get(field), said.get(field)), said.keyPosition(field));
                }
            }
        }
        final String path = tools.path(keys.get(0));
        final Fields fields = new Fields(merged, path, tools.problems(), full -> owner(full, path, keys));
        if (fields.has("breakdown")) {
            breakdown(group, fields.section("breakdown"), places, chamber);
        }
        final Fields maintenance = fields.section("maintenance");
        for (final String item : maintenance.node().keys()) {
            maintenance(group, item, maintenance.section(item), places, chamber);
        }
    }

    /** The path of a parameter under the last of the keys that gives it. */
    private String owner(final String full, final String path, final List<String> keys) {
        final String[] rest = full.substring(path.length() + 1).split("\\.");
        for (int i = keys.size() - 1; i > 0; i--) {
            Node node = tools.section(keys.get(i)).node();
            for (int k = 0; k < rest.length && node != null; k++) {
                node = node.get(rest[k]);
            }
            if (node != null && (node.isText() || node.has("mean"))) {
                return tools.path(keys.get(i)) + full.substring(path.length());
            }
        }
        return full;
    }

    private void breakdown(
            final ToolGroupDefinition group, final Fields fields, final List<Integer> places, final boolean chamber) {
        final BreakdownDefinition breakdown = new BreakdownDefinition();
        breakdown.perChamber = chamber;
        breakdown.places.addAll(places);
        breakdown.busyTime = fields.text("clock", "calendar").equals("busy");
        fields.required("mtbf", "the mean time between failures, for example '400 h'");
        fields.required("mttr", "the mean time to repair, for example '6 h'");
        breakdown.timeToFailure = fields.distribution("mtbf", Distribution.EXPONENTIAL);
        breakdown.timeToRepair = fields.distribution("mttr", Distribution.EXPONENTIAL);
        breakdown.firstFailure = fields.distribution("first", Distribution.EXPONENTIAL);
        if (breakdown.timeToFailure != null && breakdown.timeToFailure.a().value() == 0) {
            fields.problems().add(fields.get("mtbf"), fields.path("mtbf"), "more than 0");
        }
        group.breakdowns.add(breakdown);
    }

    private void maintenance(
            final ToolGroupDefinition group,
            final String name,
            final Fields fields,
            final List<Integer> places,
            final boolean chamber) {
        final MaintenanceDefinition item = new MaintenanceDefinition();
        item.name = name;
        item.perChamber = chamber;
        item.places.addAll(places);
        item.byWafers = fields.has("everyWafers");
        if (item.byWafers == fields.has("every")) {
            fields.problems()
                    .add(new Problem(
                            fields.node().position(),
                            fields.path(),
                            item.byWafers ? "both every and everyWafers" : "neither every nor everyWafers",
                            "one of every (a time) and everyWafers (a number)",
                            ""));
        }
        item.period = item.byWafers ? fields.number("everyWafers", "", 1, 1e9) : fields.time("every");
        if (item.period != null && item.period.value() == 0) {
            fields.problems().add(fields.get("every"), fields.path("every"), "more than 0");
        }
        fields.required("duration", "the time that it takes, for example '9 h'");
        item.duration = fields.distribution("duration", Distribution.CONSTANT);
        item.seasoningWafers = fields.number("seasonWafers", "", 0, 1e6);
        item.firstOccurrence = item.byWafers ? fields.number("first", "", 0, 1e9) : fields.time("first");
        item.redrawsOffset = fields.flag("redrawOffset");
        item.qualification = fields.has("qualification") ? qualification(fields.section("qualification")) : null;
        group.maintenance.add(item);
    }

    private static QualificationDefinition qualification(final Fields fields) {
        final QualificationDefinition wafer = new QualificationDefinition();
        fields.required("time", "the time that the wafer takes of its chamber, for example '10 min'");
        wafer.enabled = fields.numberOr("enabled", 0, 1, 1);
        wafer.time = fields.time("time");
        wafer.delay = fields.time("delay");
        wafer.waits = fields.numberOr("wait", 0, 1, 1);
        return wafer;
    }
}
