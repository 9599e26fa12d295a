/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.sim.capacity;

import java.util.LinkedHashMap;
import java.util.Map;
import org.fabtwin.core.line.definition.LineDefinition.SetupTimeDefinition;
import org.fabtwin.core.line.definition.LineDefinition.StepDefinition;
import org.fabtwin.core.line.definition.LineDefinition.ToolGroupDefinition;

/**
 * Expected time that a tool group spends on setups if carriers come in random order and are served first in, first out: the
 * setup before a start is that of the start before, drawn by share. A rule that groups setups needs less; a minimum run
 * divides the changes.
 */
final class SetupTimes {
    private final ToolGroupDefinition group;
    private final Iterable<SetupTimeDefinition> pairs;
    private final Map<String, Flow> flows = new LinkedHashMap<>();
    private double totalRate;
    private double alwaysShare;

    private static final class Flow {
        private StepDefinition step;
        private double rate;
    }

    SetupTimes(ToolGroupDefinition group, Iterable<SetupTimeDefinition> pairs) {
        this.group = group;
        this.pairs = pairs;
    }

    /** Starts per microsecond of a step on this group. */
    void add(StepDefinition step, double startsPerUs) {
        if (step.setup.isEmpty()) {
            return;
        }
        if (step.setupAlways) {
            alwaysShare += startsPerUs * changeUs(step.setup, step);
            return;
        }
        Flow flow = flows.computeIfAbsent(step.setup, key -> new Flow());
        flow.step = step;
        flow.rate += startsPerUs;
        totalRate += startsPerUs;
    }

    /** Tools' worth of time spent on setups. */
    double tools() {
        double sum = alwaysShare;
        for (Map.Entry<String, Flow> to : flows.entrySet()) {
            StepDefinition step = to.getValue().step;
            double perRun = Math.max(1, step.minimumRun);
            for (Map.Entry<String, Flow> from : flows.entrySet()) {
                if (!from.getKey().equals(to.getKey())) {
                    double share = from.getValue().rate / totalRate;
                    sum += to.getValue().rate * share * changeUs(from.getKey(), step) / perRun;
                }
            }
        }
        return sum;
    }

    /** The step's own time, else the pair's (rows of this group before rows of any), else the group's. */
    private double changeUs(String from, StepDefinition to) {
        if (to.setupTime != null) {
            return to.setupTime.value();
        }
        SetupTimeDefinition best = null;
        int bestRank = 0;
        for (SetupTimeDefinition pair : pairs) {
            boolean ours = group.name.equals(pair.toolGroup());
            if ((ours || pair.toolGroup() == null)
                    && (pair.to() == null || pair.to().equals(to.setup))) {
                int rank = pair.from() == null ? 1 : pair.from().equals(from) ? 3 : 0;
                if (rank > 0 && rank + (ours ? 1 : 0) > bestRank) {
                    best = pair;
                    bestRank = rank + (ours ? 1 : 0);
                }
            }
        }
        return best != null ? Expected.of(best.time()) : Expected.of(group.setupTime);
    }
}
