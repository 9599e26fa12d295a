/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.sim.experiment;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.fabtwin.sim.statistics.Estimate;

/** What a full factorial experiment found: the figures of each cell with their intervals, beside what was computed before any run. */
public record FactorialReport(
        List<Factor> factors, List<Row> rows, int replications, double confidence, StudyEnd end, String digest) {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    /** Wafers that pile up, as a share of those that start, from which on a line counts as one that does not settle. */
    private static final double GROWS = 0.02;
    /** Replications may be one; then there is no interval to judge by. */
    private static final double GROWS_FOR_SURE = 0.05;

    /**
     * What is known of a cell before it runs.
     *
     * @param tools of all families.
     * @param startsPerDay wafers; 0 where the line keeps its WIP (CONWIP).
     * @param loads percent of available time of each family with work, ports included and setups apart, the busiest first.
     * @param loadsWithSetups the same with the setups of carriers served first in, first out: a rule that groups them needs less.
     */
    public record Expected(
            int tools, double startsPerDay, Map<String, Double> loads, Map<String, Double> loadsWithSetups) {
        /** Families that can't do what is asked of them. */
        public List<String> overloaded() {
            return loads.entrySet().stream()
                    .filter(load -> load.getValue() >= 100)
                    .map(Map.Entry::getKey)
                    .toList();
        }

        /** Of the busiest family. */
        public double mostPercent() {
            return loads.isEmpty() ? 0 : loads.values().iterator().next();
        }
    }

    /**
     * One cell.
     *
     * @param growth wafers by which the line filled while it was measured, as a share of the starts.
     * @param movesPerHour carriers that finished a step, each of which came from elsewhere.
     */
    public record Row(
            Cell cell, Expected expected, Estimate growth, Estimate movesPerHour, Map<String, Estimate> figures) {
        /** Whether the line fills up: its figures are then those of this run's length and of no steady state. */
        public boolean grows() {
            return growth.count() > 1 ? growth.low() > GROWS : growth.mean() > GROWS_FOR_SURE;
        }
    }

    /**
     * From a result file whose points are the cells, in their order.
     *
     * @param wanted which figures.
     */
    public static FactorialReport of(
            Results file,
            List<Factor> factors,
            List<Cell> cells,
            List<Expected> expected,
            Predicate<String> wanted,
            double confidence,
            StudyEnd end) {
        final List<Row> rows = new ArrayList<>();
        final List<Results.PointRow> points = file.points();
        for (int i = 0; i < cells.size(); i++) {
            final Map<String, double[]> all = file.observations(i);
            final Map<String, Estimate> figures = new LinkedHashMap<>();
            all.forEach((name, values) -> {
                if (wanted.test(name)) {
                    figures.put(name, Estimate.of(values, confidence));
                }
            });
            final double days = (points.get(i).endUs() - points.get(i).warmupUs()) / 86_400e6;
            final double starts = expected.get(i).startsPerDay() * days;
            final double[] growth = difference(all.get("wip.end"), all.get("wip.start"), starts);
            rows.add(new Row(
                    cells.get(i),
                    expected.get(i),
                    Estimate.of(growth, confidence),
                    Estimate.of(all.getOrDefault("movesPerHour", new double[0]), confidence),
                    figures));
        }
        return new FactorialReport(factors, rows, file.replications(), confidence, end, file.digest());
    }

    private static double[] difference(double[] last, double[] first, double unit) {
        final double[] growth = new double[last.length];
        for (int i = 0; i < growth.length; i++) {
            growth[i] = unit == 0 ? Double.NaN : (last[i] - first[i]) / unit;
        }
        return growth;
    }

    /** Figures that any cell has: a class may be missing in some. */
    public List<String> figures() {
        return rows.stream()
                .flatMap(row -> row.figures().keySet().stream())
                .distinct()
                .toList();
    }

    /** One JSON object; its keys are described in docs/EXPERIMENTS.md. */
    public String toJson() {
        final ObjectNode json = JSON.createObjectNode();
        json.put("replications", replications);
        StudyReport.putEnd(end, json);
        json.put("confidence", confidence);
        json.put("digest", digest);
        final var cells = json.putArray("cells");
        for (final Row row : rows) {
            final ObjectNode cell = cells.addObject();
            final ObjectNode levels = cell.putObject("levels");
            for (int i = 0; i < factors.size(); i++) {
                levels.put(factors.get(i).name(), row.cell().levels().get(i));
            }
            cell.put("tools", row.expected().tools());
            cell.put("startsPerDay", row.expected().startsPerDay());
            final ObjectNode loads = cell.putObject("loads");
            row.expected().loads().forEach(loads::put);
            final ObjectNode withSetups = cell.putObject("loadsWithSetups");
            row.expected().loadsWithSetups().forEach(withSetups::put);
            put(cell.putObject("growth"), row.growth());
            cell.put("grows", row.grows());
            put(cell.putObject("movesPerHour"), row.movesPerHour());
            final ObjectNode figures = cell.putObject("figures");
            row.figures().forEach((name, estimate) -> put(figures.putObject(name), estimate));
        }
        return json.toPrettyString();
    }

    private static void put(ObjectNode json, Estimate estimate) {
        json.put("n", estimate.count());
        FigureSummary.put(json, "mean", estimate.mean());
        FigureSummary.put(json, "halfWidth", estimate.halfWidth());
    }
}
