/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.core.line;

/** What a recipe's process time counts: codes of the compiled line. */
public final class ProcessUnit {
    public static final int WAFER = 0;
    public static final int LOT = 1;
    public static final int BATCH = 2;

    private ProcessUnit() {}

    public static String name(int unit) {
        return unit == WAFER ? "wafer" : unit == LOT ? "lot" : "batch";
    }
}
