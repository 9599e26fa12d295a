/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.core.line;

import java.util.List;
import java.util.function.IntBinaryOperator;
import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;

/**
 * The quantities on a wafer that yield depends on: what sets them, their windows, sensitivities and layers of variance. Numbers
 * are ids of {@link ParameterTable} unless said otherwise. A context is a pair of parameter and chamber that may set it; contexts
 * of a parameter are consecutive, in the order of its tool group's chambers. Immutable.
 */
public final class CriticalParameters {
    /** Transistor flavours with a threshold voltage of their own. */
    public static final int FLAVOURS = 3;

    final String[] name;
    final String[] unit;
    final double[] unitFactor;
    final long[] key;
    final boolean[] overlay;
    final boolean[] kill;
    final int[] flavours;
    final int[] target;
    final int[] lower;
    final int[] upper;
    final int[] vt;
    final int[] speed;
    final int[] leakage;
    final int[] viaResistance;
    final int[] tool;
    final int[] chamber;
    final int[] afterMaintenance;
    final int[] drift;
    final int[] driftMost;
    final boolean[] integrated;
    final int[] coefficient;
    final int[] wafer;
    final int[] firstWafer;
    final int[] firstWaferDecay;
    final int[] bowl;
    final int[] edge;
    final int[] edgeSpread;
    final int[] edgeLength;
    final int[] intrafield;
    final int[] die;
    final int[] scale;
    final int[] rotation;
    final int[][] inheritsFrom;
    final int[][] inheritance;
    final int[] toolGroup;
    final int[] firstContext;
    final int[][] setStep;
    final int[][] measureStep;
    final int[][] ofStep;
    final int[][] measuredAt;
    final boolean[] groupSets;
    int contexts;

    CriticalParameters(int n, int products, int steps, int groups) {
        name = new String[n];
        unit = new String[n];
        unitFactor = new double[n];
        key = new long[n];
        overlay = new boolean[n];
        kill = new boolean[n];
        flavours = new int[n];
        target = new int[n];
        lower = new int[n];
        upper = new int[n];
        vt = new int[n];
        speed = new int[n];
        leakage = new int[n];
        viaResistance = new int[n];
        tool = new int[n];
        chamber = new int[n];
        afterMaintenance = new int[n];
        drift = new int[n];
        driftMost = new int[n];
        integrated = new boolean[n];
        coefficient = new int[n];
        wafer = new int[n];
        firstWafer = new int[n];
        firstWaferDecay = new int[n];
        bowl = new int[n];
        edge = new int[n];
        edgeSpread = new int[n];
        edgeLength = new int[n];
        intrafield = new int[n];
        die = new int[n];
        scale = new int[n];
        rotation = new int[n];
        inheritsFrom = new int[n][0];
        inheritance = new int[n][0];
        toolGroup = new int[n];
        firstContext = new int[n];
        setStep = new int[n][products];
        measureStep = new int[n][products];
        ofStep = new int[steps][];
        measuredAt = new int[steps][];
        groupSets = new boolean[groups];
    }

    public int size() {
        return name.length;
    }

    public String name(int parameter) {
        return name[parameter];
    }

    /** The parameter with this name, -1 when there is none. Linear. */
    public int parameterOf(String wanted) {
        for (int parameter = 0; parameter < name.length; parameter++) {
            if (name[parameter].equals(wanted)) {
                return parameter;
            }
        }
        return -1;
    }

    /** Unit in which people write it. */
    public String unit(int parameter) {
        return unit[parameter];
    }

    /** One of its unit in own units. */
    public double unitFactor(int parameter) {
        return unitFactor[parameter];
    }

    /** Identity in draws. */
    public long key(int parameter) {
        return key[parameter];
    }

    /** Whether it has two components, x and y. */
    public boolean isOverlay(int parameter) {
        return overlay[parameter];
    }

    /** Whether a die outside of its window fails. */
    public boolean isKill(int parameter) {
        return kill[parameter];
    }

    /** Whether the Vt of a flavour follows it. */
    public boolean hasFlavour(int parameter, int flavour) {
        return (flavours[parameter] & 1 << flavour) != 0;
    }

    public int target(int parameter) {
        return target[parameter];
    }

    public int lower(int parameter) {
        return lower[parameter];
    }

    public int upper(int parameter) {
        return upper[parameter];
    }

    public int vt(int parameter) {
        return vt[parameter];
    }

    public int speed(int parameter) {
        return speed[parameter];
    }

    public int leakage(int parameter) {
        return leakage[parameter];
    }

    public int viaResistance(int parameter) {
        return viaResistance[parameter];
    }

