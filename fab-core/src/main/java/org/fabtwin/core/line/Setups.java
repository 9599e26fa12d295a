/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.core.line;

/** Setups and the times to change between them. Immutable. */
public final class Setups {
    /** A tool that has not been set up yet. */
    public static final int NO_SETUP = -1;

    final String[] name;
    int[] pairGroup;
    int[] pairFrom;
    int[] pairTo;
    int[] pairTime;
    int[] firstPairTo;

    Setups(String[] name) {
        this.name = name;
    }

    public int size() {
        return name.length;
    }

    public String name(int setup) {
        return name[setup];
    }

    /**
     * Parameter id of the time to change a tool of the group: the pair, else any setup to the wanted one, else NONE. Rows
     * that name the group come before rows for any group.
     */
    public int time(int group, int from, int to) {
        int anyFrom = ParameterTable.NONE;
        for (int row = firstPairTo[to]; row < firstPairTo[to + 1]; row++) {
            if (pairGroup[row] == group || pairGroup[row] == -1) {
                if (pairFrom[row] == from && from != NO_SETUP) {
                    return pairTime[row];
                }
                if (pairFrom[row] == NO_SETUP && anyFrom == ParameterTable.NONE) {
                    anyFrom = pairTime[row];
                }
            }
        }
        return anyFrom;
    }
}
