/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.core.state;

/**
 * The rows of the wafers in the line: what each step looks at of a wafer, in one line of the cache. Words 0 to 5 are the flow's, two more
 * the process's ({@link #KILLING}, {@link #NEXT_SAMPLE}), which therefore costs the walk through a carrier's wafers no line of its own.
 * Single-threaded: the twin's thread only.
 */
public final class WaferRows {
    /** Density of killing defects so far, as the bits of a double. */
    public static final int KILLING = 6;
    /** The density at which the next sample of where it comes from is taken. */
    public static final int NEXT_SAMPLE = 7;

    private static final int SHIFT = 3;

    private final GrowingLongs words;

    /** @param capacity rows to begin with. */
    public WaferRows(StateArena arena, int capacity) {
        words = arena.growingLongs("wafers.words", wordsOf(capacity), 0);
    }

    private static int wordsOf(int capacity) {
        return capacity == 0 ? 0 : CacheLine.BEFORE_FIRST_ROW + (capacity << SHIFT);
    }

    /** Index of a word of a wafer's row in {@link #words}. */
    public static int at(int wafer, int word) {
        return (wafer << SHIFT) + (CacheLine.BEFORE_FIRST_ROW + word);
    }

    /** All rows. */
    public GrowingLongs words() {
        return words;
    }

    /** Makes room for rows below {@code capacity}, all 0. Allocates: outside steady state only. */
    public void ensureCapacity(int capacity) {
        words.ensureCapacity(wordsOf(capacity), 0);
    }

    public double real(int wafer, int word) {
        return Double.longBitsToDouble(words.get(at(wafer, word)));
    }

    public void real(int wafer, int word, double value) {
        words.set(at(wafer, word), Double.doubleToRawLongBits(value));
    }
}
