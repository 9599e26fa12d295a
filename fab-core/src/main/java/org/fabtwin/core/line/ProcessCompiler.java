/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.core.line;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.fabtwin.core.line.definition.LineDefinition.StepDefinition;
import org.fabtwin.core.line.definition.ProcessDefinition;
import org.fabtwin.core.line.definition.ProcessDefinition.CriticalParameterDefinition;
import org.fabtwin.core.line.definition.ProcessDefinition.DefectSourceDefinition;
import org.fabtwin.core.line.definition.ProcessDefinition.EdgePlacementDefinition;
import org.fabtwin.core.line.definition.ProcessDefinition.ExcursionDefinition;
import org.fabtwin.core.line.definition.ProcessDefinition.InheritanceDefinition;
import org.fabtwin.core.line.definition.ProcessDefinition.QueueEffectDefinition;
import org.fabtwin.core.line.definition.Tunable;
import org.fabtwin.core.random.Draws;

/** The part of {@link LineCompiler} that lays out what steps do to wafers and dies. */
final class ProcessCompiler {
    private final LineCompiler line;
    private final ProcessDefinition from;
    private final CriticalParameters parameters;
    private final ProcessTables tables;
    private final Map<String, Integer> parameterIds = new LinkedHashMap<>();

    private ProcessCompiler(LineCompiler line) {
        this.line = line;
        this.from = line.definition.process;
        int products = line.products.size();
        parameters =
                new CriticalParameters(from.parameters.size(), products, line.steps.size(), line.toolGroups.size());
        tables = new ProcessTables(
                parameters,
                DieCompiler.compile(line),
                line.steps.size(),
                line.windows.size(),
                from.defects.size(),
                from.queueEffects.size(),
                from.edgePlacements.size(),
                from.excursions.size());
    }

    static ProcessTables compile(LineCompiler line) {
        return new ProcessCompiler(line).compile();
    }

    private ProcessTables compile() {
        tables.active = !from.isEmpty() && !line.definition.lotMode;
        tables.clusteringAlpha = line.parameters.add(from.clusteringAlpha);
        tables.clusteringScope = from.clusteringScope;
        tables.defectScale = line.parameters.add(from.defectScale);
        tables.subthresholdSwing = line.parameters.add(from.subthresholdSwing);
        tables.speedPerVt = line.parameters.add(from.speedPerVt);
        for (int p = 0; p < from.parameters.size(); p++) {
            parameter(p, from.parameters.get(p));
        }
        steps();
        queueEffects();
        for (int i = 0; i < from.edgePlacements.size(); i++) {
            edgePlacement(i, from.edgePlacements.get(i));
        }
        for (int i = 0; i < from.excursions.size(); i++) {
            excursion(i, from.excursions.get(i));
        }
        return tables;
    }

    private void parameter(int p, CriticalParameterDefinition row) {
        LineCompiler.check(parameterIds.put(row.name, p) == null, "critical parameter " + row.name + " is there twice");
        parameters.name[p] = row.name;
        parameters.unit[p] = row.unit;
        parameters.unitFactor[p] = row.unitFactor;
        parameters.key[p] = Draws.keyOf(row.name);
        parameters.overlay[p] = row.overlay;
        parameters.kill[p] = row.kill;
        parameters.flavours[p] = row.flavours;
        parameters.target[p] = add(row.target);
        parameters.lower[p] = add(row.lower);
        parameters.upper[p] = add(row.upper);
        parameters.vt[p] = add(row.vt);
        parameters.speed[p] = add(row.speed);
        parameters.leakage[p] = add(row.leakage);
        parameters.viaResistance[p] = add(row.viaResistance);
        parameters.tool[p] = add(row.tool);
        parameters.chamber[p] = add(row.chamber);
        parameters.afterMaintenance[p] = add(row.afterMaintenance);
        parameters.drift[p] = add(row.drift);
        parameters.driftMost[p] = add(row.driftMost);
        parameters.integrated[p] = row.integrated;
        parameters.coefficient[p] = add(row.coefficient);
        parameters.wafer[p] = add(row.wafer);
        parameters.firstWafer[p] = add(row.firstWafer);
        parameters.firstWaferDecay[p] = add(row.firstWaferDecay);
        parameters.bowl[p] = add(row.bowl);
        parameters.edge[p] = add(row.edge);
        parameters.edgeSpread[p] = add(row.edgeSpread);
        parameters.edgeLength[p] = add(row.edgeLength);
        parameters.intrafield[p] = add(row.intrafield);
        parameters.die[p] = add(row.die);
        parameters.scale[p] = add(row.scale);
        parameters.rotation[p] = add(row.rotation);
        inheritances(p, row);
        contexts(p, row);
    }

