/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.sim.scenario;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Lays the tree of a file over the resolved tree of what it extends, section by section, and expands its selectors. Selectors that
 * reach families, steps and other entries are gone afterwards; those that reach single tools and chambers stay, since how
 * many there are is known only when everything is merged.
 */
final class Layers {
    private static final String TOOLS = "tools";
    private static final String STEPS = "steps";
    private static final String EXCURSIONS = "excursions";
    /** Sections of named entries, in the order in which selectors need them. */
    private static final List<String> ENTRIES = List.of(
            TOOLS,
            STEPS,
            "recipes",
            "products",
            "routes",
            "setups",
            "releases",
            "dispatch",
            "qualify",
            "parameters",
            "variation",
            "queueEffects",
            "systematicLosses",
            "edgePlacement",
            "metrology",
            "control",
            "spc");

    private final Node base;
    private final Node over;
    private final Problems problems;
    private Node merged;

    private Layers(final Node base, final Node over, final Problems problems) {
        this.base = base;
        this.over = over;
        this.problems = problems;
    }

    static Node lay(final Node base, final Node over, final Problems problems) {
        return new Layers(base, over, problems).lay();
    }

    private Node lay() {
        merged = base.copy();
        for (final String section : ENTRIES) {
            final Node entries = over.get(section);
            if (entries != null && entries.isMap()) {
                final Node below = base.has(section) ? base.get(section) : Node.map(entries.position());
                merged.put(section, entries(section, below, entries), over.keyPosition(section));
                if (section.equals(STEPS)) {
                    dropFromRoutes(below);
                }
            }
        }
        for (final Map.Entry<String, Node> section : over.fields().entrySet()) {
            final String name = section.getKey();
            if (section.getValue().isNull()) {
                merged.remove(name);
            } else if (name.equals(EXCURSIONS) && section.getValue().isMap()) {
                // Entries too, but at this place among the sections: the log's header holds them in their order.
                final Node below = base.has(name)
                        ? base.get(name)
                        : Node.map(section.getValue().position());
                final Node reached = entries(name, below, section.getValue());
                merged.put(name, reached.mark(section.getValue().mark()), over.keyPosition(name));
            } else if (!ENTRIES.contains(name)) {
                merged.put(name, Merge.over(merged.get(name), section.getValue()), over.keyPosition(name));
            }
        }
        return merged;
    }

    /** A step that the file removes leaves the routes that the base gives. */
    private void dropFromRoutes(final Node below) {
        for (final Node route : merged.section("routes").fields().values()) {
            for (final Node list : route.fields().values()) {
                list.items()
                        .removeIf(step ->
                                below.has(step.text()) && !sectionOf(STEPS).has(step.text()));
            }
        }
        if (merged.get("routes").keys().isEmpty()) {
            merged.remove("routes");
        }
    }

    /** What one key of the file says about one entry. */
    private record Saying(String target, String key, Node value, int specificity) {}

    private Node entries(final String section, final Node below, final Node above) {
        final Set<String> names = reachable(section, below, above);
        final List<Saying> sayings = new ArrayList<>();
        for (final Map.Entry<String, Node> entry : above.fields().entrySet()) {
            final String key = entry.getKey();
            final int specificity = Selector.isPattern(key) && !names.contains(key)
                    ? new Selector(key).specificity()
                    : Integer.MAX_VALUE;
            final List<String> targets = targets(section, key, names);
            if (targets.isEmpty()) {
                problems.unknown(
                        above.keyPosition(key),
                        section + "." + key,
                        key,
                        "a selector that reaches one of the " + names.size() + " names known here",
                        names);
            }
            targets.forEach(target -> sayings.add(new Saying(target, key, entry.getValue(), specificity)));
        }
        // Stable: of equal ones the later wins.
        sayings.sort(Comparator.comparingInt(Saying::specificity));
        final Node result = below.copy();
        // The order of new entries is that of the file, whatever the specificity.
        for (final String key : above.keys()) {
            for (final String target : targets(section, key, names)) {
                if (!result.has(target)) {
                    result.put(target, Node.map(above.get(key).position()), above.keyPosition(key));
                    requireComplete(section, key, below, above);
                }
            }
        }
        for (final Saying saying : sayings) {
            if (saying.value.isNull()) {
                result.remove(saying.target);
            } else {
                final Node before = result.get(saying.target);
                final Node value = Merge.over(
                        before,
                        saying.target.equals(saying.key)
                                ? saying.value
                                : PartialStoppage.without(saying.value, before));
                result.put(saying.target, value, above.keyPosition(saying.key));
            }
        }
        return result;
    }

    /** Where a name that the base lacks is more likely misspelt than new: the field that a new entry must have. */
    private static String fieldOfNew(final String section) {
        return switch (section) {
            case "products" -> "route";
            case "releases" -> "product";
            case "routes" -> STEPS;
            default -> null;
        };
    }

    private void requireComplete(final String section, final String key, final Node below, final Node above) {
        final String field = fieldOfNew(section);
        final Node value = above.get(key);
        if (field != null && !below.keys().isEmpty() && value.isMap() && !value.has(field)) {
            final String expected = "one of the " + section + " known here, or a new one with its " + field;
            problems.unknown(above.keyPosition(key), section + "." + key, key, expected, below.keys());
        }
    }

    /** Names that selectors of a section can reach. */
    private Set<String> reachable(final String section, final Node below, final Node above) {
        final Set<String> names = new LinkedHashSet<>();
        switch (section) {
            case TOOLS -> {
                names.addAll(ToolNames.families(below, above));
            }
            case "dispatch" -> names.addAll(ToolNames.families(sectionOf(TOOLS), Node.map(Position.NONE)));
            case "qualify" -> names.addAll(sectionOf(STEPS).keys());
            default -> {
                names.addAll(below.keys());
                above.keys().stream().filter(key -> !Selector.isPattern(key)).forEach(names::add);
            }
        }
        return names;
    }

    private Node sectionOf(final String section) {
        return merged.has(section) ? merged.get(section) : Node.map(Position.NONE);
    }

    private static List<String> targets(final String section, final String key, final Collection<String> names) {
        if (section.equals(TOOLS)) {
            return toolTargets(key, names);
        }
        return Selector.isPattern(key) ? new Selector(key).among(names) : List.of(key);
    }

    private static List<String> toolTargets(final String key, final Collection<String> families) {
        final int slash = key.indexOf('/');
        if (slash < 0) {
            final List<String> matching = Selector.isPattern(key) ? new Selector(key).among(families) : List.of();
            return matching.isEmpty() ? List.of(key) : matching;
        }
        if (!key.substring(slash + 1).equals("*")) {
            return List.of(key);
        }
        final List<String> matching = new Selector(key.substring(0, slash)).among(families);
        return matching.isEmpty()
                ? List.of(key)
                : matching.stream().map(family -> family + "/*").toList();
    }
}
