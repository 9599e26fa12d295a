/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.core.line;

import java.util.List;

/** What shares one gamma factor of the defect densities: codes of the compiled line. */
public final class ClusteringScope {
    public static final int WAFER = 0;
    public static final int LOT = 1;
    /** A quarter of the wafer. */
    public static final int REGION = 2;

    private static final String[] NAMES = {"wafer", "lot", "region"};

    private ClusteringScope() {}

    public static String name(int scope) {
        return NAMES[scope];
    }

    /** The code of a name, -1 when there is none. */
    public static int scopeOf(String name) {
        return List.of(NAMES).indexOf(name);
    }
}
