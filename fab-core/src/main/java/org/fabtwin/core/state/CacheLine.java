/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.core.state;

/** Lines of the cache: rows that fill one, or a half or several, begin where one begins. */
public final class CacheLine {
    /** Longs or doubles of a line. */
    public static final int WORDS = 8;

    /** The words of a large array begin 16 bytes behind the start of a line: so many of them fill that line. */
    public static final int BEFORE_FIRST_ROW = 6;

    /** As {@link #BEFORE_FIRST_ROW}, of ints. */
    public static final int INTS_BEFORE_FIRST_ROW = 2 * BEFORE_FIRST_ROW;

    private CacheLine() {}
}
