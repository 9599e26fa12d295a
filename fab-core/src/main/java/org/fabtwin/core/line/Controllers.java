/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.core.line;

/**
 * Run-to-run controllers and the loops that each keeps: one for each context and component. A context is a chamber, a tool or the
 * whole group, and a product where the controller tells products apart. Only tools that are qualified for the step have loops.
 * Immutable.
 */
public final class Controllers {
    public static final int NONE = -1;

    final String[] name;
    final String[] parameter;
    final String[] variable;
    final String[] variableUnit;
    final double[] variableFactor;
    final long[] key;
    final int[] group;
    final int[] components;
    final int[] method;
    final int[] enabled;
    final int[] gain;
    final int[] processGain;
    final int[] weight;
    final int[] trendWeight;
    final int[] lower;
    final int[] upper;
    final int[] maximumStep;
    final int[] deadband;
    final int[] resultSigma;
    final int[] walkSigma;
    final int[] toolSigma;
    final int[] chamberSigma;
    final int[] stepSigma;
    final int[] productSigma;
    final int[] redrawSigma;
    final boolean[] byChamber;
    final boolean[] byTool;
    final boolean[] byProduct;
    final boolean[] resets;
    final int[] family;
    final int[] placeInFamily;
    final int[] feedForwardFrom;
    final int[] feedForwardCoefficient;
    final int[] feedForwardSigma;
    final int[] feedForwardNoise;
    final int[] sensors;
    final int[] attainableShare;
    final int[] virtualEnabled;
    final int[] measurementSigma;
    final int[] firstSlot;
    final int[] firstSensor;
    final int[][] rankOfTool;
    final int[] toolsQualified;
    final int[] firstLoop;
    int products;
    EffectBlocks effects;

    Controllers(int n) {
        name = new String[n];
        parameter = new String[n];
        variable = new String[n];
        variableUnit = new String[n];
        variableFactor = new double[n];
        key = new long[n];
        group = new int[n];
        components = new int[n];
        method = new int[n];
        enabled = new int[n];
        gain = new int[n];
        processGain = new int[n];
        weight = new int[n];
        trendWeight = new int[n];
        lower = new int[n];
        upper = new int[n];
        maximumStep = new int[n];
        deadband = new int[n];
        resultSigma = new int[n];
        walkSigma = new int[n];
        toolSigma = new int[n];
        chamberSigma = new int[n];
        stepSigma = new int[n];
        productSigma = new int[n];
        redrawSigma = new int[n];
        byChamber = new boolean[n];
        byTool = new boolean[n];
        byProduct = new boolean[n];
        resets = new boolean[n];
        family = new int[n];
        placeInFamily = new int[n];
        feedForwardFrom = new int[n];
        feedForwardCoefficient = new int[n];
        feedForwardSigma = new int[n];
        feedForwardNoise = new int[n];
        sensors = new int[n];
        attainableShare = new int[n];
        virtualEnabled = new int[n];
        measurementSigma = new int[n];
        firstSlot = new int[n + 1];
        firstSensor = new int[n + 1];
        rankOfTool = new int[n][];
        toolsQualified = new int[n];
        firstLoop = new int[n + 1];
    }

    public int size() {
        return name.length;
    }

    public String name(int controller) {
        return name[controller];
    }

    /** Name of the critical parameter that it keeps on target. */
    public String parameter(int controller) {
        return parameter[controller];
    }

    /** What the manipulated variable is called; may be empty. */
    public String variable(int controller) {
        return variable[controller];
    }

    /** Unit in which people write it. */
    public String variableUnit(int controller) {
        return variableUnit[controller];
    }

    /** One of that unit in own units. */
    public double variableFactor(int controller) {
        return variableFactor[controller];
    }

    /** Identity in draws. */
    public long key(int controller) {
        return key[controller];
    }

    /** The controller with this name, {@link #NONE} when there is none. Linear. */
    public int controllerOf(String wanted) {
        for (int controller = 0; controller < name.length; controller++) {
            if (name[controller].equals(wanted)) {
                return controller;
            }
        }
        return NONE;
    }

    /** Tool group of the step that it adjusts. */
    public int group(int controller) {
        return group[controller];
    }

    public int components(int controller) {
        return components[controller];
    }

    /** Code of {@link ControlMethod}. */
    public int method(int controller) {
        return method[controller];
    }

