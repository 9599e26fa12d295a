/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.core.random;

/**
 * What a draw is for. The codes are part of the log's contract: a code is never changed nor given to another cause, and a
 * new cause takes the next free code. 16 bits; 64 and above are for process, control and yield.
 *
 * <p>A sampler may use every k of its (cause, subject, visit): what needs two samples needs two causes, subjects or
 * visits.
 */
public final class Cause {
    /** Gap between releases of an order's lots. */
    public static final int RELEASE = 1;
    /** Process time of a wafer or lot at a step. */
    public static final int PROCESS_TIME = 2;
    /** Transport between two places. */
    public static final int TRANSPORT = 3;
    /** Whether a wafer or lot is sampled, for a metrology step or an optional step. */
    public static final int SAMPLING = 4;
    /** Whether a step sends its wafer or lot to rework. */
    public static final int REWORK = 5;
    /** Time from the end of a repair to the next breakdown. */
    public static final int BREAKDOWN_GAP = 6;
    /** Duration of a repair. */
    public static final int REPAIR = 7;
    /** Duration of a maintenance. */
    public static final int MAINTENANCE_DURATION = 8;
    /** Loading at a port. */
    public static final int LOAD_TIME = 9;
    /** Choice of a batch's size or members. */
    public static final int BATCH = 10;
    /** Choice among chambers that are equal otherwise. */
    public static final int CHAMBER_CHOICE = 11;
    /** Unloading at a port. */
    public static final int UNLOAD_TIME = 12;
    /** Duration of a setup. */
    public static final int SETUP_TIME = 13;
    /** Time or count from one maintenance to the next, and the phase of the first. */
    public static final int MAINTENANCE_GAP = 14;

    /** Number of wafers of a lot. */
    public static final int LOT_SIZE = 15;
    /** Whether a move stops in a stocker. */
    public static final int STOCKER = 16;
    /** Whether a wafer is held after a step, and for how long. */
    public static final int HOLD = 17;

    public static final int HOLD_TIME = 18;

    private Cause() {}
}
