/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.sim.scenario;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Lays one tree over another: maps merge, lists and scalars replace, null removes. A number over a distribution changes its mean,
 * a distribution without a mean over a number keeps it. A selector among the keys speaks of the names that are there, in either tree
 * ({@code defects.sources.*.kill}); one that reaches none stays, for its reader to refuse. What several keys say of a name is laid
 * over the base one after the other, the most specific last. Nodes keep their places; what was merged stands where the upper
 * file wrote it.
 */
final class Merge {
    private static final String MEAN = "mean";
    private static final String DISTRIBUTION = "distribution";
    private static final List<String> SHAPES = List.of("cv", "halfWidth", "shape", "low", "mode", "high");

    private Merge() {}

    /** The merged node, sharing nothing with the two; {@code base} may be null, {@code over} may not. */
    static Node over(final Node base, final Node over) {
        if (over.isMap() && base != null && base.isMap()) {
            return maps(base, over);
        }
        if (over.isMap()) {
            final Node clean = maps(Node.map(over.position()), over);
            if (base != null && base.isText() && isShape(over)) {
                clean.put(MEAN, base.copy());
            }
            return clean;
        }
        if (over.isText() && base != null && base.isMap() && base.has(MEAN)) {
            final Node changed = base.copy();
            changed.put(MEAN, over.copy());
            return changed;
        }
        return over.copy();
    }

    private static boolean isShape(final Node map) {
        return !map.has(MEAN)
                && !map.keys().isEmpty()
                && map.keys().stream().allMatch(key -> key.equals(DISTRIBUTION) || SHAPES.contains(key));
    }

    private static Node maps(final Node base, final Node over) {
        final Node merged = Node.map(over.position()).mark(over.mark());
        final boolean otherDistribution = over.has(DISTRIBUTION)
                && base.has(DISTRIBUTION)
                && !over.get(DISTRIBUTION).text().equals(base.get(DISTRIBUTION).text());
        for (final Map.Entry<String, Node> field : base.fields().entrySet()) {
            if (!otherDistribution || !SHAPES.contains(field.getKey())) {
                merged.put(field.getKey(), field.getValue().copy(), base.keyPosition(field.getKey()));
            }
        }
        final List<Saying> sayings = sayings(base, over);
        if (sayings.stream().anyMatch(saying -> hasSelectorInside(saying.value))) {
            sayings.forEach(saying -> seed(merged, saying.name, saying.value));
        }
        for (final Saying saying : sayings) {
            if (saying.value.isNull()) {
                merged.remove(saying.name);
            } else {
                merged.put(saying.name, over(merged.get(saying.name), saying.value), over.keyPosition(saying.key));
            }
        }
        return merged;
    }

    private static boolean hasSelectorInside(final Node value) {
        return value.fields().entrySet().stream()
                .anyMatch(field -> Selector.isPattern(field.getKey()) || hasSelectorInside(field.getValue()));
    }

    /** An empty map for each map that a saying brings, for the selectors inside the sayings before it to reach it too. */
    private static void seed(final Node into, final String name, final Node value) {
        if (!value.isMap() || Selector.isPattern(name)) {
            return;
        }
        if (!into.has(name)) {
            into.put(name, Node.map(value.position()));
        }
        if (into.get(name).isMap()) {
            value.fields().forEach((key, inner) -> seed(into.get(name), key, inner));
        }
    }

    /** What one key says of one name. */
    private record Saying(String name, String key, Node value) {}

    /** What {@code over} says of each name, in the order in which it counts: the more specific key wins, then the later. */
    private static List<Saying> sayings(final Node base, final Node over) {
        final List<String> keys = new ArrayList<>(over.keys());
        final Set<String> names = new LinkedHashSet<>(base.keys());
        keys.stream().filter(key -> !Selector.isPattern(key)).forEach(names::add);
        keys.sort(Comparator.comparingInt(
                key -> Selector.isPattern(key) ? new Selector(key).specificity() : Integer.MAX_VALUE));
        final List<Saying> sayings = new ArrayList<>();
        for (final String key : keys) {
            final List<String> reached =
                    Selector.isPattern(key) && !base.has(key) ? new Selector(key).among(names) : List.of(key);
            for (final String name : reached.isEmpty() ? List.of(key) : reached) {
                sayings.add(new Saying(name, key, over.get(key)));
            }
        }
        return sayings;
    }
}
