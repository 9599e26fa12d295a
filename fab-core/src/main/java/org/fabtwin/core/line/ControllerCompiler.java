/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.core.line;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.fabtwin.core.line.definition.ControllerDefinition;
import org.fabtwin.core.random.Draws;

/** The part of {@link LineCompiler} that lays out controllers and their loops. */
final class ControllerCompiler {
    private final LineCompiler line;
    private final Controllers table;

    private ControllerCompiler(LineCompiler line) {
        this.line = line;
        this.table = new Controllers(line.definition.controllers.size());
    }

    static Controllers compile(LineCompiler line) {
        ControllerCompiler compiler = new ControllerCompiler(line);
        compiler.compile();
        return compiler.table;
    }

    private void compile() {
        List<ControllerDefinition> definitions = line.definition.controllers;
        table.products = line.products.size();
        Map<String, Integer> names = new LinkedHashMap<>();
        for (int c = 0; c < definitions.size(); c++) {
            ControllerDefinition from = definitions.get(c);
            LineCompiler.check(names.put(from.name, c) == null, "controller " + from.name + " is there twice");
            numbers(c, from);
            qualification(c, from);
            table.firstSlot[c + 1] = table.firstSlot[c] + from.components;
            table.firstSensor[c + 1] = table.firstSensor[c] + from.components * from.sensors;
            table.firstLoop[c + 1] = table.firstLoop[c] + loops(c);
        }
        for (int c = 0; c < definitions.size(); c++) {
            feedForward(c, definitions.get(c));
        }
        families(definitions);
    }

    private void numbers(int c, ControllerDefinition from) {
        table.name[c] = from.name;
        table.parameter[c] = from.parameter;
        table.variable[c] = from.variable;
        table.variableUnit[c] = from.variableUnit;
        table.variableFactor[c] = from.variableFactor;
        table.key[c] = Draws.keyOf(from.name);
        table.components[c] = from.components;
        table.method[c] = from.method;
        table.enabled[c] = line.parameters.add(from.enabled);
        table.gain[c] = line.parameters.add(from.gain);
        table.processGain[c] = from.processGain == null ? table.gain[c] : line.parameters.add(from.processGain);
        table.weight[c] = line.parameters.add(from.weight);
        table.trendWeight[c] = line.parameters.add(from.trendWeight);
        table.lower[c] = line.parameters.add(from.lower);
        table.upper[c] = line.parameters.add(from.upper);
        table.maximumStep[c] = line.parameters.add(from.maximumStep);
        table.deadband[c] = line.parameters.add(from.deadband);
        table.resultSigma[c] = line.parameters.add(from.resultSigma);
        table.walkSigma[c] = line.parameters.add(from.walkSigma);
        table.toolSigma[c] = line.parameters.add(from.toolSigma);
        table.chamberSigma[c] = line.parameters.add(from.chamberSigma);
        table.stepSigma[c] = line.parameters.add(from.stepSigma);
        table.productSigma[c] = line.parameters.add(from.productSigma);
        table.redrawSigma[c] = line.parameters.add(from.redrawSigma);
        table.sensors[c] = from.sensors;
        table.attainableShare[c] = line.parameters.add(from.attainableShare);
        table.virtualEnabled[c] = line.parameters.add(from.virtualEnabled);
        table.measurementSigma[c] = line.parameters.add(from.measurementSigma);
        table.byChamber[c] = from.byChamber;
        table.byTool[c] = from.byTool;
        table.byProduct[c] = from.byProduct;
        table.resets[c] = from.resetsAfterMaintenance;
        LineCompiler.check(
                from.gain != null && from.gain.value() != 0,
                "controller " + from.name + " has no gain, or a gain of 0");
        LineCompiler.check(
                from.components == 1 || from.components == 2,
                "controller " + from.name + " has " + from.components + " components, 1 or 2 expected");
    }

