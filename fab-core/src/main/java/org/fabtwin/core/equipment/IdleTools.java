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

    private final ToolGroups groups;
    private final IntColumn first;
    private final IntColumn last;
    private final IntColumn previous;
    private final IntColumn next;
    private final IntColumn idle;

    public IdleTools(StateArena arena, ToolGroups groups) {
        this.groups = groups;
        first = arena.ints("idleTools.first", groups.size(), NONE);
        last = arena.ints("idleTools.last", groups.size(), NONE);
        previous = arena.ints("idleTools.previous", groups.toolTotal(), NONE);
        next = arena.ints("idleTools.next", groups.toolTotal(), NONE);
        idle = arena.ints("idleTools.idle", groups.toolTotal(), 0);
    }

    /** First idle tool of a group, NONE without. */
    public int first(int group) {
        return first.get(group);
    }

    /** The idle tool after this one, NONE after the last. */
    public int next(int tool) {
        return next.get(tool);
    }

    public boolean isIdle(int tool) {
        return idle.get(tool) != 0;
    }

    /** Appends a tool; true when it was not idle before. */
    boolean add(int tool) {
        if (idle.get(tool) != 0) {
            return false;
        }
        int group = groups.groupOfTool(tool);
        int end = last.get(group);
        idle.set(tool, 1);
        previous.set(tool, end);
        next.set(tool, NONE);
        if (end == NONE) {
            first.set(group, tool);
        } else {
            next.set(end, tool);
        }
        last.set(group, tool);
        return true;
    }

    void remove(int tool) {
        if (idle.get(tool) == 0) {
            return;
        }
        int group = groups.groupOfTool(tool);
        int before = previous.get(tool);
        int after = next.get(tool);
        idle.set(tool, 0);
        if (before == NONE) {
            first.set(group, after);
        } else {
            next.set(before, after);
        }
        if (after == NONE) {
            last.set(group, before);
        } else {
            previous.set(after, before);
        }
    }
}
