/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.core.line;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.fabtwin.core.line.definition.LineDefinition.ToolGroupDefinition;

/**
 * Reticles: in tool groups that name a number of copies each setup is a thing of which there are so many. Copies of all reticles
 * are numbered through. Immutable.
 */
public final class Reticles {
    public static final int NONE = -1;

    private final int[] copiesOfGroup;
    private final int[] moveTime;
    private final int[] reticleOfStep;
    private final int[] setup;
    private final int[] group;
    private final int[] firstCopy;

    Reticles(List<ToolGroupDefinition> definitions, Steps steps, ParameterTable.Collector parameters) {
        copiesOfGroup = new int[definitions.size()];
        moveTime = new int[definitions.size()];
        for (int g = 0; g < definitions.size(); g++) {
            ToolGroupDefinition from = definitions.get(g);
            LineCompiler.check(
                    from.reticleCopies == 0 || from.kind == ToolKind.CASCADE,
                    "tool group " + from.name + " has reticles and is no cascade");
            copiesOfGroup[g] = from.reticleCopies;
            moveTime[g] = parameters.add(from.reticleMoveTime);
        }
        reticleOfStep = new int[steps.size()];
        Arrays.fill(reticleOfStep, NONE);
        Map<List<Integer>, Integer> ids = new LinkedHashMap<>();
        for (int step = 0; step < steps.size(); step++) {
            if (steps.setup(step) != Setups.NO_SETUP && copiesOfGroup[steps.toolGroup(step)] > 0) {
                List<Integer> key = List.of(steps.setup(step), steps.toolGroup(step));
                ids.putIfAbsent(key, ids.size());
                reticleOfStep[step] = ids.get(key);
            }
        }
        setup = ids.keySet().stream().mapToInt(key -> key.get(0)).toArray();
        group = ids.keySet().stream().mapToInt(key -> key.get(1)).toArray();
        firstCopy = new int[setup.length + 1];
        for (int reticle = 0; reticle < setup.length; reticle++) {
            firstCopy[reticle + 1] = firstCopy[reticle] + copiesOfGroup[group[reticle]];
        }
    }

    /** Different reticles. */
    public int size() {
        return setup.length;
    }

    /** Reticles, each copy counted. */
    public int copyTotal() {
        return firstCopy[setup.length];
    }

    /** Copies of each reticle of the tool group; 0 = its setups are no things. */
    public int copies(int toolGroup) {
        return copiesOfGroup[toolGroup];
    }

    /** Parameter id of the time that a reticle takes to come to a tool of the group. */
    public int moveTime(int toolGroup) {
        return moveTime[toolGroup];
    }

    /** The reticle that a step needs, {@link #NONE} without. */
    public int ofStep(int step) {
        return reticleOfStep[step];
    }

    public int setup(int reticle) {
        return setup[reticle];
    }

    public int toolGroup(int reticle) {
        return group[reticle];
    }

    /** First of the reticle's copies; those of the next reticle begin where these end. */
    public int firstCopy(int reticle) {
        return firstCopy[reticle];
    }
}
