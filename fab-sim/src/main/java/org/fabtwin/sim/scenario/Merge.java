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
 * ({@code defects.sources.*.kill}); one that reaches none stays, for its reader to refuse. Nodes keep their places; what was merged stands where the upper
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
        final Node said = withoutSelectors(base, over);
        for (final Map.Entry<String, Node> field : said.fields().entrySet()) {
            final String key = field.getKey();
            if (field.getValue().isNull()) {
                merged.remove(key);
            } else {
                merged.put(key, over(merged.get(key), field.getValue()), said.keyPosition(key));
            }
        }
        return merged;
    }

    /** What {@code over} says of each name: the more specific key wins, then the later. */
    private static Node withoutSelectors(final Node base, final Node over) {
        final List<String> keys = new ArrayList<>(over.keys());
        if (keys.stream().noneMatch(Selector::isPattern)) {
            return over;
        }
        final Set<String> names = new LinkedHashSet<>(base.keys());
        keys.stream().filter(key -> !Selector.isPattern(key)).forEach(names::add);
        keys.sort(Comparator.comparingInt(
                key -> Selector.isPattern(key) ? new Selector(key).specificity() : Integer.MAX_VALUE));
        final Node said = Node.map(over.position()).mark(over.mark());
        for (final String key : keys) {
            final List<String> reached =
                    Selector.isPattern(key) && !base.has(key) ? new Selector(key).among(names) : List.of(key);
            for (final String name : reached.isEmpty() ? List.of(key) : reached) {
                final Node value = over.get(key);
                final boolean isPart =
                        value.isMap() && said.has(name) && said.get(name).isMap();
                said.put(name, isPart ? over(said.get(name), value) : value.copy(), over.keyPosition(key));
            }
        }
        return said;
    }
}
