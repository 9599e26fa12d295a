/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.core.line;

import java.util.ArrayList;
import java.util.List;

/** Sampling beyond a fixed share, of the steps that have it: parameter ids, NONE = not part of the rule. Immutable. */
public final class SamplingRules {
    /** A step without a rule. */
    public static final int NONE = -1;

    private final int[] every;
    private final int[] afterMaintenance;
    private final int[] unmeasuredFor;

    SamplingRules(List<int[]> rows) {
        every = rows.stream().mapToInt(row -> row[0]).toArray();
        afterMaintenance = rows.stream().mapToInt(row -> row[1]).toArray();
        unmeasuredFor = rows.stream().mapToInt(row -> row[2]).toArray();
    }

    static List<int[]> rows() {
        return new ArrayList<>();
    }

    public int size() {
        return every.length;
    }

    /** One of so many wafers that come by, instead of a share. */
    public int every(int rule) {
        return every[rule];
    }

    /** So many wafers after a maintenance of the tool that processed them are all measured. */
    public int afterMaintenance(int rule) {
        return afterMaintenance[rule];
    }

    /** A wafer is measured when none of its tool has been for longer. */
    public int unmeasuredFor(int rule) {
        return unmeasuredFor[rule];
    }
}
