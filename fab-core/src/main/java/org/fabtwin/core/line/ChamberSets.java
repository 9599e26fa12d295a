/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.core.line;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Which chambers of a tool may run a step, in groups where not all may run all: each such group has some sets of chambers, and each of
 * its steps is qualified on one of them. Bit c of a set is the c-th chamber of the tool. Immutable.
 */
public final class ChamberSets {
    /** {@link #setOf} of a step whose group tells no chambers apart. */
    public static final int ALL = -1;
    /** A tool has at most so many chambers where they are told apart. */
    public static final int MOST_CHAMBERS = Long.SIZE;

    private final int[] setOfStep;
    private final int[][] setsOfGroup;
    private final List<long[]> chambers = new ArrayList<>();
    private final boolean isAnyUsed;

    /** @param leftOut for each step the chambers that may not run it, as bits for each tool of its group; null = none. */
    ChamberSets(Steps steps, ToolGroups groups, long[][] leftOut) {
        setOfStep = new int[steps.size()];
        setsOfGroup = new int[groups.size()][];
        Arrays.fill(setOfStep, ALL);
        for (int step = 0; step < setOfStep.length; step++) {
            if (leftOut[step] != null) {
                setsOfGroup[steps.toolGroup(step)] = new int[0];
            }
        }
        for (int step = 0; step < setOfStep.length; step++) {
            int group = steps.toolGroup(step);
            if (setsOfGroup[group] != null) {
                long all = -1L >>> (MOST_CHAMBERS - groups.chambersPerTool(group));
                long[] wanted = new long[groups.toolCount(group)];
                for (int k = 0; k < wanted.length; k++) {
                    wanted[k] = leftOut[step] == null ? all : all & ~leftOut[step][k];
                }
                setOfStep[step] = find(group, wanted);
            }
        }
        isAnyUsed = !chambers.isEmpty();
    }

    private int find(int group, long[] wanted) {
        for (int set : setsOfGroup[group]) {
            if (Arrays.equals(chambers.get(set), wanted)) {
                return set;
            }
        }
        int[] sets = Arrays.copyOf(setsOfGroup[group], setsOfGroup[group].length + 1);
        sets[sets.length - 1] = chambers.size();
        setsOfGroup[group] = sets;
        chambers.add(wanted);
        return chambers.size() - 1;
    }

    /** Whether the group tells its tools' chambers apart. */
    public boolean isUsed(int group) {
        return isAnyUsed && setsOfGroup[group] != null;
    }

    /** Number of sets of a group that {@linkplain #isUsed tells chambers apart}. */
    public int count(int group) {
        return setsOfGroup[group].length;
    }

    /** The group's i-th set. */
    public int set(int group, int i) {
        return setsOfGroup[group][i];
    }

    /** The set that the step is qualified on, {@link #ALL} where its group tells none apart. */
    public int setOf(int step) {
        return setOfStep[step];
    }

    /** The set's chambers in the k-th tool of its group, as bits. */
    public long chambers(int set, int k) {
        return set == ALL ? -1L : chambers.get(set)[k];
    }
}
