/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.core.line;

/** How a tool works through wafers: codes of the compiled line. */
public final class ToolKind {
    /** One lot at a time, for load + process + unload. */
    public static final int SINGLE = 0;
    /** Lots in two serial slots: the second enters while the first is finished (SMT2020's cascading tools). */
    public static final int TWO_SLOT_CASCADE = 1;
    /** Several carriers at once, started together. */
    public static final int BATCH = 2;
    /** A wafer enters each interval and leaves after its latency (scanner and track cell, CD-SEM, implanter). */
    public static final int CASCADE = 3;
    /** Parallel chambers; in flow-line form wafers take the chamber that frees first. */
    public static final int CLUSTER = 4;
    /** Wafers pass stages in order, each with its copies. */
    public static final int SERIAL = 5;

    private static final String[] NAMES = {"single", "two-slot-cascade", "batch", "cascade", "cluster", "serial"};

    private ToolKind() {}

    public static String name(int kind) {
        return NAMES[kind];
    }

    /** The code of a name, -1 when there is none. */
    public static int kindOf(String name) {
        for (int i = 0; i < NAMES.length; i++) {
            if (NAMES[i].equals(name)) {
                return i;
            }
        }
        return -1;
    }

    /** Whether the kind plans each wafer (flow-line form) and not the lot as a whole. */
    public static boolean isFlowLine(int kind) {
        return kind >= CASCADE;
    }
}
