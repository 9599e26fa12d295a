/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.core.process;

import java.util.List;
import java.util.stream.IntStream;
import org.fabtwin.core.line.CriticalParameters;
import org.fabtwin.core.line.ToolGroups;

/**
 * All that is asked of a critical parameter when a wafer starts at the step that sets it, in one object: a step comes once in twenty,
 * and what it asked of two dozen arrays had left the first cache each time. Numbers are parameter ids unless said otherwise.
 * Immutable.
 */
public final class ParameterEffect {
    /** The critical parameter. */
    final int parameter;
    /** Its identity in draws. */
    final long key;

    final boolean isOverlay;
    final boolean isIntegrated;
    final boolean hasEdge;
    /** The context of a chamber is this and the chamber's number. */
    final int contextBase;

    final int tool;
    final int chamber;
    final int afterMaintenance;
    final int drift;
    final int driftMost;
    final int wafer;
    final int coefficient;
    final int firstWafer;
    final int firstWaferDecay;
    /** Of overlay its scale. */
    final int bowl;
    /** Of overlay its rotation. */
    final int edge;

    final int edgeSpread;
    /** How many critical parameters' deviations it takes over in part. */
    final int inheritances;

    private ParameterEffect(CriticalParameters critical, ToolGroups groups, int parameter) {
        this.parameter = parameter;
        key = critical.key(parameter);
        isOverlay = critical.isOverlay(parameter);
        isIntegrated = critical.isIntegrated(parameter);
        hasEdge = critical.hasEdge(parameter);
        contextBase =
                critical.firstContext(parameter) - groups.firstChamber(groups.firstTool(critical.toolGroup(parameter)));
        tool = critical.tool(parameter);
        chamber = critical.chamber(parameter);
        afterMaintenance = critical.afterMaintenance(parameter);
        drift = critical.drift(parameter);
        driftMost = critical.driftMost(parameter);
        wafer = critical.wafer(parameter);
        coefficient = critical.coefficient(parameter);
        firstWafer = critical.firstWafer(parameter);
        firstWaferDecay = critical.firstWaferDecay(parameter);
        bowl = isOverlay ? critical.scale(parameter) : critical.bowl(parameter);
        edge = isOverlay ? critical.rotation(parameter) : critical.edge(parameter);
        edgeSpread = critical.edgeSpread(parameter);
        inheritances = critical.inheritances(parameter);
    }

    /** By critical parameter. */
    static List<ParameterEffect> all(CriticalParameters critical, ToolGroups groups) {
        return IntStream.range(0, critical.size())
                .mapToObj(parameter -> new ParameterEffect(critical, groups, parameter))
                .toList();
    }
}
