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

    // 64 to 95: process and yield; 96 and above: metrology and control.

    /** How far a tool is off from the others, in a critical parameter. */
    public static final int TOOL_OFFSET = 64;
    /** How far a chamber is off from the others of its tool. */
    public static final int CHAMBER_OFFSET = 65;
    /** What a chamber's offset changes by with its n-th maintenance. */
    public static final int MAINTENANCE_OFFSET = 66;
    /** Innovation of the wafer noise of a critical parameter. */
    public static final int WAFER_NOISE = 67;
    /** Bowl of a wafer in a critical parameter. */
    public static final int BOWL = 68;
    /** Factor on a wafer's edge term. */
    public static final int EDGE = 69;
    /** Scale of a wafer's overlay. */
    public static final int OVERLAY_SCALE = 70;
    /** Rotation of a wafer's overlay. */
    public static final int OVERLAY_ROTATION = 71;
    /** Terms that repeat from field to field. */
    public static final int INTRAFIELD = 72;
    /** What differs from die to die. */
    public static final int DIE = 73;
    /** Gamma factor of defect densities. */
    public static final int CLUSTERING = 74;
    /** Which step a defect comes from. */
    public static final int DEFECT_SOURCE = 75;
    /** Time from one excursion of a chamber to the next. */
    public static final int EXCURSION_GAP = 76;
    /** Place and direction of a scratch. */
    public static final int SCRATCH = 77;

    /** Noise of a measurement of a critical parameter. */
    public static final int METROLOGY_NOISE = 96;
    /** Noise of a sensor of a chamber. */
    public static final int TRACE_NOISE = 97;
    /** How much a sensor of a chamber sees of what it watches. */
    public static final int SENSOR_LOADING = 98;

    private Cause() {}
}