    private int add(Tunable tunable) {
        return line.parameters.add(tunable);
    }

    private void inheritances(int p, CriticalParameterDefinition row) {
        int n = row.inherits.size();
        parameters.inheritsFrom[p] = new int[n];
        parameters.inheritance[p] = new int[n];
        for (int i = 0; i < n; i++) {
            InheritanceDefinition inheritance = row.inherits.get(i);
            int earlier = LineCompiler.id(parameterIds, inheritance.from(), "critical parameter", row.name);
            LineCompiler.check(
                    parameters.overlay[earlier] == row.overlay,
                    "critical parameter " + row.name + " inherits from " + inheritance.from()
                            + ": only one of the two is overlay");
            parameters.inheritsFrom[p][i] = earlier;
            parameters.inheritance[p][i] = add(inheritance.sensitivity());
        }
    }

    /** All steps that set a parameter, on whatever product's route, belong to one tool group. */
    private void contexts(int p, CriticalParameterDefinition row) {
        int group = -1;
        for (int product = 0; product < line.products.size(); product++) {
            int set = stepOf(product, row.setStep);
            parameters.setStep[p][product] = set;
            parameters.measureStep[p][product] = row.measureStep == null ? -1 : stepOf(product, row.measureStep);
            if (set >= 0) {
                LineCompiler.check(
                        group < 0 || group == line.steps.toolGroup(set),
                        "step " + row.setStep + " sets " + row.name + " in two tool groups");
                group = line.steps.toolGroup(set);
            }
        }
        LineCompiler.check(
                group >= 0,
                "critical parameter " + row.name + " is set by step " + row.setStep + ", which is on no route");
        parameters.toolGroup[p] = group;
        parameters.groupSets[group] = true;
        parameters.firstContext[p] = parameters.contexts;
        parameters.contexts += line.toolGroups.toolCount(group) * line.toolGroups.chambersPerTool(group);
    }

    private int stepOf(int product, String name) {
        List<StepDefinition> route = line.definition.products.get(product).route;
        for (int i = 0; i < route.size(); i++) {
            if (route.get(i).name.equals(name)) {
                return line.products.firstStep(product) + i;
            }
        }
        return -1;
    }

    private void steps() {
        Map<String, Integer> sources = new LinkedHashMap<>();
        for (DefectSourceDefinition source : from.defects) {
            int id = sources.size();
            LineCompiler.check(
                    sources.put(source.name, id) == null, "source of defects " + source.name + " is there twice");
            tables.sourceName[id] = source.name;
            tables.density[id] = add(source.density);
            tables.killRatio[id] = add(source.killRatio);
        }
        int step = 0;
        for (int product = 0; product < line.products.size(); product++) {
            List<StepDefinition> all = new ArrayList<>(line.definition.products.get(product).route);
            all.addAll(line.definition.products.get(product).rework);
            for (StepDefinition definition : all) {
                tables.sourceOfStep[step] = definition.defects == null
                        ? -1
                        : LineCompiler.id(sources, definition.defects, "source of defects", definition.name);
                step++;
            }
        }
        List<List<Integer>> set = lists(line.steps.size());
        List<List<Integer>> measured = lists(line.steps.size());
        for (int p = 0; p < parameters.size(); p++) {
            for (int product = 0; product < line.products.size(); product++) {
                if (parameters.setStep[p][product] >= 0) {
                    set.get(parameters.setStep[p][product]).add(p);
                }
                if (parameters.measureStep[p][product] >= 0) {
                    measured.get(parameters.measureStep[p][product]).add(p);
                }
            }
        }
        for (int s = 0; s < line.steps.size(); s++) {
            parameters.ofStep[s] = set.get(s).isEmpty() ? null : LineCompiler.toArray(set.get(s));
            parameters.measuredAt[s] = measured.get(s).isEmpty() ? null : LineCompiler.toArray(measured.get(s));
        }
    }

