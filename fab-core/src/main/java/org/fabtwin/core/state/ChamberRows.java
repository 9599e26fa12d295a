/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.core.state;

/**
 * The rows of the chambers: what the start of a wafer looks at, two rows to a line of the cache. Words 0 to 3 are the equipment's, three
 * more the process's ({@link #SINCE_MAINTENANCE}, {@link #RECIPE}, {@link #SINCE_RECIPE}), which therefore costs a start no line of
 * its own. Single-threaded: the twin's thread only.
 */
public final class ChamberRows {
    /** Wafers that have started since the last maintenance. */
    public static final int SINCE_MAINTENANCE = 4;
    /** Recipe of the last wafer, -1 without. */
    public static final int RECIPE = 5;
    /** Wafers that have started since the recipe changed. */
    public static final int SINCE_RECIPE = 6;

    private static final int SHIFT = 3;

    private final IntColumn words;

    /** @param chambers of the line; their words are all 0. */
    public ChamberRows(StateArena arena, int chambers) {
        words = arena.ints("chambers.words", CacheLine.INTS_BEFORE_FIRST_ROW + (chambers << SHIFT), 0);
    }

    private static int at(int chamber, int word) {
        return (chamber << SHIFT) + (CacheLine.INTS_BEFORE_FIRST_ROW + word);
    }

    public int get(int chamber, int word) {
        return words.get(at(chamber, word));
    }

    public void set(int chamber, int word, int value) {
        words.set(at(chamber, word), value);
    }

    /** Returns the new value. */
    public int add(int chamber, int word, int delta) {
        return words.add(at(chamber, word), delta);
    }
}
