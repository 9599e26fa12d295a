/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.core.line;

/** Streams of releases, and work in process at the origin. Immutable. */
public final class Orders {
    final String[] name;
    final long[] key;
    final int[] product;
    final int[] lotClass;
    final int[] priority;
    final int[] wafers;
    final int[] wafersMaximum;
    final int[] interval;
    final int[] lotsInLine;
    final int[] first;
    final int[] releases;
    final int[] lotsPerRelease;
    final int[] dueAfter;
    int[] initialOrder;
    int[] initialProduct;
    int[] initialClass;
    int[] initialPriority;
    int[] initialWafers;
    int[] initialStep;
    long[] initialDueUs;
    int[] planned;
    long[] plannedUs;

    Orders(int n) {
        name = new String[n];
        key = new long[n];
        product = new int[n];
        lotClass = new int[n];
        priority = new int[n];
        wafers = new int[n];
        wafersMaximum = new int[n];
        interval = new int[n];
        lotsInLine = new int[n];
        first = new int[n];
        releases = new int[n];
        lotsPerRelease = new int[n];
        dueAfter = new int[n];
    }

    public int size() {
        return name.length;
    }

    /** Whether releases go on for ever. */
    public boolean isEndless(int order) {
        return isStream(order) && releases[order] < 0;
    }

    public String name(int order) {
        return name[order];
    }

    /** The order with this name, -1 when there is none. */
    public int orderOf(String wanted) {
        for (int order = 0; order < name.length; order++) {
            if (name[order].equals(wanted)) {
                return order;
            }
        }
        return -1;
    }

    public long key(int order) {
        return key[order];
    }

    public int product(int order) {
        return product[order];
    }

    public int lotClass(int order) {
        return lotClass[order];
    }

    public int priority(int order) {
        return priority[order];
    }

    /** Wafers of a lot, the least of them where the number is drawn. */
    public int wafers(int order) {
        return wafers[order];
    }

    /** The most wafers of a lot; the number is drawn where this is more than {@link #wafers}. */
    public int wafersMaximum(int order) {
        return wafersMaximum[order];
    }

    /** Distribution id of the time between releases, NONE = by command only. */
    public int interval(int order) {
        return interval[order];
    }

    /** Parameter id of the number of lots that the order keeps in the line (CONWIP), NONE = it has an interval. */
    public int lotsInLine(int order) {
        return lotsInLine[order];
    }

    /** Whether the order releases lots without a command. */
    public boolean isStream(int order) {
        return interval[order] != Distributions.NONE || lotsInLine[order] != ParameterTable.NONE;
    }

    /** Parameter id of the first release. */
    public int first(int order) {
        return first[order];
    }

    /** Releases in all, negative = no end. */
    public int releases(int order) {
        return releases[order];
    }

    public int lotsPerRelease(int order) {
        return lotsPerRelease[order];
    }

    /** Parameter id of the time from release to due date, NONE = no due date. */
    public int dueAfter(int order) {
        return dueAfter[order];
    }

    /** Lots that are released one by one at known times, in the order of these. */
    public int plannedLots() {
        return planned.length;
    }

    /** The number among the initial lots of a lot that is released later. */
    public int plannedLot(int index) {
        return planned[index];
    }

    public long plannedUs(int index) {
        return plannedUs[index];
    }

    /** Lots of their own: those that stand in the line at the origin and those that are planned. */
    public int initialLots() {
        return initialStep.length;
    }

    /** Order that an initial lot belongs to, -1 = none. */
    public int initialOrder(int lot) {
        return initialOrder[lot];
    }

    public int initialProduct(int lot) {
        return initialProduct[lot];
    }

    public int initialClass(int lot) {
        return initialClass[lot];
    }

    public int initialPriority(int lot) {
        return initialPriority[lot];
    }

    public int initialWafers(int lot) {
        return initialWafers[lot];
    }

    /** The step that the lot stands at, -1 = it is released later. */
    public int initialStep(int lot) {
        return initialStep[lot];
    }

    public long initialDueUs(int lot) {
        return initialDueUs[lot];
    }
}
