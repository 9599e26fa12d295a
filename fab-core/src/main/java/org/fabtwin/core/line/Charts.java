/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.core.line;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.fabtwin.core.line.definition.ChartDefinition;

/** Control charts: one for each loop of the controller that each watches. Immutable. */
public final class Charts {
    private final String[] name;
    private final int[] controller;
    private final int[] rule;
    private final int[] width;
    private final int[] weight;
    private final int[] sigma;
    private final int[] enabled;
    private final boolean[] holds;
    private final int[] downTime;
    private final int[] firstRow;

    Charts(List<ChartDefinition> definitions, Controllers controllers, ParameterTable.Collector parameters) {
        int n = definitions.size();
        name = new String[n];
        controller = new int[n];
        rule = new int[n];
        width = new int[n];
        weight = new int[n];
        sigma = new int[n];
        enabled = new int[n];
        holds = new boolean[n];
        downTime = new int[n];
        firstRow = new int[n + 1];
        Map<String, Integer> names = new LinkedHashMap<>();
        for (int chart = 0; chart < n; chart++) {
            ChartDefinition from = definitions.get(chart);
            LineCompiler.check(names.put(from.name, chart) == null, "chart " + from.name + " is there twice");
            name[chart] = from.name;
            controller[chart] = controllers.controllerOf(from.controller);
            LineCompiler.check(
                    controller[chart] != Controllers.NONE,
                    "chart " + from.name + " names controller " + from.controller + ", which does not exist");
            rule[chart] = from.rule;
            width[chart] = parameters.add(from.width);
            weight[chart] = parameters.add(from.weight);
            sigma[chart] = parameters.add(from.sigma);
            enabled[chart] = parameters.add(from.enabled);
            holds[chart] = from.holds;
            downTime[chart] = parameters.add(from.downTime);
            firstRow[chart + 1] = firstRow[chart] + controllers.loops(controller[chart]);
        }
    }

    public int size() {
        return name.length;
    }

    public String name(int chart) {
        return name[chart];
    }

    public int controller(int chart) {
        return controller[chart];
    }

    /** Code of {@link ChartRule}. */
    public int rule(int chart) {
        return rule[chart];
    }

    /** Parameter ids; see {@code ChartDefinition}. */
    public int width(int chart) {
        return width[chart];
    }

    public int weight(int chart) {
        return weight[chart];
    }

    public int sigma(int chart) {
        return sigma[chart];
    }

    public int enabled(int chart) {
        return enabled[chart];
    }

    public boolean holds(int chart) {
        return holds[chart];
    }

    public int downTime(int chart) {
        return downTime[chart];
    }

    public int firstRow(int chart) {
        return firstRow[chart];
    }

    /** Rows of all charts: one for each loop that is watched. */
    public int rowTotal() {
        return firstRow[name.length];
    }
}