    private void qualification(int c, ControllerDefinition from) {
        int group = Controllers.NONE;
        boolean[] qualified = null;
        for (int step = 0; step < line.steps.size(); step++) {
            if (!line.steps.name(step).equals(from.step)) {
                continue;
            }
            int itsGroup = line.steps.toolGroup(step);
            LineCompiler.check(
                    group == Controllers.NONE || group == itsGroup,
                    "controller " + from.name + ": step " + from.step + " runs on more than one tool group");
            group = itsGroup;
            int count = line.toolGroups.toolCount(group);
            qualified = qualified == null ? new boolean[count] : qualified;
            for (int k = 0; k < count; k++) {
                qualified[k] |= line.steps.isQualified(step, k);
            }
        }
        LineCompiler.check(
                group != Controllers.NONE,
                "controller " + from.name + " names step " + from.step + ", which does not exist");
        table.group[c] = group;
        table.rankOfTool[c] = new int[qualified.length];
        Arrays.fill(table.rankOfTool[c], Controllers.NONE);
        for (int k = 0; k < qualified.length; k++) {
            if (qualified[k]) {
                table.rankOfTool[c][k] = table.toolsQualified[c]++;
            }
        }
    }

    private int loops(int c) {
        int tools = table.toolsQualified[c];
        int places = table.byChamber[c]
                ? tools * line.toolGroups.chambersPerTool(table.group[c])
                : table.byTool[c] ? tools : 1;
        return places * (table.byProduct[c] ? table.products : 1) * table.components[c];
    }

    private void feedForward(int c, ControllerDefinition from) {
        table.feedForwardFrom[c] = Controllers.NONE;
        if (from.feedForwardFrom != null) {
            for (int other = 0; other < table.size(); other++) {
                if (table.parameter[other].equals(from.feedForwardFrom)) {
                    table.feedForwardFrom[c] = other;
                }
            }
            LineCompiler.check(
                    table.feedForwardFrom[c] != Controllers.NONE,
                    "controller " + from.name + " feeds forward " + from.feedForwardFrom
                            + ", which no controller has measured");
        }
        table.feedForwardCoefficient[c] = line.parameters.add(from.feedForwardCoefficient);
        table.feedForwardSigma[c] = line.parameters.add(from.feedForwardSigma);
        table.feedForwardNoise[c] = line.parameters.add(from.feedForwardNoise);
    }

    private void families(List<ControllerDefinition> definitions) {
        Map<String, Integer> ids = new LinkedHashMap<>();
        int[] members = new int[definitions.size()];
        int[] first = new int[definitions.size()];
        for (int c = 0; c < definitions.size(); c++) {
            ControllerDefinition from = definitions.get(c);
            // A name of its own for each controller without a family: scenario names never hold a line break.
            String name = from.family == null || !isKalman(c) ? "\n" + c : from.family;
            boolean isNew = !ids.containsKey(name);
            int family = ids.computeIfAbsent(name, unused -> ids.size());
            if (isNew) {
                first[family] = c;
            }
            int like = first[family];
            LineCompiler.check(
                    table.group[c] == table.group[like]
                            && table.components[c] == table.components[like]
                            && table.byChamber[c] == table.byChamber[like]
                            && table.byTool[c] == table.byTool[like]
                            && table.byProduct[c] == table.byProduct[like]
                            && Arrays.equals(table.rankOfTool[c], table.rankOfTool[like]),
                    "controllers " + from.name + " and " + table.name[like] + " are of family " + from.family
                            + ": tools, components and context must be the same");
            table.family[c] = family;
            table.placeInFamily[c] = members[family]++;
        }
        effects(ids.size(), first, members);
    }

    private void effects(int families, int[] first, int[] members) {
        int blocks = 0;
        for (int family = 0; family < families; family++) {
            blocks += isKalman(first[family]) ? table.components[first[family]] : 0;
        }
        EffectBlocks effects = new EffectBlocks(families, blocks);
        int block = 0;
        for (int family = 0; family < families; family++) {
            int c = first[family];
            effects.firstBlock[family] = block;
            for (int component = 0; isKalman(c) && component < table.components[c]; component++) {
                effects.places[block] = table.places(c);
                effects.tools[block] = table.byChamber[c] && table.byTool[c] ? table.toolsQualified[c] : 0;
                effects.members[block] = members[family];
                effects.products[block] = table.byProduct[c] ? table.products : 0;
                int n = effects.places[block] + effects.tools[block] + members[family] + effects.products[block];
                effects.firstEffect[block + 1] = effects.firstEffect[block] + n;
                effects.firstEntry[block + 1] = effects.firstEntry[block] + n * n;
                block++;
            }
        }
        table.effects = effects;
    }

    private boolean isKalman(int c) {
        return table.method[c] == ControlMethod.KALMAN;
    }
}
