/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.core.line;

import java.util.List;

/** How equipment leaves its usual state: codes of the compiled line. */
public final class ExcursionKind {
    /** A parameter's wafer mean is off by the size. */
    public static final int JUMP = 0;
    /** A parameter's wafer mean moves by the size with each wafer. */
    public static final int DRIFT = 1;
    /** Each wafer gets a scratch of the size's length. */
    public static final int SCRATCH = 2;
    /** Each wafer gets the size more killing defects per area. */
    public static final int PARTICLES = 3;
    /** A parameter's edge term is off by the size. */
    public static final int EDGE_RING = 4;

    private static final String[] NAMES = {"jump", "drift", "scratch", "particles", "edgeRing"};

    private ExcursionKind() {}

    public static String name(int kind) {
        return NAMES[kind];
    }

    /** The code of a name, -1 when there is none. */
    public static int kindOf(String name) {
        return List.of(NAMES).indexOf(name);
    }

    /** Whether it concerns a parameter, and not the dies alone. */
    public static boolean hasParameter(int kind) {
        return kind == JUMP || kind == DRIFT || kind == EDGE_RING;
    }
}
