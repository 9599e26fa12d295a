/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.core.equipment;

import org.fabtwin.core.flow.Chance;
import org.fabtwin.core.line.Line;
import org.fabtwin.core.line.ParameterTable;
import org.fabtwin.core.line.Recipes;
import org.fabtwin.core.line.Stoppages;
import org.fabtwin.core.line.ToolGroups;
import org.fabtwin.core.line.ToolKind;
import org.fabtwin.core.state.Parameters;

/** Time of the wafers that run through equipment after maintenance, unproductive: each takes what the last recipe takes. */
final class Seasoning {
    private final Line line;
    private final Stoppages stoppages;
    private final Parameters parameters;
    private final Chance chance;
    private final Tools tools;

    Seasoning(Line line, Parameters parameters, Chance chance, Tools tools) {
        this.line = line;
        this.stoppages = line.stoppages();
        this.parameters = parameters;
        this.chance = chance;
        this.tools = tools;
    }

    /** Microseconds by which the seasoning wafers lengthen a maintenance; 0 for a tool that has not run yet. */
    long timeUs(int process) {
        int item = stoppages.item(process);
        int tool = stoppages.tool(process);
        int step = tools.lastStep(tool);
        if (stoppages.seasoningWafers(item) == ParameterTable.NONE || step == Tools.NONE) {
            return 0;
        }
        double wafers = parameters.value(stoppages.seasoningWafers(item));
        return Math.min(
                Parameters.MOST_US,
                Math.round(wafers
                        * occupationUs(
                                line.steps().toolGroup(step), line.steps().recipe(step))));
    }

    private double occupationUs(int group, int recipe) {
        Recipes recipes = line.recipes();
        ToolGroups groups = line.toolGroups();
        if (groups.kind(group) < ToolKind.CLUSTER) {
            return recipes.interval(recipe) == ParameterTable.NONE
                    ? chance.mean(recipes.processTime(recipe))
                    : parameters.value(recipes.interval(recipe));
        }
        double most = 0;
        for (int stage = 0; stage < groups.stageCount(group); stage++) {
            most = Math.max(most, chance.mean(recipes.stageTime(recipe, stage)));
        }
        return most + parameters.value(groups.exchangeTime(group));
    }
}
