/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.sim.kpi;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The figures of a run; component names are the JSON keys, defined in docs/FIGURES.md. Null where there is nothing to
 * measure. Maps keep the order of the line.
 *
 * @param wallSeconds from the first event to the last, or null when read from a log.
 * @param calendarEvents events that the calendar gave out, or null when read from a log.
 * @param worstLoops run-to-run loops with the largest root mean square prediction error of measured wafers, in percent of half the
 *     parameter's window; the worst first.
 * @param movesPerHour carriers that finished a step after the warm-up, an hour; each comes from elsewhere.
 * @param logHash CRC32C of the log's hashed records, 8 hexadecimal digits.
 */
public record RunFigures(
        String scenario,
        long seed,
        int replication,
        double simulatedDays,
        Double wallSeconds,
        Long calendarEvents,
        long records,
        long lotSteps,
        long waferSteps,
        String logHash,
        Map<String, LotClass> classes,
        Map<String, ToolGroup> toolGroups,
        Wip wip,
        QueueTime queueTime,
        Map<String, Product> products,
        WorstLosses worstLosses,
        Map<String, Parameter> parameters,
        Excursions excursions,
        Map<String, Double> worstLoops,
        Qualifications qualifications,
        Double movesPerHour) {
    private static final JsonMapper JSON =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    private static final List<String> NOT_MEASURED =
            List.of("scenario", "seed", "replication", "wallSeconds", "logHash", "worstLosses", "worstLoops");

    /** Figures of one lot class. */
    public record LotClass(
            long completed,
            CycleTimeDays cycleTimeDays,
            Double onTimePercent,
            Double flowFactor,
            long waferStepsDone) {}

    /** Cycle time in days. */
    public record CycleTimeDays(Double mean, Double p50, Double p95) {}

    /** Figures of one tool group: percent of time, but the wait in hours and the fill of batches in percent of their maximum. */
    public record ToolGroup(
            Double availability,
            Double utilisation,
            Double breakdown,
            Double pm,
            Double setup,
            Double meanWaitHours,
            Double setupTotal,
            Double batchFill,
            Double portUtilisation,
            Double robotUtilisation) {}

    /** A critical parameter: results after the warm-up, and how capable the process is of its window. */
    public record Parameter(long measured, Double cpk) {}

    /** Excursions after the warm-up. */
    public record Excursions(long started, long detected, Double meanDetectionHours, Double wafersPerExcursion) {}

    /**
     * Qualification wafers after the warm-up.
     *
     * @param chamberHours time that they took of their chambers.
     * @param firstErrorPercent root mean square prediction error of the loops' first product wafer after a maintenance with a
     *     qualification wafer whose result had come, in percent of half the window.
     * @param unqualifiedFirstErrorPercent the same after other maintenance that draws chambers anew.
     */
    public record Qualifications(
            long wafers, double chamberHours, Double firstErrorPercent, Double unqualifiedFirstErrorPercent) {}

    /** Work in process in wafers. */
    public record Wip(long start, long end, Double mean, WipLots lots) {}

    /** Work in process in lots. */
    public record WipLots(long start, long end, Double mean) {}

    /** Queue-time windows that closed, and those closed too late. */
    public record QueueTime(long windows, long breached) {}

    /** Wafers and dies of one product. */
    public record Product(
            long waferStarts,
            long finished,
            Double yieldPercent,
            Double goodDiesPerDay,
            Loss loss,
            RandomDefects randomDefects) {}

    /**
     * What the wafers' maps tell of random defects, and what the models make of it. Dies that a scratch crosses are random losses in
     * the maps too: an excursion with scratches raises the density and lowers alpha.
     *
     * @param d0 density of killer defects, 1/cm2.
     * @param alpha clustering; null where wafers differ no more than chance makes them.
     * @param yieldPercent share of the dies, lost to no other cause, that no defect kills; harvested ones have some.
     * @param poissonPercent the same by the model, at that density; so the next two.
     */
    public record RandomDefects(
            Double d0,
            Double alpha,
            Double yieldPercent,
            Double poissonPercent,
            Double murphyPercent,
            Double seedsPercent) {
        static final RandomDefects NONE = new RandomDefects(null, null, null, null, null, null);
    }

    /** Dies lost, in percent of those tested: with the yield they sum to 100. */
    public record Loss(Double systematic, Double parametric, Double random) {}

    /** Steps and chambers to blame for the most lost dies, in percent of all dies tested; the worst first. */
    public record WorstLosses(Map<String, Double> steps, Map<String, Double> chambers) {}

    /** One JSON object, indented. */
    public String toJson() {
        try {
            return JSON.writeValueAsString(this);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    /**
     * All figures that are numbers, by name, in the order of {@link #toJson}; NaN where there was nothing to measure. What says
     * which run it was (seed, replication) and how fast ({@code wallSeconds}) is none of them: they are functions of the run.
     */
    public Map<String, Double> values() {
        final Map<String, Double> values = new LinkedHashMap<>();
        final JsonNode tree = JSON.valueToTree(this);
        for (final Iterator<String> names = tree.fieldNames(); names.hasNext(); ) {
            final String name = names.next();
            if (!NOT_MEASURED.contains(name)) {
                collect(name, tree.get(name), values);
            }
        }
        return values;
    }

    private static void collect(String path, JsonNode node, Map<String, Double> values) {
        if (node.isNumber()) {
            values.put(path, node.asDouble());
        } else if (node.isNull()) {
            values.put(path, Double.NaN);
        } else {
            for (final Iterator<String> names = node.fieldNames(); names.hasNext(); ) {
                final String name = names.next();
                collect(path + "." + name, node.get(name), values);
            }
        }
    }

    /**
     * One figure by its name.
     *
     * @param path such as {@code classes.Lot_3.cycleTimeDays.mean}.
     * @return NaN where there was nothing to measure.
     * @throws IllegalArgumentException for a name that is no figure's.
     */
    public double value(String path) {
        final JsonNode node = find(JSON.valueToTree(this), path);
        if (node == null || !(node.isNumber() || node.isNull())) {
            throw new IllegalArgumentException("no figure is named " + path);
        }
        return node.isNull() ? Double.NaN : node.asDouble();
    }

    // Names of classes and tool groups may hold dots, so each field that begins the path is tried.
    private static JsonNode find(JsonNode node, String path) {
        for (final Iterator<String> names = node.fieldNames(); names.hasNext(); ) {
            final String name = names.next();
            if (path.equals(name)) {
                return node.get(name);
            }
            if (path.startsWith(name) && path.charAt(name.length()) == '.') {
                final JsonNode found = find(node.get(name), path.substring(name.length() + 1));
                if (found != null) {
                    return found;
                }
            }
        }
        return null;
    }
}
