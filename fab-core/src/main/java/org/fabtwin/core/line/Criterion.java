/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.core.line;

import java.util.List;

/** Criteria by which a tool group chooses among the carriers that wait: codes of the compiled line. */
public final class Criterion {
    /** Higher priority first. */
    public static final int PRIORITY = 0;
    /** Longest in this queue first. */
    public static final int FIFO = 1;
    /** Least time to change the tool's setup first. */
    public static final int SETUP = 2;
    /** Smallest (due - now) / remaining work first. */
    public static final int CRITICAL_RATIO = 3;
    /** Earliest due date first. */
    public static final int DUE_DATE = 4;
    /** The open queue-time window with the least time left first. */
    public static final int QUEUE_TIME = 5;
    /** Later step of the route first (last buffer first served). */
    public static final int LAST_STEP = 6;
    /** Earlier step of the route first (first buffer first served). */
    public static final int FIRST_STEP = 7;
    /** Least remaining work first. */
    public static final int SHORTEST_REMAINING = 8;
    /** Least process time at this step first. */
    public static final int SHORTEST_PROCESS = 9;

    /** Least squared deviation expected of the tool's best chamber, in tolerances, as the loops know it, first. */
    public static final int PREDICTED_OUTCOME = 10;
    /** Fewest carriers waiting per tool where the wafers go next first: tools there do not run dry. */
    public static final int LINE_BALANCE = 11;
    /** Same recipe as the tool ran last first. */
    public static final int CHAMBER_AFFINITY = 12;

    private static final String[] NAMES = {
        "priority",
        "fifo",
        "setup",
        "criticalRatio",
        "dueDate",
        "queueTimeUrgency",
        "lastStep",
        "firstStep",
        "shortestRemaining",
        "shortestProcess",
        "predictedOutcome",
        "lineBalance",
        "chamberAffinity"
    };

    private Criterion() {}

    public static List<String> names() {
        return List.of(NAMES);
    }

    public static String name(int criterion) {
        return NAMES[criterion];
    }

    /** The code of a name, -1 when there is none. */
    public static int criterionOf(String name) {
        return List.of(NAMES).indexOf(name);
    }

    /** Whether the rank of a carrier stays the same while it waits, whatever the tool. */
    public static boolean isStatic(int criterion) {
        return criterion != SETUP
                && criterion != CRITICAL_RATIO
                && criterion != QUEUE_TIME
                && criterion != PREDICTED_OUTCOME
                && criterion != LINE_BALANCE
                && criterion != CHAMBER_AFFINITY;
    }
}
