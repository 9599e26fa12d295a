/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.sim.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.fabtwin.core.line.definition.DistributionDefinition;
import org.fabtwin.core.line.definition.LineDefinition;
import org.fabtwin.sim.capacity.GroupCapacity;
import org.fabtwin.sim.capacity.LineCapacity;
import org.fabtwin.sim.capacity.StartScaling;
import org.fabtwin.sim.capacity.ToolSizing;
import org.fabtwin.sim.experiment.Cell;
import org.fabtwin.sim.experiment.Factor;
import org.fabtwin.sim.experiment.FactorialPlot;
import org.fabtwin.sim.experiment.FactorialReport.Expected;
import org.fabtwin.sim.scenario.Scenario;
import org.fabtwin.sim.scenario.ScenarioException;
import org.fabtwin.sim.scenario.ScenarioReader;

/** Finds the changes of a scenario that make it a cell of a factorial experiment, and the loads that follow. */
final class CellPlanner {
    /** Name of the factor whose levels are loads. */
    static final String LOAD = "load";

    private static final String STARTS = "wafersPerMonth";

    private final String scenario;
    private final List<String> base;
    private final List<Factor> factors;
    private final boolean isLoaded;
    private final Double sizeTo;

    /**
     * A planner.
     *
     * @param isLoaded whether the last factor is the load.
     * @param sizeTo percent of available time that no family exceeds; null: tools stay as they are.
     */
    CellPlanner(String scenario, List<String> base, List<Factor> factors, boolean isLoaded, Double sizeTo) {
        this.scenario = scenario;
        this.base = List.copyOf(base);
        this.factors = factors;
        this.isLoaded = isLoaded;
        this.sizeTo = sizeTo;
    }

    /** A cell as a scenario. */
    record Plan(List<String> changes, Expected expected) {}

    Plan plan(Cell cell) {
        final List<String> changes = new ArrayList<>(base);
        changes.addAll(cell.changes(factors));
        try {
            if (isLoaded) {
                final double percent = FactorialPlot.leadingNumber(
                        cell.levels().get(cell.levels().size() - 1));
                changes.addAll(startsFor(read(changes, List.of()), percent / 100));
            }
            if (sizeTo != null) {
                changes.addAll(ToolSizing.changes(more -> read(changes, more).definition(), sizeTo / 100));
            }
        } catch (IllegalArgumentException e) {
            throw new CommandFailure(ExitCode.REFUSED, cell.label() + ": " + e.getMessage(), e);
        }
        return new Plan(List.copyOf(changes), expected(read(changes, List.of()).definition()));
    }

    private Scenario read(List<String> changes, List<String> more) {
        final List<String> all = new ArrayList<>(changes);
        all.addAll(more);
        try {
            return ScenarioReader.read(scenario, all);
        } catch (ScenarioException e) {
            throw new CommandFailure(ExitCode.USAGE, e.getMessage(), e);
        }
    }

    private static List<String> startsFor(Scenario read, double utilisation) {
        final LineDefinition line = read.definition();
        final List<DistributionDefinition> intervals =
                line.orders.stream().map(order -> order.interval).toList();
        final double factor = StartScaling.factor(times -> scaled(line, intervals, times), utilisation);
        final LineDefinition asItIs = scaled(line, intervals, 1);
        final JsonNode starts = startsOf(read).path(STARTS);
        return starts.isNumber()
                ? List.of("line.starts." + STARTS + "=" + StartScaling.plain(starts.asDouble() * factor))
                : StartScaling.intervals(asItIs, factor);
    }

    /** The definition is this planner's own: its intervals are changed in place. */
    private static LineDefinition scaled(LineDefinition line, List<DistributionDefinition> intervals, double times) {
        for (int i = 0; i < intervals.size(); i++) {
            final DistributionDefinition interval = intervals.get(i);
            if (interval != null) {
                line.orders.get(i).interval = StartScaling.faster(interval, times);
            }
        }
        return line;
    }

    private static JsonNode startsOf(Scenario read) {
        try {
            return new YAMLMapper().readTree(read.text()).path("line").path("starts");
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("the scenario's own text can't be read", e);
        }
    }

    private static Expected expected(LineDefinition line) {
        final LineCapacity capacity = LineCapacity.of(line);
        return new Expected(
                capacity.tools(),
                capacity.startsPerUs() * 86_400e6,
                loads(capacity, line.handOff, false),
                loads(capacity, line.handOff, true));
    }

    private static Map<String, Double> loads(LineCapacity capacity, int handOff, boolean withSetups) {
        final Map<String, Double> loads = new LinkedHashMap<>();
        capacity.groups().stream()
                .filter(group -> group.wafersPerHour() > 0)
                .sorted(Comparator.comparingDouble(
                        (GroupCapacity group) -> -group.utilisationThroughPorts(handOff, withSetups)))
                .forEach(group -> loads.put(group.name(), 100 * group.utilisationThroughPorts(handOff, withSetups)));
        return loads;
    }
}
