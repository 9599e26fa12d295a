/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.sim.experiment;

import java.util.ArrayList;
import java.util.List;

/**
 * A combination of levels of a full factorial experiment.
 *
 * @param levels one of each factor, in their order.
 */
public record Cell(List<String> levels) {
    /** Copies the list. */
    public Cell {
        levels = List.copyOf(levels);
    }

    /** All combinations; the last factor changes fastest. */
    public static List<Cell> all(List<Factor> factors) {
        List<List<String>> found = List.of(List.of());
        for (final Factor factor : factors) {
            final List<List<String>> longer = new ArrayList<>();
            for (final List<String> begun : found) {
                for (final String value : factor.values()) {
                    final List<String> levels = new ArrayList<>(begun);
                    levels.add(value);
                    longer.add(levels);
                }
            }
            found = longer;
        }
        return found.stream().map(Cell::new).toList();
    }

    /** Changes of the scenario that make it this cell. */
    public List<String> changes(List<Factor> factors) {
        final List<String> changes = new ArrayList<>();
        for (int i = 0; i < levels.size(); i++) {
            changes.addAll(factors.get(i).changes(levels.get(i)));
        }
        return changes;
    }

    /** For tables and points of a study. */
    public String label() {
        return levels.isEmpty() ? "as it is" : String.join(" ", levels);
    }
}
