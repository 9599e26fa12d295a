/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.sim.scenario;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Which keys of {@code tools} name families, and which name single tools of one. */
final class ToolNames {
    private ToolNames() {}

    /** The families among the keys of two maps of tools. */
    static List<String> families(final Node below, final Node above) {
        final Set<String> keys = new LinkedHashSet<>(below.keys());
        keys.addAll(above.keys());
        keys.removeIf(key -> key.indexOf('/') >= 0 || Selector.isPattern(key));
        final List<String> families = new ArrayList<>();
        for (final String key : keys) {
            if (keys.stream().noneMatch(family -> isToolOf(family, key, below) || isToolOf(family, key, above))) {
                families.add(key);
            }
        }
        return families;
    }

    private static boolean isToolOf(final String family, final String key, final Node tools) {
        final Node entry = tools.get(family);
        if (entry == null || family.equals(key)) {
            return false;
        }
        final Node names = entry.get("names");
        if (names != null && names.isList()) {
            return names.items().stream().anyMatch(name -> name.text().equals(key));
        }
        return key.startsWith(family + "-")
                && key.substring(family.length() + 1).matches("[0-9]{2,}");
    }
}
