/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.sim.state;

import java.util.List;

/**
 * Part of a list. Immutable.
 *
 * @param total entries that pass the conditions, on all pages.
 * @param next {@code after} of the next page; null on the last.
 */
public record Page<T>(int total, Integer next, List<T> items) {
    /** Most entries of a page. */
    public static final int MOST = 1000;

    /**
     * Which part is wanted.
     *
     * @param after entries up to this serial (or number in the line) are left out; -1: none.
     * @param limit most entries.
     */
    public record Request(int after, int limit) {
        /** Checks the figures. */
        public Request {
            if (after < -1) {
                throw new IllegalArgumentException("after: expected a number from 0 up, found " + after);
            }
            if (limit < 1 || limit > MOST) {
                throw new IllegalArgumentException("limit: expected a number from 1 to " + MOST + ", found " + limit);
            }
        }
    }
}
