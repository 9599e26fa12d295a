/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.sim.capacity;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import org.fabtwin.core.line.definition.LineDefinition;

/**
 * Changes of a scenario that bring its tools to a load: as many of each family as are needed so that none is loaded beyond a share of
 * its available time, ports and setups included. Tools are whole, so that is the most of any family and not its load. Families
 * without work stay as they are.
 */
public final class ToolSizing {
    /** The setups of a family depend on how many tools it has: it takes a few rounds. */
    private static final int ROUNDS = 12;

    private ToolSizing() {}

    /**
     * Counts of tools as changes ({@code tools.CCP.count=4}), in the order of the families' names.
     *
     * @param line gives the line of the scenario with further changes.
     * @param utilisation share of available time that no family exceeds.
     * @throws IllegalArgumentException when no number of tools is enough, which it names.
     */
    public static List<String> changes(Function<List<String>, LineDefinition> line, double utilisation) {
        final Map<String, Integer> counts = new TreeMap<>();
        LineDefinition sized = line.apply(List.of());
        boolean moved = true;
        for (int round = 0; round < ROUNDS && moved; round++) {
            moved = false;
            for (final GroupCapacity group : LineCapacity.of(sized).groups()) {
                final int needed = needed(group, sized.handOff, utilisation);
                // With fewer tools setups are more, with more fewer: from the second round on only upwards, so that it
                // ends.
                if (needed != group.tools() && needed > 0 && (round == 0 || needed > group.tools())) {
                    counts.put(group.name(), needed);
                    moved = true;
                }
            }
            if (moved) {
                sized = line.apply(changes(counts));
            }
        }
        return changes(counts);
    }

    private static int needed(GroupCapacity group, int handOff, double utilisation) {
        final int needed =
                group.toolsNeededWithSetups(utilisation, group.portWafersPerHour(handOff, group.wafersPerVisit()));
        if (needed == Integer.MAX_VALUE) {
            throw new IllegalArgumentException("no number of tools of " + group.name() + " brings its load to "
                    + Math.round(100 * utilisation) + " %: what each tool needs by itself takes all its time");
        }
        return needed;
    }

    private static List<String> changes(Map<String, Integer> counts) {
        final List<String> changes = new ArrayList<>();
        counts.forEach((family, count) -> changes.add("tools." + family + ".count=" + count));
        return changes;
    }
}
