/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.core.line;

import java.util.List;

/** When a chart signals: codes of the compiled line. */
public final class ChartRule {
    /** One value beyond the limit, {@code width} standard deviations. */
    public static final int SHEWHART = 0;
    /** Exponentially weighted mean beyond its limit, {@code width} of its own (asymptotic) standard deviations. */
    public static final int EWMA = 1;
    /** One value beyond 3, two of three beyond 2, four of five beyond 1 standard deviations on one side, eight on one side. */
    public static final int WESTERN_ELECTRIC = 2;

    private static final String[] NAMES = {"shewhart", "ewma", "westernElectric"};

    private ChartRule() {}

    public static List<String> names() {
        return List.of(NAMES);
    }

    public static String name(int rule) {
        return NAMES[rule];
    }

    /** The code of a name, -1 when there is none. */
    public static int ruleOf(String name) {
        return List.of(NAMES).indexOf(name);
    }
}
