/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.core.flow;

import org.fabtwin.core.state.LongColumn;
import org.fabtwin.core.state.StateArena;

/**
 * Tool groups about which something changed in this instant, so that they have to decide again. A set of bits: groups decide
 * in their order. Single-threaded: the twin's thread only.
 */
public final class TouchedGroups {
    public static final int NONE = -1;

    private final LongColumn words;

    public TouchedGroups(StateArena arena, int groups) {
        words = arena.longs("touchedGroups", (groups + 63) / 64 + 1, 0);
    }

    public void touch(int group) {
        words.set(group >> 6, words.get(group >> 6) | 1L << group);
    }

    /** Removes and returns the first touched group at or after {@code from}, {@link #NONE} without. */
    public int takeFrom(int from) {
        long[] bits = words.array();
        int index = from >> 6;
        long word = bits[index] & (-1L << from);
        while (word == 0) {
            if (++index == bits.length) {
                return NONE;
            }
            word = bits[index];
        }
        bits[index] ^= Long.lowestOneBit(word);
        return (index << 6) + Long.numberOfTrailingZeros(word);
    }
}