    /** Parameter ids; see {@code ControllerDefinition}. */
    public int enabled(int controller) {
        return enabled[controller];
    }

    public int gain(int controller) {
        return gain[controller];
    }

    /** What the process really does with the variable; the parameter of {@link #gain} where the model is right. */
    public int processGain(int controller) {
        return processGain[controller];
    }

    public int weight(int controller) {
        return weight[controller];
    }

    public int trendWeight(int controller) {
        return trendWeight[controller];
    }

    public int lower(int controller) {
        return lower[controller];
    }

    public int upper(int controller) {
        return upper[controller];
    }

    public int maximumStep(int controller) {
        return maximumStep[controller];
    }

    public int deadband(int controller) {
        return deadband[controller];
    }

    public int resultSigma(int controller) {
        return resultSigma[controller];
    }

    public int walkSigma(int controller) {
        return walkSigma[controller];
    }

    public int toolSigma(int controller) {
        return toolSigma[controller];
    }

    public int chamberSigma(int controller) {
        return chamberSigma[controller];
    }

    public int stepSigma(int controller) {
        return stepSigma[controller];
    }

    public int productSigma(int controller) {
        return productSigma[controller];
    }

    public int redrawSigma(int controller) {
        return redrawSigma[controller];
    }

    public boolean isByChamber(int controller) {
        return byChamber[controller];
    }

    public boolean isByTool(int controller) {
        return byTool[controller];
    }

    public boolean isByProduct(int controller) {
        return byProduct[controller];
    }

    public boolean isResetAfterMaintenance(int controller) {
        return resets[controller];
    }

    /** Kalman controllers of one family share the effects of tools and chambers. */
    public int family(int controller) {
        return family[controller];
    }

    /** How many controllers of its family come before it. */
    public int placeInFamily(int controller) {
        return placeInFamily[controller];
    }

    /** Controller whose measured parameter is fed forward, {@link #NONE} without. */
    public int feedForwardFrom(int controller) {
        return feedForwardFrom[controller];
    }

    public int feedForwardCoefficient(int controller) {
        return feedForwardCoefficient[controller];
    }

    public int feedForwardSigma(int controller) {
        return feedForwardSigma[controller];
    }

    public int feedForwardNoise(int controller) {
        return feedForwardNoise[controller];
    }

    /** Sensors whose traces predict what is not measured; 0 = none. */
    public int sensors(int controller) {
        return sensors[controller];
    }

    public int attainableShare(int controller) {
        return attainableShare[controller];
    }

    public int virtualEnabled(int controller) {
        return virtualEnabled[controller];
    }

    public int measurementSigma(int controller) {
        return measurementSigma[controller];
    }

    /** Number of the controller's first component among those of all controllers: what a wafer keeps of each. */
    public int firstSlot(int controller) {
        return firstSlot[controller];
    }

    public int slotTotal() {
        return firstSlot[firstSlot.length - 1];
    }

    /** Number of the first trace of the controller's first component among all that a wafer has. */
    public int firstSensor(int controller) {
        return firstSensor[controller];
    }

    public int sensorTotal() {
        return firstSensor[firstSensor.length - 1];
    }

    /** Tools of the group that may do the step. */
    public int toolsQualified(int controller) {
        return toolsQualified[controller];
    }

    /** Number among the qualified tools of the group's k-th tool; {@link #NONE} where it is not qualified. */
    public int rankOfTool(int controller, int k) {
        return rankOfTool[controller][k];
    }

    public int firstLoop(int controller) {
        return firstLoop[controller];
    }

    /** Loops of one controller. */
    public int loops(int controller) {
        return firstLoop[controller + 1] - firstLoop[controller];
    }

    /** Loops of all controllers. */
    public int loopTotal() {
        return firstLoop[firstLoop.length - 1];
    }

    /** Effects that Kalman controllers estimate. */
    public EffectBlocks effects() {
        return effects;
    }

    /** Places of a controller's loops: chambers, tools or one. */
    public int places(int controller) {
        int perProduct = components[controller] * (byProduct[controller] ? products : 1);
        return (firstLoop[controller + 1] - firstLoop[controller]) / perProduct;
    }

    /** Products that a controller with {@link #isByProduct} tells apart. */
    public int products() {
        return products;
    }
}
