/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.core.dispatch;

import org.fabtwin.core.flow.Carriers;
import org.fabtwin.core.line.ToolGroups;
import org.fabtwin.core.state.IntColumn;
import org.fabtwin.core.state.StateArena;

/**
 * One queue per tool group, kept in the order of the group's leading static criteria, equal ranks as they came. Joining costs the
 * number of carriers behind the new one. Single-threaded: the twin's thread only.
 */
public final class Queues {
    private static final int NONE = Carriers.NONE;

    private final Carriers carriers;
    private final Ranking ranking;
    private final IntColumn first;
    private final IntColumn last;
    private final IntColumn length;

    Queues(StateArena arena, ToolGroups groups, Carriers carriers, Ranking ranking, IntColumn length) {
        this.carriers = carriers;
        this.ranking = ranking;
        first = arena.ints("queues.first", groups.size(), NONE);
        last = arena.ints("queues.last", groups.size(), NONE);
        this.length = length;
    }

    /** First carrier of a group's queue ({@link Carriers#next} leads on), NONE when it is empty. */
    public int first(int group) {
        return first.get(group);
    }

    public int length(int group) {
        return length.get(group);
    }

    void add(int group, int carrier) {
        int before = last.get(group);
        while (before != NONE && ranking.isStaticallyBefore(group, carrier, before)) {
            before = carriers.previous(before);
        }
        int after = before == NONE ? first.get(group) : carriers.next(before);
        carriers.previous(carrier, before);
        carriers.next(carrier, after);
        if (before == NONE) {
            first.set(group, carrier);
        } else {
            carriers.next(before, carrier);
        }
        if (after == NONE) {
            last.set(group, carrier);
        } else {
            carriers.previous(after, carrier);
        }
        length.add(group, 1);
    }

    void remove(int group, int carrier) {
        int before = carriers.previous(carrier);
        int after = carriers.next(carrier);
        if (before == NONE) {
            first.set(group, after);
        } else {
            carriers.next(before, after);
        }
        if (after == NONE) {
            last.set(group, before);
        } else {
            carriers.previous(after, before);
        }
        length.add(group, -1);
    }
}
