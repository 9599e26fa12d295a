/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.core.equipment;

import org.fabtwin.core.state.IntColumn;
import org.fabtwin.core.state.StateArena;

/**
 * Tools that carriers entered or left in this instant. Their state is looked at once, when nothing moves any more, so that a tool
 * that goes from one carrier straight to the next stays PRODUCTIVE. Single-threaded: the twin's thread only.
 */
final class ChangedTools {
    private static final int COUNT = 0;

    private final IntColumn registers;
    private final IntColumn list;
    private final IntColumn listed;

    ChangedTools(StateArena arena, int tools) {
        registers = arena.ints("changedTools.count", 1, 0);
        list = arena.ints("changedTools.list", tools, 0);
        listed = arena.ints("changedTools.listed", tools, 0);
    }

    void add(int tool) {
        if (listed.get(tool) == 0) {
            listed.set(tool, 1);
            list.set(registers.add(COUNT, 1) - 1, tool);
        }
    }

    int count() {
        return registers.get(COUNT);
    }

    /** The n-th in order of their first change; it counts as changed no more. */
    int take(int n) {
        int tool = list.get(n);
        listed.set(tool, 0);
        return tool;
    }

    /** All have been taken. */
    void clear() {
        registers.set(COUNT, 0);
    }
}
