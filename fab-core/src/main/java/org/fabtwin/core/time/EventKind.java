/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.core.time;

/** Kinds of calendar events and what their subject is. */
public final class EventKind {
    /** An order releases lots; subject: order. */
    public static final int RELEASE = 0;
    /** A carrier arrives at the tool group of its step; subject: carrier. */
    public static final int ARRIVAL = 1;
    /** The last wafer of a carrier is done at its step; subject: carrier. */
    public static final int TRACK_OUT = 2;
    /** The next wafer of a carrier enters or leaves a chamber; subject: carrier. */
    public static final int WAFER = 3;
    /** A tool can take the next carrier; subject: tool. */
    public static final int TOOL_OPEN = 4;
    /** A tool's setup is done; subject: tool. */
    public static final int SETUP_END = 5;
    /** A breakdown or maintenance falls due, begins or ends, as its phase says; subject: stoppage process. */
    public static final int STOPPAGE = 6;

    /** Something is done inside a tool in detailed form: a robot's action, a lock's cycle, a process; subject: tool. */
    public static final int TOOL_STEP = 11;
    /** A chamber leaves its usual state; subject: pair of excursion and chamber. */
    public static final int EXCURSION = 8;

    /** The result of a measurement comes; subject: pending result. */
    public static final int RESULT = 9;
    /** A chamber that a control chart takes out of use is empty, or comes back; subject: chamber. */
    public static final int CHART_DOWN = 10;

    /** A hold that lasts a time ends; subject: carrier. */
    public static final int HOLD_END = 16;

    /** A reticle that a tool has used is free again; subject: tool. */
    public static final int RETICLE_FREE = 12;

    private EventKind() {}
}
