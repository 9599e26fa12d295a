/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.core.line;

/** What happens to wafers that reach the end of a queue-time window too late: codes of the compiled line. */
public final class QueuePolicy {
    /** The breach is reported, nothing else. */
    public static final int WARN = 0;
    /** Back to the step that opened the window. */
    public static final int REWORK = 1;
    /** The wafers are scrapped. */
    public static final int SCRAP = 2;
    /** The carrier is held until a command releases it. */
    public static final int HOLD = 3;

    private static final String[] NAMES = {"warn", "rework", "scrap", "hold"};

    private QueuePolicy() {}

    public static String name(int policy) {
        return NAMES[policy];
    }

    /** The code of a name, -1 when there is none. */
    public static int policyOf(String name) {
        for (int i = 0; i < NAMES.length; i++) {
            if (NAMES[i].equals(name)) {
                return i;
            }
        }
        return -1;
    }
}
