/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.core.line;

/** What a carrier does at a load port while its wafers are in the tool: codes of the compiled line. */
public final class HandOff {
    /** It stays on its port until its last wafer is back. */
    public static final int HELD = 0;
    /** It goes to a place inside the tool, and the port is free again after the exchange. */
    public static final int BUFFERED = 1;
    /** Wafers are handed over one by one; no carrier takes a port. */
    public static final int DIRECT = 2;
    /** As {@link #BUFFERED} while the tool has a place inside; without one it keeps its port until one is free, or it leaves. */
    public static final int BOUNDED = 3;

    private static final String[] NAMES = {"held", "buffered", "direct", "bounded"};

    private HandOff() {}

    public static String name(int code) {
        return NAMES[code];
    }

    /** The code of a name, -1 when there is none. */
    public static int codeOf(String name) {
        for (int i = 0; i < NAMES.length; i++) {
            if (NAMES[i].equals(name)) {
                return i;
            }
        }
        return -1;
    }
}
