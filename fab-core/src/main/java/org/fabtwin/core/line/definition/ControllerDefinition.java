/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.core.line.definition;

/**
 * A run-to-run controller: keeps one critical parameter on its target by the recipe of the step that sets it. Numbers are in the
 * parameter's unit, those of the manipulated variable in the variable's.
 */
public final class ControllerDefinition {
    public String name;
    /** Critical parameter that it keeps on target. */
    public String parameter;
    /** Step whose recipe it adjusts. */
    public String step;
    /** 2 for overlay (x and y, a loop each); else 1. */
    public int components = 1;
    /** Manipulated variable: what it is called, the unit in which people write it, and one of it in own units. */
    public String variable = "";

    public String variableUnit = "";
    public double variableFactor = 1;
    /** Code of {@code ControlMethod}. */
    public int method;
    /** 1: results change the offsets; 0: offsets stay as they are. */
    public Tunable enabled;
    /** Model gain: what one unit of the variable does to the parameter. */
    public Tunable gain;
    /** What one unit of the variable really does; null = the model gain is right. */
    public Tunable processGain;
    /** Weight of a result, of the intercept. Not used by {@code KALMAN}. */
    public Tunable weight;
    /** Weight of a result, of the trend: {@code DOUBLE_EWMA}. */
    public Tunable trendWeight;
    /** Least and largest offset; null = no bound. */
    public Tunable lower;

    public Tunable upper;
    /** Largest change of an offset by one result; null = no bound. */
    public Tunable maximumStep;
    /** Deviation below which an offset stays as it is; null = none. */
    public Tunable deadband;
    /** Standard deviation of one result about the level that it tells of: metrology noise and noise of the single wafer. */
    public Tunable resultSigma;
    /** {@code KALMAN}: standard deviation by which a chamber's effect walks from wafer to wafer. */
    public Tunable walkSigma;
    /** {@code KALMAN}: standard deviations of the effects before anything is known of them. Null = 0. */
    public Tunable toolSigma;

    public Tunable chamberSigma;
    public Tunable stepSigma;
    public Tunable productSigma;
    /** {@code KALMAN}: standard deviation that a maintenance which redraws the chamber's offset adds to its effect. */
    public Tunable redrawSigma;
    /** What a context is: loops are kept apart by these; with {@code KALMAN} they are the effects that add up. */
    public boolean byChamber = true;

    public boolean byTool;
    public boolean byProduct;
    /** True: a maintenance that redraws the chamber's offset sets its loops back to the start. Not for {@code KALMAN}. */
    public boolean resetsAfterMaintenance = true;
    /** {@code KALMAN}: controllers of one family on one tool group share the effects of tools and chambers; null = alone. */
    public String family;
    /** Feed-forward: earlier critical parameter whose measured deviation is compensated; null = none. */
    public String feedForwardFrom;
    /** What one unit of it does to this parameter. */
    public Tunable feedForwardCoefficient;
    /** Standard deviation of its true deviation, and of its measurement. */
    public Tunable feedForwardSigma;

    public Tunable feedForwardNoise;
    /** Virtual metrology: sensors of the chamber whose traces tell of the wafer; 0 = none. */
    public int sensors;
    /** Share of the variance of what the process adds that the best linear prediction from the traces can explain. */
    public Tunable attainableShare;
    /** 1: predictions count as results, less certain ones less; 0: they are only logged. */
    public Tunable virtualEnabled;
    /** Standard deviation of the measurement that predictions are trained on. */
    public Tunable measurementSigma;
}
