/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.core.dispatch;

import org.fabtwin.core.equipment.IdleTools;
import org.fabtwin.core.flow.Carriers;
import org.fabtwin.core.flow.TouchedGroups;
import org.fabtwin.core.line.Line;
import org.fabtwin.core.line.Steps;
import org.fabtwin.core.line.ToolGroups;
import org.fabtwin.core.state.IntColumn;
import org.fabtwin.core.state.LongColumn;
import org.fabtwin.core.state.StateArena;

/**
 * One queue per tool group, kept in the order of the group's leading static criteria, equal ranks as they came. Joining costs the
 * number of carriers behind the new one. It also counts who waits for what, so that a choice need not look at carriers that can't
 * start. Single-threaded: the twin's thread only.
 */
public final class Queues {
    private static final int NONE = Carriers.NONE;

    // Words of a group's row.
    private static final int FIRST = 0;
    private static final int LAST = 1;
    private static final int UNBOUND = 2;
    private static final int IN_SETS = 3;
    private static final int SHIFT = 2;

    private final ToolGroups groups;
    private final Steps steps;
    private final Carriers carriers;
    private final TouchedGroups touched;
    private final Ranking ranking;
    private final Eligibility eligibility;
    private final IntColumn rows;
    /** Carriers in the queue of its group that only this tool may take. */
    private final IntColumn bound;
    /** Waiting carriers per group and set of alike steps, and the sets of which there are any, as bits. */
    private final IntColumn alikeWaiting;

    private final LongColumn setsWaiting;

    Queues(
            StateArena arena,
            Line line,
            Carriers carriers,
            TouchedGroups touched,
            Ranking ranking,
            Eligibility eligibility) {
        this.groups = line.toolGroups();
        this.steps = line.steps();
        this.carriers = carriers;
        this.touched = touched;
        this.ranking = ranking;
        this.eligibility = eligibility;
        rows = arena.ints("queues.rows", groups.size() << SHIFT, 0);
        for (int group = 0; group < groups.size(); group++) {
            rows.set(at(group, FIRST), NONE);
            rows.set(at(group, LAST), NONE);
        }
        bound = arena.ints("queues.bound", groups.toolTotal(), 0);
        alikeWaiting = arena.ints("queues.alikeWaiting", groups.size() * Steps.MOST_ALIKE, 0);
        setsWaiting = arena.longs("queues.setsWaiting", groups.size(), 0);
    }

    private static int at(int group, int word) {
        return (group << SHIFT) + word;
    }

    /** First carrier of a group's queue ({@link Carriers#next} leads on), NONE when it is empty. */
    public int first(int group) {
        return rows.get(at(group, FIRST));
    }

    public int length(int group) {
        return touched.queueLength(group);
    }

    /** Whether a waiting carrier is free to take any tool, or bound to one of the idle ones. */
    boolean hasCandidate(int group, IdleTools idleTools) {
        if (rows.get(at(group, UNBOUND)) > 0) {
            return true;
        }
        for (int tool = idleTools.first(group); tool != NONE; tool = idleTools.next(tool)) {
            if (bound.get(tool) > 0) {
                return true;
            }
        }
        return false;
    }

    /** The sets of {@linkplain Steps#alike alike} steps that carriers wait for, as bits. */
    long setsWaiting(int group) {
        return setsWaiting.get(group);
    }

    /** Whether each waiting carrier is counted in one of {@link #setsWaiting}. */
    boolean isAllInSets(int group) {
        return rows.get(at(group, IN_SETS)) == length(group);
    }

    void add(int group, int carrier) {
        int before = rows.get(at(group, LAST));
        while (before != NONE && ranking.isStaticallyBefore(group, carrier, before)) {
            before = carriers.previous(before);
        }
        int after = before == NONE ? first(group) : carriers.next(before);
        carriers.link(carrier, before, after);
        link(group, before, after, carrier, carrier);
        count(group, carrier, 1);
    }

    void remove(int group, int carrier) {
        int before = carriers.previous(carrier);
        int after = carriers.next(carrier);
        link(group, before, after, after, before);
        count(group, carrier, -1);
    }

    /** Makes {@code first} the one behind {@code before}, and {@code last} the one in front of {@code after}. */
    private void link(int group, int before, int after, int first, int last) {
        if (before == NONE) {
            rows.set(at(group, FIRST), first);
        } else {
            carriers.next(before, first);
        }
        if (after == NONE) {
            rows.set(at(group, LAST), last);
        } else {
            carriers.previous(after, last);
        }
    }

    private void count(int group, int carrier, int delta) {
        touched.queueChanges(group, delta);
        if (!groups.isAnyToolForFirst(group)) {
            countByNeeds(group, carrier, delta);
        }
    }

    private void countByNeeds(int group, int carrier, int delta) {
        int tool = eligibility.dedicatedTool(group, carrier);
        if (tool != NONE) {
            bound.add(tool, delta);
            return;
        }
        rows.add(at(group, UNBOUND), delta);
        int set = steps.alike(carriers.step(carrier));
        if (set >= 0) {
            long bit = 1L << set;
            rows.add(at(group, IN_SETS), delta);
            boolean waiting = alikeWaiting.add(group * Steps.MOST_ALIKE + set, delta) > 0;
            setsWaiting.set(group, waiting ? setsWaiting.get(group) | bit : setsWaiting.get(group) & ~bit);
        }
    }
}
