/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.core.equipment;

import org.fabtwin.core.line.ToolGroups;
import org.fabtwin.core.state.IntColumn;
import org.fabtwin.core.state.StateArena;

/**
 * Tools of each group that could take a carrier now, the one that has waited longest first. Single-threaded: the twin's thread
 * only.
 */
public final class IdleTools {
    public static final int NONE = -1;

    // Words of a tool's row.
    private static final int PREVIOUS = 0;
    private static final int NEXT = 1;
    private static final int IDLE = 2;
    private static final int SHIFT = 2;

    private final IntColumn first;
    private final IntColumn last;
    private final IntColumn rows;

    public IdleTools(StateArena arena, ToolGroups groups) {
        first = arena.ints("idleTools.first", groups.size(), NONE);
        last = arena.ints("idleTools.last", groups.size(), NONE);
        rows = arena.ints("idleTools.rows", groups.toolTotal() << SHIFT, 0);
    }

    private static int at(int tool, int word) {
        return (tool << SHIFT) + word;
    }

    /** First idle tool of a group, NONE without. */
    public int first(int group) {
        return first.get(group);
    }

    /** The idle tool after this one, NONE after the last. */
    public int next(int tool) {
        return rows.get(at(tool, NEXT));
    }

    public boolean isIdle(int tool) {
        return rows.get(at(tool, IDLE)) != 0;
    }

    /** Appends a tool to those of its group, unless it is idle already. */
    void add(int tool, int group) {
        if (rows.get(at(tool, IDLE)) != 0) {
            return;
        }
        int end = last.get(group);
        rows.set(at(tool, IDLE), 1);
        rows.set(at(tool, PREVIOUS), end);
        rows.set(at(tool, NEXT), NONE);
        if (end == NONE) {
            first.set(group, tool);
        } else {
            rows.set(at(end, NEXT), tool);
        }
        last.set(group, tool);
    }

    void remove(int tool, int group) {
        if (rows.get(at(tool, IDLE)) == 0) {
            return;
        }
        int before = rows.get(at(tool, PREVIOUS));
        int after = rows.get(at(tool, NEXT));
        rows.set(at(tool, IDLE), 0);
        if (before == NONE) {
            first.set(group, after);
        } else {
            rows.set(at(before, NEXT), after);
        }
        if (after == NONE) {
            last.set(group, before);
        } else {
            rows.set(at(after, PREVIOUS), before);
        }
    }
}
