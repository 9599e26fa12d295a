/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.core.line;

/** Recipes: how long a step takes. Immutable. Times are ids of {@link Distributions} or parameters. */
public final class Recipes {
    final String[] name;
    final int[] unit;
    final int[] processTime;
    final int[][] stageTimes;
    final int[] interval;
    final int[] loadTime;
    final int[] unloadTime;

    Recipes(int n) {
        name = new String[n];
        unit = new int[n];
        processTime = new int[n];
        stageTimes = new int[n][];
        interval = new int[n];
        loadTime = new int[n];
        unloadTime = new int[n];
    }

    public int size() {
        return name.length;
    }

    public String name(int recipe) {
        return name[recipe];
    }

    /** Code of {@link ProcessUnit}. */
    public int unit(int recipe) {
        return unit[recipe];
    }

    /** Distribution id. */
    public int processTime(int recipe) {
        return processTime[recipe];
    }

    /** Distribution id of a stage's process time. */
    public int stageTime(int recipe, int stage) {
        return stageTimes[recipe][stage];
    }

    /** Parameter id, NONE where the interval is the process time. */
    public int interval(int recipe) {
        return interval[recipe];
    }

    /** Parameter id. */
    public int loadTime(int recipe) {
        return loadTime[recipe];
    }

    /** Parameter id. */
    public int unloadTime(int recipe) {
        return unloadTime[recipe];
    }
}