    /** Standard deviation between tools. */
    public int tool(int parameter) {
        return tool[parameter];
    }

    /** Standard deviation between the chambers of a tool. */
    public int chamber(int parameter) {
        return chamber[parameter];
    }

    /** Standard deviation of what is drawn again after maintenance. */
    public int afterMaintenance(int parameter) {
        return afterMaintenance[parameter];
    }

    /** Drift per wafer since maintenance. */
    public int drift(int parameter) {
        return drift[parameter];
    }

    public int driftMost(int parameter) {
        return driftMost[parameter];
    }

    /** True: wafer noise is IMA(1,1); false: AR(1). */
    public boolean isIntegrated(int parameter) {
        return integrated[parameter];
    }

    /** Phi of AR, theta of IMA. */
    public int coefficient(int parameter) {
        return coefficient[parameter];
    }

    /** Standard deviation of the wafer noise's innovation. */
    public int wafer(int parameter) {
        return wafer[parameter];
    }

    public int firstWafer(int parameter) {
        return firstWafer[parameter];
    }

    public int firstWaferDecay(int parameter) {
        return firstWaferDecay[parameter];
    }

    public int bowl(int parameter) {
        return bowl[parameter];
    }

    public int edge(int parameter) {
        return edge[parameter];
    }

    public int edgeSpread(int parameter) {
        return edgeSpread[parameter];
    }

    /** Length over which the edge term falls to 1/e, in millimetres; parameter id, NONE = no edge term. */
    public int edgeLength(int parameter) {
        return edgeLength[parameter];
    }

    public boolean hasEdge(int parameter) {
        return edgeLength[parameter] != ParameterTable.NONE;
    }

    public int intrafield(int parameter) {
        return intrafield[parameter];
    }

    public int die(int parameter) {
        return die[parameter];
    }

    public int scale(int parameter) {
        return scale[parameter];
    }

    public int rotation(int parameter) {
        return rotation[parameter];
    }

    /** Parameters whose deviation it takes over in part. */
    public int inheritances(int parameter) {
        return inheritsFrom[parameter].length;
    }

    public int inheritsFrom(int parameter, int i) {
        return inheritsFrom[parameter][i];
    }

    public int inheritance(int parameter, int i) {
        return inheritance[parameter][i];
    }

    /** Tool group that sets it. */
    public int toolGroup(int parameter) {
        return toolGroup[parameter];
    }

    /** Pairs of parameter and chamber, in all. */
    public int contexts() {
        return contexts;
    }

    /** Context of the first chamber of the parameter's tool group; the k-th chamber has the k-th after it. */
    public int firstContext(int parameter) {
        return firstContext[parameter];
    }

    /** Step that sets it on the product's route, -1 = none. */
    public int setStep(int parameter, int product) {
        return setStep[parameter][product];
    }

    /** Step that measures it on the product's route, -1 = none. */
    public int measureStep(int parameter, int product) {
        return measureStep[parameter][product];
    }

    /** How many parameters a step sets. */
    public int setBy(int step) {
        return ofStep[step] == null ? 0 : ofStep[step].length;
    }

    public int setBy(int step, int i) {
        return ofStep[step][i];
    }

    /** How many parameters a step measures. */
    public int measuredAt(int step) {
        return measuredAt[step] == null ? 0 : measuredAt[step].length;
    }

    public int measuredAt(int step, int i) {
        return measuredAt[step][i];
    }

    /** Whether a tool group has a step that sets a parameter: then each wafer's start in its chambers counts. */
    public boolean groupSets(int group) {
        return groupSets[group];
    }

    /** What is kept of each parameter, by the step that sets it, in the order of {@link #setBy(int, int)}. */
    public <T> List<List<T>> bySettingStep(List<T> ofParameter, int steps) {
        return bySteps(ofParameter, steps, this::setBy, this::setBy);
    }

    /** What is kept of each parameter, by the step that measures it, in the order of {@link #measuredAt(int, int)}. */
    public <T> List<List<T>> byMeasuringStep(List<T> ofParameter, int steps) {
        return bySteps(ofParameter, steps, this::measuredAt, this::measuredAt);
    }

    private static <T> List<List<T>> bySteps(
            List<T> ofParameter, int steps, IntUnaryOperator count, IntBinaryOperator parameter) {
        return IntStream.range(0, steps)
                .mapToObj(step -> IntStream.range(0, ofParameter.isEmpty() ? 0 : count.applyAsInt(step))
                        .mapToObj(i -> ofParameter.get(parameter.applyAsInt(step, i)))
                        .toList())
                .toList();
    }
}
