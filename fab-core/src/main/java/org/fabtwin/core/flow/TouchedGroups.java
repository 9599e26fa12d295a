/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.core.flow;

import org.fabtwin.core.state.IntColumn;
import org.fabtwin.core.state.LongColumn;
import org.fabtwin.core.state.StateArena;

/**
 * Tool groups about which something changed in this instant, so that they have to decide again. A set of bits: groups decide
 * in their order. It also knows how many carriers wait for each group: an idle tool that nobody waits for is nothing to decide about.
 * Single-threaded: the twin's thread only.
 */
public final class TouchedGroups {
    public static final int NONE = -1;

    private static final int COUNT = 0;
    private static final int SUM = 1;
    private static final int FIRST_WORD = 2;

    /** Number of touched groups and the sum of their ids, which is the group itself where it is one alone; then the bits. */
    private final LongColumn words;

    private final IntColumn waiting;

    public TouchedGroups(StateArena arena, int groups) {
        words = arena.longs("touchedGroups", FIRST_WORD + (groups + 63) / 64 + 1, 0);
        waiting = arena.ints("touchedGroups.waiting", groups, 0);
    }

    public void touch(int group) {
        long[] bits = words.array();
        int index = FIRST_WORD + (group >> 6);
        long bit = 1L << group;
        if ((bits[index] & bit) == 0) {
            bits[index] |= bit;
            bits[COUNT]++;
            bits[SUM] += group;
        }
    }

    /** A tool of the group could take a carrier. */
    public void touchIfAwaited(int group) {
        if (waiting.get(group) > 0) {
            touch(group);
        }
    }

    /** So many more carriers wait for a group. */
    public void queueChanges(int group, int by) {
        waiting.add(group, by);
    }

    /** Carriers that wait for a group. */
    public int queueLength(int group) {
        return waiting.get(group);
    }

    /** Removes and returns the first touched group at or after {@code from}, {@link #NONE} without. */
    public int takeFrom(int from) {
        long[] bits = words.array();
        if (bits[COUNT] == 0) {
            return NONE;
        }
        int group = bits[COUNT] == 1 ? (int) bits[SUM] : firstFrom(bits, from);
        if (group < from) {
            return NONE;
        }
        bits[FIRST_WORD + (group >> 6)] ^= 1L << group;
        bits[COUNT]--;
        bits[SUM] -= group;
        return group;
    }

    private static int firstFrom(long[] bits, int from) {
        int index = FIRST_WORD + (from >> 6);
        long word = bits[index] & (-1L << from);
        while (word == 0) {
            if (++index == bits.length) {
                return NONE;
            }
            word = bits[index];
        }
        return (index - FIRST_WORD << 6) + Long.numberOfTrailingZeros(word);
    }
}
