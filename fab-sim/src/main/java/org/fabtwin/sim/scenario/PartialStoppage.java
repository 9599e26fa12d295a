/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.sim.scenario;

import java.util.List;

/**
 * What a selector says of breakdowns and maintenance in part: {@code "*": {breakdown: {mtbf: 300 h}}} changes the breakdowns that are
 * there and gives none to families without one.
 */
final class PartialStoppage {
    private PartialStoppage() {}

    /** What of {@code said} concerns {@code before}: all but parts of breakdowns and maintenance items that it has not. */
    static Node without(final Node said, final Node before) {
        if (!said.isMap()) {
            return said;
        }
        final Node kept = said.copy();
        if (isPart(said.get("breakdown"), List.of("mtbf", "mttr")) && !before.has("breakdown")) {
            kept.remove("breakdown");
        }
        final Node items = said.get("maintenance");
        if (items == null || !items.isMap()) {
            return kept;
        }
        final Node known = before.has("maintenance") ? before.get("maintenance") : Node.map(Position.NONE);
        expandItems(kept.get("maintenance"), known);
        for (final String item : kept.get("maintenance").keys()) {
            if (isPart(kept.get("maintenance").get(item), List.of("duration")) && !known.has(item)) {
                kept.get("maintenance").remove(item);
            }
        }
        if (kept.get("maintenance").keys().isEmpty()) {
            kept.remove("maintenance");
        }
        return kept;
    }

    /** {@code "*": {qualification: {enabled: 0}}} speaks of each item that is there, and of qualification wafers where there are some. */
    private static void expandItems(final Node items, final Node known) {
        for (final String selector : List.copyOf(items.keys())) {
            final Node said = items.get(selector);
            if (selector.indexOf('*') < 0 && selector.indexOf('?') < 0) {
                continue;
            }
            items.remove(selector);
            for (final String item : known.keys()) {
                if (new Selector(selector).matches(item)) {
                    final Node part = said.copy();
                    if (isPart(part.get("qualification"), List.of("time"))
                            && !known.get(item).has("qualification")) {
                        part.remove("qualification");
                    }
                    if (!part.keys().isEmpty()) {
                        items.put(item, Merge.over(part, items.has(item) ? items.get(item) : part));
                    }
                }
            }
        }
    }

    private static boolean isPart(final Node said, final List<String> needed) {
        return said != null && said.isMap() && !needed.stream().allMatch(said::has);
    }
}
