/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.core.line;

/** What steps do to wafers and dies: the compiled {@code ProcessDefinition}. Numbers are parameter ids unless said. Immutable. */
public final class ProcessTables {
    final CriticalParameters parameters;
    final DieTables dies;
    final String[] sourceName;
    final int[] density;
    final int[] killRatio;
    final int[] sourceOfStep;
    /** Windows' effects one behind the other, and where each window's begin: two neighbours tell how many it has. */
    final int[] firstEffect;

    int[] effectsOfWindows = {};
    final String[] effectName;
    final int[] effectParameter;
    final int[] effectShift;
    final int[] effectFree;
    final int[] effectTau;
    final int[] placementOverlay;
    final int[] placementWidth1;
    final int[] placementWidth2;
    final int[] placementRoughness;
    final int[] placementMargin;
    final String[] excursionName;
    final int[] excursionKind;
    final int[] excursionParameter;
    final int[][] excursionChambers;
    final int[] excursionSize;
    final int[] excursionWafers;
    final int[] excursionAt;
    final int[] excursionGap;
    int defectScale;
    int clusteringAlpha;
    int clusteringScope;
    int subthresholdSwing;
    int speedPerVt;
    boolean active;

    ProcessTables(
            CriticalParameters parameters,
            DieTables dies,
            int steps,
            int windows,
            int sources,
            int effects,
            int placements,
            int excursions) {
        this.parameters = parameters;
        this.dies = dies;
        sourceName = new String[sources];
        density = new int[sources];
        killRatio = new int[sources];
        sourceOfStep = new int[steps];
        firstEffect = new int[windows + 1];
        effectName = new String[effects];
        effectParameter = new int[effects];
        effectShift = new int[effects];
        effectFree = new int[effects];
        effectTau = new int[effects];
        placementOverlay = new int[placements];
        placementWidth1 = new int[placements];
        placementWidth2 = new int[placements];
        placementRoughness = new int[placements];
        placementMargin = new int[placements];
        excursionName = new String[excursions];
        excursionKind = new int[excursions];
        excursionParameter = new int[excursions];
        excursionChambers = new int[excursions][];
        excursionSize = new int[excursions];
        excursionWafers = new int[excursions];
        excursionAt = new int[excursions];
        excursionGap = new int[excursions];
    }

    /** False: the line only moves wafers, and nothing here is ever looked at. */
    public boolean isActive() {
        return active;
    }

    public CriticalParameters parameters() {
        return parameters;
    }

    public DieTables dies() {
        return dies;
    }

    /** What defects a step adds: an id for the next two, -1 = none. */
    public int defectSource(int step) {
        return sourceOfStep[step];
    }

    public String sourceName(int source) {
        return sourceName[source];
    }

    /** Defects per area of one pass. */
    public int density(int source) {
        return density[source];
    }

    public int killRatio(int source) {
        return killRatio[source];
    }

    /** Factor on all densities; NONE = 1. */
    public int defectScale() {
        return defectScale;
    }

    /** NONE = no clustering. */
    public int clusteringAlpha() {
        return clusteringAlpha;
    }

    /** Code of {@link ClusteringScope}. */
    public int clusteringScope() {
        return clusteringScope;
    }

    public int subthresholdSwing() {
        return subthresholdSwing;
    }

    public int speedPerVt() {
        return speedPerVt;
    }

    /** How many effects waiting in a window has. */
    public int effects(int window) {
        return firstEffect[window + 1] - firstEffect[window];
    }

    public int effect(int window, int i) {
        return effectsOfWindows[firstEffect[window] + i];
    }

    /** Critical parameter that an effect shifts, -1 = it adds killing defects. */
    public int effectParameter(int effect) {
        return effectParameter[effect];
    }

    public int effectShift(int effect) {
        return effectShift[effect];
    }

    public int effectFree(int effect) {
        return effectFree[effect];
    }

    public int effectTau(int effect) {
        return effectTau[effect];
    }

    /** Via layers whose edge placement is judged. */
    public int placements() {
        return placementOverlay.length;
    }

    /** Critical parameter; so are the two widths, -1 = none. */
    public int placementOverlay(int placement) {
        return placementOverlay[placement];
    }

    public int placementWidth1(int placement) {
        return placementWidth1[placement];
    }

    public int placementWidth2(int placement) {
        return placementWidth2[placement];
    }

    public int placementRoughness(int placement) {
        return placementRoughness[placement];
    }

    public int placementMargin(int placement) {
        return placementMargin[placement];
    }

    public int excursions() {
        return excursionName.length;
    }

    public String excursionName(int excursion) {
        return excursionName[excursion];
    }

    /** Code of {@link ExcursionKind}. */
    public int excursionKind(int excursion) {
        return excursionKind[excursion];
    }

    /** Critical parameter, -1 = none. */
    public int excursionParameter(int excursion) {
        return excursionParameter[excursion];
    }

    /** How many chambers it can strike. */
    public int excursionChambers(int excursion) {
        return excursionChambers[excursion].length;
    }

    public int excursionChamber(int excursion, int i) {
        return excursionChambers[excursion][i];
    }

    public int excursionSize(int excursion) {
        return excursionSize[excursion];
    }

    /** NONE = until maintenance. */
    public int excursionWafers(int excursion) {
        return excursionWafers[excursion];
    }

    public int excursionAt(int excursion) {
        return excursionAt[excursion];
    }

    /** Distribution id. */
    public int excursionGap(int excursion) {
        return excursionGap[excursion];
    }
}