    private static List<List<Integer>> lists(int n) {
        List<List<Integer>> lists = new ArrayList<>();
        for (int i = 0; i < n; i++) {
            lists.add(new ArrayList<>());
        }
        return lists;
    }

    private void queueEffects() {
        List<List<Integer>> ofWindow = lists(line.windows.size());
        for (int i = 0; i < from.queueEffects.size(); i++) {
            QueueEffectDefinition effect = from.queueEffects.get(i);
            tables.effectName[i] = effect.name;
            tables.effectParameter[i] = effect.parameter == null
                    ? -1
                    : LineCompiler.id(parameterIds, effect.parameter, "critical parameter", "effect " + effect.name);
            LineCompiler.check(
                    effect.parameter == null || !parameters.overlay[tables.effectParameter[i]],
                    "effect " + effect.name + " shifts " + effect.parameter + ", which is overlay");
            tables.effectShift[i] = add(effect.shift);
            tables.effectFree[i] = add(effect.free);
            tables.effectTau[i] = add(LineCompiler.atLeast(effect.tau, 1));
            for (int window = 0; window < line.windows.size(); window++) {
                StepDefinition opens = definitionOf(line.windows.from(window));
                if (opens.queueClass.equals(effect.queueClass) && opens.name.startsWith(effect.steps)) {
                    ofWindow.get(window).add(i);
                }
            }
        }
        List<Integer> inOrder = new ArrayList<>();
        for (int window = 0; window < line.windows.size(); window++) {
            inOrder.addAll(ofWindow.get(window));
            tables.firstEffect[window + 1] = inOrder.size();
        }
        tables.effectsOfWindows = LineCompiler.toArray(inOrder);
    }

    private StepDefinition definitionOf(int step) {
        return line.definition.products.get(line.steps.product(step)).route.get(line.steps.ordinal(step));
    }

    private void edgePlacement(int i, EdgePlacementDefinition row) {
        String user = "edge placement " + row.name;
        tables.placementOverlay[i] = LineCompiler.id(parameterIds, row.overlay, "critical parameter", user);
        LineCompiler.check(
                parameters.overlay[tables.placementOverlay[i]],
                user + " names " + row.overlay + ", which is no overlay");
        tables.placementWidth1[i] = width(row.width1, user);
        tables.placementWidth2[i] = width(row.width2, user);
        tables.placementRoughness[i] = add(row.roughness);
        tables.placementMargin[i] = add(row.margin);
    }

    private int width(String name, String user) {
        return name == null ? -1 : LineCompiler.id(parameterIds, name, "critical parameter", user);
    }

    private void excursion(int i, ExcursionDefinition row) {
        String user = "excursion " + row.name;
        tables.excursionName[i] = row.name;
        tables.excursionKind[i] = row.kind;
        tables.excursionParameter[i] =
                row.parameter == null ? -1 : LineCompiler.id(parameterIds, row.parameter, "critical parameter", user);
        LineCompiler.check(
                ExcursionKind.hasParameter(row.kind) == (row.parameter != null),
                user + ": " + ExcursionKind.name(row.kind)
                        + (row.parameter == null ? " needs a parameter" : " has no parameter"));
        Map<String, Integer> chambers = new LinkedHashMap<>();
        for (int chamber = 0; chamber < line.toolGroups.chamberTotal(); chamber++) {
            chambers.put(line.toolGroups.chamberName(chamber), chamber);
        }
        List<Integer> ids = new ArrayList<>();
        for (String name : row.chambers) {
            int chamber = LineCompiler.id(chambers, name, "chamber", user);
            int group = line.toolGroups.groupOfTool(line.toolGroups.toolOfChamber(chamber));
            LineCompiler.check(
                    row.parameter == null || parameters.toolGroup[tables.excursionParameter[i]] == group,
                    user + " strikes " + name + ", which does not set " + row.parameter);
            ids.add(chamber);
        }
        tables.excursionChambers[i] = LineCompiler.toArray(ids);
        tables.excursionSize[i] = add(row.size);
        tables.excursionWafers[i] = add(row.wafers);
        tables.excursionAt[i] = add(row.at);
        tables.excursionGap[i] = line.distributions.add(LineCompiler.atLeast(row.gap, 60e6));
    }
}
