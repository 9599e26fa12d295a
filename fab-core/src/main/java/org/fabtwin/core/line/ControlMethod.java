/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.core.line;

import java.util.List;

/** How a controller learns from a result: codes of the compiled line. */
public final class ControlMethod {
    /** Exponentially weighted mean of what the results say of the intercept (Ingolfsson and Sachs, JQT 25(4), 1993). */
    public static final int EWMA = 0;
    /** The offset moves by a share of each result's deviation: the same law as EWMA where no result is late. */
    public static final int INTEGRAL = 1;
    /** Intercept and trend: predictor corrector control (Butler and Stefani, IEEE TSM 7(2), 1994). */
    public static final int DOUBLE_EWMA = 2;
    /** Kalman filter over effects that contexts share: tool, chamber, step, product. */
    public static final int KALMAN = 3;

    private static final String[] NAMES = {"ewma", "integral", "doubleEwma", "kalman"};

    private ControlMethod() {}

    public static List<String> names() {
        return List.of(NAMES);
    }

    public static String name(int method) {
        return NAMES[method];
    }

    /** The code of a name, -1 when there is none. */
    public static int methodOf(String name) {
        return List.of(NAMES).indexOf(name);
    }
}
