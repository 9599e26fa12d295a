/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.core.line;

/** Recipes: how long a step takes. Immutable. Times are ids of {@link Distributions} or parameters. */
public final class Recipes {
    // Words of a recipe's row.
    static final int UNIT = 0;
    static final int PROCESS_TIME = 1;
    static final int INTERVAL = 2;
    static final int LOAD_TIME = 3;
    static final int UNLOAD_TIME = 4;
    private static final int SHIFT = 3;

    private final int[] rows;
    final String[] name;
    final int[][] stageTimes;

    Recipes(int n) {
        rows = new int[n << SHIFT];
        name = new String[n];
        stageTimes = new int[n][];
    }

    void set(int recipe, int word, int value) {
        rows[(recipe << SHIFT) + word] = value;
    }

    public int size() {
        return name.length;
    }

    public String name(int recipe) {
        return name[recipe];
    }

    /** Code of {@link ProcessUnit}. */
    public int unit(int recipe) {
        return rows[(recipe << SHIFT) + UNIT];
    }

    /** Distribution id. */
    public int processTime(int recipe) {
        return rows[(recipe << SHIFT) + PROCESS_TIME];
    }

    /** Distribution id of a stage's process time. */
    public int stageTime(int recipe, int stage) {
        return stageTimes[recipe][stage];
    }

    /** Parameter id, NONE where the interval is the process time. */
    public int interval(int recipe) {
        return rows[(recipe << SHIFT) + INTERVAL];
    }

    /** Parameter id. */
    public int loadTime(int recipe) {
        return rows[(recipe << SHIFT) + LOAD_TIME];
    }

    /** Parameter id. */
    public int unloadTime(int recipe) {
        return rows[(recipe << SHIFT) + UNLOAD_TIME];
    }
}
